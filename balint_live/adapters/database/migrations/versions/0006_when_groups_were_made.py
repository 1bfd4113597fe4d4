"""When each group was made, from which is counted what is kept of a group without dates.

Of groups that are there already it is the earliest moment anything is known of, at the latest now. The column is added in
place, with a default that no row keeps: made anew on SQLite, the table would take along everything that hangs on it.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_KNOWN = (("registrants", "link_issued_at"), ("mails", "created_at"), ("meetings", "scheduled_start"))


def upgrade() -> None:
    at_first = sa.Column(
        "created_at", _MOMENT, server_default="1970-01-01 00:00:00.000000+00:00", nullable=False
    )
    if op.get_bind().dialect.name == "sqlite":  # which keeps moments in UTC and without saying so
        at_first.server_default = sa.DefaultClause("1970-01-01 00:00:00.000000")
    op.add_column("groups", at_first)
    _earliest_known()
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("groups", "created_at", server_default=None)


def downgrade() -> None:
    op.drop_column("groups", "created_at")


def _earliest_known() -> None:
    groups = sa.table("groups", sa.column("id", sa.String), sa.column("created_at", _MOMENT))
    connection = op.get_bind()
    now = connection.execute(sa.select(sa.func.now())).scalar_one()
    earliest = {id: _aware(now) for id in connection.scalars(sa.select(groups.c.id))}
    for table, column in _KNOWN:
        of = sa.table(table, sa.column("group_id", sa.String), sa.column(column, _MOMENT))
        first = sa.select(of.c.group_id, sa.func.min(of.c[column])).group_by(of.c.group_id)
        for id, moment in connection.execute(first.where(of.c.group_id.is_not(None))).all():
            earliest[id] = min(earliest[id], _aware(moment))
    for id, moment in earliest.items():
        connection.execute(groups.update().where(groups.c.id == id).values(created_at=moment))


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
