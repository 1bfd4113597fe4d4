"""Whether the server's clock was set while a session was on: told on the roll, so that leaders check the times."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meetings", sa.Column("clock_set_seconds", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("meetings", "clock_set_seconds")
