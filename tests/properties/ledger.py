"""An independent account of a meeting: what held from when on, and every figure counted again from the beginning.

The Meeting folds time into stored facts as it goes. The ledger never keeps a sum: it keeps a line per move, undo strikes
the last line out, and each question is answered by walking over all of them. Two ways to the same figures, no code shared.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from balint_live.domain.protocol import PresenterState, Protocol

NOTHING = timedelta()
KEPT_WHOLE = ["pushback", "return", "interim_return", "last_word", "closing"]


@dataclass(frozen=True)
class Line:
    """What held from `at` on: the step, whether its clock ran, and every step's length."""

    at: datetime
    position: int
    running: bool
    lengths: tuple[timedelta, ...]

    def is_running(self, position: int) -> bool:
        return self.running and self.position == position


@dataclass
class Ledger:
    protocol: Protocol
    scheduled_end: datetime
    revision: int = 0
    reminder_showing: bool = False
    closed_at: datetime | None = None
    undo_until: datetime | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def running(self) -> bool:
        return bool(self.lines) and self.closed_at is None

    @property
    def holds(self) -> Line:
        """What holds now; while nothing runs, what would hold if it could."""
        planned = tuple(step.planned for step in self.protocol.steps)
        return self.lines[-1] if self.lines else Line(self.scheduled_end, 0, False, planned)

    @property
    def length(self) -> timedelta:
        """Of the current step, as adjusted."""
        return self.holds.lengths[self.holds.position - 1]

    @property
    def positions(self) -> range:
        return range(1, len(self.protocol.steps) + 1)

    def writes(self, at: datetime, position: int, running: bool = True) -> None:
        self.lines.append(replace(self.holds, at=at, position=position, running=running))

    def writes_lengths(self, at: datetime, lengths: tuple[timedelta, ...]) -> None:
        self.lines.append(replace(self.holds, at=at, lengths=lengths))

    def spent(self, position: int, now: datetime) -> timedelta:
        """How long the clock of this step ran, stretch by stretch."""
        return sum((to - line.at for line, to in self._stretches(now) if line.is_running(position)), NOTHING)

    def paused(self, now: datetime) -> timedelta:
        """How long no clock ran since the opening."""
        return sum((to - line.at for line, to in self._stretches(now) if not line.running), NOTHING)

    def credited(self, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """When phases ran that earn credit, in pauses too; stretches that touch are one."""
        found: list[tuple[datetime, datetime]] = []
        for line, to in self._stretches(now):
            if not self.protocol.step(line.position).phase.credit or line.at == to:
                continue
            if found and found[-1][1] == line.at:
                found[-1] = (found[-1][0], to)
            else:
                found.append((line.at, to))
        return tuple(found)

    def projected_end(self, now: datetime) -> datetime:
        left = (
            max(self.holds.lengths[position - 1] - self.spent(position, now), NOTHING)
            for position in self.positions
            if position >= self.holds.position
        )
        return now + sum(left, NOTHING)

    def late(self, now: datetime) -> timedelta:
        return self.projected_end(now) - self.scheduled_end

    def latest_return(self) -> datetime | None:
        for position in self.positions:
            returned = self.protocol.step(position).phase.presenter_state is PresenterState.RETURNED
            if returned and position > self.holds.position:
                return self.scheduled_end - sum(self.holds.lengths[position - 1 :], NOTHING)
        return None

    def spare(self, now: datetime) -> dict[int, timedelta]:
        """What each step that has not begun and need not be kept whole may give before it stands at half its plan."""
        givers = [
            position
            for position in self.positions
            if position > self.holds.position
            and self.spent(position, now) == NOTHING
            and self.protocol.step(position).phase.id not in KEPT_WHOLE
        ]
        floors = {position: self.protocol.step(position).planned / 2 for position in givers}
        return {
            position: max(self.holds.lengths[position - 1] - floor, NOTHING)
            for position, floor in floors.items()
        }

    def _stretches(self, now: datetime) -> list[tuple[Line, datetime]]:
        ends = [later.at for _, later in pairwise(self.lines)]
        return list(zip(self.lines, [*ends, now] if self.lines else [], strict=True))
