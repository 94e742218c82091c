"""The jobs strip: long work appears here after 0.6 s, with its progress and a cancel; it never covers anything."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from ems_desktop.i18n import tr, trn
from ui.tasks import Task, Tasks
from ui.theme import T
from ui.widgets import Elided, button, icon_label, label, row

AFTER, EVERY = 600, 120  # ms


class JobStrip(QFrame):
    """Shows the job that has run longest; says how many more there are."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.setFixedHeight(T.px(38))
        self._jobs: list[Task[Any]] = []
        self._title = Elided("", "small_strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(T.px(180))
        self._more = label("", "caption", "3")
        self._cancel = button(tr("Cancel"), small=True)
        self._cancel.clicked.connect(self._stop)
        self.setLayout(
            row(icon_label("jobs", "accent", 16), self._title, self._bar, self._more, None, self._cancel, margins=(16, 5, 16, 5), gap=10)
        )
        self._tick = QTimer(self)
        self._tick.setInterval(EVERY)
        self._tick.timeout.connect(self._show)
        tasks.started.connect(self._begin)
        tasks.ended.connect(self._end)
        self.hide()
        for job in tasks.jobs():
            self._begin(job)

    def _begin(self, job: Task[Any]) -> None:
        self._jobs.append(job)
        self._show()

    def _end(self, job: Task[Any]) -> None:
        self._jobs = [other for other in self._jobs if other is not job]
        self._show()

    def _show(self) -> None:
        long = [job for job in self._jobs if job.progress.age_ms() >= AFTER]
        self.setVisible(bool(long))
        if not long:
            self._tick.stop()
            if self._jobs:  # a timer may fire a little early: look again then
                QTimer.singleShot(max(1, AFTER - self._jobs[0].progress.age_ms()), self, self._show)
            return
        job, progress = long[0], long[0].progress
        self._title.say(job.title)
        self._bar.setAccessibleName(job.title)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        self._more.setText(trn("and {n} more", "and {n} more", len(long) - 1) if len(long) > 1 else "")
        self._cancel.say(tr("Stopping …") if progress.cancelled else tr("Cancel"))
        self._cancel.setEnabled(not progress.cancelled)
        if not self._tick.isActive():
            self._tick.start()

    def _stop(self) -> None:
        if self._jobs:
            self._jobs[0].progress.cancel()
            self._show()
