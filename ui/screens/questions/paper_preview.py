"""The pages of a paper below each other, as they will be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ems_desktop.i18n import tr
from ui.theme import T
from ui.widgets import col, row


class Sheets(QScrollArea):
    """Pictures of pages, which are made elsewhere, on a worker thread."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("Print preview"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.pages: list[QLabel] = []
        self._show(())

    def wide(self) -> int:
        """How many pixels a page shall have, of the device."""
        return round(max(320, min(900, self.viewport().width() - T.px(48))) * self.devicePixelRatioF())

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Where the person looks stays the same."""
        at = self.verticalScrollBar().value()
        self._show(images)
        inside = self.widget()
        if inside is not None:
            inside.adjustSize()
        self.verticalScrollBar().setValue(at)

    def _show(self, images: Sequence[QImage]) -> None:
        inside = QWidget()
        inside.setObjectName("page")
        self.pages = [self._page(image, n, len(images)) for n, image in enumerate(images, 1)]
        inside.setLayout(col(*(row(None, page, None) for page in self.pages), None, margins=(16, 16, 16, 16), gap=16))
        self.setWidget(inside)

    def _page(self, image: QImage, number: int, of: int) -> QLabel:
        made = QLabel()
        shown = QPixmap.fromImage(image)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        made.setPixmap(shown)
        made.setAccessibleName(tr("page {number} of {of}", number=number, of=of))
        return made
