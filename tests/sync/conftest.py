"""Machines: an encrypted file and an engine each, all against one real PostgreSQL as real login roles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import Outage
from ems_desktop.services.audit import Audit
from ems_desktop.services.finals import final_value
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.syncing import Syncing
from ems_desktop.store.local import LocalStore
from sync.engine import Engine, Report
from sync.remote import Remote
from tests.servers import Server
from tests.world import STAFF, Login, SchoolWorld


@dataclass
class Machine:
    """One person's desk on one computer, whose network can be taken away."""

    world: SchoolWorld
    person: Person
    store: LocalStore
    login: Login
    online: bool = True

    def __post_init__(self) -> None:
        self.grades = Grades(self.store, self.person)
        self.rosters = Rosters(self.store, self.person, final_value)
        self.syncing = Syncing(self.store, self.person)
        self.engine = Engine(self.store, lambda: Remote(self.dial()))
        self.audit = Audit(self.store, self.dial)

    def dial(self) -> psycopg.Connection[Any]:
        if not self.online:
            raise Outage(1401)
        return self.world.connect_as(self.login, autocommit=False)

    def sync(self) -> Report:
        return self.engine.cycle()

    def type(self, sheet: str, marks: dict[tuple[str, str], float | Cell]) -> int:
        """{(assessment, pupil): mark or cell} into a sheet, by short names, as one change set."""
        id_ = self.world.id
        entries = [
            Entry(id_(f"{sheet}.{a}"), id_(s), value if isinstance(value, Cell) else Cell(Decimal(str(value))))
            for (a, s), value in marks.items()
        ]
        return self.grades.enter(id_(sheet), "typed", entries)

    def mark(self, sheet: str, assessment: str, pupil: str) -> Cell:
        return self.grades.sheet(self.world.id(sheet)).cell(self.world.id(f"{sheet}.{assessment}"), self.world.id(pupil))

    def count(self, query: str) -> int:
        with self.store.reading() as session:
            return int(session.execute(sa.text(query)).scalar_one())

    def fresh_rows(self, table: str) -> list[tuple[object, ...]]:
        """The cached rows of a table, by key."""
        with self.store.reading() as session:
            return [tuple(row) for row in session.execute(sa.text(f"select * from {table} order by 1, 2"))]

    def close(self) -> None:
        self.engine.hang_up()
        self.audit.hang_up()
        self.store.close()


NewMachine = Callable[[str], Machine]


@pytest.fixture
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as opened:
        yield opened


@pytest.fixture
def machine(world: SchoolWorld, tmp_path: Path) -> Iterator[NewMachine]:
    """machine("budi"): a new computer of Budi's, synced once."""
    made: list[Machine] = []

    def new(name: str) -> Machine:
        store = LocalStore(tmp_path / f"{name}-{len(made)}.db", os.urandom(32))
        person = Person(world.id(name), name, frozenset({STAFF.get(name, "siswa")}))
        one = Machine(world, person, store, world.sign_in(name))
        made.append(one)
        one.sync()
        return one

    yield new
    for one in made:
        one.close()


def server_value(world: SchoolWorld, sheet: str, assessment: str, pupil: str) -> Decimal | None:
    row = world.owner().execute(
        "select value from ems.scores where assessment_id = %s and student_id = %s", (world.id(f"{sheet}.{assessment}"), world.id(pupil))
    )
    found = row.fetchone()
    return found[0] if found else None


__all__ = ["Machine", "NewMachine", "server_value"]
