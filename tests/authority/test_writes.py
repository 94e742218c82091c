"""Who writes what through push: the matrix table × verb × own/other × role, as data. Not named: refused, and no row has changed.

A registered table without all its lines fails. What is one's own: of staff, the sheets of the subjects one teaches; in the directory, one's own row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Literal

import psycopg
import pytest

from tests.authority.evidence import Evidence, changed
from tests.authority.prompts import Prompts, Role
from tests.world import SchoolWorld, cells, change, push, uid, whole
from tests.world_seed import bank_of

Verb = Literal["insert", "update", "delete"]
Whose = Literal["own", "other"]  # budi's, or not his
Line = tuple[str, Verb, Whose]
Made = Callable[[str], dict[str, Any]]  # by this person
STAFF = ("budi", "citra", "dewi", "sri")  # in this order: the office comes last, and finds what a teacher did
PAI, MATH, SCIENCE = (uid(f"subject.{name}") for name in ("pai_7a", "math_7a", "science_7a"))


def new(table: str, scope: str, values: dict[str, Any], **key: str) -> Made:
    """A new row; of a key that is not named the id is made for each who tries."""
    return lambda p: whole(change(table, scope, key or {"id": uid(f"{table} {scope} {p}")}, "i", values))


def root(table: str, values: dict[str, Any]) -> Made:
    """A row that makes its own scope."""

    def make(p: str) -> dict[str, Any]:
        id_ = uid(f"{table} {values} {p}")
        return whole(change(table, id_, {"id": id_}, "i", values))

    return make


def mark(sheet: str, pupil: str) -> Made:
    return lambda p: cells(sheet, {("task", pupil): {"note": f"from {p}"}}, {("task", pupil): {"note": None}})


def edit(table: str, scope: str, column: str, base: Any, **key: str) -> Made:
    """Each who tries sets another value."""
    return lambda p: whole(
        change(table, scope, key, "u", {column: STAFF.index(p) + 50 if isinstance(base, int) else f"by {p}"}, {column: base})
    )


def switch(table: str, scope: str, column: str, value: Any, base: Any, **key: str) -> Made:
    return lambda _p: whole(change(table, scope, key, "u", {column: value}, {column: base}))


def gone(table: str, scope: str, **key: str) -> Made:
    return switch(table, scope, "deleted", True, False, **key)


def unmarked(sheet: str, pupil: str) -> Made:
    return lambda _p: {
        "kind": "cells",
        "title": "x",
        "scope": uid(sheet),
        "rows": [{"a": uid(f"{sheet}.quiz"), "s": uid(pupil), "n": {"deleted": True}, "b": {}}],
    }


def grade(pupil: str, subject: str) -> dict[str, Any]:
    return {"student_id": uid(pupil), "subject_id": uid(f"subject.{subject}"), "semester": "20261", "grade_value": 90}


def sheet(subject: str, class_: str) -> dict[str, Any]:
    return {"subject_id": uid(f"subject.{subject}"), "class_id": uid(class_), "semester_id": uid("next")}


WHEN = {"day_of_week": 2, "start_time": "08:00", "end_time": "08:40"}
OFFICE = {"sri": "applied"}
FIRST = {"budi": "applied", "citra": "conflict", "dewi": "conflict", "sri": "conflict"}
ONCE = {"budi": "applied", "citra": "already", "dewi": "already", "sri": "already"}
ALL_STAFF = dict.fromkeys(STAFF, "applied")
KEY = {"id": uid("budi")}
MINE, THEIRS = bank_of("math_7a"), bank_of("math_7b")
OWNERS, OTHERS = {"budi": "applied", "sri": "applied"}, {"citra": "applied", "sri": "applied"}
PICTURE = {"name": "a.png", "media_type": "image/png", "size": 3, "sha256": "0" * 64}
QUESTION = {"question_text": "1 + 2", "options": {"A": "3"}, "correct_answer": "A"}
# What may be done, by whom, in the order in which it is tried: nothing is deleted before its last use.
WRITES: dict[Line, tuple[Made, dict[str, str]]] = {
    ("school", "insert", "other"): (new("school", "school", {"npsn": "20309999", "name": "another school"}), OFFICE),
    ("school", "update", "own"): (edit("school", "school", "city", None, id=SchoolWorld.id("school")), OFFICE),
    ("semesters", "insert", "other"): (new("semesters", "school", {"code": "20271", "state": "planned"}), OFFICE),
    ("semesters", "update", "other"): (switch("semesters", "school", "starts_on", "2027-01-04", None, id=uid("next")), OFFICE),
    ("assessment_kinds", "insert", "other"): (new("assessment_kinds", "school", {"kind": "own", "name": "Own", "short": "O", "weight": 1, "position": 9}), OFFICE),
    ("assessment_kinds", "update", "other"): (edit("assessment_kinds", "school", "weight", 40, id=uid("kind.sas")), OFFICE),
    ("users", "insert", "other"): (new("users", "directory", {"name": "New", "role": "siswa"}), OFFICE),
    ("users", "update", "own"): (edit("users", "directory", "name", "Budi", **KEY), OFFICE),
    ("users", "update", "other"): (edit("users", "directory", "name", "Dodi", id=uid("dodi")), OFFICE),
    ("user_roles", "insert", "own"): (lambda p: whole(change("user_roles", "directory", {"user_id": uid(p), "role": "kurikulum"}, "i", {"deleted": False})), {"sri": "already"}),
    ("user_roles", "insert", "other"): (new("user_roles", "directory", {"deleted": False}, user_id=uid("dewi"), role="siswa"), OFFICE),
    ("user_roles", "update", "other"): (switch("user_roles", "directory", "deleted", False, False, user_id=uid("edo"), role="siswa"), {"sri": "already"}),
    ("students", "insert", "other"): (new("students", "directory", {"nisn": "0099999999"}, id=uid("citra")), OFFICE),
    ("students", "update", "other"): (edit("students", "directory", "birth_place", None, id=uid("edo")), OFFICE),
    ("student_private", "insert", "other"): (new("student_private", "office", {"phone": "1"}, id=uid("citra")), OFFICE),
    ("student_private", "update", "other"): (edit("student_private", "office", "phone", None, id=uid("ani")), OFFICE),
    ("classes", "insert", "other"): (root("classes", {"name": "new", "grade_level": 7, "year": 2026}), OFFICE),
    ("classes", "update", "own"): (edit("classes", "7a", "name", "7A", id=uid("7a")), OFFICE),
    ("classes", "update", "other"): (edit("classes", "7b", "name", "7B", id=uid("7b")), OFFICE),
    ("subjects", "insert", "own"): (new("subjects", "7a", {"class_id": uid("7a"), "name": "new", "code": "N"}), OFFICE),
    ("subjects", "insert", "other"): (new("subjects", "7b", {"class_id": uid("7b"), "name": "newer", "code": "N"}), OFFICE),
    ("subjects", "update", "own"): (edit("subjects", "7a", "kktp", 0, id=MATH), {"sri": "conflict"}),
    ("subjects", "update", "other"): (edit("subjects", "7a", "name", "science_7a", id=SCIENCE), OFFICE),
    ("subject_teachers", "insert", "own"): (
        lambda p: whole(change("subject_teachers", "7a", {"subject_id": SCIENCE, "teacher_id": uid(p)}, "i", {"deleted": False})), {"sri": "applied"}),
    ("subject_teachers", "insert", "other"): (new("subject_teachers", "7b", {"deleted": False}, subject_id=uid("subject.math_7b"), teacher_id=uid("sri")), OFFICE),
    ("subject_teachers", "update", "own"): (switch("subject_teachers", "7a", "deleted", False, False, subject_id=MATH, teacher_id=uid("budi")), {"sri": "already"}),
    ("enrolments", "insert", "own"): (new("enrolments", "7a", {"number": 9}, class_id=uid("7a"), student_id=uid("dodi")), OFFICE),
    ("enrolments", "update", "own"): (edit("enrolments", "7a", "number", 1, class_id=uid("7a"), student_id=uid("ani")), OFFICE),
    ("enrolments", "update", "other"): (edit("enrolments", "7b", "number", 5, class_id=uid("7b"), student_id=uid("edo")), OFFICE),
    ("subject_students", "insert", "own"): (new("subject_students", "7a", {"deleted": False}, subject_id=uid("subject.chess_7a"), student_id=uid("beni")), OFFICE),
    ("subject_students", "update", "own"): (switch("subject_students", "7a", "deleted", False, False, subject_id=uid("subject.chess_7a"), student_id=uid("ani")), {"sri": "already"}),
    ("grade_sheets", "insert", "own"): (root("grade_sheets", sheet("pai_7a", "7a")), OFFICE),  # of a semester to come
    ("grade_sheets", "insert", "other"): (root("grade_sheets", sheet("math_7b", "7b")), OFFICE),
    ("grade_sheets", "update", "own"): (edit("grade_sheets", "pai_7a", "kktp", 0, id=uid("pai_7a")), {"budi": "conflict", "sri": "conflict"}),
    ("grade_sheets", "update", "other"): (switch("grade_sheets", "science_7a", "kktp", 60, None, id=uid("science_7a")), {"citra": "applied", "sri": "already"}),
    ("assessments", "insert", "own"): (new("assessments", "math_7a", {"kind": "sas", "title": "new"}), {"budi": "applied", "sri": "applied"}),
    ("assessments", "insert", "other"): (new("assessments", "science_7a", {"kind": "sas", "title": "new"}), {"citra": "applied", "sri": "applied"}),
    ("assessments", "update", "own"): (edit("assessments", "math_7a", "title", "quiz", id=uid("math_7a.quiz")), {"budi": "applied", "sri": "conflict"}),
    ("assessments", "update", "other"): (edit("assessments", "math_7b", "title", "quiz", id=uid("math_7b.quiz")), {"citra": "applied", "sri": "conflict"}),
    ("scores", "insert", "own"): (mark("math_7a", "beni"), {"budi": "applied", "sri": "conflict"}),
    ("scores", "insert", "other"): (mark("science_7a", "beni"), {"citra": "applied", "sri": "conflict"}),
    ("scores", "update", "own"): (lambda p: cells("pai_7a", {("quiz", "ani"): 50 + STAFF.index(p)}, {("quiz", "ani"): 70}), {"budi": "applied", "sri": "conflict"}),
    ("scores", "update", "other"): (lambda p: cells("math_7b", {("quiz", "edo"): 50 + STAFF.index(p)}, {("quiz", "edo"): 70}), {"citra": "applied", "sri": "conflict"}),
    ("scores", "delete", "own"): (unmarked("math_7a", "ani"), {}),  # emptied, never removed
    ("scores", "delete", "other"): (unmarked("math_7b", "edo"), {}),
    ("grades", "insert", "own"): (new("grades", "math_7a", grade("cici", "math_7a")), {"budi": "applied"}),  # and then there is one: 23505
    ("grades", "insert", "other"): (new("grades", "math_7b", grade("edo", "math_7b")), {"citra": "applied"}),
    ("grades", "update", "own"): (edit("grades", "math_7a", "grade_value", 80, id=uid("grade.ani")), {"budi": "applied", "sri": "conflict"}),
    ("grades", "update", "other"): (edit("grades", "math_7b", "grade_value", 80, id=uid("grade.dodi")), {"citra": "applied", "sri": "conflict"}),
    ("grades", "delete", "own"): (gone("grades", "math_7a", id=uid("grade.beni")), {"budi": "applied", "sri": "already"}),
    ("grades", "delete", "other"): (gone("grades", "math_7b", id=uid("grade.dodi")), {"citra": "applied", "sri": "already"}),
    ("catalogue", "insert", "other"): (new("catalogue", "catalogue", {"version": "x"}), {}),  # there is one, whose id is the scope's
    ("catalogue", "update", "other"): (edit("catalogue", "catalogue", "version", None, id=SchoolWorld.id("catalogue")), FIRST),
    ("catalogue", "delete", "other"): (gone("catalogue", "catalogue", id=SchoolWorld.id("catalogue")), {}),
    ("materials", "insert", "other"): (new("materials", "catalogue", {"material_title": "New"}), ALL_STAFF),
    ("materials", "update", "other"): (edit("materials", "catalogue", "material_title", "Lensa", id=uid("material.lensa")), FIRST),
    ("materials", "delete", "other"): (gone("materials", "catalogue", id=uid("material.lensa")), ONCE),
    ("files", "insert", "other"): (new("files", "catalogue", {"name": "New", "media_type": "text/plain", "size": 3, "sha256": "0" * 64}), ALL_STAFF),
    ("files", "update", "other"): (edit("files", "catalogue", "name", "lensa.txt", id=uid("file.lensa")), FIRST),
    ("files", "delete", "other"): (gone("files", "catalogue", id=uid("file.lensa")), ONCE),
    ("photos", "insert", "other"): (new("photos", "directory", {"media_type": "image/png", "size": 3, "sha256": "0" * 64}, id=uid("beni")), OFFICE),
    ("photos", "update", "other"): (switch("photos", "directory", "sha256", "1" * 64, hashlib.sha256(b"ani").hexdigest(), id=uid("ani")), OFFICE),
    ("photos", "delete", "other"): (gone("photos", "directory", id=uid("dodi")), OFFICE),
    ("sheet_rows", "insert", "other"): (new("sheet_rows", "catalogue", {"cells": {"material_title": "New"}}), ALL_STAFF),
    ("sheet_rows", "update", "other"): (switch("sheet_rows", "catalogue", "cells", {"material_title": "x"}, {"material_title": "Lensa"}, id=uid("material.lensa")), ONCE),
    ("sheet_rows", "delete", "other"): (gone("sheet_rows", "catalogue", id=uid("material.lensa")), ONCE),
    ("rooms", "insert", "other"): (new("rooms", "school", {"name": "Lapangan"}), OFFICE),
    ("rooms", "update", "other"): (edit("rooms", "school", "name", "Lab", id=uid("room")), OFFICE),
    ("rooms", "delete", "other"): (gone("rooms", "school", id=uid("room")), OFFICE),
    ("timetables", "insert", "other"): (root("timetables", {"semester_id": uid("now"), "name": "new"}), OFFICE),
    ("timetables", "update", "other"): (edit("timetables", "draft", "name", "draft", id=uid("draft")), OFFICE),
    ("periods", "insert", "other"): (new("periods", "draft", WHEN | {"kind": "break"}), OFFICE),
    ("periods", "update", "other"): (edit("periods", "draft", "title", "", id=uid("period.draft")), OFFICE),
    ("periods", "delete", "other"): (gone("periods", "draft", id=uid("period.draft")), OFFICE),
    ("unavailable", "insert", "other"): (new("unavailable", "draft", WHEN | {"resource": "room", "resource_id": uid("room")}), OFFICE),
    ("unavailable", "update", "other"): (edit("unavailable", "draft", "reason", "", id=uid("closed.draft")), OFFICE),
    ("unavailable", "delete", "other"): (gone("unavailable", "draft", id=uid("closed.draft")), OFFICE),
    ("schedules", "insert", "own"): (new("schedules", "timetable", {"class_id": uid("7a"), "subject_id": MATH}), OFFICE),
    ("schedules", "insert", "other"): (new("schedules", "draft", {"class_id": uid("7a"), "subject_id": SCIENCE}), OFFICE),
    ("schedules", "update", "own"): (edit("schedules", "timetable", "periods", 1, id=uid("lesson.math_7a")), {}),  # 53: more than a day has
    ("schedules", "update", "other"): (switch("schedules", "draft", "locked", True, False, id=uid("lesson.draft")), OFFICE),
    ("schedule_teachers", "insert", "own"): (new("schedule_teachers", "timetable", {"deleted": False}, schedule_id=uid("lesson.math_7a"), teacher_id=uid("dewi")), OFFICE),
    ("schedule_teachers", "update", "own"): (switch("schedule_teachers", "timetable", "deleted", False, False, schedule_id=uid("lesson.math_7a"), teacher_id=uid("budi")), {"sri": "already"}),
    ("schedule_teachers", "delete", "own"): (gone("schedule_teachers", "timetable", schedule_id=uid("lesson.math_7a"), teacher_id=uid("budi")), OFFICE),
    ("schedules", "delete", "own"): (gone("schedules", "timetable", id=uid("lesson.math_7a")), OFFICE),
    ("schedules", "delete", "other"): (gone("schedules", "draft", id=uid("lesson.draft")), OFFICE),
    ("timetables", "delete", "other"): (gone("timetables", "draft", id=uid("draft")), OFFICE),
    ("question_banks", "insert", "own"): (new("question_banks", MINE, {"deleted": False}), {}),  # made by the school itself
    ("question_banks", "update", "own"): (switch("question_banks", MINE, "deleted", False, False, id=MINE), {"budi": "already", "sri": "already"}),
    ("question_banks", "delete", "own"): (gone("question_banks", MINE, id=MINE), {}),
    ("question_stimuli", "insert", "own"): (new("question_stimuli", MINE, {"body": "new"}), OWNERS),
    ("question_stimuli", "insert", "other"): (new("question_stimuli", THEIRS, {"body": "new"}), OTHERS),
    ("question_stimuli", "update", "own"): (edit("question_stimuli", MINE, "body", "Bacalah.", id=uid("stimulus.math_7a")), {"budi": "applied", "sri": "conflict"}),
    ("question_media", "insert", "own"): (new("question_media", MINE, PICTURE), OWNERS),
    ("question_media", "insert", "other"): (new("question_media", THEIRS, PICTURE), OTHERS),
    ("question_media", "update", "own"): (edit("question_media", MINE, "name", "peta.png", id=uid("picture.math_7a")), {"budi": "applied", "sri": "conflict"}),
    ("bank_soal", "insert", "own"): (new("bank_soal", MINE, QUESTION | {"subject_id": MINE}), OWNERS),
    ("bank_soal", "insert", "other"): (new("bank_soal", THEIRS, QUESTION | {"subject_id": THEIRS}), OTHERS),
    ("bank_soal", "update", "own"): (edit("bank_soal", MINE, "question_text", "1 + 1", id=uid("question.math_7a")), {"budi": "applied", "sri": "conflict"}),
    ("bank_soal", "update", "other"): (edit("bank_soal", THEIRS, "question_text", "1 + 1", id=uid("question.math_7b")), {"citra": "applied", "sri": "conflict"}),
    ("question_versions", "insert", "own"): (new("question_versions", MINE, {"item_id": uid("question.math_7a"), "content": {}}), OWNERS),
    ("question_versions", "insert", "other"): (new("question_versions", THEIRS, {"item_id": uid("question.math_7a"), "content": {}}), {}),  # of another bank
    ("question_versions", "update", "own"): (switch("question_versions", MINE, "content", {"x": 1}, {}, id=uid("version.math_7a")), {}),  # it was so
    ("question_papers", "insert", "own"): (new("question_papers", MINE, {"title": "new"}), OWNERS),
    ("question_papers", "update", "own"): (edit("question_papers", MINE, "title", "UTS", id=uid("paper.math_7a")), {"budi": "applied", "sri": "conflict"}),
    ("question_papers", "delete", "own"): (gone("question_papers", MINE, id=uid("paper.math_7a")), {"budi": "applied", "sri": "already"}),
    ("question_versions", "delete", "own"): (gone("question_versions", MINE, id=uid("version.math_7a")), {"budi": "applied", "sri": "already"}),
    ("bank_soal", "delete", "own"): (gone("bank_soal", MINE, id=uid("question.math_7a")), {"budi": "applied", "sri": "already"}),
    ("bank_soal", "delete", "other"): (gone("bank_soal", THEIRS, id=uid("question.math_7b")), {"citra": "applied", "sri": "already"}),
    ("question_media", "delete", "own"): (gone("question_media", MINE, id=uid("picture.math_7a")), {"budi": "applied", "sri": "already"}),
    ("question_stimuli", "delete", "own"): (gone("question_stimuli", MINE, id=uid("stimulus.math_7a")), {"budi": "applied", "sri": "already"}),
    ("assessments", "delete", "own"): (gone("assessments", "pai_7a", id=uid("pai_7a.task")), {"budi": "applied", "sri": "already"}),
    ("assessments", "delete", "other"): (gone("assessments", "science_7a", id=uid("science_7a.task")), {"citra": "applied", "sri": "already"}),
    ("grade_sheets", "delete", "own"): (gone("grade_sheets", "chess_7a", id=uid("chess_7a")), OFFICE),
    ("grade_sheets", "delete", "other"): (gone("grade_sheets", "science_7a", id=uid("science_7a")), OFFICE),
    ("subject_students", "delete", "own"): (gone("subject_students", "7a", subject_id=uid("subject.chess_7a"), student_id=uid("ani")), OFFICE),
    ("enrolments", "delete", "own"): (gone("enrolments", "7a", class_id=uid("7a"), student_id=uid("cici")), OFFICE),
    ("enrolments", "delete", "other"): (gone("enrolments", "7b", class_id=uid("7b"), student_id=uid("edo")), OFFICE),
    ("subject_teachers", "delete", "own"): (gone("subject_teachers", "7a", subject_id=PAI, teacher_id=uid("budi")), OFFICE),
    ("subject_teachers", "delete", "other"): (gone("subject_teachers", "7b", subject_id=uid("subject.math_7b"), teacher_id=uid("citra")), OFFICE),
    ("subjects", "delete", "own"): (gone("subjects", "7a", id=PAI), OFFICE),
    ("subjects", "delete", "other"): (gone("subjects", "7a", id=SCIENCE), OFFICE),
    ("classes", "delete", "own"): (gone("classes", "7a", id=uid("7a")), OFFICE),
    ("classes", "delete", "other"): (gone("classes", "7b", id=uid("7b")), OFFICE),
    ("student_private", "delete", "other"): (gone("student_private", "office", id=uid("edo")), OFFICE),
    ("students", "delete", "other"): (gone("students", "directory", id=uid("edo")), OFFICE),
    ("user_roles", "delete", "other"): (gone("user_roles", "directory", user_id=uid("edo"), role="siswa"), OFFICE),
    ("users", "delete", "other"): (gone("users", "directory", id=uid("edo")), OFFICE),
    ("assessment_kinds", "delete", "other"): (gone("assessment_kinds", "school", id=uid("kind.sas")), OFFICE),
    ("semesters", "delete", "other"): (gone("semesters", "school", id=uid("past")), OFFICE),
    ("school", "delete", "own"): (gone("school", "school", id=SchoolWorld.id("school")), OFFICE),
    ("user_roles", "delete", "own"): (gone("user_roles", "directory", user_id=uid("budi"), role="guru"), OFFICE),
}  # fmt: skip
# A material that somebody adds is analysed; a subject of a new name has a bank.
FOLLOWS = {
    ("classes", "update"): {"ems.schedules"},  # a new name stands on the lessons, too
    ("materials", "insert"): {"ems.jobs"},
    ("subjects", "insert"): {"ems.question_banks"},
    ("subjects", "update"): {"ems.question_banks"},
}
REFUSED: dict[Role, str] = {"pupil": "42501", "gate": "42501", "ended": "28000"}
IDS = [" ".join(line) for line in WRITES]


@pytest.fixture(scope="module")
def looking(world: SchoolWorld) -> Evidence:
    """While everybody's session lasts."""
    return Evidence(world)


def rows(evidence: Evidence) -> dict[str, str]:
    return {table: state for table, state in evidence.rows().items() if table.startswith("ems.")}


def test_every_registered_table_has_its_lines(world: SchoolWorld) -> None:
    registered = {row[0] for row in world.owner().execute("select tbl from sync.synced")}
    assert {(table, verb) for table, verb, _ in WRITES} == {
        (table, verb) for table in registered for verb in ("insert", "update", "delete")
    }
    of_sheets = {row[0] for row in world.owner().execute("select tbl from sync.synced where kind = 'sheet'")}
    assert {line for line in WRITES if line[0] in of_sheets} == {
        (table, verb, whose) for table in of_sheets for verb in ("insert", "update", "delete") for whose in ("own", "other")
    }


@pytest.mark.parametrize("line", WRITES, ids=IDS)
def test_each_person_writes_exactly_what_is_his(world: SchoolWorld, looking: Evidence, line: Line) -> None:
    make, allowed = WRITES[line]
    written = {f"ems.{line[0]}"} | FOLLOWS.get(line[:2], set())
    for person in STAFF:
        before = rows(looking)
        answer = world.push(person, make(person))[0]
        assert answer["status"] == allowed.get(person, "refused"), (person, answer)
        assert changed(before, rows(looking)) == (written if answer["status"] == "applied" else set()), person


@pytest.mark.parametrize("line", WRITES, ids=IDS)
def test_a_pupil_the_gate_and_an_ended_session_push_nothing_at_all(prompts: Prompts, evidence: Evidence, line: Line) -> None:
    before = rows(evidence)
    for role, state in REFUSED.items():
        with pytest.raises(psycopg.Error) as refused:
            push(prompts[role], WRITES[line][0]("sri") | {"seq": 1})
        assert refused.value.sqlstate == state, role
    assert changed(before, rows(evidence)) == set()
