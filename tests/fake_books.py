"""An attendance book in memory, for one group: whoever asks gets it, and what is written is in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from balint_live.application.attendance.record import Book, Entries, Statement
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Asker


class FakeBooks:
    """Writes statements, and nothing else."""

    def __init__(self, book: Book) -> None:
        self.kept = book

    def book(self, group_id: str, who: Asker) -> Book:
        if group_id != self.kept.desk.group.id:
            raise NoSuchGroup
        return self.kept

    def write(self, group_id: str, who: Asker, now: datetime, decide: Callable[[Book], Entries]) -> Entries:
        entries = decide(self.book(group_id, who))
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
