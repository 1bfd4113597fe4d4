"""Why each figure of somebody is what it is, session by session, in sentences.

Only sessions that were held or broken off are in it: of the others there is nothing to explain.
"""

from dataclasses import dataclass

from flask_babel import gettext

from balint_live.application.attendance.credits import Attended, PersonRecord
from balint_live.application.attendance.matrix import Column, Settled
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.outcomes import fraction
from balint_live.domain.reasons import ReasonCode
from balint_live.web.pages.groups.attendance_words import minutes_words, reason_words
from balint_live.web.pages.groups.words import full


@dataclass(frozen=True, slots=True)
class LineReason:
    """What one credit line makes of a session: "1.00", or whether it counts; and why."""

    credit_type: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class SessionReasons:
    """`minutes` of a confirmed session in words; `sentence` instead where nothing is counted, or not yet."""

    number: int
    when: str
    minutes: str = ""
    sentence: str = ""
    lines: tuple[LineReason, ...] = ()


def reasons_of(
    lines: tuple[CreditLine, ...], columns: tuple[Column, ...], record: PersonRecord, timezone: str
) -> list[SessionReasons]:
    return [
        _session(lines, column, was, timezone)
        for column, was in zip(columns, record.sessions, strict=True)
        if was.on_roll and _was_opened(column)
    ]


def _was_opened(column: Column) -> bool:
    return column.meeting.opened_at is not None and column.settled is not Settled.RUNNING


def _session(lines: tuple[CreditLine, ...], column: Column, was: Attended, timezone: str) -> SessionReasons:
    number, when = column.meeting.number, full(column.meeting.start, timezone)
    if column.settled is Settled.CONFIRMED:
        reasons = tuple(_line(line, was, place) for place, line in enumerate(lines))
        return SessionReasons(number, when, minutes=minutes_words(was.time.attended), lines=reasons)
    if column.settled is Settled.ROLL_OPEN:
        return SessionReasons(number, when, sentence=gettext("Attendance is not yet confirmed."))
    return SessionReasons(number, when, sentence=gettext("The session was not held."))


def _line(line: CreditLine, was: Attended, place: int) -> LineReason:
    """A minimum of the series is met or not by all sessions; of one session it says whether that one counts."""
    if line.policy is not Policy.SERIES_MIN:
        earned = was.outcomes[place]
        return LineReason(line.credit_type, str(earned.credits), reason_words(earned.reason))
    measured = fraction(line, was.time)
    counts = measured.code is ReasonCode.FRACTION_MET
    outcome = gettext("counts") if counts else gettext("does not count")
    return LineReason(line.credit_type, outcome, reason_words(measured))
