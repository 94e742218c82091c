"""A value with a chevron that opens a list of the others: class, subject, semester."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from ui.theme import LEFT, T, elided, font, icons, text, width
from ui.widgets.text import literal, plain_tip


class Switcher(QPushButton):
    """Options are (value, words). It narrows with the header; the whole value is in the tip then."""

    chosen = Signal(object)  # the value

    def __init__(self, name: str, options: Sequence[tuple[Any, str]], current: Any = None, *, strong: bool = False) -> None:
        super().__init__()
        self._name, self._options, self._current = name, tuple(options), current
        self._menu: QMenu | None = None
        self._role = "title" if strong else "body_medium"
        self.setFont(font(self._role))
        self.setProperty("kind", "ghost")
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        self._say()

    def set_options(self, options: Sequence[tuple[Any, str]], current: Any = None) -> None:
        self._options, self._current = tuple(options), current
        self._say()
        self.updateGeometry()
        self.update()

    def options(self) -> tuple[tuple[Any, str], ...]:
        return self._options

    def current(self) -> Any:
        return self._current

    def said(self) -> str:
        return next((words for value, words in self._options if value == self._current), self._name)

    def open(self) -> None:
        """Show the others; filled anew each time, for a list of thirty classes is cheap and never stale."""
        menu = self._menu = self._menu or QMenu(self)
        menu.clear()
        menu.setFont(font("body"))
        for value, words in self._options:
            action = menu.addAction(literal(words))
            action.setCheckable(True)
            action.setChecked(value == self._current)
            action.triggered.connect(lambda _=False, v=value: self.choose(v))
            if value == self._current:
                menu.setActiveAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def choose(self, value: Any) -> None:
        """As if picked from the list."""
        if value != self._current:
            self._current = value
            self._say()
            self.updateGeometry()
            self.update()
            self.chosen.emit(value)

    def _say(self) -> None:
        said = self.said()
        self.setAccessibleName(f"{self._name}: {said}")
        self.setToolTip(plain_tip(f"{self._name}: {said}"))

    def sizeHint(self) -> QSize:
        return QSize(width(self.said(), self._role) + T.px(16 + 22) + 1, T.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), T.px(84)), T.px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        p.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        self._paint_value(p)

    def _paint_value(self, p: QPainter) -> None:
        hovered = self.underMouse() and self.isEnabled()
        room = self.width() - T.px(16 + 22)
        shown = elided(self.said(), self._role, room)
        text(p, QRectF(T.px(8), 0, room + T.px(4), self.height()), shown, self._role, "text" if hovered else "text2", LEFT, elide=False)
        icons.draw(p, "down", T.px(8) + width(shown, self._role) + T.px(5), self.height() / 2, "text2", 16)
