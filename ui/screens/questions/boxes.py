"""A text of a question while it is written: markup, as it is, with one tool bar for whichever text has the cursor."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Signal
from PySide6.QtGui import QFocusEvent, QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import MAX_PICTURE
from ems_desktop.i18n import tr
from ui.widgets import Flow, icon_button
from ui.widgets.buttons import Button, button
from ui.widgets.text_box import TextBox

MARKS = (("b", "B"), ("i", "I"), ("u", "U"), ("sub", "x₂"), ("sup", "x²"))


class MarkupBox(TextBox):
    """`pasted`: (bytes, name) of a picture that shall stand at the cursor."""

    pasted = Signal(object, str)
    dropped = Signal(object)  # the path of a file on this computer, dropped or pasted
    focused = Signal(object)

    def __init__(self, name: str, most: int = 14) -> None:
        super().__init__(name, most)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)

    def wrap(self, before: str, after: str) -> None:
        """Around what is selected; with nothing selected the cursor stands between."""
        cursor = self.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n")
        cursor.insertText(f"{before}{chosen}{after}")
        if not chosen:
            cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.MoveAnchor, len(after))
        self.setTextCursor(cursor)
        self.setFocus()

    def list_lines(self) -> None:
        """The selected lines as a list."""
        chosen = self.textCursor().selectedText().replace("\u2029", "\n")
        entries = "".join(f"[li]{line}[/li]" for line in chosen.split("\n")) if chosen else "[li][/li]"
        self.textCursor().insertText(f"[ul]{entries}[/ul]")
        self.setFocus()

    def insert_picture(self, sha256: str, name: str) -> None:
        self.textCursor().insertText(markup.picture(sha256, name))
        self.setFocus()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A picture goes in as one, of the clipboard or of a file; anything else as plain text."""
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.focused.emit(self)
            for path in paths:
                self.dropped.emit(path)
        elif source.hasImage() and not source.hasText():
            data = _png(QImage(source.imageData()))
            self.pasted.emit(data, tr("picture"))
        else:
            self.insertPlainText(source.text())


def _png(image: QImage) -> bytes:
    """Smaller by halves until the bank takes it."""
    while True:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        if data.size() <= MAX_PICTURE or image.width() < 64:
            return bytes(data.data())
        image = image.scaledToWidth(image.width() // 2)


class MarkupTools(QWidget):
    """Acts on the text that had the cursor last. `picture_asked`: a file shall be chosen for it."""

    picture_asked = Signal()
    picture_given = Signal(object, str)  # bytes and name, pasted into it
    picture_dropped = Signal(object)  # a file's path

    def __init__(self) -> None:
        super().__init__()
        self.box: MarkupBox | None = None
        words = {"b": tr("Bold"), "i": tr("Italic"), "u": tr("Underlined"), "sub": tr("Lowered"), "sup": tr("Raised")}
        self.buttons: dict[str, Button] = {tag: _small(sign, words[tag]) for tag, sign in MARKS}
        self.buttons["ul"] = _small("•", tr("List"))
        self.buttons["eq"] = _small("√x", tr("Equation in LaTeX"))
        self.buttons["img"] = icon_button(tr("Picture"), "file", small=True)
        for tag, pressed in self.buttons.items():
            pressed.setFocusPolicy(pressed.focusPolicy().TabFocus)
            pressed.clicked.connect(lambda _=False, t=tag: self.press(t))
        self.setLayout(Flow(*self.buttons.values(), gap=4))

    def follow(self, box: MarkupBox) -> None:
        box.focused.connect(self._take)
        box.pasted.connect(self.picture_given)
        box.dropped.connect(self.picture_dropped)

    def _take(self, box: MarkupBox) -> None:
        self.box = box

    def press(self, tag: str) -> None:
        if self.box is None:
            return
        if tag == "ul":
            self.box.list_lines()
        elif tag == "eq":
            self.box.wrap("\\(", "\\)")
        elif tag == "img":
            self.picture_asked.emit()
        else:
            self.box.wrap(f"[{tag}]", f"[/{tag}]")


def _small(sign: str, name: str) -> Button:
    made = button(sign, kind="ghost", small=True, tip=name)
    made.setAccessibleName(name)
    return made
