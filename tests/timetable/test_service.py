"""What the office does with a timetable, on a real file: refused before anything is written, undone as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed
from ems_desktop.domain.timetable.clashes import all_clashes, load
from ems_desktop.domain.timetable.week import Period, Slot
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.store import tables as t
from tests.timetable.school import FIRST, OFFICE, SECOND, THIRD, School, lesson, uid

DOUBLE = Slot(2, 420, 500)


@pytest.fixture
def service(school: School) -> Timetable:
    return school.service()


@pytest.fixture
def draft(school: School, service: Timetable) -> str:
    return service.make(school.semester, "Draf 1")


def written(school: School) -> int:
    with school.store.reading() as session:
        return int(session.execute(sa.text("select count(*) from outbox")).scalar_one())


def refused(school: School, code: int, act: Callable[..., object], *args: object) -> EmsError:
    """Refused with this code, and nothing was written."""
    before = written(school)
    with pytest.raises(EmsError) as error:
        act(*args)
    assert error.value.code == code
    assert written(school) == before
    return error.value


def test_a_new_draft_has_the_usual_bells_and_a_copy_has_everything(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", FIRST, room_id=school.room, locked=True)])
    service.set_unavailable(draft, "teacher", school.teachers["IPA"], [(THIRD, "MGMP")])
    sheet = service.sheet(draft)
    assert {period.slot.day for period in sheet.week.periods} == {1, 2, 3, 4, 5}
    assert sum(period.kind == "lesson" for period in sheet.week.periods) == 8 + 3 * 9 + 6
    copied = service.sheet(service.make(school.semester, "Draf 2", draft)).week
    assert [replace(mine, id="") for mine in copied.lessons] == [replace(lesson(service, draft, one), id="")]
    assert [replace(mine, id="") for mine in copied.periods] == [replace(mine, id="") for mine in sheet.week.periods]
    assert copied.unavailable == sheet.week.unavailable


def test_a_draft_from_the_subjects_has_their_hours_in_the_tray(school, service):
    sheet = service.sheet(service.make_draft())
    assert (sheet.version.name, sheet.version.semester, sheet.writable) == ("Draf 1", "20261", True)
    hours = {name: load(sheet.week)[one] for name, one in school.teachers.items()}
    assert {name: (one.placed, one.total) for name, one in hours.items()} == {"Matematika": (0, 10), "IPA": (0, 10), "IPS": (0, 8)}
    assert [one.periods for one in sheet.week.lessons if one.subject_id == school.subjects["VII A", "IPA"]].count(2) == 2


def test_names_come_with_the_week(school, service, draft):
    sheet = service.sheet(draft)
    assert list(sheet.classes.values()) == ["VII A", "VII B"]
    assert set(sheet.subjects.values()) == {"Matematika", "IPA", "IPS"}
    assert list(sheet.teachers.values()) == ["Guru IPA", "Guru IPS", "Guru Matematika"]
    assert list(sheet.rooms.values()) == ["Lab"]


def test_a_lesson_is_placed_moved_taken_out_and_all_of_it_undone(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", periods=2)])
    service.place(one, FIRST)
    assert lesson(service, draft, one).slot == DOUBLE
    service.unplace(one)
    assert lesson(service, draft, one).slot is None
    service.undo(draft)
    assert lesson(service, draft, one).slot == DOUBLE
    service.undo(draft)
    assert lesson(service, draft, one).slot is None
    service.redo(draft)
    assert lesson(service, draft, one).slot == DOUBLE


def test_a_taken_place_names_both_lessons_who_when_and_where_it_is_free(school, service, draft):
    mine, _other = service.add(draft, [school.new("VII A", "IPA"), school.new("VII B", "IPA", FIRST)])
    error = refused(school, 1640, service.place, mine, FIRST)
    assert error.text() == (
        "IPA VII A cannot stand on Tuesday 07:00–07:40: Guru IPA has IPA VII B then. Free: Monday 07:40, Monday 08:20, Monday 09:00."
    )


def test_a_closed_time_a_short_place_and_a_locked_lesson_are_refused(school, service, draft):
    mine, double = service.add(draft, [school.new("VII A", "IPA"), school.new("VII A", "IPS", periods=2)])
    service.set_unavailable(draft, "teacher", school.teachers["IPA"], [(FIRST, "MGMP")])
    assert "MGMP" in refused(school, 1641, service.place, mine, FIRST).text()
    assert refused(school, 1642, service.place, double, Slot(2, 540, 580)).params["fits"] == 1
    assert refused(school, 1642, service.place, mine, Slot(2, 60, 100)).params["fits"] == 0
    service.lock(mine, True)
    for act, args in ((service.place, (mine, SECOND)), (service.unplace, (mine,)), (service.remove, (mine,)), (service.split, (mine, 1))):
        refused(school, 1643, act, *args)
    service.lock(mine, False)
    service.place(mine, SECOND)
    assert lesson(service, draft, mine).slot == SECOND


def test_a_swap_is_one_whole_set_and_one_step(school, service, draft):
    one, two = service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", SECOND)])
    before = written(school)
    service.swap(one, two)
    assert written(school) == before + 1
    assert (lesson(service, draft, one).slot, lesson(service, draft, two).slot) == (SECOND, FIRST)
    service.undo(draft)
    assert (lesson(service, draft, one).slot, lesson(service, draft, two).slot) == (FIRST, SECOND)


def test_a_swap_that_cannot_be_is_refused(school, service, draft):
    one, two, elsewhere, tray = service.add(
        draft,
        [
            school.new("VII A", "IPA", FIRST),
            school.new("VII A", "IPS", SECOND),
            school.new("VII B", "IPS", FIRST),
            school.new("VII B", "IPA"),
        ],
    )
    assert refused(school, 1640, service.swap, one, two).params["other"] == "IPS VII B"
    refused(school, 1644, service.swap, one, tray)
    service.lock(elsewhere, True)
    refused(school, 1643, service.swap, one, elsewhere)


def test_lessons_of_a_joint_move_together(school, service, draft):
    joint = uid()
    both = [school.new(cls, "IPA", joint=joint, teachers=(school.teachers["IPA"],)) for cls in ("VII A", "VII B")]
    one, two, _busy = service.add(draft, [*both, school.new("VII B", "IPS", FIRST)])
    refused(school, 1640, service.place, one, FIRST)
    service.place(one, SECOND)
    service.set_room(two, school.room)
    assert [(found.slot, found.room_id) for found in (lesson(service, draft, one), lesson(service, draft, two))] == [
        (SECOND, school.room)
    ] * 2


def test_room_and_teachers_are_changed_where_they_are_free(school, service, draft):
    one, two = service.add(draft, [school.new("VII A", "IPA", FIRST, room_id=school.room), school.new("VII B", "IPS", FIRST)])
    refused(school, 1640, service.set_room, two, school.room)
    refused(school, 1640, service.set_teachers, two, [school.teachers["IPA"]])
    service.set_teachers(two, [school.teachers["Matematika"], school.teachers["IPS"]])
    assert set(lesson(service, draft, two).teachers) == {school.teachers["Matematika"], school.teachers["IPS"]}
    service.set_teachers(two, [school.teachers["Matematika"]])
    assert lesson(service, draft, two).teachers == (school.teachers["Matematika"],)
    service.undo(draft)
    assert len(lesson(service, draft, two).teachers) == 2
    service.set_room(one, None)
    service.set_room(two, school.room)
    assert lesson(service, draft, two).room_id == school.room


def test_a_lesson_is_split_and_removed(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", Slot(2, 420, 540), periods=3)])
    service.split(one, 2)
    kept, rest = sorted(service.sheet(draft).week.lessons, key=lambda found: found.slot is None)
    assert (kept.id, kept.periods, kept.slot) == (one, 2, DOUBLE)
    assert (rest.periods, rest.slot, rest.teachers) == (1, None, kept.teachers)
    service.remove(rest.id)
    assert [found.id for found in service.sheet(draft).week.lessons] == [one]
    service.split(one, 2)  # nothing would be left
    assert lesson(service, draft, one).periods == 2


def test_the_tray_is_filled_up_to_the_hours_of_a_subject(school, service, draft):
    subject = school.subjects["VII A", "IPA"]
    assert len(service.fill(draft, {subject: 5})) == 3
    assert service.fill(draft, {subject: 5}) == ()
    assert len(service.fill(draft, {subject: 6})) == 1


def test_the_bell_schedule_is_set_as_a_whole(school, service, draft):
    first, *others = service.sheet(draft).week.periods
    new = Period("", Slot(6, 420, 460), "lesson", "", number=1)
    service.set_periods(draft, [replace(first, title="Apel"), *others[1:], new])
    now = service.sheet(draft).week.periods
    assert (now[0].id, now[0].title) == (first.id, "Apel")
    assert others[0].id not in {one.id for one in now}
    assert now[-1].slot == new.slot
    service.undo(draft)
    assert service.sheet(draft).week.periods == (first, *others)
    refused(school, 1648, service.set_periods, draft, [first, replace(first, id="")])


def test_closed_times_are_set_as_a_whole(school, service, draft):
    teacher = school.teachers["IPA"]
    service.set_unavailable(draft, "teacher", teacher, [(FIRST, "a"), (SECOND, "b")])
    before = written(school)
    service.set_unavailable(draft, "teacher", teacher, [(SECOND, "b"), (FIRST, "a")])
    assert written(school) == before
    service.set_unavailable(draft, "teacher", teacher, [(SECOND, "b")])
    assert [(one.slot, one.reason) for one in service.sheet(draft).week.unavailable] == [(SECOND, "b")]


def test_publishing_puts_the_one_before_away_and_closes_the_draft(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", FIRST)])
    service.publish(draft, date(2026, 11, 30))
    second = service.make_draft(draft)
    service.publish(second)
    states = {version.id: (version.state, version.starts_on, version.writable) for version in service.versions()}
    assert states == {draft: ("archived", date(2026, 11, 30), False), second: ("published", None, False)}
    refused(school, 1645, service.place, one, SECOND)
    service.undo(second)
    assert {version.id: version.state for version in service.versions()} == {draft: "published", second: "draft"}


def test_a_draft_with_lessons_in_each_other_s_way_is_not_published(school, service, draft):
    service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", FIRST)])
    assert len(all_clashes(service.sheet(draft).week)) == 2
    error = refused(school, 1646, service.publish, draft)
    assert {error.params["lesson"], error.params["other"]} == {"IPA VII A", "IPS VII A"}


def test_a_teacher_sees_the_own_week_and_changes_nothing(school, service, draft):
    mine, _other = service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", SECOND)])
    teacher = school.service(Person(school.teachers["IPA"], "Guru IPA", frozenset({"guru"})))
    assert teacher.mine() is None
    service.publish(draft)
    sheet = teacher.mine("20261")
    assert sheet is not None
    assert [one.id for one in sheet.week.lessons] == [mine]
    assert teacher.mine("20252") is None
    assert not sheet.writable
    with pytest.raises(NotAllowed, match="EMS-1060"):
        teacher.place(mine, SECOND)


def test_a_pupil_s_week_is_what_is_in_the_file(school, service, draft):
    service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", SECOND)])
    service.publish(draft)
    sheet = school.service(Person(uid(), "Ani", frozenset({"siswa"}))).mine()
    assert sheet is not None
    assert len(sheet.week.lessons) == 2


def test_a_lesson_or_a_version_that_is_gone_is_said_so(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", FIRST)])
    service.remove(one)
    refused(school, 1647, service.place, one, SECOND)
    refused(school, 1647, service.place, uid(), SECOND)
    service.remove_version(draft)
    assert service.versions() == ()
    with pytest.raises(Mistake, match="EMS-1645"):
        service.sheet(draft)


def test_rooms_are_added_in_order(school, service, draft):
    service.add_room(" Lapangan ")
    assert list(service.sheet(draft).rooms.values()) == ["Lab", "Lapangan"]


def test_without_a_semester_no_draft_is_made(school):
    with school.store.applying() as session:
        session.execute(sa.update(t.semesters).values(state="closed"))
    refused(school, 1649, school.service(OFFICE).make_draft)
