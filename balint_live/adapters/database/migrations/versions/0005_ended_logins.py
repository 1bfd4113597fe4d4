"""Logins that were ended by signing out, until they would have ended by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ended_logins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_logins")),
    )
    op.create_index(op.f("ix_ended_logins_until"), "ended_logins", ["until"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_ended_logins_until"), table_name="ended_logins")
    op.drop_table("ended_logins")
