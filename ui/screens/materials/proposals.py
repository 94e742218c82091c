"""What an analysis proposes for each column of the open entry: the value, where it was found, what stands there today, yes or no.

An analysis has at most seven proposals: each is a widget, built anew for another analysis.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QWidget

from ems_desktop.i18n import tr, trn
from ems_desktop.services.proposals_views import Proposed, Review
from ui.screens.materials.proposal_row import ProposalRow
from ui.widgets import Elided, button, col, hline, key, label, row, tag


class Proposals(QFrame):
    """Above the fields, in their column. `accepted`, `refused`, `reopened`: a list of `Proposed`, as they were seen."""

    accepted = Signal(object)
    refused = Signal(object)
    reopened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.rows: dict[str, ProposalRow] = {}
        self._review: Review | None = None
        self._tag = row(gap=0)
        self._counts = Elided("", "small", "2")
        self._lines = col(gap=0)
        self.rest = button(tr("Accept the rest"), "check", small=True)
        self.rest.clicked.connect(self.accept_rest)
        self._foot = QWidget()
        hints = row(key("Y"), label(tr("accept"), "caption", "2"), key("N"), label(tr("refuse"), "caption", "2"), gap=5)
        self._foot.setLayout(row(self.rest, key("Ctrl+Enter"), None, hints, margins=(16, 8, 16, 10), gap=8))
        head = row(label(tr("Proposals"), "body_strong"), self._tag, None, self._counts, margins=(16, 10, 16, 8), gap=8)
        self.setLayout(col(head, hline(), self._lines, hline(), self._foot, gap=0))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self.accept_rest)
        self.hide()

    def show_review(self, review: Review | None, column_word: Callable[[str], str], *, may_write: bool) -> None:
        """None: nothing is proposed for this entry."""
        before, self._review = self._review, review
        self.setVisible(review is not None and bool(review.proposals))
        if review is None:
            return
        if before is None or before.job.id != review.job.id or list(self.rows) != [one.key for one in review.proposals]:
            self._build(review, column_word)
        held = self._held()
        for one in review.proposals:
            self.rows[one.key].show_proposed(one, may_write=may_write)
        self._counts.say(_counts(review))
        self._foot.setVisible(may_write and bool(review.left))
        if held is not None:
            self._focus_next(held)

    def accept_rest(self) -> None:
        """All that is open but what somebody has changed since: those are for a second look, one by one."""
        left = [one for one in self._review.left if not one.changed] if self._review else []
        if left:
            self.accepted.emit(left)
        elif self._review and self._review.left:
            self.rows[self._review.left[0].key].setFocus()

    def _build(self, review: Review, column_word: Callable[[str], str]) -> None:
        _clear(self._lines)
        _clear(self._tag)
        self._tag.addWidget(tag(tr("{model}, through n8n", model=_maker(review.model)), "2", "spark", "accent"))
        self.rows = {}
        for one in review.proposals:
            made = self.rows[one.key] = ProposalRow(column_word(one.key), one.where, last=one is review.proposals[-1])
            made.answered.connect(self._answer)
            self._lines.addWidget(made)

    def _answer(self, one: Proposed, answer: str) -> None:
        {"accepted": self.accepted, "refused": self.refused, "open": self.reopened}[answer].emit([one])

    def _held(self) -> str | None:
        """The row that has the focus, itself or in a button of it."""
        here = QApplication.focusWidget()
        return next((name for name, line in self.rows.items() if here is not None and (line is here or line.isAncestorOf(here))), None)

    def _focus_next(self, held: str) -> None:
        """From an answered row on to the next that is open; round at the end."""
        names = list(self.rows)
        start = names.index(held)
        for name in (*names[start:], *names[:start]):
            if self.rows[name].open:
                self.rows[name].setFocus()
                return
        self.rows[held].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down between the rows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        held = self._held()
        if step is None or held is None:
            super().keyPressEvent(event)
            return
        names = list(self.rows)
        self.rows[names[min(max(names.index(held) + step, 0), len(names) - 1)]].setFocus()


def _maker(model: str) -> str:
    """Gemini, for every model of that name."""
    return "Gemini" if model.casefold().startswith("gemini") else model or tr("a model")


def _counts(review: Review) -> str:
    accepted, refused, changed = review.count("accepted"), review.count("refused"), sum(one.changed for one in review.proposals)
    parts = (
        tr("{n} accepted", n=accepted) if accepted else "", trn("{n} refused", "{n} refused", refused) if refused else "",
        tr("{n} changed since", n=changed) if changed else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        part = item.widget()
        if part is not None:
            part.hide()
            part.deleteLater()
