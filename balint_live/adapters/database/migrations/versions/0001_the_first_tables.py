"""The first tables: groups and their people, sessions, attendance."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "groups",
    "leaders",
    "group_leaders",
    "group_protocols",
    "meetings",
    "registrants",
    "acknowledgements",
    "attendance_marks",
    "live_meetings",
    "presence_intervals",
)


def upgrade() -> None:
    _groups()
    _leaders()
    _group_leaders()
    _group_protocols()
    _meetings()
    _registrants()
    _acknowledgements()
    _attendance_marks()
    _live_meetings()
    _presence_intervals()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column(
            "participant_clock",
            sa.Enum(
                "hidden",
                "soft",
                "minutes",
                "seconds",
                name="participantclock",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("zoom_url", sa.String(length=2000), nullable=True),
        sa.Column("planned_sessions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )


def _leaders() -> None:
    op.create_table(
        "leaders",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("login_version", sa.Integer(), nullable=False),
        sa.Column("login_issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaders")),
        sa.UniqueConstraint("email", name=op.f("uq_leaders_email")),
    )


def _group_leaders() -> None:
    op.create_table(
        "group_leaders",
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("leader_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_group_leaders_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leaders.id"], name=op.f("fk_group_leaders_leader_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "leader_id", name=op.f("pk_group_leaders")),
    )
    op.create_index(op.f("ix_group_leaders_leader_id"), "group_leaders", ["leader_id"])


def _group_protocols() -> None:
    op.create_table(
        "group_protocols",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_group_protocols_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_protocols")),
    )
    op.create_index(op.f("ix_group_protocols_group_id"), "group_protocols", ["group_id"])


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheduled_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scheduled_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("protocol_id", sa.String(length=32), nullable=False),
        sa.Column("protocol_name", sa.String(length=100), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_meetings_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_meetings_group_id_number")),
    )


def _registrants() -> None:
    op.create_table(
        "registrants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "leader",
                "registrant",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("link_issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role <> 'leader'", name=op.f("ck_registrants_no_leader")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_registrants_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrants")),
        sa.UniqueConstraint("group_id", "email", name=op.f("uq_registrants_group_id_email")),
    )


def _acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_acknowledgements_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"],
            ["registrants.id"],
            name=op.f("fk_acknowledgements_registrant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "registrant_id", "version", name=op.f("pk_acknowledgements")),
    )
    op.create_index(op.f("ix_acknowledgements_registrant_id"), "acknowledgements", ["registrant_id"])


def _attendance_marks() -> None:
    op.create_table(
        "attendance_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.Column("leader_id", sa.String(length=32), nullable=True),
        sa.Column(
            "mark",
            sa.Enum("present", "absent", name="mark", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leaders.id"], name=op.f("fk_attendance_marks_leader_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_attendance_marks_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"],
            ["registrants.id"],
            name=op.f("fk_attendance_marks_registrant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_marks")),
    )
    op.create_index(
        op.f("ix_attendance_marks_meeting_id_registrant_id"),
        "attendance_marks",
        ["meeting_id", "registrant_id"],
    )
    op.create_index(op.f("ix_attendance_marks_registrant_id"), "attendance_marks", ["registrant_id"])


def _live_meetings() -> None:
    op.create_table(
        "live_meetings",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("countdowns", sa.JSON(), nullable=False),
        sa.Column("reminder_showing", sa.Boolean(), nullable=False),
        sa.Column("moved_by", sa.String(length=32), nullable=True),
        sa.Column(
            "move_type",
            sa.Enum(
                "meeting.open",
                "phase.next",
                "phase.back",
                "phase.goto",
                "timer.pause",
                "timer.resume",
                "timer.adjust",
                "timer.spread",
                name="move_type",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=True,
        ),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_from", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_live_meetings_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moved_by"], ["leaders.id"], name=op.f("fk_live_meetings_moved_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_live_meetings")),
    )


def _presence_intervals() -> None:
    op.create_table(
        "presence_intervals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "self_checkin",
                "heartbeat",
                "leader_mark",
                "zoom_import",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_presence_intervals_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"],
            ["registrants.id"],
            name=op.f("fk_presence_intervals_registrant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_intervals")),
    )
    op.create_index(
        op.f("ix_presence_intervals_meeting_id_registrant_id"),
        "presence_intervals",
        ["meeting_id", "registrant_id"],
    )
    op.create_index(op.f("ix_presence_intervals_registrant_id"), "presence_intervals", ["registrant_id"])
