"""Reading the tour's facts back from PostgreSQL, over connections of its own: as the owner, and as a person's own login."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import psycopg

Dial = Callable[[], psycopg.Connection[Any]]


@dataclass(frozen=True, slots=True)
class Fact:
    """`got` was read by `sql` as `as_role`; it holds when it is what was expected."""

    name: str
    as_role: str
    sql: str
    expected: Any
    got: Any
    held: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Witness:
    """`owner`: conninfo of the server's superuser, who sees everything."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self.facts: list[Fact] = []

    def owner(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._owner, autocommit=True)

    def check(
        self, name: str, sql: str, expected: Any, params: tuple[Any, ...] = (), *, role: str = "owner", dial: Dial | None = None
    ) -> bool:
        """Read one value and compare it. `expected` may be a test of the value. A refusal is read as "denied"."""
        with (dial or self.owner)() as connection:
            got = _read(connection, sql, params)
        held = expected(got) if callable(expected) else got == expected
        shown = (expected.__doc__ or "a test") if callable(expected) else expected
        self.facts.append(Fact(name, role, sql, shown, _plain(got), bool(held)))
        return bool(held)

    def saw(self, name: str, how: str, expected: Any, got: Any) -> bool:
        """A fact that was read elsewhere than from PostgreSQL: `how` says where."""
        self.facts.append(Fact(name, "", how, expected, got, got == expected))
        return bool(got == expected)

    def scores(self, cells: Mapping[tuple[str, str], Decimal], name: str) -> int:
        """How many of these cells (assessment, pupil) are not on the server with that value."""
        with self.owner() as connection:
            rows = connection.execute(
                "select assessment_id::text, student_id::text, value from ems.scores where assessment_id = any (%s::uuid[])",
                (list({a for a, _ in cells}),),
            )
            there = {(a, s): value for a, s, value in rows}
        missing = sum(1 for key, value in cells.items() if there.get(key) != value)
        self.facts.append(Fact(name, "owner", "select … from ems.scores where assessment_id = any (…)", 0, missing, missing == 0))
        return missing

    def audited(self, person: str, since: int) -> int:
        """How many cells this person's journal entries after `since` say were written. A set of one cell is kept as a list of
        four, a longer one as columns."""
        with self.owner() as connection:
            row = connection.execute(
                "select coalesce(sum(case jsonb_typeof(data) when 'array' then 1 else jsonb_array_length(data->'a') end), 0)::int"
                " from sync.journal where person = %s and kind = 'cells' and data is not null and at > to_timestamp(%s)",
                (person, since),
            ).fetchone()
        assert row is not None
        return int(row[0])


def _read(connection: psycopg.Connection[Any], sql: str, params: tuple[Any, ...]) -> Any:
    try:
        cursor = connection.execute(sql.encode(), params)
        if cursor.description is None:
            return cursor.rowcount
        row = cursor.fetchone()
        return row[0] if row else None
    except psycopg.errors.InsufficientPrivilege:
        return "denied"


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
