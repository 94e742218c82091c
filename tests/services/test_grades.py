"""The grade sheet's use cases on a real encrypted file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.services.grade_views import Assessment, Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store import tables as t


@pytest.fixture
def grades(store, small):
    return Grades(store, small.teacher)


def entry(small, column: int, row: int, **cell: Any) -> Entry:
    return Entry(small.assessments[column], small.pupils[row], Cell(**cell))


def test_a_sheet_opens_with_its_columns_pupils_and_rules(grades, small):
    (ref,) = grades.sheets("20261")
    assert (ref.subject, ref.class_name, ref.mine, ref.teachers) == ("Bahasa Indonesia", "VIII B", True, ("Ratna Wulandari",))
    sheet = grades.sheet(small.sheet_id)
    assert [a.kind for a in sheet.assessments] == ["formatif", "lm", "lm", "lm", "lm", "sts", "sas"]
    assert [p.number for p in sheet.pupils] == [1, 2, 3, 4, 5]
    assert (sheet.kktp, sheet.rounding, sheet.writable, sheet.closed) == (75, "half_up", True, False)


def test_entered_cells_are_there_at_once_and_marked_unsent(grades, small):
    grades.enter(small.sheet_id, "two cells", [entry(small, 0, 0, value=Decimal("82.5")), entry(small, 1, 1, state="excused", note="izin")])
    sheet = grades.sheet(small.sheet_id)
    assert sheet.cell(small.assessments[0], small.pupils[0]) == Cell(Decimal("82.5"), mark="unsent")
    assert sheet.cell(small.assessments[1], small.pupils[1]) == Cell(state="excused", note="izin", mark="unsent")


def test_undo_and_redo_walk_many_steps_and_each_is_a_change_set(grades, small, store):
    for n in range(1, 6):
        grades.enter(small.sheet_id, f"step {n}", [entry(small, 0, 0, value=Decimal(70 + n))])
    seen = [grades.undo(small.sheet_id)[0].cell.value for _ in range(5)]
    assert seen == [Decimal(74), Decimal(73), Decimal(72), Decimal(71), None]
    assert grades.undo(small.sheet_id) == ()
    assert [grades.redo(small.sheet_id)[0].cell.value for _ in range(5)] == [
        Decimal(71),
        Decimal(72),
        Decimal(73),
        Decimal(74),
        Decimal(75),
    ]
    assert grades.redo(small.sheet_id) == ()
    with store.reading() as session:
        assert session.execute(sa.text("select count(*) from outbox")).scalar_one() == 15


def test_undo_leaves_alone_what_somebody_changed_since(grades, small, store):
    grades.enter(small.sheet_id, "mine", [entry(small, 0, n, value=Decimal(80)) for n in range(2)])
    with store.applying() as session:
        session.execute(sa.update(t.scores).where(t.scores.c.student_id == small.pupils[0]).values(value=99))
    assert [e.pupil for e in grades.undo(small.sheet_id)] == [small.pupils[1]]
    assert grades.sheet(small.sheet_id).cell(small.assessments[0], small.pupils[0]).value == Decimal(99)


def test_undo_survives_a_restart(grades, small, store):
    grades.enter(small.sheet_id, "before", [entry(small, 0, 0, value=Decimal(80))])
    again = Grades(store, small.teacher)
    assert again.undo(small.sheet_id)[0].cell.value is None


def test_a_new_step_after_undo_ends_what_could_be_redone(grades, small):
    for value in (70, 80):
        grades.enter(small.sheet_id, "x", [entry(small, 0, 0, value=Decimal(value))])
    grades.undo(small.sheet_id)
    grades.enter(small.sheet_id, "other", [entry(small, 1, 0, value=Decimal(60))])
    assert grades.redo(small.sheet_id) == ()


def test_columns_are_added_changed_moved_removed_and_brought_back(grades, small):
    new = grades.add_assessment(small.sheet_id, Assessment("", "lm", "LM 9", topic="Puisi", weight=Decimal(2)))
    titles = [a.title for a in grades.sheet(small.sheet_id).assessments if a.kind == "lm"]
    assert titles[-1] == "LM 9"
    column = next(a for a in grades.sheet(small.sheet_id).assessments if a.id == new)
    grades.change_assessment(small.sheet_id, replace(column, title="LM 10", locked=True))
    grades.enter(small.sheet_id, "in it", [Entry(new, small.pupils[0], Cell(Decimal(88)))])
    grades.remove_assessment(small.sheet_id, new)
    assert all(a.id != new for a in grades.sheet(small.sheet_id).assessments)
    grades.undo(small.sheet_id)
    sheet = grades.sheet(small.sheet_id)
    assert next(a for a in sheet.assessments if a.id == new).locked
    assert sheet.cell(new, small.pupils[0]).value == Decimal(88)


def test_history_tells_old_and_new_of_each_step(grades, small):
    grades.enter(small.sheet_id, "a", [entry(small, 0, 0, value=Decimal(70))])
    grades.enter(small.sheet_id, "b", [entry(small, 0, 0, value=Decimal("75.5"), note="remedial")])
    steps = grades.history(small.sheet_id, small.assessments[0], small.pupils[0])
    assert [(s.old.value, s.new.value, s.new.note, s.sent) for s in steps] == [
        (Decimal(70), Decimal("75.5"), "remedial", False),
        (None, Decimal(70), None, False),
    ]


def test_rules_of_a_sheet_override_the_offices_and_go_back(grades, small):
    grades.set_rules(small.sheet_id, kktp=70, rounding="down", weights={"lm": Decimal(60), "sts": Decimal(40)})
    sheet = grades.sheet(small.sheet_id)
    assert (sheet.kktp, sheet.rounding) == (70, "down")
    assert {k.kind: k.weight for k in sheet.kinds} == {"formatif": 0, "lm": 60, "sts": 40, "sas": 30}
    grades.set_rules(small.sheet_id)
    assert grades.sheet(small.sheet_id).kktp == 75


def test_a_sheet_of_a_closed_semester_or_of_another_teacher_cannot_be_written(grades, small, store):
    with store.applying() as session:
        session.execute(sa.text("update scope set can_write = 0"))
    with pytest.raises(NotAllowed) as caught:
        grades.enter(small.sheet_id, "x", [entry(small, 0, 0, value=Decimal(1))])
    assert caught.value.code == 1060
    with store.applying() as session:
        session.execute(sa.text("update scope set can_write = 1"))
        session.execute(sa.update(t.semesters).values(state="closed"))
    with pytest.raises(NotAllowed):
        grades.enter(small.sheet_id, "x", [entry(small, 0, 0, value=Decimal(1))])
    assert grades.sheet(small.sheet_id).closed


def test_a_sheet_that_is_not_here_gives_a_sentence(grades):
    with pytest.raises(NotAllowed) as caught:
        grades.sheet("00000000-0000-4000-8000-00000000dead")
    assert caught.value.code == 1061


def test_an_elective_lists_only_who_takes_it_and_a_religion_group_its_own(grades, small, store):
    with store.applying() as session:
        session.execute(sa.update(t.subjects).values(listed=True))
        session.execute(
            sa.insert(t.subject_students).values(subject_id=small.subject_id, student_id=small.pupils[2], scope_id=small.class_id, rev=1)
        )
    assert [p.id for p in grades.sheet(small.sheet_id).pupils] == [small.pupils[2]]
    with store.applying() as session:
        session.execute(sa.update(t.subjects).values(listed=False, religion="Hindu"))
        session.execute(sa.update(t.students).where(t.students.c.id == small.pupils[4]).values(religion="Hindu"))
    assert [p.id for p in grades.sheet(small.sheet_id).pupils] == [small.pupils[4]]


def test_the_published_grade_is_kept_beside_the_sheet(grades, small, store):
    grades.publish(small.sheet_id, {small.pupils[0]: Decimal(83), small.pupils[1]: Decimal(77)})
    grades.publish(small.sheet_id, {small.pupils[0]: Decimal(84), small.pupils[1]: Decimal(77)})
    with store.reading() as session:
        rows = session.execute(sa.select(t.grades.c.student_id, t.grades.c.grade_value, t.grades.c.semester)).all()
    assert {(r[0], r[1], r[2]) for r in rows} == {(small.pupils[0], Decimal(84), "20261"), (small.pupils[1], Decimal(77), "20261")}


def test_a_pupil_has_no_pen():
    assert Person("x", "X", frozenset({"siswa"})).pupil
    assert not Person("x", "X", frozenset({"siswa", "guru"})).pupil
