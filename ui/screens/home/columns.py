"""How the lines of Beranda are drawn: a mark, a title, a second line, at the right a figure and how full it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.screens.home.lines import Line
from ui.theme import LEFT, RIGHT, SIZE, T, color, icons, round_rect, text, width
from ui.widgets.lists import Index

HEIGHT = 52
SIDE = 16
_BAR = 96  # pixels of the design
_MARK = 58


def said(line: Line) -> str:
    return line.said


def paint_line(p: QPainter, rect: QRectF, line: Line, ground: str, index: Index) -> None:
    """`ground`: the token under a chosen line, "" under any other."""
    if ground:
        edge = "accent_line" if ground == "accent_soft" else None
        round_rect(p, rect.adjusted(T.px(6), T.px(2), -T.px(6), -T.px(2)), T.px(SIZE.r_control), ground, edge)
    elif index.row():
        p.fillRect(QRectF(rect.left() + T.px(SIDE), rect.top(), rect.width() - T.px(2 * SIDE), 1), color("line"))
    inner = rect.adjusted(T.px(SIDE), T.px(7), -T.px(SIDE), -T.px(7))
    icons.draw(p, line.mark, inner.left(), inner.center().y(), line.ink or "text2", 18)
    right = _right(p, inner, line)
    words = inner.adjusted(T.px(30), 0, -(inner.right() - right) - T.px(12), 0)
    half = words.height() / 2
    text(p, words.adjusted(0, 0, 0, -half), line.title, "body_strong", "text", LEFT)
    text(p, words.adjusted(0, half, 0, 0), line.detail, "small", "text2", LEFT)


def _right(p: QPainter, inner: QRectF, line: Line) -> float:
    """Bar and figure, or the arrow of a line that only leads on. Where they begin."""
    middle = inner.center().y()
    if line.marks:
        return _marks(p, inner, line)
    if line.place.area == "home":
        return inner.right()
    if not line.figure and line.share is None:
        icons.draw(p, "right", inner.right() - T.px(16), middle, "text3", 16)
        return inner.right() - T.px(20)
    full = line.share is not None and line.share >= 1
    room = max(T.px(46), width(line.figure, "num_medium"))
    text(p, QRectF(inner.right() - room, inner.top(), room, inner.height()), line.figure, "num_medium", "ok" if full else "text", RIGHT)
    if line.share is None:
        return inner.right() - room
    left = inner.right() - room - T.px(10) - T.px(_BAR)
    groove = QRectF(left, middle - T.px(3), T.px(_BAR), T.px(6))
    round_rect(p, groove, T.px(3), "line")
    if line.share > 0:
        filled = QRectF(groove.left(), groove.top(), max(T.px(6), groove.width() * line.share), groove.height())
        round_rect(p, filled, T.px(3), "ok" if full else "accent")
    if full:
        icons.draw(p, "check", left - T.px(22), middle, "ok", 16)
        return left - T.px(24)
    return left


def _marks(p: QPainter, inner: QRectF, line: Line) -> float:
    """The newest marks in columns, each over its title; as many as leave the subject's name its room."""
    fits = max(1, min(len(line.marks), int(inner.width() * 0.6) // T.px(_MARK)))
    left = inner.right() - fits * T.px(_MARK)
    for n, (title, value) in enumerate(line.marks[-fits:]):
        cell = QRectF(left + n * T.px(_MARK), inner.top(), T.px(_MARK), inner.height())
        half = cell.height() / 2
        text(p, cell.adjusted(T.px(4), 0, 0, -half), value, "num_medium", "text", RIGHT)
        text(p, cell.adjusted(T.px(4), half, 0, 0), title, "caption", "text3", RIGHT)
    return left
