"""Keeps the proposals and the job of the open entry in step with what is known of them, and carries out the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.jobs import Kind
from ems_desktop.i18n import number, tr, trn
from ems_desktop.services.file_views import UploadView
from ems_desktop.services.jobs_views import Job
from ems_desktop.services.materials_views import Material
from ems_desktop.services.proposals_views import Proposed, Review, Standing
from ui.screens.materials.presenter import MaterialsPresenter
from ui.screens.materials.service import Mark


class ProposalsService(Protocol):
    """Reads and writes the file on this computer. Raises EmsError."""

    def of(self, material_id: str) -> Review | None: ...

    def standings(self) -> Mapping[str, Standing]: ...

    def accept(self, review: Review, chosen: Sequence[Proposed]) -> int: ...

    def refuse(self, review: Review, chosen: Sequence[Proposed]) -> int: ...

    def reopen(self, review: Review, chosen: Sequence[Proposed]) -> int: ...


class JobsDoor(Protocol):
    """Reads here, starts at school."""

    def of_material(self, material_id: str) -> tuple[Job, ...]: ...

    def start(self, kind: Kind, material_id: str, **params: Any) -> str: ...

    def retry(self, job_id: str) -> None: ...


class ReviewView(Protocol):
    def show_review(self, job: Job | None, review: Review | None) -> None:
        """`job`: the newest of the entry; None where it has none."""


class ReviewPresenter:
    """Of the entry that is open. Knows no Qt."""

    def __init__(self, proposals: ProposalsService, jobs: JobsDoor, presenter: MaterialsPresenter, view: ReviewView) -> None:
        self._proposals, self._jobs, self._presenter, self._view = proposals, jobs, presenter, view
        self.material: Material | None = None
        self.review: Review | None = None
        self.told: Callable[[str], object] = lambda _: None  # a job was started or tried again
        self._busy = False

    def show(self, material: Material) -> None:
        """Read what is known for this entry."""
        if self.material is None or self.material.id != material.id:
            self.review = None
        self.material = material

        def work() -> tuple[Job | None, Review | None]:
            jobs = self._jobs.of_material(material.id)
            return max(jobs, key=lambda job: job.queued_at, default=None), self._proposals.of(material.id)

        def done(found: tuple[Job | None, Review | None]) -> None:
            if self.material is not None and self.material.id == material.id:
                self.review = found[1]
                self._view.show_review(*found)

        self._presenter.run(work, done, self._presenter.view.failed)

    def accept(self, chosen: Sequence[Proposed]) -> None:
        said = trn("{n} proposal accepted", "{n} proposals accepted", len(chosen))
        self._answer(self._proposals.accept, chosen, said)

    def refuse(self, chosen: Sequence[Proposed]) -> None:
        self._answer(self._proposals.refuse, chosen, "")

    def reopen(self, chosen: Sequence[Proposed]) -> None:
        self._answer(self._proposals.reopen, chosen, "")

    def _answer(self, act: Callable[[Review, Sequence[Proposed]], int], chosen: Sequence[Proposed], said: str) -> None:
        review, presenter = self.review, self._presenter
        if review is None:
            return

        def done(seq: int) -> None:
            if said:
                presenter.view.note(said, lambda: self._take_back(seq))
            self._fresh(review.material_id)

        def failed(error: EmsError) -> None:
            presenter.view.failed(error)
            self._fresh(review.material_id)

        presenter.run(lambda: act(review, chosen), done, failed, ordered=True)

    def _take_back(self, seq: int) -> None:
        presenter = self._presenter
        presenter.run(lambda: presenter.service.take_back(seq), lambda _: self._again(), presenter.view.failed, ordered=True)

    def _again(self) -> None:
        if self.material is not None:
            self._fresh(self.material.id)

    def _fresh(self, material_id: str) -> None:
        self._presenter.view.wrote()
        self._presenter.load()
        if self.material is not None and self.material.id == material_id:
            self.show(self.material)

    def analyse(self, job: Job | None) -> None:
        """Again, or for the first time: what failed is tried again, else a new job."""

        def work(material_id: str) -> str:
            if job is not None and job.state not in ("done", "running"):
                self._jobs.retry(job.id)
                return job.id
            return self._jobs.start("analysis", material_id)

        self._ask(work)

    def draft(self, kind: Kind) -> None:
        """A description that is proposed, or questions that stay with the job."""
        self._ask(lambda material_id: self._jobs.start(kind, material_id))

    def _ask(self, work: Callable[[str], str]) -> None:
        material, presenter = self.material, self._presenter
        if material is None or self._busy:
            return  # pressed twice
        self._busy = True

        def done(job_id: str) -> None:
            self._busy = False
            self.told(job_id)
            self.show(material)
            presenter.load()

        def failed(error: EmsError) -> None:
            self._busy = False
            presenter.view.failed(error)

        presenter.run(lambda: work(material.id), done, failed, ordered=True)


class UploadsDoor(Protocol):
    def of_materials(self) -> Mapping[str, UploadView]: ...


class Marks:
    """What jobs and uploads say about each entry, for the list."""

    def __init__(self, proposals: ProposalsService, files: UploadsDoor | None) -> None:
        self._proposals, self._files = proposals, files

    def marks(self) -> Mapping[str, Mark]:
        """An upload under way first, then the newest job, then what it proposes."""
        found = {one: made for one, standing in self._proposals.standings().items() if (made := _mark(standing))}
        uploads = self._files.of_materials() if self._files else {}
        return found | {one: mark for one, upload in uploads.items() if (mark := _sending(upload))}


def _mark(standing: Standing) -> Mark | None:
    job = standing.job
    if job.running:
        return Mark("running", percent(job.percent) if job.taken and job.percent else tr("in the queue"))
    if standing.left:
        return Mark("proposals", trn("{n} proposal", "{n} proposals", standing.left))
    return Mark("failed", tr("failed")) if job.state in ("failed", "overdue") else None


def _sending(upload: UploadView) -> Mark | None:
    if upload.state == "failed":
        return Mark("failed", tr("failed"))
    return Mark("running", percent(upload.sent * 100 // max(upload.size, 1))) if upload.sent else None


def percent(value: int | None) -> str:
    return tr("{percent} %", percent=number(value or 0))
