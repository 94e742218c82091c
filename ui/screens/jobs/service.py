"""What the screen of the jobs asks of the floors below, as narrow doors."""

from __future__ import annotations

from typing import Protocol

from ems_desktop.integrations.n8n import Execution
from ems_desktop.services.jobs_views import Job, JobDetail


class JobsService(Protocol):
    """Reading is of the file on this computer; ending and retrying needs the school. Raises EmsError."""

    def all(self) -> tuple[Job, ...]: ...

    def one(self, job_id: str) -> JobDetail | None: ...

    def retry(self, job_id: str) -> None: ...

    def cancel(self, job_id: str) -> None: ...


class JobPoller(Protocol):
    """Looks at the school's jobs, on a thread of its own."""

    def watch(self, watched: bool) -> None: ...

    def wake(self) -> None: ...


class Executions(Protocol):
    """n8n's own view of a run, for the office."""

    def has_key(self) -> bool: ...

    def remember(self, api_key: str) -> None: ...

    def look(self, number: str) -> Execution: ...
