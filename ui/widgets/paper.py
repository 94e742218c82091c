"""The ground of sign-in and first run: ruled paper, quiet; and the program's mark. Drawn, so sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import T, color, icons, round_rect


def ruled(p: QPainter, rect: QRect) -> None:
    """Ruled paper: lines that come in slowly and stop above the last row."""
    p.fillRect(rect, color("window"))
    step = T.px(32)
    top, end = int(rect.height() * 0.40), rect.height() - T.px(64)
    for y in range(top, end, step):
        p.setOpacity(min(1.0, (y - top + step) / (step * 6)))
        p.fillRect(0, y, rect.width(), 1, color("paper_line"))
    p.setOpacity(1)


class Brand(QWidget):
    """An open book with a tick on an ink tile."""

    def __init__(self, size: int = 30) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(T.px(size), T.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        round_rect(p, QRectF(self.rect()), T.px(self._size) * 0.25, "accent")
        inner = int(self._size * 0.7)
        icons.draw(p, "mark", (self.width() - T.px(inner)) / 2, self.height() / 2, "on_accent", inner)
