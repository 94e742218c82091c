"""An imported draft at school: PostgreSQL takes it as one set, with groups side by side and a joint lesson, and another computer has it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_import import TimetableImport
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from tests.servers import Server
from tests.timetable.fets import activity, breaks, fet, not_available, room, start
from tests.world import SchoolWorld

GROUPS = {"7": ("7A", "7B", "7 Islam", "7 Lain")}
PARTS = {"7A": ("7A i", "7A l"), "7B": ("7B i", "7B l"), "7 Islam": ("7A i", "7B i"), "7 Lain": ("7A l", "7B l")}
FILE = fet(
    activity(1, "MATH", ["VII A"], teachers=["Budi"]),
    activity(2, "math", ["7"], teachers=["Citra"]),
    activity(3, "pai", ["7A i"], teachers=["Budi"]),
    activity(4, "science", ["7A l"], teachers=["Citra"]),
    groups={**GROUPS, "VII A": ()}, subgroups=PARTS, teachers=("Budi", "Citra"), rooms=(),
    constraints=[
        start(1, "Senin", "JP 1"), start(2, "Selasa", "JP 1"), start(3, "Rabu", "JP 1"), start(4, "Rabu", "JP 1"), room(1, "Nowhere"),
        breaks(("Senin", "JP 4")), not_available("Teacher", "Budi", ("Jumat", "JP 1"), ("Jumat", "JP 2")),
    ],
)  # fmt: skip


@dataclass
class Office:
    store: LocalStore
    engine: Engine
    person: Person


@pytest.fixture
def offices(postgres18: Server, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Two computers of the office."""
    with SchoolWorld.open(postgres18) as world:
        made = [_office(world, tmp_path / f"{n}.db") for n in (1, 2)]
        yield made[0], made[1]
        for one in made:
            one.engine.hang_up()
            one.store.close()


def _office(world: SchoolWorld, path: Path) -> Office:
    store, login = LocalStore(path, os.urandom(32)), world.sign_in("sri")
    engine = Engine(store, lambda: Remote(world.connect_as(login, autocommit=False)))
    engine.cycle()
    return Office(store, engine, Person(world.id("sri"), "Sri", frozenset({"kurikulum"})))


def test_the_school_takes_an_imported_draft_and_gives_it_to_another_computer(offices: tuple[Office, Office], tmp_path: Path):
    here, there = offices
    path = tmp_path / "jadwal.fet"
    path.write_text(FILE, "utf-8")
    service = TimetableImport(here.store, here.person)
    made = service.preview(path)
    one = service.apply(made, "FET")
    report = here.engine.cycle()
    assert (report.tally.applied > 20, report.tally.refused, report.tally.conflicts) == (True, 0, 0)
    there.engine.cycle()
    mine, theirs = (Timetable(office.store, office.person).sheet(one).week for office in offices)
    assert mine == theirs
    assert len([lesson for lesson in theirs.lessons if lesson.slot]) == len(made.week.lessons) == 5
    service.undo()
    assert here.engine.cycle().tally.refused == 0
    there.engine.cycle()
    assert one not in [version.id for version in Timetable(there.store, there.person).versions()]
