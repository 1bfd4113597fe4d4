"""Notes of erasures are about more than registrants: leaders and coordinators who were removed, and groups deleted."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("erasures") as erasures:
        erasures.alter_column("registrant_id", new_column_name="id")


def downgrade() -> None:
    with op.batch_alter_table("erasures") as erasures:
        erasures.alter_column("id", new_column_name="registrant_id")
