"""The list at the left, the open question at the right; where there is no room for both, one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from ui.screens.questions.bulk_bar import BulkBar
from ui.screens.questions.draft_strip import DraftStrip
from ui.screens.questions.list_pane import Fetch, QuestionsList
from ui.screens.questions.preview import Preview
from ui.screens.questions.rich import Pictures
from ui.tasks import Tasks
from ui.theme import T
from ui.widgets import box, col, row

WIDE = 420  # of the list, in pixels of the design
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX


class Browse(QWidget):
    def __init__(self, fetch: Fetch, tasks: Tasks, pictures: Pictures) -> None:
        super().__init__()
        self.narrow = False
        self.asked = ""  # the question that somebody came for from elsewhere
        self.list, self.preview, self.bulk, self.drafts = QuestionsList(fetch), Preview(tasks, pictures), BulkBar(), DraftStrip()
        self._left = box("listpane", col(self.drafts, 8, self.list, gap=0))
        line = row(self._left, self.preview, gap=0)
        line.setStretch(1, 1)
        body = col(line, self.bulk, gap=0)
        body.setStretch(0, 1)
        self.setLayout(body)
        self.preview.closed.connect(lambda: self.show_side(question=False))
        self.fold(narrow=False)

    def fold(self, *, narrow: bool) -> None:
        self.narrow = narrow
        self._left.setMinimumWidth(0 if narrow else T.px(WIDE))
        self._left.setMaximumWidth(UNBOUNDED if narrow else T.px(WIDE))
        self.show_side(question=False)

    def show_side(self, *, question: bool) -> None:
        """Only where there is no room for both: this one."""
        alone = self.narrow and question and self.preview.question is not None
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.preview.back.setVisible(alone)
        self.preview.setVisible(alone or not self.narrow)
        self._left.setVisible(not alone)
        if alone:
            self.preview.back.setFocus()
        elif inside:
            self.list.setFocus()

    def show_asked(self, question_id: str) -> None:
        """This one is open now; where it was asked for and there is no room for both, it is shown."""
        if question_id == self.asked:
            self.asked = ""
            self.show_side(question=True)

    def first_focus(self) -> QWidget:
        return self.list if self._left.isVisibleTo(self) else self.preview.back
