"""What stands under the catalogue's tools: list and entry, or the grid, or why there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui.screens.materials.browse import Browse
from ui.screens.materials.empty import nothing
from ui.screens.materials.presenter import Now
from ui.screens.materials.table_page import TablePage


class Pages(QStackedWidget):
    new_asked = Signal()
    all_asked = Signal()  # search and filters away

    def __init__(self, browse: Browse, table: TablePage, *, may_write: bool) -> None:
        super().__init__()
        self._browse, self._table, self._may_write = browse, table, may_write
        self._empty = QWidget()
        self.view = "list"
        for part in (browse, table, self._empty):
            self.addWidget(part)

    def show_view(self, view: str, now: Now) -> None:
        """List or table; the same entry stays in sight."""
        self.view = view
        self.show_now(now)
        if view == "table" and now.open is not None:
            self._table.go_to(now.open.material.id)
        focus = self.first_focus()
        if self.isVisible() and focus:
            focus.setFocus()

    def show_now(self, now: Now) -> None:
        """The page that is wanted; the focus stays on something that is seen."""
        here = QApplication.focusWidget()
        held = here is not None and self.isAncestorOf(here)
        if now.catalogue is not None and not now.rows:
            self._show_empty(now)
        else:
            self.setCurrentWidget(self._table if self.view == "table" else self._browse)
        focus = self.first_focus()
        if held and here is not None and not here.isVisible() and focus:
            focus.setFocus()

    def first_focus(self) -> QWidget | None:
        shown = self.currentWidget()
        if shown is self._empty:
            return None
        return self._browse.first_focus() if shown is self._browse else self._table.view

    def _show_empty(self, now: Now) -> None:
        self.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = nothing(now, may_write=self._may_write, new=self.new_asked.emit, clear=self.all_asked.emit)
        self.addWidget(self._empty)
        self.setCurrentWidget(self._empty)
