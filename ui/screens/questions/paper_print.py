"""An exam paper on A4 or F4 (folio, 215 × 330 mm), upright: each variant and the key as pages, into PDF files, a printer, or pictures.

A question stays on one page wherever it fits on one; a text stays with its first question. Measured in pixels of 96 to the inch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ems_desktop.domain.questions.paper import Paper, Variant
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions import paper_words as words
from ems_desktop.integrations.questions.paper_words import Head
from ems_desktop.integrations.tables_out import save_whole, unused
from ui.screens.questions.paper_document import FINE, Pictures, letters
from ui.screens.questions.paper_parts import Maker, Part

DPI, MARGIN, FOOT, RUNNING = 96.0, 60.0, 22.0, 26.0
SIZES: Final = {"A4": (210.0, 297.0), "F4": (215.0, 330.0)}  # millimetres
_LEAST: Final = 40.0  # px of a part that is begun at the foot of a page


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed. `variants`: those wanted; none of them: the key of `keys`. `size`: a key of SIZES."""

    paper: Paper
    head: Head
    variants: tuple[Variant, ...]
    keys: tuple[Variant, ...]
    pictures: Pictures
    size: str = "A4"

    @property
    def room(self) -> QSizeF:
        """The page in px."""
        wide, high = SIZES[self.size]
        return QSizeF(wide * DPI / 25.4, high * DPI / 25.4)


@dataclass(frozen=True, slots=True)
class Placed:
    """A part, or the lines of it between `start` and `end`, on a page at `y`."""

    part: Part
    y: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """`running`: what its header says from the second page of a paper on."""

    placed: tuple[Placed, ...]
    running: str
    number: int
    of: int


def pages_of(wanted: Print) -> list[Page]:
    """All pages, each paper counted for itself."""
    maker = Maker(wanted.paper, wanted.head, wanted.pictures, wanted.room.width() - 2 * MARGIN)
    made: list[Page] = []
    title = wanted.paper.title
    for variant in wanted.variants:
        name = words.variant_name(wanted.paper, variant)
        made += _paged(maker.variant(variant), f"{title} · {name}" if name else title, wanted.room.height())
    if wanted.keys:
        made += _paged(maker.key(wanted.keys), f"{title} · {tr('Answer key')}", wanted.room.height())
    return made


def _paged(parts: Sequence[Part], running: str, high: float) -> list[Page]:
    sheets = list(_filled(parts, high - MARGIN - FOOT))
    return [Page(tuple(sheet), running, n, len(sheets)) for n, sheet in enumerate(sheets, 1)]


def _filled(parts: Sequence[Part], bottom: float) -> Iterator[list[Placed]]:
    sheet: list[Placed] = []
    y, top = MARGIN, MARGIN + RUNNING
    for n, part in enumerate(parts):
        high, needed = part.document.height, _needed(parts, n)
        if sheet and y + part.gap + needed > bottom and (needed <= bottom - top or y + part.gap + _LEAST > bottom):
            yield sheet
            sheet, y = [], top
        y += part.gap if sheet else 0
        start = 0.0
        while y + high - start > bottom:  # longer than what is left: by lines
            end = max((end for end in part.document.line_ends() if start < end <= start + bottom - y), default=start + bottom - y)
            sheet.append(Placed(part, y, start, end))
            yield sheet
            sheet, y, start = [], top, end
        sheet.append(Placed(part, y, start, high))
        y += high - start + (8 if part.rule else 0)
    if sheet:
        yield sheet


def _needed(parts: Sequence[Part], n: int) -> float:
    """px of the part with what it must stand above."""
    high = parts[n].document.height
    while parts[n].keep and n + 1 < len(parts):
        n += 1
        high += parts[n].gap + parts[n].document.height
    return high


def prepare(device: QPagedPaintDevice, size: str) -> None:
    page = QPageSize(QSizeF(*SIZES[size]), QPageSize.Unit.Millimeter, size, QPageSize.SizeMatchPolicy.FuzzyMatch)
    device.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))


def paint(wanted: Print, device: QPagedPaintDevice) -> bool:
    """Draw all pages; False when the device cannot be drawn on."""
    p = QPainter()
    if not p.begin(device):
        return False
    p.scale(device.logicalDpiX() / DPI, device.logicalDpiY() / DPI)
    for n, page in enumerate(pages_of(wanted)):
        if n:
            device.newPage()
        _draw(p, page, wanted.room)
    return p.end()


def images(wanted: Print, wide: int) -> list[QImage]:
    """Each page as a picture of this many pixels."""
    made = []
    scale = wide / wanted.room.width()
    for page in pages_of(wanted):
        image = QImage(wide, round(wanted.room.height() * scale), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        p = QPainter(image)
        p.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        p.scale(scale, scale)
        _draw(p, page, wanted.room)
        p.end()
        made.append(image)
    return made


def pdf(wanted: Print) -> bytes:
    """A PDF file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(wanted.paper.title)
    writer.setResolution(600)
    prepare(writer, wanted.size)
    paint(wanted, writer)
    return bytes(buffer.data().data())


def save_pdfs(wanted: Print, folder: Path) -> list[Path]:
    """A file for each variant and one of the key, each whole or not at all, none in the place of another. Raises Outage 1240 when one cannot be written."""
    made = []
    for path, one in _files(wanted, folder):
        content = pdf(one)
        free = unused(path)
        save_whole(free, lambda part, content=content: part.write_bytes(content))  # type: ignore[misc]
        made.append(free)
    return made


def _files(wanted: Print, folder: Path) -> Iterator[tuple[Path, Print]]:
    for variant in wanted.variants:
        name = words.file_name(wanted.paper, words.variant_name(wanted.paper, variant), "pdf")
        yield folder / name, Print(wanted.paper, wanted.head, (variant,), (), wanted.pictures, wanted.size)
    if wanted.keys:
        name = words.file_name(wanted.paper, tr("Answer key"), "pdf")
        yield folder / name, Print(wanted.paper, wanted.head, (), wanted.keys, wanted.pictures, wanted.size)


def _draw(p: QPainter, page: Page, room: QSizeF) -> None:
    right = room.width() - MARGIN
    count = tr("page {number} of {of}", number=page.number, of=page.of)
    if page.number > 1:
        _say(p, page.running, MARGIN, MARGIN + 8)
        _say(p, count, right, MARGIN + 8, right=True)
        _line(p, MARGIN, right, MARGIN + 14, 0.8)
    elif page.of > 1:
        _say(p, count, right, room.height() - MARGIN + 10, right=True)
    for one in page.placed:
        whole = one.start == 0 and one.end == one.part.document.height
        one.part.document.paint(p, MARGIN, one.y, one.start, None if whole else one.end)
        if one.part.rule:
            _line(p, MARGIN, right, one.y + one.end - one.start + 4, one.part.rule)


def _line(p: QPainter, left: float, right: float, y: float, wide: float) -> None:
    p.setPen(QPen(Qt.GlobalColor.black, wide))
    p.drawLine(QLineF(left, y, right, y))


def _say(p: QPainter, said: str, x: float, y: float, *, right: bool = False) -> None:
    """Small words on a line; with `right` they end at `x`."""
    made = letters(10.5)
    p.save()
    p.translate(x, y)
    p.scale(1 / FINE, 1 / FINE)
    p.setFont(made)
    p.setPen(Qt.GlobalColor.black)
    p.drawText(QPointF(-QFontMetricsF(made).horizontalAdvance(said) if right else 0, 0), said)
    p.restore()
