"""The catalogue without its widgets: what is looked for, what was found, which entry is open. What is done to it is `actions.py`'s.

Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.materials import Twins
from ems_desktop.services.materials_views import Catalogue, Clash, Material, Wanted
from ui.screens.materials.service import Jobs, Mark, MaterialsService
from ui.work import Run

TABLES = {"materials", "catalogue"}
JOB_PILLS = ("proposals", "running", "failed")


class MaterialsView(Protocol):
    """What the presenter tells the screen. All of it reads `presenter.now`."""

    def show_rows(self) -> None:
        """The rows, their counts or the filters are new."""

    def show_entry(self) -> None:
        """Another entry is open, or the same one was read anew."""

    def cells_changed(self, ids: set[str]) -> None:
        """Some cells of rows that are shown already."""

    def saved(self, material_id: str, key: str) -> None:
        """One cell is on the disk."""

    def mistaken(self, error: EmsError) -> None:
        """The new entry is not possible: said beside its form."""

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def wrote(self) -> None:
        """The catalogue was changed here: other screens fetch it anew."""


@dataclass(frozen=True, slots=True)
class Open:
    """The entry that is looked at."""

    material: Material
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Now:
    """`pill`: all, clash, trash, twins, proposals, running or failed. `catalogue`: None until the first reading."""

    wanted: Wanted = field(default_factory=Wanted)
    pill: str = "all"
    catalogue: Catalogue | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    twins: tuple[Twins, ...] = ()
    open: Open | None = None

    @property
    def rows(self) -> tuple[Material, ...]:
        """What the chosen pill shows."""
        if self.catalogue is None:
            return ()
        if self.pill == "clash":
            return tuple(row for row in self.catalogue.rows if row.clashes)
        if self.pill == "twins":
            by_id = {row.id: row for row in self.catalogue.rows}
            return tuple(by_id[one] for one in dict.fromkeys(i for group in self.twins for i in group.ids) if one in by_id)
        if self.pill in JOB_PILLS:
            return tuple(row for row in self.catalogue.rows if row.id in self.marks and self.marks[row.id].state == self.pill)
        return self.catalogue.rows

    def counts(self) -> dict[str, int]:
        """How many each pill would show."""
        found = {"all": self.catalogue.total if self.catalogue else 0, "trash": self.catalogue.trashed if self.catalogue else 0}
        rows = self.catalogue.rows if self.catalogue else ()
        found["clash"] = sum(bool(row.clashes) for row in rows)
        found["twins"] = len({one for group in self.twins for one in group.ids})
        return found | {pill: sum(mark.state == pill for mark in self.marks.values()) for pill in JOB_PILLS}


@dataclass(eq=False)
class MaterialsPresenter:
    """`may_write`: may change things; the server says the same."""

    service: MaterialsService
    jobs: Jobs | None
    run: Run
    view: MaterialsView
    may_write: bool
    now: Now = field(default_factory=Now)
    _turn: int = 0
    opening: str = ""  # the entry that was asked for last

    # -- reading

    def load(self) -> None:
        """Everything anew, in the order that is shown: what others change does not move what is being looked at."""
        self._read(keep=True)

    def _read(self, *, keep: bool) -> None:
        self._turn += 1
        wanted, turn = self.now.wanted, self._turn

        def work() -> tuple[Catalogue, Mapping[str, Mark]]:
            return self.service.find(wanted), self.jobs.marks() if self.jobs else {}

        def done(found: tuple[Catalogue, Mapping[str, Mark]]) -> None:
            if turn == self._turn:
                catalogue, marks = found
                before = self.now.catalogue if keep else None
                self.now = replace(self.now, catalogue=in_order(before, catalogue), marks=marks)
                self.view.show_rows()
                self._look_again(moved=not keep)

        self.run(work, done, self.view.failed)

    def _look_again(self, *, moved: bool) -> None:
        """At the open entry. `moved`: other rows are shown; where it is not among them the first one opens."""
        ids = [row.id for row in self.now.rows]
        wanted = self.opening or (self.now.open.material.id if self.now.open else "")
        if moved and ids and wanted not in ids:
            wanted = ids[0]
        if wanted:
            self.open(wanted)

    def look_for(self, **changes: object) -> None:
        """Other words, facets or another order."""
        wanted = replace(self.now.wanted, **changes)  # type: ignore[arg-type]  # names of the fields, given by this screen
        if wanted != self.now.wanted:
            self.now = replace(self.now, wanted=wanted)
            self._read(keep=False)

    def choose_facet(self, key: str, value: str | None) -> None:
        """Only entries with this value; None for all."""
        others = {name: chosen for name, chosen in self.now.wanted.only.items() if name != key}
        self.look_for(only=others if value is None else others | {key: value})

    def choose_pill(self, pill: str) -> None:
        trash = pill == "trash"
        self.opening = ""
        self.now = replace(self.now, pill=pill, open=None if trash != self.now.wanted.trash else self.now.open)
        if trash != self.now.wanted.trash:
            self.look_for(trash=trash)
        else:
            self.view.show_rows()
            self._look_again(moved=True)

    def find_twins(self) -> None:
        """Show what looks like the same entry twice."""

        def done(found: tuple[Twins, ...]) -> None:
            self.now = replace(self.now, twins=found)
            self.choose_pill("twins" if found else "all")

        self.run(self.service.twins, done, self.view.failed)

    def open(self, material_id: str) -> None:
        """Look at this entry. Of several that were asked for quickly only the last one shows."""
        self.opening = material_id

        def done(found: Open) -> None:
            if material_id == self.opening:
                self.now = replace(self.now, open=found)
                self.view.show_entry()

        self.run(lambda: Open(self.service.entry(material_id), self.service.clashes(material_id)), done, self._gone)

    def _gone(self, error: EmsError) -> None:
        """The entry is not here any more (or never was)."""
        self.close()
        if error.code != 1061:
            self.view.failed(error)

    def close(self) -> None:
        self.opening = ""
        self.now = replace(self.now, open=None)
        self.view.show_entry()

    # -- what was typed shows at once

    def patch(self, cells: Mapping[str, Mapping[str, str]]) -> None:
        """These cells, before the disk has them."""
        catalogue = self.now.catalogue
        if catalogue is not None:
            rows = tuple(_patched(row, cells[row.id]) if row.id in cells else row for row in catalogue.rows)
            self.now = replace(self.now, catalogue=replace(catalogue, rows=rows))
            self.view.cells_changed(set(cells))


def _patched(row: Material, cells: Mapping[str, str]) -> Material:
    return replace(row, cells={**row.cells, **cells}, by=None)


def in_order(before: Catalogue | None, now: Catalogue) -> Catalogue:
    """The rows as they stood; new ones first."""
    if before is None:
        return now
    places = {row.id: n for n, row in enumerate(before.rows)}
    return replace(now, rows=tuple(sorted(now.rows, key=lambda row: places.get(row.id, -1))))
