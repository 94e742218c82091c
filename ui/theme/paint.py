"""Painting helpers for delegates and drawn widgets: text by role and ink, rounded shapes, pills, shadow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextLayout

from ui.theme.theme import T, color, elided, font, width

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
SOLID = Qt.PenStyle.SolidLine


def text(
    p: QPainter, rect: QRect | QRectF, said: str, role: str = "body", ink: str = "text", align: Qt.AlignmentFlag = LEFT, elide: bool = True
) -> None:
    """One line of text within a rectangle, elided when it is too long."""
    p.setFont(font(role))
    p.setPen(color(ink))
    p.drawText(QRectF(rect), align, elided(said, role, int(rect.width())) if elide else said)


def lines(p: QPainter, rect: QRectF, said: str, role: str = "body", ink: str = "text", most: int = 2) -> float:
    """Word-wrapped text of at most so many lines, the last one elided; returns the height used."""
    used = font(role)
    metrics, layout = QFontMetrics(used), QTextLayout(said, used)
    p.setFont(used)
    p.setPen(color(ink))
    layout.beginLayout()
    y = rect.top()
    for n in range(1, most + 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rect.width())
        start = line.textStart()
        part = said[start:] if n == most else said[start : start + line.textLength()]
        p.drawText(QRectF(rect.left(), y, rect.width(), metrics.height()), LEFT, elided(part.strip(), role, int(rect.width())))
        y += metrics.height()
    layout.endLayout()
    return y - rect.top()


def round_rect(
    p: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: str | None = None,
    line: str | None = None,
    thick: float = 1.0,
    style: Qt.PenStyle = SOLID,
) -> None:
    """A rounded rectangle; `fill` and `line` are tokens. The line lies within the rectangle."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QRectF(rect)
    if line:
        p.setPen(QPen(color(line), thick, style))
        shape = shape.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    else:
        p.setPen(Qt.PenStyle.NoPen)
    if fill:
        p.setBrush(color(fill))
    else:
        p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawRoundedRect(shape, radius, radius)
    p.restore()


def pill(
    p: QPainter,
    x: float,
    middle: float,
    said: str,
    ink: str = "text2",
    fill: str = "sunken",
    role: str = "caption_strong",
    line: str | None = None,
) -> int:
    """A pill whose left edge is x and whose middle is at `middle`; returns its width."""
    wide, high = width(said, role) + T.px(14), T.px(20)
    rect = QRectF(x, middle - high / 2, wide, high)
    round_rect(p, rect, high / 2, fill, line)
    text(p, rect, said, role, ink, CENTER, elide=False)
    return wide


def shadow(p: QPainter, rect: QRect | QRectF, radius: float, strength: float = 1.0) -> None:
    """Three faint shapes; only under what floats (a lesson in the hand, a bubble, a page)."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(Qt.PenStyle.NoPen)
    for grow, alpha in ((7, 8), (4, 12), (2, 18)):
        tone = QColor(color("shadow"))
        tone.setAlpha(int(alpha * strength))
        p.setBrush(tone)
        p.drawRoundedRect(QRectF(rect).adjusted(-grow, -grow + 3, grow, grow + 3), radius + grow, radius + grow)
    p.restore()
