"""What every editor over a cell does with its keys, whatever widget it is. It stays open, with the text, as long as that is not valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from ui.widgets.grid.moves import Pos
from ui.widgets.layout import restyle

_ARROWS: dict[int, Pos] = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as Base
else:
    Base = object


class CellEditing(Base):
    """Mixed into a line or a text, before it. The widget declares the signals and says `accept` and `words`.

    While typing replaces, arrows finish the cell; after F2 they move in the text, as in Excel.
    """

    if TYPE_CHECKING:
        entered: Signal  # "enter" or "tab", and whether Shift was held; after the text was taken
        arrow: Signal  # (rows, columns) to go, after the text was taken
        changed: Signal  # the person types on: a reason that was shown is old
        cancelled: Signal

    _at: Pos | None = None
    _inside = False

    @property
    def at(self) -> Pos | None:
        """The cell that is being edited, None while closed."""
        return self._at

    def accept(self, at: Pos) -> bool:
        """Hand the text over; whether it was taken."""
        raise NotImplementedError

    def begin(self, at: Pos, rect: QRect, *, inside: bool) -> None:
        """Over this cell, with the keys. `inside`: arrows move in the text."""
        self._at, self._inside = at, inside
        self._mark_invalid(invalid=False)
        self.place(rect)
        self.show()
        self.setFocus()

    def place(self, rect: QRect) -> None:
        self.setGeometry(rect)

    def commit(self) -> bool:
        """Hand the text over; True when it was taken (the editor closes) or nothing is open."""
        taken = self._take()
        if taken:
            self._put_away()
        return taken

    def _take(self) -> bool:
        if self._at is None:
            return True
        if not self.accept(self._at):
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

    def typed_on(self) -> None:
        self._mark_invalid(invalid=False)
        self.changed.emit()

    def event(self, event: QEvent) -> bool:
        """Tab belongs to the cell, not to the window."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.keyPressEvent(event)
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
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
