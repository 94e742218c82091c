"""The bank's exam papers: one is made of questions, or opened again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.questions_views import Bank, PaperLine
from ui.context import Context
from ui.screens.questions.paper_page import PaperPage
from ui.screens.questions.paper_work import PapersService
from ui.screens.questions.words import count_words
from ui.widgets.menu import Entry, pick_menu

MOST: Final = 25  # in the menu: the last changed
_LONGEST: Final = 60


class PaperShelf:
    """`pictures`: bytes by SHA-256, on a worker thread."""

    def __init__(self, parent: QWidget, ctx: Context, pictures: Callable[[str], bytes | None]) -> None:
        self._parent, self._ctx, self._pictures = parent, ctx, pictures

    def make(self, bank: Bank | None, ids: Sequence[str]) -> PaperPage | None:
        """A new one."""
        if bank is None or not ids:
            return None
        page = self._page()
        page.open_paper(bank.id, bank.name, ids)
        return page

    def pick(self, bank: Bank | None, where: QPoint) -> None:
        """Which of the bank's papers to open."""
        if bank is not None:
            service: PapersService = self._ctx.services.papers
            self._ctx.tasks.run(lambda: service.all(bank.id), partial(self._menu, bank, where), self._ctx.say.failed, owner=self._parent)

    def _menu(self, bank: Bank, where: QPoint, papers: Sequence[PaperLine]) -> None:
        if not papers:
            self._ctx.say.note(tr("No exam paper has been saved in this bank yet."))
            return
        entries: list[Entry] = [(_said(one), "file", partial(self.open, bank, one.id)) for one in papers[:MOST]]
        pick_menu(self._parent, where, entries)

    def open(self, bank: Bank, paper_id: str) -> PaperPage:
        page = self._page()
        page.open_saved(bank.id, bank.name, paper_id)
        return page

    def _page(self) -> PaperPage:
        return PaperPage(self._parent, self._ctx, self._pictures)


def _said(one: PaperLine) -> str:
    return f"{one.title[:_LONGEST]} · {count_words(one.questions)}"
