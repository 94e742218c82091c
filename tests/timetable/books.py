"""A small school's week as it is printed and exported: a ceremony, breaks, a Friday of its own, groups side by side, a joint lesson."""

from __future__ import annotations

from datetime import date

from ems_desktop.domain.timetable.sheet import Book, Heading, Names, book
from ems_desktop.domain.timetable.week import Lesson, Period, PeriodKind, Slot, Week

HEADING = Heading(
    "SMP Negeri 5 Malang", "20261", "Jadwal Agustus", starts_on=date(2026, 7, 13), ends_on=date(2026, 12, 18),
    letterhead=("Jl. Mawar No. 5, Malang 65141", "Telepon (0341) 123456"), npsn="20533821", city="Malang",
    head_name="Dra. Endang Lestari, M.Pd.", head_nip="196805121994032004",
)  # fmt: skip
NAMES = Names(
    {"a": "VII A", "b": "VII B", "c": "VIII A"},
    {"mtk": "Matematika", "ipa": "Ilmu Pengetahuan Alam", "isl": "PAI", "kri": "Pendidikan Agama Kristen", "or": "PJOK", "x": "=1+1"},
    {"h": "Hendra Gunawan, S.Pd.", "s": "Sri Wahyuni, M.Pd.", "f": "H. Fathoni", "m": "Maria Sitompul, S.Th.", "z": "Tanpa Jadwal"},
    {"lab": "Lab IPA", "lap": "Lapangan"},
)  # fmt: skip


def bell() -> tuple[Period, ...]:
    """Monday to Thursday from 07.00 with a ceremony on Monday, 40 minutes an hour; Friday of 35 minutes."""
    made: list[Period] = []
    for day in range(1, 6):
        minutes, start, number = (35 if day == 5 else 40), 7 * 60, 0
        for n in range(7):
            kind: PeriodKind = "ceremony" if (day, n) == (1, 0) else "break" if n == 3 else "lesson"
            length = 20 if kind == "break" else minutes
            number += kind == "lesson"
            title = "Upacara" if kind == "ceremony" else ""
            made.append(Period(f"{day}{n}", Slot(day, start, start + length), kind, title, number=number if kind == "lesson" else None))
            start += length
    return tuple(made)


def lessons() -> tuple[Lesson, ...]:
    return (
        Lesson("1", "a", "mtk", ("h",), 2, Slot(1, 460, 540)),
        Lesson("2", "a", "ipa", ("s",), 2, Slot(2, 420, 500), "lab"),
        Lesson("3", "a", "isl", ("f",), 2, Slot(3, 420, 500), parallel="p"),
        Lesson("4", "a", "kri", ("m",), 2, Slot(3, 420, 500), "lab", joint="kk", parallel="p"),
        Lesson("5", "b", "kri", ("m",), 2, Slot(3, 420, 500), "lab", joint="kk", parallel="q"),
        Lesson("6", "a", "or", ("h", "s"), 1, Slot(5, 420, 455), "lap", joint="j"),
        Lesson("7", "b", "or", ("h", "s"), 1, Slot(5, 420, 455), "lap", joint="j"),
        Lesson("8", "b", "mtk", ("h",), 2, None),
        Lesson("9", "c", "x", ("h",), 1, Slot(4, 420, 460)),
    )


def small_book(heading: Heading = HEADING) -> Book:
    return book(heading, Week(lessons(), bell()), NAMES)


def large_book(classes: int = 27) -> Book:
    """A whole school: each class has all hours taught, and long names."""
    subjects = (
        "Matematika",
        "Ilmu Pengetahuan Alam",
        "Ilmu Pengetahuan Sosial",
        "Bahasa Indonesia",
        "Bahasa Inggris",
        "Informatika",
        "PJOK",
    )
    names = Names(
        {str(n): f"{['VII', 'VIII', 'IX'][n * 3 // classes]} {chr(65 + n % 9)}" for n in range(classes)},
        dict(enumerate_text(subjects)), {str(n): f"Guru Nomor{n} Panjang, S.Pd." for n in range(classes * 2)}, {},
    )  # fmt: skip
    hours = [one for one in bell() if one.kind == "lesson"]
    taught = [
        Lesson(f"{n}.{i}", str(n), str((n + i) % len(subjects)), (str((n * 2 + i) % (classes * 2)),), 1, hour.slot)
        for n in range(classes)
        for i, hour in enumerate(hours)
    ]
    return book(HEADING, Week(tuple(taught), bell()), names)


def enumerate_text(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(str(n), name) for n, name in enumerate(names)]
