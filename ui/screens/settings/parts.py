"""What the cards of the settings are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from ui.widgets import col, group, hline, label, row

WIDEST = 820  # pixels of the design


class Card(QFrame):
    """A heading and lines with hairlines between them. Without room a question stands above its answers."""

    def __init__(self, title: str, *lines: QWidget) -> None:
        super().__init__()
        self._questions: list[QBoxLayout] = []
        self._lines = 0
        self.setObjectName("card")
        self.body = col(label(title, "body_strong"), 4, gap=10, margins=(24, 18, 24, 20))
        self._rules: list[tuple[QWidget, QWidget]] = []  # hairline, the line under it
        self.setLayout(self.body)
        for line in lines:
            self.add(line)

    def add(self, line: QWidget) -> None:
        if self._lines:
            rule = hline()
            self.body.addWidget(rule)
            self._rules.append((rule, line))
        self.body.addWidget(line)
        self._lines += 1

    def show_line(self, line: QWidget, *, shown: bool) -> None:
        """A line and the hairline above it."""
        line.setVisible(shown)
        for rule, under in self._rules:
            if under is line:
                rule.setVisible(shown)

    def question(self, title: str, sentence: str, answer: QWidget) -> QWidget:
        words = label(sentence, "small", "2", wrap=True)
        line = row(col(label(title, "body_medium"), words, gap=2), answer, gap=16)
        line.setStretch(0, 1)
        line.setAlignment(answer, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._questions.append(line)
        return group(line)

    def fold(self, narrow: bool) -> None:
        for line in self._questions:
            line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


def fact(name: str, value: str) -> QWidget:
    said = label(value, "body", wrap=True)
    line = row(label(name, "body", "2"), said, gap=16)
    line.setStretch(0, 2)
    line.setStretch(1, 3)
    return group(line)
