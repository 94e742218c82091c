"""People: the directory that staff see, and what only the office sees of a pupil."""

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced, created, key, length, one_of, synced, unique
from ems_desktop.store.tables.types import Json, Key

ROLES = ("kurikulum", "guru", "siswa")

users = synced(
    "users",
    Synced("directory", ("id",), ("name", "email", "nip", "role", "active", "deleted")),
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text),
    sa.Column("google_id", sa.Text),  # Google's `sub`; written by identity functions only
    sa.Column("nip", sa.String(18)),
    sa.Column("role", sa.Text, nullable=False),  # the main one; rights come from user_roles alone
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    created(),
    unique("users", "email"),
    unique("users", "google_id"),
    length("name", 1, 200),
    sa.CheckConstraint("email is null or (email = lower(email) and email like '%_@_%')", name="email_shape"),
    one_of("role", *ROLES),
)

user_roles = synced(
    "user_roles",
    Synced("directory", ("user_id", "role"), ("deleted",)),
    sa.Column("user_id", Key, sa.ForeignKey("ems.users.id"), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    one_of("role", *ROLES),
)

students = synced(
    "students",
    Synced(
        "directory",
        ("id",),
        ("nisn", "nipd", "gender", "birth_place", "birth_date", "religion", "state", "left_on", "left_reason", "deleted"),
    ),
    sa.Column("id", Key, sa.ForeignKey("ems.users.id"), primary_key=True),
    sa.Column("nisn", sa.String(10)),
    sa.Column("nipd", sa.Text),
    sa.Column("gender", sa.String(1)),
    sa.Column("birth_place", sa.Text),
    sa.Column("birth_date", sa.Date),
    sa.Column("religion", sa.Text),
    sa.Column("state", sa.Text, nullable=False, server_default="active"),
    sa.Column("left_on", sa.Date),
    sa.Column("left_reason", sa.Text),
    unique("students", "nisn"),
    sa.CheckConstraint("nisn is null or length(nisn) = 10", name="nisn_length"),
    one_of("gender", "L", "P"),
    one_of("state", "active", "left", "graduated"),
)

student_private = synced(
    "student_private",
    Synced(
        "office", ("id",), ("nik", "family_card", "address", "phone", "father_name", "mother_name", "guardian_name", "extra", "deleted")
    ),
    sa.Column("id", Key, sa.ForeignKey("ems.students.id"), primary_key=True),
    sa.Column("nik", sa.String(16)),
    sa.Column("family_card", sa.String(16)),
    sa.Column("address", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("father_name", sa.Text),
    sa.Column("mother_name", sa.Text),
    sa.Column("guardian_name", sa.Text),
    sa.Column("extra", Json),  # the remaining columns of the export, by their full header, as text
    sa.CheckConstraint("nik is null or length(nik) = 16", name="nik_length"),
)
