"""Numbers beside the week: hours placed, clashes, and each teacher's load against the target. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ems_desktop.domain.timetable.clashes import all_clashes, load
from ems_desktop.domain.timetable.week import Lesson
from ems_desktop.services.timetable_views import Sheet
from ui.screens.timetable import words
from ui.screens.timetable.board import hues

# Hours (JP) a week: the least for a full post, and the most. Law 14/2005 on teachers, article 35 (2): for every school alike, so no setting.
TARGET, MOST = 24, 40


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the week that is shown, in hours (JP) and lessons."""

    placed: int
    total: int
    clashes: int


@dataclass(frozen=True, slots=True)
class LoadLine:
    """`have`: hours placed. `adds`: hours of the lesson in the hand, which are not in `have`. `ink`: how the figure looks."""

    teacher_id: str
    name: str
    have: int
    adds: int
    hue: int
    ink: str = "text2"


def figures(sheet: Sheet, lessons: Sequence[Lesson]) -> Figures:
    """Of these lessons of the week."""
    clashes = all_clashes(sheet.week)
    placed = sum(one.periods for one in lessons if one.slot)
    return Figures(placed, sum(one.periods for one in lessons), sum(one.id in clashes for one in lessons))


def waiting(sheet: Sheet, lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Those without a place, by subject."""
    found = (one for one in lessons if one.slot is None)
    return tuple(sorted(found, key=lambda one: (words.title_words(sheet, one), words.class_words(sheet, one), -one.periods, one.id)))


def load_lines(sheet: Sheet, lessons: Iterable[Lesson], held: Lesson | None) -> tuple[LoadLine, ...]:
    """A line for each teacher of these lessons, by name; those of the lesson in the hand first."""
    loads = load(sheet.week)
    taught: dict[str, Lesson] = {}
    for lesson in lessons:
        for teacher in lesson.teachers:
            taught.setdefault(teacher, lesson)
    hue = hues(sheet, "class")
    lines = []
    for teacher, lesson in taught.items():
        adds = held.periods if held and teacher in held.teachers else 0
        have = loads[teacher].placed - (adds if held and held.slot else 0)
        lines.append(LoadLine(teacher, sheet.teachers.get(teacher, "?"), have, adds, hue(lesson), _ink(have + adds, loads[teacher].total)))
    return tuple(sorted(lines, key=lambda one: (not one.adds, one.name)))


def _ink(placed: int, total: int) -> str:
    """Amber: hours still wait in the tray, and the target is not reached."""
    return "bad" if placed > MOST else "warn" if placed < min(total, TARGET) else "text2"
