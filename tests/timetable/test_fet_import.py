"""A FET file becomes a draft of the school: previewed without a trace, written as one step, taken back as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.week import Slot
from ems_desktop.services.people import Person
from ems_desktop.services.timetable_import import LONGEST, TimetableImport
from ems_desktop.store import tables as t
from tests.timetable.fets import activity, breaks, fet, not_available, room, start, together
from tests.timetable.school import OFFICE, School, uid

MATH, SCIENCE = ["01 GURU MATEMATIKA"], ["Guru IPA, S.Pd."]
GROUPS = {"7": ("7A", "7B", "7 Islam", "7 Kristen")}
PARTS = {"7A": ("7A i", "7A k"), "7B": ("7B i", "7B k"), "7 Islam": ("7A i", "7B i"), "7 Kristen": ("7A k", "7B k")}
FILE = fet(
    activity(1, "MATEMATIKA", ["7A"], teachers=MATH),
    activity(2, "IPA", ["7"], teachers=SCIENCE),
    activity(3, "IPS", ["7 Islam"], teachers=["Nobody"]),
    activity(4, "Fisika", ["7A"], teachers=MATH),
    groups=GROUPS, subgroups=PARTS, teachers=(*MATH, *SCIENCE, "Nobody"), rooms=("LAB",),
    constraints=[
        start(1, "Senin", "JP 1"), start(2, "Selasa", "JP 1", locked=False), room(2, "LAB"), breaks(("Senin", "JP 3")),
        not_available("Teacher", SCIENCE[0], ("Rabu", "JP 1"), ("Rabu", "JP 2")), not_available("StudentsSet", "7A", ("Jumat", "JP 4")),
    ],
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jadwal.fet"
    path.write_text(FILE, "utf-8")
    return path


@pytest.fixture
def service(school: School) -> TimetableImport:
    return TimetableImport(school.store, OFFICE)


def sets(school: School) -> int:
    with school.store.reading() as session:
        return int(session.execute(sa.text("select count(*) from outbox")).scalar_one())


def refused(code: int, act: Callable[..., object], *args: object) -> None:
    with pytest.raises(EmsError) as caught:
        act(*args)
    assert caught.value.code == code


def test_a_preview_leaves_no_trace(school: School, service: TimetableImport, file: Path):
    made = service.preview(file)
    assert made.counts == {"carried": 2, "noted": 1, "refused": 1}
    assert (made.missing_classes, made.missing_teachers, made.missing_rooms) == ((), ("Nobody",), ())
    assert (sets(school), school.service().versions()) == (0, ())


def test_the_draft_has_the_lessons_bells_and_closed_times_of_the_file(school: School, service: TimetableImport, file: Path):
    one = service.apply(service.preview(file), "FET 2016")
    sheet = school.service().sheet(one)
    assert (sheet.version.name, sheet.version.state, sheet.version.semester, sets(school)) == ("FET 2016", "draft", "20261", 1)
    said = {(sheet.classes[o.class_id], sheet.subjects[o.subject_id], o.slot, o.periods, o.locked, o.room_id) for o in sheet.week.lessons}
    science = Slot(2, 420, 500)
    assert said == {
        ("VII A", "Matematika", Slot(1, 420, 500), 2, True, None),
        ("VII A", "IPA", science, 2, False, school.room),
        ("VII B", "IPA", science, 2, False, school.room),
        ("VII A", "IPS", None, 2, False, None),
        ("VII B", "IPS", None, 2, False, None),
    }
    assert len(sheet.week.periods) == 20
    assert [p.title for p in sheet.week.periods if p.kind == "break"] == ["JP 3"]
    assert {(o.resource_id, o.slot) for o in sheet.week.unavailable} == {
        (school.teachers["IPA"], Slot(3, 420, 500)),
        (school.classes["VII A"], Slot(5, 540, 580)),
    }
    assert all_clashes(sheet.week) == {}


def test_joint_lessons_stay_together_and_apart_from_other_drafts(school: School, service: TimetableImport, file: Path):
    drafts = [school.service().sheet(service.apply(service.preview(file), f"Draf {n}")).week for n in (1, 2)]
    joints = [{one.joint for one in week.lessons if one.joint} for week in drafts]
    assert [len(one) for one in joints] == [2, 2]  # science of year 7, and social studies of the religion group
    assert joints[0].isdisjoint(joints[1])


def test_groups_of_one_time_are_together_and_apart_from_other_drafts(school: School, service: TimetableImport, tmp_path: Path):
    path = tmp_path / "kelompok.fet"
    taught = [activity(n, "IPS", [name], teachers=[]) for n, name in ((1, "7 Islam"), (2, "7 Kristen"))]
    path.write_text(fet(*taught, groups=GROUPS, subgroups=PARTS, constraints=[together(1, 2)]), "utf-8")
    drafts = [school.service().sheet(service.apply(service.preview(path), f"Draf {n}")).week for n in (1, 2)]
    parallels = [{(one.class_id, one.parallel) for one in week.lessons} for week in drafts]
    assert [len(one) for one in parallels] == [2, 2]  # both groups of a class share one
    assert parallels[0].isdisjoint(parallels[1])
    assert None not in {parallel for _, parallel in parallels[0]}


def test_an_import_is_taken_back_as_one_step(school: School, service: TimetableImport, file: Path):
    service.apply(service.preview(file), "FET")
    assert service.undo()
    assert school.service().versions() == ()
    with school.store.reading() as session:
        left = [session.execute(sa.select(sa.func.count()).where(~table.c.deleted)).scalar_one() for table in (t.schedules, t.periods)]
    assert left == [0, 0]


def test_the_published_bell_gives_the_times_where_it_has_the_hours(school: School, service: TimetableImport, file: Path):
    office = school.service()
    published = office.make(school.semester, "Terbit")
    office.publish(published)
    made = service.preview(file)
    bell = office.sheet(published).week.periods
    assert made.periods == tuple(sorted(bell, key=lambda one: one.slot))
    assert made.verdicts[0].lessons[0].slot == Slot(1, 460, 540)  # on Mondays the first lesson comes after the ceremony
    kept = office.sheet(service.apply(made, "FET")).week.periods
    assert [replace(one, id="") for one in kept] == [replace(one, id="") for one in bell]
    assert {one.id for one in kept}.isdisjoint(one.id for one in bell)


def test_a_school_that_changed_since_the_preview_is_looked_at_again(school: School, service: TimetableImport, file: Path):
    made = service.preview(file)
    with school.store.applying() as session:
        session.execute(sa.update(t.classes).where(t.classes.c.name == "VII B").values(name="VII C"))
    refused(1658, service.apply, made, "FET")
    again = service.refreshed(made)
    assert (again.missing_classes, sets(school)) == (("7B",), 0)
    assert service.apply(again, "FET")


def test_a_file_of_which_nothing_fits_makes_no_draft(school: School, service: TimetableImport, tmp_path: Path):
    path = tmp_path / "lain.fet"
    path.write_text(fet(activity(1, "Fisika", ["9A"])), "utf-8")
    refused(1657, service.apply, service.preview(path), "FET")
    assert sets(school) == 0


def test_only_the_office_imports(school: School, service: TimetableImport, file: Path):
    teacher = TimetableImport(school.store, Person(uid(), "Guru", frozenset({"guru"})))
    refused(1060, teacher.apply, service.preview(file), "FET")
    assert sets(school) == 0


def test_without_an_open_semester_there_is_nothing_to_import_into(school: School, service: TimetableImport, file: Path):
    with school.store.applying() as session:
        session.execute(sa.update(t.semesters).values(state="closed"))
    refused(1649, service.preview, file)


def test_a_school_too_large_for_one_step_is_said(school: School, service: TimetableImport, tmp_path: Path):
    path = tmp_path / "besar.fet"
    path.write_text(fet(*(activity(n, "IPA", ["7A"], hours=1) for n in range(5_001))), "utf-8")
    refused(1307, service.apply, service.preview(path), "FET")
    assert sets(school) == 0


def test_a_long_name_of_a_draft_is_cut(school: School, service: TimetableImport, file: Path):
    one = service.apply(service.preview(file), "x" * 80)
    assert school.service().sheet(one).version.name == "x" * LONGEST
