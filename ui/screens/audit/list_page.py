"""The list of changes with one of them in full beside it, or what a check of the chain found. In a narrow window one at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.audit_views import AuditChange, AuditEntry, ChainReport, Filter
from ui.screens.audit.columns import WHERE, entry_columns
from ui.screens.audit.panels import ChainPanel, EntryPanel, Panel
from ui.screens.audit.presenter import AuditPresenter
from ui.screens.audit.states import ListStates
from ui.screens.audit.words import Line, lines_of
from ui.theme import T
from ui.widgets import RowsModel, TableView, box, col, row

NEAR = 12  # rows before the end, where older entries are asked for
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX


class ListPage(QWidget):
    """`cleared`: the filters shall go."""

    cleared = Signal()

    def __init__(self, presenter: AuditPresenter) -> None:
        super().__init__()
        self._presenter, self._narrow = presenter, False
        self.table = TableView(RowsModel(entry_columns(), identity=lambda n: n.entry.id), tr("Changes, newest first"))
        self.states = ListStates(self.table, presenter.load, self.cleared.emit)
        self.entry, self.chain = EntryPanel(), ChainPanel()
        self._panels = QStackedWidget()
        for panel in (self.entry, self.chain):
            panel.closed.connect(self.close_panel)
            self._panels.addWidget(panel)
        self.right = box("inspector", col(self._panels, gap=0))
        line = row(self.states, self.right, gap=0)
        line.setStretch(0, 1)
        self.setLayout(line)
        self._listen()

    def _listen(self) -> None:
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _: self._show_side(panel=True))
        self.table.verticalScrollBar().valueChanged.connect(lambda _: self._near_the_end())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._near_the_end())
        leave = QShortcut(QKeySequence("Escape"), self.right)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.close_panel)

    # -- what is shown

    def fold(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.table.setColumnHidden(WHERE, narrow)
        self._show_side(panel=self.panel() is self.chain)

    def first_focus(self) -> QWidget:
        return self.states.first_focus()

    def panel(self) -> Panel:
        shown = self._panels.currentWidget()
        assert isinstance(shown, Panel)
        return shown

    def show_entries(self, *, added: bool, wanted: str | None) -> None:
        """What the presenter has now; `wanted`: an entry to choose, where it is among them."""
        shown, held = self._presenter, self.states.isAncestorOf(QApplication.focusWidget() or self)
        if added:
            have = self.table.rows.rowCount()
            self.table.rows.append(lines_of(shown.entries[have:], shown.entries[have - 1] if have else None))
        else:
            self.table.rows.replace(lines_of(shown.entries))
            if wanted is not None:
                self.table.choose(wanted)
        self.states.show_state(shown.entries, shown.trouble, shown.more, filtered=shown.filter != Filter())
        if not shown.entries:
            self.entry.show_entry(None)
        self._show_side(panel=self.panel() is self.chain)
        if held:
            self.first_focus().setFocus()

    def show_changes(self, entry: AuditEntry, changes: tuple[AuditChange, ...]) -> None:
        if self.entry.entry == entry:
            self.entry.show_changes(changes)

    # -- the chain

    def check(self) -> None:
        """Ask for a check, and show that it is under way."""
        self.chain.show_checking()
        self._panels.setCurrentWidget(self.chain)
        self._show_side(panel=True)
        self.chain.cross.setFocus()
        self._presenter.check(self.chain.show_error)

    def show_report(self, report: ChainReport) -> None:
        self.chain.show_report(report)

    # -- list or panel

    def close_panel(self) -> None:
        """Back to the list."""
        self._panels.setCurrentWidget(self.entry)
        self._show_side(panel=False)
        self.first_focus().setFocus()

    def _show_side(self, *, panel: bool) -> None:
        """Where there is no room for both: the panel or the list."""
        wide = T.px(self.panel().WIDE)
        self.right.setMinimumWidth(0 if self._narrow else wide)
        self.right.setMaximumWidth(UNBOUNDED if self._narrow else wide)
        self.right.setVisible(panel or (not self._narrow and self.states.listed()))
        self.states.setVisible(not (panel and self._narrow))
        for one in (self.entry, self.chain):
            one.cross.setVisible(self._narrow or one is self.chain)
        if panel and self._narrow:
            self.panel().cross.setFocus()

    def _chosen(self, line: Line | None) -> None:
        if line is None:
            return
        if self.panel() is self.chain and not self._narrow:
            self._panels.setCurrentWidget(self.entry)
            self._show_side(panel=False)
        self.entry.show_entry(line.entry)
        if line.entry.changes and not line.entry.erased:
            self._presenter.look(line.entry)

    def _near_the_end(self) -> None:
        bar, height = self.table.verticalScrollBar(), max(1, self.table.verticalHeader().defaultSectionSize())
        below = (bar.maximum() - bar.value()) // height
        if below < NEAR or self.table.currentIndex().row() > self.table.rows.rowCount() - NEAR:
            self._presenter.load_more()
