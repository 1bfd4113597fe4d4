"""The attendance record of a group, as somebody may read it who looks after the group, and what is written to it.

It holds facts only: evidence, agreements, the leaders' word, corrections, statements issued. What follows from them (who
was here, what it earned) is derived here and never stored, so that nothing can disagree with it. Use cases decide
purely, from an AttendanceRecord to `Entries`; the store writes all of it in one transaction. Entries only ever add,
except for what an erasure takes away.

A statement says what one person attended and earned, as it was on the day of issue. It is frozen and stands alone: erasing
somebody leaves their statements and nothing else, so it holds the least that proves credit (domain.md, section 16).

Details of people are kept for a time from the end of their series (domain.md, section 16): its last session that was not
cancelled, else the last date that had been booked, else when its group was made. So every series ends, and booking another
session makes everything wait for it.

A session's record is the leaders' word once they have given it; until then it is the evidence so far, and nothing is awarded
on it. A person's whole series is worked out at once, because a credit may ask for a number of sessions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from balint_live.application.groups.group import BookedMeeting, Group, Registrant, SessionStatus, Settings
from balint_live.application.identity import Asker
from balint_live.application.mail_queue import NewMail
from balint_live.application.zoom.evidence import Fact, ZoomEvidence, zoom_evidence
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.credit_results import (
    Outcome,
    Tally,
    counts,
    outcome,
    series_outcome,
    share_of_series,
)
from balint_live.domain.roll import ConfirmedRoll, Correction, Evidence, Spans, record
from balint_live.domain.timeline import Span, Timeline, effective, timeline

FORGOTTEN_AFTER = timedelta(days=90)
"""So long after the end of the series, where no credit was earned."""
UNDECIDED = (SessionStatus.TO_COME, SessionStatus.RUNNING, SessionStatus.ROLL_OPEN)
"""Sessions that may yet count."""
CODE_LENGTH = 12
"""Of a statement's code: letters and digits of `access.links.ALPHABET`, shown in blocks of four."""


@dataclass(frozen=True, slots=True)
class StatedSession:
    """One session: booked and actual times, and how many credited seconds the person was present."""

    number: int
    scheduled_start: datetime
    scheduled_end: datetime
    actual_start: datetime
    actual_end: datetime
    present_s: int


@dataclass(frozen=True, slots=True)
class StatedCredit:
    """Quarter credits of one type over all sessions of the statement; `approval` is the body's sentence, word for word."""

    credit_type: str
    quarters: int
    approval: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement. `code` is in its plain form; `meeting_id` is None for the whole series.

    `registrant_id` is None once the person is erased; `kept_until` is when it is deleted, `replaced_at` when a newer one
    took its place.
    """

    id: str
    code: str
    registrant_id: str | None
    group_id: str | None
    meeting_id: str | None
    issued_at: datetime
    kept_until: datetime
    name: str
    organisation: str
    activity: str
    timezone: str
    sessions: tuple[StatedSession, ...]
    credits: tuple[StatedCredit, ...]
    replaced_at: datetime | None = None


class RollCall(StrEnum):
    """When leaders confirm who is here."""

    OPENING = "opening"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Somebody's newest press on the reminder in one session."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed, and when. `by` is a leader's id, or empty for one whose account is gone."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """Details of the attendance of one session.

    `windows` are when it earned credit, once it is over; `evidence` and `agreements` are per registrant; `from_zoom` is what
    Zoom's events say; `cannot_come` are those who said so beforehand; `opening` is the confirmation after the opening,
    `roll` the one after the end.
    """

    meeting: BookedMeeting
    windows: tuple[Span, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    from_zoom: tuple[Fact, ...] = ()
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    cannot_come: frozenset[str] = frozenset()
    opening: Confirmation | None = None
    roll: ConfirmedRoll | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def was_opened(self) -> bool:
        """Whether there is any attendance to tell of."""
        return self.meeting.opened_at is not None and not self.meeting.cancelled

    @property
    def was_held(self) -> bool:
        """Opened, and not broken off; it may still be running."""
        held = (SessionStatus.RUNNING, SessionStatus.HELD)
        return self.meeting.status(self.meeting.end) in held  # no moment matters

    def in_zoom(self, now: datetime) -> ZoomEvidence:
        """Who was in Zoom when, as far as its events say."""
        return zoom_evidence(self.from_zoom, now, self.meeting.end)

    def evidence_at(self, now: datetime) -> Mapping[str, Evidence]:
        """All evidence of who was here."""
        return self.in_zoom(now).added_to(self.evidence)

    def status(self, now: datetime) -> SessionStatus:
        """With the roll: never `HELD`, but `ROLL_OPEN` or `CONFIRMED`."""
        return self.meeting.status(now, confirmed=self.roll is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecord:
    """`sessions` by number, one for each of the group's meetings; `names` of everybody who confirmed or corrected."""

    group: Group
    sessions: tuple[SessionRecord, ...] = ()
    statements: tuple[Statement, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def session(self, meeting_id: str) -> SessionRecord | None:
        """The record of one session; None for one of another group."""
        return next((one for one in self.sessions if one.meeting.id == meeting_id), None)


@dataclass(frozen=True, slots=True)
class ActualEnd:
    """When a session that closed by itself really ended, as leaders say, and the windows of credit up to then."""

    closed_at: datetime
    windows: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What is written: all about one session (`meeting_id`), except statements, erasures and mails, which name their
    person.

    `cannot_come` is a registrant, and whether they cannot or can. `held` says that the session counts, or does not; None
    leaves it as it is. `replaced` are ids of statements no longer valid, `prolonged` ids of valid ones, each with the
    new date until which it is kept; `dropped` ones are deleted with the person they were about. `deleted` is the group
    itself, once everybody in it is erased.
    """

    meeting_id: str | None = None
    cannot_come: tuple[str, bool] | None = None
    opening: Confirmation | None = None
    roll: ConfirmedRoll | None = None
    corrections: tuple[Correction, ...] = ()
    held: bool | None = None
    actual_end: ActualEnd | None = None
    statements: tuple[Statement, ...] = ()
    replaced: tuple[str, ...] = ()
    prolonged: tuple[tuple[str, datetime], ...] = ()
    dropped: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    deleted: str | None = None
    mails: tuple[NewMail, ...] = ()


NOTHING_TO_WRITE = Entries()


class AttendanceRecordStore(Protocol):
    """Attendance records, always through the person who asks, and in a number of queries that does not grow."""

    def attendance(self, group_id: str, who: Asker) -> AttendanceRecord:
        """Raises NoSuchGroup."""

    def write(
        self, group_id: str, who: Asker, now: datetime, decide: Callable[[AttendanceRecord], Entries]
    ) -> Entries:
        """Load, decide, write, queue the mails: one transaction, all or nothing.

        Nothing else changes the group's sessions meanwhile: no page lengthens anybody's attendance in between. Returns what
        was written. Raises NoSuchGroup, whatever `decide` raises, Unavailable.
        """

    def statement(self, code: str) -> Statement | None:
        """The statement with this code, for anybody; the use case decides what may be said of it."""


# ---- What it comes to -------------------------------------------------------------------------------------------------


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
    return _person_record(attendance, person, _held(attendance, now), now)


def present(one: SessionRecord, now: datetime) -> Mapping[str, Spans]:
    """Who was here when, in whole seconds, before the opening too."""
    if one.roll is not None:
        return record(one.roll, one.corrections)
    end = one.meeting.closed_at or now
    return {person: tuple(effective(*known, end)) for person, known in one.evidence_at(now).items()}


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


# ---- How long it is kept ----------------------------------------------------------------------------------------------


def series_end(group: Group) -> datetime:
    """The latest end, booked or actual. Cancelled sessions count where there are no others."""
    counted = [one for one in group.meetings if not one.cancelled] or group.meetings
    ends = [max(one.end, one.closed_at or one.end) for one in counted]
    return max(ends, default=group.created_at)


def kept_until(settings: Settings, end: datetime, credited: bool) -> datetime:
    """When somebody's record is deleted; `end` is that of the series, `credited` says whether they earned credit in it."""
    return years_after(end, settings.retention_years) if credited else end + FORGOTTEN_AFTER


def years_after(moment: datetime, years: int) -> datetime:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
