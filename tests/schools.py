"""A small school written straight into a local file, as if it had been pulled: for tests that need no server."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import sqlalchemy as sa

from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore

KINDS = (("formatif", "Formatif", "F", 0), ("lm", "Sumatif lingkup materi", "LM", 50), ("sts", "STS", "STS", 20), ("sas", "SAS", "SAS", 30))


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
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def as_pulled(cls, store: LocalStore, teacher: str, pupils: int = 5, assessments: int = 7) -> SmallSchool:
        class_id, subject, sheet, semester = uid(), uid(), uid(), uid()
        ids = tuple(uid() for _ in range(pupils))
        columns = tuple(uid() for _ in range(assessments))
        frame = {"rev": 1}
        with store.applying() as session:

            def add(table: sa.Table, rows: list[dict[str, object]]) -> None:
                session.execute(sa.insert(table), [row | frame for row in rows])

            add(t.school, [{"id": t.SCHOOL, "scope_id": t.SCHOOL, "npsn": "20200001", "name": "SMP Uji"}])
            add(t.semesters, [{"id": semester, "scope_id": t.SCHOOL, "code": "20261", "state": "open"}])
            add(
                t.assessment_kinds,
                [
                    {"id": uid(), "scope_id": t.SCHOOL, "kind": k, "name": n, "short": s, "weight": w, "position": i}
                    for i, (k, n, s, w) in enumerate(KINDS)
                ],
            )
            add(t.users, [{"id": teacher, "scope_id": t.DIRECTORY, "name": "Ratna Wulandari", "role": "guru"}])
            add(t.users, [{"id": one, "scope_id": t.DIRECTORY, "name": f"Murid {n:03}", "role": "siswa"} for n, one in enumerate(ids, 1)])
            add(
                t.students,
                [{"id": one, "scope_id": t.DIRECTORY, "nisn": f"{n:010}", "gender": "LP"[n % 2]} for n, one in enumerate(ids, 1)],
            )
            add(
                t.classes, [{"id": class_id, "scope_id": class_id, "name": "VIII B", "grade_level": 8, "year": 2026, "teacher_id": teacher}]
            )
            add(t.subjects, [{"id": subject, "scope_id": class_id, "class_id": class_id, "name": "Bahasa Indonesia", "code": "BIN"}])
            add(t.subject_teachers, [{"subject_id": subject, "teacher_id": teacher, "scope_id": class_id}])
            add(
                t.enrolments, [{"class_id": class_id, "student_id": one, "scope_id": class_id, "number": n} for n, one in enumerate(ids, 1)]
            )
            add(t.grade_sheets, [{"id": sheet, "scope_id": sheet, "subject_id": subject, "class_id": class_id, "semester_id": semester}])
            kinds = ["formatif", "sts", "sas", *["lm"] * assessments][:assessments]
            add(
                t.assessments,
                [
                    {"id": one, "scope_id": sheet, "kind": kinds[n], "title": f"{kinds[n].upper()} {n + 1}", "position": n}
                    for n, one in enumerate(columns)
                ],
            )
            session.execute(sa.text("insert into scope (id, kind, rev, can_write) values (:id, 'sheet', 1, 1)"), {"id": sheet})
        return cls(Person(teacher, "Ratna Wulandari", frozenset({"guru"})), class_id, subject, sheet, ids, columns)
