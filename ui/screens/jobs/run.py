"""The office's look at n8n's own run of a job: a line, a button, and the API key where there is none yet."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ems_desktop.i18n import tr
from ems_desktop.integrations.n8n import Execution
from ems_desktop.services.jobs_views import Job
from ui.job_words import execution_words
from ui.screens.jobs.presenter import JobsPresenter
from ui.theme import T
from ui.widgets import button, col, group, label, line_edit, row


class N8nRun(QWidget):
    def __init__(self, presenter: JobsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._job: Job | None = None
        self.said = label("", "small", "2", wrap=True)
        self.ask = button(tr("Ask n8n"), "eye", small=True, tip=tr("Which step of the run broke, as n8n itself tells it"))
        self.ask.clicked.connect(lambda: self._presenter.ask_n8n(self._asked))
        self.key = line_edit(tr("n8n API key"), tr("n8n API key"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setFixedWidth(T.px(220))
        self.key.returnPressed.connect(self._keep)
        self.keep = button(tr("Keep the key"), "key", small=True)
        self.keep.clicked.connect(self._keep)
        hint = label(
            tr("Make a key in n8n that may read executions and nothing else. It stays in this computer's keychain."),
            "small",
            "3",
            wrap=True,
        )
        self._entry = group(col(hint, row(self.key, self.keep, None, gap=8), gap=6))
        line = row(self.said, self.ask, gap=8)
        line.setStretch(0, 1)
        self.setLayout(col(line, self._entry, gap=6))
        self._entry.hide()

    def show_run(self, job: Job, seen: Execution | None, *, office: bool) -> None:
        if self._job is None or self._job.id != job.id:
            self._entry.hide()
        self._job = job
        self.said.setText(execution_words(job, seen))
        self.setVisible(office and bool(job.execution))

    def _asked(self, answered: bool) -> None:
        self._entry.setVisible(not answered)
        if not answered:
            self.key.setFocus()

    def _keep(self) -> None:
        if self.key.text().strip():
            self._presenter.keep_key(self.key.text(), lambda: self._presenter.ask_n8n(self._asked))
            self.key.clear()
