"""Column types for what a statement says: figures and moments in fixed places, and a credit's name and approval as the body
has them.
"""

from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from balint_live.adapters.database.columns import EPOCH, MICROSECOND
from balint_live.application.attendance.statement import StatedCredit, StatedSession

StatedSessions = tuple[StatedSession, ...]
StatedCredits = tuple[StatedCredit, ...]


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
