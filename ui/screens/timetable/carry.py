"""A lesson on its way: what floats under the hand, where it is over, and what a bubble says when it cannot go there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.timetable.week import Place
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_words import when_words
from ui.screens.timetable import ink
from ui.screens.timetable.board import Card, card_of
from ui.screens.timetable.presenter import TimetablePresenter
from ui.screens.timetable.steps import ACTIONS, KEYS, step
from ui.screens.timetable.tray import Tray
from ui.screens.timetable.weekview import WeekView
from ui.theme import SIZE, T, shadow

EDGE = 14  # px around what floats, for its shadow
_GRIP = QPoint(20, 16)  # where the hand holds a lesson that was small in the tray
_LIFT = (10, 10)  # how far it lies beside its place when keys carry it


class Carry(QWidget):
    """Lies over week and tray and paints the lesson in the hand; takes no event itself. `held_at`: where in the lesson the mouse holds it."""

    def __init__(self, presenter: TimetablePresenter, week: WeekView, tray: Tray, over: QWidget) -> None:
        super().__init__(over)
        self._presenter, self._week, self._tray = presenter, week, tray
        self._card: Card | None = None
        self._ghost, self._bubble = QRectF(), QRectF()
        self._lines: list[ink.Line] = []
        self._pictures = _Pictures()
        self.held_at = QPoint()
        self.target: Place | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.installEventFilter(self)
        week.grabbed.connect(self._grabbed)
        week.picked.connect(self.pick_up)
        week.key_in_hand.connect(self.key)
        tray.grabbed.connect(lambda lesson: self._grabbed(lesson, _GRIP * T.scale))
        tray.picked.connect(self.pick_up)
        for part in (week, tray):
            part.dragged.connect(self.move_to)
            part.released.connect(self.put_down)

    # -- by mouse

    def _grabbed(self, lesson_id: str, grab: QPoint) -> None:
        self.held_at = grab
        self._presenter.pick(lesson_id)

    def move_to(self, where: QPoint) -> None:
        """The mouse is here, in global pixels."""
        if self._card is None:
            return
        self._float(QPointF(self.mapFromGlobal(where) - self.held_at))
        self._aim(self._under(where))

    def put_down(self, where: QPoint) -> None:
        if self._card is None:
            return
        self.move_to(where)
        if self._over_tray(where):
            self._presenter.to_tray()
        elif self.target is None or not self._presenter.drop(self.target):
            self._presenter.let_go()

    def _under(self, where: QPoint) -> Place | None:
        hand, in_week = self._presenter.hand, self._week.viewport().mapFromGlobal(where)
        if hand is None or not self._week.viewport().rect().contains(in_week):
            return None
        top = self._week.viewport().mapFromGlobal(self.mapToGlobal(self._ghost.topLeft()))
        school = self._presenter.look == "school"
        time = self._week.time_at(QPointF(in_week) if school else QPointF(in_week.x(), top.y()))
        return hand.near(*time) if time else None

    def _over_tray(self, where: QPoint) -> bool:
        return self._tray.isVisible() and self._tray.rect().contains(self._tray.mapFromGlobal(where))

    # -- by keys

    def pick_up(self, lesson_id: str) -> None:
        """A key takes it: it goes from place to place, the first possible one first."""
        if not self._presenter.pick(lesson_id):
            return
        self._week.setFocus(Qt.FocusReason.OtherFocusReason)
        places = self._week.places()
        first = next((place for place in places if place.verdict != "blocked"), places[0] if places else None)
        self._go(first)

    def key(self, event: QKeyEvent) -> None:
        places, key = self._week.places(), event.key()
        if key == Qt.Key.Key_Escape:
            self._presenter.let_go()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._presenter.to_tray()
        elif key in KEYS.pick:
            if self._presenter.drop(self.target) is False:
                self._tell()
        elif key in ACTIONS and places:
            if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                places = tuple(place for place in places if place.verdict != "blocked") or places
            now = next((n for n, place in enumerate(places) if place == self.target), None)
            self._go(places[step([self._week.place_rect(place) for place in places], now, ACTIONS[Qt.Key(key)])])

    def _go(self, place: Place | None) -> None:
        if place is None:
            self._float(QPointF(self.rect().center()))
            return
        self._week.show_place(place)
        corner = self._week.place_rect(place).topLeft() + QPointF(*(T.px(n) for n in _LIFT))
        self._aim(place)
        self._float(QPointF(self.mapFromGlobal(self._week.viewport().mapToGlobal(corner))))
        self._tell()

    # -- what is seen

    def show_hand(self) -> None:
        """The presenter has taken a lesson, or let it go."""
        hand = self._presenter.hand
        self.target, self._lines = None, []
        self._week.show_hand(hand)
        self.setVisible(hand is not None)
        self._card = None
        self._pictures.forget()
        if hand is not None:
            self.raise_()
            self._card = card_of(hand.sheet, self._presenter.look, hand.lesson)
            self._float(QPointF(-self.width(), 0))

    def said(self) -> list[str]:
        """What the bubble says, line by line."""
        return [said for said, _, _ in self._lines]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def _aim(self, place: Place | None) -> None:
        if place == self.target:
            return
        self.target = place
        self._week.aim(place)
        hand = self._presenter.hand
        blocked = hand is not None and place is not None and place.verdict == "blocked"
        self._lines = ink.bubble_lines(tr("Not possible here"), hand.why(place)) if blocked and hand and place else []
        self._float(self._ghost.topLeft())

    def _float(self, corner: QPointF) -> None:
        """Move what floats; only where it was and is now is painted."""
        if self._presenter.hand is None:
            return
        before = self._reach()
        self._ghost = QRectF(corner, self._week.lesson_size(self._presenter.hand.lesson, self.target))
        self._bubble = self._beside() if self._lines else QRectF()
        self.update(before.united(self._reach()))

    def _beside(self) -> QRectF:
        """Under the lesson, over it where there is no room, within the screen."""
        wide, high = ink.bubble_size(self._lines)
        wide = min(wide, self.width() - T.px(16))
        x = min(max(self._ghost.center().x() - wide / 2, T.px(8)), self.width() - wide - T.px(8))
        y = self._ghost.bottom() + T.px(10)
        if y + high > self.height() - T.px(8):
            y = self._ghost.top() - high - T.px(10)
        return QRectF(x, max(y, T.px(8)), wide, high)

    def _reach(self) -> QRegion:
        """What is painted, with the shadows."""
        ghost, bubble = (rect.adjusted(-EDGE, -EDGE, EDGE, EDGE).toAlignedRect() for rect in (self._ghost, self._bubble))
        return QRegion(ghost).united(bubble) if self._lines else QRegion(ghost)

    def _tell(self) -> None:
        """Screen readers hear where the lesson would go."""
        place, hand = self.target, self._presenter.hand
        if place is None or hand is None:
            return
        verdict = {"free": tr("Fits"), "swap": tr("Fits, by a swap"), "blocked": tr("Not possible here")}[place.verdict]
        why = hand.why(place)[0] if place.verdict == "blocked" else ""
        said = ". ".join(part for part in (when_words(place.slot), verdict, why) if part)
        self.setAccessibleName(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        card = self._card
        if card is None:
            return
        p = QPainter(self)
        shown = replace(card, slot=self.target.slot) if self.target else card
        ghost = partial(_ghost, card=shown, small=self._presenter.look == "school")
        self._pictures.draw(p, self._ghost, ghost, (shown.slot, self._presenter.look))
        if self._lines:
            self._pictures.draw(p, self._bubble, partial(ink.bubble, lines=self._lines), tuple(self._lines))
        p.end()


class _Pictures:
    """What floats, painted once for as long as it looks the same: soft shadows cost more than all the week under them."""

    def __init__(self) -> None:
        self._kept: dict[object, QPixmap] = {}

    def forget(self) -> None:
        self._kept.clear()

    def draw(self, p: QPainter, rect: QRectF, paint: Callable[[QPainter, QRectF], None], looks: object) -> None:
        """`looks`: what its look depends on besides its size."""
        size, density = rect.size().toSize(), p.device().devicePixelRatio()
        key = (looks, size.width(), size.height(), density)
        if key not in self._kept:
            made = QPixmap((size + QSize(EDGE, EDGE) * 2) * density)
            made.setDevicePixelRatio(density)
            made.fill(Qt.GlobalColor.transparent)
            inner = QPainter(made)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(inner, QRectF(QPointF(EDGE, EDGE), QSizeF(size)))
            inner.end()
            self._kept[key] = made
        p.drawPixmap(rect.topLeft().toPoint() - QPoint(EDGE, EDGE), self._kept[key])


def _ghost(p: QPainter, rect: QRectF, card: Card, *, small: bool) -> None:
    shadow(p, rect, T.px(SIZE.r_control))
    if small:
        ink.small_lesson(p, rect, card)
    else:
        ink.lesson(p, rect, card, lifted=True)
