"""The demo school's timetable: rooms, closed times, a published version that is placed greedily without a clash, and a draft that goes on."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ems_desktop.domain.timetable.bells import chunks, minute, usual_bells
from ems_desktop.domain.timetable.clashes import Index
from ems_desktop.domain.timetable.week import Lesson, Slot, Unavailable, Week
from ems_desktop.services.roster_views import SubjectRow
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson

Unit = tuple[Lesson, ...]  # lessons that shall stand at one time: one, or the religion groups of a class
SEED = 8  # of the order in which lessons are placed
IN_HAND = 3  # lessons that the draft has in the tray besides


def timetable(service: Timetable, rosters: Rosters, staff: Mapping[str, str], content: Mapping[str, Any], semester_id: str) -> None:
    """Both versions, by the office. `content`: the demo school's plan."""
    plan = content["timetable"]
    rooms = {name: service.add_room(name) for name in (*plan["rooms"], *(f"R. {one.name}" for one in rosters.classes()))}
    one = service.make(semester_id, plan["name"])
    closed = [
        Unavailable("teacher", staff[key], Slot(day, minute(start), minute(end)), why) for key, day, start, end, why in plan["closed"]
    ]
    for away in closed:
        service.set_unavailable(one, "teacher", away.resource_id, [(away.slot, away.reason)])
    placed = arrange(_units(rosters, rooms, plan), closed)
    service.add(one, [_new(lesson) for lesson in placed])
    service.publish(one, date.fromisoformat(plan["starts_on"]))
    _draft(service, one)


def _draft(service: Timetable, published: str) -> None:
    """A copy in which one lesson is locked and a few wait for another place."""
    two = service.make_draft(published)
    lessons = [lesson for lesson in service.sheet(two).week.lessons if lesson.slot and lesson.periods == 2 and not lesson.parallel]
    service.lock(lessons[0].id, True)
    for lesson in lessons[1 : IN_HAND + 1]:
        service.unplace(lesson.id)


def _units(rosters: Rosters, rooms: Mapping[str, str], plan: Mapping[str, Any]) -> list[Unit]:
    """What is to be placed. Religions of a class are taught at one time; those of one teacher to all of his groups together."""
    units: list[Unit] = []
    for cls in rosters.classes():
        subjects = rosters.subjects(cls.id)
        for subject in subjects:
            if not subject.religion:
                for n, hours in enumerate(chunks(plan["hours"][subject.code])):
                    room = plan["room_of"].get(f"{subject.code}{n + 1}") or plan["room_of"].get(subject.code, f"R. {cls.name}")
                    units.append((_lesson(subject, cls.id, hours, rooms[room]),))
        units += _religions([one for one in subjects if one.religion], cls.id, rooms[f"R. {cls.name}"], plan["hours"]["religion"])
    return units


def _religions(subjects: Sequence[SubjectRow], class_id: str, room_id: str, hours: int) -> list[Unit]:
    """The first, Islam, stays in the class's room."""
    units = []
    for part in chunks(hours):
        parallel, joints = _id(), {subject.teacher_ids: _id() for subject in subjects}
        units.append(
            tuple(
                replace(
                    _lesson(subject, class_id, part, room_id if subject is subjects[0] else None),
                    parallel=parallel,
                    joint=joints[subject.teacher_ids] if sum(one.teacher_ids == subject.teacher_ids for one in subjects) > 1 else None,
                )
                for subject in subjects
            )
        )
    return units


def _lesson(subject: SubjectRow, class_id: str, hours: int, room_id: str | None) -> Lesson:
    return Lesson(_id(), class_id, subject.id, subject.teacher_ids, hours, room_id=room_id)


def _id() -> str:
    return str(uuid.uuid4())


def _new(one: Lesson) -> NewLesson:
    return NewLesson(one.class_id, one.subject_id, one.periods, one.teachers, one.slot, one.room_id, one.joint, one.parallel)


def arrange(units: Sequence[Unit], closed: Iterable[Unavailable]) -> tuple[Lesson, ...]:
    """Whoever has most to teach first, long lessons before short ones; each where nothing is in its way, on a day without that subject
    if there is one, as early as can be. What finds no place stays in the tray."""
    load: dict[str, int] = {}
    for lesson in (one for unit in units for one in unit):
        for teacher in lesson.teachers:
            load[teacher] = load.get(teacher, 0) + lesson.periods
    order = list(units)
    random.Random(SEED).shuffle(order)  # noqa: S311 - a school, not a secret
    order.sort(key=lambda unit: (-len(unit), -unit[0].periods, -max(load[teacher] for one in unit for teacher in one.teachers)))
    week = Week((), usual_bells(), tuple(closed))
    for unit in order:
        week = replace(week, lessons=(*week.lessons, *_placed(week, unit)))
    return week.lessons


def _placed(week: Week, unit: Unit) -> Unit:
    index = Index(week)
    taught = {lesson.slot.day for lesson in week.lessons if lesson.slot and lesson.subject_id == unit[0].subject_id}
    free = [
        place.slot
        for place in index.places(unit[0])
        if place.verdict == "free" and not any(index.clashes(one, place.slot) for one in unit[1:])
    ]
    slot = min(free, key=lambda slot: (slot.day in taught, slot.start, slot.day), default=None)
    return tuple(replace(one, slot=slot) for one in unit)
