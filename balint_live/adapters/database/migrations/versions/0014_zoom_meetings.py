"""The Zoom meeting of each session with its registrants, and how many changes of them were made today."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zoom_meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differing", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_zoom_meetings_meeting_id_meetings"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoom_meetings")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_zoom_meetings_meeting_id")),
        sa.UniqueConstraint("number", name=op.f("uq_zoom_meetings_number")),
    )
    op.create_index(op.f("ix_zoom_meetings_due_at"), "zoom_meetings", ["due_at"], unique=False)
    op.create_table(
        "zoom_registrants",
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=True),
        sa.Column("zoom_id", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tried_on", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_zoom_registrants_meeting_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"],
            ["registrants.id"],
            name=op.f("fk_zoom_registrants_registrant_id_registrants"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_zoom_registrants")),
        sa.UniqueConstraint(
            "meeting_id", "registrant_id", name=op.f("uq_zoom_registrants_meeting_id_registrant_id")
        ),
    )
    for column in ("registrant_id", "zoom_id"):
        op.create_index(op.f(f"ix_zoom_registrants_{column}"), "zoom_registrants", [column], unique=False)
    op.create_table(
        "zoom_days",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_zoom_days")),
    )


def downgrade() -> None:
    for table in ("zoom_days", "zoom_registrants", "zoom_meetings"):
        op.drop_table(table)
