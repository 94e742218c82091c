"""Words that several areas share: semesters, academic years, days and moments as people write them. Knows no Qt."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ems_desktop.i18n import clock, day, tr


def semester_title(code: str) -> str:
    """20261 → Ganjil 2026/2027."""
    years = year_title(int(code[:4]))
    return tr("Odd semester {years}", years=years) if code[4:] == "1" else tr("Even semester {years}", years=years)


def semester_short(code: str) -> str:
    """20261 → Ganjil 26/27, for a column's title."""
    years = f"{code[2:4]}/{(int(code[2:4]) + 1) % 100:02}"
    return tr("Odd {years}", years=years) if code[4:] == "1" else tr("Even {years}", years=years)


def year_title(year: int) -> str:
    """2026 → 2026/2027."""
    return f"{year}/{year + 1}"


def when(iso: str, today: date) -> str:
    """A moment of the store (ISO, UTC) from near to far: hari ini 09.38, kemarin 14.12, 20 Nov."""
    moment = datetime.fromisoformat(iso)
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    days = (today - local.date()).days
    if days <= 0:
        return tr("today {time}", time=clock(local))
    if days == 1:
        return tr("yesterday {time}", time=clock(local))
    return day(local.date(), short=local.year == today.year)
