"""Drawing on paper: black, grey and hairlines only, so a copying machine keeps everything. In pixels of 96 to the inch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.theme import LEFT, T

CENTER = Qt.AlignmentFlag.AlignCenter
BLACK, BLANK = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)
GREY, LIGHT = QColor(Qt.GlobalColor.darkGray).darker(150), QColor(Qt.GlobalColor.lightGray)  # of words; of lines between free hours
HEAD, PAUSE = LIGHT.lighter(115), LIGHT.lighter(123)
HAIRLINE, LINE = 0.6, 1.0
SMALLEST, LEADING = 6.2, 1.16  # px; of a line, in sizes of its font
PAD, PAD_ABOVE = 3.0, 0.4
WRAP_BELOW = 0.75  # of the largest size
FINE = 8


class Ink:
    """A painter with the few things that a timetable needs."""

    def __init__(self, painter: QPainter) -> None:
        self.p = painter

    def say(
        self, rect: QRectF, said: str, px: float, *, weight: int = 400, align: Qt.AlignmentFlag = LEFT, grey: bool = False
    ) -> None:  # fmt: skip
        """One line, cut with an ellipsis where it does not fit."""
        font = _font(px, weight)
        shown = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, rect.width() * FINE)
        self.p.save()
        self.p.translate(rect.topLeft())
        self.p.scale(1 / FINE, 1 / FINE)
        self.p.setFont(font)
        self.p.setPen(QPen(GREY if grey else BLACK))
        self.p.drawText(QRectF(0, 0, rect.width() * FINE, rect.height() * FINE), align, shown)
        self.p.restore()

    def box(self, rect: QRectF, fill: QColor | None = None, width: float = HAIRLINE, color: QColor = BLACK) -> None:
        self.p.setPen(QPen(color, width))
        self.p.setBrush(fill or Qt.BrushStyle.NoBrush)
        self.p.drawRect(rect)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = LINE) -> None:
        self.p.setPen(QPen(BLACK, width))
        self.p.drawLine(QLineF(x1, y1, x2, y2))

    def upright(self, rect: QRectF, said: str, px: float) -> None:
        """One line from below to above."""
        self.p.save()
        self.p.translate(rect.left(), rect.bottom())
        self.p.rotate(-90)
        self.say(QRectF(0, 0, rect.height(), rect.width()), said, px, weight=600, align=CENTER)
        self.p.restore()

    def stack(self, rect: QRectF, lines: Sequence[str], largest: float, *, bold: bool = True, grey: bool = False) -> None:
        """Lines in the middle of a box, the first one heavier and in two where it is too long. Where the box is too low even for small
        ones, the last are left out."""
        inner = rect.adjusted(PAD, PAD_ABOVE, -PAD, -PAD_ABOVE)
        if not lines or inner.width() < PAD:
            return
        weight = 600 if bold else 400
        first = _wrapped(lines[0], inner.width(), largest * WRAP_BELOW, weight)
        shown = [*first, *lines[1:]]
        while len(shown) > 1 and inner.height() < len(shown) * SMALLEST * LEADING:
            shown.pop()
        longest = max(text_width(said, 100, weight) for said in first)
        px = max(SMALLEST, min(largest, inner.height() / (len(shown) * LEADING), 98 * inner.width() / max(1.0, longest)))
        high = px * LEADING
        y = inner.center().y() - high * len(shown) / 2
        for n, said in enumerate(shown):
            head, line = n < len(first), QRectF(inner.left(), y + n * high, inner.width(), high)
            self.say(line, said, px if head else px * 0.9, weight=weight if head else 400, align=CENTER, grey=grey)


def _wrapped(said: str, wide: float, px: float, weight: int) -> list[str]:
    """In two lines, as even as they go, where one would have to be smaller than `px`."""
    words = said.split()
    if len(words) < 2 or text_width(said, px, weight) <= wide:
        return [said]
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return list(min(halves, key=lambda two: max(map(len, two))))


def text_width(said: str, px: float, weight: int = 400) -> float:
    return QFontMetricsF(_font(px, weight)).horizontalAdvance(said) / FINE


def _font(px: float, weight: int) -> QFont:
    """In parts of a pixel: Qt's fonts have whole pixels only."""
    font = QFont(T.family)
    font.setPixelSize(round(px * FINE))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("calt"), 0)  # other shapes of a letter, as tabular figures are, can be neither found nor copied in a PDF
    return font
