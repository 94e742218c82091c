"""Dates of birth as school files hold them: date cells, serial numbers, ISO text, day/month/year, Indonesian month names."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from ems_desktop.domain.rosters.cells import Cell, Read, fold, text_of

YOUNGEST, OLDEST = 4, 30
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's serial numbers, right from 1 March 1900 on
_LAST_SERIAL = 2_958_465  # 31 December 9999

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([A-Za-z]+)[-/., ]*(\d{4})")
_SERIAL = re.compile(r"\d{5}")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb pebruari peb february", "maret mar march", "april apr", "mei may", "juni jun june",
            "juli jul july", "agustus agu ags agt aug august", "september sep sept", "oktober okt october oct",
            "november nov nopember nop", "desember des december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def birth_date(cell: Cell, on: date, *, month_first: bool = False) -> Read[date]:
    """The date of birth of somebody who is a pupil on the day `on`. An empty cell reads as None without a doubt.

    Digits with / - or . are day first, as everywhere in Indonesia. Where day and month could be swapped the date is read
    with a doubt, and not at all if the same file holds dates that only make sense with the month first (`month_first`).
    """
    if text_of(cell) == "":
        return Read()
    try:
        value = _as_date(cell)
    except (ValueError, OverflowError):
        return Read(doubt=1265)
    if value is None:
        return Read(doubt=1264)
    age = on.year - value.year - ((on.month, on.day) < (value.month, value.day))
    if not YOUNGEST <= age <= OLDEST:
        return Read(doubt=1268, params={"age": age, "low": YOUNGEST, "high": OLDEST})
    if not _swappable(cell):
        return Read(value)
    return Read(doubt=1267) if month_first else Read(value, 1266, {"date": value})


def is_month_first(cell: Cell) -> bool:
    """Is this a date like 03/24/2013, which can only be month/day/year?"""
    parts = _day_and_month(cell)
    return parts is not None and parts[0] <= 12 < parts[1]


def _swappable(cell: Cell) -> bool:
    parts = _day_and_month(cell)
    return parts is not None and parts[0] <= 12 and parts[1] <= 12 and parts[0] != parts[1]


def _day_and_month(cell: Cell) -> tuple[int, int] | None:
    found = _NUMERIC.fullmatch(text_of(cell)) if isinstance(cell, str) else None
    return (int(found[1]), int(found[2])) if found else None


def _as_date(cell: Cell) -> date | None:
    """None where it is not a date at all; ValueError or OverflowError where the calendar has no such day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _from_serial(cell)
    return from_text(text_of(cell))


def _from_serial(number: float) -> date | None:
    return _EPOCH + timedelta(days=int(number)) if 1 <= number <= _LAST_SERIAL else None


def from_text(text: str) -> date | None:
    """ISO, day first with - / or ., an Indonesian or English month's name, or Excel's serial number. None: not a date at all;
    ValueError: the calendar has no such day."""
    if not text.isascii():
        return None
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _NAMED.fullmatch(text):
        month = _MONTHS.get(fold(found[2]))
        return date(int(found[3]), month, int(found[1])) if month else None
    return _from_serial(int(text)) if _SERIAL.fullmatch(text) else None
