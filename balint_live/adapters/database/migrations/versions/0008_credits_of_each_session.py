"""The most a session can award: for each plan in a group's credit lines, and for each session as it was at its end.

Sessions that have ended keep the one figure their group's lines had until now. Lines that are there already are told apart
by their place, which no new one's random id is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credit_lines", sa.Column("id", sa.String(length=32), server_default="", nullable=False))
    op.add_column("credit_lines", sa.Column("by_plan", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("meetings", sa.Column("designated", sa.JSON(), nullable=True))
    op.execute("UPDATE credit_lines SET id = CAST(place AS VARCHAR(32))")
    _figures_so_far()


def downgrade() -> None:
    op.drop_column("meetings", "designated")
    op.drop_column("credit_lines", "by_plan")
    op.drop_column("credit_lines", "id")


def _figures_so_far() -> None:
    lines = sa.table(
        "credit_lines",
        sa.column("group_id", sa.String),
        sa.column("place", sa.Integer),
        sa.column("id", sa.String),
        sa.column("designated_quarters", sa.Integer),
    )
    meetings = sa.table(
        "meetings",
        sa.column("group_id", sa.String),
        sa.column("closed_at", sa.DateTime(timezone=True)),
        sa.column("designated", sa.JSON),
    )
    connection = op.get_bind()
    figures: dict[str, list[list[str | int]]] = {}
    for row in connection.execute(sa.select(lines).order_by(lines.c.group_id, lines.c.place)).all():
        figures.setdefault(row.group_id, []).append([row.id, row.designated_quarters])
    for group_id, each in figures.items():
        ended = (meetings.c.group_id == group_id, meetings.c.closed_at.is_not(None))
        connection.execute(meetings.update().where(*ended).values(designated=each))
