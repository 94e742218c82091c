"""The import on screen: filters with counts, the preview, one row in words at the right, what will be saved at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.i18n import coded, tr
from ems_desktop.services.import_views import ImportResult
from ui.context import Context
from ui.screens.rosters import files
from ui.screens.rosters.import_bar import Filters, ImportBar, ImportFoot
from ui.screens.rosters.import_columns import preview_columns
from ui.screens.rosters.import_lines import Line, said
from ui.screens.rosters.import_presenter import ImportPresenter
from ui.screens.rosters.import_side import ImportSide
from ui.screens.rosters.preview_table import PreviewTable
from ui.tasks import Cancelled, Progress
from ui.widgets import Column, Flow, box, button, col, empty_state, label, row
from ui.words import year_title


class ImportView(QWidget):
    """`closed(True)` after rows were written. `heading` and `bar` stand in the shell's header and tool bar while it is open."""

    closed = Signal(bool)

    def __init__(self, ctx: Context, undo: Callable[[], None]) -> None:
        super().__init__()
        self._ctx, self._undo = ctx, undo
        self.presenter = ImportPresenter(ctx.services.imports, self._run, self._job, self)
        self._narrow = self._side_open = False
        self.begin()
        self.filters = Filters()
        self.table: PreviewTable | None = None
        self.side = ImportSide(self.presenter)
        self.foot = ImportFoot()
        self._unreadable: QWidget | None = None
        self._lay_out()
        self.filters.chosen.connect(self.presenter.filter)
        self.foot.refused.clicked.connect(self.ask_refused)
        self.foot.cancel.clicked.connect(self.presenter.cancel)
        self.foot.apply.clicked.connect(self.presenter.apply)

    def _run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> object:
        return self._ctx.tasks.run(work, done, failed, owner=self, ordered=ordered)

    def _job(self, title: str, work: Callable[[Callable[[int, int], object]], Any], done: Any, failed: Any) -> object:
        """None instead of a result where the person stopped it."""

        def stoppable(progress: Progress) -> Any:
            try:
                return work(progress.step)
            except Cancelled:
                return None

        return self._ctx.tasks.job(title, stoppable, done, failed, owner=self, ordered=True)

    def _lay_out(self) -> None:
        self._year = label("", "caption", "3")
        filters = box("surface", Flow(self.filters, None, self._year, margins=(16, 8, 16, 8), gap=8))
        self._place = col(gap=0)
        self._left = QWidget()
        self._left.setLayout(col(filters, self._place, gap=0))
        middle = row(self._left, gap=0)
        middle.addWidget(self.side)
        middle.setStretch(0, 1)
        looking = QWidget()
        layout = col(middle, self.foot, gap=0)
        layout.setStretch(0, 1)
        looking.setLayout(layout)
        self._looking = looking
        self._waiting = empty_state("file", tr("Reading the file"), tr("Every row is read and compared with the school. Nothing is saved."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(looking)
        self.setLayout(row(self._stack, gap=0))

    # -- what the screen around it asks ------------------------------------------------------------

    def begin(self) -> None:
        """What stands in the header while the import is open; the header ends it afterwards."""
        self.heading = label(tr("Import from Dapodik"), "body_medium", "2")
        self.bar = ImportBar()

    def open_file(self, path: Path) -> None:
        self._stack.setCurrentWidget(self._waiting)
        self.bar.show_step("file")
        self.bar.show_file(path.name)
        self.presenter.open(path)

    def fold(self, narrow: bool, low: bool) -> None:
        """In a narrow room the row in words takes the table's place when it is opened."""
        self._narrow, self._side_open = narrow, False
        self.foot.fold(narrow, low)
        self._show_sides()

    def first_focus(self) -> QWidget | None:
        return self.table

    def _show_sides(self) -> None:
        self.side.fold(self._narrow)
        self.side.setVisible(not self._narrow or self._side_open)
        self._left.setVisible(not self._narrow or not self._side_open)

    def _open_side(self, _line: Line | None = None) -> None:
        """Enter: to the words of the row; in a narrow room they come in place of the table."""
        self._side_open = self._narrow
        self._show_sides()
        QTimer.singleShot(0, self.side, self.side.take_focus)  # after the layout knows its sizes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: from the words back to the table, from the table out of the import."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.table is not None and (self._side_open or self.side.isAncestorOf(self.focusWidget() or self)):
            self._side_open = False
            self._show_sides()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.presenter.cancel()

    # -- what the presenter tells ---------------------------------------------------------------------

    def show_preview(self) -> None:
        now = self.presenter.now
        if now.preview is None:
            return
        self._stack.setCurrentWidget(self._looking)
        self.bar.show_step("look")
        self.bar.show_file(now.file, now.preview)
        self.filters.show_lines(now.lines, now.which)
        self._year.setText(tr("Compared with {year}", year=year_title(now.preview.year)))
        self.foot.show_preview(now.preview)
        columns = preview_columns(now.lines)
        if self.table is None or _shape(columns) != _shape(self.table.rows.columns):
            self._new_table(PreviewTable(columns, said))
        assert self.table is not None
        with QSignalBlocker(self.table):  # which row is chosen is the presenter's to say
            self.table.rows.replace(now.shown)

    def _new_table(self, table: PreviewTable) -> None:
        had_focus = self.table is None or self.table.hasFocus()
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        self.table = table
        self._place.addWidget(table, 1)
        table.chosen.connect(self._choose)
        table.opened.connect(self._open_side)
        if had_focus:
            table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, line: Line | None) -> None:
        if line is not None:
            self.presenter.choose(line.row)

    def show_row(self) -> None:
        if self.table is not None and self.presenter.now.row is not None:
            current = self.table.current_row()
            if current is None or current.row != self.presenter.now.row:
                self.table.choose(self.presenter.now.row)
        typing = self.side.isAncestorOf(self.focusWidget() or self)
        self.side.show_row()
        if typing:
            self.side.take_focus()

    def show_check(self, trouble: Trouble | None) -> None:
        self.side.show_check(trouble)

    def show_unreadable(self, error: EmsError) -> None:
        """The whole file is refused: why, what to do, and the way to another file."""
        if self._unreadable is not None:
            self._unreadable.deleteLater()
        back = button(tr("Back"), "left")
        back.clicked.connect(self.presenter.cancel)
        self._unreadable = empty_state("alert", tr("This file cannot be imported"), coded(error), back)
        self._stack.addWidget(self._unreadable)
        self._stack.setCurrentWidget(self._unreadable)
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    def finished(self, result: ImportResult | None, words: str) -> None:
        if result is not None:
            self.bar.show_step("done")
            self._ctx.say.note(words, self._undo)
        self.closed.emit(result is not None)

    def busy(self, busy: bool) -> None:
        self.foot.wait(busy)
        self.side.setEnabled(not busy)

    def note(self, words: str) -> None:
        self._ctx.say.note(words)

    def failed(self, error: EmsError) -> None:
        self._ctx.say.failed(error)

    def ask_refused(self) -> None:
        name = f"{Path(self.presenter.now.file).stem} - {tr('Refused')}.xlsx"
        files.ask_refused(self, name, self.presenter.save_refused)


def _shape(columns: Iterable[Column]) -> list[tuple[str, int]]:
    return [(column.key, column.width) for column in columns]
