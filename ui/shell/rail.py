"""The rail of areas: a list view with a painted delegate. Counts: grey is work that goes on, amber needs the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ems_desktop.i18n import tr, trn
from ui.shell.areas import Area
from ui.theme import CENTER, LEFT, SIZE, T, icons, round_rect, text, width
from ui.widgets import Elided, col, group, row
from ui.widgets.lists import Index, ListView
from ui.widgets.paper import Brand


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of the rail."""

    key: str
    title: str
    icon: str
    count: int = 0
    needs_you: bool = False


def said(stop: Stop) -> str:
    if not stop.count:
        return stop.title
    what = trn("{n} needs you", "{n} need you", stop.count) if stop.needs_you else trn("{n} running", "{n} running", stop.count)
    return f"{stop.title}, {what}"


class Rail(QWidget):
    """Folded (`narrow`) it shows icons with the title in the tip."""

    chosen = Signal(str)

    def __init__(self, areas: Sequence[Area], school: str, city: str) -> None:
        super().__init__()
        self._areas = areas
        self._counts: dict[str, tuple[int, bool]] = {}
        self._current = ""
        self._narrow = False
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = ListView(tr("Areas"), SIZE.h_rail_row, self._paint, said, inset=8)
        self.view.setObjectName("bare")
        self.view.setMouseTracking(True)
        self.view.chosen.connect(self._choose)
        self._names = group(col(Elided(school, "body_strong"), Elided(city, "caption", "3"), gap=0))
        self._head = row(Brand(), self._names, gap=10)
        layout: QVBoxLayout = col(14, self._head, 12, self.view, gap=0)
        layout.setContentsMargins(0, 0, 1, T.px(8))
        self.setLayout(layout)
        self.fold(False)

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self._names.setVisible(not narrow)
        self._head.setContentsMargins(0 if narrow else T.px(14), 0, 0 if narrow else T.px(8), 0)  # folded, the mark stands in the middle
        self.view.rows.tips = narrow
        self.setFixedWidth(T.px(SIZE.w_rail_narrow if narrow else SIZE.w_rail))

    def show_counts(self, counts: dict[str, tuple[int, bool]]) -> None:
        """(count, needs the person) per area."""
        self._counts = counts
        self._fill()

    def show_current(self, key: str) -> None:
        self._current = key
        self._fill()

    def _fill(self) -> None:
        stops = [Stop(a.key, tr(a.title), a.icon, *self._counts.get(a.key, (0, False))) for a in self._areas]
        place = next((n for n, a in enumerate(self._areas) if a.key == self._current), None)
        self.view.blockSignals(True)
        self.view.show_rows(stops, place)
        self.view.blockSignals(False)

    def _choose(self, stop: Stop | None) -> None:
        if stop is not None and stop.key != self._current:
            self.chosen.emit(stop.key)

    def _paint(self, p: QPainter, rect: QRectF, stop: Stop, on: bool, _index: Index) -> None:
        place = rect.adjusted(T.px(8), T.px(2), -T.px(8), -T.px(2))
        if on:
            round_rect(p, place, T.px(SIZE.r_control), "surface", "line" if T.dark else "line_strong")
        ink, middle = "accent" if on else "text2", place.center().y()
        if self._narrow:
            icons.draw(p, stop.icon, place.center().x() - T.px(9), middle, ink)
            self._dot(p, place, stop)
            return
        icons.draw(p, stop.icon, place.left() + T.px(9), middle, ink)
        room = place.adjusted(T.px(37), 0, -T.px(34) if stop.count else -T.px(6), 0)
        text(p, room, stop.title, "body_strong" if on else "body_medium", "text" if on else "text2", LEFT)
        self._count(p, place, stop)

    @staticmethod
    def _dot(p: QPainter, place: QRectF, stop: Stop) -> None:
        if stop.count:
            size = T.px(7)
            dot = QRectF(place.right() - T.px(12), place.top() + T.px(5), size, size)
            round_rect(p, dot, size / 2, "warn" if stop.needs_you else "text3")

    @staticmethod
    def _count(p: QPainter, place: QRectF, stop: Stop) -> None:
        if not stop.count:
            return
        words = str(stop.count) if stop.count < 1000 else "999+"
        wide = max(T.px(20), width(words, "caption_strong") + T.px(12))
        badge = QRectF(place.right() - wide - T.px(8), place.center().y() - T.px(9), wide, T.px(18))
        round_rect(p, badge, T.px(9), "warn_soft" if stop.needs_you else "count")
        text(p, badge, words, "caption_strong", "warn" if stop.needs_you else "text2", CENTER, elide=False)
