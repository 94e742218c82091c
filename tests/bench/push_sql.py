"""How fast is sync.push by itself? Against two floors in the same run, into a copy of the table with the same indexes but without
row-level security, foreign keys, triggers and audit: a pipelined `executemany` of upserts, and the hardest that SQL can do: one
`INSERT … SELECT unnest()`, for one row its statement alone, prepared. Medians of what it takes to send; what is sent is made before
the clock starts.

`seed()` makes a school with many scores (other benches use it, too), `run()` measures. By hand:
    python -m tests.bench.push_sql [CLASSES [SECONDS]]
"""

from __future__ import annotations

import contextlib
import itertools
import json
import secrets
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal
from uuid import UUID

import psycopg

from ems_desktop.store import install
from ems_desktop.store.tables import DIRECTORY, SCHOOL
from tests.bench import figures
from tests.bench.figures import Act
from tests.world_seed import GATE_PASSWORD

Connection = psycopg.Connection[Any]
TURN = 0.1  # seconds, then the next of the three
Way = Literal["floor", "floor2", "push"]
CASES = {"1 × 1": (1, 1), "50 × 1": (50, 1), "500 × 1": (500, 1), "1 × 40": (1, 40), "12 × 40": (12, 40)}  # sets a batch, cells a set


@dataclass(frozen=True, slots=True)
class BenchSheet:
    id: str
    class_id: str
    teacher: str
    assessments: tuple[str, ...]
    pupils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenchSchool:
    """Where the school is, and what is in it."""

    admin: str  # conninfo of the superuser, without database
    database: str
    office: str
    sheets: tuple[BenchSheet, ...]
    scores: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One case. Rates are change sets a second; `ms` one round trip of push; ratios are floor / push (smaller is better)."""

    case: str
    cells: int
    rates: dict[Way, float] = field(hash=False)
    ms: float

    @property
    def ratio(self) -> float:
        return self.rates["floor"] / self.rates["push"]

    @property
    def ratio2(self) -> float:
        return self.rates["floor2"] / self.rates["push"]


# the school


def seed(
    admin: str, database: str, *, classes: int = 30, subjects: int = 14, pupils: int = 36, assessments: int = 40, teachers: int = 0
) -> BenchSchool:
    """A school with classes × subjects × assessments × pupils scores (604,800 by default), written by the owner without triggers. The
    sheets go round the teachers, of whom there are three for two classes unless told otherwise."""
    install.install(admin, database, gate_password=GATE_PASSWORD)
    ids = _ids(Random(7))
    with psycopg.connect(admin, dbname=database) as connection:
        connection.execute("set role ems_owner")
        _triggers(connection, on=False)
        office, sheets = _rosters(connection, ids, classes, subjects, pupils, assessments, teachers or max(2, classes * 3 // 2))
        made = connection.execute(
            """insert into ems.scores (assessment_id, student_id, scope_id, value, rev, updated_by)
               select a.id, e.student_id, a.scope_id, round((random() * 100)::numeric), 1, %s
                 from sync.scope s join ems.assessments a on a.scope_id = s.id join ems.enrolments e on e.class_id = s.class_id
                where s.kind = 'sheet' order by s.id, a.id""",
            (office,),
        ).rowcount
        for table in (
            "semesters",
            "users",
            "user_roles",
            "students",
            "classes",
            "enrolments",
            "subjects",
            "subject_teachers",
            "grade_sheets",
        ):
            connection.execute(f"update ems.{table} set rev = 1")  # as if they had been pushed: no row of a school has revision 0
        _triggers(connection, on=True)
    with psycopg.connect(admin, dbname=database, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return BenchSchool(admin, database, office, sheets, made)


def _ids(random: Random) -> Callable[[], str]:
    return lambda: str(UUID(int=random.getrandbits(128), version=4))


def _triggers(connection: Connection, *, on: bool) -> None:
    for (table,) in connection.execute(
        "select relname from pg_class where relnamespace = 'ems'::regnamespace and relkind = 'r'"
    ).fetchall():
        connection.execute(
            f"alter table ems.{table} {'enable' if on else 'disable'} trigger user, {'force' if on else 'no force'} row level security"
        )
    connection.execute(f"alter table sync.scope {'force' if on else 'no force'} row level security")


def _copy(connection: Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _rosters(
    connection: Connection, new: Callable[[], str], classes: int, subjects: int, pupils: int, assessments: int, how_many: int
) -> tuple[str, tuple[BenchSheet, ...]]:
    office, semester = new(), new()
    teachers = [new() for _ in range(how_many)]
    rosters = {new(): tuple(new() for _ in range(pupils)) for _ in range(classes)}
    everyone = [(office, "kurikulum"), *((t, "guru") for t in teachers), *((s, "siswa") for group in rosters.values() for s in group)]
    _copy(connection, "ems.semesters", "id, scope_id, code, state", [(semester, SCHOOL, "20261", "open")])
    _copy(
        connection,
        "ems.users",
        "id, scope_id, name, role",
        [(user, DIRECTORY, f"Person {n}", role) for n, (user, role) in enumerate(everyone)],
    )
    _copy(connection, "ems.user_roles", "user_id, role, scope_id", [(user, role, DIRECTORY) for user, role in everyone])
    _copy(connection, "ems.students", "id, scope_id", [(s, DIRECTORY) for group in rosters.values() for s in group])
    return office, _classes(connection, new, semester, (teachers, rosters), (subjects, assessments))


def _classes(
    connection: Connection,
    new: Callable[[], str],
    semester: str,
    people: tuple[list[str], dict[str, tuple[str, ...]]],
    each: tuple[int, int],
) -> tuple[BenchSheet, ...]:
    """Classes with their pupils, subjects, sheets and assessments. `each`: subjects a class, assessments a sheet."""
    (teachers, rosters), (subjects, assessments) = people, each
    _copy(connection, "sync.scope", "id, kind, class_id, rev", [(c, "class", c, 1) for c in rosters])
    _copy(connection, "ems.classes", "id, scope_id, name, grade_level, year", [(c, c, f"VII {n}", 7, 2026) for n, c in enumerate(rosters)])
    _copy(connection, "ems.enrolments", "class_id, student_id, scope_id", [(c, s, c) for c, group in rosters.items() for s in group])
    taught = [(new(), c, next(turn), new()) for turn in [itertools.cycle(teachers)] for c in rosters for _ in range(subjects)]
    _copy(
        connection,
        "ems.subjects",
        "id, class_id, scope_id, name, code",
        [(u, c, c, f"Subject {n}", "S") for n, (u, c, _t, _s) in enumerate(taught)],
    )
    _copy(connection, "ems.subject_teachers", "subject_id, teacher_id, scope_id", [(u, t, c) for u, c, t, _s in taught])
    _copy(
        connection,
        "sync.scope",
        "id, kind, class_id, subject_id, semester_id, rev",
        [(s, "sheet", c, u, semester, 1) for u, c, _t, s in taught],
    )
    _copy(
        connection,
        "ems.grade_sheets",
        "id, scope_id, class_id, subject_id, semester_id",
        [(s, s, c, u, semester) for u, c, _t, s in taught],
    )
    sheets = tuple(BenchSheet(s, c, t, tuple(new() for _ in range(assessments)), rosters[c]) for _u, c, t, s in taught)
    _copy(
        connection,
        "ems.assessments",
        "id, scope_id, kind, title, rev",
        [(a, s.id, "lm", f"Task {n}", 1) for s in sheets for n, a in enumerate(s.assessments)],
    )
    return sheets


def login(school: BenchSchool, person: str) -> str:
    """A conninfo of this person, signed in on a new device (by the installer's hand: no password is involved)."""
    secret = secrets.token_urlsafe(24)
    with psycopg.connect(school.admin, dbname=school.database) as connection:
        connection.execute("set role ems_core")
        verifier = connection.pgconn.encrypt_password(secret.encode(), b"", b"scram-sha-256").decode()
        row = connection.execute(
            "select login from identity.new_session(%s, gen_random_uuid(), 'bench', %s)", (person, verifier)
        ).fetchone()
    assert row
    return psycopg.conninfo.make_conninfo(school.admin, dbname=school.database, user=row[0], password=secret)


# the measurement

_UPSERT = """insert into bench.scores_floor as t (assessment_id, student_id, scope_id, value, rev, updated_by) values (%s, %s, %s, %s, %s, %s)
 on conflict (assessment_id, student_id) do update set value = excluded.value, rev = excluded.rev, updated_by = excluded.updated_by"""
_UNNEST = """insert into bench.scores_floor as t (assessment_id, student_id, scope_id, value, rev, updated_by)
 select a, b, %s, v, %s, %s from unnest(%s::uuid[], %s::uuid[], %s::numeric[]) as u(a, b, v)
 on conflict (assessment_id, student_id) do update set value = excluded.value, rev = excluded.rev, updated_by = excluded.updated_by"""


class Typist:
    """One teacher on one connection, who goes through the cells of a sheet and changes each to another mark."""

    def __init__(self, school: BenchSchool, sheet: BenchSheet) -> None:
        self.sheet, self._random, self._turn, self.seq = sheet, Random(3), 0, 0
        self.connection = psycopg.connect(login(school, sheet.teacher), autocommit=True)
        self._cells = [(a, s) for a in sheet.assessments for s in sheet.pupils]
        found = self.connection.execute(
            "select assessment_id::text, student_id::text, value from ems.scores where scope_id = %s", (sheet.id,)
        )
        self._seen = {(a, s): float(v) for a, s, v in found}

    def next_cell(self) -> tuple[str, str]:
        self._turn += 1
        return self._cells[self._turn % len(self._cells)]

    def row(self) -> dict[str, Any]:
        cell = self.next_cell()
        old = self._seen.get(cell)
        new = float((int(old or 0) + self._random.randrange(1, 100)) % 101)
        self._seen[cell] = new
        return {"a": cell[0], "s": cell[1], "n": {"value": new}, "b": {"value": old}}

    def set(self, cells: int) -> dict[str, Any]:
        self.seq += 1
        return {"seq": self.seq, "kind": "cells", "title": "Nilai", "scope": self.sheet.id, "rows": [self.row() for _ in range(cells)]}

    # Each of the three makes what is sent, and gives back the act of sending it.

    def push(self, sets: int, cells: int) -> Act:
        batch = json.dumps({"sets": [self.set(cells) for _ in range(sets)]})

        def send() -> None:
            row = self.connection.execute("select sync.push(%s::jsonb)", (batch,), prepare=True).fetchone()
            assert row
            assert all(answer["status"] == "applied" for answer in row[0]), row[0][:3]

        return send

    def floor(self, sets: int, cells: int) -> Act:
        rows = [
            (*self.next_cell(), self.sheet.id, self._random.randrange(101), self._turn, self.sheet.teacher) for _ in range(sets * cells)
        ]

        def send() -> None:
            alone = contextlib.nullcontext() if len(rows) == 1 else self.connection.transaction()  # BEGIN and COMMIT would flatter one row
            with alone, self.connection.cursor() as cursor:
                cursor.executemany(_UPSERT, rows)

        return send

    def floor2(self, sets: int, cells: int) -> Act:
        chosen = [self.next_cell() for _ in range(sets * cells)]
        marks = [self._random.randrange(101) for _ in chosen]
        if len(chosen) == 1:
            row = (*chosen[0], self.sheet.id, marks[0], self._turn, self.sheet.teacher)
            return lambda: self.connection.execute(_UPSERT, row, prepare=True)
        given = (self.sheet.id, self._turn, self.sheet.teacher, [a for a, _ in chosen], [s for _, s in chosen], marks)
        return lambda: self.connection.execute(_UNNEST, given, prepare=True)


def run(school: BenchSchool, *, cases: Iterable[str] = CASES, seconds: float = 0.8, runs: int = 3) -> list[Figure]:
    """Floors and push in turn, `runs` × `seconds` each. The scores of one sheet are changed; nothing else."""
    _make_floor(school)
    typist = Typist(school, school.sheets[0])
    try:
        return [_figure(typist, case, seconds * runs) for case in cases]
    finally:
        typist.connection.close()


def _make_floor(school: BenchSchool) -> None:
    with psycopg.connect(school.admin, dbname=school.database, autocommit=True) as connection:
        connection.execute("create schema if not exists bench")
        connection.execute("grant usage on schema bench to ems_user")
        connection.execute("drop table if exists bench.scores_floor")
        connection.execute("create table bench.scores_floor (like ems.scores including all)")
        connection.execute("alter table bench.scores_floor set (fillfactor = 85)")
        connection.execute("insert into bench.scores_floor select * from ems.scores")
        connection.execute("grant all on bench.scores_floor to ems_user")
        connection.execute("vacuum analyze bench.scores_floor")
        connection.execute("vacuum analyze ems.scores")
        connection.execute("checkpoint")


def _figure(typist: Typist, case: str, seconds: float) -> Figure:
    sets, cells = CASES[case]
    makers: dict[Way, Callable[[int, int], Act]] = {"floor": typist.floor, "floor2": typist.floor2, "push": typist.push}
    taken: dict[Way, list[float]] = {way: [] for way in makers}
    for _ in range(max(1, round(seconds / TURN))):
        for way, make in makers.items():
            make(sets, cells)()  # the first after the others finds the caches cold
            taken[way] += _turn(lambda make=make: make(sets, cells))  # type: ignore[misc]
    middle = {way: statistics.median(found) for way, found in taken.items()}
    return Figure(case, cells, {way: sets / once for way, once in middle.items()}, middle["push"] * 1000)


def _turn(make: Callable[[], Act]) -> list[float]:
    """The seconds of each act, for as long as a turn is."""
    taken: list[float] = []
    while sum(taken) < TURN:
        taken.append(figures.seconds(make()))
    return taken


def lines(found: Iterable[Figure]) -> list[str]:
    return [
        f"{f.case:8s} floor {f.rates['floor']:8.0f}  floor2 {f.rates['floor2']:8.0f}  push {f.rates['push']:8.0f} sets/s"
        f" ({f.rates['push'] * f.cells:8.0f} cells/s, {f.ms:6.2f} ms)   floor/push {f.ratio:5.2f}   floor2/push {f.ratio2:5.2f}"
        for f in found
    ]


def main() -> None:
    from tests.servers import running

    classes = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 0.8
    with running(18, {}) as server:  # with fsync, as in real life
        school = seed(server.dsn(), "bench", classes=classes)
        sys.stdout.write("\n".join(lines(run(school, seconds=seconds))) + "\n")


if __name__ == "__main__":
    main()
