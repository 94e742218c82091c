"""Equations as pictures for a text document: drawn by the library on a worker thread, then coloured and set on the line by Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions import latex
from ems_desktop.i18n import explain
from ui.screens.questions.document import Equation

BIGGER = 1.15  # than the font beside it: the library's letters are smaller at the same size
SMALLER = 0.85  # of the reason, beside its equation
MOST_SHOWN = 60  # letters of an equation that cannot be drawn
WIDEST_REASON = 280
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
MOST_WORK = 20_000  # of one page: some three seconds; a thousand equations of a school
DOWN = 1.0  # pixels: Qt rounds the place of a picture upwards


@dataclass(frozen=True, slots=True)
class Drawn:
    """`svg` None: it cannot be drawn, `why` says the reason."""

    equation: Equation
    svg: bytes | None
    why: str = ""


def draw(equations: Sequence[Equation], size: float) -> tuple[Drawn, ...]:
    """On a worker thread. `size`: in pixels, of the font that stands beside them. What is more than `MOST_WORK` stays its source."""
    from ems_desktop.integrations.questions.equations import svg

    found: list[Drawn] = []
    work = 0
    for one in equations:
        work += latex.work(one.source)
        if work > MOST_WORK:
            found.append(Drawn(one, None, explain(Mistake(1711))))
            continue
        try:
            found.append(Drawn(one, svg(one.source, display=one.display, size=size * BIGGER)))
        except Mistake as error:
            found.append(Drawn(one, None, explain(error)))
    return tuple(found)


def picture(drawn: Drawn, font: QFont, ink: QColor, ratio: float, *, faint: QColor | None = None) -> QImage:
    """The equation in this ink, padded so that its base line falls on the text's when it stands in its middle: Qt knows no base line of
    a picture. One that cannot be drawn is its source, with the reason in the `faint` ink below."""
    if drawn.svg is None:
        return _words(drawn, font, ink, faint or ink, ratio)
    renderer = QSvgRenderer(QByteArray(drawn.svg))
    box = renderer.viewBoxF()
    above, below = -box.top(), box.bottom()
    lift = QFontMetricsF(font).xHeight() / 2  # Qt's middle is so much above the base line
    # higher and wider than the drawing by a pixel: where a path touches the edge, Qt has been seen to lose most of it
    high = ceil(2 * max(above - lift / 2, below + lift / 2)) + 1
    image = QImage(QSize(ceil(box.width() * ratio) + 1, ceil(high * ratio)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = (high + lift) / 2 - above + DOWN
    renderer.render(painter, QRectF(0, top * ratio, box.width() * ratio, box.height() * ratio))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), ink)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def framed(words: str, font: QFont, ink: QColor, line: QColor, ratio: float) -> QImage:
    """Words in a broken frame, for what cannot be shown."""
    metrics = QFontMetricsF(font)
    image = _empty(metrics.horizontalAdvance(words) + 24, metrics.height() + 20, ratio)
    painter = QPainter(image)
    inside = QRectF(1, 1, image.width() / ratio - 2, image.height() / ratio - 2)
    painter.setPen(QPen(line, 1, Qt.PenStyle.DashLine))
    painter.drawRect(inside)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return image


def _words(drawn: Drawn, font: QFont, ink: QColor, faint: QColor, ratio: float) -> QImage:
    source, small = drawn.equation.source[:MOST_SHOWN], QFont(font)
    small.setPixelSize(max(1, round(font.pixelSize() * SMALLER)))
    large, below = QFontMetricsF(font), QFontMetricsF(small)
    wide = min(WIDEST_REASON, max(large.horizontalAdvance(source), below.horizontalAdvance(drawn.why)))
    wide = max(wide, large.horizontalAdvance(source)) + 4
    reason = below.boundingRect(QRectF(0, 0, wide, 10_000), WRAP, drawn.why)
    image = _empty(wide, large.height() + reason.height(), ratio)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QRectF(2, 0, wide, large.height()), Qt.AlignmentFlag.AlignVCenter, source)
    painter.setFont(small)
    painter.setPen(faint)
    painter.drawText(QRectF(2, large.height(), wide, reason.height()), WRAP, drawn.why)
    painter.end()
    return image


def _empty(wide: float, high: float, ratio: float) -> QImage:
    image = QImage(QSize(ceil(wide * ratio) or 1, ceil(high * ratio) or 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
