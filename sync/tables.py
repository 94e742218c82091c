"""Which tables a kind of scope holds, and their columns as they travel."""

from __future__ import annotations

from typing import get_args

import sqlalchemy as sa

from ems_desktop.store.tables import SYNCED, ScopeKind, metadata

TABLES_OF_KIND: dict[str, tuple[str, ...]] = {
    kind: tuple(table.name for table in SYNCED if table.info["synced"].kind == kind) for kind in get_args(ScopeKind)
}


def wire_columns(table: str) -> str:
    """The columns in the table's order; booleans as 0 and 1, which SQLite keeps as they come."""
    columns = metadata.tables[f"ems.{table}"].columns
    return ", ".join(f"{column.name}::int" if isinstance(column.type, sa.Boolean) else column.name for column in columns)
