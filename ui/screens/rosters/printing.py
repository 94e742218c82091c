"""An attendance list on paper: A4 across, a line a pupil, a box for each day of the month. Painted into a PDF, in points."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ems_desktop.i18n import day, tr
from ems_desktop.integrations.tables_out import Page
from ui.theme import T

DAYS = 31
DPI = 288  # four dots a point: hairlines stay hairlines
ROW, HEAD = 12.2, 17.0  # points: a class of 36 fits on one page
NUMBER, NAME, GENDER = 22.0, 190.0, 20.0


def pdf_of(page: Page, today: date) -> bytes:
    """The printed list as a file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    writer.setTitle(page.name)
    p = QPainter(writer)
    p.scale(DPI / 72, DPI / 72)
    _Paper(p, writer, page, today).draw()
    p.end()
    return bytes(buffer.data().data())


class _Paper:
    """Goes down the page; begins another one when the room is used up."""

    def __init__(self, p: QPainter, writer: QPdfWriter, page: Page, today: date) -> None:
        self._p, self._writer, self._page, self._today = p, writer, page, today
        room = writer.pageLayout().paintRect(QPageLayout.Unit.Point)
        self._width, self._height = room.width(), room.height()
        self._box = (self._width - NUMBER - NAME - GENDER) / DAYS

    def draw(self) -> None:
        y = self._top()
        for row in self._page.rows:
            if y + ROW > self._height - 14:
                self._writer.newPage()
                y = self._top()
            self._line(y, str(row[0] or ""), str(row[1] or ""), str(row[4] or ""))
            y += ROW

    def _top(self) -> float:
        y = 0.0
        for n, said in enumerate(self._page.heading):
            self._text(QRectF(0, y, self._width, 16), said, 11 if n == 0 else 9, bold=n == 0)
            y += 16
        printed = tr("Printed {date}", date=day(self._today))
        self._text(QRectF(0, 0, self._width, 16), printed, 7, Qt.AlignmentFlag.AlignRight)
        y += 6
        self._cells(y, HEAD)
        self._text(QRectF(0, y, NUMBER, HEAD), tr("No."), 7, Qt.AlignmentFlag.AlignHCenter, bold=True)
        self._text(QRectF(NUMBER + 4, y, NAME, HEAD), tr("Name"), 7, bold=True)
        self._text(QRectF(NUMBER + NAME, y, GENDER, HEAD), tr("L/P"), 7, Qt.AlignmentFlag.AlignHCenter, bold=True)
        for n in range(DAYS):
            self._text(QRectF(self._day(n), y, self._box, HEAD), str(n + 1), 6.5, Qt.AlignmentFlag.AlignHCenter, bold=True)
        return y + HEAD

    def _line(self, y: float, number: str, name: str, gender: str) -> None:
        self._cells(y, ROW)
        self._text(QRectF(0, y, NUMBER, ROW), number, 7.5, Qt.AlignmentFlag.AlignHCenter)
        self._text(QRectF(NUMBER + 4, y, NAME - 6, ROW), name, 8)
        self._text(QRectF(NUMBER + NAME, y, GENDER, ROW), gender, 7.5, Qt.AlignmentFlag.AlignHCenter)

    def _day(self, n: int) -> float:
        return NUMBER + NAME + GENDER + n * self._box

    def _cells(self, y: float, high: float) -> None:
        self._p.setPen(QPen(Qt.GlobalColor.gray, 0.4))
        for x in (0.0, NUMBER, NUMBER + NAME, *(self._day(n) for n in range(DAYS + 1))):
            self._p.drawLine(QLineF(x, y, x, y + high))
        for line in (y, y + high):
            self._p.drawLine(QLineF(0, line, self._width, line))

    def _text(
        self, rect: QRectF, said: str, size: float, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft, *, bold: bool = False
    ) -> None:
        made = QFont(T.family)
        made.setPointSizeF(size * 72 / DPI)  # the painter is scaled already
        made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self._p.setFont(made)
        self._p.setPen(Qt.GlobalColor.black)
        shown = self._p.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(rect.width()))
        self._p.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)
