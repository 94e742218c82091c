"""Lessons and times in the words of a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.week import Clash, Lesson, Place, Slot
from ems_desktop.i18n import N_, language, tr
from ems_desktop.services.timetable_views import Sheet

_DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_MOST_FREE = 3


def day_words(day: int) -> str:
    """1 → Senin."""
    return tr(_DAYS[day - 1])


def clock_words(minute: int) -> str:
    """460 → 07.40, in English 07:40."""
    return f"{minute // 60:02}{'.' if language() == 'id' else ':'}{minute % 60:02}"


def when_words(slot: Slot) -> str:
    """Rabu 08.20–09.40."""
    return f"{day_words(slot.day)} {clock_words(slot.start)}–{clock_words(slot.end)}"


def lesson_words(sheet: Sheet, lesson: Lesson) -> str:
    """Matematika VIII B."""
    return f"{sheet.subjects.get(lesson.subject_id, '?')} {sheet.classes.get(lesson.class_id, '?')}"


def free_words(places: Iterable[Place]) -> str:
    """Where the lesson could go instead; the first three."""
    found = [f"{day_words(one.slot.day)} {clock_words(one.slot.start)}" for one in places if one.verdict == "free"]
    return tr("Free: {places}.", places=", ".join(found[:_MOST_FREE])) if found else tr("No place of the week is free for it.")


def refusal(sheet: Sheet, lesson: Lesson, slot: Slot, clash: Clash, places: Iterable[Place]) -> Mistake:
    """Both lessons, whom they share, when, and the free alternatives: 1640; 1641 where the time is closed."""
    said = {
        "lesson": lesson_words(sheet, lesson),
        "when": when_words(slot),
        "name": sheet.name(clash.resource, clash.resource_id),
        "free": free_words(places),
    }
    if clash.other is None:
        return Mistake(1641, reason=clash.reason or tr("closed"), **said)
    return Mistake(1640, other=lesson_words(sheet, clash.other), **said)


def too_short(sheet: Sheet, lesson: Lesson, slot: Slot, fits: int, places: Iterable[Place]) -> Mistake:
    """1642."""
    return Mistake(
        1642, lesson=lesson_words(sheet, lesson), when=when_words(slot), needed=lesson.periods, fits=fits, free=free_words(places)
    )
