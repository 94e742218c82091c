"""Which of the database's objects the portable metadata answers for: schema `ems`, without the tables of the server alone."""

from typing import Any

SERVER_ONLY = frozenset({"jobs"})


def of_the_metadata(_object: Any, name: str | None, kind: str, reflected: bool, _compare_to: Any) -> bool:
    """Alembic's `include_object`."""
    return not (kind == "table" and reflected and name in SERVER_ONLY)


def of_the_schema(name: str | None, kind: str, _parents: Any) -> bool:
    """Alembic's `include_name`."""
    return name == "ems" if kind == "schema" else True
