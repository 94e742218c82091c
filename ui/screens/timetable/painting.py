"""The week as one picture: what lies where, and painting the part of it that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QPainter, QRegion

from ems_desktop.domain.timetable.week import Lesson, Place, Slot
from ems_desktop.services.timetable_words import clock_words
from ui.screens.timetable import ink, words
from ui.screens.timetable.board import Board, Card
from ui.screens.timetable.geometry import ROW, Clock, Layout
from ui.screens.timetable.hand import Hand
from ui.theme import LEFT, RIGHT, SIZE, T, color, round_rect, text, width

FADED = 0.35  # the lesson that is in the hand, where it was


class Scene:
    """The rectangles of a board under a layout, with the lesson in the hand. All in points of the content, before scrolling."""

    def __init__(self, board: Board, layout: Layout) -> None:
        self.board = board
        self.hand: Hand | None = None
        self.target: Place | None = None
        self.spots: tuple[Place, ...] = ()
        self.marked: Slot | None = None
        self.arrange(layout)

    def arrange(self, layout: Layout) -> None:
        self.layout = layout
        self.rects = [layout.rect(card.slot, card.row, card.lane, card.lanes) for card in self.board.cards]
        self._strips = self._by_row()
        self._by_id = {card.lesson.id: rect for card, rect in zip(self.board.cards, self.rects, strict=True)}

    def _by_row(self) -> list[tuple[QRectF, list[int]]]:
        strips: dict[int, tuple[QRectF, list[int]]] = {}
        for n, (card, rect) in enumerate(zip(self.board.cards, self.rects, strict=True)):
            whole, cards = strips.get(card.row, (QRectF(), []))
            strips[card.row] = (whole.united(rect), [*cards, n])
        return list(strips.values())

    def meeting(self, seen: Sequence[QRectF]) -> Iterator[int]:
        """The cards that these rectangles meet; whole rows are passed over, as a drag asks this many times a second."""
        for strip, cards in self._strips:
            if any(map(strip.intersects, seen)):
                yield from (n for n in cards if any(map(self.rects[n].intersects, seen)))

    def hold(self, hand: Hand | None) -> None:
        self.hand, self.target = hand, None
        self.spots = hand.shown(self.board) if hand else ()

    def card_rect(self, card: Card) -> QRectF:
        return self._by_id[card.lesson.id]

    def place_rect(self, place: Place) -> QRectF:
        row = self.board.row_of(self.hand.lesson) if self.hand else 0
        return self.layout.rect(place.slot, row)

    def size_of(self, lesson: Lesson, place: Place | None) -> QSizeF:
        """Of a lesson in the hand: as it stands, or as it would stand in a place."""
        if lesson.id in self._by_id:
            return self._by_id[lesson.id].size()
        slot = place.slot if place else self._some_slot(lesson)
        return self.layout.rect(slot).size()

    def _some_slot(self, lesson: Lesson) -> Slot:
        hours = self.board.days[0].hours
        return Slot(hours[0].day, hours[0].start, hours[0].start + lesson.periods * (hours[0].end - hours[0].start))

    def card_at(self, point: QPointF) -> int | None:
        return next((n for n, rect in enumerate(self.rects) if rect.contains(point)), None)

    def content_part(self, viewport: QRect) -> QRect:
        """What scrolls: under the head and beside the axis."""
        return viewport.adjusted(self.layout.axis, self.layout.head, 0, 0)


def paint(p: QPainter, scene: Scene, offset: QPointF, dirty: QRegion, viewport: QRect, current: int | None, *, focused: bool) -> None:
    """Only what meets `dirty`, a region of the viewport."""
    bounds = QRectF(dirty.boundingRect())
    p.fillRect(bounds, color("surface"))
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.save()
    p.setClipRect(QRectF(scene.content_part(viewport)).intersected(bounds))
    p.translate(-offset)
    seen = [QRectF(rect).translated(offset) for rect in dirty]  # type: ignore[attr-defined]  # missing in the stubs
    _grid(p, scene, bounds.translated(offset))
    _cards(p, scene, seen, current, focused=focused)
    if scene.board.look == "school":
        _groups(p, scene, seen)
    _spots(p, scene, seen)
    if scene.marked:
        ink.marked(p, scene.layout.rect(scene.marked))
    p.restore()
    if bounds.top() < scene.layout.head:
        _head(p, scene, offset.x(), viewport)
    if bounds.left() < scene.layout.axis:
        _axis(p, scene, offset.y(), viewport)


def _grid(p: QPainter, scene: Scene, seen: QRectF) -> None:
    layout = scene.layout
    if isinstance(layout, Clock):
        for minute in _hours(scene.board):
            p.fillRect(QRectF(seen.left(), round(layout.y(minute)), seen.width(), 1), color("line"))
        for period in scene.board.bands:
            rect = layout.rect(period.slot, pad=0).adjusted(1, 0, 0, 0)
            if rect.intersects(seen):
                ink.band(p, rect, period)
        for closed in scene.board.closed:
            rect = layout.rect(closed.slot)
            if rect.intersects(seen):
                ink.closed(p, rect, closed.reason)
    else:
        for n in range(len(scene.board.rows) + 1):
            y = layout.head + n * T.px(ROW)
            p.fillRect(QRectF(seen.left(), y - 1, seen.width(), 1), color("line"))
    for n in range(len(scene.board.days)):
        x = round(layout.day_rect(n).left()) - (0 if isinstance(layout, Clock) else T.px(3))
        p.fillRect(QRectF(x, seen.top(), 1, seen.height()), color("line" if isinstance(layout, Clock) else "line_strong"))


def _cards(p: QPainter, scene: Scene, seen: Sequence[QRectF], current: int | None, *, focused: bool) -> None:
    draw = ink.small_lesson if scene.board.look == "school" else ink.lesson
    held = scene.hand.lesson.id if scene.hand else None
    for n in scene.meeting(seen):
        card, rect = scene.board.cards[n], scene.rects[n]
        faded = card.lesson.id == held
        if faded:
            p.setOpacity(FADED)
        draw(p, rect, card)
        if faded:
            p.setOpacity(1)
        if n == current and scene.hand is None:
            round_rect(p, rect, T.px(SIZE.r_control), None, "focus" if focused else "line_strong", 2)


def _groups(p: QPainter, scene: Scene, seen: Sequence[QRectF]) -> None:
    """Of the whole school: over each class that is in its groups, how many they are."""
    met = (scene.board.cards[n] for n in scene.meeting(seen))
    for row, slot, lanes in {(card.row, card.slot, card.lanes) for card in met if card.lanes > 1 and card.lesson.parallel}:
        ink.groups(p, scene.layout.rect(slot, row), lanes)


def _spots(p: QPainter, scene: Scene, seen: Sequence[QRectF]) -> None:
    hand, target = scene.hand, scene.target
    if hand is None:
        return
    for place in scene.spots:
        rect = scene.place_rect(place)
        if place != target and any(map(rect.intersects, seen)) and not (target and target.slot.overlaps(place.slot)):
            why = words.short_reason(hand.sheet, hand.lesson, place) if place.verdict == "blocked" else ""
            ink.place(p, rect, place.verdict, why)
    if target is not None:
        ink.place(p, scene.place_rect(target), target.verdict, "", aimed=True)


def _head(p: QPainter, scene: Scene, x: float, viewport: QRect) -> None:
    layout, wide = scene.layout, viewport.width()
    p.fillRect(QRectF(0, 0, wide, layout.head), color("sunken"))
    p.fillRect(QRectF(0, layout.head - 1, wide, 1), color("line_strong"))
    p.save()
    p.setClipRect(QRectF(layout.axis, 0, wide - layout.axis, layout.head))
    for n, day in enumerate(scene.board.days):
        rect = layout.day_rect(n).translated(-x, 0)
        rect.setHeight(layout.head)
        if isinstance(layout, Clock):
            p.fillRect(QRectF(round(rect.left()), 0, 1, layout.head), color("line"))
        inner = rect.adjusted(T.px(10), 0, -T.px(10), 0)
        text(p, inner, day.name, "body_strong", "text", LEFT)
        if width(day.name, "body_strong") + width(day.said, "caption") + T.px(8) <= inner.width():
            text(p, inner, day.said, "caption", "text3", RIGHT)
    p.restore()


def _axis(p: QPainter, scene: Scene, y: float, viewport: QRect) -> None:
    layout = scene.layout
    room = QRectF(0, layout.head, layout.axis, viewport.height() - layout.head)
    p.save()
    p.setClipRect(room)
    p.fillRect(room, color("surface"))
    if isinstance(layout, Clock):
        for minute in _hours(scene.board):
            line = QRectF(0, layout.y(minute) - y - T.px(8), layout.axis - T.px(10), T.px(16))
            text(p, line, clock_words(minute), "caption", "text3", RIGHT)
    for n, (_, name) in enumerate(scene.board.rows):
        line = QRectF(T.px(12), layout.head + n * T.px(ROW) - y, layout.axis - T.px(14), T.px(ROW))
        text(p, line, name, "small_strong", "text", LEFT)
    p.restore()


def _hours(board: Board) -> range:
    return range((board.start // 60 + 1) * 60, board.end, 60)
