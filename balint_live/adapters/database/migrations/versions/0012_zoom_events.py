"""Which events of Zoom's have come, so that one that is delivered again has no effect."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zoom_events",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_zoom_events")),
    )
    op.create_index(op.f("ix_zoom_events_received_at"), "zoom_events", ["received_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_zoom_events_received_at"), table_name="zoom_events")
    op.drop_table("zoom_events")
