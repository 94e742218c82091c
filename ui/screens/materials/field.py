"""One column of an entry, changed in place: Enter, Tab and leaving save it, Esc restores it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr
from ui.screens.materials.words import one_line
from ui.theme import T
from ui.widgets import col, label, restyle, row
from ui.widgets.text_box import TextBox

CAPTION = 112  # pixels of the design
LONG, SHORT = 14, 4  # lines
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BREAKS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class _Editor(TextBox):
    """Where Enter does not end a line it saves; Shift+Enter or Alt+Enter ends one everywhere, Ctrl+Enter saves everywhere."""

    saving = Signal()
    restoring = Signal()
    leaving = Signal()

    def __init__(self, name: str, *, long: bool) -> None:
        super().__init__(name, LONG if long else SHORT)
        self._long = long

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        if event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.restoring.emit()
        elif event.key() not in _ENTER or self.isReadOnly():
            super().keyPressEvent(event)
        elif held & _BREAKS or (self._long and not held & Qt.KeyboardModifier.ControlModifier):
            self.insertPlainText("\n")
        else:
            self.saving.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.leaving.emit()


class CellField(QWidget):
    """`typed`: the text as it shall be. `entered`: Enter was pressed, the next field is wanted."""

    typed = Signal(str)
    entered = Signal()

    def __init__(self, key: str, caption: str, *, long: bool, may_write: bool) -> None:
        super().__init__()
        self.key = key
        self._text, self._beneath = "", False  # what is saved; whether it changed under the hand
        self.edit = _Editor(caption, long=long)
        self.edit.setReadOnly(not may_write)
        self._caption = label(caption, "small_strong", "2", wrap=True)
        self._caption.setFixedWidth(T.px(CAPTION))
        self._state = label("", "caption", "ok")
        self._wrong = label("", "caption", "bad", wrap=True)
        line = row(col(7, self._caption, self._state, None, gap=2), col(self.edit, self._wrong, gap=2), gap=12)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.edit.saving.connect(self._enter)
        self.edit.leaving.connect(self._leave)
        self.edit.restoring.connect(self.restore)
        self.edit.textChanged.connect(self._typed_on)
        self._wrong.hide()
        self._state.hide()

    def text(self) -> str:
        return self.edit.typed()

    def pending(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.edit.document().isModified()

    def show_new(self, text: str) -> None:
        """Of another entry."""
        self._text, self._beneath = text, False
        self.edit.show_text(text)
        self._state.hide()
        self.say_wrong(None)

    def show_text(self, text: str) -> None:
        """What is saved. What is being typed stays; that it changed underneath is said, and only Enter saves over it."""
        if text == self._text and (self.pending() or self.text() == text):
            return
        self._text = text
        if not self.pending():
            self.edit.show_text(text)
            self.say_wrong(None)
        elif self.text() != text:
            self._beneath = True
            self._say(tr("Changed meanwhile to “{text}”. Enter keeps yours, Esc takes that.", text=one_line(text, 80)))

    def restore(self) -> None:
        """Back to what is saved."""
        self._beneath = False
        self.edit.show_text(self._text)
        self.edit.selectAll()
        self.say_wrong(None)

    def say_saved(self) -> None:
        self._state.setText(tr("saved"))
        self._state.show()

    def say_wrong(self, error: EmsError | None) -> None:
        """Why it cannot be kept, beside it; the text stays."""
        self._say(explain(error) if error else "")

    def wrong(self) -> str:
        return "" if self._wrong.isHidden() else self._wrong.text()

    def _say(self, said: str) -> None:
        self._wrong.setText(said)
        self._wrong.setVisible(bool(said))
        self.edit.setProperty("invalid", bool(said) or None)
        self.edit.setAccessibleDescription(said)
        restyle(self.edit)

    def _typed_on(self) -> None:
        if self.pending():
            self._state.hide()
            if self.wrong() and not self._beneath:
                self.say_wrong(None)

    def _enter(self) -> None:
        self._beneath = False
        self.say_wrong(None)
        self.save()
        self.entered.emit()

    def _leave(self) -> None:
        """Leaving saves, unless that would overwrite what was not seen when it was typed."""
        if not self._beneath:
            self.save()

    def save(self) -> None:
        """What was typed, if anything was."""
        if self.pending():
            self._text = self.text()
            self.edit.document().setModified(False)
            self.typed.emit(self._text)
