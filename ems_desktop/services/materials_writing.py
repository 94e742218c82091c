"""Writing entries of the material catalogue inside an open change set: what its service and the inbox share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.catalogue.merge import REMOVED, YES
from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.materials import check_cells
from ems_desktop.services import materials_reading as read
from ems_desktop.services.materials_views import Choice
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session


def row(cells: Mapping[str, str]) -> dict[str, Any]:
    """A new entry's row; every row names the same columns."""
    known = {name: cells.get(name, "") for name in t.MATERIAL_FIELDS}
    return known | {"extra": {key: text for key, text in cells.items() if key not in known and text}}


def put(session: Session, cells: Mapping[str, Mapping[str, str]]) -> None:
    """Rows whose same columns change are written together."""
    further = [one for one, given in cells.items() if not given.keys() <= set(t.MATERIAL_FIELDS)]
    now = {row.id: row.extra for row in session.execute(sa.select(t.materials.c.id, t.materials.c.extra).where(read.among(further)))}
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for one, given in cells.items():
        values: dict[str, Any] = {key: text for key, text in given.items() if key in t.MATERIAL_FIELDS}
        extra = {key: text for key, text in given.items() if key not in values}
        if extra and one in now and now[one] != (wanted := now[one] | extra):
            values["extra"] = wanted
        alike[tuple(sorted(values))].append({"of": one} | {f"to_{name}": value for name, value in values.items()})
    for names, rows in alike.items():
        if names:
            update = sa.update(t.materials).where(t.materials.c.id == sa.bindparam("of"))
            session.execute(update.values({name: sa.bindparam(f"to_{name}") for name in names}), rows)


def settle(session: Session, material_id: str, key: str, choice: Choice, other: str = "") -> None:
    """The chosen text stands in the cell, and the question is gone. Errors: 1635 decided already, 1630 to 1632 for another text."""
    clash = read.clash(session, material_id)
    sides = clash.pop(key, None)
    if sides is None:
        raise Mistake(1635)
    if choice == "other":
        check_cells({key: other})
    chosen = other if choice == "other" else sides.get(choice) or ""
    here = sa.update(t.materials).where(t.materials.c.id == material_id)
    if key == REMOVED:
        session.execute(here.values(clash=clash or None, deleted=chosen == YES))
        return
    put(session, {material_id: {key: chosen}})
    session.execute(here.values(clash=clash or None))
