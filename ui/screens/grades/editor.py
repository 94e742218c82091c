"""The one line in which a mark is typed, over its cell. It stays open, with the text, as long as the text is not valid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ems_desktop.i18n import tr
from ui.screens.grades.moves import Pos
from ui.theme import font
from ui.widgets import restyle

Accept = Callable[[Pos, str, bool], bool]  # cell, text, remedial → whether it was taken
_ARROWS: dict[int, Pos] = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class CellEditor(QLineEdit):
    """One for the whole grid, moved to the cell: making a widget at each keystroke would be slower than the saving.

    While typing replaces, arrows finish the cell; after F2 they move in the text, as in Excel.
    """

    entered = Signal(str, bool)  # "enter", "tab" or "arrow…", and whether Shift was held; after the text was taken
    arrow = Signal(object)  # (rows, columns) to go, after the text was taken
    changed = Signal()  # the person types on: a reason that was shown is old
    cancelled = Signal()

    def __init__(self, viewport: QWidget, accept: Accept) -> None:
        super().__init__(viewport)
        self._accept = accept
        self._at: Pos | None = None
        self._remedial = self._inside = False
        self.setObjectName("cell")
        self.setAccessibleName(tr("Change the mark"))
        self.setFont(font("num"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFrame(False)
        self.hide()
        self.textEdited.connect(self._typed_on)

    @property
    def at(self) -> Pos | None:
        """The cell that is being edited, None while closed."""
        return self._at

    def open(self, at: Pos, rect: QRect, text: str, name: str, *, inside: bool = False, remedial: bool = False) -> None:
        """Edit a cell. `inside`: arrows move in the text. `name`: which cell, spoken."""
        self._at, self._inside, self._remedial = at, inside, remedial
        self.setAccessibleName(tr("Remedial mark of {cell}", cell=name) if remedial else name)
        self._mark_invalid(invalid=False)
        self.setText(text)
        self.place(rect)
        self.show()
        self.setFocus()
        self.end(False)

    def place(self, rect: QRect) -> None:
        self.setGeometry(rect.adjusted(0, 0, 0, 0))

    def commit(self) -> bool:
        """Hand the text over; True when it was taken (the editor closes) or nothing is open."""
        taken = self._take()
        if taken:
            self._put_away()
        return taken

    def _take(self) -> bool:
        if self._at is None:
            return True
        if not self._accept(self._at, self.text(), self._remedial):
            self._mark_invalid(invalid=True)
            return False
        self._at = None
        return True

    def cancel(self) -> None:
        self._at = None
        self._put_away()
        self.cancelled.emit()

    def _put_away(self) -> None:
        if self.hasFocus():  # before hiding: Qt would hand the focus to whatever comes next
            parent = self.parentWidget()
            view = parent.parentWidget() if parent else None
            assert view is not None
            view.setFocus()
        self.hide()

    def _mark_invalid(self, *, invalid: bool) -> None:
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid or None)
            restyle(self)

    def _typed_on(self) -> None:
        self._mark_invalid(invalid=False)
        self.changed.emit()

    def event(self, event: QEvent) -> bool:
        """Tab belongs to the cell, not to the window."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in _ENTER:
            self._finish("enter", shift=shift)
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._finish("tab", shift=shift or key == Qt.Key.Key_Backtab)
        elif key in _ARROWS and not self._inside and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if self._take():
                self.arrow.emit(_ARROWS[key])
                self._put_away()
        elif key == Qt.Key.Key_F2:
            self._inside = not self._inside
        else:
            super().keyPressEvent(event)

    def _finish(self, how: str, *, shift: bool) -> None:
        """Go on before closing: a view that scrolls after something in it was hidden paints itself anew as a whole."""
        if self._take():
            self.entered.emit(how, shift)
            self._put_away()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the cell keeps what was typed; what is not valid stays where it is, with its reason."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self.commit()
