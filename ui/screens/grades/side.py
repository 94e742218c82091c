"""The frame of the side panels: a title, what is below it, a way to close. Esc closes too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QScrollArea, QWidget

from ems_desktop.i18n import tr
from ui.theme import T, font, icons
from ui.widgets import col, icon_button, label, row


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
