"""Keeping a paper in the bank, and removing it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.questions.paper import Paper
from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.questions.paper_work import PapersService
from ui.widgets import Choice, decide

if TYPE_CHECKING:
    from ui.screens.questions.paper_page import PaperPage

BESIDE = (1709, 1718)  # changed by somebody, gone: saved again it is a new one
ORIGIN = "paper"


class PaperKeeping:
    """`saved`: the paper as it stood here when the bank had it, None before that; `seen`: as the bank had it."""

    def __init__(self, page: PaperPage, ctx: Context) -> None:
        self._page, self._ctx = page, ctx
        self.saved: Paper | None = None
        self.seen: Paper | None = None

    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self._page.opened is not None and self._page.form.paper() != self.saved

    def save(self) -> None:
        self.save_then(lambda: None)

    def save_then(self, done: Callable[[], object]) -> None:
        if self._page.opened is None:
            return
        paper, opened = self._page.form.paper(), self._page.opened
        if not paper.title:
            self._page.form.title.set_error(tr("Give the paper a title"))
            self._page.form.title.edit.setFocus()
            return
        service: PapersService = self._ctx.services.papers
        seen = self.seen if opened.paper_id else None

        def kept(paper_id: str) -> None:
            self._page.opened, self.saved = replace(opened, paper_id=paper_id, gone=0), paper
            self.seen = paper
            self._page.drop.show()
            self._ctx.say.note(tr("Exam paper saved"))
            self._ctx.bus.tell({"question_papers", "outbox"}, origin=ORIGIN)
            done()

        def failed(error: EmsError) -> None:
            if error.code in BESIDE:
                self._page.opened, self.seen = replace(opened, paper_id=None), None
            self._ctx.say.failed(error)

        self._ctx.tasks.run(
            lambda: service.save(opened.bank_id, paper, opened.paper_id, seen), kept, failed, owner=self._page, ordered=True
        )

    def ask_remove(self) -> None:
        """Of what is kept, not of the questions."""
        said = tr("The paper goes for all who teach this subject. Its questions stay in the bank.")
        decide(
            self._page, tr("Remove the exam paper?"), said, Choice(tr("Go on with it"), kind="primary"), Choice(tr("Remove"), self._remove)
        )

    def _remove(self) -> None:
        if self._page.opened is None or self._page.opened.paper_id is None:
            return
        service, paper_id = self._ctx.services.papers, self._page.opened.paper_id

        def gone(_: None) -> None:
            self._ctx.say.note(tr("Exam paper removed"))
            self._ctx.bus.tell({"question_papers", "outbox"}, origin=ORIGIN)
            self._page.leave()

        self._ctx.tasks.run(lambda: service.remove(paper_id), gone, self._ctx.say.failed, owner=self._page, ordered=True)
