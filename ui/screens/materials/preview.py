"""What is in an entry's file: a page, a picture, its text. Everything is read on other threads, and text is plain text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from ems_desktop.i18n import number, tr
from ui.theme import T, font
from ui.widgets import Wrapped, box, button, col, group, icon_button, label, row

HIGH = 420  # pixels of the design, the least


class Preview(QWidget):
    """At the left of the fields, five parts of twelve. `page_asked`: this page. `wanted`: a file that is not here yet shall be fetched."""

    page_asked = Signal(int)
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = self._pages = 0
        self.back, self.on = icon_button(tr("Previous page"), "left", small=True), icon_button(tr("Next page"), "right", small=True)
        self.place = label("", "small_strong")
        self.back.clicked.connect(lambda: self.page_asked.emit(self._page - 1))
        self.on.clicked.connect(lambda: self.page_asked.emit(self._page + 1))
        self._turning = group(row(self.back, self.place, self.on, gap=4))
        head = row(label(tr("Preview"), "body_strong"), None, self._turning, gap=8)
        self.picture, self.text = _Picture(), _text_box()
        self.said = Wrapped("", "small", "2")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fetch = button(tr("Show the preview"), "eye", small=True)
        self.fetch.clicked.connect(self.wanted)
        self._calm = group(col(None, self.said, 8, row(None, self.fetch, None), None, gap=0))
        self._stack = QStackedWidget()
        for part in (self._calm, self.picture, self.text):
            self._stack.addWidget(part)
        well = box("well", col(self._stack, margins=(12, 12, 12, 12), gap=0))
        well.setMinimumHeight(T.px(HIGH))
        body = col(head, well, gap=8)
        body.setStretch(1, 1)
        self.setLayout(body)
        self._turning.hide()
        self.hide()

    def say(self, said: str, *, fetch: bool = False) -> None:
        """Nothing to see, and why."""
        self._turning.hide()
        self.said.say(said)
        self.fetch.setVisible(fetch)
        self._stack.setCurrentWidget(self._calm)
        self.show()

    def show_page(self, image: QImage, page: int, pages: int) -> None:
        """`page` from 1."""
        self._page, self._pages = page, pages
        self.place.setText(f"{number(page)} / {number(pages)}")
        self.back.setEnabled(page > 1)
        self.on.setEnabled(page < pages)
        self._turning.setVisible(pages > 1)
        self._show_image(image, tr("Page {n} of {all}", n=number(page), all=number(pages)))

    def show_picture(self, image: QImage) -> None:
        self._turning.hide()
        self._show_image(image, tr("Picture"))

    def _show_image(self, image: QImage, name: str) -> None:
        self.picture.show_image(image)
        self.picture.setAccessibleName(name)
        self._stack.setCurrentWidget(self.picture)
        self.show()

    def show_text(self, text: str) -> None:
        self._turning.hide()
        self.text.setPlainText(text)
        self._stack.setCurrentWidget(self.text)
        self.show()


class _Picture(QLabel):
    """As large as fits, with its proportions."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_image(self, image: QImage) -> None:
        self._image = QPixmap.fromImage(image)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull() or self.width() < 1 or self.height() < 1:
            return
        dense = self.devicePixelRatioF()
        room = QSize(int(self.width() * dense), int(self.height() * dense)).boundedTo(self._image.size())
        fitted = self._image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(dense)
        self.setPixmap(fitted)


def _text_box() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setFont(font("small"))
    made.setTabChangesFocus(True)
    made.setAccessibleName(tr("Text of the file"))
    return made
