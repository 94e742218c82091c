"""A box to tick."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox

from ui.theme import SIZE, T, font, icons, round_rect, text, width
from ui.widgets.text import literal


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
