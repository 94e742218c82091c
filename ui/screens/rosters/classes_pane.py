"""The list of classes at the left: name, homeroom teacher, how many pupils. Painted rows, never a widget per row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSignalBlocker, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from ems_desktop.i18n import number, tr
from ems_desktop.services.roster_views import ClassRow
from ui.screens.rosters.words import class_line, class_said, pupils_word
from ui.theme import LEFT, RIGHT, SIZE, T, color, icons, round_rect, text, width
from ui.widgets import Button, ListView, button, col
from ui.widgets.lists import Index

HEIGHT = 52
WIDTH = 252


@dataclass(frozen=True, slots=True)
class Entry:
    """A class, or (`row` None) the whole school with its number of pupils."""

    row: ClassRow | None
    pupils: int

    @property
    def key(self) -> str | None:
        return self.row.id if self.row else None


def said(entry: Entry) -> str:
    return class_said(entry.row) if entry.row else f"{tr('All pupils')}, {pupils_word(entry.pupils)}"


def paint(p: QPainter, rect: QRectF, entry: Entry, on: bool, _index: Index) -> None:
    if on:
        round_rect(p, rect.adjusted(T.px(8), T.px(2), -T.px(8), -T.px(2)), T.px(SIZE.r_control), "accent_soft", "accent_line")
    inner = rect.adjusted(T.px(20), T.px(7), -T.px(20), -T.px(7))
    count = number(entry.pupils)
    room = width(count, "num_medium") + T.px(10)
    upper, lower = inner.adjusted(0, 0, -room, -inner.height() / 2), inner.adjusted(0, inner.height() / 2, 0, 0)
    text(p, upper, entry.row.name if entry.row else tr("All pupils"), "body_strong", "text", LEFT)
    text(p, inner.adjusted(0, 0, 0, -inner.height() / 2), count, "num_medium", "accent" if on else "text2", RIGHT)
    _second_line(p, lower, entry)
    if not on:
        p.fillRect(QRectF(rect.left() + T.px(20), rect.bottom() - 1, rect.width() - T.px(40), 1), color("line"))


def _second_line(p: QPainter, rect: QRectF, entry: Entry) -> None:
    if entry.row is None:
        text(p, rect, tr("of the whole school"), "small", "text2", LEFT)
    elif entry.row.teacher:
        text(p, rect, entry.row.teacher, "small", "text2", LEFT)
    else:
        icons.draw(p, "alert", rect.left() - T.px(1), rect.center().y(), "warn", 14)
        text(p, rect.adjusted(T.px(18), 0, 0, 0), class_line(entry.row), "small", "warn", LEFT)


class ClassesPane(QFrame):
    """`chosen` carries a class's id, or None for the whole school."""

    chosen = Signal(object)

    def __init__(self, *, office: bool) -> None:
        super().__init__()
        self.setObjectName("listpane")
        self.setFixedWidth(T.px(WIDTH))
        self.list = ListView(tr("Classes"), HEIGHT, paint, said)
        self.add: Button = button(tr("Add class"), "plus", "ghost", small=True)
        self.form = col(gap=0)
        self.setLayout(col(6, self.list, self.form, col(self.add, margins=(12, 8, 12, 10)), gap=0))
        self.add.setVisible(office)
        self.list.chosen.connect(self._tell)

    def _tell(self, entry: Entry | None) -> None:
        if entry is not None:
            self.chosen.emit(entry.key)

    def put_form(self, form: QWidget) -> None:
        self.form.addWidget(form)

    def show_rows(self, classes: Iterable[ClassRow], total: int, chosen: str | None) -> None:
        """Quietly: only a person's choice is told."""
        entries = [Entry(None, total), *(Entry(one, one.pupils) for one in classes)]
        at = next((n for n, entry in enumerate(entries) if entry.key == chosen), 0)
        with QSignalBlocker(self.list):
            self.list.show_rows(entries, at)
        self.list.scrollTo(self.list.model().index(at, 0))

    def show_chosen(self, chosen: str | None) -> None:
        """Quietly, too."""
        at = next((n for n, entry in enumerate(self.list.rows.rows) if entry.key == chosen), 0)
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(self.list.rows.index(at, 0))
