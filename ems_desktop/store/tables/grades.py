"""The grade sheet of a subject in a semester: its assessments, the scores, and the published final grades."""

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced, created, key, length, one_of, parent, synced, unique
from ems_desktop.store.tables.types import Json, Key, Points

grade_sheets = synced(
    "grade_sheets",
    Synced("sheet", ("id",), ("kktp", "rounding", "weights", "deleted"), ("subject_id", "class_id", "semester_id"), root=True),
    key(),
    sa.Column("subject_id", Key, nullable=False, index=True),
    sa.Column("class_id", Key, sa.ForeignKey("ems.classes.id"), nullable=False, index=True),
    sa.Column("semester_id", Key, sa.ForeignKey("ems.semesters.id"), nullable=False, index=True),
    sa.Column("kktp", sa.SmallInteger),
    sa.Column("rounding", sa.Text),
    sa.Column("weights", Json),  # {kind: percent} where the teacher overrides the office's default
    created(),
    unique("grade_sheets", "subject_id", "semester_id"),
    sa.UniqueConstraint("scope_id", "subject_id"),  # what a published grade hangs on
    sa.ForeignKeyConstraint(["class_id", "subject_id"], ["ems.subjects.scope_id", "ems.subjects.id"]),  # the class's own subject
    sa.CheckConstraint("id = scope_id", name="own_scope"),
    sa.CheckConstraint("kktp is null or kktp between 0 and 100", name="kktp_range"),
    sa.CheckConstraint("rounding is null or rounding in ('half_up', 'half_even', 'down')", name="rounding_known"),
)

assessments = synced(
    "assessments",
    Synced("sheet", ("id",), ("kind", "title", "topic", "objective", "held_on", "weight", "maximum", "position", "locked", "deleted")),
    key(),
    sa.Column("kind", sa.Text, nullable=False),  # assessment_kinds.kind
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("topic", sa.Text),
    sa.Column("objective", sa.Text),  # tujuan pembelajaran (TP)
    sa.Column("held_on", sa.Date),
    sa.Column("weight", Points, nullable=False, server_default="1"),  # within its kind
    sa.Column("maximum", Points, nullable=False, server_default="100"),
    sa.Column("position", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("locked", sa.Boolean, nullable=False, server_default=sa.false()),
    created(),
    length("title", 1, 80),
    sa.CheckConstraint("weight >= 0", name="weight_range"),
    sa.CheckConstraint("maximum between 1 and 100", name="maximum_range"),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.grade_sheets.id"]),
)

scores = synced(
    "scores",
    Synced("sheet", ("assessment_id", "student_id"), ("value", "first_value", "state", "note", "deleted")),
    sa.Column("assessment_id", Key, primary_key=True),
    sa.Column("student_id", Key, sa.ForeignKey("ems.students.id"), primary_key=True, index=True),
    sa.Column("value", Points),
    sa.Column("first_value", Points),  # remedial: the first score is kept beside the one that counts
    sa.Column("state", sa.Text),
    sa.Column("note", sa.Text),
    parent("assessment_id", "assessments"),
    sa.CheckConstraint("value between 0 and 100", name="value_range"),
    sa.CheckConstraint("first_value between 0 and 100", name="first_value_range"),
    one_of("state", "excused", "missing"),
    sa.CheckConstraint("state is null or value is null", name="state_or_value"),
    sa.CheckConstraint("note is null or length(note) <= 2000", name="note_length"),
    sa.Index(None, "scope_id"),  # without rev: an index on rev would forbid heap-only updates
)

grades = synced(
    "grades",
    Synced("sheet", ("id",), ("grade_value", "deleted"), ("student_id", "subject_id", "semester")),
    key(),
    sa.Column("student_id", Key, sa.ForeignKey("ems.students.id"), nullable=False, index=True),
    sa.Column("subject_id", Key, nullable=False, index=True),
    sa.Column("semester", sa.String(5), nullable=False),
    sa.Column("grade_value", Points),
    created(),
    unique("grades", "student_id", "subject_id", "semester"),
    sa.CheckConstraint("grade_value between 0 and 100", name="grade_value_range"),
    # the sheet's own subject: nobody publishes a grade for a subject he does not teach
    sa.ForeignKeyConstraint(["scope_id", "subject_id"], ["ems.grade_sheets.scope_id", "ems.grade_sheets.subject_id"]),
)
