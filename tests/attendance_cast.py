"""Attendance books for the tests: a Tuesday group with Carla, Dan and Otto, and sessions as they went.

A session is booked for 60 minutes from its start; spans are minutes from there: `{"carla": [(0, 60)]}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from balint_live.application.attendance.record import Agreement, AttendanceRecord, Confirmation, SessionRecord
from balint_live.application.groups.group import BookedMeeting, Registrant, Settings
from balint_live.domain.credit import CreditLine, Figures, Policy
from balint_live.domain.roll import ConfirmedRoll, Correction
from balint_live.domain.timeline import PresenceInterval, Source, Span
from tests.unit.application.groups.cast import CARLA, DAN, FORTNIGHT, SETTINGS, START, group, person, session
from tests.unit.domain.shipped import SHIPPED

Minutes = Sequence[tuple[float, float]]

OTTO = person("otto")
APA = CreditLine(policy=Policy.FULL_HOUR, credit_type="APA CE")
AMA = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA PRA Category 1")
MOST_OF_IT = CreditLine(policy=Policy.MIN_FRACTION, credit_type="CPD points")
SIX_OF_EIGHT = CreditLine(policy=Policy.SERIES_MIN, credit_type="ABFM")
ALL_LINES = (APA, AMA, MOST_OF_IT, SIX_OF_EIGHT)


def booked(number: int, **changes: object) -> BookedMeeting:
    """One of a series every fortnight; its id is "m1", "m2" and so on."""
    return session(f"m{number}", number, START + FORTNIGHT * (number - 1), **changes)


def spans(start: BookedMeeting, minutes: Minutes) -> tuple[Span, ...]:
    return tuple(
        (start.start + timedelta(minutes=join), start.start + timedelta(minutes=leave))
        for join, leave in minutes
    )


def held(
    number: int,
    here: Mapping[str, Minutes],
    *,
    length: float = 60,
    confirmed: bool = True,
    absent: Sequence[str] = (),
    corrections: tuple[Correction, ...] = (),
    by: str = "ana",
) -> SessionRecord:
    """A session opened on time that ran `length` minutes; `absent` are on its roll and were not here.

    What is confirmed is what the evidence says.
    """
    start = booked(number).start
    end = start + timedelta(minutes=length)
    meeting = booked(number, opened_at=start, closed_at=end)
    seen = {who: spans(meeting, minutes) for who, minutes in here.items()}
    roll = ConfirmedRoll((start, end), by, end + timedelta(minutes=2), {**dict.fromkeys(absent, ()), **seen})
    return SessionRecord(
        meeting=meeting,
        windows=((start, end),),
        evidence={who: (_intervals(stretches), []) for who, stretches in seen.items()},
        agreements={who: Agreement("1", stretches[0][0]) for who, stretches in seen.items() if stretches},
        opening=Confirmation(by, start + timedelta(minutes=4)),
        roll=roll if confirmed else None,
        corrections=corrections,
    )


HALF_MORE_AT_FIRST = tuple(
    replace(line, id=line.credit_type, by_plan=(("first90", 6),)) for line in ALL_LINES
)
"""At most 1.50 for the first meeting of 90 minutes, 1.00 for the others."""


def six_sessions(designated: Figures = ()) -> tuple[SessionRecord, ...]:
    """Carla was in all of them from beginning to end: the first takes 90 minutes, the others 60."""
    first, plan = held(1, {"carla": [(0, 90)]}, length=90), SHIPPED.protocols["first90"]
    end = first.meeting.start + plan.total
    meeting = replace(first.meeting, plan=plan, end=end, designated=designated)
    others = (held(number, {"carla": [(0, 60)]}) for number in range(2, 7))
    return replace(first, meeting=meeting), *others


def to_come(number: int) -> SessionRecord:
    return SessionRecord(meeting=booked(number))


def attendance(
    *sessions: SessionRecord,
    people: tuple[Registrant, ...] = (CARLA, DAN, OTTO),
    lines: tuple[CreditLine, ...] = ALL_LINES,
    settings: Settings = SETTINGS,
) -> AttendanceRecord:
    laid = group(
        *people,
        meetings=tuple(one.meeting for one in sessions),
        settings=replace(settings, credit_lines=lines),
    )
    return AttendanceRecord(group=laid, sessions=sessions, names={"ana": "Ana", "mara": "Mara"})


def _intervals(stretches: Sequence[Span]) -> list[PresenceInterval]:
    return [PresenceInterval(join, leave, Source.SELF_CHECKIN) for join, leave in stretches]
