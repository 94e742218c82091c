"""Bank Soal on screen: the questions of a bank with one of them open; or one that is written; or a paper that is made of some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ui.bus import Changed
from ui.context import Context
from ui.screens.questions.actions import Actions
from ui.screens.questions.browse import Browse
from ui.screens.questions.commands import Keys, shortcut_lines
from ui.screens.questions.editing import Editing, kept_pictures
from ui.screens.questions.editor import Editor
from ui.screens.questions.empty import Pages, Steps
from ui.screens.questions.exporting import Exporting
from ui.screens.questions.history import Past
from ui.screens.questions.importing import Importing
from ui.screens.questions.menus import Menus
from ui.screens.questions.paper_shelf import PaperShelf
from ui.screens.questions.presenter import TABLES, Now, QuestionsPresenter
from ui.screens.questions.tools import NARROWER, Tools
from ui.screens.questions.words import count_words
from ui.shell.screen import Screen, Shortcut
from ui.theme import icons
from ui.widgets import Button, button, col, group

ORIGIN = "questions"
SOON = 250  # ms: a pull tells of many tables at once


class QuestionsScreen(Screen):
    """`arrive(bank=…, question=…)` opens a question, `do="new"` the editor, `status=…` chooses a state."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        services = ctx.services
        self.presenter = QuestionsPresenter(services.questions, services.question_drafts, partial(ctx.tasks.run, owner=self), self)
        self.acts, self.tools = Actions(self.presenter), Tools()
        self.pictures = kept_pictures(ctx)
        self.browse = Browse(self.presenter.lines, ctx.tasks, self.pictures)
        self.editor = Editor(ctx.tasks, self.pictures)
        self.editing = Editing(ctx, self.editor, self._back_from_editor, self.wrote)
        self.importing = Importing(self, ctx, lambda: self.presenter.now.bank, self._imported)
        self.exporting = Exporting(self, ctx)
        self.shelf = PaperShelf(self, ctx, self.pictures)
        self.menus = Menus(self, self.presenter, self.acts, self.importing, self.exporting, self.shelf)
        self._primary = button(tr("Question"), "plus", "primary")
        self._narrowing = [switcher for name, switcher in self.tools.facets.items() if name not in NARROWER]
        self._bars = group(col(self.tools.bar, self.editor.bar, gap=0))
        self.editor.bar.hide()
        self.pages = Pages(self.browse, self.editor)
        self.setLayout(col(self.pages, gap=0))
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self.past = Past(ctx, self, self.presenter, self.pictures)
        self.keys = Keys(self)
        self._listen()

    def _listen(self) -> None:
        presenter, browse, tools, preview = self.presenter, self.browse, self.tools, self.browse.preview
        browse.list.opened.connect(presenter.open)
        browse.list.chosen.connect(self._chosen)
        browse.list.entered.connect(lambda _: browse.show_side(question=True) if browse.narrow else self.edit())
        browse.bulk.labelled.connect(self.acts.set_field)
        browse.bulk.tagged.connect(lambda tags, remove: self.acts.tag(tags, remove=remove))
        browse.bulk.thrown.connect(self.throw)
        browse.bulk.paper_asked.connect(lambda: self.open_paper(presenter.targets()))
        browse.drafts.asked.connect(self.acts.take_drafts)
        preview.edit_asked.connect(self.edit)
        preview.history_asked.connect(self.past.show)
        preview.accepted.connect(self.acts.accept)
        preview.refused.connect(self.acts.trash)
        preview.restored.connect(self.acts.restore)
        preview.menu_asked.connect(self.menus.of_one)
        tools.searched.connect(lambda text: presenter.look_for(search=text))
        tools.pill_chosen.connect(presenter.choose_pill)
        tools.facet_chosen.connect(presenter.choose_facet)
        tools.bank_chosen.connect(presenter.choose_bank)
        tools.import_asked.connect(self.importing.ask)
        tools.more_asked.connect(self.menus.of_all)
        self._primary.clicked.connect(self._press_primary)
        self.ctx.bus.changed.connect(self._changed)
        self._soon.timeout.connect(presenter.load)

    # -- asked by the shell

    def header_parts(self) -> list[QWidget]:
        return [self.tools.banks, *self._narrowing]

    def toolbar(self) -> QWidget:
        return self._bars

    def primary(self) -> Button | None:
        return self._primary

    def shortcuts(self) -> list[Shortcut]:
        return shortcut_lines()

    def arrive(self, **where: Any) -> None:
        if isinstance(where.get("now"), Now):
            self.presenter.now = where["now"]
        self.presenter.arrive(where.get("bank", ""), where.get("question", ""))
        self.browse.asked = where.get("question", "")
        if where.get("status"):
            self.presenter.choose_facet("status", where["status"])
        if where.get("do") == "new":
            QTimer.singleShot(0, self, self.new)

    def place(self) -> dict[str, Any]:
        return {"now": self.presenter.now}

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self.browse.fold(narrow=narrow)
        self.editor.fold(narrow=narrow)

    def first_focus(self) -> QWidget | None:
        if self.pages.editing:
            return self.editor.stem
        return self.browse.first_focus() if self.pages.listing else self.tools.search

    # -- told by the presenter

    def show_banks(self) -> None:
        now = self.presenter.now
        self.tools.show_banks(now.banks or (), now.wanted.bank_id if now.wanted else "")
        self._primary.setEnabled(now.wanted is not None)
        self.show_drafts()

    def show_ids(self) -> None:
        now = self.presenter.now
        self.tools.show_now(now)
        self.browse.list.show_ids(now.ids, now.open.id if now.open else self.presenter.opening, now.chosen)
        self.browse.bulk.show_selection(len(now.chosen), trash=bool(now.wanted and now.wanted.trash))
        if not self.pages.editing:
            self._show_list()

    def _show_list(self) -> None:
        steps = Steps(self.new, self._show_all, self.importing.ask, self.acts.take_drafts)
        self.pages.show_list(self.presenter.now, steps)

    def show_facets(self) -> None:
        now = self.presenter.now
        self.tools.show_facets(now.facets, now.wanted.only if now.wanted else {})

    def show_question(self) -> None:
        now = self.presenter.now
        self.browse.preview.show_question(now.open)
        self.editing.look_again(now.open)
        if now.open is not None:
            self.browse.list.show_current(now.open.id)
            self.browse.show_asked(now.open.id)

    def show_drafts(self) -> None:
        now = self.presenter.now
        self.browse.drafts.show_jobs(now.drafts, now.wanted.bank_id if now.wanted else "")
        if not self.pages.editing and not self.pages.listing:
            self._show_list()

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        self.ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def wrote(self) -> None:
        self.ctx.bus.tell({"bank_soal", "question_versions", "conflict", "outbox"}, origin=ORIGIN)

    # -- what the person does

    def _chosen(self, ids: Sequence[str]) -> None:
        self.presenter.choose(ids if len(ids) > 1 else ())
        wanted = self.presenter.now.wanted
        self.browse.bulk.show_selection(len(ids), trash=bool(wanted and wanted.trash))

    def _show_all(self) -> None:
        self.tools.search.setText("")
        self.presenter.look_for(search="", only={}, trash=False)

    def _press_primary(self) -> None:
        (self.editor.save if self.pages.editing else self.new)()

    def new(self) -> None:
        wanted = self.presenter.now.wanted
        if wanted is not None and not self.pages.editing:
            self._show_editor(shown=True)
            self.editing.open(wanted.bank_id, None)

    def edit(self) -> None:
        """The open question."""
        question = self.presenter.now.open
        if question is not None and not question.deleted:
            self._show_editor(shown=True)
            self.editing.open(question.bank_id, question)

    def _back_from_editor(self, question_id: str) -> None:
        self.presenter.opening = question_id
        self._show_editor(shown=False)
        self.presenter.load()
        self.browse.list.setFocus()

    def _show_editor(self, *, shown: bool) -> None:
        """With tools of its own in the place of the list's."""
        self.pages.setCurrentWidget(self.editor if shown else self.browse)
        self.tools.bar.setVisible(not shown)
        self.editor.bar.setVisible(shown)
        for part in (self.tools.banks, *self._narrowing):
            part.setVisible(not shown)
        self._primary.say(tr("Save") if shown else tr("Question"))
        self._primary.setIcon(icons.icon("check" if shown else "plus", "on_accent", 18))

    def _imported(self, ids: tuple[str, ...]) -> None:
        self.note(tr("{what} taken in", what=count_words(len(ids))), self.acts.undo)
        self.wrote()
        self.presenter.opening = ids[0] if ids else ""
        self.presenter.load()

    def open_paper(self, ids: Sequence[str]) -> None:
        self.shelf.make(self.presenter.now.bank, ids)

    def throw(self) -> None:
        wanted = self.presenter.now.wanted
        (self.acts.restore if wanted and wanted.trash else self.acts.trash)()

    def _changed(self, changed: Changed) -> None:
        if changed.origin != ORIGIN and changed.touches(*TABLES, "jobs"):
            self._soon.start()
