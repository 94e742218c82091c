"""The material catalogue: its entries, what the Google Sheet was last known to hold of each, and the Sheet's columns.

One scope for the whole school: staff read and write it, pupils read it.
"""

import sqlalchemy as sa

from ems_desktop.domain.materials import MOST_LETTERS
from ems_desktop.store.tables.base import Synced, created, key, parent, synced
from ems_desktop.store.tables.types import Json, Key

MATERIAL_FIELDS = (
    "subject_name",
    "material_title",
    "material_desc",
    "material_type",
    "material_level",
    "material_theme",
    "material_subtheme",
)  # the structure document's columns of the Sheet, in lower case


def at_school(name: str) -> sa.CheckConstraint:
    """A rule of PostgreSQL's alone: no program of somebody's may leave there what another one's cannot read. Its text is the migration's."""
    constraint = sa.CheckConstraint("true", name=name)
    constraint.ddl_if(dialect="postgresql")
    return constraint


catalogue = synced(
    "catalogue",  # one row, whose id is the scope's
    Synced("catalogue", ("id",), ("columns", "version", "mark", "deleted")),
    key(),
    sa.Column("columns", Json, nullable=False, server_default="[]"),  # [{"key", "header"}] in the Sheet's order
    sa.Column("version", sa.Text),  # Drive's, of the state that was merged last
    sa.Column("mark", sa.Text),  # the named range that our last write left in the Sheet
    sa.CheckConstraint("id = scope_id and not deleted", name="only_one"),
    at_school("columns_shape"),
    at_school("mark_number"),
)

materials = synced(
    "materials",
    Synced("catalogue", ("id",), (*MATERIAL_FIELDS, "extra", "clash", "reviewed", "file_id", "deleted")),
    key(),
    *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in MATERIAL_FIELDS),
    sa.Column("extra", Json, nullable=False, server_default="{}"),  # further columns of the Sheet: key → text
    sa.Column("clash", Json),  # cells that were changed on both sides: key → {"base", "mine", "theirs", "by", "at"}
    sa.Column("reviewed", Json, nullable=False, server_default="{}"),  # of the last job that proposed: id → column → accepted or refused
    sa.Column("file_id", Key),
    created(),
    parent("file_id", "files"),
    *(sa.CheckConstraint(f"length({name}) <= {MOST_LETTERS}", name=f"{name}_length") for name in MATERIAL_FIELDS),
    at_school("extra_texts"),
    at_school("reviewed_shape"),
    at_school("clash_shape"),
)

sheet_rows = synced(
    "sheet_rows",  # the id is the material's
    Synced("catalogue", ("id",), ("cells", "deleted")),
    key(),
    sa.Column("cells", Json, nullable=False, server_default="{}"),  # key → text, as the Sheet had it when it was merged last
    at_school("cells_texts"),
)
