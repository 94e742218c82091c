"""The bell schedule that a new timetable begins with, and how many hours a week a subject usually has in a junior high school (SMP)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ems_desktop.domain.timetable.week import Period, PeriodKind, Slot

_Line = tuple[str, str, PeriodKind, str]

# Monday to Thursday in hours of 40 minutes, Friday in hours of 35 and until the noon prayer.
_MORNING: tuple[_Line, ...] = (("07:00", "07:40", "lesson", ""), ("07:40", "08:20", "lesson", ""), ("08:20", "09:00", "lesson", ""), ("09:00", "09:40", "lesson", ""))  # fmt: skip
_REST: tuple[_Line, ...] = (
    ("09:40", "09:55", "break", "Istirahat"), ("09:55", "10:35", "lesson", ""), ("10:35", "11:15", "lesson", ""), ("11:15", "11:55", "lesson", ""),
    ("11:55", "12:35", "prayer", "Zuhur"), ("12:35", "13:15", "lesson", ""), ("13:15", "13:55", "lesson", ""),
)  # fmt: skip
_MONDAY: tuple[_Line, ...] = (("07:00", "07:40", "ceremony", "Upacara"), *_MORNING[1:], *_REST)
_FRIDAY: tuple[_Line, ...] = (
    ("07:00", "07:30", "other", "Jumat bersih"), ("07:30", "08:05", "lesson", ""), ("08:05", "08:40", "lesson", ""), ("08:40", "09:15", "lesson", ""),
    ("09:15", "09:30", "break", "Istirahat"), ("09:30", "10:05", "lesson", ""), ("10:05", "10:40", "lesson", ""), ("10:40", "11:15", "lesson", ""),
    ("11:15", "12:35", "prayer", "Salat Jumat"),
)  # fmt: skip
_WEEK = {1: _MONDAY, 2: (*_MORNING, *_REST), 3: (*_MORNING, *_REST), 4: (*_MORNING, *_REST), 5: _FRIDAY}

# Hours (JP) a week, by what the subject's name begins with. Permendikbudristek 12/2024, classes VII to IX.
_HOURS = {
    "pendidikan agama": 3, "pai": 3, "pendidikan pancasila": 3, "ppkn": 3, "bahasa indonesia": 6, "matematika": 5, "ilmu pengetahuan alam": 5,
    "ipa": 5, "ilmu pengetahuan sosial": 4, "ips": 4, "bahasa inggris": 4, "pjok": 3, "pendidikan jasmani": 3, "informatika": 3,
}  # fmt: skip
_OTHER_HOURS = 2


def usual_bells() -> tuple[Period, ...]:
    """Five days; the periods have no ids yet."""
    return tuple(period for day, lines in _WEEK.items() for period in _day(day, lines))


def usual_hours(subject: str) -> int:
    """Lesson hours (JP) a week of a subject by its name."""
    name = subject.casefold()
    return next((hours for begin, hours in _HOURS.items() if name == begin or name.startswith(f"{begin} ")), _OTHER_HOURS)


def chunks(hours: int, longest: int = 2) -> tuple[int, ...]:
    """A week's hours as lessons: 5 → 2, 2, 1."""
    return (longest,) * (hours // longest) + ((hours % longest,) if hours % longest else ())


def minute(text: str) -> int:
    """ "07:40" or "07:40:00" → 460."""
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def overlapping(periods: Iterable[Period]) -> Period | None:
    """The first line that another one of its day and shift overlaps."""
    ends: dict[tuple[int, int], int] = {}
    for one in sorted(periods, key=lambda period: period.slot):
        at = (one.slot.day, one.shift)
        if one.slot.start < ends.get(at, 0) or one.slot.end <= one.slot.start:
            return one
        ends[at] = one.slot.end
    return None


def _day(day: int, lines: Iterable[_Line]) -> Iterator[Period]:
    number = 0
    for start, end, kind, title in lines:
        number += kind == "lesson"
        yield Period("", Slot(day, minute(start), minute(end)), kind, title, number=number if kind == "lesson" else None)
