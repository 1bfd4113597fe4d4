"""The one way to write attendance once a session has been opened, for pages and command line alike.

The confirmed roll is the record. It is filled from evidence and decided by the leaders' answers; later changes are
corrections. Each method is one decision about an AttendanceRecord, carried out in one transaction.

What leaders read comes back with their answers (`Read`), so that a roll that has changed meanwhile is looked at again
before anything is confirmed. The answers alone would not do: a question nobody has seen yet has none, and would pass as
*away*.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.record import (
    NOTHING_TO_WRITE,
    ActualEnd,
    AttendanceRecord,
    AttendanceRecordStore,
    Confirmation,
    Entries,
    SessionRecord,
    on_the_roll,
)
from balint_live.application.groups.group import Registrant
from balint_live.application.identity import OPERATOR, Asker
from balint_live.application.ports import AttendanceStore, Clock
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.meeting import Meeting
from balint_live.domain.roll import (
    CorrectionReason,
    Row,
    Spans,
    confirmed,
    corrected,
    laid_out,
    record,
    session_window,
)
from balint_live.domain.timeline import Span, clip, effective, whole_second, windows_until

Decide = Callable[[AttendanceRecord, SessionRecord, datetime], Entries]


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody answered: the window they were shown, and each person's gaps in it."""

    window: Span | None
    gaps: Mapping[str, frozenset[Span]]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who confirmed the roll, by name, and when; the name is empty for a leader whose account is gone."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Spans per registrant; `confirmed` is None while they are only evidence."""

    present: Mapping[str, Sequence[Span]]
    confirmed: Confirmed | None = None


@dataclass(frozen=True, slots=True)
class AttendanceService:
    """Every method raises NoSuchGroup for a group that is not the asker's, and DomainError for what cannot be."""

    clock: Clock
    store: AttendanceRecordStore

    def attendance(self, group_id: str, who: Asker) -> AttendanceRecord:
        """The attendance record of a group."""
        return self.store.attendance(group_id, who)

    def confirm_opening(self, who: Asker, group_id: str, meeting_id: str) -> None:
        """A leader has looked who is here after the opening. A second press changes nothing."""

        def decide(attendance: AttendanceRecord, one: SessionRecord, now: datetime) -> Entries:
            _require_running(one)
            if one.opening is not None:
                return NOTHING_TO_WRITE
            opening = Confirmation(attendance.group.who.id, whole_second(now))
            return Entries(meeting_id=meeting_id, opening=opening)

        self._write(who, group_id, meeting_id, decide)

    def confirm(
        self,
        who: Asker,
        group_id: str,
        meeting_id: str,
        here: Mapping[str, Collection[Span]],
        not_here: Collection[str] = (),
        read: Read | None = None,
    ) -> None:
        """Confirm the roll: the gaps answered *here* per person, and who was not here at all; what is not answered is away.

        `read` is the roll that was answered, where somebody has read it. Raises DomainError("stale_revision") when the roll
        was confirmed already, or shows something else by now.
        """

        def decide(attendance: AttendanceRecord, one: SessionRecord, now: datetime) -> Entries:
            _require_open_roll(one)
            rows, window = roll_rows(one, attendance.group.registrants, now), window_of(one, now)
            if read is not None and read != as_read(rows, window):
                raise DomainError(Code.STALE_REVISION, "The roll has changed since. Please look again.")
            by = attendance.group.who.id
            roll = confirmed(rows, window, by=by, at=now, here=here, not_here=not_here)
            return Entries(meeting_id=meeting_id, roll=roll)

        self._write(who, group_id, meeting_id, decide)

    def correct(
        self,
        who: Asker,
        group_id: str,
        meeting_id: str,
        person: str,
        before: Spans,
        after: Spans,
        reason: CorrectionReason,
    ) -> None:
        """Correct one person's confirmed record; `before` is what the corrector was shown."""

        def decide(attendance: AttendanceRecord, one: SessionRecord, now: datetime) -> Entries:
            if one.roll is None:
                raise invalid("Attendance is not confirmed yet; there is nothing to correct.")
            correction = corrected(
                one.roll,
                one.corrections,
                person=person,
                before=before,
                after=after,
                reason=reason,
                by=attendance.group.who.id,
                now=now,
            )
            return Entries(meeting_id=meeting_id, corrections=(correction,))

        self._write(who, group_id, meeting_id, decide)

    def say_held(self, who: Asker, group_id: str, meeting_id: str, held: bool) -> None:
        """Say whether a session was held: one that was broken off earns nobody credit. It can be said again, either way."""

        def decide(_attendance: AttendanceRecord, one: SessionRecord, _now: datetime) -> Entries:
            _require_over(one)
            said = (one.meeting.not_held_at is None) == held
            return NOTHING_TO_WRITE if said else Entries(meeting_id=meeting_id, held=held)

        self._write(who, group_id, meeting_id, decide)

    def correct_end(self, who: Asker, group_id: str, meeting_id: str, ended_at: datetime) -> None:
        """Set the end of a session that closed by itself, or that somebody ended late.

        Only before the roll is confirmed, because the roll is confirmed for a window.
        """

        def decide(_attendance: AttendanceRecord, one: SessionRecord, now: datetime) -> Entries:
            _require_open_roll(one)
            opened_at, closed_at = window_of(one, now)
            if not opened_at < ended_at <= now:
                raise invalid("A session ends after it was opened, and not in the future.")
            windows = windows_until(one.windows, closed_at, ended_at)
            return Entries(meeting_id=meeting_id, actual_end=ActualEnd(ended_at, windows))

        self._write(who, group_id, meeting_id, decide)

    def _write(self, who: Asker, group_id: str, meeting_id: str, decide: Decide) -> None:
        """What is decided about one session of the group as it is now."""
        now = self.clock.now()

        def decided(attendance: AttendanceRecord) -> Entries:
            one = attendance.session(meeting_id)
            if one is None:
                raise invalid("There is no such session in this group.")
            return decide(attendance, one, now)

        self.store.write(group_id, who, now, decided)


class LiveAttendance:
    """Attendance of one meeting for somebody with a seat in it; derived each time it is asked for.

    The attendance record is read as the operator, because a registrant may read their own line without looking after the
    group.
    """

    def __init__(
        self, clock: Clock, attendance: AttendanceStore, record_of: Callable[[str, Asker], AttendanceRecord]
    ) -> None:
        self._clock = clock
        self._attendance = attendance
        self._record_of = record_of

    def kept(self, meeting: Meeting, group_id: str) -> Kept:
        """The confirmed record, with what was before the opening; until it is confirmed, evidence inside the session."""
        if meeting.closed_at is not None:
            attendance = self._record_of(group_id, OPERATOR)
            one = attendance.session(meeting.id)
            if one is not None and one.roll is not None:
                by = attendance.names.get(one.roll.by, "")
                return Kept(record(one.roll, one.corrections), Confirmed(by, one.roll.at))
        return Kept(self._evidence(meeting))

    def _evidence(self, meeting: Meeting) -> dict[str, list[Span]]:
        """The spans present inside the meeting's actual window: opened to closed, or to now."""
        opened_at = meeting.progress.opened_at
        if opened_at is None:
            return {}
        end = meeting.closed_at or self._clock.now()
        return {
            person: clip(effective(intervals, marks, end), (opened_at, end))
            for person, (intervals, marks) in self._attendance.evidence(meeting.id).items()
        }


def roll_rows(one: SessionRecord, people: Iterable[Registrant], now: datetime) -> list[Row]:
    """The roll filled from evidence, whatever was confirmed; open questions first.

    Raises DomainError for a session that was never opened.
    """
    names = {person.id: person.details.name for person in people if on_the_roll(one, person)}
    return laid_out(names, one.evidence_at(now), window_of(one, now), one.cannot_come)


def window_of(one: SessionRecord, now: datetime) -> Span:
    """From the opening to the end, or to now."""
    return session_window(one.meeting.opened_at, one.meeting.closed_at or now)


def as_read(rows: Iterable[Row], window: Span) -> Read:
    """What somebody has read who was shown this roll."""
    return Read(window, {row.person: frozenset(each.span for each in row.absences) for row in rows})


def _require_running(one: SessionRecord) -> None:
    if one.meeting.opened_at is None:
        raise DomainError(Code.NOT_OPEN, "The session has not been opened yet.")
    if one.meeting.closed_at is not None:
        raise DomainError(Code.CLOSED, "The session has ended.")


def _require_open_roll(one: SessionRecord) -> None:
    _require_over(one)
    if one.roll is not None:
        raise DomainError(Code.STALE_REVISION, "Attendance is confirmed already.")


def _require_over(one: SessionRecord) -> None:
    """Raises DomainError for a session without an opening, too."""
    meeting = one.meeting
    if meeting.cancelled:
        raise invalid("The session was cancelled, so there is no attendance to confirm.")
    if meeting.opened_at is not None and meeting.closed_at is None:
        raise DomainError(Code.NOT_OPEN, "The session has not ended yet.")
    session_window(meeting.opened_at, meeting.closed_at or meeting.end)
