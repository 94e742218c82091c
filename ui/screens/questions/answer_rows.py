"""What a question is answered by, while it is written: options with their key, pairs, accepted answers. Rows come, go and move."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ems_desktop.domain.questions.item import FULL, NONE, Answer, Kind, Option, Pair, letter, true_false
from ems_desktop.i18n import tr
from ui.screens.questions.boxes import MarkupBox, MarkupTools
from ui.theme import T
from ui.widgets import button, col, icon_button, label, line_edit, row

FEWEST: Final = 2
_FIVE_PLACES: Final = Decimal("0.00001")


class MovingRow(QWidget):
    """`moved`: by Alt with an arrow, one up (-1) or down (1)."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class OptionRow(MovingRow):
    changed = Signal()
    gone = Signal()

    def __init__(self, option: Option, *, several: bool) -> None:
        super().__init__()
        self.option = option
        self.key: QAbstractButton = QCheckBox() if several else QRadioButton()
        self.key.setChecked(option.is_key)
        self.name = label("", "body_strong", "2")
        self.name.setFixedWidth(T.px(22))
        self.text = MarkupBox(tr("Option"), 6)
        self.text.show_text(option.text)
        self.remove = icon_button(tr("Remove the option"), "close", small=True)
        line = row(self.key, self.name, self.text, self.remove, gap=6)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.key.toggled.connect(lambda _: self.changed.emit())
        self.text.textChanged.connect(self.changed)
        self.remove.clicked.connect(self.gone)

    def call(self, place: int) -> None:
        said = letter(place)
        self.name.setText(f"{said}.")
        self.text.setAccessibleName(tr("Option {letter}", letter=said))
        self.key.setAccessibleName(tr("Option {letter} is right", letter=said))
        self.key.setToolTip(tr("Right answer"))


class Options(QWidget):
    """`several`: more than one may be right."""

    changed = Signal()

    def __init__(self, tools: MarkupTools) -> None:
        super().__init__()
        self._tools, self._several = tools, False
        self.rows: list[OptionRow] = []
        self._group: QButtonGroup | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(T.px(6))
        self.add = button(tr("Option"), "plus", "ghost", small=True)
        self.add.clicked.connect(self._add)
        self.setLayout(col(label(tr("Options: mark what is right"), "small_strong", "2"), self._list, row(self.add, None), gap=6))

    def show_options(self, options: Sequence[Option], *, several: bool) -> None:
        for one in self.rows:
            one.hide()
            one.deleteLater()
        self.rows, self._several = [], several
        self._group = None if several else QButtonGroup(self)
        for option in [*options, *[Option("")] * (FEWEST - len(options))]:
            self._append(option)
        self._call()

    def options(self) -> tuple[Option, ...]:
        """Weights stay as they were where the same options are right; else the right ones share the points."""
        before = [one.option for one in self.rows]
        keys = [one.key.isChecked() for one in self.rows]
        if keys == [option.is_key for option in before]:
            weights = [option.weight for option in before]
        else:
            count = sum(keys) if self._several else 1
            share = (FULL / count).quantize(_FIVE_PLACES).normalize() + 0 if count else FULL
            weights = [share if key else NONE for key in keys]
        return tuple(Option(one.text.typed(), weight, one.option.feedback) for one, weight in zip(self.rows, weights, strict=True))

    def _append(self, option: Option) -> OptionRow:
        made = OptionRow(option, several=self._several)
        if self._group is not None:
            self._group.addButton(made.key)
        self._tools.follow(made.text)
        made.changed.connect(self.changed)
        made.gone.connect(lambda: self._remove(made))
        made.moved.connect(lambda step: self._move(made, step))
        self.rows.append(made)
        self._list.addWidget(made)
        return made

    def _add(self) -> None:
        self._append(Option("")).text.setFocus()
        self._call()
        self.changed.emit()

    def _remove(self, one: OptionRow) -> None:
        place = self.rows.index(one)
        self.rows.remove(one)
        one.hide()
        one.deleteLater()
        self._call()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].text.setFocus()
        self.changed.emit()

    def _move(self, one: OptionRow, step: int) -> None:
        place = self.rows.index(one)
        target = place + step
        if 0 <= target < len(self.rows):
            self.rows.insert(target, self.rows.pop(place))
            self._list.removeWidget(one)
            self._list.insertWidget(target, one)
            one.text.setFocus()
            self._call()
            self.changed.emit()

    def _call(self) -> None:
        for place, one in enumerate(self.rows):
            one.call(place)
            one.remove.setEnabled(len(self.rows) > FEWEST)


class TrueFalse(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.true, self.false = QRadioButton(tr("True")), QRadioButton(tr("False"))
        self.setLayout(col(label(tr("The statement is"), "small_strong", "2"), row(self.true, self.false, None, gap=18), gap=6))
        for one in (self.true, self.false):
            one.toggled.connect(lambda on: self.changed.emit() if on else None)

    def show_options(self, options: Sequence[Option]) -> None:
        right = next((place for place, option in enumerate(options) if option.is_key), 0)
        (self.false if right else self.true).setChecked(True)

    def options(self) -> tuple[Option, ...]:
        return true_false("", self.true.isChecked()).options


class Lines(QWidget):
    """Rows of two texts, or of one: pairs and accepted answers."""

    changed = Signal()

    def __init__(self, caption: str, names: Sequence[str], add: str) -> None:
        super().__init__()
        self._names = names
        self.rows: list[tuple[QWidget, list[QLineEdit]]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(T.px(6))
        self.add = button(add, "plus", "ghost", small=True)
        self.add.clicked.connect(lambda: self._append([""] * len(names), focus=True))
        self.setLayout(col(label(caption, "small_strong", "2", wrap=True), self._list, row(self.add, None), gap=6))

    def show_texts(self, texts: Sequence[Sequence[str]], least: int) -> None:
        for made, _ in self.rows:
            made.hide()
            made.deleteLater()
        self.rows = []
        for one in [*texts, *[[""] * len(self._names)] * (least - len(texts))]:
            self._append(one)

    def texts(self) -> list[list[str]]:
        """Rows in which anything stands."""
        found = [[edit.text() for edit in edits] for _, edits in self.rows]
        return [texts for texts in found if any(text.strip() for text in texts)]

    def _append(self, texts: Sequence[str], *, focus: bool = False) -> None:
        edits = [line_edit(name, name, text) for name, text in zip(self._names, texts, strict=True)]
        remove = icon_button(tr("Remove the row"), "close", small=True)
        made = MovingRow()
        made.setLayout(row(*edits, remove, gap=6))
        entry: tuple[QWidget, list[QLineEdit]] = (made, edits)
        self.rows.append(entry)
        self._list.addWidget(made)
        remove.clicked.connect(lambda: self._remove(entry))
        made.moved.connect(lambda step: self._move(entry, step))
        for edit in edits:
            edit.textChanged.connect(lambda _: self.changed.emit())
        if focus:
            edits[0].setFocus()
            self.changed.emit()

    def first(self) -> QWidget:
        """Where one types next: the first that is empty."""
        edits = [edit for _, edits in self.rows for edit in edits]
        return next((edit for edit in edits if not edit.text().strip()), edits[0] if edits else self.add)

    def _move(self, entry: tuple[QWidget, list[QLineEdit]], step: int) -> None:
        target = self.rows.index(entry) + step
        if 0 <= target < len(self.rows):
            focus = next((edit for edit in entry[1] if edit.hasFocus()), entry[1][0])
            self.rows.remove(entry)
            self.rows.insert(target, entry)
            self._list.removeWidget(entry[0])
            self._list.insertWidget(target, entry[0])
            focus.setFocus()
            self.changed.emit()

    def _remove(self, entry: tuple[QWidget, list[QLineEdit]]) -> None:
        self.rows.remove(entry)
        entry[0].hide()
        entry[0].deleteLater()
        self.changed.emit()


class Answers(QWidget):
    """Whichever of these the kind of question asks for."""

    changed = Signal()

    def __init__(self, tools: MarkupTools) -> None:
        super().__init__()
        self._kind: Kind = "single"
        self.options, self.truth = Options(tools), TrueFalse()
        self.pairs = Lines(tr("Pairs; a right side without a left one is there to mislead"), (tr("Left"), tr("Right")), tr("Pair"))
        self.accepted = Lines(tr("Answers that are accepted; * stands for anything"), (tr("Answer"),), tr("Answer"))
        self.guide = MarkupBox(tr("Marking guide"), 10)
        tools.follow(self.guide)
        self._guide = QWidget()
        self._guide.setLayout(col(label(tr("Marking guide, for who marks"), "small_strong", "2"), self.guide, gap=6))
        parts = (self.options, self.truth, self.pairs, self.accepted, self._guide)
        self.setLayout(col(*parts, gap=0))
        for part in (self.options, self.truth, self.pairs, self.accepted):
            part.changed.connect(self.changed)
        self.guide.textChanged.connect(self.changed)

    def show_kind(self, kind: Kind) -> None:
        """Another kind keeps what was typed for the one before."""
        if {kind, self._kind} == {"single", "multiple"}:
            self.options.show_options(self.options.options(), several=kind == "multiple")
        self._kind = kind
        self.options.setVisible(kind in {"single", "multiple"})
        self.truth.setVisible(kind == "true_false")
        self.pairs.setVisible(kind == "matching")
        self.accepted.setVisible(kind == "short")
        self._guide.setVisible(kind == "essay")

    def show_parts(self, kind: Kind, options: Sequence[Option], pairs: Sequence[Pair], answers: Sequence[Answer], guide: str) -> None:
        self._kind = kind
        choice = kind in {"single", "multiple"}
        self.options.show_options(options if choice else (), several=kind == "multiple")
        self.truth.show_options(options if kind == "true_false" else ())
        self.pairs.show_texts([[pair.left, pair.right] for pair in pairs], 2)
        self.accepted.show_texts([[answer.text] for answer in answers], 1)
        self.guide.show_text(guide)
        self.show_kind(kind)

    def chosen_options(self) -> tuple[Option, ...]:
        if self._kind == "true_false":
            return self.truth.options()
        return self.options.options() if self._kind in {"single", "multiple"} else ()

    def chosen_pairs(self) -> tuple[Pair, ...]:
        return tuple(Pair(left, right) for left, right in self.pairs.texts()) if self._kind == "matching" else ()

    def chosen_answers(self, before: Sequence[Answer]) -> tuple[Answer, ...]:
        """An answer that stays keeps its weight and its feedback."""
        known = {answer.text: answer for answer in before}
        texts = [text for (text,) in self.accepted.texts()] if self._kind == "short" else []
        return tuple(known.get(text, Answer(text)) for text in texts)
