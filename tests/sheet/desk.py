"""A computer with the catalogue on it, for tests of the merge with the simulator's spreadsheet. There is no school behind it: what a
merge changes stays in the outbox."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from ems_desktop.domain.catalogue.sheet import ID
from ems_desktop.store.local import LocalStore
from ems_desktop.store.tables import CATALOGUE, MATERIAL_FIELDS, catalogue, materials
from sync.catalogue import load
from sync.sheet import Round, Sheet, SheetMerge

HEADERS = tuple(name.upper() for name in MATERIAL_FIELDS)
TITLE = "material_title"


class Desk:
    """`store`: a file with an empty catalogue, unless one is given that has been pulled."""

    def __init__(self, folder: Path, sheet: Sheet, store: LocalStore | None = None) -> None:
        self.store = store or empty_catalogue(folder)
        self.sheet = sheet
        self.merge = SheetMerge(self.store, sheet)

    def round(self) -> Round:
        return self.merge.round()

    def settle(self, most: int = 6) -> Round:
        """Rounds until nothing is left to do at once."""
        for _ in range(most):
            if not (last := self.round()).again:
                return last
        raise AssertionError(f"not settled after {most} rounds")

    def add(self, title: str, **fields: str) -> str:
        id_ = str(uuid4())
        with self.store.change("added", place="materials") as made:
            values = {"id": id_, "scope_id": CATALOGUE, TITLE: title, **fields}
            made.session.execute(sa.insert(materials).values(**values))
        return id_

    def edit(self, id_: str, **fields: Any) -> None:
        with self.store.change("edited", place="materials") as made:
            made.session.execute(sa.update(materials).where(materials.c.id == id_).values(**fields))

    def remove(self, id_: str) -> None:
        self.edit(id_, deleted=True)

    def row(self, id_: str) -> dict[str, Any]:
        with self.store.reading() as session:
            return dict(session.execute(sa.select(materials).where(materials.c.id == id_)).mappings().one())

    def by_title(self, title: str) -> dict[str, Any]:
        with self.store.reading() as session:
            query = sa.select(materials).where(materials.c.material_title == title, materials.c.deleted.is_(False))
            return dict(session.execute(query).mappings().one())

    def titles(self) -> list[str]:
        with self.store.reading() as session:
            query = sa.select(materials.c.material_title).where(materials.c.deleted.is_(False)).order_by(materials.c.material_title)
            return list(session.execute(query).scalars())

    def clash(self, id_: str) -> dict[str, Any]:
        """Key → (mine, theirs)."""
        return {key: (one["mine"], one["theirs"]) for key, one in (self.row(id_)["clash"] or {}).items()}

    def waiting(self) -> int:
        with self.store.reading() as session:
            return load(session).waiting

    def close(self) -> None:
        self.store.close()


def empty_catalogue(folder: Path) -> LocalStore:
    store = LocalStore(folder / f"{uuid4()}.db", os.urandom(32))
    with store.applying() as session:
        session.execute(sa.insert(catalogue).values(id=CATALOGUE, scope_id=CATALOGUE, columns=[]))
    return store


def by_header(texts: list[list[str]]) -> list[dict[str, str]]:
    """The Sheet's rows as header → text, without ids; empty rows are left out."""
    names = texts[0] if texts else []
    rows = [{name: (row[place] if place < len(row) else "") for place, name in enumerate(names)} for row in texts[1:]]
    return [{name: text for name, text in row.items() if name != ID.upper()} for row in rows if any(row.values())]
