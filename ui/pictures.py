"""Pictures out of files. Made on worker threads."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.pdf_pages import PagePicture

_STARTS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"RIFF": "webp"}
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


def of_path(path: Path) -> QImage:
    """A JPEG, PNG or WebP of the person's own. OSError: it cannot be read. Errors: 1662 none of these or broken, 1663 too many points."""
    data = path.read_bytes()
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), "")
    if not kind:
        raise Mistake(1662, name=path.name)
    return of_file(data, kind, path.name)
