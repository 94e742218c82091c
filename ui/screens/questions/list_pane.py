"""The questions as a list: two lines each, of which only those in sight are read. Fifty thousand are as quick as fifty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from ems_desktop.i18n import tr
from ems_desktop.services.questions_views import Line
from ui.screens.questions.words import below, spoken, value_word
from ui.theme import LEFT, SIZE, T, icons, pill, round_rect, text, width
from ui.widgets.lists import ROW, Painted

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[str], Callable[[tuple[Line, ...]], object]], object]
HEIGHT: Final = 58
PAGE: Final = 100
MOST_KNOWN: Final = 4_000  # lines that are kept
NOWHERE = QModelIndex()
_INKS: Final = {"draft": ("warn", "warn_soft"), "ready": ("ok", "ok_soft"), "retired": ("text2", "sunken")}


class Lines(QAbstractListModel):
    """`fetch` brings a page of lines; until it has come a row is empty. `came`: rows that are known look otherwise now. (dataChanged would have
    QListView lay all rows out anew, which for fifty thousand takes a tenth of a second.)"""

    came = Signal()

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._fetch = fetch
        self.ids: tuple[str, ...] = ()
        self.known: dict[str, Line] = {}
        self._fresh: set[int] = set()  # pages that were read since the ids were shown
        self._wanted: dict[int, None] = {}  # pages that were painted without being fresh, the last one last
        self._turn, self._reading = 0, False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        """These in this order, read anew; what was known of them is shown until then."""
        self._turn += 1
        self._fresh.clear()
        if ids != self.ids:
            self.beginResetModel()
            self.ids = ids
            self.endResetModel()
        else:
            self.came.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._line(index.row())
        if role == ROW:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(line) if line else tr("Loading …")
        return None

    def _line(self, place: int) -> Line | None:
        page = place // PAGE
        if page not in self._fresh:
            self._wanted.pop(page, None)
            self._wanted[page] = None
            self._soon.start()
        return self.known.get(self.ids[place])

    def _read(self) -> None:
        """One page at a time, the one that was painted last: who pulls through thousands reads where he stops, not what flew by."""
        if self._reading or not self._wanted:
            return
        page = next(reversed(self._wanted))
        self._wanted.clear()
        self._reading = True
        self._fetch(self.ids[page * PAGE : (page + 1) * PAGE], partial(self._take, self._turn, page))

    def _take(self, turn: int, page: int, found: Sequence[Line]) -> None:
        self._reading = False
        if turn == self._turn:
            self._fresh.add(page)
            if len(self.known) > MOST_KNOWN:
                self.known.clear()
            self.known.update((line.id, line) for line in found)
        self.came.emit()


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each row of neighbours; `places` ascending."""
    ends = [here for here, after in pairwise([*places, -1]) if after != here + 1]
    starts = [here for before, here in pairwise([-2, *places]) if here != before + 1]
    return list(zip(starts, ends, strict=True))


class QuestionsList(QListView):
    """`opened`: the current question. `chosen`: all that are selected. `entered`: Enter or a double click."""

    opened = Signal(str)
    chosen = Signal(object)
    entered = Signal(str)

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.lines = Lines(fetch)
        self.setModel(self.lines)
        self.lines.came.connect(self.viewport().update)
        self.setItemDelegate(Painted(HEIGHT, self._paint, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Questions"))
        self.selectionModel().currentChanged.connect(self._moved)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.selected()))
        self.doubleClicked.connect(lambda index: self.entered.emit(self.lines.ids[index.row()]))

    def show_ids(self, ids: tuple[str, ...], current: str, chosen: Sequence[str]) -> None:
        """These, with the current one and the chosen ones as they were where they are among them."""
        self.blockSignals(True)
        self.selectionModel().blockSignals(True)
        self.lines.show_ids(ids)
        self._select(ids, current, chosen)
        self.selectionModel().blockSignals(False)
        self.blockSignals(False)
        self.viewport().update()

    def show_current(self, current: str) -> None:
        if current in self.lines.ids and current not in self.selected():
            self.show_ids(self.lines.ids, current, ())

    def _select(self, ids: tuple[str, ...], current: str, chosen: Sequence[str]) -> None:
        """Neighbours as one range: all of fifty thousand are one."""
        model = self.selectionModel()
        wanted = set(chosen) | ({current} if current else set())
        places = [place for place, one in enumerate(ids) if one in wanted] if wanted else []
        ranges = QItemSelection()
        for first, last in runs(places):
            ranges.append(QItemSelectionRange(self.lines.index(first), self.lines.index(last)))
        model.select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if current in wanted and current in ids:
            model.setCurrentIndex(self.lines.index(ids.index(current)), QItemSelectionModel.SelectionFlag.NoUpdate)

    def selected(self) -> tuple[str, ...]:
        """In the list's order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.lines.ids[row] for row in rows if row < len(self.lines.ids))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.opened.emit(self.lines.ids[now.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.entered.emit(self.lines.ids[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)

    def _paint(self, p: QPainter, rect: QRectF, line: Line | None, on: bool, _index: Index) -> None:
        if on:
            round_rect(p, rect.adjusted(T.px(8), T.px(2), -T.px(8), -T.px(2)), T.px(SIZE.r_control), "accent_soft", "accent_line")
        body = QRectF(rect.left() + T.px(20), rect.top() + T.px(9), rect.width() - T.px(40), T.px(20))
        if line is None:
            round_rect(p, body.adjusted(0, T.px(4), -body.width() * 0.4, -T.px(4)), T.px(4), "sunken")
            return
        text(
            p, body, line.excerpt or tr("Without a text"), "body_strong" if on else "body_medium", "text" if line.excerpt else "text3", LEFT
        )
        low = body.translated(0, T.px(20))
        said = value_word("status", line.status)
        ink, ground = _INKS[line.status]
        room = width(said, "caption_strong") + T.px(14)
        pill(p, low.right() - room, low.center().y(), said, ink, ground)
        if line.own:
            icons.draw(p, "cloud_off", low.right() - room - T.px(22), low.center().y(), "text3", 15)
            room += T.px(24)
        text(p, low.adjusted(0, 0, -room - T.px(8), 0), below(line), "caption", "text2", LEFT)
