"""An attendance record in memory, for one group; anybody may read it, and what is written is in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from balint_live.application.attendance.record import AttendanceRecord, Entries, Statement
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Asker


class FakeAttendanceRecords:
    """Writes statements, and nothing else."""

    def __init__(self, attendance: AttendanceRecord) -> None:
        self.kept = attendance

    def attendance(self, group_id: str, who: Asker) -> AttendanceRecord:
        if group_id != self.kept.group.id:
            raise NoSuchGroup
        return self.kept

    def write(
        self, group_id: str, who: Asker, now: datetime, decide: Callable[[AttendanceRecord], Entries]
    ) -> Entries:
        entries = decide(self.attendance(group_id, who))
        self.kept = replace(self.kept, statements=with_entries(self.kept.statements, entries, now))
        return entries

    def statement(self, code: str) -> Statement | None:
        return next((one for one in self.kept.statements if one.code == code), None)


def with_entries(kept: tuple[Statement, ...], entries: Entries, now: datetime) -> tuple[Statement, ...]:
    """The statements after these entries."""
    longer = dict(entries.prolonged)
    return (
        *(
            replace(
                one,
                replaced_at=now if one.id in entries.replaced else one.replaced_at,
                kept_until=longer.get(one.id, one.kept_until),
            )
            for one in kept
        ),
        *entries.statements,
    )
