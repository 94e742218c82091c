"""Whole versions of a timetable inside an open change set: making, filling, publishing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.bells import chunks, overlapping, usual_bells, usual_hours
from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.week import Period, Resource, Slot, Unavailable
from ems_desktop.services import timetable_reading as read
from ems_desktop.services import timetable_writing as write
from ems_desktop.services.timetable_views import NewLesson, Sheet
from ems_desktop.services.timetable_words import lesson_words, when_words
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

Times = Sequence[tuple[Slot, str]]  # closed, with the reasons


def make(session: Session, semester_id: str, name: str, copy_of: str | None) -> str:
    one = write.version(session, semester_id, name.strip())
    if copy_of is None:
        write.set_periods(session, one, usual_bells())
    else:
        write.copy(session, read.week(session, copy_of), one)
    return one


def make_draft(session: Session, copy_of: str | None) -> str:
    semester_id = _semester(session, copy_of)
    tt = t.timetables.c
    number = session.execute(sa.select(sa.func.count()).select_from(t.timetables).where(tt.semester_id == semester_id)).scalar_one() + 1
    one = make(session, semester_id, f"Draf {number}", copy_of)
    if copy_of is None:
        s, c = t.subjects.c, t.classes.c
        year = sa.select(sa.func.substr(t.semesters.c.code, 1, 4)).where(t.semesters.c.id == semester_id).scalar_subquery()
        of_the_year = sa.and_(c.id == s.class_id, ~c.deleted, c.kind == "regular", c.year == sa.cast(year, sa.Integer))
        rows = session.execute(sa.select(s.id, s.name).join(t.classes, of_the_year).where(~s.deleted))
        fill(session, one, {row.id: usual_hours(row.name) for row in rows})
    return one


def _semester(session: Session, copy_of: str | None) -> str:
    """The copied version's; else the open one, or the first that is to come."""
    tt, s = t.timetables.c, t.semesters.c
    if copy_of is not None:
        query = sa.select(tt.semester_id).where(tt.id == copy_of)
    else:
        query = sa.select(s.id).where(~s.deleted, s.state != "closed").order_by(s.state, s.code).limit(1)
    found: str | None = session.execute(query).scalar()
    if found is None:
        raise Mistake(1649)
    return found


def fill(session: Session, timetable_id: str, hours: Mapping[str, int]) -> tuple[str, ...]:
    have: dict[str, int] = defaultdict(int)
    for lesson in read.lessons(session, timetable_id):
        have[lesson.subject_id] += lesson.periods
    classes = {
        row.id: row.class_id for row in session.execute(sa.select(t.subjects.c.id, t.subjects.c.class_id).order_by(t.subjects.c.position))
    }
    wanted = [
        NewLesson(classes[subject], subject, part) for subject in classes for part in chunks(max(0, hours.get(subject, 0) - have[subject]))
    ]
    return write.add(session, timetable_id, wanted)


def set_periods(session: Session, timetable_id: str, periods: Sequence[Period]) -> None:
    if wrong := overlapping(periods):
        raise Mistake(1648, title=wrong.title or str(wrong.number or ""), when=when_words(wrong.slot))
    write.set_periods(session, timetable_id, periods)


def set_unavailable(session: Session, timetable_id: str, resource: Resource, resource_id: str, closed: Times) -> None:
    """Times that stay as they are keep their rows."""
    change_unavailable(session, timetable_id, resource, resource_id, lambda _: closed)


def change_unavailable(session: Session, timetable_id: str, resource: Resource, resource_id: str, change: Callable[[Times], Times]) -> None:
    """`change` gets the closed times as they are and answers how they shall be."""
    u = t.unavailable.c
    mine = sa.and_(u.scope_id == timetable_id, u.resource == resource, u.resource_id == resource_id, ~u.deleted)
    now = {row.id: (read.slot_of(row), row.reason) for row in session.execute(sa.select(t.unavailable).where(mine))}
    closed = change(tuple(now.values()))
    gone = [one for one, said in now.items() if said not in closed]
    session.execute(sa.update(t.unavailable).where(u.id.in_(gone)).values(deleted=True))
    new = [Unavailable(resource, resource_id, slot, reason) for slot, reason in closed if (slot, reason) not in now.values()]
    write.set_unavailable(session, timetable_id, new)


def publish(session: Session, sheet: Sheet, starts_on: date | None) -> None:
    for lesson_id, found in all_clashes(sheet.week).items():
        clash = next((one for one in found if one.other is not None), None)
        if clash is not None and clash.other is not None:
            lesson = next(one for one in sheet.week.lessons if one.id == lesson_id)
            said = {"lesson": lesson_words(sheet, lesson), "other": lesson_words(sheet, clash.other)}
            raise Mistake(1646, when=when_words(clash.slot), **said)
    tt = t.timetables.c
    before = sa.and_(tt.semester_id == sheet.version.semester_id, tt.state == "published", ~tt.deleted)
    session.execute(sa.update(t.timetables).where(before).values(state="archived"))
    session.execute(
        sa.update(t.timetables).where(tt.id == sheet.version.id).values(state="published", starts_on=starts_on or sheet.version.starts_on)
    )
