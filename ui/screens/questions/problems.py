"""What is wrong with a question while it is written: a line each, with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.questions.checks import Problem
from ems_desktop.domain.questions.item import letter
from ems_desktop.i18n import tr
from ui.screens.questions.words import problem_words
from ui.widgets import Banner, col, icon_button

if TYPE_CHECKING:
    from ui.screens.questions.editor import Editor

_CHOICE: Final = {1721, 1724, 1725, 1726, 1735}


class Problems(QWidget):
    """`asked`: the problem whose field is wanted."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Problem, ...] = ()
        self.lines: list[Banner] = []
        self._list = col(gap=6)
        self.setLayout(self._list)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Lines that say the same as before stay, and with them the focus on one."""
        if tuple(problems) == self._shown:
            return
        self._shown = tuple(problems)
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [self._line(problem) for problem in problems]
        self.setVisible(bool(problems))

    def _line(self, problem: Problem) -> Banner:
        said = problem_words(problem)
        go = icon_button(tr("Go to where it is mended: {problem}", problem=said), "right", small=True, tip=tr("Go to where it is mended"))
        go.clicked.connect(lambda: self.asked.emit(problem))
        line = Banner(go)
        self._list.addWidget(line)
        line.say(said, "warn")
        return line

    def said(self) -> str:
        return "\n".join(line.said() for line in self.lines)


def field_of(problem: Problem, editor: Editor) -> QWidget:
    """Where it is mended."""
    answers, params = editor.answers, problem.params
    if problem.code in _CHOICE:
        truth = answers.truth.true
        return truth if editor.item().kind == "true_false" else answers.options.rows[0].key
    if problem.code in {1722, 1727}:
        wanted = params.get("second", params.get("letter"))
        return next((one.text for place, one in enumerate(answers.options.rows) if letter(place) == wanted), editor.stem)
    if problem.code in {1729, 1730}:
        return answers.pairs.first()
    if problem.code == 1728:
        return answers.accepted.first()
    boxes = (editor.stem, *(one.text for one in answers.options.rows), answers.guide, editor.feedback, editor.stimulus.text)
    return next((one for one in boxes if _has(one.typed(), params)), editor.stem)


def _has(text: str, params: Mapping[str, object]) -> bool:
    """The command or the equation that is meant, or more letters than there may be."""
    needle = str(params.get("command") or params.get("start") or "")
    limit = params.get("limit")
    return needle in text if needle else isinstance(limit, int) and len(text) > limit
