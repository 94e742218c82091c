"""A question while it is written: at the left its parts, at the right how a pupil will see it and what is still wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.checks import Problem, check
from ems_desktop.domain.questions.item import KINDS, Item, Kind, Media, Stimulus, canonical
from ems_desktop.i18n import tr
from ui.screens.questions.answer_rows import Answers
from ui.screens.questions.boxes import MarkupBox, MarkupTools
from ui.screens.questions.document import question_page
from ui.screens.questions.label_form import LabelForm
from ui.screens.questions.problems import Problems, field_of
from ui.screens.questions.rich import Pictures, Rich
from ui.screens.questions.stimulus_form import StimulusForm
from ui.screens.questions.words import value_word
from ui.tasks import Tasks
from ui.widgets import Banner, Segments, ToolBar, box, button, col, hline, icon_button, label, row

PAUSE = 150  # ms after the last key


class Editor(QWidget):
    """`typed`: the item as it stands, a moment after the last key. `saved`: it shall be kept. `left`: back to the list."""

    typed = Signal(object)
    saved = Signal(object)
    left = Signal()
    picture_given = Signal(object, str)  # bytes, name
    picture_asked = Signal()

    def __init__(self, tasks: Tasks, pictures: Pictures) -> None:
        super().__init__()
        self._item, self._shown = Item("single", ""), Item("single", "")
        self.question_id = ""  # "" for a new one
        self.back = icon_button(tr("Back to the list"), "left", small=True)
        self.heading = label("", "heading")
        self.state = label("", "small", "2")
        self.tools = MarkupTools()
        self.kinds = Segments([(kind, value_word("kind", kind)) for kind in KINDS], name=tr("Kind"))
        self.stem, self.feedback = MarkupBox(tr("Question"), 16), MarkupBox(tr("Feedback"), 8)
        self.answers, self.labels, self.stimulus = Answers(self.tools), LabelForm(), StimulusForm(self.tools)
        self.changed_elsewhere, self.kept, self.problems = Banner(self._answers()), Banner(self._kept_answers()), Problems()
        self.preview = Rich(tr("Preview"), tasks, pictures)
        self.bar = ToolBar(self.kinds, self.tools)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._listen()

    def _kept_answers(self) -> QWidget:
        self.go_on, self.give_up = button(tr("Go on with it"), "edit", small=True), button(tr("Discard"), kind="ghost", small=True)
        made = QWidget()
        made.setLayout(row(self.give_up, self.go_on, gap=6))
        return made

    def _answers(self) -> QWidget:
        self.reload, self.mine = button(tr("Reload"), "download", "ghost", small=True), button(tr("Save mine"), "check", small=True)
        made = QWidget()
        made.setLayout(row(self.reload, self.mine, gap=6))
        return made

    def _lay_out(self) -> None:
        head = row(self.back, self.heading, self.state, None, margins=(20, 12, 20, 8), gap=10)
        form = QWidget()
        form.setObjectName("page")
        parts = (
            self.kept, self.changed_elsewhere, label(tr("Question"), "small_strong", "2"), self.stem, self.answers, self.stimulus,
            label(tr("Feedback, shown to everybody afterwards"), "small_strong", "2"), self.feedback, hline(), self.labels, None,
        )  # fmt: skip
        self._form = col(*parts, margins=(20, 6, 16, 20), gap=10)
        form.setLayout(self._form)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(form)
        card = box("card", col(self.preview, margins=(14, 12, 14, 12), gap=0))
        self._right = QWidget()
        self._side = col(label(tr("As a pupil sees it"), "small_strong", "2"), card, self.problems, margins=(8, 6, 20, 20), gap=10)
        self._side.setStretch(1, 1)
        self._right.setLayout(self._side)
        sides = row(self._scroll, self._right, gap=0)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        body = col(head, sides, gap=0)
        body.setStretch(1, 1)
        self.setLayout(body)

    def _listen(self) -> None:
        self.back.clicked.connect(self.left)
        self.kinds.chosen.connect(self._another_kind)
        self.tools.picture_asked.connect(self.picture_asked)
        for text in (self.stem, self.feedback):
            self.tools.follow(text)
            text.textChanged.connect(self._touched)
        for part in (self.answers, self.labels, self.stimulus):
            part.changed.connect(self._touched)
        self.tools.picture_given.connect(self.picture_given)
        self.problems.asked.connect(self._go_to)
        self.mine.clicked.connect(self.save)
        self._pause.timeout.connect(self._paused)

    # -- what is shown

    def open(self, item: Item, question_id: str, stimuli: Sequence[Stimulus]) -> None:
        """Write this one. `question_id` "": a new one."""
        self.question_id = question_id
        self.heading.setText(tr("Edit the question") if question_id else tr("New question"))
        for banner in (self.kept, self.changed_elsewhere):
            banner.say("")
        self.show_item(item, stimuli)
        self._shown = self.item()
        self.state.setText("")
        self.tools.box = self.stem
        self._scroll.verticalScrollBar().setValue(0)
        self.stem.setFocus()

    def show_item(self, item: Item, stimuli: Sequence[Stimulus]) -> None:
        self._item = item
        self.kinds.choose(item.kind)
        self.stem.show_text(item.stem)
        self.feedback.show_text(item.feedback)
        self.answers.show_parts(item.kind, item.options, item.pairs, item.answers, item.guide)
        self.stimulus.show_stimuli(stimuli, item.stimulus)
        self.labels.show_item(item)
        self._paused()

    def item(self) -> Item:
        """As it stands. What the form has no field for stays as it was."""
        kind = _kind(self.kinds.current())
        return replace(
            self._item, kind=kind, stem=self.stem.typed(), options=self.answers.chosen_options(), pairs=self.answers.chosen_pairs(),
            answers=self.answers.chosen_answers(self._item.answers), guide=self.answers.guide.typed() if kind == "essay" else "",
            feedback=self.feedback.typed(), stimulus=self.stimulus.stimulus(), **self.labels.values(),
        )  # fmt: skip

    def save(self) -> None:
        """As it stands."""
        self.saved.emit(self.item())

    def changed(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self.item() != self._shown

    def mark_saved(self, question_id: str, item: Item) -> bool:
        """This is in the bank. Whether something else stands here by now."""
        self.question_id, self._shown = question_id, item
        self.heading.setText(tr("Edit the question"))
        self.state.setText("" if self.changed() else tr("saved"))
        self.changed_elsewhere.say("")
        return self.changed()

    def say_changed_elsewhere(self, by: str) -> None:
        self.changed_elsewhere.say(
            tr("{name} has changed this question meanwhile. Saving puts yours in its place; theirs stays in the history.", name=by), "warn"
        )

    def say_kept(self, shown: bool) -> None:
        self.kept.say(tr("What was typed here last was not saved.") if shown else "", "warn")

    def fold(self, *, narrow: bool) -> None:
        """Without room for the preview what is wrong stands above the text."""
        self._right.setVisible(not narrow)
        if narrow:
            self._form.insertWidget(2, self.problems)
        else:
            self._side.addWidget(self.problems)

    # -- typing

    def _touched(self) -> None:
        self.state.setText("")
        self._pause.start()

    def _another_kind(self, kind: str) -> None:
        self.answers.show_kind(_kind(kind))
        self._touched()

    def _paused(self) -> None:
        item = canonical(self.item())
        self.preview.show_page(question_page(item, key=True))
        self.problems.show_problems(check(self._with_media(item)))
        self.typed.emit(self.item())

    def _go_to(self, problem: Problem) -> None:
        field = field_of(problem, self)
        self._scroll.ensureWidgetVisible(field)
        field.setFocus()

    def _with_media(self, item: Item) -> Item:
        """Pictures that were put in just now are there; their facts come with the next reading."""
        texts = [*item.texts(), item.stimulus.text if item.stimulus else ""]
        return replace(item, media=tuple(Media(sha, "", "") for text in texts for sha in markup.pictures(text)))


def _kind(key: str) -> Kind:
    return next(kind for kind in KINDS if kind == key)
