"""Reading timetables from the file on this computer into frozen views. Never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.rosters.classes import class_name
from ems_desktop.domain.timetable.bells import minute
from ems_desktop.domain.timetable.week import Lesson, Period, Slot, Unavailable, Week
from ems_desktop.services.people import Person
from ems_desktop.services.timetable_views import Sheet, Version
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

_T, _L = t.timetables.c, t.schedules.c


def versions(session: Session, *, office: bool, only: str | None = None) -> tuple[Version, ...]:
    """Newest semester first; in it what is published, then drafts, then old ones. `only`: the one with this id."""
    s = t.semesters.c
    query = (
        sa.select(_T.id, _T.semester_id, s.code, _T.name, _T.state, _T.starts_on, s.state)
        .select_from(t.timetables.join(t.semesters, s.id == _T.semester_id))
        .where(~_T.deleted, *([_T.id == only] if only else []))
        .order_by(s.code.desc(), _T.state == "archived", _T.state == "draft", _T.created_at.desc(), _T.name)
    )
    return tuple(Version(*row[:-1], office and row[4] == "draft" and row[-1] != "closed") for row in session.execute(query))


def sheet(session: Session, version: Version) -> Sheet:
    found = week(session, version.id)
    used = {lesson.class_id for lesson in found.lessons}
    classes = _classes(session, version, used)
    of_subjects = _subjects(session, classes)
    return Sheet(
        version, found, classes, {one: name for one, (name, _) in of_subjects.items()}, _teachers(session, version.id),
        rooms(session, {lesson.room_id for lesson in found.lessons if lesson.room_id}),
        {one: class_id for one, (_, class_id) in of_subjects.items()},
    )  # fmt: skip


def mine(session: Session, person: Person, semester: str | None) -> Sheet | None:
    """A pupil's file holds no lessons but those of his classes."""
    found = next((one for one in versions(session, office=False) if one.state == "published" and semester in (None, one.semester)), None)
    if found is None or person.pupil:
        return sheet(session, found) if found else None
    whole = sheet(session, found)
    lessons = tuple(lesson for lesson in whole.week.lessons if person.id in lesson.teachers)
    return replace(whole, week=replace(whole.week, lessons=lessons))


def week(session: Session, timetable_id: str) -> Week:
    return Week(lessons(session, timetable_id), periods(session, timetable_id), _unavailable(session, timetable_id))


def lessons(session: Session, timetable_id: str) -> tuple[Lesson, ...]:
    taught: dict[str, list[str]] = defaultdict(list)
    who = t.schedule_teachers.c
    for lesson_id, teacher in session.execute(
        sa.select(who.schedule_id, who.teacher_id).where(who.scope_id == timetable_id, ~who.deleted).order_by(who.teacher_id)
    ):
        taught[lesson_id].append(teacher)
    rows = session.execute(
        sa.select(
            _L.id, _L.class_id, _L.subject_id, _L.periods, _L.day_of_week, _L.start_time, _L.end_time, _L.room_id, _L.joint, _L.parallel, _L.locked
        )
        .where(_L.scope_id == timetable_id, ~_L.deleted)
        .order_by(_L.day_of_week, _L.start_time, _L.id)
    )  # fmt: skip
    return tuple(_lesson(row, taught) for row in rows)


def _lesson(row: Any, taught: dict[str, list[str]]) -> Lesson:
    slot = slot_of(row) if row.day_of_week is not None else None
    return Lesson(
        row.id, row.class_id, row.subject_id, tuple(taught[row.id]), row.periods, slot, row.room_id, row.joint, row.parallel, bool(row.locked)
    )  # fmt: skip


def slot_of(row: Any) -> Slot:
    return Slot(row.day_of_week, minute(row.start_time), minute(row.end_time))


def periods(session: Session, timetable_id: str) -> tuple[Period, ...]:
    p = t.periods.c
    rows = session.execute(
        sa.select(t.periods).where(p.scope_id == timetable_id, ~p.deleted).order_by(p.day_of_week, p.shift, p.start_time, p.id)
    )
    return tuple(Period(row.id, slot_of(row), row.kind, row.title, row.shift, row.number) for row in rows)


def _unavailable(session: Session, timetable_id: str) -> tuple[Unavailable, ...]:
    u = t.unavailable.c
    rows = session.execute(
        sa.select(t.unavailable).where(u.scope_id == timetable_id, ~u.deleted).order_by(u.day_of_week, u.start_time, u.id)
    )
    return tuple(Unavailable(row.resource, row.resource_id, slot_of(row), row.reason) for row in rows)


def _classes(session: Session, version: Version, used: set[str]) -> dict[str, str]:
    """Those of the year and those with lessons. What this file does not hold of a class stands on its lessons: the name."""
    c = t.classes.c
    rows = session.execute(sa.select(c.id, c.name, c.year, c.deleted))
    year = int(version.semester[:4])
    names = {row.id: row.name for row in rows if row.id in used or (row.year == year and not row.deleted)}
    said = session.execute(sa.select(_L.class_id, _L.class_name).where(_L.scope_id == version.id, ~_L.deleted, _L.class_name != ""))
    names = {row.class_id: row.class_name for row in said if row.class_id in used} | names
    return dict(sorted(names.items(), key=lambda one: _in_order(one[1])))


def _in_order(name: str) -> tuple[int, str]:
    """By level, then by name; a name that says no level last."""
    read = class_name(name).value
    return (read.level if read else 99, name)


def _subjects(session: Session, classes: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Name and class by id."""
    s = t.subjects.c
    rows = session.execute(sa.select(s.id, s.name, s.class_id).order_by(s.position, s.name))
    return {row.id: (row.name, row.class_id) for row in rows if row.class_id in classes}


def _teachers(session: Session, timetable_id: str) -> dict[str, str]:
    """All who teach at the school, and whoever stands in this version."""
    u, r, w = t.users.c, t.user_roles.c, t.schedule_teachers.c
    teaching = sa.select(r.user_id).where(r.role == "guru", ~r.deleted)
    standing = sa.select(w.teacher_id).where(w.scope_id == timetable_id, ~w.deleted)
    rows = session.execute(
        sa.select(u.id, u.name).where(sa.or_(sa.and_(u.id.in_(teaching), ~u.deleted), u.id.in_(standing))).order_by(u.name)
    )
    return {row.id: row.name for row in rows}


def rooms(session: Session, used: Iterable[str] = ()) -> dict[str, str]:
    """Names by id, in the school's order; with those of `used` that are not there any more."""
    r = t.rooms.c
    query = sa.select(r.id, r.name).where(sa.or_(~r.deleted, r.id.in_(list(used)))).order_by(r.deleted, r.position, r.name)
    return {row.id: row.name for row in session.execute(query)}
