"""The attendance record: windows of credit, the roll and its corrections, statements, and what erasures leave.

Columns are added in place. Only `mails` is made anew, on SQLite, where the list of kinds cannot be lengthened otherwise;
nothing hangs on it that could be taken along.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KINDS = (
    "invitation",
    "link_again",
    "moved",
    "cancelled",
    "day_before",
    "soon",
    "running_now",
    "removed",
    "sign_in",
)
_NEW_KINDS = ("roll_open", "statement", "erased")
_STATES = ("waiting", "delivered", "refused", "given_up", "dropped")
_REASONS = ("connection_problem", "joined_by_phone", "shared_device", "wrong_name", "leader_error")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ADDED = (
    ("groups", ("retention_years", "uncredited_phases")),
    ("meetings", ("not_held_at", "credit_windows")),
    ("live_meetings", ("credit_since", "credited")),
)


def upgrade() -> None:
    _groups_and_sessions()
    _windows_so_far()
    _rolls()
    _statements()
    _mails((*_KINDS, *_NEW_KINDS))
    with op.batch_alter_table("mails") as mails:
        mails.add_column(sa.Column("statement_id", sa.String(length=32), nullable=True))
        mails.add_column(sa.Column("address", sa.String(length=254), nullable=True))
        mails.create_foreign_key(
            op.f("fk_mails_statement_id"), "statements", ["statement_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index(op.f("ix_mails_statement_id"), "mails", ["statement_id"], unique=False)


def downgrade() -> None:
    mails = sa.table("mails", sa.column("kind", sa.String))
    op.execute(mails.delete().where(mails.c.kind.in_(_NEW_KINDS)))
    op.drop_index("ix_mails_statement_id", table_name="mails")
    with op.batch_alter_table("mails") as batch:
        batch.drop_constraint("fk_mails_statement_id", type_="foreignkey")
        batch.drop_column("address")
        batch.drop_column("statement_id")
    _mails(_KINDS)
    for table in ("erasures", "statements", "corrections", "roll_entries", "rolls"):
        op.drop_table(table)
    for table, columns in _ADDED:
        for column in columns:
            op.drop_column(table, column)


def _groups_and_sessions() -> None:
    op.add_column("groups", sa.Column("uncredited_phases", sa.JSON(), server_default="[]", nullable=False))
    op.add_column(
        "groups", sa.Column("retention_years", sa.Integer(), server_default=sa.text("6"), nullable=False)
    )
    op.add_column("meetings", sa.Column("credit_windows", sa.JSON(), nullable=True))
    op.add_column("meetings", sa.Column("not_held_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("live_meetings", sa.Column("credited", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("live_meetings", sa.Column("credit_since", sa.DateTime(timezone=True), nullable=True))


def _windows_so_far() -> None:
    """Until now every phase earned credit, so what was held has one window, and what is running is in one."""
    op.execute("UPDATE live_meetings SET credit_since = opened_at")
    meetings = sa.table(
        "meetings",
        sa.column("id", sa.String),
        sa.column("opened_at", sa.DateTime(timezone=True)),
        sa.column("closed_at", sa.DateTime(timezone=True)),
        sa.column("credit_windows", sa.JSON),
    )
    held = sa.select(meetings.c.id, meetings.c.opened_at, meetings.c.closed_at).where(
        meetings.c.opened_at.is_not(None), meetings.c.closed_at.is_not(None)
    )
    connection = op.get_bind()
    for id, opened_at, closed_at in connection.execute(held).all():
        window = [_microseconds(opened_at), _microseconds(closed_at)]
        connection.execute(meetings.update().where(meetings.c.id == id).values(credit_windows=[window]))


def _microseconds(moment: datetime) -> int:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return round((aware - _EPOCH).total_seconds() * 1_000_000)


def _rolls() -> None:
    op.create_table(
        "rolls",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("roll_call", _words("rollcall", ("opening", "final")), nullable=False),
        sa.Column("leader_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _reference("rolls", "leader_id", "leaders", "SET NULL"),
        _reference("rolls", "meeting_id", "meetings"),
        sa.PrimaryKeyConstraint("meeting_id", "roll_call", name=op.f("pk_rolls")),
    )
    op.create_index(op.f("ix_rolls_leader_id"), "rolls", ["leader_id"], unique=False)
    op.create_table(
        "roll_entries",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        _reference("roll_entries", "meeting_id", "meetings"),
        _reference("roll_entries", "registrant_id", "registrants"),
        sa.PrimaryKeyConstraint("meeting_id", "registrant_id", name=op.f("pk_roll_entries")),
    )
    op.create_index(op.f("ix_roll_entries_registrant_id"), "roll_entries", ["registrant_id"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leader_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", _words("correctionreason", _REASONS, 24), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        _reference("corrections", "leader_id", "leaders", "SET NULL"),
        _reference("corrections", "meeting_id", "meetings"),
        _reference("corrections", "registrant_id", "registrants"),
        sa.PrimaryKeyConstraint("meeting_id", "registrant_id", "number", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_leader_id"), "corrections", ["leader_id"], unique=False)
    op.create_index(op.f("ix_corrections_registrant_id"), "corrections", ["registrant_id"], unique=False)


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("registrant_id", sa.String(length=32), nullable=True),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("credits", sa.JSON(), nullable=False),
        _reference("statements", "group_id", "groups", "SET NULL"),
        _reference("statements", "meeting_id", "meetings", "SET NULL"),
        _reference("statements", "registrant_id", "registrants", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("code", name=op.f("uq_statements_code")),
    )
    for column in ("group_id", "kept_until", "meeting_id", "registrant_id"):
        op.create_index(op.f(f"ix_statements_{column}"), "statements", [column], unique=False)
    op.create_table(
        "erasures",
        sa.Column("registrant_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("registrant_id", name=op.f("pk_erasures")),
    )


def _mails(kinds: tuple[str, ...]) -> None:
    """Mails may be of these kinds and no others. Made anew, the table must be told its other rule again."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("mails", recreate="always") as mails:
            mails.alter_column("kind", type_=_words("mailkind", kinds), existing_nullable=False)
            mails.alter_column("state", type_=_words("mailstate", _STATES), existing_nullable=False)
        return
    op.drop_constraint(op.f("ck_mails_mailkind"), "mails", type_="check")
    kind = sa.column("kind", sa.String)
    op.create_check_constraint(op.f("ck_mails_mailkind"), "mails", kind.in_(kinds))


def _words(name: str, words: tuple[str, ...], length: int = 16) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=length)


def _reference(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
