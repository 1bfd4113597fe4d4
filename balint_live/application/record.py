"""The attendance record of a meeting, derived from the stored facts each time it is asked for."""

from balint_live.application.ports import AttendanceStore, Clock
from balint_live.domain.attendance import Span, clip, effective
from balint_live.domain.meeting import Meeting


class Record:
    def __init__(self, clock: Clock, attendance: AttendanceStore) -> None:
        self._clock = clock
        self._attendance = attendance

    def present(self, meeting: Meeting) -> dict[str, list[Span]]:
        """Per registrant, the spans present inside the meeting's actual window: opened to closed, or to now."""
        opened_at = meeting.progress.opened_at
        if opened_at is None:
            return {}
        end = meeting.closed_at or self._clock.now()
        return {
            person: clip(effective(intervals, marks, end), (opened_at, end))
            for person, (intervals, marks) in self._attendance.evidence(meeting.id).items()
        }
