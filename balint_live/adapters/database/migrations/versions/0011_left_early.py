"""A sixth reason for a correction: somebody left early, while their page stayed open."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_FIVE = ("connection_problem", "joined_by_phone", "shared_device", "wrong_name", "leader_error")


def upgrade() -> None:
    _reasons((*_FIVE, "left_early"))


def downgrade() -> None:
    op.execute("UPDATE corrections SET reason = 'leader_error' WHERE reason = 'left_early'")
    _reasons(_FIVE)


def _reasons(reasons: tuple[str, ...]) -> None:
    """Corrections may have these reasons and no others."""
    if op.get_bind().dialect.name == "sqlite":
        kind = sa.Enum(
            *reasons, name="correctionreason", native_enum=False, create_constraint=True, length=24
        )
        with op.batch_alter_table("corrections", recreate="always") as corrections:
            corrections.alter_column("reason", type_=kind, existing_nullable=False)
        return
    op.drop_constraint(op.f("ck_corrections_correctionreason"), "corrections", type_="check")
    reason = sa.column("reason", sa.String)
    op.create_check_constraint(op.f("ck_corrections_correctionreason"), "corrections", reason.in_(reasons))
