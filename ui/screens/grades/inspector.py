"""The inspector of one cell: its value, its state in words, where it stands in the class, facts, note, history, actions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import number, tr, trn
from ems_desktop.services.grade_views import Step
from ui.screens.grades import ink
from ui.screens.grades.board import Board
from ui.screens.grades.cell_past import Source
from ui.screens.grades.commands import BY_NAME
from ui.screens.grades.history import HistoryList
from ui.screens.grades.strip import Strip
from ui.screens.grades.words import cell_text, standing
from ui.theme import SIZE, T, font
from ui.widgets import Button, Elided, button, col, hline, icon_button, icon_label, key, label, row
from ui.widgets.grid.moves import Pos
from ui.widgets.layout import restyle

ACTIONS = ("note", "excused", "remedial", "restore")


class Inspector(QFrame):
    asked = Signal(str)  # a command
    stepped = Signal(int)  # −1: the cell above, +1: the cell below
    conflict_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self._name, self._column = Elided("", "body_strong"), Elided("", "small", "2")
        self._value, self._of = label("", "display"), label("", "small", "3")
        self._state = _State()
        self._strip = Strip()
        self._facts = [_Fact() for _ in range(4)]
        self._note = _Note()
        self._count = label("", "caption", "3")
        self.history = HistoryList()
        self._alone = label(tr("Only what was done on this computer: the school cannot be asked now."), "caption", "3", wrap=True)
        self._alone.hide()
        self._decide = button(tr("Decide the conflict"), "alert", small=True)
        self._decide.clicked.connect(self.conflict_asked)
        self._restore: Button | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        up = icon_button(tr("The cell above"), "left", small=True)
        down = icon_button(tr("The cell below"), "right", small=True)
        up.clicked.connect(lambda: self.stepped.emit(-1))
        down.clicked.connect(lambda: self.stepped.emit(1))
        names = col(self._name, self._column, gap=2)
        head = row(names, up, down, gap=0)
        head.setStretch(0, 1)
        self._value.setFixedHeight(T.px(36))
        value = row(self._value, self._of, None, gap=8)
        value.setAlignment(Qt.AlignmentFlag.AlignBaseline)
        facts = col(*self._facts, gap=6)
        past = row(label(tr("History of the cell"), "body_strong"), None, self._count)
        body = col(
            head, 10, value, 8, row(self._state, None), 8, row(self._decide, None), 8, self._strip, 12, facts, 16, self._note, 20,
            past, 8, self.history, self._alone, None, hline(), 8, self._actions(), margins=(16, 16, 16, 12), gap=0,
        )  # fmt: skip
        body.setStretchFactor(self.history, 100)  # before the empty room below it
        inside = QWidget()
        inside.setLayout(body)
        outer = col(_scrolling(inside), gap=0)
        self.setLayout(outer)

    def _actions(self) -> QVBoxLayout:
        rows = []
        for name in ACTIONS:
            command = BY_NAME[name]
            act = button(tr(command.title), command.icon, "ghost", small=True)
            act.clicked.connect(lambda _=False, n=name: self.asked.emit(n))
            if name == "restore":
                self._restore = act
            rows.append(row(act, None, key(command.keys[0]), gap=4))
        return col(*rows, gap=2)

    def show_cell(self, board: Board, at: Pos) -> None:
        """Everything but the history, which is read from the disk."""
        row_, col_ = at
        cell, column, pupil = board.cell(row_, col_), board.columns[col_], board.pupil(row_)
        self._name.say(pupil.name)
        self._column.say(f"{column.title} · {column.sub}" if column.sub else column.title)
        maximum = column.assessment.maximum if column.assessment else Decimal(100)
        self._value.setText(cell_text(cell) or tr("empty"))
        self._value.setFont(font("display" if cell_text(cell) else "title"))
        self._of.setText(tr("of {maximum}", maximum=plain(maximum)))
        words, tone, icon = standing(board, row_, col_)
        self._state.say(words, tone, icon)
        self._decide.setVisible(cell.mark == "conflict")
        self._strip.show_values(board.marks(col_), cell.value, board.figures.limits[col_], maximum)
        for fact, (name, value) in zip(self._facts, _facts(board, row_, col_), strict=True):
            fact.say(name, value)
        self._note.say(cell.note)

    def show_history(self, steps: Sequence[Step], source: Source) -> None:
        """`source`: whether these are all the school knows, or only what was done on this computer."""
        self.history.show_rows(steps)
        self._alone.setVisible(source == "away")
        self._count.setText(trn("{n} change", "{n} changes", len(steps)) if steps else tr("no changes here"))
        if self._restore is not None:
            old = cell_text(steps[0].old) if steps else ""
            self._restore.say(tr("Restore {value}", value=old or tr("empty")) if steps else tr("Restore"))
            self._restore.setEnabled(bool(steps))


def _facts(board: Board, row_: int, col_: int) -> list[tuple[str, str]]:
    column = board.columns[col_]
    kktp = board.sheet.kktp
    cell = board.cell(row_, col_)
    reached = "" if cell.value is None else tr("not reached") if board.figures.below(col_, cell) else tr("reached")
    mean = board.figures.tallies[col_].mean
    pairs = [(tr("KKTP"), f"{kktp} · {reached}" if reached else str(kktp))]
    if column.assessment:
        pairs.insert(0, (tr("Weight"), weight_words(board, col_)))
        pairs.append((tr("Learning objective"), column.assessment.objective or "–"))
    else:
        pairs.insert(0, (tr("Calculated from"), tr("counted marks")))
        pairs.append((tr("Complete"), tr("no, provisional") if board.final(row_).provisional else tr("yes")))
    return [*pairs, (tr("Mean of the class"), ink.digits(round(mean, 1), 1) if mean is not None else "–")]


def weight_words(board: Board, col_: int) -> str:
    """How much an assessment weighs within its kind, and in the report: 25 %  (12,5 % rapor)."""
    assessment = board.columns[col_].assessment
    assert assessment is not None
    share = next((k.weight for k in board.sheet.kinds if k.kind == assessment.kind), Decimal(0))
    same = sum((a.weight for a in board.sheet.assessments if a.kind == assessment.kind), Decimal(0))
    if not share or not same:
        return tr("does not count")
    part = assessment.weight / same * 100
    counted = sum((k.weight for k in board.sheet.kinds), Decimal(0))
    return tr(
        "{part} %  ({report} % of the report)", part=number(plain(round(part, 1))), report=number(plain(round(part * share / counted, 1)))
    )


class _State(QFrame):
    """What has become of the value: a word and a form."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self.setFixedHeight(T.px(SIZE.h_tag))
        self._icon: QLabel | None = None
        self._words = label("", "small_strong")
        self._line = row(self._words, margins=(8, 0, 10, 0), gap=6)
        self.setLayout(self._line)
        self._shown = ("", "", "")

    def say(self, words: str, tone: str, icon: str) -> None:
        if (words, tone, icon) == self._shown:
            return
        self._shown = (words, tone, icon)
        if self._icon is not None:
            self._icon.deleteLater()
        self._icon = icon_label(icon, tone or "text2", 15)
        self._line.insertWidget(0, self._icon)
        self._words.setText(words)
        self._words.setProperty("ink", tone or "2")
        restyle(self._words)


class _Fact(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name, self._value = label("", "small", "3"), Elided("", "small_strong", least=20)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setLayout(row(self._name, None, self._value, gap=8))

    def say(self, name: str, value: str) -> None:
        self._name.setText(name)
        self._value.say(value)


class _Note(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self._text = label("", "small", "2", wrap=True)
        head = row(
            icon_label("note", "accent", 15), label(tr("Note"), "small_strong"), None, label(tr("teachers only"), "caption", "3"), gap=6
        )
        self.setLayout(col(head, self._text, margins=(10, 8, 10, 10), gap=4))

    def say(self, note: str | None) -> None:
        self._text.setText(note or "")
        self.setVisible(bool(note))


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
