"""The text that is typed over a cell of the grid: line ends (Alt+Enter) and all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ui.theme import T, font
from ui.widgets.grid.editor import CellEditing
from ui.widgets.grid.moves import Pos
from ui.widgets.text_box import typed_text

_LINES, _ENTER = 5, {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TextCellEditor(CellEditing, QPlainTextEdit):
    """One for the whole grid, moved to the cell."""

    entered = Signal(str, bool)
    arrow = Signal(object)
    changed = Signal()
    cancelled = Signal()

    def __init__(self, viewport: QWidget, accept: Callable[[Pos, str], bool]) -> None:
        super().__init__(viewport)
        self._accept, self._cell = accept, QRect()
        self.setObjectName("cell")
        self.setFont(font("body"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(T.px(3))
        self.hide()
        self.textChanged.connect(self._typed)

    def open(self, at: Pos, rect: QRect, text: str, name: str, *, inside: bool) -> None:
        """Edit a cell. `inside`: arrows move in the text. `name`: which cell, spoken."""
        self.setAccessibleName(name)
        self._cell = rect
        self.setPlainText(text)
        self.document().setModified(not inside)  # what a key replaced is an edit already
        self.begin(at, rect, inside=inside)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def accept(self, at: Pos) -> bool:
        return not self.document().isModified() or self._accept(at, typed_text(self))

    def place(self, rect: QRect) -> None:
        """As wide as the cell, and higher while the text needs it and the grid has room."""
        self._cell = rect
        lines = min(_LINES, max(1, int(self.document().documentLayout().documentSize().height())))
        high = max(rect.height(), self.fontMetrics().lineSpacing() * lines + T.px(11))
        parent = self.parentWidget()
        top = min(rect.top(), parent.height() - high) if parent else rect.top()
        self.setGeometry(rect.left(), max(0, top), max(rect.width(), T.px(160)), high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        if self._at is not None:
            self.place(self._cell)
            self.typed_on()
