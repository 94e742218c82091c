"""The demo school's timetable is arranged without a clash, by rules alone."""

from __future__ import annotations

from dataclasses import replace

from ems_desktop.demo.timetable import arrange
from ems_desktop.domain.timetable.bells import usual_bells
from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.week import Lesson, Slot, Unavailable, Week

MORNING = Unavailable("teacher", "t1", Slot(2, 420, 580), "MGMP")


def school() -> list[tuple[Lesson, ...]]:
    """Six classes with six teachers of four hours, and religion in two groups, of which one teacher has two joined."""
    units: list[tuple[Lesson, ...]] = []
    for cls in map(str, range(6)):
        units += [(Lesson(f"{cls}{n}{part}", cls, f"{cls}{n}", (f"t{n}",), 2, room_id=f"r{cls}"),) for n in range(6) for part in range(2)]
        group = Lesson(f"{cls}r", cls, f"{cls}r", ("imam",), 2, parallel=cls)
        other = replace(group, id=f"{cls}s", teachers=("maria",), joint=f"j{cls}")
        units.append((group, other, replace(other, id=f"{cls}k")))
    return units


def test_everything_that_fits_is_placed_and_nothing_clashes():
    placed = arrange(school(), [MORNING])
    week = Week(placed, usual_bells(), (MORNING,))
    assert all_clashes(week) == {}
    assert sum(one.slot is None for one in placed) <= 2
    assert len(placed) == 6 * (12 + 3)


def test_groups_of_a_class_stand_together_and_the_same_school_is_arranged_the_same_way():
    one, two = arrange(school(), []), arrange(school(), [])
    assert one == two
    at = {lesson.id: lesson.slot for lesson in one}
    assert all(at[f"{cls}r"] == at[f"{cls}s"] == at[f"{cls}k"] for cls in range(6))


def test_who_has_no_time_at_all_stays_in_the_tray():
    never = [Unavailable("teacher", "t1", Slot(day, 0, 1439), "cuti") for day in range(1, 6)]
    placed = arrange(school(), never)
    assert {lesson.slot for lesson in placed if lesson.teachers == ("t1",)} == {None}
