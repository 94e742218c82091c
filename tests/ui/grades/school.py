"""A class of 32 with a half-filled sheet, written into a real local file through the real services."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.schools import KINDS

NAMES = """Adelia Putri Maharani|Ahmad Fauzan Hakim|Aisyah Nur Rahmawati|Bagas Dwi Saputra|Bintang Ramadhan|Citra Ayu Lestari
Daffa Rizky Pratama|Dinda Kirana Salsabila|Eka Wahyu Nugroho|Fadhil Akbar Maulana|Farah Khairunnisa|Galih Satrio Wibowo
Hana Zahra Aulia|I Made Surya Adnyana|Intan Permatasari|Jihan Safira|Kevin Christian Simanjuntak|Laila Mufidah
Maria Angelina Tukan|Muhammad Rafi Al Ghifari|Nabila Syifa Azzahra|Naufal Hidayat|Nur Fitriani|Putu Ayu Widyasari
Raka Aditya Firmansyah|Rizka Amelia|Salma Nadhira|Satria Bayu Perkasa|Tiara Oktaviani|Vino Alfarizi
Yosep Kornelius Bria|Zahra Mutiara Hati""".replace("\n", "|").split("|")

COLUMNS = (
    ("formatif", "F1", None, date(2026, 8, 4)), ("formatif", "F2", None, date(2026, 8, 18)), ("formatif", "F3", None, date(2026, 9, 8)),
    ("lm", "LM 1", "Laporan", None), ("lm", "LM 2", "Iklan", None), ("lm", "LM 3", "Artikel", None), ("lm", "LM 4", "Puisi", None),
    ("sts", "STS", None, date(2026, 9, 21)), ("sas", "SAS", None, date(2026, 12, 1)),
)  # fmt: skip
SPECIAL: dict[tuple[int, str], dict[str, object]] = {
    (3, "LM 1"): {"value": 78, "first_value": 64}, (9, "LM 2"): {"value": 75, "first_value": 58}, (11, "LM 2"): {"state": "missing"},
    (6, "F3"): {"state": "excused"}, (13, "LM 3"): {"state": "excused"}, (16, "LM 3"): {"value": 61, "note": "Belum menulis simpulan"},
    (5, "LM 3"): {"value": 82.5, "note": "Lampiran daftar pustaka kurang satu. Sudah dijanjikan menyusul hari Senin."},
    (8, "STS"): {"value": 84}, (2, "F2"): {"note": "Presentasi kelompok"}, (18, "F1"): {"state": "missing"}, (14, "STS"): {"state": "excused"},
    (10, "LM 1"): {"note": "Ujian susulan 12 Agu"}, (19, "LM 2"): {"value": 68}, (4, "LM 4"): {"value": 88}, (5, "LM 4"): {"value": 91.5},
    (3, "LM 4"): {"value": 72},
}  # fmt: skip


@dataclass(frozen=True)
class LookSchool:
    """`columns`: title → assessment id; `pupils` in order of nomor absen; `parallel`: the empty sheet of VIII C."""

    teacher: Person
    sheet_id: str
    parallel: str
    columns: dict[str, str]
    pupils: tuple[str, ...]


def uid() -> str:
    return str(uuid.uuid4())


def build(store: LocalStore, pupils: int = 32) -> LookSchool:
    """The sheet of the design's picture: marks at school, some typed here and unsent, one in conflict, one pupil left."""
    teacher, semester = uid(), uid()
    people, columns = tuple(uid() for _ in range(pupils)), {title: uid() for _, title, _, _ in COLUMNS}
    with store.applying() as session:
        writer = _Writer(session)
        writer.school(teacher, semester)
        sheet, other = (writer.sheet(name, semester, teacher) for name in ("VIII B", "VIII C"))
        writer.pupils(sheet, people)
        writer.assessments(sheet, columns)
        writer.add(
            t.scores, [row for row in _scores(sheet[2], people, columns) if not _unsent(people.index(row["student_id"]), row, columns)]
        )
    person = Person(teacher, "Ratna Wulandari", frozenset({"guru"}))
    made = LookSchool(person, sheet[2], other[2], columns, people)
    _type_the_rest(store, made)
    return made


class _Writer:
    """Rows as a pull brings them."""

    def __init__(self, session: sa.Connection) -> None:
        self._session = session

    def add(self, table: sa.Table, rows: list[dict[str, object]]) -> None:
        if rows:
            self._session.execute(sa.insert(table), [row | {"rev": 1} for row in rows])

    def school(self, teacher: str, semester: str) -> None:
        self.add(t.school, [{"id": t.SCHOOL, "scope_id": t.SCHOOL, "npsn": "20200001", "name": "SMP Nusantara 2", "city": "Kota Malang"}])
        self.add(t.semesters, [{"id": semester, "scope_id": t.SCHOOL, "code": "20261", "state": "open"}])
        kinds = [
            {"id": uid(), "scope_id": t.SCHOOL, "kind": k, "name": n, "short": s, "weight": w, "position": i}
            for i, (k, n, s, w) in enumerate(KINDS)
        ]
        self.add(t.assessment_kinds, kinds)
        self.add(t.users, [{"id": teacher, "scope_id": t.DIRECTORY, "name": "Ratna Wulandari", "role": "guru"}])

    def sheet(self, class_name: str, semester: str, teacher: str) -> tuple[str, str, str]:
        class_id, subject, sheet = uid(), uid(), uid()
        self.add(
            t.classes, [{"id": class_id, "scope_id": class_id, "name": class_name, "grade_level": 8, "year": 2026, "teacher_id": teacher}]
        )
        self.add(t.subjects, [{"id": subject, "scope_id": class_id, "class_id": class_id, "name": "Bahasa Indonesia", "code": "BIN"}])
        self.add(t.subject_teachers, [{"subject_id": subject, "teacher_id": teacher, "scope_id": class_id}])
        self.add(t.grade_sheets, [{"id": sheet, "scope_id": sheet, "subject_id": subject, "class_id": class_id, "semester_id": semester}])
        self._session.execute(sa.text("insert into scope (id, kind, rev, can_write) values (:id, 'sheet', 1, 1)"), {"id": sheet})
        return class_id, subject, sheet

    def pupils(self, sheet: tuple[str, str, str], people: tuple[str, ...]) -> None:
        rnd = random.Random(7)
        names = [NAMES[n] if n < len(NAMES) else f"Murid {n:05}" for n in range(len(people))]
        self.add(
            t.users, [{"id": one, "scope_id": t.DIRECTORY, "name": name, "role": "siswa"} for one, name in zip(people, names, strict=True)]
        )
        self.add(
            t.students,
            [{"id": one, "scope_id": t.DIRECTORY, "nisn": f"00{rnd.randint(10**7, 10**8 - 1)}", "gender": "L"} for one in people],
        )
        self.add(
            t.enrolments, [{"class_id": sheet[0], "student_id": one, "scope_id": sheet[0], "number": n} for n, one in enumerate(people, 1)]
        )

    def assessments(self, sheet: tuple[str, str, str], columns: dict[str, str]) -> None:
        rows: list[dict[str, object]] = [
            {
                "id": columns[title],
                "scope_id": sheet[2],
                "kind": kind,
                "title": title,
                "topic": topic,
                "held_on": day,
                "position": n,
                "locked": title == "LM 1",
            }
            for n, (kind, title, topic, day) in enumerate(COLUMNS)
        ]
        self.add(t.assessments, rows)


def _scores(sheet: str, people: tuple[str, ...], columns: dict[str, str]) -> Iterator[dict[str, object]]:
    rnd = random.Random(20261)
    for n, pupil in enumerate(people):
        level = rnd.gauss(84.5, 5)
        for kind, title, _, _ in COLUMNS:
            value = max(52.0, min(98.0, rnd.gauss(level, 4.2)))
            value = round(value * 2) / 2 if kind == "lm" else round(value)
            cell: dict[str, object] = {"value": value}
            if title == "SAS" or (title == "LM 4" and n > 5):
                cell = {}
            special = SPECIAL.get((n, title), {})
            cell = special if "state" in special else cell | special
            if cell:
                blank = {"value": None, "first_value": None, "state": None, "note": None}
                yield {"assessment_id": columns[title], "student_id": pupil, "scope_id": sheet} | blank | cell


def _unsent(n: int, row: dict[str, object], columns: dict[str, str]) -> bool:
    at = row["assessment_id"]
    return (
        (at == columns["LM 3"] and 2 <= n <= 11)
        or (at == columns["LM 4"] and n in {3, 4, 5})
        or (n, at) in {(9, columns["LM 2"]), (8, columns["STS"]), (16, columns["LM 3"])}
    )


def _type_the_rest(store: LocalStore, made: LookSchool) -> None:
    """What the teacher typed since: through the service, so it is journalled and unsent."""
    grades = Grades(store, made.teacher)
    rows = [
        r for r in _scores(made.sheet_id, made.pupils, made.columns) if _unsent(made.pupils.index(str(r["student_id"])), r, made.columns)
    ]
    lestari = (made.columns["LM 3"], made.pupils[5])
    for value in ("74", "79"):
        grades.enter(made.sheet_id, value, [Entry(*lestari, Cell(Decimal(value)))])
    grades.enter(made.sheet_id, "typed", [_entry(row) for row in rows])
    with store.applying() as session:
        session.execute(
            sa.text("insert into conflict (seq, tbl, scope, key, status, mine, base, theirs, their_by, their_at, at)"
                    " values (1, 'scores', :scope, :key, 'conflict', '{\"value\": 84}', '{\"value\": 78}', '{\"value\": 81}', 'Hendra Gunawan', '2026-11-22', '2026-11-22')"),
            {"scope": made.sheet_id, "key": f"{made.columns['STS']}|{made.pupils[8]}"},
        )  # fmt: skip


def _entry(row: dict[str, object]) -> Entry:
    def number(value: object) -> Decimal | None:
        return None if value is None else Decimal(str(value)).normalize() + 0

    cell = Cell(number(row["value"]), number(row["first_value"]), row["state"], row["note"])  # type: ignore[arg-type]
    return Entry(str(row["assessment_id"]), str(row["student_id"]), cell)
