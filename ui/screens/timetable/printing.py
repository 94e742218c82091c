"""The timetable on paper, A4, A3 or F4 (folio, 215 × 330 mm) across: a page for each class, teacher or room, or the whole school.

Everything is measured in pixels of 96 to the inch and scaled to the device, so a PDF, the preview and a printer look the same.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from ems_desktop.domain.timetable.sheet import Book, Grid, Sheet, school_grid
from ems_desktop.i18n import clock, day, tr
from ems_desktop.integrations.tables_out import save_whole
from ui.screens.timetable import output_words as words
from ui.screens.timetable.print_grids import DAY_WIDE, HEAD_HIGH, TIMES_WIDE, SchoolDrawing, WeekDrawing, weight
from ui.screens.timetable.print_ink import LINE, Ink
from ui.theme import RIGHT

DPI, MARGIN = 96.0, 38.0
SIZES = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "F4": (330.0, 215.0)}  # millimetres across
TOP, FOOT, SIGNATURE = 96.0, 18.0, 84.0
LEAST_COLUMN, LEAST_HOUR = 62.0, 0.435  # px: of a class, and a minute of a day: two lines in 35 minutes
LOGO = 46.0


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed. `sheets`: a page for each; None: all classes together. `paper`: a key of SIZES."""

    book: Book
    sheets: tuple[Sheet, ...] | None
    paper: str = "A4"

    @property
    def size(self) -> QSizeF:
        """In pixels of 96 to the inch."""
        wide, high = SIZES[self.paper]
        return QSizeF(wide * DPI / 25.4, high * DPI / 25.4)


@dataclass(frozen=True, slots=True)
class Page:
    """One class, teacher or room; or these columns and days of the whole school."""

    title: str
    sheet: Sheet | None = None
    columns: range = range(0)
    days: tuple[int, ...] = ()


def prepare(device: QPagedPaintDevice, paper: str) -> None:
    high, wide = SIZES[paper]
    size = QPageSize(QSizeF(wide, high), QPageSize.Unit.Millimeter, paper, QPageSize.SizeMatchPolicy.FuzzyMatch)
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))


def save_pdf(wanted: Print, path: Path) -> Path:
    """Whole or not at all. Raises Outage 1240 when it cannot be written."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(pages_of(wanted)[0].title)
    writer.setResolution(600)
    prepare(writer, wanted.paper)
    paint(wanted, writer)
    content = bytes(buffer.data().data())
    save_whole(path, lambda part: part.write_bytes(content))
    return path


def paint(wanted: Print, device: QPagedPaintDevice) -> bool:
    """Draw all pages; False when the device cannot be drawn on."""
    p = QPainter()
    if not p.begin(device):
        return False
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.scale(device.logicalDpiX() / DPI, device.logicalDpiY() / DPI)
    pages = pages_of(wanted)
    for number, page in enumerate(pages, 1):
        if number > 1:
            device.newPage()
        _Paper(Ink(p), wanted, page).draw(number, len(pages))
    return p.end()


def pages_of(wanted: Print) -> list[Page]:
    if wanted.sheets is not None:
        return [Page(words.title_of(one), one) for one in wanted.sheets]
    return list(_school_pages(wanted))


def _school_pages(wanted: Print) -> Iterator[Page]:
    """As many classes side by side as can be read, evenly; as many days below each other."""
    book, size = wanted.book, wanted.size
    count = max(1, len(book.classes))
    most = max(1, int((size.width() - 2 * MARGIN - DAY_WIDE - TIMES_WIDE) / LEAST_COLUMN))
    parts = -(-count // most)
    per = -(-count // parts)
    for days in _day_parts(school_grid(book), size.height() - 2 * MARGIN - TOP - HEAD_HIGH - FOOT):
        for left in range(0, count, per):
            yield Page(tr("Timetable of all classes"), None, range(left, min(left + per, len(book.classes))), days)


def _day_parts(grid: Grid, high: float) -> list[tuple[int, ...]]:
    parts: list[list[int]] = [[]]
    room = high
    for one in dict.fromkeys(row.day for row in grid.rows):
        needs = sum(weight(row) for row in grid.rows if row.day == one) * LEAST_HOUR
        if parts[-1] and needs > room:
            parts.append([])
            room = high
        parts[-1].append(one)
        room -= needs
    return [tuple(part) for part in parts]


class _Paper:
    """One page: the school's head, the grid, the foot."""

    def __init__(self, ink: Ink, wanted: Print, page: Page) -> None:
        self._ink, self._book, self._page = ink, wanted.book, page
        self._wide, self._high = wanted.size.width() - 2 * MARGIN, wanted.size.height()

    def draw(self, number: int, of: int) -> None:
        self._letterhead()
        signed = self._page.sheet is not None and bool(words.signature(self._book.heading))
        bottom = self._high - MARGIN - FOOT - (SIGNATURE if signed else 0)
        rect = QRectF(MARGIN, MARGIN + TOP, self._wide, bottom - MARGIN - TOP)
        if self._page.sheet:
            WeekDrawing(self._ink, self._book, self._page.sheet, rect).draw()
        elif self._page.columns:
            SchoolDrawing(self._ink, self._book, school_grid(self._book), self._page.columns, self._page.days, rect).draw()
        if signed:
            self._signature(bottom + 6)
        self._foot(number, of)

    def _letterhead(self) -> None:
        heading, left = self._book.heading, MARGIN
        if logo := _image(heading.logo):
            self._ink.p.drawImage(QRectF(MARGIN, MARGIN, LOGO * logo.width() / logo.height(), LOGO), logo)
            left += LOGO * logo.width() / logo.height() + 10
        wide = MARGIN + self._wide - left
        self._ink.say(QRectF(left, MARGIN - 2, wide, 22), heading.school, 17, weight=700)
        place = [*heading.letterhead[:2], *([f"NPSN {heading.npsn}"] if heading.npsn else [])]
        for n, said in enumerate(place):
            self._ink.say(QRectF(left, MARGIN + 20 + n * 12, wide, 12), said, 9.5, grey=True)
        self._ink.line(MARGIN, MARGIN + 60, MARGIN + self._wide, MARGIN + 60, LINE * 1.8)
        self._ink.say(QRectF(MARGIN, MARGIN + 66, self._wide * 0.6, 24), self._page.title, 15, weight=600)
        facts = words.version_line(heading)
        if self._page.sheet:
            facts = " · ".join((facts, tr("{n} JP a week", n=self._page.sheet.hours)))
        self._ink.say(QRectF(MARGIN + self._wide * 0.6, MARGIN + 66, self._wide * 0.4, 24), facts, 11, align=RIGHT)

    def _signature(self, y: float) -> None:
        heading, left = self._book.heading, MARGIN + self._wide - 230
        role, name, number = words.signature(heading)
        when = day(datetime.now().astimezone().date())
        self._ink.say(QRectF(left, y, 230, 13), f"{heading.city}, {when}" if heading.city else when, 10)
        self._ink.say(QRectF(left, y + 13, 230, 13), role, 10)
        self._ink.say(QRectF(left, y + 50, 230, 13), name, 10, weight=600)
        self._ink.say(QRectF(left, y + 63, 230, 13), number, 10)

    def _foot(self, number: int, of: int) -> None:
        now, y = datetime.now().astimezone(), self._high - MARGIN - 12
        printed = tr("{day} {time} · page {number} of {of}", day=day(now.date()), time=clock(now), number=number, of=of)
        self._ink.say(QRectF(MARGIN, y, self._wide, 12), printed, 8.5, align=RIGHT, grey=True)


def _image(logo: str) -> QImage | None:
    """The school's logo, a PNG in base64; None where there is none or it cannot be read."""
    try:
        made = QImage.fromData(base64.b64decode(logo, validate=True)) if logo else QImage()
    except (binascii.Error, ValueError):
        return None
    return None if made.isNull() else made.scaledToHeight(400, Qt.TransformationMode.SmoothTransformation)
