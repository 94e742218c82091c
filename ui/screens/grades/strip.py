"""Where a mark stands among the class: one dot a pupil, the line of the KKTP, this one filled."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import trn
from ui.screens.grades import ink
from ui.theme import CENTER, LEFT, RIGHT, T, color, text

_STACKS = 36  # how many dots fit side by side


class Strip(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._values: list[float] = []
        self._mine: float | None = None
        self._low, self._high, self._kktp = 55.0, 100.0, 75.0
        self.setFixedHeight(T.px(46))

    def show_values(self, values: Sequence[Decimal], mine: Decimal | None, kktp: Decimal, maximum: Decimal) -> None:
        """`kktp` and `maximum` in points of this assessment."""
        self._values = sorted(map(float, values))
        self._mine = None if mine is None else float(mine)
        self._high, self._kktp = float(maximum), float(kktp)
        least = min([*self._values, self._kktp * 0.95])
        step = max(1.0, self._high / 20)
        self._low = max(0.0, (least // step) * step)
        self.setAccessibleName(trn("Spread of the class, {n} mark", "Spread of the class, {n} marks", len(values)))
        self.update()

    def _x(self, value: float) -> float:
        edge = T.px(4)
        return edge + (value - self._low) / max(1.0, self._high - self._low) * (self.width() - 2 * edge)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        base, wide = self.height() - T.px(15), self.width()
        p.fillRect(QRectF(0, base, wide, 1), color("line_strong"))
        self._dots(p, base)
        at = self._x(self._kktp)
        p.fillRect(QRectF(at, T.px(2), 1, base), color("text3"))
        line = QRectF(0, base + 2, wide, T.px(13))
        said = f"KKTP {ink.digits(Decimal(str(self._kktp)).normalize() + 0)}"
        text(p, QRectF(at - T.px(60), base + 2, T.px(120), T.px(13)), said, "micro", "text3", CENTER)
        if at - T.px(34) > T.px(16):
            text(p, line, f"{self._low:.0f}", "micro", "text3", LEFT)
        if at + T.px(34) < wide - T.px(18):
            text(p, line, f"{self._high:.0f}", "micro", "text3", RIGHT)

    def _dots(self, p: QPainter, base: float) -> None:
        stacks: dict[int, int] = {}
        width = (self._high - self._low) / _STACKS or 1.0
        taken = False
        p.setPen(Qt.PenStyle.NoPen)
        for value in self._values:
            place = round((value - self._low) / width)
            stacks[place] = stacks.get(place, 0) + 1
            mine = not taken and value == self._mine
            taken = taken or mine
            p.setBrush(color("accent" if mine else "bad_line" if value < self._kktp else "accent_line"))
            y = base - T.px(4) - min(stacks[place] - 1, 4) * T.px(6)
            d = T.px(3.5 if mine else 2.5)
            p.drawEllipse(QPointF(self._x(self._low + place * width), y), d, d)
