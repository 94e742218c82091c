"""No change is missed: sixteen writers, slow, aborted and over several sheets, and a reader that follows revisions. A planted
mutant (revisions from a sequence, no lock) is caught by the same reader, so the test can see."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import psycopg
import pytest

from tests.servers import Server
from tests.world import Login, SchoolWorld, cells, push, uid

SHEETS = ("math_7a", "science_7a", "pai_7a", "math_7b")
WRITERS = 16
SECONDS = 2.5
CELLS = {
    sheet: [(a, s) for a in ("quiz", "task") for s in (("dodi", "edo") if sheet == "math_7b" else ("ani", "cici"))] for sheet in SHEETS
}
MUTANT = """
set role ems_owner; create sequence sync.mutant; grant usage on sync.mutant to ems_writer;
create function sync.mutant_rev() returns trigger language plpgsql as $$ begin
  new.rev := nextval('sync.mutant'); perform pg_sleep(random() * 0.02); return new;      -- so that they meet on a busy computer, too
end $$;
create trigger mutant before insert or update on ems.scores for each row execute function sync.mutant_rev();
set role ems_core;
create or replace function identity.lock_scopes(p_me uuid, p_office boolean, p_scopes uuid[], out mine uuid[], out shut jsonb, out classes uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  mine := array(select distinct id from unnest(p_scopes) id); shut := '{}'; classes := array(select class_id from sync.scope);
end $$;
create or replace function identity.admit_mark(p_seq bigint, p_scope uuid, p_assessment uuid, p_student uuid, p_mark numeric,
                                               out me uuid, out device int, out rev bigint)
language sql as $$ select null::uuid, null::int, null::bigint $$;      -- so that single marks go the way above
"""


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as school:
        yield school


class Writer(threading.Thread):
    """Pushes over several sheets in one transaction, sometimes holds it, sometimes throws it away."""

    def __init__(self, world: SchoolWorld, login: Login, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self._connection = world.connect_as(login, autocommit=False)
        self._random, self._until = Random(number), until
        self.applied = 0
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            self._write()
        except Exception as problem:  # noqa: BLE001 — told to the test, which fails with it
            self.problem = problem
        finally:
            self._connection.close()

    def _write(self) -> None:
        seq = 0
        while time.monotonic() < self._until:
            sets = []
            for sheet in self._random.sample(SHEETS, self._random.randint(1, 2)):
                seq += 1
                cell = self._random.choice(CELLS[sheet])
                seen = self._connection.execute(
                    "select value from ems.scores where assessment_id = %s and student_id = %s", (uid(f"{sheet}.{cell[0]}"), uid(cell[1]))
                ).fetchone()
                base = None if seen is None or seen[0] is None else float(seen[0])
                sets.append(cells(sheet, {cell: self._random.randrange(50)}, {cell: base}, seq=seq))
            try:
                answers = push(self._connection, *sets)
            except psycopg.errors.DeadlockDetected:
                self._connection.rollback()
                continue
            if self._random.random() < 0.1:
                time.sleep(self._random.random() * 0.05)  # a slow client, not a wait
            if self._random.random() < 0.1:
                self._connection.rollback()
            else:
                self._connection.commit()
                self.applied += sum(answer["status"] == "applied" for answer in answers)


class Reader:
    """Follows the revisions of the sheets as a client does."""

    def __init__(self, connection: psycopg.Connection[Any], *, trusting: bool) -> None:
        self._connection, self._trusting = connection, trusting
        self.rows: dict[tuple[str, str], tuple[int, Any]] = {}
        self.seen = dict.fromkeys(map(uid, SHEETS), 0)

    def poll(self) -> None:
        moved = self._connection.execute("select id::text, rev from sync.my_scopes()").fetchall()
        for scope, rev in moved:
            if scope not in self.seen or (self._trusting and rev <= self.seen[scope]):
                continue
            found = self._connection.execute(
                "select assessment_id::text, student_id::text, rev, value from ems.scores where scope_id = %s and rev > %s order by rev",
                (scope, self.seen[scope]),
            ).fetchall()
            for assessment, student, row_rev, value in found:
                self.rows[assessment, student] = (row_rev, value)
                self.seen[scope] = max(self.seen[scope], row_rev)


def run(world: SchoolWorld, *, trusting: bool, seconds: float) -> tuple[int, int]:
    """Sets applied, and rows that the reader holds otherwise than the server."""
    logins = []
    for _ in range(WRITERS):
        world.unthrottle()
        logins.append(world.sign_in("sri"))
    reader = Reader(world.session("sri"), trusting=trusting)
    until = time.monotonic() + seconds
    writers = [Writer(world, login, number, until) for number, login in enumerate(logins)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        reader.poll()
    reader.poll()
    assert [writer.problem for writer in writers if writer.problem] == []
    truth = (
        world.owner()
        .execute(
            "select assessment_id::text, student_id::text, rev, value from ems.scores where scope_id = any (%s::uuid[])",
            (list(reader.seen),),
        )
        .fetchall()
    )
    missed = sum(reader.rows.get((assessment, student)) != (rev, value) for assessment, student, rev, value in truth)
    return sum(writer.applied for writer in writers), missed


def test_nothing_is_missed_and_the_mutant_is_caught(world: SchoolWorld) -> None:
    applied, missed = run(world, trusting=True, seconds=SECONDS)
    assert applied > 50
    assert missed == 0
    world.superuser().execute(MUTANT)
    caught = 0
    for _ in range(20):
        caught += run(world, trusting=False, seconds=1)[1]
        if caught:
            break
    assert caught > 0
