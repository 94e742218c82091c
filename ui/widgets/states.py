"""What a screen says instead of, or above, its rows: an empty state with the next step, and a banner that stays in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.theme import T
from ui.widgets.labels import icon_label, label
from ui.widgets.layout import Item, box, col, group, restyle, row


def empty_state(icon: str, title: str, sentence: str, next_step: QPushButton | None = None) -> QWidget:
    """Nothing here yet: why, and what to do about it."""
    words = label(sentence, "body", "2", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    words.setFixedWidth(T.px(380))
    picture = box("well", row(icon_label(icon, "accent", 28), margins=(12, 12, 12, 12)))
    step: list[Item] = [16, row(None, next_step, None)] if next_step else []
    return group(
        col(None, row(None, picture, None), 16, row(None, label(title, "title"), None), 6, row(None, words, None), *step, None, gap=0)
    )


class Banner(QFrame):
    """One or two sentences in place; `kind` is "", "ok", "warn" or "bad". Hidden until it says something."""

    ICONS = {"": "info", "ok": "check", "warn": "alert", "bad": "alert"}  # noqa: RUF012

    def __init__(self, act: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("well")
        self._words = label("", "small", wrap=True)
        self._act = act
        self._icon: QWidget | None = None
        self._row = row(self._words, gap=8)
        self._row.setStretch(0, 1)
        outer = row(self._row, *([act] if act else []), margins=(12, 8, 12, 8), gap=8)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        self.hide()

    def say(self, said: str, kind: str = "") -> None:
        """Show these words, or with "" nothing."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        self._icon = icon_label(self.ICONS[kind], kind or "text2", 16)
        self._row.insertWidget(0, self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words.setText(said)
        self.setProperty("kind", kind or None)
        restyle(self)
        self.setVisible(bool(said))

    def said(self) -> str:
        return "" if self.isHidden() else self._words.text()
