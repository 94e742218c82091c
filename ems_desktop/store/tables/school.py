"""The school itself: profile, semesters, kinds of assessment. Everyone who may sign in reads these."""

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced, created, key, length, one_of, synced, unique
from ems_desktop.store.tables.types import Points

school = synced(
    "school",
    Synced(
        "school",
        ("id",),
        (
            "npsn",
            "name",
            "address",
            "city",
            "province",
            "timezone",
            "head_name",
            "head_nip",
            "letterhead",
            "logo",
            "kktp",
            "rounding",
            "deleted",
        ),
    ),
    key(),
    sa.Column("npsn", sa.String(8), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("city", sa.Text),
    sa.Column("province", sa.Text),
    sa.Column("timezone", sa.Text, nullable=False, server_default="Asia/Jakarta"),
    sa.Column("head_name", sa.Text),
    sa.Column("head_nip", sa.String(18)),
    sa.Column("letterhead", sa.Text),
    sa.Column("logo", sa.Text),  # a PNG in base64, at most 200 kB
    sa.Column("kktp", sa.SmallInteger, nullable=False, server_default="75"),
    sa.Column("rounding", sa.Text, nullable=False, server_default="half_up"),
    sa.CheckConstraint("length(npsn) = 8", name="npsn_length"),
    length("name", 1, 200),
    sa.CheckConstraint("kktp between 0 and 100", name="kktp_range"),
    one_of("rounding", "half_up", "half_even", "down"),
    one_of("timezone", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    sa.CheckConstraint("logo is null or length(logo) <= 280000", name="logo_size"),
)

semesters = synced(
    "semesters",
    Synced("school", ("id",), ("code", "state", "starts_on", "ends_on", "deleted")),
    key(),
    sa.Column("code", sa.String(5), nullable=False),  # start year + 1 (Ganjil) or 2 (Genap): 20261
    sa.Column("state", sa.Text, nullable=False, server_default="planned"),
    sa.Column("starts_on", sa.Date),
    sa.Column("ends_on", sa.Date),
    unique("semesters", "code"),
    sa.CheckConstraint("length(code) = 5 and substr(code, 5, 1) in ('1', '2')", name="code_shape"),
    one_of("state", "planned", "open", "closed"),
)

assessment_kinds = synced(
    "assessment_kinds",
    Synced("school", ("id",), ("name", "short", "weight", "position", "deleted"), ("kind",)),
    key(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("short", sa.Text, nullable=False),
    sa.Column("weight", Points, nullable=False, server_default="0"),  # percent of the final grade; 0: does not count
    sa.Column("position", sa.SmallInteger, nullable=False, server_default="0"),
    created(),
    unique("assessment_kinds", "kind"),
    length("name", 1, 60),
    length("short", 1, 12),
    sa.CheckConstraint("weight between 0 and 100", name="weight_range"),
)
