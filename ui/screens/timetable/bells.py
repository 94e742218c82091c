"""The bell schedule of a day as a person types it: when it begins, how long an hour (JP) is, how many, and what stands between. No Qt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ems_desktop.domain.timetable.week import Period, PeriodKind, Slot
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_words import clock_words

MOST_HOURS, LAST_MINUTE = 16, 24 * 60
_TIME, _PAUSE = re.compile(r"(\d{1,2})[.:](\d{2})"), re.compile(r"(\d{1,2})\s+(.+?)\s+(\d{1,3})")
_KINDS: tuple[tuple[PeriodKind, tuple[str, ...]], ...] = (
    ("ceremony", ("upacara", "apel", "ceremony")),
    ("prayer", ("zuhur", "dzuhur", "asar", "salat", "sholat", "duha", "prayer")),
    ("break", ("istirahat", "break", "rehat")),
)


class NotRead(ValueError):
    """What was typed is not a bell schedule; the text says what is wrong, `field` where."""

    def __init__(self, field: str, said: str) -> None:
        super().__init__(said)
        self.field = field


@dataclass(frozen=True, slots=True)
class DayBells:
    """As typed. `pauses`: after which hour, what, how many minutes: "3 Istirahat 15; 6 Zuhur 40"; after 0: before the first."""

    start: str
    length: str
    hours: str
    pauses: str


def bells_of(periods: Iterable[Period], day: int) -> DayBells:
    """What stands now, in words that `read_bells` understands."""
    there = sorted((one for one in periods if one.slot.day == day and one.shift == 1), key=lambda one: one.slot)
    hours = [one.slot for one in there if one.kind == "lesson"]
    lengths = Counter(slot.end - slot.start for slot in hours)
    pauses, after = [], 0
    for one in there:
        after += one.kind == "lesson"
        if one.kind != "lesson":
            pauses.append(f"{after} {one.title} {one.slot.end - one.slot.start}")
    begins = there[0].slot.start if there else 7 * 60
    return DayBells(clock_words(begins), str(lengths.most_common(1)[0][0] if lengths else 40), str(len(hours)), "; ".join(pauses))


def read_bells(typed: DayBells, day: int) -> tuple[Period, ...]:
    """The day's periods in order; they have no ids yet. Raises NotRead."""
    minute, length = _time(typed.start), _number("length", typed.length, 10, 120)
    hours, pauses = _number("hours", typed.hours, 0, MOST_HOURS), _pauses(typed.pauses)
    found: list[Period] = []

    def put(minutes: int, kind: PeriodKind, title: str, number: int | None) -> None:
        start = found[-1].slot.end if found else minute
        if start + minutes > LAST_MINUTE:
            raise NotRead("hours", tr("The day would end after midnight."))
        found.append(Period("", Slot(day, start, start + minutes), kind, title, number=number))

    for hour in range(hours + 1):
        if hour:
            put(length, "lesson", "", hour)
        for after, title, minutes in pauses:
            if after == hour:
                put(minutes, _kind(title), title, None)
    return tuple(found)


def with_day(periods: Iterable[Period], day: int, new: tuple[Period, ...]) -> tuple[Period, ...]:
    """The week's periods with another day; lines that stay where they were keep their ids."""
    old = tuple(periods)
    ids = {one.slot: one.id for one in old if one.slot.day == day and one.shift == 1}
    kept = tuple(one for one in old if one.slot.day != day or one.shift != 1)
    return (*kept, *(replace(one, id=ids.get(one.slot, "")) for one in new))


def _time(typed: str) -> int:
    found = _TIME.fullmatch(typed.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise NotRead("start", tr("A time is written like {example}.", example=clock_words(420)))
    return int(found[1]) * 60 + int(found[2])


def _number(field: str, typed: str, least: int, most: int) -> int:
    value = int(typed) if typed.strip().isdecimal() else -1
    if not least <= value <= most:
        raise NotRead(field, tr("A whole number from {least} to {most}.", least=least, most=most))
    return value


def _pauses(typed: str) -> list[tuple[int, str, int]]:
    found = []
    for line in filter(None, map(str.strip, typed.split(";"))):
        read = _PAUSE.fullmatch(line)
        if not read or not int(read[3]):
            raise NotRead("pauses", tr("“{line}” is not read: after which hour, what, how many minutes.", line=line[:40]))
        found.append((int(read[1]), read[2], int(read[3])))
    return found


def _kind(title: str) -> PeriodKind:
    said = title.casefold()
    return next((kind for kind, names in _KINDS if any(name in said for name in names)), "other")
