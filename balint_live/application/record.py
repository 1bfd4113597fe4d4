"""What is kept of a meeting: the leaders' confirmed roll with its corrections, or until then what the evidence says so far.

Derived each time it is asked for. The book is opened as the operator, because whoever asks has a seat in the meeting, and a
registrant may read their own line without being somebody who looks after the group.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.book import Book
from balint_live.application.people import OPERATOR, Asker
from balint_live.application.ports import AttendanceStore, Clock
from balint_live.domain.attendance import Span, clip, effective
from balint_live.domain.confirmed_roll import ConfirmedRoll
from balint_live.domain.corrections import Correction, record
from balint_live.domain.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Confirmed:
    """By whom, by name, and when; the name is empty for a leader whose account is gone."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Spans per registrant; `confirmed` is None while they are only evidence."""

    present: Mapping[str, Sequence[Span]]
    confirmed: Confirmed | None = None


class Record:
    def __init__(self, clock: Clock, attendance: AttendanceStore, book: Callable[[str, Asker], Book]) -> None:
        self._clock = clock
        self._attendance = attendance
        self._book = book

    def kept(self, meeting: Meeting, group_id: str) -> Kept:
        """Once confirmed the whole record, what was before the opening included; until then the session's part of it."""
        if meeting.closed_at is not None:
            book = self._book(group_id, OPERATOR)
            one = book.session(meeting.id)
            if one is not None and one.roll is not None:
                return _as_confirmed(book, one.roll, one.corrections)
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


def _as_confirmed(book: Book, roll: ConfirmedRoll, corrections: Sequence[Correction]) -> Kept:
    return Kept(record(roll, corrections), Confirmed(book.names.get(roll.by, ""), roll.at))
