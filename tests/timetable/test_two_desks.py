"""Two of the office at one draft: what can be merged is, what clashes is refused by the school and stands in the inbox, both lessons named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from ems_desktop import i18n
from ems_desktop.domain.timetable.week import Lesson
from ems_desktop.i18n import explain
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store import tables as t
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
    assert len(pair.two.syncing.kept()) == 1
    pair.two.timetable.place(pair.science, STARTS[1])
    assert pair.two.syncing.kept() == ()
    pair.sync()
    assert pair.lesson(pair.one, pair.science).slot == STARTS[1]


def test_a_day_and_its_hours_are_never_merged_with_another_s(pair: Pair) -> None:
    """Two's later steps change the hours alone. With one's day they would put the lesson where neither of them wanted it."""
    pair.one.timetable.place(pair.math, STARTS[0])
    pair.one.sync()
    pair.two.unplug()
    pair.two.timetable.place(pair.math, STARTS[5])
    pair.two.timetable.place(pair.math, STARTS[3])
    pair.two.timetable.undo(pair.draft)
    pair.two.unplug(online=True)
    pair.sync()
    assert pair.two.syncing.unsent() == 0
    for desk in (pair.one, pair.two):
        assert pair.lesson(desk, pair.math).slot == STARTS[0]
    assert {kept.status for kept in pair.two.syncing.kept()} == {"conflict"}


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


@pytest.fixture
def read_by(pair: Pair, tmp_path: Path) -> Iterator[Callable[[str, str], tuple[Engine, Timetable, LocalStore]]]:
    """The file of somebody of the school, by name and role."""
    opened: list[tuple[Engine, LocalStore]] = []

    def open_it(name: str, role: str) -> tuple[Engine, Timetable, LocalStore]:
        store = LocalStore(tmp_path / f"{name}.db", bytes(32))
        engine = Engine(store, partial(_dial, pair.world, pair.world.sign_in(name)))
        engine.cycle()
        opened.append((engine, store))
        return engine, Timetable(store, Person(pair.world.id(name), name, frozenset({role}))), store

    yield open_it
    for engine, store in opened:
        engine.hang_up()
        store.close()


def test_a_teacher_reads_the_names_of_other_classes_on_published_lessons_and_nothing_else_of_them(pair: Pair, read_by) -> None:
    world = pair.world
    world.owner().execute("update ems.timetables set state = 'archived' where id = %s", (world.id("timetable"),))
    pair.one.timetable.publish(pair.draft)
    pair.one.sync()
    engine, timetable, store = read_by("budi", "guru")
    other = world.id("7b")
    assert timetable.sheet(pair.draft).classes[other] == "7B"
    with store.reading() as session:
        for table, column in (("classes", "id"), ("subjects", "scope_id"), ("enrolments", "scope_id")):
            assert session.exec_driver_sql(f"select count(*) from {table} where {column} = ?", (other,)).scalar_one() == 0
    with pair.one.store.change("Rombel") as made:
        made.session.execute(sa.update(t.classes).where(t.classes.c.id == other).values(name="7 Bintang"))
    pair.one.sync()
    engine.cycle()
    assert timetable.sheet(pair.draft).classes[other] == "7 Bintang"


def test_a_pupil_s_file_holds_no_name_but_of_the_own_class(pair: Pair, read_by) -> None:
    pair.world.owner().execute("update ems.timetables set state = 'archived' where id = %s", (pair.world.id("timetable"),))
    pair.one.timetable.publish(pair.draft)
    pair.one.sync()
    _, timetable, store = read_by("ani", "siswa")
    assert set(timetable.sheet(pair.draft).classes.values()) == {"7A"}
    with store.reading() as session:
        assert set(session.exec_driver_sql("select class_name from schedules").scalars()) == {"7A"}


def test_a_file_from_before_the_names_gets_them_at_the_next_pull(pair: Pair, read_by) -> None:
    _, timetable, store = read_by("budi", "guru")
    published = pair.world.id("timetable")
    with store.applying() as session:
        for event in ("update", "insert", "delete"):
            session.exec_driver_sql(f"drop trigger journal_schedules_{event}")
        session.exec_driver_sql("alter table schedules drop column class_name")
        session.exec_driver_sql("pragma user_version = 4")
    again = LocalStore(store.path, bytes(32))
    engine = Engine(again, partial(_dial, pair.world, pair.world.sign_in("budi")))
    assert pair.world.id("7b") not in Timetable(again, timetable._person).sheet(published).classes
    engine.cycle()
    assert Timetable(again, timetable._person).sheet(published).classes[pair.world.id("7b")] == "7B"
    engine.hang_up()
    again.close()
