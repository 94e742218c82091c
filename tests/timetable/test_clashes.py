"""What stands in a lesson's way, where it may go, and who teaches how much: rules over a week, no I/O."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, cast

from ems_desktop.domain.timetable.clashes import Load, all_clashes, clashes, index, load, places, unplaced
from ems_desktop.domain.timetable.week import Lesson, Period, Resource, Slot, Unavailable, Week

FIRST, SECOND = Slot(1, 420, 460), Slot(1, 460, 500)
BOTH = Slot(1, 420, 500)
PERIODS = (
    Period("p1", FIRST, "lesson", "1", number=1),
    Period("p2", SECOND, "lesson", "2", number=2),
    Period("rest", Slot(1, 500, 515), "break", "Istirahat"),
    Period("p3", Slot(1, 515, 555), "lesson", "3", number=3),
    Period("p4", Slot(2, 420, 460), "lesson", "1", number=1),
)


def lesson(name: str, where: Slot | None = None, *, cls: str = "7A", teacher: str = "ani", periods: int = 1, **more: Any) -> Lesson:
    return Lesson(name, cls, f"subject of {name}", (teacher,), periods, where, **more)


def week(*lessons: Lesson, closed: tuple[Unavailable, ...] = ()) -> Week:
    return Week(lessons, PERIODS, closed)


def test_class_teacher_and_room_can_each_be_taken_by_another_lesson():
    other = lesson("b", FIRST, room_id="lab")
    mine = lesson("a", room_id="lab")
    found = clashes(week(mine, other), mine, BOTH)
    assert [(one.resource, one.resource_id, one.other) for one in found] == [
        ("class", "7A", other),
        ("teacher", "ani", other),
        ("room", "lab", other),
    ]
    assert {one.slot for one in found} == {FIRST}


def test_lessons_that_only_touch_are_not_in_each_others_way():
    mine = lesson("a")
    assert clashes(week(mine, lesson("b", FIRST)), mine, SECOND) == ()


def test_a_lesson_is_not_in_its_own_way():
    mine = lesson("a", FIRST)
    assert clashes(week(mine), mine, FIRST) == ()


def test_groups_of_one_class_share_its_time_but_not_a_teacher():
    islam = lesson("islam", FIRST, parallel="agama")
    kristen = lesson("kristen", teacher="beni", parallel="agama")
    assert clashes(week(islam, kristen), kristen, FIRST) == ()
    (clash,) = clashes(week(islam, kristen), replace(kristen, teachers=("ani",)), FIRST)
    assert (clash.resource, clash.other) == ("teacher", islam)


def test_lessons_of_a_joint_share_teacher_and_room_and_are_judged_together():
    mine, theirs = lesson("a", joint="j", room_id="hall"), lesson("b", cls="7B", joint="j", room_id="hall")
    in_7b = lesson("c", FIRST, cls="7B", teacher="beni")
    (clash,) = clashes(week(mine, theirs, in_7b), mine, FIRST)
    assert (clash.resource, clash.resource_id, clash.other) == ("class", "7B", in_7b)
    assert clashes(week(mine, theirs, in_7b), mine, SECOND) == ()
    assert all_clashes(week(replace(mine, slot=SECOND), replace(theirs, slot=SECOND))) == {}


def test_a_time_that_is_closed_for_teacher_room_or_class_is_named_with_its_reason():
    mine = lesson("a", room_id="lab")
    closed = tuple(
        Unavailable(kind, who, FIRST, kind)
        for kind, who in cast("list[tuple[Resource, str]]", [("teacher", "ani"), ("room", "lab"), ("class", "7A"), ("teacher", "beni")])
    )
    found = clashes(week(mine, closed=closed), mine, FIRST)
    assert [(one.resource, one.reason, one.other) for one in found] == [
        ("class", "class", None),
        ("teacher", "teacher", None),
        ("room", "room", None),
    ]


def test_places_are_all_starts_and_a_break_ends_the_hours_in_a_row():
    mine = lesson("a", periods=2)
    found = places(week(mine), mine)
    assert [(one.slot, one.verdict, one.fits) for one in found] == [
        (BOTH, "free", 2), (SECOND, "blocked", 1), (Slot(1, 515, 555), "blocked", 1), (Slot(2, 420, 460), "blocked", 1),
    ]  # fmt: skip


def test_two_shifts_of_a_day_are_two_rows_of_hours():
    mine = lesson("a", periods=2)
    afternoon = (Period("s1", Slot(1, 500, 540), "lesson", "1", shift=2, number=1),)
    found = index(Week((mine,), (PERIODS[1], *afternoon))).places(mine)
    assert [one.fits for one in found] == [1, 1]


def test_a_place_held_by_one_lesson_that_could_stand_in_the_old_one_is_a_swap():
    mine, other = lesson("a", FIRST), lesson("b", SECOND, teacher="beni")
    by_slot = {one.slot: one for one in places(week(mine, other), mine)}
    assert (by_slot[SECOND].verdict, by_slot[SECOND].swap) == ("swap", other)
    assert by_slot[FIRST].verdict == "free"


def test_no_swap_with_a_locked_lesson_one_that_is_busy_then_one_of_other_length_or_from_the_tray():
    mine, other = lesson("a", FIRST), lesson("b", SECOND, teacher="beni")
    elsewhere = lesson("c", FIRST, cls="8A", teacher="beni")

    def verdict(*lessons: Lesson) -> str:
        return {one.slot: one for one in places(week(*lessons), lessons[0])}[SECOND].verdict

    assert verdict(mine, replace(other, locked=True)) == "blocked"
    assert verdict(mine, other, elsewhere) == "blocked"
    assert verdict(replace(mine, slot=None), other) == "blocked"
    assert verdict(replace(mine, slot=Slot(2, 420, 460)), replace(other, slot=BOTH, periods=2)) == "blocked"
    assert verdict(mine, other, lesson("d", SECOND, cls="8B")) == "blocked"


def test_a_joint_swaps_as_a_whole():
    mine = lesson("a", FIRST)
    pair = (lesson("b", SECOND, teacher="beni", joint="j"), lesson("c", SECOND, cls="7B", teacher="beni", joint="j"))
    at_second = {one.slot: one for one in places(week(mine, *pair), mine)}[SECOND]
    assert (at_second.verdict, at_second.swap) == ("swap", pair[0])
    blocked = {one.slot: one for one in places(week(mine, *pair, lesson("d", FIRST, cls="7B", teacher="citra")), mine)}[SECOND]
    assert blocked.verdict == "blocked"


def test_clashes_that_stand_already_are_found_on_both_sides():
    one, two = lesson("a", FIRST), lesson("b", FIRST, cls="7B")
    found = all_clashes(week(one, two, lesson("c", SECOND)))
    assert {name: [clash.other for clash in why] for name, why in found.items()} == {"a": [two], "b": [one]}


def test_load_counts_hours_of_a_joint_once_and_what_waits_in_the_total():
    lessons = (lesson("a", FIRST, joint="j"), lesson("b", FIRST, cls="7B", joint="j"), lesson("c", periods=2), lesson("d", teacher="beni"))
    assert load(week(*lessons)) == {"ani": Load(1, 3), "beni": Load(0, 1)}
    assert [one.id for one in unplaced(week(*lessons))] == ["c", "d"]


def test_the_places_of_a_lesson_in_a_school_of_forty_classes_come_within_a_frame():
    periods = tuple(
        Period(f"{day}-{n}", Slot(day, 420 + 40 * n, 460 + 40 * n), "lesson", "", number=n + 1) for day in range(1, 6) for n in range(8)
    )
    lessons = tuple(
        lesson(f"{cls}-{n}", hour.slot, cls=f"c{cls}", teacher=f"t{(cls + n) % 60}") for cls in range(40) for n, hour in enumerate(periods)
    )
    school = Week(lessons, periods)
    index(school)
    begun = time.perf_counter()
    found = places(school, lessons[0])
    assert len(found) == 40
    assert time.perf_counter() - begun < 0.016
