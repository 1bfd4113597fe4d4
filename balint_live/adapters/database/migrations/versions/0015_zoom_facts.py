"""Who came into and left a session's Zoom meeting, and when Zoom's own list of that was read."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KINDS = ("started", "ended", "joined", "left", "waiting", "admitted")


def upgrade() -> None:
    op.create_table(
        "zoom_facts",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=True),
        sa.Column("host", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="factkind", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("connection", sa.String(length=32), nullable=False),
        sa.Column("stay", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_zoom_facts_meeting_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"],
            ["registrants.id"],
            name=op.f("fk_zoom_facts_registrant_id_registrants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_zoom_facts")),
    )
    for column in ("meeting_id", "registrant_id"):
        op.create_index(op.f(f"ix_zoom_facts_{column}"), "zoom_facts", [column], unique=False)
    op.add_column("zoom_meetings", sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("zoom_meetings", "reported_at")
    op.drop_table("zoom_facts")
