"""Alembic's environment: runs inside the installer's own transaction, on the connection it is given, and nowhere else."""

from alembic import context

from ems_desktop.store.migrations.scope import of_the_metadata, of_the_schema
from ems_desktop.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_schemas=True,
    include_name=of_the_schema,
    include_object=of_the_metadata,
    version_table_schema="sync",
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
