"""The school's rooms: added, renamed, ordered and removed, on a real file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.store import tables as t
from tests.timetable.school import FIRST, School, lesson, uid


@pytest.fixture
def service(school: School) -> Timetable:
    return school.service()


@pytest.fixture
def draft(school: School, service: Timetable) -> str:
    return service.make(school.semester, "Draf 1")


def names(service: Timetable, draft: str) -> list[str]:
    return list(service.sheet(draft).rooms.values())


def refused(code: int, act: Callable[..., object], *args: object) -> EmsError:
    with pytest.raises(EmsError) as error:
        act(*args)
    assert error.value.code == code
    return error.value


def test_rooms_are_renamed_and_ordered_and_each_step_is_taken_back(school, service, draft):
    field = service.add_room("Lapangan")
    service.add_room("Aula")
    service.rename_room(field, " Lapangan  Basket ")
    service.move_room(field, -1)
    assert names(service, draft) == ["Lapangan Basket", "Lab", "Aula"]
    service.move_room(field, -1)
    service.move_room(field, 9)
    assert names(service, draft) == ["Lab", "Aula", "Lapangan Basket"]
    for _ in range(4):
        service.undo_rooms()
    assert names(service, draft) == ["Lab", "Lapangan"]


@pytest.mark.parametrize(("typed", "code"), [("  ", 1690), ("x" * 61, 1690), ("lab", 1691)])
def test_a_name_that_is_none_or_taken_is_refused(service, draft, typed, code):
    other = service.add_room("Aula")
    refused(code, service.add_room, typed)
    refused(code, service.rename_room, other, typed)
    assert names(service, draft) == ["Lab", "Aula"]


def test_a_room_may_change_the_letters_of_its_own_name(school, service, draft):
    service.rename_room(school.room, "LAB")
    assert names(service, draft) == ["LAB"]


def test_a_room_that_lessons_use_is_not_removed_silently(school, service, draft):
    one, two = service.add(draft, [school.new("VII A", "IPA", FIRST, room_id=school.room), school.new("VII A", "IPS", room_id=school.room)])
    error = refused(1693, service.remove_room, school.room)
    assert (error.params["room"], error.params["count"]) == ("Lab", 2)
    service.remove_room(school.room, clear=True)
    assert names(service, draft) == []
    assert [lesson(service, draft, each).room_id for each in (one, two)] == [None, None]
    service.undo_rooms()
    assert names(service, draft) == ["Lab"]
    assert lesson(service, draft, one).room_id == school.room


def test_what_is_published_keeps_the_name_of_a_room_that_is_gone(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", FIRST, room_id=school.room)])
    service.publish(draft)
    service.remove_room(school.room)
    assert lesson(service, draft, one).room_id == school.room
    assert names(service, draft) == ["Lab"]
    assert names(service, service.make_draft()) == []


def test_a_removed_room_does_not_come_back_over_a_lesson_that_has_its_place(school, service, draft):
    other = service.add_room("Aula")
    mine, theirs = service.add(draft, [school.new("VII A", "IPA", FIRST, room_id=school.room), school.new("VII B", "IPS", FIRST)])
    service.set_room(theirs, other)
    service.remove_room(school.room, clear=True)
    with school.store.change("Ruang", place="elsewhere") as made:  # a colleague gives the room to another lesson meanwhile
        made.session.execute(sa.update(t.schedules).where(t.schedules.c.id == theirs).values(room_id=school.room))
    error = refused(1695, service.undo_rooms)
    assert {error.params["lesson"], error.params["other"]} == {"IPA VII A", "IPS VII B"}
    assert lesson(service, draft, mine).room_id is None


def test_a_room_that_is_gone_is_said_so_and_only_the_office_keeps_them(school, service):
    service.remove_room(school.room)
    for act, args in ((service.rename_room, ("Aula",)), (service.move_room, (1,)), (service.remove_room, ())):
        refused(1692, act, school.room, *args)
    teacher = school.service(Person(uid(), "Guru", frozenset({"guru"})))
    with pytest.raises(NotAllowed, match="EMS-1060"):
        teacher.add_room("Aula")
    with pytest.raises(Mistake, match="EMS-1692"):
        service.remove_room(uid())
