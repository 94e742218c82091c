"""Equations in a text document for paper: outlines that are filled, so that they are sharp on any printer, on the baseline of their line.

Qt's own painter of SVG is not used: in a PDF it draws a line round each outline, and equations become bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from typing import Any, Final
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions import latex
from ems_desktop.integrations.questions import equations

KIND: Final = QTextFormat.ObjectTypes.UserObject + 1
_SPAN: Final = QTextFormat.Property.UserProperty + 1
_SIZE: Final = QTextFormat.Property.UserProperty + 2
_HALF: Final = QTextFormat.Property.UserProperty + 3
_BIGGER: Final = 1.15  # the library's letters are smaller at the same size
_STEP = re.compile(r"[MLQCZ]|-?[0-9.]+(?:e-?[0-9]+)?")
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


def drawing(span: str, px: float) -> bytes | None:
    """The SVG of a span of LaTeX beside letters of `px`; None where it cannot be drawn."""
    try:
        return equations.svg(latex.source(span), display=latex.is_display(span), size=px * _BIGGER)
    except EmsError:
        return None


def mark(shape: QTextCharFormat, span: str, px: float) -> QTextCharFormat:
    """The format of the one letter that stands for the equation. `px`: of the letters beside it in the document."""
    made = QTextCharFormat(shape)
    made.setObjectType(KIND)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    made.setProperty(_SPAN, span)
    made.setProperty(_SIZE, px)
    made.setProperty(_HALF, QFontMetricsF(shape.font()).xHeight() / 2)
    return made


class Equations(QPyTextObject):
    """Qt measures an object round half the height of an x, so it is given as much room above as below that as its larger part needs."""

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: A002, ARG002, N803
        box, _ = _of(format)
        return QSizeF(box.width(), _room(box, format.property(_HALF)))

    def drawObject(self, painter: Any, rect: Any, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> None:  # noqa: A002, N803
        box, path = _of(format)
        block = doc.findBlock(posInDocument)
        line = block.layout().lineForTextPosition(posInDocument - block.position())
        # Qt paints it in the middle of the whole line; the line's own baseline is what counts
        top = rect.top() - (line.ascent() + line.descent() - rect.height()) / 2
        painter.save()
        painter.translate(rect.left() - box.left(), top + line.ascent())
        painter.fillPath(path, Qt.GlobalColor.black)
        painter.restore()


def _of(shape: QTextFormat) -> tuple[QRectF, QPainterPath]:
    return outline(drawing(shape.property(_SPAN), shape.property(_SIZE)) or b"<svg viewBox='0 0 1 1'/>")


def _room(box: QRectF, half: float) -> float:
    return max(-2 * box.top() - half, 2 * box.bottom() + half)


@lru_cache(maxsize=500)
def outline(svg: bytes) -> tuple[QRectF, QPainterPath]:
    """The view box, whose zero is the baseline, and what is filled. Reads what `equations.svg` writes, and no other SVG."""
    root = ET.fromstring(svg)  # noqa: S314 - made here, without entities
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for element in root.iter():
        shape = QPainterPath()
        if "d" in element.attrib:
            shape = _path(element.attrib["d"])
        elif element.tag.endswith("rect"):
            shape.addRect(*(float(element.attrib[name]) for name in ("x", "y", "width", "height")))
        if element.get("stroke", "none") != "none":
            stroker = QPainterPathStroker()
            stroker.setWidth(float(element.get("stroke-width", "1")))
            shape = stroker.createStroke(shape)
        path.addPath(shape)
    return QRectF(*map(float, root.attrib["viewBox"].split())), path


def _path(steps: str) -> QPainterPath:
    path = QPainterPath()
    act: dict[str, Any] = {"M": path.moveTo, "L": path.lineTo, "Q": path.quadTo, "C": path.cubicTo, "Z": path.closeSubpath}
    for name, numbers in _commands(steps):
        act[name](*numbers)
    return path


def _commands(steps: str) -> Iterator[tuple[str, list[float]]]:
    found = _STEP.findall(steps)
    at = 0
    while at < len(found):
        count = _NUMBERS[found[at]]
        yield found[at], [float(one) for one in found[at + 1 : at + 1 + count]]
        at += 1 + count


def png(source: str, display: bool, px: float = 15.0, ratio: int = 6) -> tuple[bytes, float, float, float] | None:
    """A picture for Word: its bytes, then width, height, and depth below the line in points. None where it cannot be drawn."""
    drawn = drawing(f"\\[{source}\\]" if display else f"\\({source}\\)", px)
    if drawn is None:
        return None
    box, path = outline(drawn)
    image = QImage(ceil(box.width() * ratio), ceil(box.height() * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    p = QPainter(image)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.scale(ratio, ratio)
    p.translate(-box.topLeft())
    p.fillPath(path, Qt.GlobalColor.black)
    p.end()
    return png_of(image), box.width() * 0.75, box.height() * 0.75, box.bottom() * 0.75


def png_of(image: QImage) -> bytes:
    """A picture as a file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
