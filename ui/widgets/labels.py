"""Labels by role of the type scale, icons, key caps and tags. Always plain text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from ui.theme import SIZE, T, font, icons
from ui.widgets.layout import box, restyle, row
from ui.widgets.text import keys


def label(said: str, role: str = "body", ink: str = "", *, wrap: bool = False) -> QLabel:
    """`ink`: "" (the text's own), "2", "3", "accent", "ok", "warn" or "bad"."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(said)
    made.setFont(font(role))
    made.setWordWrap(wrap)
    if ink:
        made.setProperty("ink", ink)
    return made


class Wrapped(QLabel):
    """Text of any length on as many lines as it takes. A label alone is given too few of them deep inside layouts."""

    def __init__(self, said: str, role: str = "body", ink: str = "") -> None:
        super().__init__()
        plain = label(said, role, ink)
        self.setTextFormat(plain.textFormat())
        self.setFont(plain.font())
        self.setWordWrap(True)
        self.setProperty("ink", ink or None)
        self.setText(said)

    def say(self, said: str, ink: str | None = None) -> None:
        self.setMinimumHeight(0)
        self.setText(said)
        if ink is not None and ink != (self.property("ink") or ""):
            self.setProperty("ink", ink or None)
            restyle(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)


def icon_label(name: str, ink: str = "text2", size: int = 18) -> QLabel:
    """A picture without a meaning of its own: a word stands beside it."""
    made = QLabel()
    made.setPixmap(icons.pixmap(name, ink, size, made.devicePixelRatioF()))
    made.setFixedSize(T.px(size), T.px(size))
    return made


def key(shortcut: str) -> QLabel:
    """A key cap: key("Ctrl+K")."""
    made = label(keys(shortcut), "caption")
    made.setObjectName("key")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedHeight(T.px(SIZE.h_key))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def tag(said: str, ink: str = "2", icon: str = "", icon_ink: str = "text2", ground: str = "well") -> QFrame:
    """A small statement with an icon: a word and a form, never a colour alone."""
    pictures = [icon_label(icon, icon_ink, 15)] if icon else []
    frame = box(ground, row(*pictures, label(said, "small_strong", ink), margins=(8, 0, 10, 0), gap=6), SIZE.h_tag)
    frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return frame
