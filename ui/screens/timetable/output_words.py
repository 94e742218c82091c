"""A timetable on paper and in files, in words: days, times, headings, what stands in a cell. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from ems_desktop.domain.timetable.sheet import Block, Book, Entry, Heading, Sheet
from ems_desktop.domain.timetable.week import Period, PeriodKind, Resource, Slot
from ems_desktop.i18n import N_, tr
from ems_desktop.services.timetable_words import clock_words
from ui.words import semester_title

_DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_PAUSES: dict[PeriodKind, str] = {"break": N_("Break"), "ceremony": N_("Ceremony"), "prayer": N_("Prayer"), "other": ""}
_HEADS: dict[Resource, str] = {"class": N_("Timetable of class {name}"), "teacher": N_("Timetable of {name}"), "room": N_("Timetable of room {name}")}  # fmt: skip


def day_name(day: int) -> str:
    return tr(_DAYS[day - 1])


def span(slot: Slot) -> str:
    """07.40–09.00."""
    return f"{clock_words(slot.start)}–{clock_words(slot.end)}"


def pause_name(pause: Period) -> str:
    return pause.title or tr(_PAUSES.get(pause.kind, ""))


def title_of(sheet: Sheet) -> str:
    return tr(_HEADS[sheet.resource]).format(name=sheet.name)


def version_line(heading: Heading) -> str:
    """Ganjil 2026/2027 · Jadwal Agustus · DRAF."""
    parts = (semester_title(heading.semester), heading.version, tr("DRAFT") if heading.draft else "")
    return " · ".join(part for part in parts if part)


def heading_lines(book: Book, sheet: Sheet | None) -> tuple[str, ...]:
    """Over the grid of an Excel sheet."""
    title = title_of(sheet) if sheet else tr("Timetable of all classes")
    return (book.heading.school, f"{title} · {version_line(book.heading)}")


def entry_lines(entry: Entry, resource: Resource | None, *, short: bool = False) -> tuple[str, ...]:
    """Subject, then who, then where: without what the sheet is about. None: the cell of a class among all classes."""
    whole = resource == "class" and len(entry.teachers) == 1 and not short
    teachers = ", ".join(entry.teachers if whole else map(short_teacher, entry.teachers))
    who = {"class": teachers, "teacher": ", ".join(entry.classes), "room": f"{', '.join(entry.classes)} · {teachers}"}
    lines = (entry.subject, who[resource] if resource else teachers, "" if resource in {None, "room"} else entry.room)
    return tuple(line for line in lines if line)


def block_lines(block: Block, resource: Resource | None) -> tuple[str, ...]:
    if block.pause:
        return (pause_name(block.pause),)
    return tuple(line for entry in block.entries for line in entry_lines(entry, resource))


def short_teacher(name: str) -> str:
    """Hendra Gunawan, S.Pd. → Hendra G."""
    words = name.split(",", maxsplit=1)[0].split()
    return f"{words[0]} {words[1][0]}." if len(words) > 1 and not words[0].endswith(".") else " ".join(words)


def short_subject(name: str) -> str:
    """For a narrow cell: Ilmu Pengetahuan Alam → IPA, Bahasa Indonesia → B. Indo, Matematika → Matem."""
    words = name.split()
    if len(words) > 2:
        return "".join(word[0] for word in words if word[0].isupper()) or name[:5]
    return f"{words[0][0]}. {words[1][:4]}" if len(words) == 2 else name[:5]


def file_name(what: str, semester: str, ending: str) -> str:
    """A file's name without anything that a disk refuses."""
    said = " ".join((tr("Timetable"), what, semester))
    named = "".join(ch if ch.isalnum() or ch in " -_.," else "-" for ch in said)
    return f"{' '.join(named.split()).strip('. ')}.{ending}"


def signature(heading: Heading) -> Sequence[str]:
    """Who answers for it, at the foot of a page; empty where the school has named nobody."""
    if not heading.head_name:
        return ()
    return (tr("Head of school"), heading.head_name, tr("NIP {number}", number=heading.head_nip) if heading.head_nip else "")
