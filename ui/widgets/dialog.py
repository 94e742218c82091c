"""A decision: the one modal thing. Our own words on the buttons, plain text, Esc is always the harmless answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from ui.theme import T, font
from ui.widgets.buttons import Button, button
from ui.widgets.focusring import FocusRing
from ui.widgets.labels import label
from ui.widgets.layout import col, row


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `kind` as of a button; the first primary is the default, something destructive never is."""

    said: str
    act: Callable[[], None] | None = None
    kind: str = ""


class Decision(QDialog):
    """`details`: longer plain text to read or copy (a report, a list)."""

    def __init__(self, parent: QWidget | None, title: str, text: str, choices: Sequence[Choice], details: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = label(text, "body", "2", wrap=True)
        words.setFixedWidth(T.px(460))
        self.buttons = [self._button(choice) for choice in choices]
        parts: list[QWidget | int] = [label(title, "title"), 8, words]
        if details:
            parts += [12, self._details(title, details)]
        self.setLayout(col(*parts, 20, row(None, *self.buttons, gap=8), margins=(24, 22, 24, 20), gap=0))
        FocusRing(self)

    def _button(self, choice: Choice) -> Button:
        made = button(choice.said, kind=choice.kind)
        made.setAutoDefault(choice.kind == "primary")
        made.setDefault(choice.kind == "primary")
        made.clicked.connect(lambda: self._take(choice))
        return made

    @staticmethod
    def _details(name: str, text: str) -> QPlainTextEdit:
        made = QPlainTextEdit(text)
        made.setReadOnly(True)
        made.setFont(font("caption"))
        made.setFixedHeight(T.px(160))
        made.setTabChangesFocus(True)
        made.setAccessibleName(name)
        return made

    def _take(self, choice: Choice) -> None:
        self.accept()
        if choice.act:
            choice.act()


def fit(dialog: QDialog, parent: QWidget, wide: int, high: int) -> None:
    """As large as it was designed, in pixels of the design, but never larger than the window it stands over."""
    dialog.resize(QSize(T.px(wide), T.px(high)).boundedTo(parent.window().size()))


def decide(parent: QWidget, title: str, text: str, *choices: Choice, details: str = "") -> Decision:
    """Ask without blocking: the chosen answer's `act` is called. Returns the open dialog."""
    dialog = Decision(parent, title, text, choices, details)
    dialog.open()
    return dialog
