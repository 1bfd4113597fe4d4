"""Column types that let only facts in: aware moments, whole seconds, clocks, plans.

Clocks and plans are kept as JSON lists of integers and known ids. They pass through these types on the way in and out, so
that no text can ride along in them. Lengths and moments inside are whole microseconds, the grain of Python's own values:
a Meeting that is loaded equals the one that was saved.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from balint_live.domain.attendance import Span
from balint_live.domain.countdown import Countdown
from balint_live.domain.credit import Figures
from balint_live.domain.progress import Progress

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PlanSteps = tuple[tuple[str, int], ...]
Spans = tuple[Span, ...]


def whole_second(moment: datetime) -> datetime:
    """The moment cut to its second: attendance is kept no finer."""
    return moment.replace(microsecond=0)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on every database; SQLite itself would drop the zone, PostgreSQL answer in the session's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WholeSecond(Moment):
    """A moment of somebody's attendance, cut to its second."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        moment = super().process_bind_param(value, dialect)
        return None if moment is None else whole_second(moment)


class Countdowns(TypeDecorator[tuple[Countdown, ...]]):
    """One clock per step: `[[length, spent, running since | null], …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Countdown, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else _clocks_out(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Countdown, ...] | None:
        return None if value is None else _clocks_in(value)


class ProgressBefore(TypeDecorator[Progress]):
    """The progress a move replaced: `[opened at | null, position | null, clocks, credited, credit since | null]`."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Progress | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return [
            _moment_out(value.opened_at),
            value.position,
            _clocks_out(value.countdowns),
            _spans_out(value.credited),
            _moment_out(value.credit_since),
        ]

    def process_result_value(self, value: Any, dialect: Dialect) -> Progress | None:
        if value is None:
            return None
        opened_at, position, clocks, credited, credit_since = value
        return Progress(
            _moment_in(opened_at), position, _clocks_in(clocks), _spans_in(credited), _moment_in(credit_since)
        )


class Stretches(TypeDecorator[Spans]):
    """Spans of time: `[[from, until], …]`."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Spans | None, dialect: Dialect) -> Any:
        return None if value is None else _spans_out(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Spans | None:
        return None if value is None else _spans_in(value)


class Quarters(TypeDecorator[Figures]):
    """Quarter credits by an id of our own making: `[[id, quarters], …]`."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Figures | None, dialect: Dialect) -> Any:
        return None if value is None else [[id, int(quarters)] for id, quarters in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> Figures | None:
        return None if value is None else tuple((str(id), int(quarters)) for id, quarters in value)


class PhaseIds(TypeDecorator[tuple[str, ...]]):
    """Ids of shipped phases, in the alphabet's order: `["checkin", …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else sorted(set(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(str(each) for each in value)


class Plan(TypeDecorator[PlanSteps]):
    """A protocol's steps: `[[phase id, minutes], …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: PlanSteps | None, dialect: Dialect) -> Any:
        return None if value is None else [[phase, int(minutes)] for phase, minutes in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> PlanSteps | None:
        return None if value is None else tuple((str(phase), int(minutes)) for phase, minutes in value)


def _clocks_out(clocks: Sequence[Countdown]) -> list[list[int | None]]:
    return [
        [clock.length // MICROSECOND, clock.spent // MICROSECOND, _moment_out(clock.running_since)]
        for clock in clocks
    ]


def _clocks_in(clocks: Sequence[Sequence[Any]]) -> tuple[Countdown, ...]:
    return tuple(
        Countdown(length * MICROSECOND, spent * MICROSECOND, _moment_in(since))
        for length, spent, since in clocks
    )


def _spans_out(spans: Sequence[Span]) -> list[list[int | None]]:
    return [[_moment_out(join), _moment_out(leave)] for join, leave in spans]


def _spans_in(spans: Sequence[Sequence[int]]) -> Spans:
    return tuple((EPOCH + join * MICROSECOND, EPOCH + leave * MICROSECOND) for join, leave in spans)


def _moment_out(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // MICROSECOND


def _moment_in(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + microseconds * MICROSECOND
