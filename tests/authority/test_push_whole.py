"""Change sets of kind "whole": rows of any synced table, all or nothing."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest

from tests.world import SchoolWorld, cells, change, uid, whole

A = ("assessments", "math_7a")


def made(name: str, title: str = "x", **more: Any) -> dict[str, Any]:
    return change(*A, {"id": uid(name)}, "i", {"kind": "sas", "title": title} | more)


def row(world: SchoolWorld, name: str, columns: str = "title, deleted") -> Any:
    return world.owner().execute(f"select {columns} from ems.assessments where id = %s", (uid(name),)).fetchone()


def test_a_new_row_gets_its_defaults_its_author_and_its_revision(world: SchoolWorld) -> None:
    answer = world.push("budi", whole(made("w1", "Harian", maximum=80, held_on="2026-11-02")))[0]
    assert answer["status"] == "applied"
    found = row(world, "w1", "title, weight, maximum, position, held_on::text, locked, rev, updated_by::text, scope_id::text")
    assert found == ("Harian", 1, 80, 0, "2026-11-02", False, answer["rev"], uid("budi"), uid("math_7a"))


def test_one_conflict_undoes_the_whole_set_and_tells_both_sides(world: SchoolWorld) -> None:
    world.push("budi", whole(made("w2", "mine")))
    world.push("sri", whole(change(*A, {"id": uid("w2")}, "u", {"title": "theirs"}, {"title": "mine"})))
    answer = world.push("budi", whole(made("w3"), change(*A, {"id": uid("w2")}, "u", {"title": "other", "topic": "t"}, {"title": "mine"})))[
        0
    ]
    assert answer["status"] == "conflict"
    detail = answer["detail"][0]
    assert (detail["i"], detail["t"], detail["k"], detail["server"], detail["by"]) == (
        1,
        "assessments",
        {"id": uid("w2")},
        {"title": "theirs"},
        uid("sri"),
    )
    assert row(world, "w3") is None


def test_each_column_is_compared_with_what_its_author_saw(world: SchoolWorld) -> None:
    world.push("budi", whole(made("w4", "a", topic="t")))
    world.push("sri", whole(change(*A, {"id": uid("w4")}, "u", {"topic": "T"}, {"topic": "t"})))
    assert world.push("budi", whole(change(*A, {"id": uid("w4")}, "u", {"title": "b"}, {"title": "a"})))[0]["status"] == "applied"
    assert row(world, "w4", "title, topic") == ("b", "T")


def test_the_same_change_twice_is_already_there_in_whatever_spelling(world: SchoolWorld) -> None:
    world.push("budi", whole(made("w5", weight=2)))
    same = change(*A, {"id": uid("w5").upper()}, "u", {"weight": "2.00", "locked": False}, {"weight": 1})
    assert world.push("budi", whole(same))[0]["status"] == "already"


def test_deleting_marks_and_making_again_revives(world: SchoolWorld) -> None:
    key = {"subject_id": uid("subject.science_7a"), "teacher_id": uid("dewi")}
    make = change("subject_teachers", "7a", key, "i", {"deleted": False})
    away = change("subject_teachers", "7a", key, "u", {"deleted": True}, {"deleted": False})
    assert [world.push("sri", whole(step))[0]["status"] for step in (make, away, away, make, away)] == [
        "applied",
        "applied",
        "already",
        "applied",
        "applied",
    ]


def test_a_change_of_a_deleted_row_is_gone_and_undoing_the_deletion_is_not(world: SchoolWorld) -> None:
    world.push("budi", whole(made("w6", "a")))
    world.push("budi", whole(change(*A, {"id": uid("w6")}, "u", {"deleted": True}, {"deleted": False})))
    answer = world.push("budi", whole(change(*A, {"id": uid("w6")}, "u", {"title": "b"}, {"title": "a"})))[0]
    assert (answer["status"], answer["detail"][0]["status"]) == ("gone", "gone")
    assert world.push("budi", whole(change(*A, {"id": uid("w6")}, "u", {"deleted": False}, {"deleted": True})))[0]["status"] == "applied"
    assert world.push("budi", whole(change(*A, {"id": uid("never")}, "u", {"title": "b"}, {"title": "a"})))[0]["status"] == "gone"


def test_what_was_removed_does_not_stand_in_the_way_of_making_it_anew(world: SchoolWorld) -> None:
    """An import that was undone can be done again: a NISN is unique among the rows that are not deleted."""

    def pupil(name: str) -> list[dict[str, Any]]:
        key = {"id": uid(name)}
        return [
            change("users", "directory", key, "i", {"name": name, "role": "siswa"}),
            change("students", "directory", key, "i", {"nisn": "0077777777"}),
        ]

    undo = [
        change(table, "directory", {"id": uid("first try")}, "u", {"deleted": True}, {"deleted": False}) for table in ("students", "users")
    ]
    redo = [
        change(table, "directory", {"id": uid("first try")}, "u", {"deleted": False}, {"deleted": True}) for table in ("users", "students")
    ]
    assert [a["status"] for a in world.push("sri", whole(*pupil("first try")), whole(*undo), whole(*pupil("second try")))] == [
        "applied"
    ] * 3
    assert world.push("sri", whole(*redo))[0]["rule"] == "uq_students_nisn"


def test_the_same_row_twice_in_a_set_is_changed_twice_in_order(world: SchoolWorld) -> None:
    steps = [made("w7", "1"), *[change(*A, {"id": uid("w7")}, "u", {"title": str(n)}, {"title": str(n - 1)}) for n in (2, 3)]]
    assert world.push("budi", whole(*steps))[0]["status"] == "applied"
    assert row(world, "w7") == ("3", False)


@pytest.mark.parametrize(
    ("change_", "why", "rule"),
    [
        (change("users", "directory", {"id": uid("v1")}, "i", {"name": "x", "role": "siswa", "email": "budi@sekolah.test"}), "23505", "uq_users_email"),
        (change("users", "directory", {"id": uid("v2")}, "i", {"name": "x", "role": "admin"}), "23514", "ck_users_role_known"),
        (change("users", "directory", {"id": uid("v3")}, "i", {"role": "siswa"}), "23502", None),
        (change("students", "directory", {"id": uid("v4")}, "i", {"nisn": "0012345678"}), "23503", "fk_students_id"),
        (change("students", "directory", {"id": uid("ani")}, "u", {"birth_date": "31-31-2012"}, {"birth_date": None}), "22008", None),
        (change("students", "directory", {"id": uid("ani")}, "u", {"nisn": "12345678901"}, {"nisn": None}), "22001", None),
        (change("user_roles", "directory", {"user_id": uid("sri"), "role": "kurikulum"}, "u", {"deleted": True}, {"deleted": False}), "23514", "last_office"),
        (change("users", "directory", {"id": uid("sri")}, "u", {"active": False}, {"active": True}), "23514", "last_office"),
        (change("grades", "math_7a", {"id": uid("v5")}, "i", {"student_id": uid("ani"), "subject_id": uid("subject.math_7a"), "semester": "20261"}), "23505",
         "uq_grades_student_id_subject_id_semester"),
    ],
)  # fmt: skip
def test_what_the_constraints_forbid_is_refused_by_name_and_undone(
    world: SchoolWorld, change_: dict[str, Any], why: str, rule: str | None
) -> None:
    name = f"before {change_['k']}"
    first = change("users", "directory", {"id": uid(name)}, "i", {"name": "first", "role": "siswa"})
    answer = world.push("sri", whole(first, change_))[0]
    assert (answer["status"], answer["why"], answer.get("rule")) == ("refused", why, rule)
    assert world.owner().execute("select from ems.users where id = %s", (uid(name),)).fetchone() is None


def test_a_bad_set_does_not_hold_up_those_behind_it(world: SchoolWorld) -> None:
    answers = world.push("budi", whole(made("w8", "")), whole(made("w9")), cells("math_7a", {("task", "ani"): 9}))
    assert [(a["status"], a.get("rule")) for a in answers] == [
        ("refused", "ck_assessments_title_length"),
        ("applied", None),
        ("applied", None),
    ]


def test_a_class_is_made_with_everything_in_it_in_one_set_and_used_in_the_next(world: SchoolWorld) -> None:
    class_, subject, sheet, task, pupil = (uid(f"new {x}") for x in ("class", "subject", "sheet", "task", "pupil"))
    made_class = whole(  # children first: the order within a set is free
        change("assessments", sheet, {"id": task}, "i", {"kind": "sas", "title": "x"}),
        change(
            "grade_sheets",
            sheet,
            {"id": sheet},
            "i",
            {"subject_id": subject, "class_id": class_, "semester_id": uid("now"), "weights": {"sas": 100}},
        ),
        change("enrolments", class_, {"class_id": class_, "student_id": pupil}, "i", {"number": 1}),
        change("subjects", class_, {"id": subject}, "i", {"class_id": class_, "name": "M", "code": "M"}),
        change("students", "directory", {"id": pupil}, "i", {"nisn": "0099999999"}),
        change("users", "directory", {"id": pupil}, "i", {"name": "Baru", "role": "siswa"}),
        change("classes", class_, {"id": class_}, "i", {"name": "7C", "grade_level": 7, "year": 2026}),
    )
    mark = {"kind": "cells", "title": "x", "scope": sheet, "rows": [{"a": task, "s": pupil, "n": {"value": 88}, "b": {"value": None}}]}
    answers = world.push("sri", made_class, mark)
    assert [a["status"] for a in answers] == ["applied", "applied"]
    assert answers[0]["revs"].keys() == {class_, sheet, world.id("directory")}
    scope = (
        world.owner()
        .execute("select kind, class_id::text, subject_id::text, semester_id::text from sync.scope where id = %s", (sheet,))
        .fetchone()
    )
    assert scope == ("sheet", class_, subject, uid("now"))


def test_a_set_that_fails_leaves_no_scope_behind(world: SchoolWorld) -> None:
    class_ = uid("failing class")
    answers = world.push("sri", whole(change("classes", class_, {"id": class_}, "i", {"name": "", "grade_level": 7, "year": 2026})),
                         whole(change("subjects", class_, {"id": uid("orphan")}, "i", {"class_id": class_, "name": "M", "code": "M"})))  # fmt: skip
    assert [(a["status"], a["why"]) for a in answers] == [("refused", "23514"), ("refused", "not_allowed")]
    assert world.owner().execute("select from sync.scope where id = %s", (class_,)).fetchone() is None


def test_a_teacher_makes_the_sheet_of_what_he_teaches(world: SchoolWorld) -> None:
    key = {"subject_id": uid("subject.extra"), "teacher_id": uid("budi")}
    world.push("sri", whole(change("subjects", "7a", {"id": key["subject_id"]}, "i", {"class_id": uid("7a"), "name": "Extra", "code": "EX"}),
                            change("subject_teachers", "7a", key, "i", {"deleted": False})))  # fmt: skip
    sheet = uid("extra sheet")
    make = whole(
        change(
            "grade_sheets", sheet, {"id": sheet}, "i", {"subject_id": key["subject_id"], "class_id": uid("7a"), "semester_id": uid("now")}
        )
    )
    assert [a["status"] for a in world.push("budi", make, make | {"seq": 900}, whole(change("assessments", sheet, {"id": uid("ex1")}, "i", {"kind": "sas", "title": "x"}), seq=901))] == [
        "applied", "already", "applied",
    ]  # fmt: skip
    assert (sheet,) in world.session("budi").execute("select id::text from sync.my_scopes() where can_write").fetchall()
    other = uid("second sheet of the same")
    again = whole(
        change(
            "grade_sheets", other, {"id": other}, "i", {"subject_id": key["subject_id"], "class_id": uid("7a"), "semester_id": uid("now")}
        ),
        seq=902,
    )
    assert world.push("budi", again)[0]["rule"] == "uq_grade_sheets_subject_id_semester_id"


def test_closing_a_semester_stops_the_marks_and_moves_the_sheets_revisions(world: SchoolWorld) -> None:
    def state(new: str, old: str) -> dict[str, Any]:
        return whole(change("semesters", "school", {"id": uid("now")}, "u", {"state": new}, {"state": old}))

    before = dict(world.owner().execute("select id::text, rev from sync.scope where kind = 'sheet'").fetchall())
    mark = cells("math_7b", {("task", "dodi"): 5})
    closed, refused = world.push("sri", state("closed", "open"), mark)
    assert (closed["status"], refused["status"], refused["why"]) == ("applied", "refused", "semester_closed")
    after = dict(world.owner().execute("select id::text, rev from sync.scope where kind = 'sheet'").fetchall())
    assert after[uid("math_7a")] == before[uid("math_7a")] + 1
    for person in ("citra", "sri"):
        answer = world.push(person, cells("math_7b", {("task", "edo"): 5}))[0]
        assert (answer["status"], answer["why"]) == ("refused", "semester_closed")
        assert (
            world.push(person, whole(change("assessments", "math_7b", {"id": uid("late")}, "i", {"kind": "sas", "title": "x"})))[0]["why"]
            == "semester_closed"
        )
    assert sorted(world.session("citra").execute("select distinct kind from sync.my_scopes() where can_write").fetchall()) == [
        ("bank",),
        ("catalogue",),
    ]
    world.push("sri", state("open", "closed"))
    assert world.push("citra", cells("math_7b", {("task", "edo"): 5}))[0]["status"] == "applied"


def test_a_whole_import_of_three_hundred_pupils_is_quick(world: SchoolWorld) -> None:
    changes: list[dict[str, Any]] = []
    classes = [str(uuid4()) for _ in range(10)]
    changes += [change("classes", c, {"id": c}, "i", {"name": f"8{n}", "grade_level": 8, "year": 2026}) for n, c in enumerate(classes)]
    for n in range(300):
        pupil, class_ = str(uuid4()), classes[n % 10]
        changes += [
            change("users", "directory", {"id": pupil}, "i", {"name": f"Murid {n}", "role": "siswa"}),
            change("user_roles", "directory", {"user_id": pupil, "role": "siswa"}, "i", {"deleted": False}),
            change(
                "students",
                "directory",
                {"id": pupil},
                "i",
                {"nisn": f"{n:010}", "gender": "L", "birth_date": "2012-03-04", "religion": "Islam"},
            ),
            change("student_private", "office", {"id": pupil}, "i", {"nik": f"{n:016}", "extra": {f"Kolom {i}": "isi" for i in range(40)}}),
            change("enrolments", class_, {"class_id": class_, "student_id": pupil}, "i", {"number": n // 10 + 1}),
        ]
    started = time.perf_counter()
    answer = world.push("sri", whole(*changes))[0]
    assert answer["status"] == "applied", answer
    assert time.perf_counter() - started < 2
    assert world.push("sri", whole(*changes))[0]["status"] == "already"
