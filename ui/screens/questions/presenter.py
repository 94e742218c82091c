"""The question bank without its widgets: which bank, what is looked for, what was found, which question is open, which are chosen.

Knows no Qt. What is done to questions is `actions.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.questions_views import Bank, DraftJob, Line, Question, Wanted
from ui.screens.questions.service import DraftsService, QuestionsService
from ui.work import Run

TABLES: Final = ("bank_soal", "question_banks", "question_stimuli", "question_media", "question_versions")
GONE: Final = 1713


class QuestionsView(Protocol):
    """What the presenter tells the screen. All of it reads `presenter.now`."""

    def show_banks(self) -> None:
        """The banks, their counts or the chosen one are new."""

    def show_ids(self) -> None:
        """Other questions are listed."""

    def show_facets(self) -> None: ...

    def show_question(self) -> None:
        """Another question is open, or the same one was read anew; None of them may be."""

    def show_drafts(self) -> None:
        """Which jobs' questions wait is new."""

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def wrote(self) -> None:
        """The bank was changed here: other screens fetch it anew."""


@dataclass(frozen=True, slots=True)
class Now:
    """`wanted` None: there is no bank (yet). `chosen`: the selected questions, the open one among them."""

    banks: tuple[Bank, ...] | None = None
    wanted: Wanted | None = None
    ids: tuple[str, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    open: Question | None = None
    chosen: tuple[str, ...] = ()
    drafts: tuple[DraftJob, ...] = ()

    @property
    def bank(self) -> Bank | None:
        return next((bank for bank in self.banks or () if self.wanted and bank.id == self.wanted.bank_id), None)


@dataclass(eq=False)
class QuestionsPresenter:
    service: QuestionsService
    drafts: DraftsService | None
    run: Run
    view: QuestionsView
    now: Now = field(default_factory=Now)
    opening: str = ""  # the question that was asked for last
    _turn: int = 0

    # -- reading

    def arrive(self, bank_id: str = "", question_id: str = "") -> None:
        """The banks first; then this one, or the one before, or the fullest."""
        self.opening = question_id or self.opening

        def done(found: tuple[Bank, ...]) -> None:
            before = self.now.wanted.bank_id if self.now.wanted else ""
            there = {bank.id for bank in found}
            best = max(found, key=lambda bank: bank.items, default=None)
            chosen = next((one for one in (bank_id, before) if one in there), best.id if best else "")
            self.now = replace(self.now, banks=found)
            if chosen and chosen != before:
                self.now = replace(self.now, wanted=Wanted(chosen), open=None, chosen=())
            elif not chosen:
                self.now = replace(self.now, wanted=None, ids=(), open=None)
            self.view.show_banks()
            self._read()
            self.catch_up()

        self.run(self.service.banks, done, self.view.failed)

    def load(self) -> None:
        """Everything anew, after somebody else's change."""
        self.arrive(question_id=self.now.open.id if self.now.open else "")

    def catch_up(self) -> None:
        """The words to search for, in the background; what is searched for now is looked for again."""

        def done(count: int) -> None:
            if count and self.now.wanted and self.now.wanted.search.strip():
                self._read()

        self.run(self.service.index, done, self.view.failed)
        if (drafts := self.drafts) is not None:
            self.run(drafts.waiting, self._show_drafts, self.view.failed)

    def _show_drafts(self, found: tuple[DraftJob, ...]) -> None:
        if found != self.now.drafts:
            self.now = replace(self.now, drafts=found)
            self.view.show_drafts()

    def choose_bank(self, bank_id: str) -> None:
        self.opening = ""
        self.now = replace(self.now, wanted=Wanted(bank_id), open=None, chosen=())
        self.view.show_banks()
        self._read()

    def look_for(self, **changes: object) -> None:
        """Other words, facets, order, or the trash."""
        if self.now.wanted is None:
            return
        wanted = replace(self.now.wanted, **changes)  # type: ignore[arg-type]  # names of the fields, given by this screen
        if wanted != self.now.wanted:
            self.now = replace(self.now, wanted=wanted)
            self._read()

    def choose_facet(self, name: str, value: str | None) -> None:
        """Only questions with this value; None for all."""
        if self.now.wanted is not None:
            others = {key: chosen for key, chosen in self.now.wanted.only.items() if key != name}
            self.look_for(only=others if value is None else others | {name: value})

    def choose_pill(self, pill: str) -> None:
        """all, trash, or a state; nothing is selected any more."""
        wanted = self.now.wanted
        if wanted is not None:
            self.now = replace(self.now, chosen=())
            only = {name: value for name, value in wanted.only.items() if name != "status"}
            self.look_for(trash=pill == "trash", only=only if pill in {"all", "trash"} else only | {"status": pill})

    def _read(self) -> None:
        """The list at once, its facets after it; of several readings the last one counts."""
        wanted = self.now.wanted
        self._turn += 1
        turn = self._turn
        if wanted is None:
            self.view.show_ids()
            return

        def listed(ids: tuple[str, ...]) -> None:
            if turn == self._turn:
                self.now = replace(self.now, ids=ids, chosen=tuple(one for one in self.now.chosen if one in set(ids)))
                self.view.show_ids()
                self._look_again()
                self.run(lambda: self.service.facets(wanted), faceted, self.view.failed)

        def faceted(found: dict[str, tuple[tuple[str, int], ...]]) -> None:
            if turn == self._turn:
                self.now = replace(self.now, facets=found)
                self.view.show_facets()

        self.run(lambda: self.service.find(wanted), listed, self.view.failed)

    def _look_again(self) -> None:
        """At the open question; where it is not listed any more the first one opens."""
        wanted = self.opening or (self.now.open.id if self.now.open else "")
        if wanted not in set(self.now.ids):
            wanted = self.now.ids[0] if self.now.ids else ""
        if wanted:
            self.open(wanted)
        elif self.now.open is not None:
            self.now = replace(self.now, open=None)
            self.view.show_question()

    def lines(self, ids: Sequence[str], done: Callable[[tuple[Line, ...]], object]) -> None:
        """A page of the list; nothing of it where it cannot be read."""

        def failed(error: EmsError) -> None:
            done(())
            self.view.failed(error)

        self.run(lambda: self.service.lines(ids), done, failed)

    def open(self, question_id: str) -> None:
        """Look at this one. Of several that were asked for quickly only the last one shows."""
        self.opening = question_id

        def done(found: Question) -> None:
            if question_id == self.opening:
                self.now = replace(self.now, open=found)
                self.view.show_question()

        self.run(lambda: self.service.one(question_id), done, self._gone)

    def _gone(self, error: EmsError) -> None:
        self.opening = ""
        self.now = replace(self.now, open=None)
        self.view.show_question()
        if error.code != GONE:
            self.view.failed(error)

    def choose(self, ids: Sequence[str]) -> None:
        """These are selected."""
        self.now = replace(self.now, chosen=tuple(ids))

    # -- what is asked for

    def targets(self) -> tuple[str, ...]:
        """What an action is about: the selected questions, else the open one."""
        return self.now.chosen or ((self.now.open.id,) if self.now.open else ())
