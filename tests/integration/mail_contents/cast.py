"""Miriam in New York is enrolled in a group that keeps Paris time; its letters, one of each kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from balint_live.adapters.mail.headers import Sender
from balint_live.adapters.mail.render import Composer
from balint_live.application.attendance.record import Statement
from balint_live.application.groups.group import BookedMeeting, Settings
from balint_live.application.mail.contents import Addressee, Mail
from balint_live.application.mail_queue import MailKind
from tests.unit.domain.shipped import SHIPPED

SITE = "https://balint.example.org"
LINK = f"{SITE}/join/eyJhbGciOiJIUzI1NiJ9.{'m1R1aM' * 24}.{'sEcReT' * 7}"
LEAVE = f"{SITE}/leave/eyJhbGciOiJIUzI1NiJ9.{'l3aVe5' * 24}.{'sEcReT' * 7}"
LEADERS_CALENDAR = f"{SITE}/calendar/leader-ana-1.{'c4L3nD' * 7}.ics"
CALENDAR = f"{SITE}/calendar/registrant-miriam-1.{'c4L3nD' * 7}.ics"
SIGN_IN_LINK = f"{SITE}/sign-in/eyJhbGciOiJIUzI1NiJ9.{'s1Gn1N' * 12}"
CODE = "7KQM-4XHT"
SIGN_IN = f"{SITE}/sign-in"
ROLL = f"{SITE}/groups/tuesday/sessions/meeting2/roll"
ZOOM = "https://zoom.example/j/123456789?pwd=abc"
SENDER = Sender("Balint groups online", "groups@balint.example.org")
WRITTEN = datetime(2026, 2, 20, 9, 30, tzinfo=UTC)

MIRIAM = Addressee("miriam", "Miriam Weiß", "miriam.weiss@example.com", "America/New_York")
ANA = Addressee("ana", "Ana Costa", "ana@example.com")

TUESDAY = Settings(
    name="Tuesday evening group",
    society="European Balint Society",
    timezone="Europe/Paris",
    contact="leaders@example.org",
    planned_sessions=3,
    zoom_url=ZOOM,
)


def meeting(number: int, start: datetime, **differing: Any) -> BookedMeeting:
    """An hour by the plan; the first takes an hour and a half."""
    plan = SHIPPED.protocols["first90" if number == 1 else "abs60"]
    return BookedMeeting(
        id=f"meeting{number}", number=number, start=start, end=start + plan.total, plan=plan, **differing
    )


FIRST = meeting(1, datetime(2026, 3, 3, 19, 0, tzinfo=UTC))
SECOND = meeting(2, datetime(2026, 3, 17, 19, 0, tzinfo=UTC))
THIRD = meeting(3, datetime(2026, 3, 31, 18, 0, tzinfo=UTC))
"""Always at 20:00 in Paris: in New York at 14:00, 15:00 while only America has summer, and 14:00 again."""


STAYS = Statement(
    id="statement1",
    code="ACDE2346XYZW",
    registrant_id=None,
    group_id="tuesday",
    meeting_id=None,
    issued_at=WRITTEN,
    kept_until=datetime(2032, 3, 31, 19, 0, tzinfo=UTC),
    name="Miriam Weiß",
    organisation="European Balint Society",
    activity="Tuesday evening group",
    timezone="Europe/Paris",
    sessions=(),
    credits=(),
)


def letter(kind: MailKind, **differing: Any) -> Mail:
    """One to Miriam, about the second session."""
    whole = Mail(
        id=f"mail-{kind.value}",
        kind=kind,
        to=MIRIAM,
        written_at=WRITTEN,
        site=SITE,
        settings=TUESDAY,
        group_id="tuesday",
        meeting=SECOND,
        meetings=(SECOND,),
        link=LINK,
        code=CODE,
        leave_link=LEAVE,
    )
    return replace(whole, **differing)


def every_letter() -> dict[MailKind, Mail]:
    """One of each kind, with what belongs to it."""
    return {
        MailKind.INVITATION: letter(
            MailKind.INVITATION, meeting=None, meetings=(FIRST, SECOND, THIRD), calendar=CALENDAR
        ),
        MailKind.LINK_AGAIN: letter(
            MailKind.LINK_AGAIN, meetings=(SECOND, THIRD), calendar=CALENDAR, leave_link=None
        ),
        MailKind.MOVED: letter(
            MailKind.MOVED,
            meetings=(replace(SECOND, sequence=1),),
            previous_start=SECOND.start - timedelta(days=7),
        ),
        MailKind.CANCELLED: letter(MailKind.CANCELLED, meetings=(SECOND, THIRD), link=None, code=None),
        MailKind.DAY_BEFORE: letter(MailKind.DAY_BEFORE),
        MailKind.SOON: letter(MailKind.SOON),
        MailKind.RUNNING_NOW: letter(MailKind.RUNNING_NOW),
        MailKind.REMOVED: letter(
            MailKind.REMOVED, meeting=None, meetings=(SECOND, THIRD), link=None, code=None, leave_link=None
        ),
        MailKind.SIGN_IN: Mail(
            id="mail-sign_in",
            kind=MailKind.SIGN_IN,
            to=ANA,
            written_at=WRITTEN,
            site=SITE,
            link=SIGN_IN_LINK,
            code="482913",
        ),
        MailKind.ROLL_OPEN: letter(
            MailKind.ROLL_OPEN, to=ANA, meetings=(), link=ROLL, code=None, leave_link=None
        ),
        MailKind.STATEMENT: letter(MailKind.STATEMENT, meeting=None, meetings=(), link=f"{LINK}/record"),
        MailKind.ERASED: letter(
            MailKind.ERASED, meeting=None, meetings=(), link=None, code=None, leave_link=None, statement=STAYS
        ),
        MailKind.LEADS: to_leader(
            MailKind.LEADS, meeting=None, meetings=(FIRST, SECOND, THIRD), calendar=LEADERS_CALENDAR
        ),
        MailKind.DATES_ADDED: to_leader(MailKind.DATES_ADDED, meeting=None, meetings=(SECOND, THIRD)),
    }


def to_leader(kind: MailKind, **differing: Any) -> Mail:
    """One to Ana, who leads the group."""
    return replace(letter(kind, to=ANA, link=SIGN_IN, code=None, leave_link=None, leads=True), **differing)


def letters_to_leader() -> dict[MailKind, Mail]:
    """One of each kind that participants get too."""
    known = every_letter()
    return {
        kind: to_leader(kind, meetings=known[kind].meetings, previous_start=known[kind].previous_start)
        for kind in (MailKind.MOVED, MailKind.CANCELLED, MailKind.DAY_BEFORE, MailKind.SOON)
    }


_composer = Composer(SENDER)


def message(letter: Mail) -> EmailMessage:
    """As the composer makes it."""
    return _composer.message(letter)
