"""Weeks for the tests of the timetable's screen: VIII B as it stands in the reference picture, with VIII A beside it, and a large school."""

from __future__ import annotations

from datetime import date

from ems_desktop.domain.timetable.bells import usual_bells
from ems_desktop.domain.timetable.week import Lesson, Slot, Week
from ems_desktop.services.timetable_views import Sheet, Version

TEACHERS = {
    "ratna": "Ratna Wulandari", "yoga": "Yoga Pranata", "siti": "Siti Marfuah", "budi": "Budi Santoso", "hendra": "Hendra Gunawan",
    "maya": "Maya Damayanti", "fathoni": "H. Fathoni", "dewi": "Dewi Kartika", "rudi": "Rudi Hartono", "lintang": "Lintang Arum",
    "nining": "Nining Rahayu", "sulastri": "Sulastri",
}  # fmt: skip
SUBJECTS = {
    "bin": "Bahasa Indonesia", "inf": "Informatika", "ipa": "IPA", "ppkn": "PPKn", "mtk": "Matematika", "big": "Bahasa Inggris",
    "pai": "PAI", "ips": "IPS", "pjok": "PJOK", "pra": "Prakarya", "bk": "BK", "bjw": "Bahasa Jawa",
}  # fmt: skip
CLASSES = {"8a": "VIII A", "8b": "VIII B"}
VERSION = Version("v3", "s1", "20261", "Draf 3", "draft", date(2026, 11, 30), writable=True)
ROOMS = {"8a": "R. 8A", "8b": "R. 8B", "lab": "Lab 1", "labipa": "Lab IPA", "field": "Lapangan", "art": "R. Seni"}


def at(said: str) -> int:
    hour, minute = said.split(".")
    return int(hour) * 60 + int(minute)


def slot(day: int, start: str, end: str) -> Slot:
    return Slot(day, at(start), at(end))


EIGHT_B = (
    "1 07.40 09.00 bin ratna 8b", "1 09.00 09.40 inf yoga lab", "1 09.55 11.15 ipa siti labipa", "1 11.15 11.55 ppkn budi 8b",
    "2 07.00 08.20 mtk hendra 8b", "2 08.20 09.40 big maya 8b", "2 10.35 11.55 pai fathoni 8b", "2 12.35 13.55 ips dewi 8b",
    "3 07.00 08.20 pjok rudi field locked", "3 09.55 11.15 bin ratna 8b", "3 11.15 11.55 pai fathoni 8b", "3 12.35 13.55 pra lintang art",
    "4 07.00 08.20 ipa siti labipa", "4 08.20 09.40 mtk hendra 8b", "4 09.55 11.15 big maya 8b", "4 11.15 11.55 ppkn budi 8b",
    "4 12.35 13.15 bin ratna 8b", "5 07.30 08.40 ips dewi 8b", "5 09.30 10.40 bin ratna 8b", "5 10.40 11.15 bk nining 8b locked",
)  # fmt: skip
EIGHT_A = ("3 08.20 09.40 mtk hendra 8a", "1 07.40 09.00 mtk hendra 8a", "2 12.35 13.55 bjw sulastri 8a", "1 12.35 13.55 inf yoga lab")
TRAY = (("mtk", "hendra", "8b", 2), ("bjw", "sulastri", "8b", 2), ("inf", "yoga", "lab", 2), ("ipa", "siti", "labipa", 1))


def lesson_of(class_id: str, line: str) -> Lesson:
    day, start, end, subject, teacher, room, *locked = line.split()
    when = slot(int(day), start, end)
    hours = round((when.end - when.start) / (35 if when.day == 5 else 40))
    return Lesson(f"{class_id}-{day}-{start}", class_id, subject, (teacher,), hours, when, room, locked=bool(locked))


def eight_b() -> Sheet:
    """The reference picture's week, and a little of VIII A."""
    lessons = [lesson_of("8b", line) for line in EIGHT_B] + [lesson_of("8a", line) for line in EIGHT_A]
    lessons += [Lesson(f"tray-{subject}", "8b", subject, (teacher,), hours, None, room) for subject, teacher, room, hours in TRAY]
    return Sheet(VERSION, Week(tuple(lessons), usual_bells()), CLASSES, SUBJECTS, TEACHERS, ROOMS)


def large(classes: int = 40) -> Sheet:
    """A whole school, each class with a full week."""
    runs = [(1, "07.40", "09.00"), (1, "09.55", "11.15"), (1, "12.35", "13.55"), (5, "07.30", "08.40"), (5, "09.30", "10.40")]
    runs += [(day, a, b) for day in (2, 3, 4) for a, b in (("07.00", "08.20"), ("08.20", "09.40"), ("09.55", "11.15"), ("12.35", "13.55"))]
    runs += [(day, a, b) for day in (2, 3, 4) for a, b in (("11.15", "11.55"),)]
    names = {f"c{n}": f"{('VII', 'VIII', 'IX')[n % 3]} {chr(65 + n // 3)}" for n in range(classes)}
    teachers = {f"t{n}": f"Guru {n} Nusantara" for n in range(classes * 2)}
    subjects = list(SUBJECTS)
    lessons = [
        Lesson(f"l{n}-{m}", f"c{n}", subjects[(n + m) % len(subjects)], (f"t{(n + m * 7) % len(teachers)}",), 2 if m < 17 else 1,
               slot(*run), None, locked=m == 3)
        for n in range(classes) for m, run in enumerate(runs)
    ]  # fmt: skip
    lessons += [Lesson(f"tray-{n}", f"c{n}", "bk", (f"t{n}",), 1) for n in range(classes)]
    return Sheet(VERSION, Week(tuple(lessons), usual_bells()), names, SUBJECTS, teachers, ROOMS)
