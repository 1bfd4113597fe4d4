"""A group's credit lines, in their order: part of its Desk, and alone for the console, which says what credit needs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.credit_tables import CreditLineRow
from balint_live.adapters.database.database import Database
from balint_live.domain.credit import CreditLine


class SqlCreditLines:
    """Asked only for a group that its reader was found to be a leader of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, group_id: str) -> tuple[CreditLine, ...]:
        return self._database.read(lambda session: credit_lines(session, group_id))


def credit_lines(session: Session, group_id: str) -> tuple[CreditLine, ...]:
    query = select(CreditLineRow).where(CreditLineRow.group_id == group_id).order_by(CreditLineRow.place)
    return tuple(
        CreditLine(
            id=row.id,
            policy=row.policy,
            credit_type=row.credit_type,
            designated_quarters=row.designated_quarters,
            by_plan=row.by_plan,
            statement=row.statement,
            grace_minutes=row.grace_minutes,
            gap=row.gap,
            rounding=row.rounding,
            numerator=row.numerator,
            denominator=row.denominator,
            required_sessions=row.required_sessions,
        )
        for row in session.scalars(query)
    )
