"""The one line in which a mark is typed, over its cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ems_desktop.i18n import tr
from ui.theme import font
from ui.widgets.grid.editor import CellEditing
from ui.widgets.grid.moves import Pos

Accept = Callable[[Pos, str, bool], bool]  # cell, text, remedial → whether it was taken


class CellEditor(CellEditing, QLineEdit):
    """One for the whole grid, moved to the cell: making a widget at each keystroke would be slower than the saving."""

    entered = Signal(str, bool)
    arrow = Signal(object)
    changed = Signal()
    cancelled = Signal()

    def __init__(self, viewport: QWidget, accept: Accept) -> None:
        super().__init__(viewport)
        self._accept = accept
        self._remedial = False
        self.setObjectName("cell")
        self.setAccessibleName(tr("Change the mark"))
        self.setFont(font("num"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFrame(False)
        self.hide()
        self.textEdited.connect(self.typed_on)

    def open(self, at: Pos, rect: QRect, text: str, name: str, *, inside: bool = False, remedial: bool = False) -> None:
        """Edit a cell. `inside`: arrows move in the text. `name`: which cell, spoken."""
        self._remedial = remedial
        self.setAccessibleName(tr("Remedial mark of {cell}", cell=name) if remedial else name)
        self.setText(text)
        self.begin(at, rect, inside=inside)
        self.end(False)

    def accept(self, at: Pos) -> bool:
        return self._accept(at, self.text(), self._remedial)
