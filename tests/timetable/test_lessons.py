"""Lessons made longer, shorter and one, what is not undone any more, and refusals that another place settles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.timetable.week import Slot
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_writing import when
from ems_desktop.store import tables as t
from tests.timetable.school import FIRST, SECOND, THIRD, School, lesson, uid

DOUBLE, TRIPLE = Slot(2, 420, 500), Slot(2, 420, 540)


@pytest.fixture
def service(school: School) -> Timetable:
    return school.service()


@pytest.fixture
def draft(school: School, service: Timetable) -> str:
    return service.make(school.semester, "Draf 1")


def refused(code: int, act: Callable[..., object], *args: object) -> EmsError:
    with pytest.raises(EmsError) as error:
        act(*args)
    assert error.value.code == code
    return error.value


def test_a_lesson_is_made_longer_and_shorter_where_it_stands(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", FIRST)])
    service.set_length(one, 3)
    assert (lesson(service, draft, one).periods, lesson(service, draft, one).slot) == (3, TRIPLE)
    service.set_length(one, 2)
    assert (lesson(service, draft, one).periods, lesson(service, draft, one).slot) == (2, DOUBLE)
    service.undo(draft)
    assert lesson(service, draft, one).slot == TRIPLE


def test_a_lesson_in_the_tray_has_any_length(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA")])
    service.set_length(one, 4)
    assert (lesson(service, draft, one).periods, lesson(service, draft, one).slot) == (4, None)


def test_a_longer_lesson_that_meets_another_or_a_break_is_refused(school, service, draft):
    one, _other = service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", SECOND)])
    assert refused(1640, service.set_length, one, 2).params["other"] == "IPS VII A"
    assert refused(1642, service.set_length, one, 5).params["fits"] == 4
    service.lock(one, True)
    refused(1643, service.set_length, one, 2)
    assert lesson(service, draft, one).slot == FIRST


def test_two_and_one_become_three_where_the_first_stands(school, service, draft):
    (one,) = service.add(draft, [school.new("VII A", "IPA", TRIPLE, periods=3)])
    service.split(one, 2)
    rest = next(found for found in service.sheet(draft).week.lessons if found.slot is None)
    service.join(one, rest.id)
    assert [(found.id, found.periods, found.slot) for found in service.sheet(draft).week.lessons] == [(one, 3, TRIPLE)]
    service.undo(draft)
    assert sorted(found.periods for found in service.sheet(draft).week.lessons) == [1, 2]


def test_neighbours_are_joined_and_what_is_in_the_way_refuses_it(school, service, draft):
    one, two, other = service.add(
        draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPA", SECOND), school.new("VII A", "IPS", THIRD)]
    )
    service.join(one, two)
    assert lesson(service, draft, one).slot == DOUBLE
    (more,) = service.add(draft, [school.new("VII A", "IPA")])
    assert refused(1640, service.join, one, more).params["other"] == "IPS VII A"
    service.unplace(other)
    service.join(one, more)
    assert lesson(service, draft, one).slot == TRIPLE


def test_only_lessons_of_the_same_classes_and_subject_are_joined(school, service, draft):
    joint = uid()
    one, two, elsewhere, both, _second = service.add(
        draft,
        [school.new("VII A", "IPA"), school.new("VII A", "IPS"), school.new("VII B", "IPA")]
        + [school.new(cls, "IPA", joint=joint) for cls in school.classes],
    )
    for other in (two, elsewhere, both, one):
        refused(1694, service.join, one, other)
    service.lock(one, True)
    (more,) = service.add(draft, [school.new("VII A", "IPA")])
    refused(1643, service.join, more, one)
    assert len(service.sheet(draft).week.lessons) == 6


def test_classes_of_a_joint_grow_and_are_joined_together(school, service, draft):
    first, second = uid(), uid()
    made = service.add(draft, [school.new(cls, "IPA", joint=one) for one in (first, second) for cls in school.classes])
    service.place(made[0], FIRST)
    service.join(made[1], made[2])
    assert [(found.periods, found.slot) for found in service.sheet(draft).week.lessons] == [(2, DOUBLE)] * 2


def test_a_split_group_still_stands_beside_the_others(school, service, draft):
    group = uid()
    (one,) = service.add(draft, [school.new("VII A", "IPA", periods=2, parallel=group)])
    service.split(one, 1)
    assert {found.parallel for found in service.sheet(draft).week.lessons} == {group}


def test_an_undo_that_would_clash_is_refused_and_can_be_tried_again(school, service, draft):
    mine, other = service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", SECOND)])
    service.place(mine, THIRD)
    moved(school, other, FIRST)
    error = refused(1695, service.undo, draft)
    assert {error.params["lesson"], error.params["other"]} == {"IPA VII A", "IPS VII A"}
    assert error.params["name"] == "VII A"
    assert lesson(service, draft, mine).slot == THIRD
    moved(school, other, SECOND)
    service.undo(draft)
    assert lesson(service, draft, mine).slot == FIRST
    moved(school, other, THIRD)
    refused(1695, service.redo, draft)
    moved(school, other, SECOND)
    service.redo(draft)
    assert lesson(service, draft, mine).slot == THIRD


def test_a_clash_that_is_there_already_does_not_stand_in_the_way_of_undo(school, service, draft):
    mine, _other = service.add(draft, [school.new("VII A", "IPA", FIRST), school.new("VII A", "IPS", FIRST)])
    service.lock(mine, True)
    service.undo(draft)
    assert not lesson(service, draft, mine).locked


def moved(school: School, lesson_id: str, slot: Slot) -> None:
    """As a pull would bring it: by a colleague, past this computer's steps."""
    with school.store.applying() as session:
        session.execute(sa.update(t.schedules).where(t.schedules.c.id == lesson_id).values(when(slot)))


def test_a_refused_lesson_that_gets_another_place_waits_for_no_answer(school, service, draft):
    one, two, three = service.add(draft, [school.new("VII A", name) for name in ("IPA", "IPS", "Matematika")])
    for seq, lessons in ((1, (one, two)), (2, (three,))):
        for each in lessons:
            refuse(school, seq, draft, each)
    service.place(one, FIRST)
    assert waiting(school) == [three]
    service.remove(three)
    assert waiting(school) == []


def refuse(school: School, seq: int, draft: str, lesson_id: str) -> None:
    row = {"seq": seq, "scope": draft, "key": lesson_id}
    insert = "insert into conflict (seq, tbl, scope, key, status, mine, base, at) values (:seq, 'schedules', :scope, :key, 'refused', '{}', '{}', '')"
    with school.store.applying() as session:
        session.execute(sa.text(insert), row)


def waiting(school: School) -> list[str]:
    with school.store.reading() as session:
        return list(session.execute(sa.text("select key from conflict where choice is null")).scalars())
