"""Under the week: the lessons that have no place yet, to be taken by their grips."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ems_desktop.i18n import tr, trn
from ui.screens.timetable import words
from ui.screens.timetable.board import Card
from ui.screens.timetable.steps import KEYS
from ui.theme import LEFT, SIZE, T, icons, round_rect, text, width
from ui.widgets import button, col, label, restyle, row
from ui.widgets.lists import ROW, Rows

Index = QModelIndex | QPersistentModelIndex
_HIGH, _SIDES, _LEFT = 50, 57, 45  # pixels of the design: an item, around its words, before them


class _Items(QStyledItemDelegate):
    def __init__(self, view: Waiting) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        card: Card = index.data(ROW)
        first = width(card.title, "small_strong") + T.px(6) + width(words.hours_words(card.lesson.periods), "caption")
        return QSize(max(first, width(self._view.line(card), "caption")) + T.px(_SIDES + 6), T.px(_HIGH))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(ROW)
        held = card.lesson.id == self._view.held
        rect = QRectF(option.rect).adjusted(0, 0, -T.px(6), 0)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        p.save()
        round_rect(
            p, rect, T.px(SIZE.r_control), "sunken" if held else "surface", "focus" if focused else "line_strong", 2 if focused else 1
        )
        icons.draw(p, "grip", rect.left() + T.px(7), rect.center().y(), "text3", 16)
        bar = QRectF(rect.left() + T.px(31), rect.center().y() - T.px(15), T.px(3), T.px(30))
        round_rect(p, bar, T.px(1.5), f"hue{card.hue}")
        line = QRectF(rect.left() + T.px(_LEFT), rect.center().y() - T.px(18), rect.width() - T.px(_LEFT + 8), T.px(18))
        text(p, line, card.title, "small_strong", "text3" if held else "text")
        hours = line.adjusted(width(card.title, "small_strong") + T.px(6), 0, 0, 0)
        text(p, hours, words.hours_words(card.lesson.periods), "caption", "text2", LEFT, elide=False)
        text(p, line.translated(0, T.px(18)), self._view.line(card), "caption", "text3")
        p.restore()


class Waiting(QListView):
    """The cards beside each other. Enter or Space takes one, so does the mouse."""

    grabbed = Signal(str)
    dragged = Signal(QPoint)
    released = Signal(QPoint)
    picked = Signal(str)
    removed = Signal(str)  # Del
    chosen = Signal(object)  # Lesson: it got the focus or was pressed

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows((), lambda card: card.spoken, self)
        self.held: str | None = None
        self.setModel(self.rows)
        self.setItemDelegate(_Items(self))
        self.setObjectName("bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(T.px(_HIGH))
        self.setAccessibleName(tr("Not placed yet"))
        self._pressed: QPoint | None = None
        self._dragging = False

    def line(self, card: Card) -> str:
        return f"{card.line} · {tr('in the hand')}" if card.lesson.id == self.held else card.line

    def hold(self, lesson_id: str | None) -> None:
        self.held = lesson_id
        self.rows.refresh(self.rows.rows)

    def held_by_mouse(self) -> bool:
        """A drag began here."""
        return self._dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.setCurrentIndex(index)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed, self._dragging = event.position().toPoint() if index.isValid() and left else None, False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if not self._dragging and moved >= QApplication.startDragDistance():
            self._dragging = True
            self.grabbed.emit(self.currentIndex().data(ROW).lesson.id)
        if self._dragging:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._pressed, self._dragging = self._dragging, None, False
        if dragging:
            self.released.emit(event.globalPosition().toPoint())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell_chosen()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._tell_chosen()

    def _tell_chosen(self) -> None:
        if self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().data(ROW).lesson)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS.pick and self.currentIndex().isValid():
            self.picked.emit(self.currentIndex().data(ROW).lesson.id)
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removed.emit(self.currentIndex().data(ROW).lesson.id)
        elif event.key() in KEYS.arrows:
            super().keyPressEvent(event)
        else:
            event.ignore()


class Tray(QFrame):
    """`aimed`: a lesson in the hand is over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("selbar")
        self.list = Waiting()
        self._count = label("", "caption", "3")
        self._keys = label(tr("Esc cancels"), "caption", "3")
        self._keys.hide()
        self.add = button(tr("Lesson"), "plus", small=True, tip=tr("Add a lesson to the tray"))
        line = row(
            col(label(tr("Not placed yet"), "small_strong"), self._count, gap=1),
            self.list,
            self._keys,
            self.add,
            margins=(16, 8, 12, 8),
            gap=16,
        )
        line.setStretch(1, 1)
        self.setLayout(line)
        self.grabbed, self.dragged, self.released, self.picked = (
            self.list.grabbed,
            self.list.dragged,
            self.list.released,
            self.list.picked,
        )

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        at = self.list.currentIndex().row()
        self.list.rows.replace(cards)
        if cards:
            self.list.setCurrentIndex(self.list.rows.index(min(max(at, 0), len(cards) - 1)))
        hours = words.hours_words(sum(card.lesson.periods for card in cards))
        said = trn("{n} lesson · {hours}", "{n} lessons · {hours}", len(cards), hours=hours) if cards else tr("Every lesson has a place")
        self._count.setText(said)

    def hold(self, lesson_id: str | None) -> None:
        self.list.hold(lesson_id)
        self._keys.setVisible(lesson_id is not None)
        restyle(self)
