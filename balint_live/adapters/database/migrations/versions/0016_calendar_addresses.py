"""Which address of somebody's calendar holds, so that it can be withdrawn without their link."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("leaders", "registrants"):
        column = sa.Column("calendar_version", sa.Integer(), server_default=sa.text("1"), nullable=False)
        op.add_column(table, column)


def downgrade() -> None:
    for table in ("leaders", "registrants"):
        op.drop_column(table, "calendar_version")
