"""Times at which a class, teacher or room cannot be used: closing and opening them, as a rule and in a draft."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.closed import Closed, closed, opened
from ems_desktop.domain.timetable.week import Slot
from tests.timetable.school import FIRST, SECOND, THIRD, School

MORNING = Slot(2, 420, 540)
EDGES = range(420, 540, 20)
slots = st.builds(
    lambda day, edges: Slot(day, min(edges), max(edges) + 20),
    st.sampled_from((2, 3)),
    st.tuples(st.sampled_from(EDGES), st.sampled_from(EDGES)),
)
steps = st.lists(st.tuples(slots, st.sampled_from(("", "MGMP", "Rapat", None))), max_size=12)


def minutes_of(times: Closed) -> dict[tuple[int, int], str]:
    return {(slot.day, minute): reason for slot, reason in times for minute in range(slot.start, slot.end)}


@given(steps)
def test_each_minute_has_the_reason_of_the_last_step_over_it_and_no_two_stretches_meet(taken: list[tuple[Slot, str | None]]) -> None:
    times: Closed = ()
    wanted: dict[tuple[int, int], str] = {}
    for slot, reason in taken:
        times = opened(times, slot) if reason is None else closed(times, slot, reason)
        for minute in range(slot.start, slot.end):
            wanted.pop((slot.day, minute), None)
            if reason is not None:
                wanted[slot.day, minute] = reason
    assert minutes_of(times) == wanted
    assert sum(slot.end - slot.start for slot, _ in times) == len(wanted)
    assert list(times) == sorted(times)


def test_neighbours_of_one_reason_are_one_stretch_and_others_are_not():
    times = closed(closed((), FIRST, "MGMP"), SECOND, "MGMP")
    assert times == ((Slot(2, 420, 500), "MGMP"),)
    assert closed(times, THIRD, "Rapat") == ((Slot(2, 420, 500), "MGMP"), (THIRD, "Rapat"))


def test_opening_the_middle_leaves_both_sides_closed():
    assert opened(((MORNING, "MGMP"),), SECOND) == ((FIRST, "MGMP"), (THIRD, "MGMP"))


def test_a_closed_hour_is_one_step_that_ctrl_z_takes_back(school: School):
    service = school.service()
    draft, teacher = service.make(school.semester, "Draf 1"), school.teachers["IPA"]
    service.close_time(draft, "teacher", teacher, FIRST, " MGMP ")
    service.close_time(draft, "teacher", teacher, SECOND, "MGMP")
    assert [(one.slot, one.reason) for one in service.sheet(draft).week.unavailable] == [(Slot(2, 420, 500), "MGMP")]
    service.open_time(draft, "teacher", teacher, FIRST)
    assert [one.slot for one in service.sheet(draft).week.unavailable] == [SECOND]
    service.undo(draft)
    assert [one.slot for one in service.sheet(draft).week.unavailable] == [Slot(2, 420, 500)]
    for _ in range(2):
        service.undo(draft)
    assert service.sheet(draft).week.unavailable == ()


def test_a_lesson_that_stands_where_it_was_closed_is_a_clash_until_it_is_moved(school: School):
    service = school.service()
    draft = service.make(school.semester, "Draf 1")
    (mine,) = service.add(draft, [school.new("VII A", "IPA", FIRST)])
    service.close_time(draft, "class", school.classes["VII A"], FIRST, "Tes")
    assert [clash.reason for clash in all_clashes(service.sheet(draft).week)[mine]] == ["Tes"]
    service.place(mine, SECOND)
    assert all_clashes(service.sheet(draft).week) == {}
