"""A plain text as high as what stands in it. What was typed comes out as typed: Qt's own plain text would lose hard spaces."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from ui.theme import T, font


def typed_text(edit: QPlainTextEdit) -> str:
    """The text with line ends as \\n, and every other character as it was typed."""
    return edit.document().toRawText().replace("\u2029", "\n")


class TextBox(QPlainTextEdit):
    """`most`: lines it grows to before it scrolls."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__()
        self._most = most
        self.setAccessibleName(name)
        self.setFont(font("body"))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(T.px(3))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._high = 1

    def show_text(self, text: str) -> None:
        self.setPlainText(text)
        self.document().setModified(False)

    def typed(self) -> str:
        return typed_text(self)

    def lines(self) -> int:
        """As high as it is now."""
        return self._high

    def sizeHint(self) -> QSize:
        return QSize(T.px(120), self._height(self._high))

    def minimumSizeHint(self) -> QSize:
        return QSize(T.px(80), self._height(self._high))

    def _height(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + T.px(16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._grow)  # the text is laid out for the new width first

    def _grow(self) -> None:
        """A plain text document counts in lines, not in pixels."""
        lines = int(self.document().documentLayout().documentSize().height())
        high = max(1, min(self._most, lines))
        full = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != full:
            self.setVerticalScrollBarPolicy(full)
        if high != self._high:
            self._high = high
            self.updateGeometry()
