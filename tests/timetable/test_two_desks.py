"""Two of the office at one draft: what can be merged is, what clashes is refused by the school and stands in the inbox, both lessons named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ems_desktop import i18n
from ems_desktop.domain.timetable.week import Lesson
from ems_desktop.i18n import explain
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from tests.servers import Server
from tests.timetable.walk import STARTS, Desk
from tests.world import Login, SchoolWorld


def _dial(world: SchoolWorld, login: Login) -> Remote:
    return Remote(world.connect_as(login, autocommit=False))


class Pair:
    """Two computers and a draft with three lessons: mathematics and science of 7A (Budi, Citra), mathematics of 7B (Citra)."""

    def __init__(self, folder: Path, world: SchoolWorld) -> None:
        self.world = world
        self.one, self.two = Desk(folder, world, "one"), Desk(folder, world, "two")
        self.draft = self.one.timetable.make(world.id("now"), "Draf 1")
        wanted = (("7a", "math_7a"), ("7a", "science_7a"), ("7b", "math_7b"))
        self.math, self.science, self.math_7b = self.one.timetable.add(
            self.draft, [NewLesson(world.id(cls), world.id(f"subject.{subject}")) for cls, subject in wanted]
        )
        self.sync()

    def sync(self) -> None:
        for desk in (self.one, self.two, self.one):
            desk.sync()

    def lesson(self, desk: Desk, lesson_id: str) -> Lesson:
        return next(one for one in desk.lessons(self.draft) if one.id == lesson_id)


@pytest.fixture
def pair(postgres18: Server, tmp_path: Path) -> Iterator[Pair]:
    i18n.use("en")
    with SchoolWorld.open(postgres18) as world:
        made = Pair(tmp_path, world)
        yield made
        made.one.close()
        made.two.close()


def test_moves_of_different_lessons_and_of_one_lesson_s_place_and_room_merge(pair: Pair) -> None:
    for desk in (pair.one, pair.two):
        desk.unplug()
    pair.one.timetable.place(pair.math, STARTS[0])
    pair.two.timetable.place(pair.science, STARTS[1])
    pair.two.timetable.set_room(pair.math, pair.world.id("room"))
    for desk in (pair.one, pair.two):
        desk.unplug(online=True)
    pair.sync()
    for desk in (pair.one, pair.two):
        assert desk.syncing.kept() == ()
        math = pair.lesson(desk, pair.math)
        assert (math.slot, math.room_id) == (STARTS[0], pair.world.id("room"))
        assert pair.lesson(desk, pair.science).slot == STARTS[1]


def clash(pair: Pair) -> None:
    """Both put a lesson of 7A into the same hour; the second to send is refused."""
    pair.one.timetable.place(pair.math, STARTS[0])
    pair.two.unplug()
    pair.two.timetable.place(pair.science, STARTS[0])
    pair.one.sync()
    pair.two.unplug(online=True)
    pair.two.sync()


def test_a_clash_falls_back_and_stands_in_the_inbox_with_both_lessons_named(pair: Pair) -> None:
    clash(pair)
    assert pair.lesson(pair.two, pair.science).slot is None
    (kept,) = pair.two.syncing.kept()
    assert (kept.status, kept.rule) == ("refused", "class_in_two_lessons")
    assert (kept.who, kept.what, kept.where, kept.semester) == ("science_7a", "7A", "Draf 1", "20261")
    assert (kept.timetable_id, kept.lesson_id) == (pair.draft, pair.science)
    assert kept.in_the_way
    assert explain(kept.in_the_way) == (
        "science_7a 7A cannot stand on Tuesday 07:00–07:40: 7A has math_7a 7A then. Free: Monday 07:40, Monday 08:20, Monday 09:00."
    )


def test_it_is_resolved_by_letting_it_be(pair: Pair) -> None:
    clash(pair)
    (kept,) = pair.two.syncing.kept()
    pair.two.syncing.put_away(kept.id)
    pair.sync()
    assert pair.two.syncing.kept() == ()
    assert pair.lesson(pair.one, pair.science).slot is None


def test_it_is_resolved_by_placing_it_elsewhere(pair: Pair) -> None:
    clash(pair)
    pair.two.timetable.place(pair.science, STARTS[1])
    pair.two.syncing.put_away(pair.two.syncing.kept()[0].id)
    pair.sync()
    assert pair.lesson(pair.one, pair.science).slot == STARTS[1]


def test_it_can_be_sent_again_once_there_is_room(pair: Pair) -> None:
    clash(pair)
    pair.one.timetable.unplace(pair.math)
    pair.one.sync()
    (kept,) = pair.two.syncing.kept()
    pair.two.syncing.retry(kept.id)
    pair.sync()
    assert pair.lesson(pair.one, pair.science).slot == STARTS[0]


def test_a_new_lesson_that_clashes_is_kept_in_the_inbox_under_its_version(pair: Pair) -> None:
    pair.one.timetable.place(pair.math, STARTS[0])
    pair.two.unplug()
    world = pair.world
    pair.two.timetable.add(pair.draft, [NewLesson(world.id("7a"), world.id("subject.pai_7a"), slot=STARTS[0])])
    pair.one.sync()
    pair.two.unplug(online=True)
    pair.two.sync()
    (kept,) = pair.two.syncing.kept()
    assert (kept.who, kept.rule, kept.timetable_id, kept.in_the_way) == ("Draf 1", "class_in_two_lessons", pair.draft, None)
    assert kept.differences


def test_the_same_lesson_moved_to_two_places_is_a_conflict_with_both_times(pair: Pair) -> None:
    for desk in (pair.one, pair.two):
        desk.unplug()
    pair.one.timetable.place(pair.math, STARTS[0])
    pair.two.timetable.place(pair.math, STARTS[1])
    for desk in (pair.one, pair.two):
        desk.unplug(online=True)
    pair.sync()
    (kept,) = pair.two.syncing.kept()
    assert kept.status == "conflict"
    assert {d.column: (d.mine, d.theirs) for d in kept.differences}["start_time"] == ("07:40:00", "07:00:00")
    pair.two.syncing.take_mine(kept.id)
    pair.sync()
    assert pair.lesson(pair.one, pair.math).slot == STARTS[1]


def test_a_published_timetable_reaches_teachers_and_a_pupil_and_leaves_them_again(pair: Pair, tmp_path: Path) -> None:
    world, theirs = pair.world, {}
    world.owner().execute("update ems.timetables set state = 'archived' where id = %s", (world.id("timetable"),))
    pair.one.timetable.place(pair.math, STARTS[0])
    pair.one.timetable.place(pair.math_7b, STARTS[0])
    pair.one.sync()
    for name, role in (("budi", "guru"), ("ani", "siswa")):
        login, store = world.sign_in(name), LocalStore(tmp_path / f"{name}.db", bytes(32))
        engine = Engine(store, partial(_dial, world, login))
        theirs[name] = (engine, Timetable(store, Person(world.id(name), name, frozenset({role}))), store)
        engine.cycle()
        assert theirs[name][1].mine() is None
    pair.one.timetable.publish(pair.draft)
    pair.one.sync()
    seen = {}
    for name, (engine, timetable, _) in theirs.items():
        engine.cycle()
        sheet = timetable.mine()
        assert sheet is not None
        assert sheet.week.periods
        seen[name] = {one.id for one in sheet.week.lessons}
        assert {len(one.teachers) for one in sheet.week.lessons} == {1}
    assert seen == {"budi": {pair.math}, "ani": {pair.math, pair.science}}
    pair.one.timetable.undo(pair.draft)
    pair.one.sync()
    for engine, timetable, store in theirs.values():
        engine.cycle()
        assert timetable.mine() is None
        with store.reading() as session:
            assert session.exec_driver_sql("select count(*) from schedules").scalar_one() == 0
        engine.hang_up()
        store.close()


def test_a_pupil_who_changes_class_has_the_other_class_s_lessons(pair: Pair, tmp_path: Path) -> None:
    world = pair.world
    login, store = world.sign_in("ani"), LocalStore(tmp_path / "ani.db", bytes(32))
    engine = Engine(store, partial(_dial, world, login))
    timetable = Timetable(store, Person(world.id("ani"), "Ani", frozenset({"siswa"})))

    def lessons() -> list[str]:
        engine.cycle()
        sheet = timetable.mine()
        assert sheet is not None
        return [one.id for one in sheet.week.lessons]

    assert lessons() == [world.id("lesson.math_7a")]
    owner = world.owner()
    owner.execute("update ems.enrolments set deleted = true where student_id = %s", (world.id("ani"),))
    owner.execute(
        "insert into ems.enrolments (class_id, student_id, scope_id) values (%s, %s, %s)", (world.id("7b"), world.id("ani"), world.id("7b"))
    )
    assert lessons() == [world.id("lesson.math_7b")]
    engine.hang_up()
    store.close()
