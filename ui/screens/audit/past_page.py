"""The page of a sheet as of a day: what it is in a sentence, the grid, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError, NeedsOnline
from ems_desktop.i18n import day, explain, tr, trn
from ui.screens.audit.past import PastGrid, rows_of
from ui.screens.audit.presenter import AuditPresenter
from ui.theme import T
from ui.widgets import box, button, col, empty_state, group, icon_label, label, row

GRID, AWAY, ERASED, EMPTY, NONE = range(5)


class PastPage(QStackedWidget):
    def __init__(self, again: Callable[[], None]) -> None:
        super().__init__()
        self.grid = PastGrid()
        self._said = label("", "small", "2")
        self._differs = label("", "small_strong", "accent")
        corner = icon_label("info", "text2", 15)
        above = box("toolbar", row(corner, self._said, self._differs, None, margins=(24, 6, 20, 6), gap=8))
        shown = QWidget()
        inside = col(above, gap=0)
        inside.addWidget(self.grid, 1)
        shown.setLayout(inside)
        self._again = button(tr("Try again"), "sync")
        self._again.clicked.connect(again)
        away = tr("A sheet of an earlier day is put together from the audit, which is at school. Connect, then try again.")
        not_yet = tr("On that day this sheet had no assessment. Choose a later day.")
        self._erased = label("", "body", "2", wrap=True)
        for page in (
            shown,
            empty_state("cloud_off", tr("The audit is at school"), away, self._again),
            _in_the_middle(self._erased),
            empty_state("calendar", tr("Not there yet"), not_yet),
            empty_state("grades", tr("No grade sheet yet"), tr("As soon as there is a grade sheet, it can be seen here as of any day.")),
        ):
            self.addWidget(page)

    def show_reading(self) -> None:
        self._said.setText(tr("Reading …"))
        self._differs.setText("")

    def show_none(self) -> None:
        self.setCurrentIndex(NONE)

    def show_past(self, presenter: AuditPresenter) -> None:
        past, trouble = presenter.past, presenter.past_trouble
        if past is None:
            self._show_trouble(trouble)
        elif not past.columns:
            self.setCurrentIndex(EMPTY)
        else:
            rows = rows_of(past, presenter.since_then)
            self.grid.show_sheet(past, rows)
            ended = (past.at - timedelta(seconds=1)).astimezone().date()
            self._said.setText(tr("As it was when {day} ended. To read only.", day=day(ended)))
            count = sum(one is not None for row_ in rows for one in row_.now)
            self._differs.setText(trn("{n} mark is another one today", "{n} marks are others today", count) if count else "")
            self.setCurrentIndex(GRID)

    def _show_trouble(self, trouble: EmsError | None) -> None:
        if trouble is None or isinstance(trouble, NeedsOnline):
            self.setCurrentIndex(AWAY)
            return
        self._erased.setText(explain(trouble))
        self.setCurrentIndex(ERASED)

    def first_focus(self) -> QWidget | None:
        if self.currentIndex() == GRID:
            return self.grid.marks
        return self._again if self.currentIndex() == AWAY else None


def _in_the_middle(words: QLabel) -> QWidget:
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    words.setFixedWidth(T.px(380))
    picture = box("well", row(icon_label("lock", "accent", 28), margins=(12, 12, 12, 12)))
    return group(col(None, row(None, picture, None), 16, row(None, words, None), None, gap=0))
