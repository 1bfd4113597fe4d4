"""Alembic's entry: runs on the connection it is handed (see `migrate`), never on one of its own making."""

from alembic import context

from balint_live.adapters.database.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
