"""FET's days and hours are names; a timetable here stands on a clock. This says which day and which minutes they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ems_desktop.domain.rosters.cells import fold
from ems_desktop.domain.timetable.fet import Cell, FetFile
from ems_desktop.domain.timetable.week import Period, PeriodKind, Slot

START, MINUTES = 7 * 60, 40  # of the first hour, and of each, where neither the names nor the school say it
LONGEST_HOUR = 4 * 60
_DAYS = (
    ("senin", "monday", "mon", "sen"), ("selasa", "tuesday", "tue", "sel"), ("rabu", "wednesday", "wed", "rab"),
    ("kamis", "thursday", "thu", "kam"), ("jumat", "friday", "fri", "jum"), ("sabtu", "saturday", "sat", "sab"),
    ("minggu", "ahad", "sunday", "sun", "min"),
)  # fmt: skip
_TIME = re.compile(r"(?<!\d)(\d{1,2})[.:](\d{2})(?!\d)")


def periods_of(file: FetFile, school: Sequence[Period] = ()) -> dict[Cell, Period]:
    """The bell schedule by (day, hour) of the file. Where the school has one with enough lesson hours on each day it gives the times;
    else the names of the hours do, as in “07.00–07.40”; else hours of 40 minutes from 07.00. Ids are "day.hour"."""
    days, times = day_numbers(file.days), hour_times(file.hours)
    found: dict[Cell, Period] = {}
    for d, day in enumerate(days):
        number = 0
        for h, (start, end) in enumerate(times):
            pause = (d, h) in file.breaks
            number += not pause
            kind: PeriodKind = "break" if pause else "lesson"
            found[d, h] = Period(f"{d}.{h}", Slot(day, start, end), kind, file.hours[h][:60], number=None if pause else number)
    return _on_the_schools_clock(found, school) or found


def day_numbers(names: Sequence[str]) -> tuple[int, ...]:
    """1 (Monday) to 7 by the names, in Indonesian or English; in the file's order from Monday where one of them is unknown."""
    by_name = {fold(word): n for n, words in enumerate(_DAYS, 1) for word in words}
    found = [by_name.get(fold(name), 0) for name in names]
    return tuple(found) if all(found) and len(set(found)) == len(found) else tuple(range(1, len(names) + 1))


def hour_times(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """(start, end) of each hour in minutes since midnight."""
    said = [[int(hour) * 60 + int(minute) for hour, minute in _TIME.findall(name)] for name in names]
    starts = [times[0] if times else -1 for times in said]
    ends = [times[1] if len(times) > 1 else after for times, after in zip(said, [*starts[1:], starts[-1] + MINUTES], strict=True)]
    times = list(zip(starts, ends, strict=True))
    sound = all(0 <= start < end <= 24 * 60 and end - start <= LONGEST_HOUR for start, end in times)
    if sound and all(one[1] <= after[0] for one, after in pairwise(times)):
        return tuple(times)
    length = min(MINUTES, (24 * 60 - START) // len(names))
    return tuple((START + n * length, START + (n + 1) * length) for n in range(len(names)))


def _on_the_schools_clock(found: dict[Cell, Period], school: Sequence[Period]) -> dict[Cell, Period] | None:
    """The lesson hours put where the school has the hour of that number; its own breaks come with it, those of the file are let go."""
    bell = {(one.slot.day, one.number): one for one in school if one.number is not None and one.shift == 1}
    lessons = {cell: (one.slot.day, one.number) for cell, one in found.items() if one.number is not None}
    if not bell or not bell.keys() >= set(lessons.values()):
        return None
    return {cell: bell[which] for cell, which in lessons.items()}
