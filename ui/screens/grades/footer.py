"""Statistics under the columns: spread, mean, how many reached the KKTP. Painted, and follows the header."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.grades import Tally, bin_of
from ems_desktop.i18n import tr
from ui.screens.grades import ink
from ui.screens.grades.columns import NUMBER
from ui.screens.grades.model import FIXED
from ui.theme import LEFT, RIGHT, T, color, text

if TYPE_CHECKING:
    from ui.screens.grades.gridview import MarksView, NamesView

SPREAD, MEAN, REACHED = 30, 25, 25


class Footer(QWidget):
    """`low`: in a low window only the mean is kept."""

    def __init__(self, marks: MarksView, names: NamesView) -> None:
        super().__init__()
        self._marks, self._names = marks, names
        self._low = False
        self.set_low(low=False)
        marks.horizontalScrollBar().valueChanged.connect(self.update)
        marks.horizontalHeader().sectionResized.connect(self.update)
        self.setAccessibleName(tr("Statistics of the columns"))

    def set_low(self, *, low: bool) -> None:
        self._low = low
        heights = (MEAN,) if low else (SPREAD, MEAN, REACHED)
        self.setFixedHeight(sum(T.px(h) for h in heights) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        p.fillRect(self.rect(), color("sunken"))
        p.fillRect(0, 0, self.width(), 1, color("line_strong"))
        board, head, x0 = self._marks.board_or_none(), self._marks.horizontalHeader(), self._names.width()
        if board is None:
            return
        p.setClipRect(x0, 0, self.width() - x0, self.height())
        for i, column in enumerate(board.columns):
            x, wide = x0 + head.sectionViewportPosition(i + FIXED), head.sectionSize(i + FIXED)
            if i and board.columns[i - 1].kind != column.kind:
                p.fillRect(x - 1, 0, 1, self.height(), color("line_strong"))
            if x + wide > x0 and x < self.width():
                self._column(p, x, wide, board.figures.tallies[i])
        p.setClipping(False)
        self._titles(p, board.sheet.kktp)
        p.fillRect(x0 - 1, 0, 1, self.height(), color("line_strong"))

    def _titles(self, p: QPainter, kktp: int) -> None:
        rows = [(tr("Mean"), MEAN)] if self._low else [
            (tr("Spread"), SPREAD), (tr("Mean"), MEAN), (tr("Reached (≥ {kktp})", kktp=kktp), REACHED)
        ]  # fmt: skip
        y = 1
        for said, high in rows:
            text(p, QRect(T.px(NUMBER + 8), y, self._names.columnWidth(1) - T.px(16), T.px(high)), said, "small_strong", "text2", LEFT)
            y += T.px(high)
        if not self._low:
            text(p, QRect(T.px(NUMBER + 8), 1, self._names.columnWidth(1) - T.px(20), T.px(SPREAD)), "50 – 100", "caption", "text3", RIGHT)

    def _column(self, p: QPainter, x: int, wide: int, tally: Tally) -> None:
        room, y = wide - T.px(8), 1
        if not self._low:
            if tally.count:
                _bars(p, x + room, max(2, (wide - T.px(16)) // 10), tally)
            y += T.px(SPREAD)
        mean = ink.digits(round(tally.mean, 1), 1) if tally.mean is not None else "–"
        text(p, QRect(x, y, room, T.px(MEAN)), mean, "num_medium" if tally.count else "num", "text" if tally.count else "text3", RIGHT)
        if not self._low:
            said = f"{tally.reached}/{tally.count}" if tally.count else "–"
            text(p, QRect(x, y + T.px(MEAN), room, T.px(REACHED)), said, "small", "text2" if tally.count else "text3", RIGHT)


def _bars(p: QPainter, right: int, bar: int, tally: Tally) -> None:
    """Ten bins of five, each `bar` wide; those under the KKTP are rosy."""
    high = T.px(SPREAD)
    base, room, left = 1 + high - T.px(5), high - T.px(11), right - bar * 10
    p.fillRect(left, base, bar * 10 - 1, 1, color("line_strong"))
    most, pass_bin = max(tally.bins), bin_of(Decimal(tally.kktp))
    for n, count in enumerate(tally.bins):
        if count:
            tall = max(2, round(room * count / most))
            p.fillRect(left + n * bar, base - tall, bar - 1, tall, color("bad_line" if n < pass_bin else "accent_line"))
