"""The three equal cards of a conflict: mine, the base, the school's. The answer is a button with its key beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from ui.theme import T, width
from ui.widgets import Button, Elided, box, button, col, hline, icon_label, key, label, row


@dataclass(frozen=True, slots=True)
class Side:
    """What a card says. `facts`: (icon, words), the first one strong. `choice`: mine, base or theirs."""

    choice: str
    title: str
    icon: str
    ink: str
    value: str
    hint: str
    facts: Sequence[tuple[str, str]]
    act: str
    cap: str


class Cards(QWidget):
    """`chosen` carries the side's choice."""

    chosen = Signal(str)

    def __init__(self, sides: Sequence[Side]) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self._line = row(gap=16)
        self._insides: list[QBoxLayout] = []
        self._large = all(width(side.value, "hero") <= T.px(170) for side in sides)
        for side in sides:
            self._line.addWidget(self._card(side), 1)
        self.setLayout(self._line)

    def stack(self, stacked: bool) -> None:
        """Without room they stand below one another, and the facts beside the value."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if stacked else across)
        for inside in self._insides:
            inside.setDirection(across if stacked else down)

    def _card(self, side: Side) -> QFrame:
        self.buttons[side.choice] = act = button(side.act, kind="primary" if side.choice == "mine" else "")
        act.setAccessibleName(f"{side.act}: {side.value}")
        act.setToolTip(side.cap)
        act.clicked.connect(lambda: self.chosen.emit(side.choice))
        answer = row(act, key(side.cap), gap=8)
        answer.setStretch(0, 1)
        head = row(icon_label(side.icon, side.ink, 18), label(side.title, "body_strong"), None, gap=8)
        upper, facts = QWidget(), QWidget()
        upper.setLayout(col(self._value(side.value), label(side.hint or " ", "small", "3"), None, gap=0))
        facts.setLayout(col(hline(), 8, *(_fact(icon, said, first=not n) for n, (icon, said) in enumerate(side.facts)), None, gap=4))
        inside = col(upper, facts, gap=14)
        for n in (0, 1):
            inside.setStretch(n, 1)
        self._insides.append(inside)
        return box("card", col(head, 10, inside, None, 14, answer, margins=(18, 16, 18, 16), gap=0))

    def _value(self, said: str) -> QWidget:
        """Marks stand large; where one of the three is a longer text all are smaller, and may take two lines."""
        if self._large:
            return label(said, "hero")
        return label(said, "title", wrap=True) if " " in said else Elided(said, "title")


def _fact(icon: str, said: str, *, first: bool) -> QWidget:
    made = QWidget()
    words = Elided(said, "small_strong") if first else Elided(said, "small", "2")
    line = row(icon_label(icon, "text3", 15), words, gap=8)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made
