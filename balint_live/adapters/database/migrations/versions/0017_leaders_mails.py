"""Leaders are written to: when they come to lead a group, and when it gets more dates.

On SQLite `mails` is made anew, where the list of kinds cannot be lengthened otherwise; nothing hangs on it that could be
taken along.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
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
    "roll_open",
    "statement",
    "erased",
)
_NEW_KINDS = ("leads", "dates_added")
_STATES = ("waiting", "delivered", "refused", "given_up", "dropped")


def upgrade() -> None:
    _mails((*_KINDS, *_NEW_KINDS))


def downgrade() -> None:
    """Earlier versions drop the other mails to leaders by themselves."""
    mails = sa.table("mails", sa.column("kind", sa.String))
    op.execute(mails.delete().where(mails.c.kind.in_(_NEW_KINDS)))
    _mails(_KINDS)


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


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=16)
