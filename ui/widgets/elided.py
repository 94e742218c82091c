"""One line that shortens itself with an ellipsis; the whole text stays in the tip and for the screen reader."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme import LEFT, T, text, width
from ui.widgets.labels import label
from ui.widgets.text import plain_tip

_INK = {"": "text", "2": "text2", "3": "text3"}


class Elided(QLabel):
    """For names out of the data, whose length nobody knows."""

    def __init__(self, said: str, role: str = "body", ink: str = "", least: int = 40) -> None:
        super().__init__()
        plain = label(said, role, ink)
        self.setTextFormat(plain.textFormat())
        self.setFont(plain.font())
        self._role, self._ink, self._least = role, _INK.get(ink, ink), T.px(least)
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(said)

    def say(self, said: str) -> None:
        self.setText(said)
        self.setToolTip(plain_tip(said))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._least, width(self.text(), self._role)), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        text(QPainter(self), QRectF(self.rect()), self.text(), self._role, self._ink, LEFT)
