"""The catalogue as a grid: a declared column for each of the Sheet's, and how a cell looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from ems_desktop.domain.materials import TITLE
from ems_desktop.i18n import tr
from ems_desktop.services.materials_views import CatalogueColumn, Material
from ui.screens.materials.words import column_title, one_line
from ui.theme import LEFT, T, color, icons, text
from ui.widgets import Column, RowsModel
from ui.widgets.grid.view import CellDelegate, GridView

WIDTHS = {
    TITLE: 270, "subject_name": 150, "material_desc": 280, "material_type": 96, "material_level": 96, "material_theme": 160,
    "material_subtheme": 160,
}  # fmt: skip
OTHER = 140


def _column(one: CatalogueColumn) -> Column:
    role = "body_medium" if one.key == TITLE else "body"
    return Column(one.key, column_title(one), WIDTHS.get(one.key, OTHER), lambda row: one_line(row.cell(one.key)), role=role)


class MaterialsModel(RowsModel):
    """`order`: which column sorts, for the header's chevron; the rows come sorted."""

    def __init__(self, columns: Sequence[CatalogueColumn] = (), parent: QObject | None = None) -> None:
        super().__init__([_column(one) for one in columns], identity=lambda row: row.id, sorter=lambda *_: self.rows, parent=parent)

    def show_columns(self, columns: Sequence[CatalogueColumn]) -> bool:
        """The Sheet's columns; whether they are others than before."""
        wanted = tuple(_column(one) for one in columns)
        known = [(one.key, one.title) for one in self.columns]
        if known == [(one.key, one.title) for one in wanted]:
            return False
        self.beginResetModel()
        self.columns = wanted
        self.endResetModel()
        return True

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # type: ignore[override]
        found: object = super().data(index, role)
        if role == Qt.ItemDataRole.AccessibleTextRole and self._clashes(index):
            return ", ".join((str(found), tr("also changed in the Sheet")))
        return found

    def _clashes(self, index: QModelIndex) -> bool:
        return self.columns[index.column()].key in self.rows[index.row()].clashes

    def cells_changed(self, rows: Sequence[Material], ids: set[str]) -> None:
        """The same rows with other cells: nothing moves."""
        self._rows = tuple(rows)
        places = [n for n, row in enumerate(rows) if row.id in ids]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), self.columnCount() - 1))


class MaterialDelegate(CellDelegate):
    """One line of the cell's text. A cell that was changed in the Sheet too has a red ground and a sign."""

    def __init__(self, view: GridView, model: MaterialsModel) -> None:
        super().__init__(view)
        self._model = model

    def draw(self, p: QPainter, r: QRect, row: int, section: int) -> None:
        column, material = self._model.columns[section], self._model.rows[row]
        inner = QRectF(r).adjusted(T.px(8), 0, -T.px(8), 0)
        if column.key in material.clashes:
            p.fillRect(r, color("bad_soft"))
            icons.draw(p, "alert", inner.right() - T.px(14), inner.center().y(), "bad", 14)
            inner.adjust(0, 0, -T.px(18), 0)
        text(p, inner, column.say(material), column.role, "text", LEFT)
