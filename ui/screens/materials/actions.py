"""What a person does to the catalogue. Each is one change set behind the screen, one step of undo, and is said in a quiet note.

Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.materials import check_cells
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import Choice, Material
from ui.screens.materials.presenter import MaterialsPresenter
from ui.screens.materials.words import entries_word, export_page, one_line
from ui.widgets.grid import tsv

Cells = Mapping[str, Mapping[str, str]]  # entry's id → column → text


class Actions:
    def __init__(self, presenter: MaterialsPresenter) -> None:
        self._presenter = presenter

    # -- cells

    def type(self, material: Material, key: str, text: str, *, decides: bool = False) -> Mistake | None:
        """One cell, typed. The mistake to show beside it, or None: then it is on its way to the disk. `decides`: a cell that waits for a
        decision gets it by this text, for both values are in sight."""
        try:
            check_cells({key: text})
        except Mistake as error:
            return error
        if decides and key in material.clashes:
            self.settle(material, key, "other", text)
        elif text != material.cell(key):
            self._write({material.id: {key: text}}, lambda _: self._presenter.view.saved(material.id, key))
        return None

    def put(self, cells: Cells, said: str = "") -> None:
        """A block, pasted or filled, of texts that are valid; `said` when it is on the disk."""
        if cells:
            self._write(cells, lambda seq: self._note(said, seq) if said else None)
        elif said:
            self._presenter.view.note(said)

    def _write(self, cells: Cells, then: Callable[[int], object]) -> None:
        presenter = self._presenter
        presenter.patch(cells)

        def done(seq: int) -> None:
            then(seq)
            self._fresh()

        presenter.run(lambda: presenter.service.set_cells(cells), done, self._undone, ordered=True)

    def _note(self, said: str, seq: int) -> None:
        """What was done, with the way back."""
        service = self._presenter.service
        self._presenter.view.note(said, lambda: self._back(lambda: service.take_back(seq)))

    def _undone(self, error: EmsError) -> None:
        """Nothing was written: what is on the disk shows again."""
        self._presenter.view.failed(error)
        self._presenter.load()

    # -- entries

    def add(self, cells: Mapping[str, str], done: Callable[[str], object]) -> None:
        """A new entry; `done` gets its id. A mistake is said beside the form."""
        presenter = self._presenter

        def added(material_id: str) -> None:
            presenter.view.wrote()
            presenter.load()
            presenter.open(material_id)
            done(material_id)

        presenter.run(lambda: presenter.service.add(cells), added, presenter.view.mistaken, ordered=True)

    def trash(self, materials: Sequence[Material]) -> None:
        ids = [one.id for one in materials]
        self._step(lambda: self._presenter.service.trash(ids), tr("{what}: in the trash", what=_named(materials)))

    def restore(self, materials: Sequence[Material]) -> None:
        ids = [one.id for one in materials]
        self._step(lambda: self._presenter.service.restore(ids), tr("{what}: back in the catalogue", what=_named(materials)))

    def settle(self, material: Material, key: str, choice: Choice, other: str = "") -> None:
        service = self._presenter.service
        said = tr("{what}: decided", what=_named([material]))
        self._step(lambda: service.settle(material.id, key, choice, other), said)

    def _step(self, work: Callable[[], int], said: str) -> None:
        presenter = self._presenter

        def done(seq: int) -> None:
            if seq:
                self._note(said, seq)
            self._fresh()

        presenter.run(work, done, self._undone, ordered=True)

    def undo(self) -> None:
        self._back(self._presenter.service.undo)

    def redo(self) -> None:
        self._back(self._presenter.service.redo)

    def _back(self, work: Callable[[], Collection[object]]) -> None:
        self._presenter.run(work, lambda _: self._fresh(), self._undone, ordered=True)

    def _fresh(self) -> None:
        self._presenter.view.wrote()
        self._presenter.load()

    # -- out of the program

    def copy(self, materials: Sequence[Material]) -> str:
        """Entries as a block for a spreadsheet, in the order of the columns."""
        catalogue = self._presenter.now.catalogue
        columns = catalogue.columns if catalogue else ()
        return tsv.dump([[row.cell(column.key) for column in columns] for row in materials])

    def export(self, path: Path) -> None:
        """What is shown, filtered as it is."""
        presenter = self._presenter
        catalogue, rows = presenter.now.catalogue, presenter.now.rows
        page = export_page(catalogue.columns if catalogue else (), rows)
        said = tr("Exported to {file}", file=path.name)
        presenter.run(lambda: presenter.service.export(path, page), lambda _: presenter.view.note(said), presenter.view.failed)


def _named(materials: Sequence[Material]) -> str:
    return one_line(materials[0].title, 60) if len(materials) == 1 else entries_word(len(materials))
