"""A question as it is read: text, tables, pictures and equations. Everything it shows is given to it; it opens no file, no address, no link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions.notes import picture_type
from ui.pictures import of_file
from ui.screens.questions.document import EQUATION, PICTURE, Equation, Page
from ui.screens.questions.equations import Drawn, draw, framed, picture
from ui.tasks import Tasks
from ui.theme import T, color, font

Pictures = Callable[[str], bytes | None]  # SHA-256 → bytes, None where they are not on this computer; on a worker thread
BREAK = "\u2028"  # what Qt makes of <br>
WIDEST = 420  # of a picture, in pixels of the design


class Rich(QTextBrowser):
    """`pictures` brings bytes on a worker thread. The last page that was asked for is shown."""

    def __init__(self, name: str, tasks: Tasks, pictures: Pictures, role: str = "body") -> None:
        super().__init__()
        self._tasks, self._pictures, self._role = tasks, pictures, role
        self._page: Page | None = None
        self._drawn: tuple[Drawn, ...] = ()
        self._images: dict[str, QImage] = {}
        self._turn = 0
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDefaultFont(font(role))
        self.document().setDocumentMargin(T.px(4))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def show_page(self, page: Page) -> None:
        """Equations are drawn and pictures fetched first; until then what was shown stays."""
        self._turn += 1
        turn, wanted, size = self._turn, tuple(page.equations), float(font(self._role).pixelSize())
        shas = tuple(dict.fromkeys(page.pictures))

        def work() -> tuple[tuple[Drawn, ...], dict[str, QImage]]:
            return draw(wanted, size), {sha: image for sha in shas if (image := _image(self._pictures(sha))) is not None}

        def done(found: tuple[tuple[Drawn, ...], dict[str, QImage]]) -> None:
            if turn == self._turn:
                self._page = page
                self._drawn, self._images = found
                self._write()

        if wanted or shas:
            self._tasks.run(work, done, owner=self)
        else:
            done(((), {}))

    def _write(self) -> None:
        if self._page is None:
            return
        at = self.verticalScrollBar().value()
        self.document().clear()
        sheet = f".about {{ background-color: {color('sunken').name()}; }} body {{ color: {color('text').name()}; }}"
        self.document().setDefaultStyleSheet(sheet)
        self.setHtml(f"<body>{self._page.html}</body>")
        lines_of_their_own(self.document())
        self.verticalScrollBar().setValue(at)

    def loadResource(self, type_: int, url: QUrl | str) -> Any:
        """Only what this page was given. Qt's own would look on the disk."""
        name = url if isinstance(url, str) else url.toString()
        if type_ != QTextDocument.ResourceType.ImageResource.value:
            return None
        if name.startswith(EQUATION) and name.removeprefix(EQUATION).isdecimal():
            place = int(name.removeprefix(EQUATION))
            if place < len(self._drawn):
                inks = color("text"), color("text3")
                return picture(self._drawn[place], font(self._role), inks[0], self.devicePixelRatioF(), faint=inks[1])
        if name.startswith(PICTURE) and self._page is not None and (sha := name.removeprefix(PICTURE)) in self._page.pictures:
            image = self._images.get(sha)
            return self._missing() if image is None else self._fitted(image)
        return QImage()

    def _missing(self) -> QImage:
        """In the place of a picture whose bytes are neither here nor at school now."""
        words = tr("The picture is not on this computer yet")
        return framed(words, font("small"), color("text2"), color("line_strong"), self.devicePixelRatioF())

    def _fitted(self, image: QImage) -> QImage:
        """As wide as it is, but no wider than the page."""
        most = min(T.px(WIDEST), max(T.px(80), self.viewport().width() - T.px(24)))
        ratio = self.devicePixelRatioF()
        if image.width() > most:
            image = image.scaledToWidth(round(most * ratio), Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._images and event.size().width() != event.oldSize().width():
            self._write()

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Those that are shown."""
        return tuple(one.equation for one in self._drawn)


def lines_of_their_own(document: QTextDocument) -> None:
    """Each line a paragraph, so that an Arabic line below an Indonesian one runs from the right. Within a list a line stays its entry's."""
    cursor = document.find(BREAK)
    while not cursor.isNull():
        if cursor.currentList() is None:
            cursor.insertBlock()  # in the place of the break, which is selected
        cursor = document.find(BREAK, cursor.selectionEnd())


def _image(data: bytes | None) -> QImage | None:
    """Decoded on the worker thread, no larger than a page needs; None where it is not here, no picture, or one of too many points."""
    kind = picture_type(data) if data else None
    try:
        return of_file(data, kind.rpartition("/")[2], "") if data and kind else None
    except Mistake:
        return None
