"""A sheet that is read anew while somebody types in it: nothing of it vanishes, and what was typed is no conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

import pytest
import sqlalchemy as sa

from ems_desktop.services.grade_views import Cell
from sync.remote import Remote, Row
from tests.sync.conftest import Machine, NewMachine, server_value
from tests.world import SchoolWorld


class Pausing(Remote):
    """The school's connection, with somebody at the keyboard between two tables of a fill."""

    meanwhile: Callable[[], object] = lambda: None

    def fill(self, kind: str, scopes: Sequence[str]) -> Iterator[tuple[str, Iterable[Row]]]:
        for table, rows in super().fill(kind, scopes):
            if table == "scores":
                self.meanwhile()
            yield table, rows


@pytest.fixture
def budi(world: SchoolWorld, machine: NewMachine) -> Machine:
    """His copy of a sheet does not add up, and a colleague has just changed something in it."""
    one, office = machine("budi"), machine("sri")
    with one.store.applying() as session:
        session.execute(sa.text("update scores set rev = rev + 7 where student_id = :s"), {"s": world.id("cici")})
    office.type("math_7a", {("quiz", "beni"): 81})
    office.sync()
    one.engine.hang_up()
    return one


def test_a_mark_typed_while_the_sheet_is_read_anew_is_no_conflict(world, budi: Machine):
    seen = []

    def meanwhile() -> None:
        seen.append(budi.mark("math_7a", "quiz", "ani"))
        budi.type("math_7a", {("quiz", "ani"): 77})

    remote = Pausing(world.connect_as(budi.login))
    remote.meanwhile = meanwhile
    budi.engine._dial = lambda: remote
    budi.sync()
    assert seen == [Cell(Decimal(70))]
    report = budi.sync()
    assert (report.tally.applied, report.tally.conflicts) == (1, 0)
    assert server_value(world, "math_7a", "quiz", "ani") == 77
    assert [budi.mark("math_7a", "quiz", pupil).value for pupil in ("ani", "beni", "cici")] == [77, 81, 70]


def test_what_the_school_no_longer_shows_is_gone_after_reading_anew(world, budi: Machine):
    ghost = {"a": world.id("math_7a.quiz"), "s": world.id("dodi"), "scope": world.id("math_7a")}
    insert = "insert into scores (assessment_id, student_id, scope_id, value, rev, deleted) values (:a, :s, :scope, 1, 3, 0)"
    with budi.store.applying() as session:
        session.execute(sa.text(insert), ghost)
    budi.sync()
    assert budi.count(f"select count(*) from scores where student_id = '{ghost['s']}'") == 0
    assert budi.count(f"select count(*) from scores where assessment_id = '{ghost['a']}'") == 3
