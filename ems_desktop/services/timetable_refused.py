"""Rows of a timetable that the school did not take, in words for the inbox: which lesson, and what stands where it should go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.bells import minute
from ems_desktop.domain.timetable.clashes import Index
from ems_desktop.domain.timetable.week import Lesson, Slot
from ems_desktop.services import timetable_reading as read
from ems_desktop.services.sync_views import Place
from ems_desktop.services.timetable_words import refusal
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session


def place(session: Session, timetable_id: str, row_id: str) -> Place:
    """Of a lesson or its teacher: Matematika · VIII B. Of anything else the version it is in."""
    versions = read.versions(session, office=False, only=timetable_id)
    version, semester = (versions[0].name, versions[0].semester) if versions else ("", "")
    s, u, c = t.schedules.c, t.subjects.c, t.classes.c
    joined = t.schedules.join(t.subjects, u.id == s.subject_id).join(t.classes, c.id == s.class_id)
    found = session.execute(sa.select(u.name, c.name).select_from(joined).where(s.id == row_id)).one_or_none()
    ids = {"timetable_id": timetable_id}
    if found is None:
        return Place(version, "", "", semester, ids)
    return Place(found[0], found[1], version, semester, ids | {"lesson_id": row_id})


def in_the_way(session: Session, rows: Sequence[Any]) -> Mistake | None:
    """For a set that a constraint refused: the first of its lessons that could not stand today where it should, and why (1640, 1641)."""
    wanted = {row["key"]: json.loads(row["mine"]) for row in rows if row["tbl"] == "schedules" and row["status"] == "refused"}
    versions = read.versions(session, office=False, only=rows[0]["scope"]) if wanted else ()
    if not versions:
        return None
    sheet = read.sheet(session, versions[0])
    lessons = tuple(_as_wanted(one, wanted[one.id]) if one.id in wanted else one for one in sheet.week.lessons)
    now, then = Index(sheet.week), Index(replace(sheet.week, lessons=lessons))
    for lesson in lessons:
        if lesson.id in wanted and lesson.slot and (found := then.clashes(lesson, lesson.slot)):
            return refusal(sheet, lesson, lesson.slot, found[0], now.places(replace(lesson, slot=None)))
    return None


def _as_wanted(lesson: Lesson, mine: dict[str, Any]) -> Lesson:
    """The lesson with the columns of the refused row."""
    slot = lesson.slot
    day = mine.get("day_of_week", slot.day if slot else None)
    start, end = (minute(mine[name]) if mine.get(name) else None for name in ("start_time", "end_time"))
    if slot:
        start = slot.start if "start_time" not in mine else start
        end = slot.end if "end_time" not in mine else end
    placed = Slot(day, start, end) if day is not None and start is not None and end is not None else None
    return replace(lesson, slot=placed, room_id=mine.get("room_id", lesson.room_id))
