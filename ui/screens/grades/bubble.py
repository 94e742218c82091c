"""The field for a note, beside its cell. It takes nothing away."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ems_desktop.i18n import tr
from ui.theme import T, font
from ui.widgets import col, key, label, row
from ui.widgets.grid.bubble import place_beside


class NoteEditor(QFrame):
    """A few lines about one cell. Ctrl+Enter and leaving keep them, Escape does not."""

    kept = Signal(str)
    closed = Signal()

    def __init__(self, grid: QWidget) -> None:
        super().__init__(grid)
        self.setObjectName("card")
        self.edit = _Lines(self)
        self.edit.setFont(font("small"))
        self.edit.setAccessibleName(tr("Note"))
        self.edit.setFixedSize(T.px(250), T.px(76))
        hint = row(
            label(tr("keep"), "caption", "3"), key("Ctrl+Enter"), None, label(tr("leave as it was"), "caption", "3"), key("Esc"), gap=4
        )
        self.setLayout(col(self.edit, hint, margins=(8, 8, 8, 8), gap=6))
        self.hide()

    def open(self, text: str, cell: QRect) -> None:
        self.edit.setPlainText(text)
        self.edit.selectAll()
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        place_beside(self, cell, parent.rect(), T.px(4))
        self.show()
        self.edit.setFocus()

    def finish(self, *, keep: bool) -> None:
        """Close, once; the text goes out when it is kept."""
        if self.isHidden():
            return
        self.hide()
        if keep:
            self.kept.emit(self.edit.toPlainText())
        self.closed.emit()


class _Lines(QPlainTextEdit):
    def __init__(self, pad: NoteEditor) -> None:
        super().__init__()
        self._pad = pad
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self._pad.finish(keep=enter)
        elif enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")  # as Excel's hands do it
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self._pad.finish(keep=True)
