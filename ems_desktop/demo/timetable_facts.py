"""What the school's PostgreSQL holds of the timetable that the tour moves lessons in. Beside `facts.py`."""

from __future__ import annotations

from ems_desktop.demo.facts import Witness
from ems_desktop.domain.timetable.week import Slot

_WHEN = """select case when day_of_week is null then 'tray'
    else day_of_week || ' ' || to_char(start_time, 'HH24:MI') || ' ' || to_char(end_time, 'HH24:MI') end from ems.schedules where id = %s"""
_TWICE = """select count(*) from ems.schedules a join ems.schedules b on a.scope_id = b.scope_id and a.id < b.id
    and a.day_of_week = b.day_of_week and a.start_time < b.end_time and b.start_time < a.end_time
    join ems.schedule_teachers x on x.schedule_id = a.id join ems.schedule_teachers y on y.schedule_id = b.id and y.teacher_id = x.teacher_id
    where a.scope_id = %s
    and not (a.deleted or b.deleted or x.deleted or y.deleted) and (a.joint is null or a.joint is distinct from b.joint)"""
_OTHERS = """select count(*) from ems.timetables where state = 'published' and not deleted and id <> %s
    and semester_id = (select semester_id from ems.timetables where id = %s)"""


def stands(witness: Witness, name: str, lesson_id: str, slot: Slot | None) -> bool:
    """The lesson is there, to the minute."""
    return witness.check(name, _WHEN, when(slot), (lesson_id,))


def published(witness: Witness, timetable_id: str) -> None:
    """This version is what everybody reads, no other of its semester is, and no teacher is in two places in it."""
    witness.check("the draft is published", "select state from ems.timetables where id = %s", "published", (timetable_id,))
    witness.check("no other version of the semester is", _OTHERS, 0, (timetable_id, timetable_id))
    witness.check("no teacher stands in two lessons at once", _TWICE, 0, (timetable_id,))


def when(slot: Slot | None) -> str:
    """As the query says it: 3 08:20 09:40."""
    if slot is None:
        return "tray"
    return f"{slot.day} {slot.start // 60:02}:{slot.start % 60:02} {slot.end // 60:02}:{slot.end % 60:02}"
