"""The preview's table: rows of two lines, and a whole row in words for whoever listens instead of looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from ems_desktop.i18n import tr
from ui.screens.rosters.import_lines import Line
from ui.theme import SIZE, T
from ui.widgets import Column, RowsModel, TableView
from ui.widgets.table import ROW, Index

NAME_MORE = 280  # what a name of five words wants beyond its column, at 100 %


class SpokenRows(RowsModel):
    """The first cell speaks for the whole row."""

    def __init__(self, columns: Sequence[Column], say: Callable[[Line], str]) -> None:
        super().__init__(columns, identity=lambda line: line.row)
        self._say = say

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self._say(index.data(ROW))
        return super().data(index, role)


class PreviewTable(TableView):
    def __init__(self, columns: Sequence[Column], say: Callable[[Line], str]) -> None:
        super().__init__(SpokenRows(columns, say), tr("Preview of the import"), row_height=SIZE.h_row_two_lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide window the room that is left goes to the names first."""
        super().resizeEvent(event)
        columns = self.rows.columns
        spare = self.viewport().width() - sum(T.px(column.width) for column in columns)
        for n, column in enumerate(columns):
            if column.key == "name":
                self.setColumnWidth(n, T.px(column.width) + min(max(0, spare), T.px(NAME_MORE)))
