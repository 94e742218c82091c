"""What a person does to questions: label, throw away, take back, accept drafts. Each is saved at once, said, and can be undone. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.services.questions_views import DraftJob
from ui.screens.questions.presenter import QuestionsPresenter
from ui.screens.questions.words import count_words, value_word


class Actions:
    def __init__(self, presenter: QuestionsPresenter) -> None:
        self._presenter = presenter

    def set_field(self, name: str, value: str, ids: Sequence[str] | None = None) -> None:
        """status, level or difficulty of what is chosen."""
        about = tuple(ids or self._presenter.targets())
        said = tr("{what}: {value}", what=count_words(len(about)), value=value_word(name, value))
        self._step(lambda: self._presenter.service.set_fields(about, **{name: value}), said, about)

    def tag(self, tags: Sequence[str], *, remove: bool) -> None:
        about = self._presenter.targets()
        words = ", ".join(tags)
        said = tr("Tag taken away: {tags}", tags=words) if remove else tr("Tag added: {tags}", tags=words)
        add, gone = ((), tags) if remove else (tags, ())
        self._step(lambda: self._presenter.service.tag(about, add, gone), said, about)

    def trash(self) -> None:
        about = self._presenter.targets()
        self._step(lambda: self._presenter.service.trash(about), tr("{what}: in the trash", what=count_words(len(about))), about)

    def restore(self) -> None:
        about = self._presenter.targets()
        self._step(lambda: self._presenter.service.restore(about), tr("{what}: back in the bank", what=count_words(len(about))), about)

    def accept(self) -> None:
        """Drafts are ready from now on."""
        self.set_field("status", "ready")

    def take_drafts(self, job: DraftJob) -> None:
        """Its questions come in as drafts, into the bank of its subject, else into the one that is looked at; the list shows drafts then."""
        presenter, drafts, bank = self._presenter, self._presenter.drafts, self._presenter.now.bank
        if drafts is None or bank is None:
            return
        bank_id = job.bank_id or bank.id

        def done(ids: tuple[str, ...]) -> None:
            presenter.view.note(tr("{what} taken in as drafts: accept or refuse each.", what=count_words(len(ids))))
            presenter.view.wrote()
            presenter.opening = ids[0] if ids else ""
            presenter.arrive(bank_id, ids[0] if ids else "")
            presenter.choose_facet("status", "draft")

        presenter.run(lambda: drafts.take(job.job_id, bank_id), done, presenter.view.failed, ordered=True)

    def undo(self) -> None:
        self._back(self._presenter.service.undo)

    def redo(self) -> None:
        self._back(self._presenter.service.redo)

    def _back(self, work: Callable[[str], Collection[object]]) -> None:
        bank = self._presenter.now.bank
        if bank is not None:
            self._presenter.run(lambda: work(bank.id), lambda _: self._fresh(), self._failed, ordered=True)

    def _step(self, work: Callable[[], int], said: str, about: Sequence[str]) -> None:
        presenter, bank = self._presenter, self._presenter.now.bank
        if not about or bank is None:
            return

        def done(seq: int) -> None:
            back = (lambda: self._back(lambda bank_id: presenter.service.take_back(bank_id, seq))) if seq else None
            presenter.view.note(said, back)
            self._fresh()

        presenter.run(work, done, self._failed, ordered=True)

    def _failed(self, error: EmsError) -> None:
        self._presenter.view.failed(error)
        self._presenter.load()

    def _fresh(self) -> None:
        self._presenter.view.wrote()
        self._presenter.load()
