"""What of a week is on the screen: the lessons of a class, a teacher, a room or the whole school as frozen cards. No Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ems_desktop.domain.timetable.week import Lesson, Period, Slot, Unavailable
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import Sheet, Version
from ems_desktop.services.timetable_words import day_words
from ui.screens.timetable import words

Look = Literal["class", "teacher", "room", "school"]
HUES = 8  # of the theme
NOWHERE = Slot(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Card:
    """A lesson in its place (`NOWHERE`: in none). `row`: of the whole school. `lane` of `lanes`: lessons at the same time stand side by side."""

    lesson: Lesson
    slot: Slot
    title: str
    line: str
    short: str
    spoken: str
    hue: int
    row: int = 0
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day that has a bell schedule. `said`: the length of its hours and how many. `hours`: the starts and ends of its lesson hours."""

    day: int
    name: str
    said: str
    hours: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """`start` and `end`: minutes that the clock shows. `rows`: (class id, name) in the view of the whole school. `closed`: when whose week it
    is cannot be used."""

    look: Look
    name: str
    days: tuple[Day, ...]
    cards: tuple[Card, ...]
    bands: tuple[Period, ...]
    start: int = 7 * 60
    end: int = 14 * 60
    rows: tuple[tuple[str, str], ...] = ()
    closed: tuple[Unavailable, ...] = ()

    def row_of(self, lesson: Lesson) -> int:
        return next((n for n, (class_id, _) in enumerate(self.rows) if class_id == lesson.class_id), 0)


def board(sheet: Sheet, look: Look, who: str | None) -> Board:
    """The week of one class, teacher or room (`who`), or of the whole school."""
    days = tuple(_day(day, periods) for day, periods in _by_day(sheet.week.periods))
    rows = tuple(sheet.classes.items()) if look == "school" else ()
    slots = [period.slot for period in sheet.week.periods]
    start, end = min((s.start for s in slots), default=7 * 60), max((s.end for s in slots), default=14 * 60)
    lessons = [one for one in sheet.week.lessons if one.slot and shows(one, look, who) and (not rows or one.class_id in sheet.classes)]
    cards = _cards(sheet, look, lessons, {class_id: n for n, (class_id, _) in enumerate(rows)})
    closed = tuple(one for one in sheet.week.unavailable if (one.resource, one.resource_id) == (look, who))
    name = dict(whose(sheet, look)).get(who or "", "")
    return Board(look, name, days, cards, _bands(sheet.week.periods), start - 15, end + 15, rows, closed)


def shows(lesson: Lesson, look: Look, who: str | None) -> bool:
    return {
        "class": lesson.class_id == who,
        "teacher": who in lesson.teachers,
        "room": who is not None and lesson.room_id == who,
        "school": True,
    }[look]


def whose(sheet: Sheet, look: Look) -> list[tuple[str, str]]:
    """Whose weeks there are: (id, name)."""
    names = {"class": sheet.classes, "teacher": sheet.teachers, "room": sheet.rooms, "school": {}}[look]
    return list(names.items())


def first_version(versions: Iterable[Version], *, office: bool) -> str | None:
    """The one to begin with: the office's draft, or what is published."""
    order = ("draft", "published", "archived") if office else ("published", "draft", "archived")
    best = min(versions, key=lambda one: order.index(one.state), default=None)
    return best.id if best else None


def hues(sheet: Sheet, look: Look) -> Callable[[Lesson], int]:
    """A lesson's hue: of its subject, by name, in every class the same; in a teacher's week of its class."""
    if look == "teacher":
        by_class = {class_id: n % HUES for n, class_id in enumerate(sheet.classes)}
        return lambda lesson: by_class.get(lesson.class_id, 0)
    names = {name: n % HUES for n, name in enumerate(sorted(set(sheet.subjects.values())))}
    return lambda lesson: names.get(sheet.subjects.get(lesson.subject_id, ""), HUES - 1)


def card_of(sheet: Sheet, look: Look, lesson: Lesson) -> Card:
    """A card by itself: of a lesson in the hand or in the tray."""
    return _card(sheet, look, lesson, hues(sheet, look)(lesson), 0)


def _by_day(periods: Iterable[Period]) -> list[tuple[int, list[Period]]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for period in periods:
        found[period.slot.day].append(period)
    return sorted(found.items())


def _day(day: int, periods: list[Period]) -> Day:
    hours = sorted({period.slot for period in periods if period.kind == "lesson"})
    lengths = Counter(slot.end - slot.start for slot in hours)
    said = ""
    if lengths:
        said = tr("{length}′ · {count}", length=lengths.most_common(1)[0][0], count=words.hours_words(len(hours)))
    return Day(day, day_words(day), said, tuple(hours))


def _bands(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """What is not for lessons; in two shifts only where no class has one."""
    hours = [period.slot for period in periods if period.kind == "lesson"]
    seen: dict[tuple[Slot, str], Period] = {}
    for period in periods:
        if period.kind != "lesson" and not any(period.slot.overlaps(hour) for hour in hours):
            seen.setdefault((period.slot, period.title), period)
    return tuple(seen.values())


def _cards(sheet: Sheet, look: Look, lessons: list[Lesson], rows: dict[str, int]) -> tuple[Card, ...]:
    hue = hues(sheet, look)
    found = [_card(sheet, look, one, hue(one), rows.get(one.class_id, 0)) for one in lessons]
    groups: dict[tuple[int, int], list[Card]] = defaultdict(list)
    for card in sorted(found, key=lambda one: (one.row, one.slot, one.title, one.spoken)):
        groups[card.row, card.slot.day].append(card)
    return tuple(card for group in groups.values() for card in _lanes(group))


def _card(sheet: Sheet, look: Look, lesson: Lesson, hue: int, row: int) -> Card:
    teachers = ", ".join(words.short_name(sheet.teachers.get(teacher, "?")) for teacher in lesson.teachers)
    where, klass = words.room_words(sheet, lesson), words.class_words(sheet, lesson)
    parts = {"class": (teachers, where), "teacher": (klass, where), "room": (klass, teachers), "school": (klass, teachers)}[look]
    title = words.title_words(sheet, lesson)
    line = " · ".join(part for part in parts if part)
    return Card(lesson, lesson.slot or NOWHERE, title, line, words.short_subject(title), words.spoken(sheet, lesson), hue, row)


def _lanes(cards: list[Card]) -> list[Card]:
    """Cards of one day, by start: those that overlap share the width."""
    done: list[Card] = []
    cluster: list[Card] = []
    end = -1
    for card in [*cards, None]:
        if card is None or card.slot.start >= end:
            lanes = max((one.lane for one in cluster), default=0) + 1
            done += [replace(one, lanes=lanes) for one in cluster]
            cluster, end = [], -1
        if card is not None:
            taken = {one.lane for one in cluster if one.slot.overlaps(card.slot)}
            cluster.append(replace(card, lane=next(n for n in range(len(taken) + 1) if n not in taken)))
            end = max(end, card.slot.end)
    return done
