"""What belongs to the open entry beside its fields: its file, its job and proposals. Connects the widgets with who knows of them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ems_desktop.services.jobs_views import Job
from ems_desktop.services.materials_views import Material
from ems_desktop.services.proposals_views import Review
from ui.bus import Changed
from ui.context import Context
from ui.labels import column_word
from ui.screens.materials.entry_page import EntryPage
from ui.screens.materials.file_work import FileWork
from ui.screens.materials.menus import Menus
from ui.screens.materials.presenter import MaterialsPresenter
from ui.screens.materials.review import Marks, ReviewPresenter

ORIGIN = "materials"


def marks_of(ctx: Context) -> Marks | None:
    """What the list says of jobs and uploads; None where there are none."""
    services = ctx.services
    return Marks(services.proposals, services.files) if services.proposals is not None else None


class EntryWork(QObject):
    """Lives as long as the screen."""

    def __init__(self, ctx: Context, presenter: MaterialsPresenter, entry: EntryPage, menus: Menus, *, may_write: bool) -> None:
        super().__init__(entry)
        self._ctx, self._presenter, self._entry, self._may_write = ctx, presenter, entry, may_write
        services = ctx.services
        self.review = None
        if may_write and services.proposals is not None:
            self.review = ReviewPresenter(services.proposals, services.jobs, presenter, self)
            self.review.told = self._started
            menus.draft = self.review.draft
        self.files = None
        if services.files is not None:
            self.files = FileWork(ctx, entry, self._file_changed, presenter.load, may_write=may_write)
        self._listen()

    def _listen(self) -> None:
        review, entry = self.review, self._entry
        entry.shown.connect(self._show)
        if review is not None:
            entry.proposals.accepted.connect(review.accept)
            entry.proposals.refused.connect(review.refuse)
            entry.proposals.reopened.connect(review.reopen)
            entry.job.asked_again.connect(review.analyse)
            entry.job.log_asked.connect(lambda job: self._ctx.go("jobs", job=job.id))
        self._ctx.bus.changed.connect(self._changed)

    def _show(self, material: Material) -> None:
        if self.files is not None:
            self.files.show(material)
        if self.review is not None:
            self.review.show(material)

    def show_review(self, job: Job | None, review: Review | None) -> None:
        """Told by the presenter of the review."""
        material = self._entry.material
        may = self._may_write and material is not None and not material.deleted
        self._entry.job.show_job(job, review, may_write=may)
        self._entry.proposals.show_review(review, column_word, may_write=may)

    def _file_changed(self) -> None:
        self._presenter.view.wrote()
        self._presenter.load()
        if self._entry.material is not None:
            self._presenter.open(self._entry.material.id)

    def _started(self, job_id: str) -> None:
        poller = self._ctx.services.job_poller
        if poller is not None:
            poller.wake()
        self._ctx.bus.tell({"jobs"}, {job_id}, ORIGIN)

    def _changed(self, changed: Changed) -> None:
        if changed.touches("jobs", "files") and changed.origin != ORIGIN:
            self._presenter.load()
            if self._entry.material is not None:
                self._show(self._entry.material)
