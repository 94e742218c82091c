"""The list, or what stands instead: no connection, nothing that matches; below it how far the list goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr, trn
from ems_desktop.services.audit_views import AuditEntry
from ui.widgets import TableView, box, button, col, empty_state, label, row

LIST, AWAY, NOTHING, ALL_EMPTY = range(4)


class ListStates(QStackedWidget):
    """Empty states say the next step: try again, or take the filters away."""

    def __init__(self, table: TableView, again: Callable[[], None], clear: Callable[[], None]) -> None:
        super().__init__()
        self._table = table
        self._said = label("", "small", "3")
        listed = QWidget()
        inside = col(gap=0)
        inside.addWidget(table, 1)
        inside.addWidget(box("foot", row(self._said, None, margins=(20, 4, 16, 4))))
        listed.setLayout(inside)
        self._again = button(tr("Try again"), "sync")
        self._again.clicked.connect(again)
        self._clear = button(tr("Show everything"), "close")
        self._clear.clicked.connect(clear)
        for page in (listed, self._away(), self._nothing(), self._never()):
            self.addWidget(page)
        self._said.setText(tr("Reading …"))

    def _away(self) -> QWidget:
        sentence = tr("Every change is written down at school, and stays there. Without a connection it cannot be read; your work goes on.")
        return empty_state("cloud_off", tr("The audit is at school"), sentence, self._again)

    def _nothing(self) -> QWidget:
        return empty_state("filter", tr("Nothing matches"), tr("No entry fits all of these filters."), self._clear)

    @staticmethod
    def _never() -> QWidget:
        sentence = tr("Whatever is typed, imported or removed will be listed here: who, when, from what to what.")
        return empty_state("clock", tr("Nothing has happened yet"), sentence)

    def show_state(self, entries: Sequence[AuditEntry], trouble: EmsError | None, more: bool, *, filtered: bool) -> None:
        if trouble is not None and not entries:
            self.setCurrentIndex(AWAY)
        elif not entries:
            self.setCurrentIndex(NOTHING if filtered else ALL_EMPTY)
        else:
            self.setCurrentIndex(LIST)
        shown = trn("{n} entry", "{n} entries", len(entries))
        self._said.setText(explain(trouble) if trouble else tr("{shown}, older ones follow below", shown=shown) if more else shown)

    def listed(self) -> bool:
        return self.currentIndex() == LIST

    def first_focus(self) -> QWidget:
        return {AWAY: self._again, NOTHING: self._clear}.get(self.currentIndex(), self._table)
