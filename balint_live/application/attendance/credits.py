"""From the attendance record to each person's presence, and to what it earns under the group's credit lines.

A session's record is the leaders' word once they have given it, corrections included; until then it is the evidence so
far, and nothing is awarded on it. A person's whole series is worked out at once, because a credit that asks for a
number of sessions needs all of them to say anything about one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.groups.group import Registrant, SessionStatus
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.credit_results import (
    Outcome,
    Tally,
    counts,
    outcome,
    series_outcome,
    share_of_series,
)
from balint_live.domain.roll import Spans, record
from balint_live.domain.timeline import Timeline, effective, timeline

UNDECIDED = (SessionStatus.TO_COME, SessionStatus.RUNNING, SessionStatus.ROLL_OPEN)
"""Sessions that may yet count."""


@dataclass(frozen=True, slots=True)
class Attended:
    """One person in one session: when they count as present, the same on credited time, and an outcome per credit line.

    `on_roll` says whether the session's record is about them at all.
    """

    on_roll: bool
    spans: Spans
    time: Timeline
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody's series: `sessions` in the attendance record's order; `tallies` and `series` per credit line.

    A tally counts the sessions that line calls attended; a series outcome stands where the whole series decides, None
    where each session does.
    """

    person: Registrant
    sessions: tuple[Attended, ...]
    tallies: tuple[Tally, ...]
    series: tuple[Outcome | None, ...]

    def quarters(self, line: int) -> int:
        """All that was earned under the line with this index."""
        return sum(one.outcomes[line].quarters for one in self.sessions)


@dataclass(frozen=True, slots=True)
class _Session:
    """One session for everybody: its record, who was here when, and the credit lines with the most it can award."""

    record: SessionRecord
    here: Mapping[str, Spans]
    lines: tuple[CreditLine, ...]


def person_records(attendance: AttendanceRecord, now: datetime) -> tuple[PersonRecord, ...]:
    """The records of everybody who is, or was, in the group, by name."""
    held = _held(attendance, now)
    return tuple(_person_record(attendance, one, held, now) for one in attendance.group.registrants)


def person_record(attendance: AttendanceRecord, person: Registrant, now: datetime) -> PersonRecord:
    """One person's record."""
    return _person_record(attendance, person, _held(attendance, now), now)


def present(one: SessionRecord, now: datetime) -> Mapping[str, Spans]:
    """Who was here when, in whole seconds, before the opening too."""
    if one.roll is not None:
        return record(one.roll, one.corrections)
    end = one.meeting.closed_at or now
    return {
        person: tuple(effective(intervals, marks, end)) for person, (intervals, marks) in one.evidence.items()
    }


def on_the_roll(one: SessionRecord, person: Registrant) -> bool:
    """Whether they are on its confirmed roll; until there is one, whether they were enrolled when it began or seen in it."""
    if one.roll is not None:
        return person.id in one.roll.present
    intervals, marks = one.evidence.get(person.id, ((), ()))
    began = one.meeting.opened_at or one.meeting.start
    return bool(intervals or marks) or person.withdrawn_at is None or person.withdrawn_at > began


def _person_record(
    attendance: AttendanceRecord, person: Registrant, held: Sequence[_Session], now: datetime
) -> PersonRecord:
    seen = [_seen(one, person) for one in held]
    lines = attendance.group.settings.credit_lines
    tallies = tuple(_tally(attendance, line, seen, now) for line in lines)
    sessions = tuple(
        replace(was, outcomes=_outcomes(one, was, tallies)) for one, was in zip(held, seen, strict=True)
    )
    series = tuple(
        series_outcome(line, tally, _designated(place, held, seen), role_excluded=False)
        if line.policy is Policy.SERIES_MIN
        else None
        for place, (line, tally) in enumerate(zip(lines, tallies, strict=True))
    )
    return PersonRecord(person, sessions, tallies, series)


def _held(attendance: AttendanceRecord, now: datetime) -> list[_Session]:
    return [
        _Session(
            one,
            present(one, now),
            tuple(
                line.in_session(one.meeting.plan.id, one.meeting.designated)
                for line in attendance.group.settings.credit_lines
            ),
        )
        for one in attendance.sessions
    ]


def _seen(one: _Session, person: Registrant) -> Attended:
    spans = one.here.get(person.id, ())
    return Attended(on_the_roll(one.record, person), spans, timeline(one.record.windows, spans))


def _tally(attendance: AttendanceRecord, line: CreditLine, seen: list[Attended], now: datetime) -> Tally:
    """One person's sessions under one line. What is planned but not booked yet is still to come."""
    planned = attendance.group.settings.planned_sessions
    undecided = sum(one.status(now) in UNDECIDED for one in attendance.sessions)
    decided = len(attendance.sessions) - undecided
    attended = sum(_counts(line, one, was) for one, was in zip(attendance.sessions, seen, strict=True))
    return Tally(planned=planned, attended=attended, undecided=max(undecided, planned - decided))


def _counts(line: CreditLine, one: SessionRecord, was: Attended) -> bool:
    return one.was_held and one.roll is not None and counts(line, was.time)


def _designated(place: int, held: Sequence[_Session], seen: Sequence[Attended]) -> int:
    """What the sessions that count for the line in this place can award together, in quarters."""
    return sum(
        one.lines[place].designated_quarters
        for one, was in zip(held, seen, strict=True)
        if _counts(one.lines[place], one.record, was)
    )


def _outcomes(one: _Session, was: Attended, tallies: Sequence[Tally]) -> tuple[Outcome, ...]:
    return tuple(
        _outcome(line, one.record, was, tally) for line, tally in zip(one.lines, tallies, strict=True)
    )


def _outcome(line: CreditLine, one: SessionRecord, was: Attended, tally: Tally) -> Outcome:
    held, confirmed = one.was_held, one.roll is not None
    if line.policy is not Policy.SERIES_MIN:
        return outcome(line, was.time, held=held, confirmed=confirmed, role_excluded=False)
    return share_of_series(
        line,
        tally,
        counted=counts(line, was.time),
        held=held,
        confirmed=confirmed,
        role_excluded=False,
    )
