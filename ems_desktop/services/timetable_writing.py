"""Writing rows of a timetable inside an open change set: what its service and the import share. Judges nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.timetable.week import Lesson, Period, Slot, Unavailable, Week
from ems_desktop.services.rosters import upsert
from ems_desktop.services.timetable_views import NewLesson
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

_SETTLE = sa.text(
    "update conflict set choice = 'theirs' where choice is null and seq in (select seq from conflict where choice is null"
    " and status = 'refused' and tbl = 'schedules' and key in (select value from json_each(:keys)))"
)


def new_id() -> str:
    return str(uuid.uuid4())


def clock(minutes: int) -> str:
    """460 → "07:40:00", as PostgreSQL prints a time."""
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def when(slot: Slot | None) -> dict[str, Any]:
    """The columns of a slot; None: the tray."""
    if slot is None:
        return {"day_of_week": None, "start_time": None, "end_time": None}
    return {"day_of_week": slot.day, "start_time": clock(slot.start), "end_time": clock(slot.end)}


def version(session: Session, semester_id: str, name: str) -> str:
    """A new draft, empty."""
    one = new_id()
    session.execute(sa.insert(t.timetables).values(id=one, scope_id=one, semester_id=semester_id, name=name, state="draft"))
    return one


def put(session: Session, lessons: Iterable[Lesson], **values: Any) -> None:
    ids = [lesson.id for lesson in lessons]
    session.execute(sa.update(t.schedules).where(t.schedules.c.id.in_(ids)).values(values))


def settle_refusals(session: Session, lessons: Iterable[Lesson]) -> None:
    """What the school refused of these lessons waits for no answer any more: they have gone another way. A refused set goes as a whole."""
    keys = json.dumps([lesson.id for lesson in lessons])
    session.execute(_SETTLE, {"keys": keys})


def add(session: Session, timetable_id: str, wanted: Sequence[NewLesson]) -> tuple[str, ...]:
    """Their ids, in the order given."""
    ids = tuple(new_id() for _ in wanted)
    rows = [
        {
            "id": one, "scope_id": timetable_id, "class_id": new.class_id, "subject_id": new.subject_id, "periods": new.periods,
            "room_id": new.room_id, "joint": new.joint, "parallel": new.parallel, "locked": new.locked, **when(new.slot),
        }
        for one, new in zip(ids, wanted, strict=True)
    ]  # fmt: skip
    usual = _teachers_of(session, {new.subject_id for new in wanted if new.teachers is None})
    taught = [
        {"schedule_id": one, "teacher_id": teacher, "scope_id": timetable_id}
        for one, new in zip(ids, wanted, strict=True)
        for teacher in dict.fromkeys(usual.get(new.subject_id, ()) if new.teachers is None else new.teachers)
    ]
    if rows:
        session.execute(sa.insert(t.schedules), rows)
    if taught:
        session.execute(sa.insert(t.schedule_teachers), taught)
    return ids


def _teachers_of(session: Session, subjects: set[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    s = t.subject_teachers.c
    for subject, teacher in session.execute(sa.select(s.subject_id, s.teacher_id).where(~s.deleted).order_by(s.teacher_id)):
        if subject in subjects:
            found.setdefault(subject, []).append(teacher)
    return found


def set_teachers(session: Session, timetable_id: str, lessons: Iterable[Lesson], teachers: Sequence[str]) -> None:
    rows = [
        {"schedule_id": one.id, "teacher_id": teacher, "scope_id": timetable_id, "deleted": teacher not in teachers}
        for one in lessons
        for teacher in dict.fromkeys((*one.teachers, *teachers))
        if (teacher in one.teachers) != (teacher in teachers)
    ]
    upsert(session, t.schedule_teachers, rows)


def set_periods(session: Session, timetable_id: str, periods: Iterable[Period]) -> None:
    """The bell schedule as it shall be: a period with a known id is changed, one without is new, the others go."""
    rows = [
        {
            "id": one.id or new_id(), "scope_id": timetable_id, "shift": one.shift, "kind": one.kind, "title": one.title,
            "number": one.number, "deleted": False, **when(one.slot),
        }
        for one in periods
    ]  # fmt: skip
    p = t.periods.c
    gone = sa.and_(p.scope_id == timetable_id, ~p.deleted, p.id.not_in([row["id"] for row in rows]))
    session.execute(sa.update(t.periods).where(gone).values(deleted=True))
    upsert(session, t.periods, rows)


def set_unavailable(session: Session, timetable_id: str, wanted: Iterable[Unavailable]) -> None:
    rows = [
        {
            "id": new_id(), "scope_id": timetable_id, "resource": one.resource, "resource_id": one.resource_id, "reason": one.reason,
            **when(one.slot),
        }
        for one in wanted
    ]  # fmt: skip
    if rows:
        session.execute(sa.insert(t.unavailable), rows)


def copy(session: Session, week: Week, to: str) -> None:
    """All of a week into a new version. Lessons that belong together still do: joints and parallels are unlike only between versions."""
    set_periods(session, to, [Period("", one.slot, one.kind, one.title, one.shift, one.number) for one in week.periods])
    set_unavailable(session, to, week.unavailable)
    add(
        session,
        to,
        [
            NewLesson(
                one.class_id, one.subject_id, one.periods, one.teachers, one.slot, one.room_id, one.joint, one.parallel, one.locked
            )
            for one in week.lessons
        ],
    )  # fmt: skip
