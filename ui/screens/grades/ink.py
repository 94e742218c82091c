"""Text and the marks of the grade grid, drawn fast: layouts are kept, for a frame draws the same few hundred texts again.

The legend paints its marks with these same functions.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QStaticText, QTransform

from ems_desktop.i18n import language, number
from ui.screens.grades.figures import places_of
from ui.theme import T, color, font, width


@lru_cache(maxsize=8192)
def _laid_out(said: str, role: str, _scale: float) -> tuple[QStaticText, float, float]:
    made = QStaticText(said)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), font(role))
    size = made.size()
    return made, size.width(), size.height()


def put(p: QPainter, said: str, role: str, ink: str, right: float, middle: float) -> float:
    """Draw a text that ends at `right` and is centred on `middle`; returns its left edge. Nothing is elided."""
    laid, wide, high = _laid_out(said, role, T.scale)
    p.setFont(font(role))
    p.setPen(color(ink))
    p.drawStaticText(QPointF(right - wide, round(middle - high / 2)), laid)
    return right - wide


def put_left(p: QPainter, said: str, role: str, ink: str, left: float, middle: float) -> None:
    laid, _wide, high = _laid_out(said, role, T.scale)
    p.setFont(font(role))
    p.setPen(color(ink))
    p.drawStaticText(QPointF(left, round(middle - high / 2)), laid)


@lru_cache(maxsize=4096)
def _digits(value: Decimal, places: int | None, _language: str) -> str:
    return number(value, places)


def digits(value: Decimal, places: int | None = None) -> str:
    """A number as people write it in today's language; kept, for the same marks come up all the time."""
    return _digits(value, places, language())


@lru_cache(maxsize=4096)
def _mark_said(value: Decimal, places: int, _scale: float, language_: str) -> tuple[str, int]:
    said = _digits(value, None, language_)
    own = places_of(value)
    decimals = _digits(Decimal("0.55"), None, language_)[1:]  # the decimal mark and two digits
    lacking = decimals[: places + 1] if not own else decimals[2:]
    return said, width(lacking, "num") if own < places else 0


def mark_said(value: Decimal, places: int) -> tuple[str, int]:
    """A mark, and the room its missing decimals would take: all marks of a column align on the comma."""
    return _mark_said(value, places, T.scale, language())


def widest(places: int) -> int:
    """How wide a mark of two digits before the decimal mark is."""
    return width(digits(Decimal("88.88")) if places == 2 else digits(Decimal("88.8")) if places else "88", "num_medium")


# -- marks: a form first, a colour second -------------------------------------------------


def _triangle(p: QPainter, points: tuple[tuple[float, float], ...], ink: str) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(color(ink))
    p.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def mark_note(p: QPainter, r: QRectF) -> None:
    """There is a note: corner at the top right."""
    d = T.px(7)
    _triangle(p, ((r.right() - d, r.top()), (r.right(), r.top()), (r.right(), r.top() + d)), "accent")


def mark_unsent(p: QPainter, x: float, y: float, ink: str = "warn") -> None:
    """Kept here, not yet sent: a small ring."""
    p.setPen(QPen(color(ink), 1.4 * T.scale))
    p.setBrush(color("surface"))
    p.drawEllipse(QPointF(x, y), 2.4 * T.scale, 2.4 * T.scale)


def mark_typed(p: QPainter, x: float, y: float) -> None:
    """Typed, not yet saved: a faint point, gone within milliseconds."""
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(color("text3"))
    p.drawEllipse(QPointF(x, y), 1.2 * T.scale, 1.2 * T.scale)


def mark_stopped(p: QPainter, x: float, y: float) -> None:
    """Not saved, or refused by the school: a barred ring."""
    d = 3.2 * T.scale
    p.setPen(QPen(color("bad"), 1.5 * T.scale))
    p.setBrush(color("surface"))
    p.drawEllipse(QPointF(x, y), d, d)
    p.drawLine(QPointF(x - d * 0.65, y + d * 0.65), QPointF(x + d * 0.65, y - d * 0.65))


def mark_below(p: QPainter, x: float, y: float) -> None:
    """Below KKTP: a small triangle before the number."""
    w = T.px(7)
    _triangle(p, ((x, y - w * 0.3), (x + w, y - w * 0.3), (x + w / 2, y + w * 0.45)), "bad")


def mark_conflict(p: QPainter, r: QRectF) -> None:
    """Waiting for a decision: a frame and a corner at the top left."""
    d = T.px(8)
    p.setPen(QPen(color("bad"), 1.5))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawRect(r.adjusted(1, 1, -1.5, -1.5))
    _triangle(p, ((r.left(), r.top()), (r.left() + d, r.top()), (r.left(), r.top() + d)), "bad")
