"""Alembic's environment: runs inside the installer's own transaction, on the connection it is given, and nowhere else."""

from typing import Any

from alembic import context

from ems_desktop.store.tables import metadata

# Tables of the server alone: they are defined by the revisions, not by the portable metadata.
SERVER_ONLY = frozenset({"schedules", "bank_soal", "jobs"})


def _of_the_metadata(_object: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:  # noqa: FBT001 — Alembic's signature
    del compare_to
    return not (kind == "table" and reflected and name in SERVER_ONLY)


def _of_the_schema(name: str | None, kind: str, _parents: Any) -> bool:
    return name == "ems" if kind == "schema" else True


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_schemas=True,
    include_name=_of_the_schema,
    include_object=_of_the_metadata,
    version_table_schema="sync",
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
