"""The newest job of the open entry: its stops, how far it is, what went wrong, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ems_desktop.i18n import tr, trn
from ems_desktop.services.jobs_views import Job
from ems_desktop.services.proposals_views import Review
from ui.job_words import Step, kind_words, state_words, steps_of, took_words, trouble_words
from ui.widgets import Banner, Elided, button, col, label, row
from ui.widgets.timeline import Timeline

REVIEW = 3  # the stop where a person is wanted


class JobStrip(QFrame):
    """`asked_again`: the job, or None for a first analysis. `log_asked`: the job."""

    asked_again = Signal(object)
    log_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._job: Job | None = None
        self._title = label(tr("Job"), "body_strong")
        self._took = Elided("", "small", "2")
        self.again = button(tr("Analyse again"), "sync", "ghost", small=True)
        self.log = button(tr("Log"), "file", "ghost", small=True)
        self.timeline, self.trouble = Timeline(), Banner()
        self.again.clicked.connect(lambda: self.asked_again.emit(self._job))
        self.log.clicked.connect(lambda: self.log_asked.emit(self._job))
        head = row(self._title, self._took, self.again, self.log, gap=8)
        head.setStretch(1, 1)
        self.setLayout(col(head, self.timeline, self.trouble, margins=(16, 8, 16, 8), gap=6))
        self.hide()

    def show_job(self, job: Job | None, review: Review | None, *, may_write: bool) -> None:
        """`job` None: the entry was never analysed."""
        self._job = job
        self._took.say(_said(job))
        self.log.setVisible(job is not None)
        self.again.setVisible(may_write and (job is None or not job.running))
        self.again.say(tr("Analyse") if job is None else tr("Retry") if job.state not in ("done", "running") else tr("Analyse again"))
        self.timeline.setVisible(job is not None)
        self.timeline.show_steps(entry_steps(job, review) if job else ())
        said = trouble_words(job) if job else ""
        self.trouble.say(said, "warn" if job and job.state in ("overdue", "cancelled") else "bad")
        self.setVisible(may_write)


def _said(job: Job | None) -> str:
    if job is None:
        return tr("not analysed yet")
    tail = took_words(job) or (state_words(job.state) if not job.running else job.note)
    return " · ".join(part for part in (kind_words(job.kind), tail) if part)


def entry_steps(job: Job, review: Review | None) -> tuple[Step, ...]:
    """As the job's own, but the last two stops say how far the review is."""
    steps = list(steps_of(job))
    if job.state != "done" or review is None or review.job.id != job.id:
        return tuple(steps)
    left, written = len(review.left), review.count("accepted")
    wrote = trn("{n} column", "{n} columns", written) if written else ""
    if left:
        said = tr("{left} of {all} left", left=left, all=len(review.proposals))
        steps[REVIEW] = Step(steps[REVIEW].title, said, "now")
        steps[-1] = Step(steps[-1].title, wrote, "later")
    else:
        steps[REVIEW] = Step(steps[REVIEW].title, tr("all answered"), "done")
        steps[-1] = Step(steps[-1].title, wrote or tr("nothing to write"), "done")
    return tuple(steps)
