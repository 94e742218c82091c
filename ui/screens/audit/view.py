"""The audit on screen: the list of changes, or a grade sheet as of a day. Office only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import day, tr
from ems_desktop.services.audit_views import AuditChange, AuditEntry, ChainReport
from ui.context import Context
from ui.screens.audit.list_page import ListPage
from ui.screens.audit.past_page import PastPage
from ui.screens.audit.presenter import AuditPresenter, today
from ui.screens.audit.tools import AuditTools
from ui.screens.audit.words import local
from ui.screens.grades.switchers import SheetChooser
from ui.shell.screen import Screen, Shortcut
from ui.widgets import Segments, col


class AuditScreen(Screen):
    """`arrive(sheet=…, day=…)` shows a sheet as of a day; `arrive(entry=…)` chooses an entry."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.presenter = AuditPresenter(ctx.services.audit, ctx.services.grades, self._run, self, self._job)
        self._narrow, self._mode = False, "list"
        self._wanted: str | None = None
        self.segments = Segments([("list", tr("Changes")), ("sheet", tr("Sheet as of a day"))], self._mode)
        self.tools, self.chooser = AuditTools(), SheetChooser()
        self.list, self.past = ListPage(self.presenter), PastPage(self._reload)
        self._pages = QStackedWidget()
        for page in (self.list, self.past):
            self._pages.addWidget(page)
        self.setLayout(col(self._pages, gap=0))
        self._listen()
        self._bind_keys()
        self._show_mode(self._mode)

    def _listen(self) -> None:
        self.segments.chosen.connect(self._choose_mode)
        self.chooser.chosen.connect(lambda sheet: self._show_past_of(sheet, self.tools.then.day()))
        self.tools.narrowed.connect(lambda changes: self.presenter.narrow(**changes))
        self.tools.period.connect(self._choose_period)
        self.tools.day.connect(lambda value: self._show_past_of(self.presenter.sheet_id, value))
        self.tools.refused.connect(self.ctx.say.failed)
        self.tools.check.clicked.connect(self.list.check)
        self.tools.export.clicked.connect(self.ask_path)
        self.list.cleared.connect(self._clear)
        self.list.entry.sheet_asked.connect(lambda entry: self.ctx.go("grades", sheet=entry.sheet))
        self.list.entry.then_asked.connect(lambda entry: self._show_past_of(entry.sheet, local(entry.at).date()))

    def _bind_keys(self) -> None:
        for keys, act in (("Ctrl+F", self.tools.search.setFocus), ("Ctrl+R", self._reload), ("Ctrl+E", self.ask_path)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    # -- asked by the shell

    def header_parts(self) -> Sequence[QWidget]:
        return [self.segments, *self.chooser.parts]

    def toolbar(self) -> QWidget:
        return self.tools

    def shortcuts(self) -> list[Shortcut]:
        return [
            Shortcut("Ctrl+F", tr("Search the audit")), Shortcut("Ctrl+R", tr("Read the audit anew")), Shortcut("Ctrl+E", tr("Export what is shown")),
        ]  # fmt: skip

    def arrive(self, **where: Any) -> None:
        self._wanted = where.get("entry")
        if "filter" in where:
            self.presenter.filter, self.presenter.period = where["filter"], where["period"]
        if where.get("sheet"):
            self._show_past_of(where["sheet"], where.get("day") or today())
        self.presenter.load()

    def place(self) -> dict[str, Any]:
        here: dict[str, Any] = {"filter": self.presenter.filter, "period": self.presenter.period}
        if chosen := self.list.table.current_row():
            here["entry"] = chosen.entry.id
        if self._mode == "sheet":
            here |= {"sheet": self.presenter.sheet_id, "day": self.presenter.day}
        return here

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self._narrow = narrow
        self.list.fold(narrow=narrow)
        self._show_mode(self._mode)

    def first_focus(self) -> QWidget:
        return self.list.first_focus() if self._mode == "list" else self.past.first_focus() or self.tools.then.edit

    # -- told by the presenter

    def show_choices(self) -> None:
        self.tools.show_choices(self.presenter.choices, self.presenter.filter)
        self.tools.show_filter(self.presenter.filter, self.presenter.period)
        self.chooser.set_refs(self.presenter.choices.sheets)
        self.chooser.show_sheet(self.presenter.sheet_id)

    def show_entries(self, *, added: bool) -> None:
        self.list.show_entries(added=added, wanted=self._wanted)
        self._wanted = None

    def show_changes(self, entry: AuditEntry, changes: tuple[AuditChange, ...]) -> None:
        self.list.show_changes(entry, changes)

    def show_report(self, report: ChainReport) -> None:
        self.list.show_report(report)

    def show_past(self) -> None:
        self.past.show_past(self.presenter)

    def note(self, said: str) -> None:
        self.ctx.say.note(said)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    # -- what the person does

    def _show_mode(self, mode: str) -> None:
        self._mode = mode
        self.segments.choose(mode)
        self.tools.show_mode(mode)
        self._pages.setCurrentIndex(1 if mode == "sheet" else 0)
        if mode == "sheet":
            self.chooser.fold(narrow=self._narrow)
        else:
            for part in self.chooser.parts:
                part.hide()

    def _choose_mode(self, mode: str) -> None:
        if mode == "sheet" and not self.presenter.sheet_id:
            self._show_past_of(self.chooser.start(self.ctx.session.semester) or "", today())
        else:
            self._show_mode(mode)

    def _show_past_of(self, sheet_id: str, value: date) -> None:
        self.tools.then.set_day(value)
        self.chooser.show_sheet(sheet_id)
        self._show_mode("sheet")
        if sheet_id:
            self.past.show_reading()
            self.presenter.show_sheet(sheet_id, value)
        else:
            self.past.show_none()

    def _choose_period(self, period: str) -> None:
        self.presenter.choose_period(period, today())
        if period == "days":
            self.presenter.narrow(since=self.tools.since.day(), until=self.tools.until.day())

    def _clear(self) -> None:
        self.presenter.clear()
        self.tools.show_filter(self.presenter.filter, self.presenter.period)

    def _reload(self) -> None:
        if self._mode == "sheet":
            self._show_past_of(self.presenter.sheet_id, self.presenter.day)
        else:
            self.presenter.load()

    def ask_path(self) -> None:
        """Where the file shall go; then it is made."""
        if self._mode != "list":
            return
        dialog = QFileDialog(self, tr("Export"), tr("audit-{day}.xlsx", day=day(today()).replace(" ", "-")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Excel workbook (*.xlsx)"), tr("CSV (*.csv)")])
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.presenter.export(Path(path)))
        dialog.open()

    def _run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> object:
        return self.ctx.tasks.run(work, done, failed, owner=self, ordered=ordered)

    def _job(self, title: str, work: Callable[[], Any], done: Any, failed: Any) -> object:
        return self.ctx.tasks.job(title, lambda _progress: work(), done, failed, owner=self)
