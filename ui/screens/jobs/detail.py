"""One job in full: where it is, what went wrong and what to do, what came of it, and its log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.jobs_views import Job, JobDetail
from ui.job_words import below_words, findings_of, kind_words, model_words, steps_of, title_words, took_words, trouble_words
from ui.screens.jobs.columns import (
    FINDING_HEIGHT,
    LOG_HEIGHT,
    finding_spoken,
    log_spoken,
    paint_finding,
    paint_log,
)
from ui.screens.jobs.presenter import JobsPresenter
from ui.screens.jobs.run import N8nRun
from ui.widgets import Banner, Elided, Flow, ListView, box, button, col, group, icon_button, label, row
from ui.widgets.timeline import Timeline


class DetailPane(QScrollArea):
    """`back`: to the list, where that is hidden. `opened`: the job's material. `to_bank`: to the bank that its questions may come into."""

    back = Signal()
    opened = Signal(object)
    to_bank = Signal()

    def __init__(self, presenter: JobsPresenter, *, office: bool) -> None:
        super().__init__()
        self._presenter, self._office = presenter, office
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.run = N8nRun(presenter)
        inside = QWidget()
        inside.setObjectName("page")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.trouble = Banner()
        parts = (self._heading(), self._progress(), self.trouble, self._found(), self._history())
        inside.setLayout(col(*parts, None, margins=(28, 18, 24, 18), gap=14))
        self.setWidget(inside)

    # -- parts

    def _heading(self) -> QWidget:
        self.back_button = icon_button(tr("Back to the list"), "left", small=True, tip=f"{tr('Back to the list')} (Esc)")
        self.back_button.clicked.connect(self.back)
        self.title, self._below = Elided("", "heading"), Elided("", "small", "2")
        self.retry, self.cancel = (
            button(tr("Retry"), "sync", small=True, tip="F5"),
            button(tr("Cancel the job"), "block", small=True, tip="Del"),
        )
        self.open = button(tr("Open the material"), "book", small=True)
        self.bank = button(tr("To the question bank"), "bank", small=True)
        self.bank.clicked.connect(self.to_bank)
        for made, act in ((self.retry, self._presenter.retry), (self.cancel, self._presenter.cancel), (self.open, self._open)):
            made.clicked.connect(_plain(act))
        words = col(self.title, self._below, gap=2)
        acts = group(Flow(self.retry, self.cancel, self.open, self.bank, gap=8))
        head = row(self.back_button, words, gap=8)
        head.setStretch(1, 1)
        return group(col(head, acts, gap=8))

    def _progress(self) -> QWidget:
        self._kind, self._took = label("", "body_strong"), label("", "small", "2")
        self.timeline, self.bar, self._note = Timeline(), QProgressBar(), Elided("", "small", "2")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(tr("Progress"))
        head = row(self._kind, self._took, None, gap=8)
        return box("card", col(head, self.timeline, self.bar, self._note, margins=(16, 12, 16, 12), gap=10))

    def _found(self) -> QWidget:
        self._model = label("", "small_strong", "2")
        self.findings = ListView(tr("What was found"), FINDING_HEIGHT, paint_finding, finding_spoken, inset=-4)
        self._how = label("", "small", "2", wrap=True)
        head = row(label(tr("Result"), "body_strong"), self._model, None, gap=10)
        self._result = box("card", col(head, self.findings, self._how, margins=(16, 12, 16, 12), gap=8))
        return self._result

    def _history(self) -> QWidget:
        self.log = ListView(tr("Log"), LOG_HEIGHT, paint_log, log_spoken, inset=-4)
        return box("card", col(label(tr("Log"), "body_strong"), self.log, self.run, margins=(16, 12, 16, 12), gap=6))

    # -- what is shown

    def show_detail(self, detail: JobDetail) -> None:
        job = detail.job
        self.title.say(title_words(job))
        self._below.say(below_words(job, datetime.now().astimezone(), whose=self._office))
        self.retry.setVisible(self._presenter.may_retry())
        self.cancel.setVisible(self._presenter.may_cancel())
        self.open.setVisible(job.material_id is not None)
        self.bank.setVisible(job.questions > 0)
        self._show_progress(job)
        self._say_trouble(job)
        self._show_result(detail)
        self.log.show_rows(detail.log, fit=True)
        self.run.show_run(job, self._presenter.execution, office=self._office)

    def _show_progress(self, job: Job) -> None:
        self._kind.setText(kind_words(job.kind))
        tried = tr("attempt {n}", n=job.attempt) if job.attempt > 1 else ""
        self._took.setText(" · ".join(part for part in (took_words(job), tried) if part))
        self.timeline.show_steps(steps_of(job))
        self.bar.setVisible(job.running and job.taken)
        self.bar.setValue(job.percent or 0)
        self._note.say(job.note if job.running else "")
        self._note.setVisible(bool(job.running and job.note))

    def _say_trouble(self, job: Job) -> None:
        said = trouble_words(job)
        if job.detail and not job.running:
            said = f"{said} ({job.detail[:300]})"
        self.trouble.say(said, "" if job.state == "cancelled" else "warn" if job.state == "overdue" else "bad")

    def _show_result(self, detail: JobDetail) -> None:
        found = findings_of(detail)
        done = detail.job.state == "done"
        self._result.setVisible(done)
        self._model.setText(model_words(detail.result))
        self.findings.show_rows(found, fit=True)
        self.findings.setVisible(bool(found))
        self._how.setText(_next_step(detail.job) if found else tr("Nothing was found to propose."))

    def fold(self, narrow: bool) -> None:
        self.back_button.setVisible(narrow)

    def _open(self) -> None:
        if self._presenter.detail is not None:
            self.opened.emit(self._presenter.detail.job)


def _next_step(job: Job) -> str:
    if job.kind == "questions":
        return tr("These are drafts. In the question bank they are taken in, and then accepted or refused one by one.")
    return tr("Open the material to accept or refuse each proposal; nothing is changed before that.")


def _plain(act: Callable[[], None]) -> Callable[..., None]:
    """Without the button's state, which `clicked` carries."""
    return lambda *_: act()
