"""The open question at the right of the list: its page, what is wrong with it, what it is sorted by, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ems_desktop.i18n import tr, trn
from ems_desktop.services.questions_views import Question
from ui.screens.questions.document import question_page
from ui.screens.questions.rich import Pictures, Rich
from ui.screens.questions.words import facts, labels, problem_words, value_word
from ui.tasks import Tasks
from ui.theme import T
from ui.widgets import Banner, Elided, box, button, col, hline, icon_button, label, row

LEAST = 150  # high is the page, in pixels of the design; where there is no room for it all, the whole scrolls
MOST = 3  # problems that are said one by one


class Preview(QWidget):
    edit_asked = Signal()
    history_asked = Signal()
    accepted = Signal()
    refused = Signal()
    restored = Signal()
    menu_asked = Signal(QPoint)
    closed = Signal()

    def __init__(self, tasks: Tasks, pictures: Pictures) -> None:
        super().__init__()
        self.question: Question | None = None
        self.back = icon_button(tr("Back to the list"), "left", small=True)
        self.title, self.facts = Elided("", "heading"), Elided("", "small", "2")
        self.edit = button(tr("Edit"), "edit", small=True)
        self.history = button("", "clock", "ghost", small=True)
        self.more = icon_button(tr("More"), "more")
        self.accept, self.refuse = button(tr("Accept"), "check", "primary", small=True), button(tr("Refuse"), "close", small=True)
        self.restore = button(tr("Restore"), "undo", small=True)
        self.draft = Banner(self._answers())
        self.thrown, self.problems = Banner(self.restore), Banner()
        self.page = Rich(tr("Question"), tasks, pictures)
        self._labels = QGridLayout()
        self._lay_out()
        self._listen()
        self.back.hide()
        self.show_question(None)

    def _answers(self) -> QWidget:
        made = QWidget()
        made.setLayout(row(self.refuse, self.accept, gap=6))
        return made

    def _lay_out(self) -> None:
        head = row(self.back, col(self.title, self.facts, gap=3), self.history, self.edit, self.more, gap=8)
        head.setStretch(1, 1)
        card = box("card", col(self.page, margins=(14, 12, 14, 12), gap=0))
        self._labels.setColumnStretch(1, 1)
        self._labels.setHorizontalSpacing(16)
        self._labels.setVerticalSpacing(6)
        sorted_by = box("card", col(label(tr("Labels"), "body_strong"), hline(), self._labels, margins=(16, 12, 16, 14), gap=8))
        self.page.setMinimumHeight(T.px(LEAST))
        inside = QWidget()
        inside.setObjectName("page")
        body = col(self.thrown, self.draft, self.problems, card, sorted_by, margins=(24, 12, 24, 18), gap=12)
        body.setStretch(3, 1)
        inside.setLayout(body)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = col(col(head, margins=(24, 16, 24, 0), gap=0), self.area, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _listen(self) -> None:
        self.back.clicked.connect(self.closed)
        self.edit.clicked.connect(self.edit_asked)
        self.history.clicked.connect(self.history_asked)
        self.accept.clicked.connect(self.accepted)
        self.refuse.clicked.connect(self.refused)
        self.restore.clicked.connect(self.restored)
        self.more.clicked.connect(lambda: self.menu_asked.emit(self.more.mapToGlobal(QPoint(0, self.more.height()))))

    def show_question(self, question: Question | None) -> None:
        """None: there is none to look at."""
        self.question = question
        for part in (self.edit, self.more, self.page):
            part.setVisible(question is not None)
        if question is None:
            self.title.say("")
            self.facts.say("")
            for banner in (self.thrown, self.draft, self.problems):
                banner.say("")
            self.history.hide()
            return
        item = question.item
        self.title.say(item.title or f"{value_word('kind', item.kind)} · {value_word('status', item.status)}")
        self.facts.say(facts(question))
        self.history.setVisible(bool(question.versions))
        self.history.say(trn("{n} earlier version", "{n} earlier versions", question.versions))
        self.edit.setVisible(not question.deleted)
        self.thrown.say(tr("In the trash.") if question.deleted else "", "warn")
        waits = question.origin.startswith("job:") and item.status == "draft" and not question.deleted
        self.draft.say(tr("Drafted by a job. It is used nowhere before you accept it.") if waits else "")
        self._show_problems(question)
        self._show_labels(question)
        self.page.show_page(question_page(item, key=True))

    def _show_problems(self, question: Question) -> None:
        said = [problem_words(problem) for problem in question.problems[:MOST]]
        more = len(question.problems) - MOST
        if more > 0:
            said.append(trn("{n} more.", "{n} more.", more))
        self.problems.say("\n".join(said), "warn")

    def _show_labels(self, question: Question) -> None:
        while (item := self._labels.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for place, (caption, value) in enumerate(labels(question)):
            self._labels.addWidget(label(caption, "small", "2"), place, 0)
            self._labels.addWidget(Elided(value, "small_strong"), place, 1)
