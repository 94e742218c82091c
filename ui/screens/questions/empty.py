"""What stands under the tools: the list with a question, the editor, or why there is nothing to show and the next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from ems_desktop.i18n import tr, trn
from ems_desktop.services.questions_views import DraftJob
from ui.screens.questions.presenter import Now
from ui.widgets import button, empty_state


@dataclass(frozen=True, slots=True)
class Steps:
    """`new`: write one. `clear`: take search and filters away. `bring`: import a file. `take`: a job's drafts."""

    new: Callable[[], object]
    clear: Callable[[], object]
    bring: Callable[[], object]
    take: Callable[[DraftJob], object]


class Pages(QStackedWidget):
    def __init__(self, browse: QWidget, editor: QWidget) -> None:
        super().__init__()
        self._browse, self._editor, self._empty = browse, editor, QWidget()
        for part in (browse, editor, self._empty):
            self.addWidget(part)

    @property
    def editing(self) -> bool:
        return self.currentWidget() is self._editor

    @property
    def listing(self) -> bool:
        return self.currentWidget() is self._browse

    def show_list(self, now: Now, steps: Steps) -> None:
        if now.banks is None or (now.ids and now.wanted is not None):
            self.setCurrentWidget(self._browse)
            return
        self.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = nothing(now, steps)
        self.addWidget(self._empty)
        self.setCurrentWidget(self._empty)


def nothing(now: Now, steps: Steps) -> QWidget:
    wanted = now.wanted
    if wanted is None:
        said = tr("You have a bank for each subject that you teach. Ask the office to put you down as its teacher.")
        return empty_state("bank", tr("No question bank yet"), said)
    if wanted.search.strip() or wanted.only:
        act = button(tr("Show all questions"), "close", small=True)
        act.clicked.connect(partial(_do, steps.clear))
        return empty_state("search", tr("Nothing matches"), tr("No question has all of these words and choices."), act)
    if wanted.trash:
        return empty_state("check", tr("Nothing here"), tr("There is no question in the trash."))
    job = next((job for job in now.drafts if job.bank_id in {wanted.bank_id, ""}), None)
    if job is not None:
        act = button(trn("Take in {n} drafted question", "Take in {n} drafted questions", job.questions), "plus", small=True)
        act.clicked.connect(lambda: steps.take(job))
        return empty_state("spark", tr("No questions yet"), tr("A job has drafted some about “{material}”.", material=job.material), act)
    act = button(tr("Import questions"), "upload", small=True)
    act.clicked.connect(partial(_do, steps.bring))
    return empty_state(
        "bank", tr("No questions yet"), tr("Write the first one with + above, or bring in a file of Word, Moodle, GIFT or Aiken."), act
    )


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    """Whatever the button says of itself."""
    act()
