"""The week as it is read: one entry for a joint lesson, groups of a class together, rows on the true clock."""

from __future__ import annotations

from dataclasses import replace

from ems_desktop.domain.timetable.sheet import book, school_grid, week_grid
from ems_desktop.domain.timetable.week import Lesson, Slot, Week
from tests.timetable.books import HEADING, NAMES, bell, lessons, small_book


def test_whoever_has_a_lesson_has_a_sheet():
    made = small_book()
    assert [one.name for one in made.classes] == ["VII A", "VII B", "VIII A"]
    assert [one.name for one in made.teachers] == ["Hendra Gunawan, S.Pd.", "Sri Wahyuni, M.Pd.", "H. Fathoni", "Maria Sitompul, S.Th."]
    assert [one.name for one in made.rooms] == ["Lab IPA", "Lapangan"]


def test_a_joint_lesson_is_one_entry_with_all_its_classes_and_counts_once():
    hendra = small_book().teachers[0]
    assert [(one.id, one.classes) for one in hendra.entries] == [("1", ("VII A",)), ("9", ("VIII A",)), ("j", ("VII A", "VII B"))]
    assert hendra.hours == 4


def test_what_waits_in_the_tray_is_on_no_sheet():
    assert [one.subject for one in small_book().classes[1].entries] == ["Pendidikan Agama Kristen", "PJOK"]


def test_groups_of_a_class_share_one_block():
    made = small_book()
    (block,) = [b for b in week_grid(made.days, made.periods, made.classes[0].entries).blocks if b.left == 2 and b.entries]
    assert [one.subject for one in block.entries] == ["PAI", "Pendidikan Agama Kristen"]


def test_rows_end_where_something_begins_on_any_day():
    made = small_book()
    grid = week_grid(made.days, made.periods, ())
    assert [(row.start, row.end) for row in grid.rows][:4] == [(420, 455), (455, 460), (460, 490), (490, 500)]
    assert all(row.start < row.end for row in grid.rows)


def test_a_break_in_which_a_lesson_stands_is_not_shown():
    over = Lesson("1", "a", "mtk", ("h",), 1, Slot(2, 540, 560))
    made = book(HEADING, Week((over,), bell()), NAMES)
    pauses = {b.left for b in week_grid(made.days, made.periods, made.classes[0].entries).blocks if b.pause and b.pause.kind == "break"}
    assert pauses == {0, 2, 3, 4}


def test_a_break_of_all_classes_is_one_block_across_the_school():
    grid = school_grid(small_book())
    pauses = [one for one in grid.blocks if one.pause]
    assert {(one.left, one.right) for one in pauses} == {(0, 2)}
    assert len(pauses) == 6  # five breaks and the ceremony
    assert [row.day for row in grid.rows] == sorted(row.day for row in grid.rows)


def test_names_that_are_gone_are_said_as_unknown():
    made = book(HEADING, Week((replace(lessons()[0], subject_id="gone", room_id="gone", teachers=("gone",)),), bell()), NAMES)
    (entry,) = made.classes[0].entries
    assert (entry.subject, entry.room, entry.teachers) == ("?", "?", ("?",))


def test_a_school_without_lessons_or_bell_has_empty_sheets():
    made = book(HEADING, Week((), ()), NAMES)
    assert (made.days, week_grid(made.days, made.periods, ()).rows, school_grid(made).blocks) == ((), (), ())
