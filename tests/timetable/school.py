"""A small school with a timetable to be made, in a local file as if it had been pulled: two classes, three teachers, a room."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.timetable.week import Lesson, Slot
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore


def uid() -> str:
    return str(uuid.uuid4())


OFFICE = Person(uid(), "Sri", frozenset({"kurikulum"}))
FIRST, SECOND, THIRD = Slot(2, 420, 460), Slot(2, 460, 500), Slot(2, 500, 540)


@dataclass
class School:
    """`subjects`: by class and name; each is taught by the teacher of its name."""

    store: LocalStore
    semester: str = field(default_factory=uid)
    classes: dict[str, str] = field(default_factory=lambda: {name: uid() for name in ("VII A", "VII B")})
    teachers: dict[str, str] = field(default_factory=lambda: {name: uid() for name in ("Matematika", "IPA", "IPS")})
    subjects: dict[tuple[str, str], str] = field(default_factory=dict)
    room: str = field(default_factory=uid)

    def __post_init__(self) -> None:
        self.subjects = {(cls, name): uid() for cls in self.classes for name in self.teachers}
        with self.store.applying() as session:
            self._put(session, t.semesters, {"id": self.semester, "scope_id": t.SCHOOL, "code": "20261", "state": "open"})
            self._put(session, t.rooms, {"id": self.room, "scope_id": t.SCHOOL, "name": "Lab"})
            for name, one in self.teachers.items():
                self._put(session, t.users, {"id": one, "scope_id": t.DIRECTORY, "name": f"Guru {name}", "role": "guru"})
                self._put(session, t.user_roles, {"user_id": one, "role": "guru", "scope_id": t.DIRECTORY})
            for name, one in self.classes.items():
                self._put(session, t.classes, {"id": one, "scope_id": one, "name": name, "grade_level": 7, "year": 2026})
            for (cls, name), one in self.subjects.items():
                scope = {"scope_id": self.classes[cls]}
                self._put(session, t.subjects, scope | {"id": one, "class_id": self.classes[cls], "name": name, "code": name})
                self._put(session, t.subject_teachers, scope | {"subject_id": one, "teacher_id": self.teachers[name]})

    @staticmethod
    def _put(session: Any, table: sa.Table, row: dict[str, Any]) -> None:
        session.execute(sa.insert(table), [row | {"rev": 1}])

    def service(self, person: Person = OFFICE) -> Timetable:
        return Timetable(self.store, person)

    def new(self, cls: str, name: str, slot: Slot | None = None, **more: Any) -> NewLesson:
        return NewLesson(self.classes[cls], self.subjects[cls, name], slot=slot, **more)


def lesson(service: Timetable, timetable_id: str, lesson_id: str) -> Lesson:
    return next(one for one in service.sheet(timetable_id).week.lessons if one.id == lesson_id)
