"""The jobs without their widgets: the list and its filters, one job in detail, what a person does about it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.integrations.n8n import Execution
from ems_desktop.services.jobs_views import Job, JobDetail
from ui.job_words import counts_of, title_words
from ui.screens.jobs.service import Executions, JobPoller, JobsService
from ui.work import Run

ALL = "all"


class JobsView(Protocol):
    """What the presenter tells the screen."""

    def show_jobs(self) -> None:
        """The list, or its filters, are new."""

    def show_detail(self) -> None:
        """The job that is looked at, or what is known of it, is new."""

    def note(self, said: str) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self, job_id: str) -> None:
        """Something was done to a job: other screens fetch it anew."""


class JobsPresenter:
    """`jobs`: those that fit the filters. `detail`: of the one that is looked at. `execution`: n8n's run of it, once it was asked."""

    def __init__(self, service: JobsService, poller: JobPoller | None, executions: Executions | None, run: Run, screen: JobsView) -> None:
        self._service, self._poller, self._executions, self._run, self._screen = service, poller, executions, run, screen
        self._all: tuple[Job, ...] = ()
        self.loaded = False
        self.state, self.kind = ALL, ALL
        self.wanted: str | None = None
        self.detail: JobDetail | None = None
        self.execution: Execution | None = None
        self._busy: set[str] = set()

    # -- the list

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(job for job in self._of_kind() if self.state in (ALL, job.state))

    def counts(self) -> dict[str, int]:
        """Of each state, under the kind that is chosen."""
        return counts_of(self._of_kind())

    def load(self) -> None:
        """Read the list anew, and the job that is looked at."""
        self._run(self._service.all, self._loaded, self._screen.failed)
        if self.wanted is not None:
            self.look(self.wanted)

    def narrow(self, *, state: str | None = None, kind: str | None = None) -> None:
        self.state, self.kind = state or self.state, kind or self.kind
        self._screen.show_jobs()

    def _of_kind(self) -> tuple[Job, ...]:
        return tuple(job for job in self._all if self.kind in (ALL, job.kind))

    def _loaded(self, jobs: tuple[Job, ...]) -> None:
        self._all, self.loaded = jobs, True
        self._screen.show_jobs()

    # -- one job

    def look(self, job_id: str | None) -> None:
        if job_id != self.wanted:
            self.execution = None
        self.wanted = job_id
        if job_id is None:
            self._arrived(None, None)
        else:
            self._run(lambda: self._service.one(job_id), lambda detail: self._arrived(job_id, detail), self._screen.failed)

    def _arrived(self, job_id: str | None, detail: JobDetail | None) -> None:
        if job_id == self.wanted:
            self.detail = detail
            self._screen.show_detail()

    def retry(self) -> None:
        self._act(self._service.retry, tr("{title}: started again"))

    def cancel(self) -> None:
        self._act(self._service.cancel, tr("{title}: cancelled"))

    def may_retry(self) -> bool:
        return self.detail is not None and not self.detail.job.running and self.detail.job.state != "done"

    def may_cancel(self) -> bool:
        return self.detail is not None and self.detail.job.running

    def _act(self, act: Callable[[str], None], said: str) -> None:
        if self.detail is None or self.detail.job.id in self._busy:
            return  # pressed twice
        job = self.detail.job
        self._busy.add(job.id)

        def done(_: object) -> None:
            self._busy.discard(job.id)
            self._screen.note(said.format(title=title_words(job)))
            self._screen.changed(job.id)
            self.load()
            self.wake()

        def failed(error: EmsError) -> None:
            self._busy.discard(job.id)
            self._screen.failed(error)
            self.load()

        self._run(lambda: act(job.id), done, failed, ordered=True)

    # -- the school, n8n

    def watch(self, watched: bool) -> None:
        """The screen is in sight, or no longer."""
        if self._poller is not None:
            self._poller.watch(watched)

    def wake(self) -> None:
        if self._poller is not None:
            self._poller.wake()

    def ask_n8n(self, then: Callable[[bool], Any]) -> None:
        """See what n8n says of the run; `then(False)`: there is no key to ask with."""
        executions, detail = self._executions, self.detail
        if executions is None or detail is None:
            return

        def ask() -> Execution | None:
            return executions.look(detail.job.execution) if executions.has_key() else None

        def told(seen: Execution | None) -> None:
            self.execution = seen
            then(seen is not None)
            self._arrived(detail.job.id, detail)

        self._run(ask, told, self._screen.failed)

    def keep_key(self, api_key: str, then: Callable[[], Any]) -> None:
        if self._executions is not None:
            executions = self._executions
            self._run(lambda: executions.remember(api_key), lambda _: then(), self._screen.failed)
