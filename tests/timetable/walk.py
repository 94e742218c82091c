"""Two computers of the office with real files and one real PostgreSQL, doing anything to a draft in any order, with and without a network."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError, Mistake, Outage
from ems_desktop.domain.timetable.week import Lesson, Slot
from ems_desktop.services.people import Person
from ems_desktop.services.syncing import Syncing
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from tests.world import SUBJECTS, SchoolWorld

STARTS = tuple(Slot(day, start, start + 40) for day in (2, 3) for start in (420, 460, 500))  # few places, so that they clash
QUIET = 8  # rounds within which all must be equal again
TABLES = {
    "timetables": "id, name, state", "periods": "id, day_of_week, number", "unavailable": "id, reason",
    "schedules": "id, day_of_week, start_time, end_time, periods, room_id, locked, joint, parallel", "schedule_teachers": "schedule_id, teacher_id",
}  # fmt: skip
OVERLAPS = """
with placed as (
  select s.id, s.scope_id, s.class_id, s.room_id, s.day_of_week as day, s.start_time as a, s.end_time as z, coalesce(s.joint, s.id) as joint,
         coalesce(s.parallel, s.id) as parallel,
         array(select teacher_id from ems.schedule_teachers t where t.schedule_id = s.id and not t.deleted) as teachers
    from ems.schedules s where not s.deleted and s.day_of_week is not null)
select count(*) from placed x join placed y on x.id < y.id and x.scope_id = y.scope_id and x.day = y.day and x.a < y.z and y.a < x.z
 where (x.class_id = y.class_id and x.parallel <> y.parallel) or (x.joint <> y.joint and (x.room_id = y.room_id or x.teachers && y.teachers))
"""


class Desk:
    """One computer of the office, whose network can be taken away."""

    def __init__(self, folder: Path, world: SchoolWorld, name: str) -> None:
        self._world, self._login = world, world.sign_in("sri")
        self.store = LocalStore(folder / f"{world.database}-{name}.db", os.urandom(32))
        person = Person(world.id("sri"), "Sri", frozenset({"kurikulum"}))
        self.timetable, self.syncing = Timetable(self.store, person), Syncing(self.store, person)
        self.engine = Engine(self.store, lambda: Remote(self._dial()))
        self.online = True
        self.sync()

    def _dial(self) -> psycopg.Connection[Any]:
        if not self.online:
            raise Outage(1401)
        return self._world.connect_as(self._login, autocommit=False)

    def sync(self) -> None:
        """Nothing while there is no network."""
        with suppress(Outage):
            self.engine.cycle()

    def unplug(self, *, online: bool = False) -> None:
        self.online = online
        self.engine.hang_up()

    def lessons(self, draft: str) -> tuple[Lesson, ...]:
        return tuple(sorted(self.timetable.sheet(draft).week.lessons, key=lambda one: one.id))

    def put_all_away(self) -> None:
        for kept in self.syncing.kept():
            self.syncing.put_away(kept.id)

    def rows(self, draft: str) -> dict[str, list[tuple[str, ...]]]:
        with self.store.reading() as session:
            return {
                table: sorted(_plain(row) for row in session.execute(sa.text(f"select {columns}, rev from {table} where scope_id = '{draft}' and not deleted")))
                for table, columns in TABLES.items()
            }  # fmt: skip

    def close(self) -> None:
        self.engine.hang_up()
        self.store.close()


class Walk:
    """`go` does one step, told by three numbers that choose. What the program refuses is refused; the school is never asked to forgive."""

    def __init__(self, folder: Path, world: SchoolWorld) -> None:
        self.world = world
        self.desks = [Desk(folder, world, name) for name in ("one", "two")]
        first = self.desks[0].timetable
        self.draft = first.make(world.id("now"), "Draf")
        id_ = world.id
        first.add(self.draft, [NewLesson(id_(SUBJECTS[name][0]), id_(f"subject.{name}")) for name in SUBJECTS for _ in (1, 2)])
        self.sync()
        self.steps: dict[str, Callable[[Desk, Sequence[Lesson], int, int], object]] = {
            "place": lambda d, all_, a, b: d.timetable.place(_of(all_, a).id, STARTS[b % len(STARTS)]),
            "swap": lambda d, all_, a, b: d.timetable.swap(_of(all_, a).id, _of(all_, b).id),
            "unplace": lambda d, all_, a, _b: d.timetable.unplace(_of(all_, a).id),
            "room": lambda d, all_, a, b: d.timetable.set_room(_of(all_, a).id, id_("room") if b % 2 else None),
            "teachers": lambda d, all_, a, b: d.timetable.set_teachers(_of(all_, a).id, [id_(("budi", "citra", "dewi")[b % 3])]),
            "lock": lambda d, all_, a, b: d.timetable.lock(_of(all_, a).id, b % 3 == 0),
            "length": lambda d, all_, a, b: d.timetable.set_length(_of(all_, a).id, b % 3 + 1),
            "split": lambda d, all_, a, _b: d.timetable.split(_of(all_, a).id, 1),
            "join": lambda d, all_, a, b: d.timetable.join(_of(all_, a).id, _of(all_, b).id),
            "close": lambda d, _all, a, b: d.timetable.close_time(
                self.draft, "teacher", id_(("budi", "citra")[a % 2]), STARTS[b % len(STARTS)], "x"
            ),
            "open": lambda d, _all, a, b: d.timetable.open_time(
                self.draft, "teacher", id_(("budi", "citra")[a % 2]), STARTS[b % len(STARTS)]
            ),
            "remove": lambda d, all_, a, _b: d.timetable.remove(_of(all_, a).id),
            "add": lambda d, _all, a, b: d.timetable.add(self.draft, [self._new(a, STARTS[b % len(STARTS)])]),
            "undo": lambda d, _all, _a, _b: d.timetable.undo(self.draft),
            "redo": lambda d, _all, _a, _b: d.timetable.redo(self.draft),
            "offline": lambda d, _all, _a, _b: d.unplug(online=not d.online),
            "sync": lambda d, _all, _a, _b: d.sync(),
            "decide": lambda d, _all, a, b: self._decide(d, a, b),
        }

    def _new(self, a: int, slot: Slot) -> NewLesson:
        name = list(SUBJECTS)[a % len(SUBJECTS)]
        return NewLesson(self.world.id(SUBJECTS[name][0]), self.world.id(f"subject.{name}"), slot=slot)

    @staticmethod
    def _decide(desk: Desk, a: int, b: int) -> None:
        if kept := desk.syncing.kept():
            one = kept[a % len(kept)]
            acts = (desk.syncing.put_away, desk.syncing.take_mine, desk.syncing.take_base)
            acts[b % 3](one.id)

    def go(self, kind: str, who: int, a: int, b: int) -> None:
        desk = self.desks[who % 2]
        with suppress(EmsError):
            self.steps[kind](desk, desk.lessons(self.draft), a, b)

    def sync(self) -> None:
        for desk in self.desks:
            desk.sync()

    def settle(self) -> None:
        """Everybody has a network, what was refused is put away, and all come to rest."""
        for desk in self.desks:
            desk.unplug(online=True)
        for _ in range(QUIET):
            self.sync()
            for desk in self.desks:
                desk.put_all_away()
            if all(desk.syncing.unsent() == 0 for desk in self.desks) and self.desks[0].rows(self.draft) == self.desks[1].rows(self.draft):
                return
        raise AssertionError("the desks do not come to rest")

    def overlaps(self) -> int:
        """Pairs of lessons at school that share a class, a teacher or a room at one time."""
        row = self.world.owner().execute(OVERLAPS).fetchone()
        assert row
        return int(row[0])

    def at_school(self) -> dict[str, list[tuple[str, ...]]]:
        owner = self.world.owner()
        return {
            table: sorted(
                _plain(row) for row in owner.execute(f"select {columns}, rev from ems.{table} where scope_id = %s and not deleted", (self.draft,))
            )
            for table, columns in TABLES.items()
        }  # fmt: skip

    def close(self) -> None:
        for desk in self.desks:
            desk.close()


def _of(lessons: Sequence[Lesson], n: int) -> Lesson:
    if not lessons:
        raise Mistake(1647)
    return lessons[n % len(lessons)]


def _plain(row: Sequence[Any]) -> tuple[str, ...]:
    """True and 1 are one, as in SQLite."""
    return tuple(str(int(value)) if isinstance(value, bool) else str(value) for value in row)
