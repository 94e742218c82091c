"""One line of input with its caption above and its mistake below, beside the field it belongs to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ems_desktop.i18n import tr
from ui.theme import font, icons
from ui.widgets.labels import icon_label, label
from ui.widgets.layout import Item, col, restyle, row


def line_edit(name: str, placeholder: str = "", value: str = "", *, icon: str = "", secret: bool = False) -> QLineEdit:
    """A bare line of input; `name` is spoken."""
    made = QLineEdit(value)
    made.setPlaceholderText(placeholder)
    made.setFont(font("body"))
    made.setAccessibleName(name)
    if icon:
        made.addAction(icons.icon(icon, "text3", 16), QLineEdit.ActionPosition.LeadingPosition)
    if secret:
        _secret(made)
    return made


def _secret(made: QLineEdit) -> None:
    """Dots, and an eye at the end that shows what was typed."""
    made.setEchoMode(QLineEdit.EchoMode.Password)
    eye = made.addAction(icons.icon("eye", "text3", 16), QLineEdit.ActionPosition.TrailingPosition)
    eye.setToolTip(tr("Show what is typed"))
    eye.setCheckable(True)

    def look(shown: bool) -> None:
        made.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        eye.setIcon(icons.icon("eye_off" if shown else "eye", "text3", 16))

    eye.toggled.connect(look)


class Field(QWidget):
    """Caption, line, and below it either a hint or what is wrong. A mistake goes as soon as the person types."""

    changed = Signal(str)
    entered = Signal()

    def __init__(
        self, caption: str, placeholder: str = "", value: str = "", *, secret: bool = False, hint: str = "", beside: Item = None
    ) -> None:
        super().__init__()
        self.edit = line_edit(caption, placeholder, value, secret=secret)
        self._hint = hint
        self._icon = icon_label("alert", "bad", 15)
        self._below = label(hint, "caption", "3", wrap=True)
        above = label(caption, "small_strong", "2")
        above.setBuddy(self.edit)
        under = row(self._icon, self._below, gap=6)
        under.setStretch(1, 1)
        under.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(col(row(above, None, *([beside] if beside is not None else [])), self.edit, under, gap=6))
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(self.entered)
        if isinstance(beside, QWidget):
            self.setTabOrder(self.edit, beside)  # first what is asked, then the way round it
        self.set_error(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus goes on to the line. (With a focus proxy Qt would pass over whatever else stands in the field.)"""
        self.edit.setFocus(event.reason())

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, value: str) -> None:
        self.edit.setText(value)

    def set_error(self, said: str | None) -> None:
        """Say what is wrong with the value, or nothing any more. The focus stays where it is."""
        wrong = bool(said)
        self._below.setText(said or self._hint)
        self._below.setProperty("ink", "bad" if wrong else "3")
        self._below.setVisible(bool(self._below.text()))
        self._icon.setVisible(wrong)
        self.edit.setProperty("invalid", wrong or None)
        self.edit.setAccessibleDescription(said or self._hint)
        restyle(self._below)
        restyle(self.edit)

    def error(self) -> str:
        return self._below.text() if self.edit.property("invalid") else ""

    def _typed(self, value: str) -> None:
        if self.edit.property("invalid"):
            self.set_error(None)
        self.changed.emit(value)
