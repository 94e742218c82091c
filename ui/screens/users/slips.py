"""Invitation slips on A4, eight a page with lines to cut along. Drawn with Qt, so safe off the window's thread too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPdfWriter, QPen

from ems_desktop.domain.errors import Outage
from ems_desktop.i18n import tr
from ems_desktop.services.users import Invitation
from ui.screens.users.columns import until_words
from ui.theme import LEFT, T

ACROSS, DOWN = 2, 4
DPI = 300
INK = QColor(Qt.GlobalColor.black)


def write_slips(path: Path, school: str, invitations: Sequence[Invitation]) -> None:
    """A PDF of them all. Error 1240 when the file cannot be written (open in another program, no space)."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(tr("Invitation slips"))
    p = QPainter(writer)
    page = QRectF(0, 0, writer.width(), writer.height())
    for n, one in enumerate(invitations):
        place = n % (ACROSS * DOWN)
        if n and place == 0:
            writer.newPage()
        if place == 0:
            _cutting_lines(p, page)
        wide, high = page.width() / ACROSS, page.height() / DOWN
        _slip(p, QRectF(place % ACROSS * wide, place // ACROSS * high, wide, high), school, one)
    p.end()
    try:
        path.write_bytes(buffer.data().data())
    except OSError as error:
        raise Outage(1240, file=path.name) from error


def _mm(length: float) -> float:
    return length / 25.4 * DPI


def _cutting_lines(p: QPainter, page: QRectF) -> None:
    p.setPen(QPen(INK, 1, Qt.PenStyle.DashLine))
    for n in range(1, ACROSS):
        p.drawLine(round(page.width() * n / ACROSS), 0, round(page.width() * n / ACROSS), round(page.height()))
    for n in range(1, DOWN):
        p.drawLine(0, round(page.height() * n / DOWN), round(page.width()), round(page.height() * n / DOWN))


def _slip(p: QPainter, rect: QRectF, school: str, one: Invitation) -> None:
    """School, name, the code, and what to do with it."""
    inner = rect.adjusted(_mm(9), _mm(8), -_mm(9), -_mm(7))
    y = inner.top()
    y = _line(p, inner, y, school, 8.5, 400)
    y = _line(p, inner, y + _mm(1), one.name, 13, 600)
    y = _line(p, inner, y + _mm(4), tr("Invitation code"), 8.5, 400)
    y = _line(p, inner, y, one.code, 17, 600)
    steps = (
        tr("1. Open EMS Desktop, choose “{join}”, then “{code}”.", join=tr("Join my school"), code=tr("Use an invitation code")),
        tr("2. Type this code and choose a password of your own."),
        tr("{until}, for one person and one time. Do not pass it on.", until=until_words(one)),
    )
    y += _mm(3)
    for said in steps:
        y = _line(p, inner, y, said, 8.5, 400)


def _line(p: QPainter, inner: QRectF, y: float, said: str, points: float, weight: int) -> float:
    """Draw one text, wrapped, from `y` on; where the next one starts."""
    font = QFont(T.family)
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    p.setFont(font)
    p.setPen(INK)
    flags = int(Qt.TextFlag.TextWordWrap.value) | int(LEFT.value)
    box = p.boundingRect(QRectF(inner.left(), y, inner.width(), inner.height()), flags, said)
    p.drawText(QRectF(inner.left(), y, inner.width(), box.height()), flags, said)
    return y + box.height()
