"""The way to PostgreSQL and back: push and pull against plain SQL into the same tables, on a server of the bench's own (fsync on)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import sqlalchemy as sa

from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from sync.tables import wire_columns
from tests.bench import push_sql
from tests.bench.figures import Figure, in_turn, load, percentile, seconds
from tests.bench.push_sql import CASES, BenchSchool, Typist
from tests.servers import running

LIMITS = {"1 × 1": 2.0, "50 × 1": 2.0, "500 × 1": 2.0, "1 × 40": 1.25, "12 × 40": 1.25}
CLIENT = {"1 × 1": (1, 1), "50 × 1": (50, 1), "500 × 1": (500, 1), "1 × 40": (1, 40)}


@contextmanager
def _school(classes: int) -> Iterator[BenchSchool]:
    with running(18, {}) as server:
        yield push_sql.seed(server.dsn(), "ems", classes=classes)


def push() -> list[Figure]:
    """`sync.push` alone, then the whole client path: typed into the file, pushed, pulled back."""
    with _school(8) as school:
        where = f"PostgreSQL 18, {school.scores:,} scores, change sets × cells; load {load()}"
        alone = [line for found in push_sql.run(school) for line in _function(found, where)]
        return alone + _client(school, where)


def _function(found: push_sql.Figure, where: str) -> list[Figure]:
    mine, floor, floor2 = (1000 / found.rates[way] for way in ("push", "floor", "floor2"))  # ms a change set
    name = f"push: function {found.case}"
    hardest = "one prepared statement" if found.case == "1 × 1" else "INSERT … SELECT unnest"
    return [
        Figure(name, mine, "ms", LIMITS[found.case], "ratio", floor, "pipelined executemany", where),
        Figure(f"{name}, the hardest floor", mine, "ms", None, "ratio", floor2, hardest, where),
    ]


def _client(school: BenchSchool, where: str) -> list[Figure]:
    sheet = school.sheets[1]
    login = push_sql.login(school, sheet.teacher)
    with TemporaryDirectory(prefix="ems-bench-") as folder:
        store = LocalStore(Path(folder) / "local.db", os.urandom(32))
        engine = Engine(store, lambda: Remote(psycopg.connect(login)))
        engine.cycle()
        typist = Typist(school, sheet)
        grades = Grades(store, Person(sheet.teacher, "bench", frozenset({"guru"})))
        turn = iter(range(10_000_000))
        out = []
        for case, (sets, cells) in CLIENT.items():

            def mine(sets: int = sets, cells: int = cells) -> None:
                for _ in range(sets):
                    grades.enter(sheet.id, "bench", [_entry(sheet, next(turn)) for _ in range(cells)])
                engine.cycle()

            whole, floor = in_turn([mine, lambda sets=sets, cells=cells: typist.floor(sets, cells)()], 7, 2)  # type: ignore[misc]
            out.append(Figure(f"push: whole client path {case}", whole * 1000, "ms", None, "ratio", floor * 1000, "executemany", where))
        engine.hang_up()
        typist.connection.close()
        store.close()
    return out


def _entry(sheet: push_sql.BenchSheet, n: int) -> Entry:
    assessment, pupil = sheet.assessments[n // len(sheet.pupils) % len(sheet.assessments)], sheet.pupils[n % len(sheet.pupils)]
    return Entry(assessment, pupil, Cell(Decimal(n * 7 % 101)))


def pull() -> list[Figure]:
    """The office's first fill of 600,000 scores into the encrypted file, against COPY and one executemany into the same table."""
    with _school(30) as school, TemporaryDirectory(prefix="ems-bench-") as folder:
        login = push_sql.login(school, school.office)
        mine, floor = [], []
        for n in range(3):
            floor.append(_floor(Path(folder, f"floor{n}.db"), login))
            mine.append(_fill(Path(folder, f"mine{n}.db"), login, school))
    where = f"{school.scores:,} scores in {len(school.sheets)} sheets, median of 3; load {load()}"
    return [
        Figure("pull: first fill", percentile(mine, 0.5), "s", 1.6, "ratio", percentile(floor, 0.5), "COPY + executemany", where),
    ]


def _fill(path: Path, login: str, school: BenchSchool) -> float:
    store = LocalStore(path, os.urandom(32))
    engine = Engine(store, lambda: Remote(psycopg.connect(login)))
    taken = seconds(engine.cycle)
    with store.reading() as session:
        assert session.execute(sa.text("select count(*) from scores")).scalar_one() == school.scores
    engine.hang_up()
    store.close()
    return taken


def _floor(path: Path, login: str) -> float:
    store = LocalStore(path, os.urandom(32))
    taken = seconds(lambda: _copy(store, login))
    store.close()
    return taken


def _copy(store: LocalStore, login: str) -> None:
    columns = wire_columns("scores")
    with psycopg.connect(login) as server, server.cursor() as cursor, store.applying() as session:
        file: Any = session.connection
        with cursor.copy(f"copy (select {columns} from ems.scores) to stdout") as copy:
            file.cursor().executemany(f"insert into scores values ({', '.join('?' * len(columns.split(', ')))})", copy.rows())


__all__ = ["CASES", "pull", "push"]
