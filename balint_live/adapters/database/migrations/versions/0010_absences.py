"""Who has said beforehand that they cannot come to a session: a mark, and no reason."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_absences_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"], ["registrants.id"], name=op.f("fk_absences_registrant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "registrant_id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_registrant_id"), "absences", ["registrant_id"])


def downgrade() -> None:
    op.drop_table("absences")
