"""The menus of the question bank: of the open question, and of all that are listed."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ems_desktop.i18n import tr
from ui.screens.questions.actions import Actions
from ui.screens.questions.exporting import Exporting
from ui.screens.questions.importing import Importing
from ui.screens.questions.paper_shelf import PaperShelf
from ui.screens.questions.presenter import QuestionsPresenter
from ui.screens.questions.words import count_words
from ui.widgets.menu import Entry, pick_menu


class Menus:
    """`shelf`: makes papers and opens them."""

    def __init__(
        self, parent: QWidget, presenter: QuestionsPresenter, acts: Actions, importing: Importing, exporting: Exporting, shelf: PaperShelf,
    ) -> None:  # fmt: skip
        self._parent, self._presenter, self._acts = parent, presenter, acts
        self._importing, self._exporting, self._shelf = importing, exporting, shelf

    def of_one(self, where: QPoint) -> QMenu | None:
        question = self._presenter.now.open
        if question is None:
            return None
        about = (question.id,)
        entries: list[Entry] = [
            (tr("Make a paper"), "print", lambda: self._shelf.make(self._presenter.now.bank, about)),
            (tr("Export …"), "download", lambda: self._exporting.pick(where, about, tr("questions"))),
            (tr("Restore"), "undo", self._acts.restore) if question.deleted else (tr("To the trash"), "trash", self._acts.trash),
        ]
        return pick_menu(self._parent, where, entries)

    def of_all(self, where: QPoint) -> QMenu:
        """What is selected; with nothing selected everything that is listed."""
        now = self._presenter.now
        ids, name = now.chosen or now.ids, now.bank.name if now.bank else tr("questions")
        entries: list[Entry] = [
            (tr("Undo"), "undo", self._acts.undo),
            (tr("Redo"), "redo", self._acts.redo),
            (tr("Import …"), "upload", self._importing.ask),
        ]
        if ids:
            entries.append((tr("Make a paper"), "print", lambda: self._shelf.make(now.bank, ids)))
            entries.append((tr("Exam papers …"), "file", lambda: self._shelf.pick(now.bank, where)))
            said = tr("Export {what} …", what=count_words(len(ids)))
            entries.append((said, "download", lambda: self._exporting.pick(where, ids, name)))
        return pick_menu(self._parent, where, entries)
