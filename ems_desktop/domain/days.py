"""A day as people type it, of which the year may go without saying."""

from __future__ import annotations

from datetime import date

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.rosters.dates import from_text


def read_day(text: str, today: date) -> date:
    """12-12-2026, 12/12/2026, 2026-12-12, 12 Desember 2026; without a year (12-12, 12 Des) the last such day up to `today`. Error 1603."""
    typed = " ".join(text.split())
    for said in (typed, f"{typed} {today.year}", f"{typed} {today.year - 1}"):
        found = _day(said)
        if found is not None and (said is typed or found <= today):
            return found
    raise Mistake(1603, value=typed)


def _day(said: str) -> date | None:
    if said.isdigit():
        return None  # a serial number of Excel is nothing a person types
    try:
        return from_text(said)
    except ValueError:
        return None
