"""The timetable of a semester in its versions: bell schedule, lessons and their teachers, times that are closed; and the school's rooms.

A version is a scope of its own. That no class, teacher or room is in two places is said by exclusion constraints at school
(`sync.taken`), and that one version of a semester is published at a time by one on `timetables`.
"""

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced, created, key, length, one_of, parent, synced
from ems_desktop.store.tables.types import Clock, Key


def _when(*, nullable: bool = False) -> tuple[sa.Column[int] | sa.Column[str], ...]:
    return (
        sa.Column("day_of_week", sa.SmallInteger, nullable=nullable),  # 1: Monday
        sa.Column("start_time", Clock, nullable=nullable),
        sa.Column("end_time", Clock, nullable=nullable),
    )


WHEN = ("day_of_week", "start_time", "end_time")


def _forward() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint("day_of_week between 1 and 7", name="day_known"),
        sa.CheckConstraint("end_time > start_time", name="ends_after_start"),
    )


rooms = synced(
    "rooms",
    Synced("school", ("id",), ("name", "position", "deleted")),
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("position", sa.SmallInteger, nullable=False, server_default="0"),
    created(),
    length("name", 1, 60),
)

timetables = synced(
    "timetables",
    Synced("timetable", ("id",), ("name", "state", "starts_on", "deleted"), ("semester_id",), root=True),
    key(),
    sa.Column("semester_id", Key, sa.ForeignKey("ems.semesters.id"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="draft"),
    sa.Column("starts_on", sa.Date),
    created(),
    length("name", 1, 60),
    one_of("state", "draft", "published", "archived"),
    sa.CheckConstraint("id = scope_id", name="own_scope"),
)

periods = synced(
    "periods",
    Synced("timetable", ("id",), ("day_of_week", "shift", "start_time", "end_time", "kind", "title", "number", "deleted"), together=WHEN),
    key(),
    *_when(),
    sa.Column("shift", sa.SmallInteger, nullable=False, server_default="1"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("number", sa.SmallInteger),  # which lesson hour (JP) of the day; null: no lessons then
    created(),
    *_forward(),
    one_of("kind", "lesson", "break", "ceremony", "prayer", "other"),
    length("title", 0, 60),
    sa.CheckConstraint("shift between 1 and 9", name="shift_range"),
    sa.CheckConstraint("number between 1 and 30", name="number_range"),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.timetables.id"]),
)

unavailable = synced(
    "unavailable",
    Synced(
        "timetable", ("id",), ("day_of_week", "start_time", "end_time", "reason", "deleted"), ("resource", "resource_id"), together=WHEN
    ),
    key(),
    sa.Column("resource", sa.Text, nullable=False),
    sa.Column("resource_id", Key, nullable=False),
    *_when(),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    created(),
    *_forward(),
    one_of("resource", "class", "teacher", "room"),
    length("reason", 0, 200),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.timetables.id"]),
)

schedules = synced(
    "schedules",
    Synced(
        "timetable",
        ("id",),
        ("day_of_week", "start_time", "end_time", "periods", "room_id", "joint", "parallel", "locked", "deleted"),
        ("class_id", "subject_id"),
        together=WHEN,
    ),
    key(),
    sa.Column("class_id", Key, sa.ForeignKey("ems.classes.id"), nullable=False, index=True),
    sa.Column("subject_id", Key, nullable=False, index=True),
    *_when(nullable=True),  # null: waits in the tray
    sa.Column("periods", sa.SmallInteger, nullable=False, server_default="1"),  # how many lesson hours (JP)
    sa.Column("room_id", Key, sa.ForeignKey("ems.rooms.id"), index=True),
    sa.Column("joint", Key),  # lessons of one joint are one lesson for several classes
    sa.Column("parallel", Key),  # lessons of one parallel are groups of one class at the same time
    sa.Column("locked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("class_name", sa.Text, nullable=False, server_default=""),  # kept by the school, for who may read nothing else of the class
    created(),
    sa.ForeignKeyConstraint(["class_id", "subject_id"], ["ems.subjects.scope_id", "ems.subjects.id"]),  # the class's own subject
    sa.ForeignKeyConstraint(["scope_id"], ["ems.timetables.id"]),
    *_forward(),
    sa.CheckConstraint("(day_of_week is null) = (start_time is null) and (start_time is null) = (end_time is null)", name="placed_or_not"),
    sa.CheckConstraint("periods between 1 and 12", name="periods_range"),
)

schedule_teachers = synced(
    "schedule_teachers",
    Synced("timetable", ("schedule_id", "teacher_id"), ("deleted",)),
    sa.Column("schedule_id", Key, primary_key=True),
    sa.Column("teacher_id", Key, sa.ForeignKey("ems.users.id"), primary_key=True, index=True),
    parent("schedule_id", "schedules"),
    sa.Index(None, "scope_id"),
)
