"""How the week is painted: lessons, bands of the bell schedule, places for the lesson in the hand, and the bubble that says why not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from ems_desktop.domain.timetable.week import Period
from ems_desktop.i18n import tr, trn
from ui.screens.timetable import words
from ui.screens.timetable.board import NOWHERE, Card
from ui.theme import CENTER, LEFT, RIGHT, SIZE, T, color, icons, round_rect, shadow, text, width

DASHED, SOLID = Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine
_SHORT, _TWO_LINES, _FULL = 34, 44, 70  # heights, in pixels of the design, from which a lesson shows more


def band(p: QPainter, rect: QRectF, period: Period) -> None:
    p.fillRect(rect, color("sunken"))
    inner = rect.adjusted(T.px(12), 0, -T.px(12), 0)
    if rect.height() < T.px(11):
        return
    times = words.span_words(period.slot)
    room = inner.width() - width(times, "caption") - T.px(8)
    timed = rect.height() >= T.px(26) and room >= width(period.title, "caption")
    text(p, inner, period.title, "caption", "text3", LEFT)
    if timed:
        text(p, inner, times, "caption", "text3", RIGHT)


def lesson(p: QPainter, rect: QRectF, card: Card, *, lifted: bool = False) -> None:
    """A lesson as high as it is long: what does not fit in is left out, the subject never."""
    hue = f"hue{card.hue}"
    round_rect(p, rect, T.px(SIZE.r_control), "surface" if lifted else f"{hue}_fill", "accent" if lifted else None, 1.5)
    bar = QRectF(rect.left() + T.px(4), rect.top() + T.px(5), T.px(3), rect.height() - T.px(10))
    round_rect(p, bar, T.px(1.5), hue)
    inner = rect.adjusted(T.px(14), T.px(5), -T.px(9), -T.px(4))
    tall, two = rect.height() > T.px(_TWO_LINES), rect.height() > T.px(_SHORT)
    line = QRectF(inner.left(), inner.top(), inner.width(), T.px(18))
    if not tall:
        line.moveCenter(QPointF(line.center().x(), rect.center().y() - (T.px(8) if two else 0)))
    locked = card.lesson.locked
    text(p, line.adjusted(0, 0, -T.px(18) if locked else 0, 0), card.title, "body_strong" if tall else "small_strong", "text", LEFT)
    if locked:
        icons.draw(p, "lock", inner.right() - T.px(13), line.center().y(), "text2", 14)
    if two:
        text(p, line.translated(0, T.px(17 if tall else 15)), card.line, "caption", "text2", LEFT)
    if rect.height() > T.px(_FULL):
        _foot(p, QRectF(inner.left(), inner.bottom() - T.px(18), inner.width(), T.px(16)), card)


def _foot(p: QPainter, line: QRectF, card: Card) -> None:
    times, hours = words.span_words(card.slot) if card.slot != NOWHERE else "", words.hours_words(card.lesson.periods)
    if width(times, "caption") <= line.width():
        text(p, line, times, "caption", "text2", LEFT)
    if width(times, "caption") + width(hours, "caption") + T.px(8) < line.width():
        text(p, line, hours, "caption", "text2", RIGHT)


def small_lesson(p: QPainter, rect: QRectF, card: Card) -> None:
    """In the view of the whole school: plain rectangles, as hundreds are painted at once."""
    p.fillRect(rect, color(f"hue{card.hue}_fill"))
    p.fillRect(QRectF(rect.left(), rect.top(), T.px(2), rect.height()), color(f"hue{card.hue}"))
    if card.lanes > 1:
        return  # groups side by side: too low for words of their own, see `groups`
    inner = rect.adjusted(T.px(5), 0, -T.px(2), 0)
    fitting = (said for said in (card.title, card.short, card.short[:3]) if width(said, "caption") <= inner.width())
    text(p, inner, next(fitting, card.short[:2]), "caption", "text", LEFT, elide=False)


def groups(p: QPainter, rect: QRectF, count: int) -> None:
    """Over the groups of a class: how many, where there is room for the word."""
    fitting = (
        said
        for said in (trn("{n} group", "{n} groups", count), tr("{n} gr.", n=count))
        if width(said, "caption") <= rect.width() - T.px(10)
    )
    if said := next(fitting, ""):
        plate = QRectF(0, 0, width(said, "caption") + T.px(8), T.px(16))
        plate.moveCenter(rect.center())
        round_rect(p, plate, T.px(3), "surface")
        text(p, plate, said, "caption", "text", CENTER, elide=False)


def place(p: QPainter, rect: QRectF, verdict: str, why: str, *, aimed: bool = False) -> None:
    """Free: solid green frame and a word. Swap: dashed. Closed: hatch and the reason; red where the hand is."""
    radius = T.px(SIZE.r_control)
    if verdict == "blocked":
        hatch(p, rect, "bad" if aimed else "line_strong", 1.8 if aimed else 1)
        if why and not aimed:
            _plate(p, rect, why)
        return
    if verdict == "free":
        round_rect(p, rect, radius, "ok_soft")
    else:
        wash(p, rect)
    round_rect(p, rect, radius, None, "ok", 2.6 if aimed else 1.8, SOLID if verdict == "free" else DASHED)
    _badge(p, rect, verdict)


def closed(p: QPainter, rect: QRectF, reason: str) -> None:
    """A time that cannot be used, and why."""
    hatch(p, rect)
    if rect.height() >= T.px(20):
        _plate(p, rect, reason or tr("Closed"))


def marked(p: QPainter, rect: QRectF) -> None:
    """Hours that are about to be closed or opened."""
    round_rect(p, rect, T.px(SIZE.r_control), None, "focus", 2.6)


def wash(p: QPainter, rect: QRectF) -> None:
    """What lies under it steps back."""
    tone = color("surface").toRgb()
    tone.setAlphaF(0.45)
    p.fillRect(rect, tone)


def hatch(p: QPainter, rect: QRectF, line: str = "line_strong", thick: float = 1) -> None:
    radius = T.px(SIZE.r_control)
    round_rect(p, rect, radius, "sunken", line, thick)
    p.save()
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(QBrush(color("hatch"), Qt.BrushStyle.BDiagPattern))
    p.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    p.restore()


def _badge(p: QPainter, rect: QRectF, verdict: str) -> None:
    said, high = tr("Fits") if verdict == "free" else tr("Fits, by a swap"), T.px(22)
    wide = width(said, "caption_strong") + T.px(30)
    if wide > rect.width() - T.px(8) or high > rect.height() - T.px(4):
        icons.draw(p, "check" if verdict == "free" else "sync", rect.center().x() - T.px(7), rect.center().y(), "ok", 14)
        return
    top, foot = (40, 22) if verdict == "swap" and rect.height() > T.px(_FULL) else (0, 0)  # between the words of the lesson under it
    middle = (rect.top() + T.px(top) + rect.bottom() - T.px(foot)) / 2
    plate = QRectF(rect.left() + min(T.px(12), (rect.width() - wide) / 2), middle - high / 2, wide, high)
    round_rect(p, plate, high / 2, "surface", "ok")
    icons.draw(p, "check" if verdict == "free" else "sync", plate.left() + T.px(6), plate.center().y(), "ok", 14)
    text(p, plate.adjusted(T.px(22), 0, 0, 0), said, "caption_strong", "ok", LEFT, elide=False)


def _plate(p: QPainter, rect: QRectF, said: str) -> None:
    wide = min(width(said, "caption_strong") + T.px(14), rect.width() - T.px(8))
    plate = QRectF(rect.center().x() - wide / 2, rect.center().y() - T.px(10), wide, T.px(20))
    if wide > T.px(30) and plate.height() <= rect.height() + 1:
        round_rect(p, plate, T.px(4), "surface")
        text(p, plate.adjusted(T.px(6), 0, -T.px(4), 0), said, "caption_strong", "text2", CENTER)


Line = tuple[str, str, str]  # words, role, ink


def bubble_lines(title: str, why: Sequence[str]) -> list[Line]:
    inks = ["on_toast", *["on_toast2"] * len(why)]
    return [(title, "body_strong", "on_toast"), *((said, "small", ink) for said, ink in zip(why, inks, strict=False) if said)]


def bubble_size(lines: Sequence[Line]) -> tuple[int, int]:
    return max(width(said, role) for said, role, _ in lines) + T.px(48), T.px(16) + T.px(19) * len(lines)


def bubble(p: QPainter, rect: QRectF, lines: Sequence[Line]) -> None:
    """Why not here, in the other theme's colours."""
    shadow(p, rect, T.px(SIZE.s2), 1.2)
    round_rect(p, rect, T.px(SIZE.s2), "toast")
    icons.draw(p, "block", rect.left() + T.px(11), rect.top() + T.px(18), "on_toast", 17)
    room, y = rect.width() - T.px(36) - T.px(10), rect.top() + T.px(8)
    for said, role, ink in lines:
        text(p, QRectF(rect.left() + T.px(36), y, room, T.px(20)), said, role, ink, LEFT)
        y += T.px(19)
