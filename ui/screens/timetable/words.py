"""Days, times, names and clashes in words, as the week shows and speaks them. No Qt."""

from __future__ import annotations

from ems_desktop.domain.timetable.week import Clash, Lesson, Place, Slot
from ems_desktop.i18n import tr, trn
from ems_desktop.services.timetable_views import Sheet
from ems_desktop.services.timetable_words import clock_words, day_words, when_words


def span_words(slot: Slot) -> str:
    return f"{clock_words(slot.start)}–{clock_words(slot.end)}"


def hours_words(periods: int) -> str:
    return trn("{n} JP", "{n} JP", periods)


def short_name(name: str) -> str:
    """Hendra Gunawan, S.Pd. → Hendra G.; I Made Surya → I Made S.; H. Fathoni stays."""
    words = name.split(",", maxsplit=1)[0].split()
    called = 2 if words and len(words[0]) == 1 else 1
    if len(words) <= called or words[0].endswith("."):
        return " ".join(words)
    return f"{' '.join(words[:called])} {words[called][0]}."


def short_subject(name: str) -> str:
    """For a narrow cell: Matematika → Mat, Bahasa Indonesia → B.Ind, PJOK stays."""
    words = name.split()
    if len(words) > 1:
        return f"{words[0][0]}.{words[1][:3]}"
    return name if len(name) <= 4 else name[:3]


def title_words(sheet: Sheet, lesson: Lesson) -> str:
    """A teacher's file knows the lessons of all classes, and the names of the own ones alone."""
    return sheet.subjects.get(lesson.subject_id) or tr("Lesson")


def teacher_words(sheet: Sheet, lesson: Lesson) -> str:
    return ", ".join(sheet.teachers.get(teacher, "?") for teacher in lesson.teachers)


def room_words(sheet: Sheet, lesson: Lesson) -> str:
    return sheet.rooms.get(lesson.room_id, "?") if lesson.room_id else ""


def class_words(sheet: Sheet, lesson: Lesson) -> str:
    return sheet.classes.get(lesson.class_id) or tr("another class")


def spoken(sheet: Sheet, lesson: Lesson) -> str:
    """Matematika, VIII B, Senin 07.40 sampai 09.00, Hendra Gunawan, R. 8B."""
    parts = [title_words(sheet, lesson), class_words(sheet, lesson)]
    if lesson.slot is None:
        parts += [tr("not placed"), hours_words(lesson.periods)]
    else:
        parts.append(
            tr(
                "{day} {start} to {end}",
                day=day_words(lesson.slot.day),
                start=clock_words(lesson.slot.start),
                end=clock_words(lesson.slot.end),
            )
        )
    parts += [teacher_words(sheet, lesson), room_words(sheet, lesson), tr("locked") if lesson.locked else ""]
    return ", ".join(part for part in parts if part)


def short_reason(sheet: Sheet, lesson: Lesson, place: Place) -> str:
    """Why a place is closed, for the little room it has."""
    if place.fits < lesson.periods:
        return tr("Only {hours}", hours=hours_words(place.fits))
    clash = place.clashes[0]
    if clash.other is None:
        return clash.reason or tr("Closed")
    if clash.resource == "room":
        return tr("{room} in use", room=_name(sheet, clash))
    if clash.resource == "teacher":
        return tr("{teacher} in {class_name}", teacher=short_name(_name(sheet, clash)), class_name=class_words(sheet, clash.other))
    return tr("{class_name} has {subject}", class_name=class_words(sheet, clash.other), subject=title_words(sheet, clash.other))


def reason(sheet: Sheet, lesson: Lesson, place: Place) -> tuple[str, str]:
    """Why a place is closed: a sentence, and when and where that is."""
    if place.fits < lesson.periods:
        said = tr("Only {fits} in a row here; the lesson takes {needs}", fits=hours_words(place.fits), needs=hours_words(lesson.periods))
        return said, when_words(place.slot)
    return clash_words(sheet, place.clashes[0])


def clash_words(sheet: Sheet, clash: Clash) -> tuple[str, str]:
    """What is in the way: a sentence, and when and where that is."""
    if clash.other is None:
        said = tr("{name} cannot be used then: {why}", name=_name(sheet, clash), why=clash.reason or tr("closed"))
        return said, when_words(clash.slot)
    where = room_words(sheet, clash.other)
    return _taken(sheet, clash, clash.other), when_words(clash.slot) + (f" · {where}" if where else "")


def _taken(sheet: Sheet, clash: Clash, other: Lesson) -> str:
    name, subject, class_name = _name(sheet, clash), title_words(sheet, other), class_words(sheet, other)
    if clash.resource == "teacher":
        return tr("{teacher} teaches {subject} in {class_name}", teacher=name, subject=subject, class_name=class_name)
    if clash.resource == "room":
        return tr("{room} is taken by {class_name} for {subject}", room=name, class_name=class_name, subject=subject)
    return tr("{class_name} has {subject} with {teacher}", class_name=class_name, subject=subject, teacher=teacher_words(sheet, other))


def _name(sheet: Sheet, clash: Clash) -> str:
    names = {"class": sheet.classes, "teacher": sheet.teachers, "room": sheet.rooms}[clash.resource]
    return names.get(clash.resource_id, "?")


def begin_words(slot: Slot) -> str:
    """Senin 12.35."""
    return f"{day_words(slot.day)} {clock_words(slot.start)}"


def ways_out(free: tuple[Slot, ...], swaps: tuple[Slot, ...]) -> str:
    """Bebas: Senin 12.35 · tukar: Senin 07.40, Selasa 12.35. The first three of each."""
    parts = []
    if free:
        parts.append(tr("Free: {places}", places=", ".join(begin_words(slot) for slot in free[:3])))
    if swaps:
        parts.append(tr("swap: {places}", places=", ".join(begin_words(slot) for slot in swaps[:3])))
    return " · ".join(parts) or tr("No place is free this week")
