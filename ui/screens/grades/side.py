"""The frame of the side panels: a title, what is below it, a way to close. Esc closes too."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLayout, QScrollArea, QWidget

from ems_desktop.i18n import tr
from ui.theme import SIZE, T, font, icons, round_rect, text, width
from ui.widgets import col, icon_button, label, row
from ui.widgets.text import literal


class SidePanel(QFrame):
    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(title)
        self.title = label(title, "title")
        close = icon_button(tr("Close"), "close", small=True)
        close.clicked.connect(self.closed)
        head = row(self.title, None, close, margins=(16, 14, 12, 6))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = col(head, gap=0)
        layout.addWidget(self._area, 1)
        self.setLayout(layout)

    def fill(self, content: QLayout, first: QWidget) -> None:
        """What is in the panel, which scrolls when the window is low; `first` takes the keys when it opens."""
        self.setFocusProxy(first)
        inside = QWidget()
        inside.setObjectName("surface")
        inside.setLayout(content)
        self._area.setWidget(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class Tick(QCheckBox):
    """The native box can hardly be seen in the dark theme: ours has the theme's lines and our tick."""

    def __init__(self, said: str, name: str = "") -> None:
        super().__init__(literal(said))
        self.said = said
        self.setFont(font("body"))
        self.setAccessibleName(name or said)

    def sizeHint(self) -> QSize:
        return QSize(T.px(26) + width(self.said, "body"), T.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p, side, middle = QPainter(self), T.px(16), self.height() / 2
        box = QRectF(2, middle - side / 2, side, side)
        on = self.isChecked()
        round_rect(p, box, T.px(SIZE.r_cell), "accent" if on else "surface", "accent" if on else "text3")
        if on:
            icons.draw(p, "check", box.left() + (side - T.px(14)) / 2, middle, "on_accent", 14)
        if self.hasFocus():
            round_rect(p, box.adjusted(-2, -2, 2, 2), T.px(SIZE.r_cell) + 2, None, "focus", 2)
        text(p, QRectF(T.px(26), 0, self.width() - T.px(26), self.height()), self.said)

    def hitButton(self, where: QPoint) -> bool:
        return self.rect().contains(where)


class Combo(QComboBox):
    """The style sheet can place an arrow but not draw our icon."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icons.draw(QPainter(self), "down", self.width() - T.px(24), self.height() / 2, "text2", 16)


def combo(name: str, options: list[tuple[str, str]], current: str = "") -> Combo:
    """A choice among a few words; `options` are (value, words)."""
    made = Combo()
    made.setFont(font("body"))
    made.setAccessibleName(name)
    for value, said in options:
        made.addItem(said, value)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made
