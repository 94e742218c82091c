"""The common frame of every synced table: its scope, revision and mark of deletion, and what a client may change in it.

A **scope** is the unit of visibility, versioning and caching. Classes, grade sheets, timetables and question banks are scopes themselves: their id
is the scope's id. The school, its directory of people, the office's private data and the material catalogue have the fixed ids below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa

from ems_desktop.store.tables.types import Instant, Key

ScopeKind = Literal["school", "directory", "office", "class", "sheet", "catalogue", "timetable", "bank"]

SCHOOL: Final = "00000000-0000-4000-8000-000000000001"
DIRECTORY: Final = "00000000-0000-4000-8000-000000000002"
OFFICE: Final = "00000000-0000-4000-8000-000000000003"
CATALOGUE: Final = "00000000-0000-4000-8000-000000000004"

metadata = sa.MetaData(
    schema="ems",
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)


@dataclass(frozen=True, slots=True)
class Synced:
    """What sync may do with a table. `root`: a new row makes a scope of its own, with its id. `together`: columns that say one thing (a day
    and its hours): where one of them changes all are sent, so that nobody's day is merged with another's hours."""

    kind: ScopeKind
    keys: tuple[str, ...]
    columns: tuple[str, ...]  # a client may change these
    birth: tuple[str, ...] = ()  # given when the row is made, never changed after
    root: bool = False
    together: tuple[str, ...] = ()


def synced(name: str, spec: Synced, *items: Any) -> sa.Table:
    """A table with the five columns that sync needs, registered with what a client may change in it."""
    unique = [] if spec.keys != ("id",) else [sa.UniqueConstraint("scope_id", "id")]
    return sa.Table(
        name,
        metadata,
        *(i for i in items if isinstance(i, sa.Column)),
        sa.Column("scope_id", Key, nullable=False),
        sa.Column("rev", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("deleted", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("updated_by", Key),
        sa.Column("updated_at", Instant, nullable=False, server_default=sa.func.now()),
        *unique,
        *(i for i in items if not isinstance(i, sa.Column)),
        info={"synced": spec},
    )


def key(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, Key, primary_key=True)


def created() -> sa.Column[Any]:
    return sa.Column("created_at", Instant, nullable=False, server_default=sa.func.now())


def parent(column: str, target: str) -> sa.ForeignKeyConstraint:
    """A child hangs under its parent by (scope_id, id): nobody can hang a row under something hidden."""
    return sa.ForeignKeyConstraint(["scope_id", column], [f"ems.{target}.scope_id", f"ems.{target}.id"])


def unique(table: str, *columns: str) -> sa.Index:
    """Only among the rows that are not deleted: what was undone or removed must not stand in the way of making it anew."""
    alive = sa.text("not deleted")
    return sa.Index(f"uq_{table}_{'_'.join(columns)}", *columns, unique=True, postgresql_where=alive, sqlite_where=alive)


def length(column: str, low: int, high: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) between {low} and {high}", name=f"{column}_length")


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{v}'" for v in values)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")
