"""A small school written straight into a local file, as if it had been pulled: for tests that need no server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore

KINDS = (("formatif", "Formatif", "F", 0), ("lm", "Sumatif lingkup materi", "LM", 50), ("sts", "STS", "STS", 20), ("sas", "SAS", "SAS", 30))

Rows = tuple[sa.Table, list[dict[str, Any]]]


def uid() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class SmallSchool:
    """One class, one sheet, `pupils` pupils, one assessment of each kind and four of LM."""

    teacher: Person
    class_id: str
    subject_id: str
    sheet_id: str
    pupils: tuple[str, ...]
    assessments: tuple[str, ...]

    @classmethod
    def as_pulled(cls, store: LocalStore, teacher: str, pupils: int = 5, assessments: int = 7) -> SmallSchool:
        ids = tuple(uid() for _ in range(pupils))
        columns = tuple(uid() for _ in range(assessments))
        small = cls(Person(teacher, "Ratna Wulandari", frozenset({"guru"})), uid(), uid(), uid(), ids, columns)
        semester = uid()
        with store.applying() as session:
            for table, rows in (*small._people(), *small._school(semester), *small._sheet(semester)):
                session.execute(sa.insert(table), [row | {"rev": 1} for row in rows])
            session.execute(sa.text("insert into scope (id, kind, rev, can_write) values (:id, 'sheet', 1, 1)"), {"id": small.sheet_id})
        return small

    def _people(self) -> Iterator[Rows]:
        yield t.users, [{"id": self.teacher.id, "scope_id": t.DIRECTORY, "name": self.teacher.name, "role": "guru"}]
        numbered = list(enumerate(self.pupils, 1))
        yield t.users, [{"id": one, "scope_id": t.DIRECTORY, "name": f"Murid {n:03}", "role": "siswa"} for n, one in numbered]
        yield t.students, [{"id": one, "scope_id": t.DIRECTORY, "nisn": f"{n:010}", "gender": "LP"[n % 2]} for n, one in numbered]

    def _school(self, semester: str) -> Iterator[Rows]:
        one, subject, scope = self.class_id, self.subject_id, {"scope_id": self.class_id}
        yield t.school, [{"id": t.SCHOOL, "scope_id": t.SCHOOL, "npsn": "20200001", "name": "SMP Uji"}]
        yield t.semesters, [{"id": semester, "scope_id": t.SCHOOL, "code": "20261", "state": "open"}]
        kinds = [{"kind": k, "name": n, "short": s, "weight": w, "position": i} for i, (k, n, s, w) in enumerate(KINDS)]
        yield t.assessment_kinds, [kind | {"id": uid(), "scope_id": t.SCHOOL} for kind in kinds]
        yield t.classes, [scope | {"id": one, "name": "VIII B", "grade_level": 8, "year": 2026, "teacher_id": self.teacher.id}]
        yield t.subjects, [scope | {"id": subject, "class_id": one, "name": "Bahasa Indonesia", "code": "BIN"}]
        yield t.subject_teachers, [scope | {"subject_id": subject, "teacher_id": self.teacher.id}]
        yield t.enrolments, [scope | {"class_id": one, "student_id": pupil, "number": n} for n, pupil in enumerate(self.pupils, 1)]

    def _sheet(self, semester: str) -> Iterator[Rows]:
        sheet, scope = self.sheet_id, {"scope_id": self.sheet_id}
        yield t.grade_sheets, [scope | {"id": sheet, "subject_id": self.subject_id, "class_id": self.class_id, "semester_id": semester}]
        kinds = ["formatif", "sts", "sas", *["lm"] * len(self.assessments)]
        columns = list(enumerate(zip(self.assessments, kinds, strict=False)))
        yield t.assessments, [scope | {"id": a, "kind": k, "title": f"{k.upper()} {n + 1}", "position": n} for n, (a, k) in columns]
