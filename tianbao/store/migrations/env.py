"""Run by Alembic: the scripts in the transaction of the connection that `migrating` gave."""

from alembic import context

from tianbao.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite can't alter a table; Alembic copies it
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
