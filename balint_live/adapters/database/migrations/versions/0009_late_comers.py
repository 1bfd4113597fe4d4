"""What becomes of people who come late: groups that are there already hold them at the door, as new ones do."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # By hand, because adding a constraint afterwards would make the table anew.
    op.execute(
        "ALTER TABLE groups ADD COLUMN late_comers VARCHAR(16) DEFAULT 'hold' NOT NULL "
        "CONSTRAINT ck_groups_latecomers CHECK (late_comers IN ('hold', 'listen', 'admit'))"
    )


def downgrade() -> None:
    op.drop_column("groups", "late_comers")
