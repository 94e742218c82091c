"""The material catalogue's use cases: find, add, change, throw away, decide. Reads and writes the file on this computer only.

The merge with the Google Sheet is sync's; here an edit is an ordinary change set, and a cell's text is kept exactly as typed.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.materials import TITLE, Twins, check_cells, twins
from ems_desktop.integrations.tables_out import Page, write_csv, write_xlsx
from ems_desktop.services import materials_reading as read
from ems_desktop.services import materials_writing as writing
from ems_desktop.services.materials_views import Catalogue, CatalogueColumn, Choice, Clash, Material, Wanted
from ems_desktop.services.people import Person
from ems_desktop.services.undo import Touched, Undo
from ems_desktop.store import tables as t
from ems_desktop.store.local import ChangeSet, LocalStore

PLACE = "materials"  # the catalogue's own stack of undo
EXCEL_LETTERS = 32_767  # of one cell
_LONGEST_TITLE = 80  # of a change set


class Materials:
    """What changes something is one whole change set and returns after its commit. Error 1060 for pupils, who only read."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person
        self._steps = Undo(store)

    # -- reading

    def find(self, wanted: Wanted | None = None) -> Catalogue:
        """The entries that are wanted, with the columns and the facets' counts, all of one state of the file."""
        with self._store.reading() as session:
            return read.catalogue(session, wanted or Wanted())

    def columns(self) -> tuple[CatalogueColumn, ...]:
        with self._store.reading() as session:
            return read.columns(session)

    def entry(self, material_id: str) -> Material:
        """Error 1061 when it is not (or no longer) on this computer."""
        with self._store.reading() as session:
            return read.entry(session, material_id)

    def twins(self) -> tuple[Twins, ...]:
        """Entries that look like the same one twice, equal ones first."""
        with self._store.reading() as session:
            found = read.alive(session)
        return twins(found)

    def clashes(self, material_id: str) -> tuple[Clash, ...]:
        """The cells of an entry that wait for a decision."""
        with self._store.reading() as session:
            return tuple(one for one in read.clashes(session) if one.material_id == material_id)

    # -- writing

    def add(self, cells: Mapping[str, str]) -> str:
        """A new entry; its id. Errors: 1630 to 1633."""
        return self.add_many([cells])[0]

    def add_many(self, entries: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
        """Several new entries in one step; their ids, in the order given."""
        whole = [{TITLE: ""} | dict(cells) for cells in entries]
        for cells in whole:
            check_cells(cells)
        ids = tuple(str(uuid.uuid4()) for _ in whole)
        with self.change(said([cells[TITLE] for cells in whole])) as made:
            read.check_columns(made.session, {key for cells in whole for key in cells})
            rows = [{"id": one, "scope_id": t.CATALOGUE} | writing.row(cells) for one, cells in zip(ids, whole, strict=True)]
            made.session.execute(sa.insert(t.materials), rows)
        return ids

    def set_cells(self, cells: Mapping[str, Mapping[str, str]]) -> int:
        """Entry's id → column → text: one cell typed, a block pasted, a column filled. The set's number in the outbox, 0 if nothing
        changed. A cell that waits for a decision goes on waiting. Errors: 1630 to 1633."""
        for given in cells.values():
            check_cells(given)
        with self.change(said(self._titles(cells))) as made:
            read.check_columns(made.session, {key for given in cells.values() for key in given})
            writing.put(made.session, cells)
        return made.seq or 0

    def trash(self, ids: Iterable[str]) -> int:
        """Out of the catalogue, into the trash, from where it can come back. The set's number, 0 if nothing changed."""
        return self._mark(ids, "−", deleted=True)

    def restore(self, ids: Iterable[str]) -> int:
        return self._mark(ids, "+", deleted=False)

    def settle(self, material_id: str, key: str, choice: Choice, other: str = "") -> int:
        """Decide a clash: `mine`, `theirs` (what the Sheet has), or `other` text. The set's number. Errors: 1635 decided already, 1630 to
        1632 for another text."""
        with self.change(f"⇄ {said(self._titles([material_id]))}") as made:
            writing.settle(made.session, material_id, key, choice, other)
        return made.seq or 0

    def undo(self) -> Touched:
        """Take back the last step in the catalogue on this computer. Empty when there is nothing to take back."""
        return self._steps.undo(PLACE)

    def redo(self) -> Touched:
        return self._steps.redo(PLACE)

    def take_back(self, seq: int) -> Touched:
        """Take back one certain step, where nobody wrote over it since."""
        return self._steps.take_back(PLACE, seq)[1]

    @staticmethod
    def export(path: Path, page: Page) -> None:
        """Write a table: .csv by its name, else .xlsx. Errors: 1240 not writable, 1634 a text too long for Excel, 1636 no rows."""
        if not page.rows:
            raise Mistake(1636)
        if path.suffix.lower() == ".csv":
            write_csv(path, page)
            return
        long = sum(isinstance(value, str) and len(value) > EXCEL_LETTERS for row in page.rows for value in row)
        if long:
            raise Mistake(1634, most=EXCEL_LETTERS, count=long)
        write_xlsx(path, page)

    # -- parts

    @contextlib.contextmanager
    def change(self, title: str) -> Iterator[ChangeSet]:
        """One step of the catalogue's undo. Error 1060 for pupils."""
        if self._person.pupil:
            raise NotAllowed(1060)
        with self._store.change(title, place=PLACE) as made:
            yield made
        if made.seq is not None:
            self._steps.did(PLACE, made.seq)

    def _mark(self, ids: Iterable[str], sign: str, *, deleted: bool) -> int:
        wanted = list(ids)
        with self.change(f"{sign} {said(self._titles(wanted))}") as made:
            made.session.execute(sa.update(t.materials).where(read.among(wanted)).values(deleted=deleted))
        return made.seq or 0

    def _titles(self, ids: Iterable[str]) -> list[str]:
        with self._store.reading() as session:
            return [title for _, _, title in read.titles(session, ids)]


def said(titles: Sequence[str]) -> str:
    """What a change set is called: the entry's title, or the first one and how many there are."""
    first = " ".join(titles[0][: _LONGEST_TITLE * 2].split()) if titles else ""
    short = first if len(first) <= _LONGEST_TITLE else f"{first[:_LONGEST_TITLE]}…"
    return f"{short} (+{len(titles) - 1})" if len(titles) > 1 else short
