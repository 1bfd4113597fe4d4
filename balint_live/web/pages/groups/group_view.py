"""What the page of a group shows. One look should tell a leader whether the next session can be held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_timedelta

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.groups.course import Standing, current, next_thing, quorum, standing
from balint_live.application.groups.group import BookedMeeting, Desk
from balint_live.application.post.mail import Progress
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.roll_stage import Stage, stage_of
from balint_live.web.pages.groups.roster import Entry, roster
from balint_live.web.pages.groups.unearnable import unearnable
from balint_live.web.pages.groups.words import full, plan_words


@dataclass(frozen=True, slots=True)
class Session:
    """A line of the schedule. `until` is how long it is until its start, or since; `roll` is how far its roll is."""

    meeting: BookedMeeting
    when: str
    until: str
    plan: str
    standing: Standing
    roll: Stage


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of those invited have come at least once."""

    come: int
    invited: int


@dataclass(frozen=True, slots=True)
class NewestMails:
    """The last press that sent mails, while there is a reason to look after it."""

    batch: str
    progress: Progress


def group_view(office: OfficeServices, book: Book) -> dict[str, Any]:
    desk, now = book.desk, office.clock.now()
    people = roster(office, desk)
    meeting = current(desk.meetings, now)
    sessions = [_session(one, desk, now) for one in book.sessions]
    return {
        "next_thing": next_thing(desk, now),
        "current": next((each for each in sessions if each.meeting == meeting), None),
        "sessions": sessions,
        "people": people,
        "left": [one for one in desk.registrants if not one.enrolled],
        "quorum": quorum(desk),
        "reached": _reached(people, desk),
        "newest_mails": _newest_mails(office, desk),
        "unearnable": unearnable(desk),
    }


def _session(one: SessionRecord, desk: Desk, now: datetime) -> Session:
    meeting = one.meeting
    return Session(
        meeting=meeting,
        when=full(meeting.start, desk.group.settings.timezone),
        until=format_timedelta(meeting.start - now, add_direction=True),
        plan=plan_words(meeting.plan),
        standing=standing(meeting, now),
        roll=stage_of(one),
    )


def _reached(people: list[Entry], desk: Desk) -> Reached:
    invited = [entry for entry in people if entry.has_come or entry.person.id in desk.invited]
    return Reached(sum(entry.has_come for entry in invited), len(invited))


def _newest_mails(office: OfficeServices, desk: Desk) -> NewestMails | None:
    batch = office.mail_book.newest_batch(desk.group.id)
    if batch is None:
        return None
    progress = office.mail_book.progress(batch)
    return NewestMails(batch, progress) if progress.waiting or progress.refused else None
