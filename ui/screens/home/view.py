"""Beranda on screen: what waits, my sheets, the school's board. Each line is one key away from its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import day, tr, trn
from ui.bus import Changed
from ui.context import Context
from ui.screens.home.columns import HEIGHT, paint_line, said
from ui.screens.home.lines import Line, blank_total, count_words, greeting
from ui.screens.home.presenter import TABLES, HomePresenter, Page
from ui.shell.screen import Screen
from ui.theme import T
from ui.widgets import Elided, ListView, col, icon_label, label, row
from ui.widgets.lists import Index
from ui.words import semester_title

SOON = 250  # ms: a pull tells of many tables at once


class HomeScreen(Screen):
    def __init__(self, ctx: Context, clock: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(ctx)
        self._clock = clock
        staff = bool(ctx.session.roles & {"kurikulum", "guru"})
        run = partial(ctx.tasks.run, owner=self)
        self.presenter = HomePresenter(ctx.services.home, run, self, self._today, staff)
        self.semester = label(semester_title(ctx.session.semester) if ctx.session.semester else "", "body_medium", "2")
        self.hello = Elided("", "heading")
        self.day = Elided("", "small", "2")
        self._counts = row(gap=28)
        self.waiting = Part(tr("Waiting for you"), ctx)
        self.mine = Part(tr("My grade sheets"), ctx, done=False)
        self.subjects = Part(tr("My subjects"), ctx, done=False)
        self.board = Part(tr("How complete the grades are"), ctx, leads=False)
        self.lacking = Part(tr("What is missing"), ctx)
        self._grid = QGridLayout()
        self._narrow = False
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.presenter.load)
        self.board.list.chosen.connect(self._show_lacking)
        self.board.list.opened.connect(self._into_class)
        ctx.bus.changed.connect(self._changed)

    def _today(self) -> date:
        return self._clock().date()

    def _lay_out(self) -> None:
        head = row(col(self.hello, self.day, gap=2), self._counts, gap=24)
        head.setStretch(0, 1)
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(col(head, 8, self._grid, None, margins=(24, 8, 24, 24), gap=16))
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        self.setLayout(row(self._area, gap=0))
        self._grid.setSpacing(T.px(16))
        self._arrange()
        for part in self._parts():
            part.list.chosen.connect(partial(self._reveal, part))
            part.hide()

    def _parts(self) -> Iterable[Part]:
        return (self.waiting, self.mine, self.subjects, self.board, self.lacking)

    # -- what the shell asks ---------------------------------------------------------------------

    def header_parts(self) -> list[QWidget]:
        return [self.semester] if self.semester.text() else []

    def arrive(self, **where: Any) -> None:  # noqa: ARG002
        now = self._clock()
        self.hello.say(greeting(self.ctx.session.name, now.hour))
        self.day.say(day(now.date()))
        self.presenter.load()

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        """Without room everything stands below each other."""
        self._narrow = narrow
        self._arrange()
        for figure in range(self._counts.count()):
            item = self._counts.itemAt(figure)
            if item and item.widget():
                item.widget().setVisible(not narrow)  # type: ignore[union-attr]  # asked in the line before

    def _arrange(self) -> None:
        """Two columns; one where the room is narrow. A part without a neighbour takes both."""
        while self._grid.takeAt(0) is not None:
            pass
        pairs = ((self.waiting, self.mine), (self.subjects, None), (self.board, self.lacking))
        for n in (0, 1):
            self._grid.setColumnStretch(n, 0 if self._narrow and n else 1)
        for line, (left, right) in enumerate(pairs):
            beside = right is not None and (right is self.lacking or "guru" in self.ctx.session.roles)
            alone = self._narrow or not beside
            self._grid.addWidget(left, 2 * line, 0, 1, 2 if alone and not self._narrow else 1, Qt.AlignmentFlag.AlignTop)
            if right is not None:
                self._grid.addWidget(right, 2 * line + (1 if alone else 0), 0 if alone else 1, Qt.AlignmentFlag.AlignTop)

    def first_focus(self) -> QWidget | None:
        return next((part.list for part in self._parts() if not part.isHidden() and part.list.rows.rowCount()), None)

    # -- what the presenter tells --------------------------------------------------------------------

    def show_page(self) -> None:
        page = self.presenter.now
        if page.cards is None:
            return
        had_nothing = self.first_focus() is None
        self._show_counts(page)
        self.waiting.setVisible(bool(self.ctx.session.roles & {"kurikulum", "guru"}))
        self.waiting.show_lines(page.waiting, nothing=tr("Nothing waits for you."))
        teaches = "guru" in self.ctx.session.roles
        self.mine.setVisible(teaches)
        self.mine.show_lines(page.mine, nothing=tr("The office has not given you a subject yet. It appears here by itself."))
        self.subjects.setVisible("siswa" in self.ctx.session.roles and not page.cards.counts and not teaches)
        self.subjects.show_lines(page.subjects, nothing=tr("You are in no class yet."))
        self.board.setVisible(bool(page.board))
        blank = blank_total(page.cards.board)
        self.board.show_lines(page.board, note=trn("{n} blank", "{n} blank", blank) if blank else "")
        self._show_lacking(self.board.list.current_row())
        if had_nothing and self.isVisible() and self.window().focusWidget() in {None, self}:  # nobody has gone elsewhere
            (self.first_focus() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def _show_counts(self, page: Page) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            if (figure := item.widget()) is not None:
                figure.deleteLater()
        counts = page.cards.counts if page.cards else None
        for value, what in count_words(counts) if counts and counts.pupils else ():
            self._counts.addWidget(_figure(value, what))

    def _show_lacking(self, line: Line | None) -> None:
        page = self.presenter.now
        chosen = line or (page.board[0] if page.board else None)
        lines = page.lacking.get(chosen.key, ()) if chosen else ()
        self.lacking.setVisible(bool(page.board))
        self.lacking.show_lines(lines, note=chosen.title if chosen else "", nothing=tr("Every sheet of this class is complete."))

    def _into_class(self, line: Line) -> None:
        """Enter on a class: to what is missing in it, or to the class where nothing is."""
        if self.lacking.list.rows.rowCount():
            self.lacking.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ctx.go(line.place.area, **line.place.where)

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.touches(*TABLES):
            self._soon.start()

    def _reveal(self, part: Part, line: Line | None) -> None:
        """What has the keys must be seen."""
        inside = self._area.widget()
        if line is not None and inside is not None and part.list.hasFocus():
            index = part.list.currentIndex()
            spot = part.list.viewport().mapTo(inside, part.list.visualRect(index).center())
            self._area.ensureVisible(spot.x(), spot.y(), 0, T.px(HEIGHT))


class Part(QFrame):
    """A card with a title and a list of lines; Enter or a click goes to the line's place (unless `leads` is False).
    `done`: without lines all is well; else something is still to come, and no tick says otherwise."""

    def __init__(self, title: str, ctx: Context, *, leads: bool = True, done: bool = True) -> None:
        super().__init__()
        self.setObjectName("card")
        self._ctx = ctx
        self._note = label("", "caption", "3")
        self._leads = leads
        self.list = ListView(title, HEIGHT, self._paint, said, inset=6)
        if leads:
            self.list.opened.connect(self._open)
            self.list.clicked.connect(lambda _: self._open(self.list.current_row()))
        self._nothing = QWidget()
        self._words = label("", "body", "2", wrap=True)
        mark = icon_label("check", "ok", 16) if done else icon_label("clock", "text3", 16)
        line = row(mark, self._words, gap=8, margins=(16, 4, 16, 14))
        line.setStretch(1, 1)
        self._nothing.setLayout(line)
        head = row(label(title, "body_strong"), None, self._note, margins=(16, 12, 16, 6))
        self.setLayout(col(head, self.list, self._nothing, 8, gap=0))

    def show_lines(self, lines: tuple[Line, ...], *, note: str = "", nothing: str = "") -> None:
        self._note.setText(note)
        kept = self.list.current_row()
        at = next((n for n, line in enumerate(lines) if kept is not None and line.key == kept.key), 0)
        if tuple(self.list.rows.rows) != lines:
            self.list.show_rows(lines, at if lines else None, fit=True)
        self.list.setVisible(bool(lines))
        self._words.setText(nothing)
        self._nothing.setVisible(not lines and bool(nothing))

    def _paint(self, p: QPainter, rect: QRectF, line: Line, on: bool, index: Index) -> None:
        """A chosen line shows while the list has the keys; on the board always, for what is beside it belongs to it."""
        ground = "" if not on else "hover" if self._leads else "accent_soft"
        paint_line(p, rect, line, ground if self.list.hasFocus() or not self._leads else "", index)

    def _open(self, line: Line | None) -> None:
        if line is not None and line.place.area != "home":
            self._ctx.go(line.place.area, **line.place.where)


def _figure(value: str, what: str) -> QWidget:
    made = QWidget()
    made.setLayout(col(label(value, "heading"), label(what, "caption", "2"), gap=0))
    return made
