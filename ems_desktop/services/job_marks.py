"""What the jobs say about the catalogue's entries, in the few words of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ems_desktop.i18n import number, tr, trn
from ems_desktop.services.jobs_views import Job


@dataclass(frozen=True, slots=True)
class JobMark:
    """`said`: "3 proposals", "62 %", "failed", in today's language."""

    state: Literal["proposals", "running", "failed"]
    said: str


def marks(jobs: Iterable[Job]) -> dict[str, JobMark]:
    """Entry's id → what the first of its jobs that says anything says."""
    found: dict[str, JobMark] = {}
    for job in jobs:
        mark = _mark(job)
        if mark is not None and job.material_id is not None:
            found.setdefault(job.material_id, mark)
    return found


def _mark(job: Job) -> JobMark | None:
    if job.running:
        return JobMark("running", tr("running") if job.percent is None else f"{number(job.percent)} %")
    if job.state in ("failed", "overdue"):
        return JobMark("failed", tr("failed"))
    return JobMark("proposals", trn("{n} proposal", "{n} proposals", job.proposals)) if job.proposals else None
