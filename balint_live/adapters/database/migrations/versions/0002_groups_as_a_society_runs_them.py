"""Groups as a society runs them: schedule, credit lines, typed codes, sign-ins by mail, and the queue of mails.

Columns are added in place and no table is made anew: making one anew would drop the old one, and SQLite would take the
attendance that hangs on it along.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXYZ234679"
_ADDED = (
    (
        "registrants",
        (
            "licence_region",
            "licence_no",
            "profession",
            "timezone",
            "has_the_lead",
            "practice_leader",
            "withdrawn_at",
            "join_code",
        ),
    ),
    ("meetings", ("cancelled_at", "calendar_sequence")),
    ("leaders", ("coordinator",)),
    ("groups", ("version", "neutral_subjects", "society")),
    ("group_leaders", ("label",)),
    ("live_meetings", ("moved_by_practice_leader",)),
)


def upgrade() -> None:
    _groups_and_people()
    _typed_codes()
    _credit_lines()
    _sign_ins()
    _mails()


def downgrade() -> None:
    op.drop_table("mails")
    op.drop_table("sign_ins")
    op.drop_table("credit_lines")
    op.drop_index("ix_registrants_join_code", table_name="registrants")
    for table, columns in _ADDED:
        for column in columns:
            op.drop_column(table, column)


def _groups_and_people() -> None:
    # By hand, because adding a constraint afterwards would make the table anew.
    op.execute(
        "ALTER TABLE group_leaders ADD COLUMN label VARCHAR(16) DEFAULT 'leader' NOT NULL "
        "CONSTRAINT ck_group_leaders_leaderlabel CHECK (label IN ('leader', 'co_leader', 'faculty'))"
    )
    op.add_column("live_meetings", sa.Column("moved_by_practice_leader", sa.String(length=32), nullable=True))
    op.add_column("groups", sa.Column("society", sa.String(length=200), server_default="", nullable=False))
    op.add_column(
        "groups", sa.Column("neutral_subjects", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("groups", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column(
        "leaders", sa.Column("coordinator", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "meetings", sa.Column("calendar_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("meetings", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registrants", sa.Column("join_code", sa.String(length=8), nullable=True))
    op.add_column("registrants", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "registrants", sa.Column("practice_leader", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "registrants", sa.Column("has_the_lead", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("registrants", sa.Column("timezone", sa.String(length=64), nullable=True))
    op.add_column("registrants", sa.Column("profession", sa.String(length=100), nullable=True))
    op.add_column("registrants", sa.Column("licence_no", sa.String(length=64), nullable=True))
    op.add_column("registrants", sa.Column("licence_region", sa.String(length=64), nullable=True))


def _typed_codes() -> None:
    """Everybody enrolled already gets a code of their own."""
    registrants = sa.table("registrants", sa.column("id", sa.String), sa.column("join_code", sa.String))
    connection = op.get_bind()
    for id in connection.scalars(sa.select(registrants.c.id)).all():
        code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
        connection.execute(registrants.update().where(registrants.c.id == id).values(join_code=code))
    op.create_index("ix_registrants_join_code", "registrants", ["join_code"], unique=True)


def _credit_lines() -> None:
    op.create_table(
        "credit_lines",
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "policy",
            sa.Enum(
                "full_hour",
                "quarter_hour",
                "min_fraction",
                "series_min",
                name="policy",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("credit_type", sa.String(length=100), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=False),
        sa.Column("designated_quarters", sa.Integer(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "gap",
            sa.Enum("consecutive", "total", name="gap", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column(
            "rounding",
            sa.Enum("down", "nearest", name="rounding", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("required_sessions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_credit_lines_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "place", name=op.f("pk_credit_lines")),
    )


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("leader_id", sa.String(length=32), nullable=True),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leaders.id"], name=op.f("fk_sign_ins_leader_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_asked_at"), "sign_ins", ["asked_at"], unique=False)
    op.create_index(op.f("ix_sign_ins_leader_id"), "sign_ins", ["leader_id"], unique=False)


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invitation",
                "link_again",
                "moved",
                "cancelled",
                "day_before",
                "soon",
                "running_now",
                "removed",
                "sign_in",
                name="mailkind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("registrant_id", sa.String(length=32), nullable=True),
        sa.Column("leader_id", sa.String(length=32), nullable=True),
        sa.Column("sign_in_id", sa.String(length=32), nullable=True),
        sa.Column("batch", sa.String(length=32), nullable=True),
        sa.Column("previous_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "delivered",
                "refused",
                "given_up",
                "dropped",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=16), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_mails_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leaders.id"], name=op.f("fk_mails_leader_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_mails_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registrant_id"], ["registrants.id"], name=op.f("fk_mails_registrant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_ins.id"], name=op.f("fk_mails_sign_in_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
    )
    op.create_index(op.f("ix_mails_batch"), "mails", ["batch"], unique=False)
    op.create_index(op.f("ix_mails_group_id_kind"), "mails", ["group_id", "kind"], unique=False)
    op.create_index(op.f("ix_mails_leader_id"), "mails", ["leader_id"], unique=False)
    op.create_index(op.f("ix_mails_meeting_id"), "mails", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_mails_registrant_id"), "mails", ["registrant_id"], unique=False)
    op.create_index(op.f("ix_mails_sign_in_id"), "mails", ["sign_in_id"], unique=False)
    op.create_index(op.f("ix_mails_state_due_at"), "mails", ["state", "due_at"], unique=False)
