"""The reference picture's school in a real encrypted file, its draft made through the real service."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.timetable.week import Lesson
from ems_desktop.services.people import Person
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.ui.timetable.weeks import CLASSES, ROOMS, SUBJECTS, TEACHERS, eight_b


def uid(name: str) -> str:
    """The same id for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


OFFICE = Person(uid("agus"), "Agus Prasetyo", frozenset({"kurikulum"}))
TEACHER = Person(uid("hendra"), "Hendra Gunawan", frozenset({"guru"}))
PUPIL = Person(uid("citra"), "Citra Ayu Lestari", frozenset({"siswa"}))


def fill(store: LocalStore) -> Timetable:
    """The school as pulled, without a timetable. The office's service."""
    with store.applying() as session:
        _put(session, t.semesters, {"id": uid("20261"), "scope_id": t.SCHOOL, "code": "20261", "state": "open"})
        for n, (key, name) in enumerate(ROOMS.items()):
            _put(session, t.rooms, {"id": uid(f"room {key}"), "scope_id": t.SCHOOL, "name": name, "position": n})
        for key, name in TEACHERS.items():
            _put(session, t.users, {"id": uid(key), "scope_id": t.DIRECTORY, "name": name, "role": "guru"})
            _put(session, t.user_roles, {"user_id": uid(key), "role": "guru", "scope_id": t.DIRECTORY})
        for key, name in CLASSES.items():
            _put(session, t.classes, {"id": uid(key), "scope_id": uid(key), "name": name, "grade_level": 8, "year": 2026})
            for subject, title in SUBJECTS.items():
                row = {"id": uid(f"{key} {subject}"), "scope_id": uid(key), "class_id": uid(key), "name": title, "code": subject}
                _put(session, t.subjects, row)
    return Timetable(store, OFFICE)


def draft(service: Timetable) -> str:
    """The week of the picture: four lessons of VIII B wait in the tray, two are locked."""
    made = service.make(uid("20261"), "Draf 3")
    service.add(made, [_new(lesson) for lesson in eight_b().week.lessons])
    return made


def _new(lesson: Lesson) -> NewLesson:
    return NewLesson(
        uid(lesson.class_id), uid(f"{lesson.class_id} {lesson.subject_id}"), lesson.periods, tuple(uid(one) for one in lesson.teachers),
        lesson.slot, uid(f"room {lesson.room_id}"), locked=lesson.locked,
    )  # fmt: skip


def _put(session: Any, table: sa.Table, row: dict[str, Any]) -> None:
    session.execute(sa.insert(table), [row | {"rev": 1}])
