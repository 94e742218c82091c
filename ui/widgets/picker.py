"""A button that opens a list of people to tick; the list stays open until the person is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QSizePolicy

from ems_desktop.i18n import tr
from ui.theme import SIZE, T, elided, font, width
from ui.widgets.buttons import Button
from ui.widgets.text import literal, plain_tip

WIDEST = 260  # pixels of the design


class TickMenu(QMenu):
    """Ticking an entry does not close it; Esc or a click beside it does."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        action = self.activeAction()
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True


class Picker(Button):
    """Options are (id, name). `picked` carries the chosen ids, in the options' order, when the list closes and they differ."""

    picked = Signal(object)  # tuple[str, ...]

    def __init__(self, name: str, none: str) -> None:
        super().__init__(name, "users")
        self._name, self._none = name, none
        self._options: tuple[tuple[str, str], ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._menu: TickMenu | None = None
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def show_choice(self, options: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        self._options, self._chosen = tuple(options), tuple(chosen)
        self._say()

    def chosen(self) -> tuple[str, ...]:
        return self._chosen

    def open(self) -> None:
        menu = TickMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font("body"))
        for one, name in self._options:
            action = menu.addAction(literal(name))
            action.setCheckable(True)
            action.setChecked(one in self._chosen)
            action.setData(one)
        menu.aboutToHide.connect(lambda: self._closed(menu))
        self._menu = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def menu_shown(self) -> TickMenu | None:
        return self._menu

    def _closed(self, menu: TickMenu) -> None:
        self._menu = None
        chosen = tuple(action.data() for action in menu.actions() if action.isChecked())
        if chosen != self._chosen:
            self._chosen = chosen
            self._say()
            self.picked.emit(chosen)

    def _say(self) -> None:
        names = [name for one, name in self._options if one in self._chosen]
        said = ", ".join(names) or self._none
        self.said = elided(said, "body_medium", T.px(WIDEST - 46))
        self._write()
        self.setAccessibleName(tr("{field}: {value}", field=self._name, value=said))
        self.setToolTip(plain_tip(said))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(min(T.px(WIDEST), width(self.said, "body_medium") + T.px(46)), T.px(SIZE.h_control))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), T.px(90)), T.px(SIZE.h_control))
