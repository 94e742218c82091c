"""What a refusal tells: the same of a row that is hidden as of one that does not exist."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import SchoolWorld, cells, change, uid, whole

NONE = uid("no such thing")


def assessment(scope: str, key: str, op: str = "u", **new: Any) -> dict[str, Any]:
    return whole(change("assessments", scope, {"id": key}, op, {"title": "x", **new}, {"title": "quiz"}))


def grade(pupil: str, subject: str) -> dict[str, Any]:
    new = {"student_id": pupil, "subject_id": subject, "semester": "20261", "grade_value": 1}
    return whole(change("grades", "math_7a", {"id": uid("probe")}, "i", new))


def sheet(subject: str, class_: str, semester: str = uid("now"), key: str = uid("probe")) -> dict[str, Any]:
    return whole(change("grade_sheets", key, {"id": key}, "i", {"subject_id": subject, "class_id": class_, "semester_id": semester}))


def mark(assessment_id: str, pupil: str, scope: str = uid("math_7a")) -> dict[str, Any]:
    return {
        "kind": "cells",
        "title": "x",
        "scope": scope,
        "rows": [{"a": assessment_id, "s": pupil, "n": {"value": 1}, "b": {"value": 70}}],
    }


# What budi asks of something hidden from him, and of nothing at all.
PAIRS = {
    "another's sheet": (mark(uid("math_7b.quiz"), uid("dodi"), uid("math_7b")), mark(uid("math_7b.quiz"), uid("dodi"), NONE)),
    "another's assessment, in one's own sheet": (mark(uid("math_7b.quiz"), uid("ani")), mark(NONE, uid("ani"))),
    "a pupil of another class": (mark(uid("math_7a.quiz"), uid("dodi")), mark(uid("math_7a.quiz"), NONE)),
    "another's assessment, to change it": (assessment("math_7a", uid("math_7b.quiz")), assessment("math_7a", NONE)),
    "another's assessment, to delete it": (assessment("math_7a", uid("math_7b.quiz"), deleted=True), assessment("math_7a", NONE, deleted=True)),
    "another's scope": (assessment("math_7b", uid("math_7b.quiz")), assessment(NONE, uid("math_7b.quiz"))),
    "the office's scope": (assessment("office", uid("math_7b.quiz")), assessment(NONE, uid("math_7b.quiz"))),
    "a grade for a hidden pupil": (grade(uid("dodi"), uid("subject.math_7a")), grade(NONE, uid("subject.math_7a"))),
    "a grade in a hidden subject": (grade(uid("ani"), uid("subject.math_7b")), grade(uid("ani"), NONE)),
    "a sheet for a hidden subject": (sheet(uid("subject.math_7b"), uid("7a")), sheet(NONE, uid("7a"))),
    "a sheet in a hidden class": (sheet(uid("subject.math_7a"), uid("7b")), sheet(uid("subject.math_7a"), NONE)),
    "a sheet with a hidden one's id": (sheet(uid("subject.math_7b"), uid("7b"), key=uid("math_7b")), sheet(uid("subject.math_7b"), uid("7b"), key=NONE)),
}  # fmt: skip


@pytest.mark.parametrize("what", PAIRS)
def test_a_hidden_row_answers_like_none(world: SchoolWorld, what: str) -> None:
    hidden, none = (world.push("budi", dict(batch))[0] for batch in PAIRS[what])
    assert hidden["status"] in ("refused", "gone")
    without = {"seq", "rev"}
    assert {k: v for k, v in hidden.items() if k not in without} == {k: _renamed(v) for k, v in none.items() if k not in without}


def _renamed(value: Any) -> Any:
    """The key that was asked for, in a list of what is gone."""
    if isinstance(value, list):
        return [one | {"k": {"id": uid("math_7b.quiz")}} if "k" in one else one for one in value]
    return value


def test_what_is_known_to_be_told_is_told(world: SchoolWorld) -> None:
    """A new row with an id that is another's: 23505 says that this id exists. Ids are random; nothing else is unique across scopes."""
    taken = world.push("budi", whole(change("assessments", "math_7a", {"id": uid("math_7b.quiz")}, "i", {"title": "x", "kind": "sas"})))[0]
    assert (taken["status"], taken["why"]) == ("refused", "23505")
    across = world.owner().execute("""
        select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid join sync.synced y on y.tbl = c.relname and c.relnamespace = 'ems'::regnamespace
         where i.indisunique and not i.indisprimary and y.kind in ('class', 'sheet')
           and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey) and a.attname = 'scope_id')""")
    assert {row[0] for row in across} == {"ems.uq_grade_sheets_subject_id_semester_id", "ems.uq_grades_student_id_subject_id_semester"}
    for batch in (
        sheet(uid("subject.science_7a"), uid("7a")),
        grade(uid("ani"), uid("subject.science_7a")),
    ):  # both are another's: never reached
        assert world.push("budi", batch)[0]["why"] != "23505"


def test_the_office_is_told_what_clashes(world: SchoolWorld) -> None:
    """Whose right it is to see both rows, learns which rule it was."""
    told = world.push(
        "sri", whole(change("students", "directory", {"id": uid("edo")}, "u", {"nisn": "0090000000"}, {"nisn": "0090000004"}))
    )[0]
    assert (told["status"], told["why"], told["rule"]) == ("refused", "23505", "uq_students_nisn")
    assert world.push("budi", cells("math_7a", {("quiz", "ani"): 70}))[0]["status"] == "already"
