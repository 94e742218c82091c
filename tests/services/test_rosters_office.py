"""What the office does with classes, subjects and pupils, and a pupil's card, on a real encrypted file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.services.finals import final_value
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.services.roster_views import NewSubject
from ems_desktop.services.rosters import Rosters
from ems_desktop.store import tables as t
from tests.offices import Office


@pytest.fixture
def office(store) -> Office:
    made = Office.opened(store)
    made.import_file()
    return made


def code_of(act) -> int:
    with pytest.raises(Mistake) as caught:
        act()
    return caught.value.code


def test_a_class_needs_a_name_with_a_level_that_is_free_in_its_year(office):
    made = office.rosters.add_class(" VII D ", 2026, office.staff[1])
    row = next(one for one in office.rosters.classes() if one.id == made)
    assert (row.name, row.grade_level, row.year, row.teacher, row.kind) == ("VII D", 7, 2026, "Ratna Wulandari", "regular")
    assert code_of(lambda: office.rosters.add_class("Kelas 7-a", 2026)) == 1232
    assert [code_of(lambda name=name: office.rosters.add_class(name, 2026)) for name in ("", "  ", "🙂", "Anggrek", "=1+1")] == [1233] * 5
    assert code_of(lambda: office.rosters.change_class(made, "7A", None)) == 1232
    office.rosters.change_class(made, "7D", None)
    assert office.rosters.add_class("7A", 2027), "another year is another class"


def test_a_class_is_removed_only_while_it_is_empty(office):
    first = office.rosters.classes()[0]
    assert code_of(lambda: office.rosters.remove_class(first.id)) == 1231
    made = office.rosters.add_class("7D", 2026)
    office.rosters.remove_class(made)
    assert all(one.id != made for one in office.rosters.classes())
    office.rosters.undo()
    assert any(one.id == made for one in office.rosters.classes())
    office.rosters.redo()
    assert all(one.id != made for one in office.rosters.classes())


def test_a_pupil_who_moves_gets_the_next_number_and_stays_grey_where_it_was(office):
    first, second = office.rosters.classes()[:2]
    pupil = office.rosters.pupils(first.id)[4]
    size = second.pupils
    office.rosters.move(pupil.id, second.id, date(2026, 9, 1))
    card = office.rosters.card(pupil.id)
    assert (card.pupil.class_name, card.pupil.number) == ("7B", size + 1)
    assert [(stay.class_name, stay.left_on) for stay in card.stays] == [("7B", None), ("7A", date(2026, 9, 1))]
    assert [one.left_on for one in office.rosters.pupils(first.id) if one.id == pupil.id] == [date(2026, 9, 1)]
    assert sum(one.id == pupil.id for one in office.rosters.pupils()) == 1, "once in the whole school"
    office.rosters.move(pupil.id, first.id, date(2026, 10, 1))
    assert office.rosters.card(pupil.id).pupil.class_name == "7A"


def test_nobody_leaves_before_having_joined(office):
    first, second = office.rosters.classes()[:2]
    pupil = office.rosters.pupils(first.id)[0]
    office.rosters.move(pupil.id, second.id, date(2026, 9, 10))
    assert code_of(lambda: office.rosters.leave(pupil.id, date(2026, 9, 1), "")) == 1236
    assert code_of(lambda: office.rosters.move(pupil.id, first.id, date(2026, 9, 1))) == 1236


def test_who_left_comes_back_by_being_put_into_a_class(office):
    first = office.rosters.classes()[0]
    pupil = office.rosters.pupils(first.id)[0]
    office.rosters.leave(pupil.id, date(2026, 9, 1), " pindah kota ")
    gone = office.rosters.card(pupil.id)
    assert (gone.state, gone.left_reason, gone.pupil.left_on) == ("left", "pindah kota", date(2026, 9, 1))
    office.rosters.move(pupil.id, first.id, date(2026, 10, 1))
    back = office.rosters.card(pupil.id)
    assert (back.state, back.pupil.left_on, back.pupil.class_name) == ("active", None, "7A")


def test_a_subject_with_marks_stays_one_without_goes(office, store):
    first = office.rosters.classes()[0]
    subject, other = office.rosters.add_subjects(
        [NewSubject(first.id, "IPA", "IPA", (office.staff[1],)), NewSubject(first.id, "IPS", "IPS")]
    )
    office.rosters.set_teachers(other, first.id, office.staff[1:3])
    assert [row.teacher_ids for row in office.rosters.subjects(first.id)] == [
        (office.staff[1],),
        tuple(sorted(office.staff[1:3], key=office.staff.index)[::-1]),
    ]
    sheet = store_sheet(store, subject)
    with store.applying() as session:
        session.execute(sa.insert(t.assessments).values(id="a1", scope_id=sheet, kind="lm", title="LM 1", rev=1))
    pupil = office.rosters.pupils(first.id)[0]
    Grades(store, office.person).enter(sheet, "x", [Entry("a1", pupil.id, Cell(Decimal(80)))])
    assert code_of(lambda: office.rosters.remove_subject(subject)) == 1235
    office.rosters.remove_subject(other)
    assert [row.name for row in office.rosters.subjects(first.id)] == ["IPA"]


def store_sheet(store, subject):
    with store.reading() as session:
        return session.execute(
            sa.select(t.grade_sheets.c.id).join(t.semesters, t.semesters.c.id == t.grade_sheets.c.semester_id)
            .where(t.grade_sheets.c.subject_id == subject, t.semesters.c.state == "open")
        ).scalar_one()  # fmt: skip


def test_searching_takes_what_is_typed_as_it_is(office):
    everybody = office.rosters.pupils()
    assert office.rosters.pupils(search=everybody[7].nisn[2:9])[0].id == everybody[7].id
    assert office.rosters.pupils(search=everybody[7].name.lower()[:5])
    for nonsense in ("%", "_", "' or 1=1 --", "🙂", "\\"):
        assert office.rosters.pupils(search=nonsense) == ()


def test_a_card_holds_derived_and_published_grades_of_all_semesters(store, small):
    grades = Grades(store, small.teacher)
    grades.enter(small.sheet_id, "x", [Entry(one, small.pupils[0], Cell(Decimal(70))) for one in small.assessments])
    rosters = Rosters(store, small.teacher, final_value)
    (subject,) = rosters.card(small.pupils[0]).subjects
    grade = subject.grades["20261"]
    assert (subject.subject, grade.value, grade.published, grade.below, grade.sheet_id) == (
        "Bahasa Indonesia",
        Decimal(70),
        False,
        True,
        small.sheet_id,
    )
    grades.publish(small.sheet_id, {small.pupils[0]: Decimal(0)})
    grade = rosters.card(small.pupils[0]).subjects[0].grades["20261"]
    assert (grade.value, grade.published) == (Decimal(0), True), "a published nought is a grade, too"
    assert rosters.card(small.pupils[1]).subjects[0].grades["20261"].value is None


def test_private_data_is_shown_to_the_office_only(office):
    pupil = office.rosters.pupils()[0]
    assert dict(office.rosters.card(pupil.id).private)["nik"]
    teacher = Rosters(office.store, Person(office.staff[1], "Ratna", frozenset({"guru"})), lambda _s, _p: None)
    assert teacher.card(pupil.id).private == ()


def test_only_the_office_changes_rosters(office):
    teacher = Rosters(office.store, Person(office.staff[1], "Ratna", frozenset({"guru"})), lambda _s, _p: None)
    first = office.rosters.classes()[0]
    for act in (lambda: teacher.add_class("7Z", 2026), lambda: teacher.number(first.id), lambda: teacher.leave("x", date(2026, 9, 1), "")):
        with pytest.raises(NotAllowed) as caught:
            act()
        assert caught.value.code == 1060
