"""The sheet on paper: A4 landscape, the school's head on each page, names, all columns, final grades, page numbers.

Everything is measured in pixels of 96 to the inch and scaled to the device, so a PDF and a printer look the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ems_desktop.domain.errors import Outage
from ems_desktop.i18n import clock, day, tr
from ui.screens.grades import ink
from ui.screens.grades.board import Board
from ui.screens.grades.words import cell_text
from ui.theme import LEFT, RIGHT, T
from ui.words import semester_title

DPI, MARGIN, WIDE, HIGH = 96.0, 38.0, 1123.0, 794.0
ROW, HEAD, TITLE, FOOT = 17.0, 36.0, 74.0, 20.0
NUMBER, NAME, MARK, FINAL = 26.0, 190.0, 52.0, 62.0
BLACK, GREY = Qt.GlobalColor.black, Qt.GlobalColor.darkGray


@dataclass(frozen=True, slots=True)
class School:
    """What stands at the head of a page."""

    name: str
    city: str
    npsn: str


@dataclass(frozen=True, slots=True)
class _Page:
    columns: Sequence[int]
    rows: range
    last: bool  # of these columns: the statistics follow


def pages_of(board: Board) -> list[_Page]:
    """Which columns and rows stand on which page; names are repeated on each."""
    room = WIDE - 2 * MARGIN - NUMBER - NAME
    most = int((HIGH - 2 * MARGIN - TITLE - HEAD - FOOT) // ROW)
    count, per = len(board.columns), int((room - FINAL) // MARK) + 1
    spans = [range(first, min(first + per, count)) for first in range(0, count, per)]
    rows = board.size[0]
    pages = []
    for span in spans:
        starts = list(range(0, rows, most)) or [0]
        for start in starts:
            here = range(start, min(start + most, rows))
            pages.append(_Page(span, here, last=start == starts[-1] and len(here) + 3 <= most))
        if len(range(starts[-1], rows)) + 3 > most:
            pages.append(_Page(span, range(rows, rows), last=True))
    return pages


def save_pdf(board: Board, school: School, path: Path) -> Path:
    """Write the sheet as a PDF. Raises Outage 1304 when it cannot be written."""
    writer = QPdfWriter(str(path))
    writer.setTitle(f"{board.sheet.ref.subject} {board.sheet.ref.class_name}")
    writer.setResolution(1200)
    prepare(writer)
    if not paint(board, school, writer):
        raise Outage(1304)
    return path


def prepare(device: QPagedPaintDevice) -> None:
    device.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))


def paint(board: Board, school: School, device: QPagedPaintDevice) -> bool:
    """Draw all pages; False when the device cannot be drawn on."""
    p = QPainter()
    if not p.begin(device):
        return False
    scale = device.logicalDpiX() / DPI
    p.scale(scale, scale)
    pages = pages_of(board)
    for number, page in enumerate(pages, 1):
        if number > 1:
            device.newPage()
        _Paper(p, board, school).page(page, number, len(pages))
    return p.end()


class _Paper:
    """One page."""

    def __init__(self, p: QPainter, board: Board, school: School) -> None:
        self._p, self._board, self._school = p, board, school

    def page(self, page: _Page, number: int, of: int) -> None:
        self._title()
        top = MARGIN + TITLE
        lefts = list(self._lefts(page.columns))
        self._heads(page.columns, lefts, top)
        y = top + HEAD
        for row in page.rows:
            self._row(row, page.columns, lefts, y)
            y += ROW
        if page.last:
            y = self._statistics(page.columns, lefts, y)
        self._frame(lefts, top, y)
        self._foot(number, of)

    def _say(self, rect: QRectF, said: str, px: float, *, weight: int = 400, align: Qt.AlignmentFlag = LEFT, grey: bool = False) -> None:
        font = QFont(T.family)
        font.setPixelSize(round(px))
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        self._p.setFont(font)
        self._p.setPen(QPen(GREY if grey else BLACK))
        shown = self._p.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(rect.width()))
        self._p.drawText(rect, align, shown)

    def _title(self) -> None:
        ref, sheet, wide = self._board.sheet.ref, self._board.sheet, WIDE - 2 * MARGIN
        place = " · ".join(part for part in (self._school.city, f"NPSN {self._school.npsn}" if self._school.npsn else "") if part)
        self._say(QRectF(MARGIN, MARGIN, wide * 0.6, 20), self._school.name, 16, weight=600)
        self._say(QRectF(MARGIN, MARGIN + 20, wide * 0.6, 14), place, 10, grey=True)
        self._say(QRectF(MARGIN, MARGIN + 40, wide * 0.6, 18), tr("Grade sheet {subject}", subject=ref.subject), 14, weight=600)
        facts = (tr("Class {name}", name=ref.class_name), semester_title(ref.semester), f"KKTP {sheet.kktp}", ", ".join(ref.teachers))
        for n, said in enumerate(facts):
            self._say(QRectF(MARGIN + wide * 0.6, MARGIN + n * 14, wide * 0.4, 14), said, 10, align=RIGHT, weight=500 if n < 2 else 400)

    def _lefts(self, columns: Sequence[int]) -> Iterator[float]:
        """The left edge of each column, then the right edge of the last."""
        x = MARGIN + NUMBER + NAME
        for col in columns:
            yield x
            x += FINAL if self._board.columns[col].derived else MARK
        yield x

    def _heads(self, columns: Sequence[int], lefts: Sequence[float], top: float) -> None:
        self._p.fillRect(QRectF(MARGIN, top, lefts[-1] - MARGIN, HEAD), Qt.GlobalColor.white)
        self._say(QRectF(MARGIN + NUMBER + 4, top, NAME, HEAD), tr("Pupil"), 10, weight=600)
        for col, x, end in zip(columns, lefts, lefts[1:], strict=False):
            column = self._board.columns[col]
            self._say(QRectF(x + 3, top + 3, end - x - 7, 15), column.title, 10, weight=600, align=RIGHT)
            self._say(QRectF(x + 3, top + 18, end - x - 7, 14), column.sub, 8.5, align=RIGHT, grey=True)

    def _row(self, row: int, columns: Sequence[int], lefts: Sequence[float], y: float) -> None:
        pupil = self._board.pupil(row)
        number = "" if pupil.number is None else str(pupil.number)
        name = f"{pupil.name} ({tr('has left')})" if pupil.left_on else pupil.name
        self._say(QRectF(MARGIN, y, NUMBER - 6, ROW), number, 9, align=RIGHT, grey=True)
        self._say(QRectF(MARGIN + NUMBER + 4, y, NAME - 8, ROW), name, 10, grey=pupil.left_on is not None)
        for col, x, end in zip(columns, lefts, lefts[1:], strict=False):
            cell, column = self._board.cell(row, col), self._board.columns[col]
            below = self._board.figures.below(col, cell)
            mark = "*" if column.derived and cell.value is not None and self._board.final(row).provisional else ""
            said = ("▾ " if below else "") + cell_text(cell) + mark
            self._say(QRectF(x + 2, y, end - x - 7, ROW), said, 10, weight=600 if column.derived or below else 400, align=RIGHT)

    def _statistics(self, columns: Sequence[int], lefts: Sequence[float], y: float) -> float:
        names = (tr("Mean"), tr("Reached (≥ {kktp})", kktp=self._board.sheet.kktp))
        for n, name in enumerate(names):
            self._say(QRectF(MARGIN + NUMBER + 4, y + n * ROW, NAME - 8, ROW), name, 10, weight=600)
        for col, x, end in zip(columns, lefts, lefts[1:], strict=False):
            tally = self._board.figures.tallies[col]
            mean = ink.digits(round(tally.mean, 1), 1) if tally.mean is not None else "–"
            self._say(QRectF(x + 2, y, end - x - 7, ROW), mean, 10, weight=600, align=RIGHT)
            self._say(QRectF(x + 2, y + ROW, end - x - 7, ROW), f"{tally.reached}/{tally.count}" if tally.count else "–", 9, align=RIGHT)
        return y + 2 * ROW

    def _frame(self, lefts: Sequence[float], top: float, bottom: float) -> None:
        p, right = self._p, lefts[-1]
        p.setPen(QPen(GREY, 0.6))
        for x in (MARGIN, MARGIN + NUMBER, *lefts):
            p.drawLine(int(x), int(top), int(x), int(bottom))
        y = top + HEAD
        p.drawLine(int(MARGIN), int(top), int(right), int(top))
        while y <= bottom + 0.1:
            p.drawLine(int(MARGIN), int(y), int(right), int(y))
            y += ROW

    def _foot(self, number: int, of: int) -> None:
        now, wide, y = datetime.now().astimezone(), WIDE - 2 * MARGIN, HIGH - MARGIN - 14
        notes = tr("▾ below KKTP · * provisional: something that counts is still blank")
        self._say(QRectF(MARGIN, y, wide * 0.6, 14), notes, 8.5, grey=True)
        printed = tr("{day} {time} · page {number} of {of}", day=day(now.date()), time=clock(now), number=number, of=of)
        self._say(QRectF(MARGIN + wide * 0.6, y, wide * 0.4, 14), printed, 8.5, align=RIGHT, grey=True)
