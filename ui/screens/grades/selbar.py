"""The line under the grid: what the selection adds up to, and what the marks mean. Painted: it changes with every key."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ui.screens.grades import ink
from ui.screens.grades.facts import Facts
from ui.theme import LEFT, T, color, text, width
from ui.widgets import box, row
from ui.widgets.grid.moves import Block

HEIGHT = 32


class SelectionFacts(QWidget):
    """`title`: the size of a block, or the name of a single cell."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._pairs: list[tuple[str, str]] = []
        self._narrow = False
        self.setMinimumWidth(T.px(160))

    def show_facts(self, title: str, facts: Facts | None) -> None:
        self._title = title
        self._pairs = [] if facts is None else _pairs(facts)
        self.setAccessibleName(", ".join([title, *(f"{name} {value}" for name, value in self._pairs)]))
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p, high = QPainter(self), self.height()
        wide = width(self._title, "small_strong")
        text(p, QRectF(0, 0, min(wide, self.width()) + 1, high), self._title, "small_strong", "text", LEFT)
        x: float = wide + T.px(10)
        if self._pairs:
            p.fillRect(QRectF(x, (high - T.px(14)) / 2, 1, T.px(14)), color("line_strong"))
        x += T.px(10)
        for name, value in self._pairs:
            if self._narrow and name not in {tr("Numbers"), tr("Mean")}:
                continue
            room = width(name, "small") + T.px(6) + width(value, "small_strong")
            if x + room > self.width():
                return
            text(p, QRectF(x, 0, room, high), name, "small", "text3", LEFT, elide=False)
            text(p, QRectF(x + width(name, "small") + T.px(6), 0, room, high), value, "small_strong", "text", LEFT, elide=False)
            x += room + T.px(14)


def _pairs(facts: Facts) -> list[tuple[str, str]]:
    pairs = [(tr("Numbers"), str(facts.numbers))]
    if facts.total is not None and facts.mean is not None and facts.low is not None and facts.high is not None:
        pairs += [
            (tr("Sum"), ink.digits(facts.total)),
            (tr("Mean"), ink.digits(round(facts.mean, 1), 1)),
            (tr("Lowest"), ink.digits(facts.low)),
            (tr("Highest"), ink.digits(facts.high)),
        ]
    return [*pairs, (tr("Blank"), str(facts.blank))]


class Legend(QWidget):
    """What the marks mean, always in sight; the same functions paint the cells."""

    def __init__(self) -> None:
        super().__init__()
        self._items = (("unsent", tr("not sent yet")), ("below", tr("below KKTP")), ("note", tr("note")), ("conflict", tr("conflict")))
        self.setFixedSize(sum(T.px(18 + 12) + width(said, "caption") for _, said in self._items), T.px(20))
        self.setAccessibleName(tr("Legend"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0, self.height() / 2
        for mark, said in self._items:
            place = QRectF(x, middle - T.px(6), T.px(13), T.px(12))
            self._mark(p, mark, place)
            text(p, QRectF(x + T.px(18), 0, T.px(200), self.height()), said, "caption", "text2", LEFT)
            x += T.px(18 + 12) + width(said, "caption")

    @staticmethod
    def _mark(p: QPainter, mark: str, place: QRectF) -> None:
        if mark == "unsent":
            ink.mark_unsent(p, place.center().x(), place.center().y())
        elif mark == "below":
            ink.mark_below(p, place.left() + T.px(3), place.center().y())
        elif mark == "note":
            p.fillRect(place, color("sunken"))
            ink.mark_note(p, place)
        else:
            p.fillRect(place, color("bad_soft"))
            ink.mark_conflict(p, place)


class SelectionBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.facts, self.legend = SelectionFacts(), Legend()
        line = row(self.facts, self.legend, margins=(16, 0, 4, 0), gap=8)
        line.setStretch(0, 1)
        outer = row(box("selbar", line, HEIGHT), gap=0)
        self.setLayout(outer)

    def fold(self, *, narrow: bool) -> None:
        self.facts.set_narrow(narrow=narrow)
        self.legend.setVisible(not narrow)


def title_of(block: Block, single: str) -> str:
    return single if block.single else f"{block.height} × {block.width}"
