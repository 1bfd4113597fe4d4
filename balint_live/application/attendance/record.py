"""The attendance record of a group, as somebody may read it who looks after the group, and what is written to it.

It holds facts only: evidence, agreements, the leaders' word, corrections, statements issued. What follows from them (who
was here, what it earned) is derived by `credits` and never stored, so that nothing can disagree with it. Use cases decide
purely, from an AttendanceRecord to `Entries`; the store writes all of it in one transaction. Entries only ever add,
except for what an erasure takes away.

A statement says what one person attended and earned, as it was on the day of issue. It is frozen then and stands alone:
erasing somebody leaves their statements and nothing else, so it holds exactly the least that proves credit (domain.md,
section 16). The paper has the code and the name on it; one of the two alone tells nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from balint_live.application.groups.group import BookedMeeting, Group, SessionStatus
from balint_live.application.identity import Asker
from balint_live.application.mail_queue import NewMail
from balint_live.domain.roll import ConfirmedRoll, Correction, Evidence, Spans
from balint_live.domain.timeline import LONGEST_SILENCE, LeaderMark, Span, clip, effective, gaps

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
    """Credits of one type over all sessions of the statement, in quarters.

    `approval` is the body's approval statement, word for word.
    """

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
    """What is known of the attendance of one session.

    `windows` are when it earned credit, once it is over; `evidence` and `agreements` are per registrant; `opening` is the
    confirmation after the opening, `roll` the one after the end.
    """

    meeting: BookedMeeting
    windows: tuple[Span, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
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

    `held` says that the session counts, or does not; None leaves it as it is. `replaced` are ids of statements no longer
    valid, `prolonged` ids of valid ones, each with the new date until which it is kept; `dropped` ones are deleted with the
    person they were about. `deleted` is the group itself, once everybody in it is erased.
    """

    meeting_id: str | None = None
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


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The two kinds of evidence: presence by pages alone, and the leaders' marks; `agree` is None without marks."""

    page: Spans
    marks: tuple[LeaderMark, ...]
    agree: bool | None


def side_by_side(evidence: Evidence, window: Span) -> SideBySide:
    """What pages say beside what leaders said, to point out where the two differ: a mark given to the wrong row looks so.

    A leader's mark outranks a page, so the roll already says what the leader said. `page` goes back to before the opening;
    whether they agree is asked of the `window` alone, and up to three minutes are no difference.
    """
    intervals, marks = evidence
    page, said = (effective(intervals, each, window[1]) for each in ((), marks))
    ordered = tuple(sorted(marks, key=lambda mark: mark.at))
    differ = _covers_more(page, said, window) or _covers_more(said, page, window)
    return SideBySide(tuple(page), ordered, not differ if ordered else None)


def _covers_more(spans: list[Span], others: list[Span], window: Span) -> bool:
    """Whether the spans cover more than three minutes in one piece of the window that the others leave open."""
    open_spans = (span for gap in gaps(others, window) for span in clip(spans, gap))
    return any(leave - join > LONGEST_SILENCE for join, leave in open_spans)
