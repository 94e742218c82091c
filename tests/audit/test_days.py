"""A day as people type it."""

from __future__ import annotations

from datetime import date

import pytest

from ems_desktop.domain.days import read_day
from ems_desktop.domain.errors import Mistake

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12-12-2026", date(2026, 12, 12)), ("12/12/2026", date(2026, 12, 12)), (" 2026-12-12 ", date(2026, 12, 12)), ("12 Desember 2026", date(2026, 12, 12)),
        ("12 December 2026", date(2026, 12, 12)), ("3 4 2027", date(2027, 4, 3)), ("12-12", date(2026, 12, 12)), ("12 Des", date(2026, 12, 12)),
        ("1 maret", TODAY), ("2 maret", date(2026, 3, 2)), ("29  Feb  2024", date(2024, 2, 29)), ("5-9-2030", date(2030, 9, 5)),
    ],
)  # fmt: skip
def test_what_is_read(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "kemarin", "31-2-2026", "29 Feb", "12", "45000", "13-13", "12-12-26"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Mistake, match="EMS-1603"):
        read_day(text, TODAY)
