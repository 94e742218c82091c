"""Classes (rombel), the subjects taught in them, and who takes part."""

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced, created, key, length, one_of, parent, synced
from ems_desktop.store.tables.types import Key

classes = synced(
    "classes",
    Synced("class", ("id",), ("name", "teacher_id", "deleted"), ("grade_level", "year", "kind"), root=True),
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("teacher_id", Key, sa.ForeignKey("ems.users.id"), index=True),  # homeroom teacher (wali kelas)
    sa.Column("grade_level", sa.SmallInteger, nullable=False),
    sa.Column("year", sa.SmallInteger, nullable=False),  # the academic year's first calendar year
    sa.Column("kind", sa.Text, nullable=False, server_default="regular"),
    created(),
    length("name", 1, 60),
    sa.CheckConstraint("grade_level between 1 and 13", name="grade_level_range"),
    sa.CheckConstraint("id = scope_id", name="own_scope"),
    one_of("kind", "regular", "elective", "extracurricular"),
)

subjects = synced(
    "subjects",
    Synced("class", ("id",), ("name", "code", "position", "kktp", "deleted"), ("class_id", "religion", "listed")),
    key(),
    sa.Column("class_id", Key, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("position", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("kktp", sa.SmallInteger),
    sa.Column("religion", sa.Text),  # the religion group that takes it
    sa.Column("listed", sa.Boolean, nullable=False, server_default=sa.false()),  # only the pupils in subject_students take it
    created(),
    parent("class_id", "classes"),
    length("name", 1, 120),
    sa.CheckConstraint("kktp is null or kktp between 0 and 100", name="kktp_range"),
)

subject_teachers = synced(
    "subject_teachers",
    Synced("class", ("subject_id", "teacher_id"), ("deleted",)),
    sa.Column("subject_id", Key, primary_key=True),
    sa.Column("teacher_id", Key, sa.ForeignKey("ems.users.id"), primary_key=True, index=True),
    parent("subject_id", "subjects"),
    sa.Index(None, "scope_id"),
)

enrolments = synced(
    "enrolments",
    Synced("class", ("class_id", "student_id"), ("number", "joined_on", "left_on", "deleted")),
    sa.Column("class_id", Key, primary_key=True),
    sa.Column("student_id", Key, sa.ForeignKey("ems.students.id"), primary_key=True, index=True),
    sa.Column("number", sa.SmallInteger),  # nomor absen
    sa.Column("joined_on", sa.Date),
    sa.Column("left_on", sa.Date),
    parent("class_id", "classes"),
    sa.CheckConstraint("left_on is null or joined_on is null or left_on >= joined_on", name="leaves_after_joining"),
    sa.Index(None, "scope_id"),
)

subject_students = synced(
    "subject_students",
    Synced("class", ("subject_id", "student_id"), ("deleted",)),
    sa.Column("subject_id", Key, primary_key=True),
    sa.Column("student_id", Key, sa.ForeignKey("ems.students.id"), primary_key=True, index=True),
    parent("subject_id", "subjects"),
    sa.Index(None, "scope_id"),
)
