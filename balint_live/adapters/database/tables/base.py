"""What all tables share: column types that let only facts in, names for constraints, and what each column says of itself.

Clocks and plans are kept as JSON lists of integers and known ids. They pass through these types on the way in and out, so
that no free text can get into them. Lengths and moments inside are whole microseconds, the precision of Python's own values:
a Meeting that is loaded equals the one that was saved.

The database is the privacy policy. A table says what it is for and who sees it, and each of its columns what it holds and
how long it is kept (`column`); the page "What this site keeps" is drawn from that, and a test fails on one that does not say
it.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from balint_live.application.attendance.record import StatedCredit, StatedSession
from balint_live.domain.credit import Figures
from balint_live.domain.protocol import Protocol
from balint_live.domain.timeline import Span
from balint_live.domain.timer import Countdown, Progress

MICROSECOND, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PlanSteps = tuple[tuple[str, int], ...]
Spans = tuple[Span, ...]
StatedSessions = tuple[StatedSession, ...]
StatedCredits = tuple[StatedCredit, ...]
Id = String(32)
"""Ids are random text of our own making, never something a person typed."""

WITH_THE_GROUP = "until the group is deleted"
WITH_THE_ACCOUNT = "until a coordinator removes them from those who sign in"
OF_THE_LEADER = "until that leader is removed, and no longer than the rest of it"
WITH_THE_PERSON = "until 90 days after the series; with credit, as long as the attendance"
UNTIL_LONG_AFTER = "until 90 days after the series"
WITH_THE_ATTENDANCE = "six years with credit (the sponsor sets 3 to 10), otherwise 90 days after the series"
WITH_THE_LINK = "until 14 days after the series"
WITH_THE_MAIL = "until 90 days after the series; nothing of its text or its address is ever kept"
WITH_THE_STATEMENT = "as long as the attendance it states; it outlives an erasure, and nothing else does"
FOR_TEN_YEARS = "ten years, as long as a backup could be restored; it is a random id and says nothing"
FOR_TWO_DAYS = "two days: as long as Zoom may send it again"
WITH_THE_ZOOM_MEETING = "until the group is deleted, and its Zoom meetings with it"
FOR_A_DAY = "until the next day with a change in Zoom"
FOR_A_WEEK = "seven days; what it says of somebody's presence is kept with the attendance from the second on"
FOR_AN_HOUR = "an hour; it no longer works after 15 minutes"
UNTIL_THE_LOGIN_WOULD_END = (
    "until the login would have ended by itself: a day, where the operator sets no other time"
)
UNTIL_CLOSE = "erased when the session ends"

BY_LEADERS = "the group's leaders and the society's coordinators"
BY_THEM_AND_LEADERS = "the person themself, the group's leaders and the society's coordinators"
BY_COORDINATORS = "the society's coordinators; names also by other leaders of the group"
BY_THE_GROUP = "everybody in the group; who moved last, leaders only"
BY_NOBODY = "nobody; the program needs it"
BY_ITS_HOLDERS = "whoever holds the statement, the group's leaders and the society's coordinators"


def whole_second(moment: datetime) -> datetime:
    """The moment cut to its second: attendance is kept no finer."""
    return moment.replace(microsecond=0)


def values_for(kind: type[Any], source: object, but: str = "") -> dict[str, Any]:
    """What a row or a value has for each field of a dataclass whose fields are named as the columns; `but` one of them."""
    return {each.name: getattr(source, each.name) for each in fields(kind) if each.name != but}


def plan_of(protocol: Protocol) -> PlanSteps:
    """A protocol as it is stored: phase ids and whole minutes."""
    return tuple((step.phase.id, step.planned // MINUTE) for step in protocol.steps)


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


class WordList(TypeDecorator[tuple[str, ...]]):
    """Words of a fixed list, such as ids of shipped phases, in the alphabet's order: `["checkin", …]`."""

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


class Sessions(TypeDecorator[StatedSessions]):
    """`[[number, booked start, booked end, actual start, actual end, seconds present], …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: StatedSessions | None, dialect: Dialect) -> Any:
        return None if value is None else [_session_out(each) for each in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> StatedSessions | None:
        return None if value is None else tuple(_session_in(*each) for each in value)


class Credits(TypeDecorator[StatedCredits]):
    """`[[what the body calls it, quarters, its approval statement], …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: StatedCredits | None, dialect: Dialect) -> Any:
        return None if value is None else [_credit_out(each) for each in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> StatedCredits | None:
        return None if value is None else tuple(_credit_in(*each) for each in value)


def _session_out(one: StatedSession) -> list[int]:
    moments = (one.scheduled_start, one.scheduled_end, one.actual_start, one.actual_end)
    return [one.number, *((each - EPOCH) // MICROSECOND for each in moments), one.present_s]


def _session_in(number: int, *rest: int) -> StatedSession:
    booked_from, booked_until, opened_at, closed_at = (EPOCH + each * MICROSECOND for each in rest[:4])
    return StatedSession(number, booked_from, booked_until, opened_at, closed_at, rest[4])


def _credit_out(one: StatedCredit) -> list[str | int]:
    return [one.credit_type, one.quarters, one.approval]


def _credit_in(credit_type: str, quarters: int, approval: str) -> StatedCredit:
    return StatedCredit(credit_type, quarters, approval)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def column(purpose: str, kept: str, *what: Any, **options: Any) -> MappedColumn[Any]:
    """A column that says what it is for and how long it is kept; its type and options are those of `mapped_column`."""
    return mapped_column(*what, **options, info={"purpose": purpose, "kept": kept})


def table(purpose: str, seen_by: str = BY_LEADERS) -> dict[str, Any]:
    """What a table is for and who sees it, for `__table_args__`."""
    return {"info": {"purpose": purpose, "seen_by": seen_by}}


def words(kind: type[StrEnum], length: int = 16) -> Enum:
    """A column that takes the kind's words and no others, kept as plain text."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda _: [each.value for each in kind],
    )
