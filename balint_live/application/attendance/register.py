"""The register: the one way to write attendance once a session has been opened, for pages and command line alike.

The confirmed roll is the record. It is filled from evidence and settled by the leaders' answers; later changes are
corrections. Each act is one decision about a Book, carried out in one transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.book import Book, Confirmation, SessionRecord
from balint_live.application.attendance.entries import ActualEnd, Entries
from balint_live.application.attendance.ports import BookStore
from balint_live.application.attendance.roll_call import Read, as_read, roll_rows, window_of
from balint_live.application.people import Asker
from balint_live.application.ports import Clock
from balint_live.domain.attendance import Span
from balint_live.domain.confirmed_roll import confirmed
from balint_live.domain.corrections import CorrectionReason, corrected
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.roll import Spans, session_window
from balint_live.domain.timeline import whole_second, windows_until


@dataclass(frozen=True, slots=True)
class Register:
    """Every method raises NoSuchGroup for a group that is not the asker's, and DomainError for what cannot be."""

    clock: Clock
    store: BookStore

    def book(self, group_id: str, who: Asker) -> Book:
        return self.store.book(group_id, who)

    def confirm_opening(self, who: Asker, group_id: str, meeting_id: str) -> None:
        """Somebody looked round after the opening. It is said once; a second press changes nothing."""
        now = self.clock.now()

        def decide(book: Book) -> Entries:
            one = _running(book, meeting_id)
            if one.opening is not None:
                return Entries()
            return Entries(meeting_id=meeting_id, opening=Confirmation(book.desk.who.id, whole_second(now)))

        self.store.write(group_id, who, now, decide)

    def confirm(
        self,
        who: Asker,
        group_id: str,
        meeting_id: str,
        here: Mapping[str, Collection[Span]],
        not_here: Collection[str] = (),
        read: Read | None = None,
    ) -> None:
        """The final roll: gaps answered *here* per person, people who were not here at all; what is not answered is away.

        `read` is the roll that was answered, where somebody has read it. Raises DomainError("stale_revision") when the roll
        was confirmed already, or shows something else by now.
        """
        now = self.clock.now()

        def decide(book: Book) -> Entries:
            one = _open_roll(book, meeting_id)
            rows, window = roll_rows(one, book.desk.registrants, now), window_of(one, now)
            if read is not None and read != as_read(rows, window):
                raise DomainError(Code.STALE_REVISION, "The roll has changed since. Please look again.")
            by = book.desk.who.id
            roll = confirmed(rows, window, by=by, at=now, here=here, not_here=not_here)
            return Entries(meeting_id=meeting_id, roll=roll)

        self.store.write(group_id, who, now, decide)

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
        """Put a confirmed record right; `before` is what the corrector was shown."""
        now = self.clock.now()

        def decide(book: Book) -> Entries:
            one = session_of(book, meeting_id)
            if one.roll is None:
                raise invalid("Attendance is not confirmed yet; there is nothing to correct.")
            correction = corrected(
                one.roll,
                one.corrections,
                person=person,
                before=before,
                after=after,
                reason=reason,
                by=book.desk.who.id,
                now=now,
            )
            return Entries(meeting_id=meeting_id, corrections=(correction,))

        self.store.write(group_id, who, now, decide)

    def say_held(self, who: Asker, group_id: str, meeting_id: str, held: bool) -> None:
        """A session that was broken off earns nobody credit; said by slip, it can be taken back."""
        now = self.clock.now()

        def decide(book: Book) -> Entries:
            one = session_of(book, meeting_id)
            _require_over(one)
            if (one.meeting.not_held_at is None) == held:
                return Entries()
            return Entries(meeting_id=meeting_id, held=held)

        self.store.write(group_id, who, now, decide)

    def correct_end(self, who: Asker, group_id: str, meeting_id: str, ended_at: datetime) -> None:
        """When a session really ended that closed by itself, or that somebody ended late.

        Only before the roll is confirmed, because the roll is confirmed for a window.
        """
        now = self.clock.now()

        def decide(book: Book) -> Entries:
            one = _open_roll(book, meeting_id)
            opened_at, closed_at = session_window(one.meeting.opened_at, one.meeting.closed_at or now)
            if not opened_at < ended_at <= now:
                raise invalid("A session ends after it was opened, and not in the future.")
            windows = windows_until(one.windows, closed_at, ended_at)
            return Entries(meeting_id=meeting_id, actual_end=ActualEnd(ended_at, windows))

        self.store.write(group_id, who, now, decide)


def session_of(book: Book, meeting_id: str) -> SessionRecord:
    one = book.session(meeting_id)
    if one is None:
        raise invalid("There is no such session in this group.")
    return one


def _running(book: Book, meeting_id: str) -> SessionRecord:
    one = session_of(book, meeting_id)
    if one.meeting.opened_at is None:
        raise DomainError(Code.NOT_OPEN, "The session has not been opened yet.")
    if one.meeting.closed_at is not None:
        raise DomainError(Code.CLOSED, "The session has ended.")
    return one


def _open_roll(book: Book, meeting_id: str) -> SessionRecord:
    one = session_of(book, meeting_id)
    _require_over(one)
    if one.roll is not None:
        raise DomainError(Code.STALE_REVISION, "Attendance is confirmed already.")
    return one


def _require_over(one: SessionRecord) -> None:
    """Raises DomainError for a session without an opening, too."""
    meeting = one.meeting
    if meeting.cancelled:
        raise invalid("The session was cancelled, so there is no attendance to confirm.")
    if meeting.opened_at is not None and meeting.closed_at is None:
        raise DomainError(Code.NOT_OPEN, "The session has not ended yet.")
    session_window(meeting.opened_at, meeting.closed_at or meeting.end)
