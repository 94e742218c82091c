"""Pictures out of files, for the preview. Made on worker threads."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.pdf_pages import PagePicture

MOST_POINTS = 40_000_000  # of a picture that is decoded
LONGEST = 1_600  # pixels of a side that is kept


def of_page(page: PagePicture) -> QImage:
    """A copy that owns its pixels."""
    return QImage(page.pixels, page.width, page.height, page.width * 4, QImage.Format.Format_RGB32).copy()


def of_file(data: bytes, kind: str, name: str) -> QImage:
    """`kind`: jpeg, png or webp; no other decoder is tried. Errors: 1662 broken, 1663 too many points."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise Mistake(1662, name=name)
    if size.width() * size.height() > MOST_POINTS:
        raise Mistake(1663, name=name)
    if max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise Mistake(1662, name=name)
    return image
