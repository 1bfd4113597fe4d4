"""Once a day, and after a fault again within the hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from balint_live.application.ports import Unavailable
from balint_live.application.privacy.retention import Limits, Loose, Purged, Retention
from balint_live.composition.jobs import DailyJobs
from tests.fakes import ManualClock
from tests.unit.application.groups.cast import NOW
from tests.unit.application.privacy.test_retention_day import Cupboard


class AtTimes(Cupboard):
    """Away while told so; counts how often anybody came."""

    def __init__(self) -> None:
        super().__init__(groups=(), loose=Loose(mails=1))
        self.away = False
        self.came = 0

    def series_over(self, since: datetime) -> Sequence[str]:
        self.came += 1
        if self.away:
            raise Unavailable
        return super().series_over(since)

    def forget_loose(self, limits: Limits) -> Loose:
        found, self.loose = self.loose, Loose()
        return found


class Day:
    def __init__(self) -> None:
        self.clock, self.store = ManualClock(NOW), AtTimes()
        self.faults: list[str] = []
        self.done: list[Purged] = []
        self.chores = DailyJobs(
            self.clock,
            Retention(self.clock, self.store),
            lambda where, fault: self.faults.append(f"{where}: {type(fault).__name__}"),
            self.done.append,
        )

    def after(self, wait: timedelta) -> int:
        """How often anybody came, once this time has passed and the chores were looked after again."""
        self.clock.set(self.clock.now() + wait)
        self.chores.work()
        return self.store.came


def test_at_the_start_and_then_every_day() -> None:
    day = Day()

    came = [day.after(timedelta(hours=hours)) for hours in (0, 0, 23, 1, 23, 1)]

    assert came == [1, 1, 1, 2, 2, 3]


def test_what_went_is_said_and_that_nothing_did_is_not() -> None:
    day = Day()

    day.after(timedelta())
    day.after(timedelta(days=1))

    assert day.done == [Purged((), Loose(mails=1))]


def test_a_fault_is_reported_and_tried_again_within_the_hour() -> None:
    day = Day()
    day.store.away = True
    came = [day.after(timedelta(minutes=minutes)) for minutes in (0, 59, 1)]
    day.store.away = False
    came += [day.after(timedelta(minutes=minutes)) for minutes in (60, 60)]

    assert came == [1, 1, 2, 3, 3]
    assert day.faults == ["chores: Unavailable"] * 2
