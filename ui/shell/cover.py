"""The ground under first run and sign-in: ruled paper, the language at the top, one line at the bottom, the content between
them in the middle; it scrolls where the window is lower than its content."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from ems_desktop.i18n import language, tr
from ui.shell.stage import Stage
from ui.theme import T
from ui.widgets import Segments, col, row
from ui.widgets.paper import ruled

LANGUAGES = (("id", "Indonesia"), ("en", "English"))  # each in its own language


class Cover(Stage):
    """`speak(language)` is called when the person picks the other language. What a desk behind it did is nobody's business here."""

    takes_notes = False

    def __init__(self, content: QWidget, bottom: QLayout, speak: Callable[[str], None]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.languages = Segments(LANGUAGES, language(), tr("Language"))
        self.languages.chosen.connect(speak)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)
        layout = col(row(None, self.languages), gap=8, margins=(28, 24, 28, 20))
        layout.addWidget(self._area, 1)
        layout.addLayout(bottom)
        self.setLayout(layout)

    def room(self) -> tuple[float, float]:
        """Width and height in pixels of the design."""
        return self.width() / T.scale, self.height() / T.scale

    def reveal(self, part: QWidget) -> None:
        """Scroll so that it is seen: what has the focus must be."""
        self._area.ensureWidgetVisible(part, T.px(16), T.px(24))

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        here, content = self.focusWidget(), self._area.widget()
        if here is not None and content is not None and content.isAncestorOf(here):
            self.reveal(here)
        return moved

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        ruled(QPainter(self), self.rect())
