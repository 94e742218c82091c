"""The jobs on screen: the list under its filters, and one job in full beside it. In a narrow window one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.jobs import KINDS, STATES
from ems_desktop.i18n import number, tr
from ems_desktop.services.jobs_views import Job
from ui.bus import Changed
from ui.context import Context
from ui.job_words import kind_words, spoken, state_words
from ui.screens.jobs.columns import JOB_HEIGHT, job_painter
from ui.screens.jobs.detail import DetailPane
from ui.screens.jobs.presenter import ALL, JobsPresenter
from ui.shell.screen import Screen, Shortcut
from ui.theme import T
from ui.widgets import Chip, Chips, ListView, Segments, ToolBar, box, button, col, empty_state, row

ORIGIN = "jobs"
WIDE = 372  # of the list, in pixels of the design
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX
LIST, NONE, NO_MATCH = range(3)
_ALERTS = {"failed": ("alert", "bad"), "overdue": ("clock", "warn")}


class JobsScreen(Screen):
    """`arrive(job=…)` opens a job, `arrive(state=…)` the jobs of a state."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        office = "kurikulum" in ctx.session.roles
        services = ctx.services
        self.presenter = JobsPresenter(services.jobs, services.job_poller, services.executions if office else None, self._run, self)
        self._narrow, self._detail_alone = False, False
        self._wanted: str | None = None
        self._make_tools()
        self.list = ListView(tr("Jobs"), JOB_HEIGHT, job_painter(whose=office), spoken)
        self.detail = DetailPane(self.presenter, office=office)
        self._left = box("listpane", col(self.list, margins=(0, 6, 0, 6), gap=0))
        pair = row(self._left, self.detail, gap=0)
        pair.setStretch(1, 1)
        both = QWidget()
        both.setLayout(pair)
        self._stack = QStackedWidget()
        for page in (both, _never(), self._no_match()):
            self._stack.addWidget(page)
        self.setLayout(col(self._stack, gap=0))
        self._listen()
        self.fold(False, False)

    def _listen(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda _: self._show_side(detail=True))
        self.detail.back.connect(lambda: self._show_side(detail=False))
        self.detail.opened.connect(lambda job: self.ctx.go("materials", material=job.material_id))
        self.detail.to_bank.connect(lambda: self.ctx.go("questions"))
        self.ctx.bus.changed.connect(self._changed_elsewhere)
        for keys, act in (("F5", self._retry), ("Del", self._cancel), ("Escape", lambda: self._show_side(detail=False))):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    # -- asked by the shell

    def toolbar(self) -> QWidget:
        return self._tools

    def shortcuts(self) -> list[Shortcut]:
        return [Shortcut("F5", tr("Retry the job")), Shortcut("Del", tr("Cancel the job")), Shortcut("Esc", tr("Back to the list"))]

    def arrive(self, **where: Any) -> None:
        self._wanted = where.get("job", self._wanted)
        if "state" in where or self._wanted is not None:
            self.presenter.narrow(state=where.get("state", ALL), kind=ALL)
            self._states.choose(self.presenter.state)
            self._kinds.choose(ALL)
        self.presenter.load()

    def place(self) -> dict[str, Any]:
        chosen = {} if self.presenter.wanted is None else {"job": self.presenter.wanted}
        return {"state": self.presenter.state} | chosen

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self._narrow = narrow
        self._left.setMinimumWidth(0 if narrow else T.px(WIDE))
        self._left.setMaximumWidth(UNBOUNDED if narrow else T.px(WIDE))
        self.detail.fold(narrow)
        self._show_side(detail=False)

    def first_focus(self) -> QWidget:
        if self._stack.currentIndex() == NO_MATCH:
            return self._everything
        if self._stack.currentIndex() == NONE:
            return self._states.button(self.presenter.state)
        return self.detail.back_button if self._detail_alone else self.list

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.watch(False)

    # -- told by the presenter

    def show_jobs(self) -> None:
        self._states.set_counts({state: number(count) for state, count in self.presenter.counts().items()})
        jobs = self.presenter.jobs
        held = self._stack.isAncestorOf(QApplication.focusWidget() or self)
        wanted = self._wanted or self.presenter.wanted
        place = next((n for n, job in enumerate(jobs) if job.id == wanted), 0)
        self.list.show_rows(jobs, place if jobs else None)
        if not jobs:
            self.presenter.look(None)
        if self.presenter.loaded:
            self._wanted = None
            self._stack.setCurrentIndex(LIST if jobs else NO_MATCH if self.presenter.counts()[ALL] or self.presenter.kind != ALL else NONE)
        if held:
            self._keep_focus()

    def show_detail(self) -> None:
        detail = self.presenter.detail
        if detail is not None:
            self.detail.show_detail(detail)
        self.detail.setVisible(detail is not None and (self._detail_alone or not self._narrow))

    def note(self, said: str) -> None:
        self.ctx.say.note(said)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def changed(self, job_id: str) -> None:
        self.ctx.bus.tell({"jobs"}, {job_id}, ORIGIN)

    # -- parts

    def _make_tools(self) -> None:
        chips = [(ALL, Chip(tr("All")))]
        for state in STATES:
            icon, ink = _ALERTS.get(state, ("", ""))
            chips.append((state, Chip(state_words(state).capitalize(), icon=icon, ink=ink)))
        self._states = Chips(chips, ALL)
        self._states.chosen.connect(lambda state: self.presenter.narrow(state=state))
        kinds = [(ALL, tr("All kinds")), *((kind, kind_words(kind)) for kind in KINDS)]
        self._kinds = Segments(kinds, ALL, tr("Kind"))
        self._kinds.chosen.connect(lambda kind: self.presenter.narrow(kind=kind))
        self._tools = ToolBar(self._states, None, self._kinds)

    def _no_match(self) -> QWidget:
        self._everything = button(tr("Show everything"), "close")
        self._everything.clicked.connect(self._show_everything)
        return empty_state("filter", tr("Nothing matches"), tr("No job fits these filters."), self._everything)

    # -- list or detail

    def _show_side(self, *, detail: bool) -> None:
        """Where there is no room for both: this one."""
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self._detail_alone = self._narrow and detail and self.presenter.detail is not None
        self.detail.setVisible(self.presenter.detail is not None and (self._detail_alone or not self._narrow))
        self._left.setVisible(not self._detail_alone)
        if inside:
            self._keep_focus()

    def _keep_focus(self) -> None:
        """Where the keys go must be in sight."""
        here = QApplication.focusWidget()
        if here is None or not here.isVisible() or not self.isAncestorOf(here) or self._detail_alone:
            self.first_focus().setFocus()

    # -- what the person does

    def _chosen(self, job: Job | None) -> None:
        if job is not None:
            self.presenter.look(job.id)

    def _retry(self) -> None:
        if self.presenter.may_retry():
            self.presenter.retry()

    def _cancel(self) -> None:
        if self.presenter.may_cancel():
            self.presenter.cancel()

    def _show_everything(self) -> None:
        self._states.choose(ALL)
        self._kinds.choose(ALL)
        self.presenter.narrow(state=ALL, kind=ALL)

    def _changed_elsewhere(self, change: Changed) -> None:
        if change.touches("jobs") and change.origin != ORIGIN:
            self.presenter.load()

    def _run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> object:
        return self.ctx.tasks.run(work, done, failed, owner=self, ordered=ordered)


def _never() -> QWidget:
    said = tr("When a material is added, n8n analyses it and proposes what to write in its fields. How far that is will be seen here.")
    return empty_state("jobs", tr("No jobs yet"), said)
