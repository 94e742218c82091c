"""The tool bar of the question bank: state of the questions, the facets, search; at the right what is done with all of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from ems_desktop.i18n import number, tr
from ems_desktop.services.questions_views import Bank
from ui.screens.questions.presenter import Now
from ui.screens.questions.words import FACET_WORDS, facet_options, value_word
from ui.theme import T
from ui.widgets import Chip, Chips, Switcher, ToolBar, button, icon_button, line_edit

SEARCH_AFTER = 60  # ms after the last key
NARROWER = ("level", "difficulty", "tag")  # facets that stand in the tool bar; the others stand in the header
PILLS = ("all", "draft", "ready", "retired", "trash")
STATE = "status"


class Tools(QObject):
    searched = Signal(str)
    pill_chosen = Signal(str)
    facet_chosen = Signal(str, object)  # facet, value or None
    bank_chosen = Signal(object)
    more_asked = Signal(QPoint)
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.banks = Switcher(tr("Question bank"), [], strong=False)
        self.pills = Chips([(pill, _chip(pill)) for pill in PILLS])
        self.search = line_edit(tr("Search questions"), tr("Search questions"), icon="search")
        self.search.setFixedWidth(T.px(200))
        self.search.setClearButtonEnabled(True)
        self.facets = {facet: Switcher(tr(words), [(None, tr(words))]) for facet, words in FACET_WORDS.items()}
        self.import_ = button(tr("Import"), "upload", "ghost", small=True)
        self.more = icon_button(tr("More"), "more", small=True)
        self.bar = ToolBar(self.pills, *(self.facets[name] for name in NARROWER), self.search, None, self.import_, self.more)
        self._listen()

    def _listen(self) -> None:
        pause = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self.search.textChanged.connect(lambda _: pause.start())
        pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.pills.chosen.connect(self.pill_chosen)
        self.banks.chosen.connect(self.bank_chosen)
        self.import_.clicked.connect(self.import_asked)
        self.more.clicked.connect(lambda: self.more_asked.emit(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        for facet, switcher in self.facets.items():
            switcher.chosen.connect(lambda value, f=facet: self.facet_chosen.emit(f, value))

    def show_banks(self, banks: tuple[Bank, ...], chosen: str) -> None:
        self.banks.set_options([(bank.id, f"{bank.name} ({number(bank.items)})") for bank in banks], chosen)

    def show_now(self, now: Now) -> None:
        """The chosen pill; the search field, unless somebody types in it."""
        wanted = now.wanted
        if wanted is not None:
            self.pills.choose("trash" if wanted.trash else wanted.only.get(STATE, "all"))
            if not self.search.hasFocus():
                self.search.setText(wanted.search)

    def show_facets(self, found: Mapping[str, tuple[tuple[str, int], ...]], only: Mapping[str, str]) -> None:
        for facet, switcher in self.facets.items():
            switcher.set_options(facet_options(facet, found.get(facet, ()), only.get(facet)), only.get(facet))
        states = dict(found.get(STATE, ()))
        self.pills.set_counts(
            {pill: number(states.get(pill, 0)) for pill in PILLS if pill not in {"all", "trash"}} | {"all": number(sum(states.values()))}
        )


def _chip(pill: str) -> Chip:
    if pill == "trash":
        return Chip(tr("Trash"), icon="trash")
    return Chip(tr("All") if pill == "all" else value_word(STATE, pill))
