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
HEAD, TITLE, FOOT = 36.0, 74.0, 20.0
LEAST_ROW, MOST_ROW = 14.5, 20.0  # a class of 38 with its statistics fits on one page
NUMBER, NAME = 26.0, 190.0
LEAST_MARK, MOST_MARK, FINAL = 46.0, 84.0, 1.2  # the final grade is wider than a mark by this factor
STATISTICS = 2  # rows
BLACK, GREY = Qt.GlobalColor.black, Qt.GlobalColor.darkGray


@dataclass(frozen=True, slots=True)
class School:
    """What stands at the head of a page."""

    name: str
    city: str
    npsn: str


@dataclass(frozen=True, slots=True)
class Page:
    """Which columns and rows stand on a page, and how large. `last`: of these columns, so the statistics follow."""

    columns: range
    rows: range
    last: bool
    row: float
    mark: float


def pages_of(board: Board) -> list[Page]:
    """Columns beyond the width and rows beyond the height go to further pages, with the names repeated."""
    wide, high = WIDE - 2 * MARGIN - NUMBER - NAME, HIGH - 2 * MARGIN - TITLE - HEAD - FOOT
    count, rows = len(board.columns), board.size[0]
    per = min(count, int(wide / LEAST_MARK - FINAL) + 1)
    mark = min(MOST_MARK, wide / (per - 1 + FINAL))
    row = max(LEAST_ROW, min(MOST_ROW, high / (rows + STATISTICS)))
    most = int(high // row)
    chunks = [range(start, min(start + most, rows)) for start in range(0, rows, most)] or [range(0)]
    if len(chunks[-1]) + STATISTICS > most:
        chunks.append(range(rows, rows))  # the statistics stay together
    spans = [range(left, min(left + per, count)) for left in range(0, count, per)]
    return [Page(span, chunk, chunk is chunks[-1], row, mark) for span in spans for chunk in chunks]


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
        self._row_high = LEAST_ROW

    def page(self, page: Page, number: int, of: int) -> None:
        self._title()
        self._row_high = page.row
        top = MARGIN + TITLE
        lefts = list(self._lefts(page))
        self._heads(page.columns, lefts, top)
        y = top + HEAD
        for row in page.rows:
            self._row(row, page.columns, lefts, y)
            y += page.row
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

    def _lefts(self, page: Page) -> Iterator[float]:
        """The left edge of each column, then the right edge of the last."""
        x = MARGIN + NUMBER + NAME
        for col in page.columns:
            yield x
            x += page.mark * (FINAL if self._board.columns[col].derived else 1)
        yield x

    def _heads(self, columns: Sequence[int], lefts: Sequence[float], top: float) -> None:
        self._p.fillRect(QRectF(MARGIN, top, lefts[-1] - MARGIN, HEAD), Qt.GlobalColor.white)
        self._say(QRectF(MARGIN + NUMBER + 4, top, NAME, HEAD), tr("Pupil"), 10, weight=600)
        for col, x, end in zip(columns, lefts, lefts[1:], strict=False):
            column = self._board.columns[col]
            self._say(QRectF(x + 3, top + 3, end - x - 7, 15), column.title, 10, weight=600, align=RIGHT)
            self._say(QRectF(x + 3, top + 18, end - x - 7, 14), column.sub, 8.5, align=RIGHT, grey=True)

    def _row(self, row: int, columns: Sequence[int], lefts: Sequence[float], y: float) -> None:
        pupil, high = self._board.pupil(row), self._row_high
        number = "" if pupil.number is None else str(pupil.number)
        name = f"{pupil.name} ({tr('has left')})" if pupil.left_on else pupil.name
        self._say(QRectF(MARGIN, y, NUMBER - 6, high), number, 9, align=RIGHT, grey=True)
        self._say(QRectF(MARGIN + NUMBER + 4, y, NAME - 8, high), name, 10, grey=pupil.left_on is not None)
        for col, x, end in zip(columns, lefts, lefts[1:], strict=False):
            cell, column = self._board.cell(row, col), self._board.columns[col]
            below = self._board.figures.below(col, cell)
            mark = "*" if column.derived and cell.value is not None and self._board.final(row).provisional else ""
            first = f"{ink.digits(cell.first_value)} → " if cell.first_value is not None else ""
            said = ("▾ " if below else "") + first + cell_text(cell) + mark
            self._say(QRectF(x + 2, y, end - x - 7, high), said, 10, weight=600 if column.derived or below else 400, align=RIGHT)

    def _statistics(self, columns: Sequence[int], lefts: Sequence[float], y: float) -> float:
        names = (tr("Mean"), tr("Reached (≥ {kktp})", kktp=self._board.sheet.kktp))
        for n, name in enumerate(names):
            self._say(QRectF(MARGIN + NUMBER + 4, y + n * self._row_high, NAME - 8, self._row_high), name, 10, weight=600)
        for col, x, end in zip(columns, lefts, lefts[1:], strict=False):
            tally = self._board.figures.tallies[col]
            mean = ink.digits(round(tally.mean, 1), 1) if tally.mean is not None else "–"
            self._say(QRectF(x + 2, y, end - x - 7, self._row_high), mean, 10, weight=600, align=RIGHT)
            self._say(
                QRectF(x + 2, y + self._row_high, end - x - 7, self._row_high),
                f"{tally.reached}/{tally.count}" if tally.count else "–",
                9,
                align=RIGHT,
            )
        return y + 2 * self._row_high

    def _frame(self, lefts: Sequence[float], top: float, bottom: float) -> None:
        p, right = self._p, lefts[-1]
        p.setPen(QPen(GREY, 0.6))
        for x in (MARGIN, MARGIN + NUMBER, *lefts):
            p.drawLine(int(x), int(top), int(x), int(bottom))
        y = top + HEAD
        p.drawLine(int(MARGIN), int(top), int(right), int(top))
        while y <= bottom + 0.1:
            p.drawLine(int(MARGIN), int(y), int(right), int(y))
            y += self._row_high

    def _foot(self, number: int, of: int) -> None:
        now, wide, y = datetime.now().astimezone(), WIDE - 2 * MARGIN, HIGH - MARGIN - 14
        notes = tr("▾ below KKTP · * provisional: something that counts is still blank")
        self._say(QRectF(MARGIN, y, wide * 0.6, 14), notes, 8.5, grey=True)
        printed = tr("{day} {time} · page {number} of {of}", day=day(now.date()), time=clock(now), number=number, of=of)
        self._say(QRectF(MARGIN + wide * 0.6, y, wide * 0.4, 14), printed, 8.5, align=RIGHT, grey=True)
