"""What a letter's templates are given: facts said for this reader, and the addresses of the site's own pages."""

from dataclasses import dataclass
from typing import Any

from balint_live.adapters.mail.sessions import sessions_of
from balint_live.adapters.mail.times import Times, When
from balint_live.application.attendance.statement import Statement
from balint_live.application.groups.group import BookedMeeting, Settings
from balint_live.application.post.letter import Letter
from balint_live.application.typed_codes import in_blocks

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Session:
    """One session as a letter names it."""

    number: int
    when: When
    minutes: int


@dataclass(frozen=True, slots=True)
class Stays:
    """The statement that is left of somebody erased: whose, until what day, and its code."""

    name: str
    until: str
    code: str


def facts(letter: Letter) -> Facts:
    """Everything a template may ask for; what does not apply is None or empty."""
    return {
        "name": letter.to.name,
        "site": letter.site,
        "join_page": f"{letter.site}/join",
        "privacy_page": f"{letter.site}/privacy",
        "link": letter.link,
        "code": letter.code,
        "leave_link": letter.leave_link,
        "verify_page": f"{letter.site}/verify",
        "stays": None if letter.statement is None else _stays(letter.statement, letter),
        **(
            _of_no_group(letter.statement)
            if letter.settings is None
            else _of_the_group(letter, letter.settings)
        ),
    }


def _of_the_group(letter: Letter, settings: Settings) -> Facts:
    times = Times(letter.to.timezone, settings.timezone)
    about = letter.meeting or _next(letter)
    then = _next(letter, but=letter.meeting)
    return {
        "group": settings.name,
        "society": settings.society,
        "contact": settings.contact,
        "planned": settings.planned_sessions,
        "neutral": settings.neutral_subjects,
        "about": _session(about, times) if about else None,
        "then": _session(then, times) if then else None,
        "before": times.when(letter.previous_start) if letter.previous_start else None,
        "schedule": [_session(one, times) for one in _in_order(letter) if not one.cancelled],
        "files": len(sessions_of(letter)),
    }


def _stays(statement: Statement, letter: Letter) -> Stays:
    times = Times(letter.to.timezone, letter.settings.timezone if letter.settings else statement.timezone)
    return Stays(statement.name, times.when(statement.kept_until).date, in_blocks(statement.code))


def _of_no_group(statement: Statement | None) -> Facts:
    """Of a group that was deleted, only a statement still knows the name."""
    activity = None if statement is None else statement.activity
    organisation = None if statement is None else statement.organisation
    return {
        "group": activity,
        "society": None if organisation == activity else organisation,
        "contact": None,
        "planned": 0,
        "neutral": True,
        "about": None,
        "then": None,
        "before": None,
        "schedule": [],
        "files": 0,
    }


def _session(meeting: BookedMeeting, times: Times) -> Session:
    length = meeting.end - meeting.start
    return Session(meeting.number, times.when(meeting.start), round(length.total_seconds() / 60))


def _in_order(letter: Letter) -> list[BookedMeeting]:
    return sorted(letter.meetings, key=lambda one: one.start)


def _next(letter: Letter, but: BookedMeeting | None = None) -> BookedMeeting | None:
    """The soonest the letter names that is still to come, apart from one."""
    to_come = (one for one in _in_order(letter) if one.to_come(letter.written_at))
    return next((one for one in to_come if but is None or one.id != but.id), None)
