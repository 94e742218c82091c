"""What a person tries through sync.push with batches that the program would never make. Every hole ever found is a line here."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from tests.world import SchoolWorld, cells, change, push, uid, whole

MINE, THEIRS = (
    {"scope": uid("math_7a"), "a": uid("math_7a.quiz"), "s": uid("ani")},
    {"scope": uid("math_7b"), "a": uid("math_7b.quiz"), "s": uid("dodi")},
)
OFFICE = uid("sri")
CLASH = {"base": "x", "mine": "y", "theirs": "z", "by": None, "at": "2026-11-22T08:00:00Z"}
FORGED = f"set ems.push_scopes = '{{{THEIRS['scope']}}}'", f"set ems.push_reads = '{{{THEIRS['scope']}}}'", f"set ems.push_me = '{OFFICE}'"


def row(a: str, s: str, scope: str, **more: Any) -> dict[str, Any]:
    return {"kind": "cells", "title": "x", "scope": scope, "rows": [{"a": a, "s": s, "n": {"value": 1}, "b": {"value": 70}}]} | more


def new(table: str, scope: str, key: dict[str, Any], columns: dict[str, Any], op: str = "i") -> dict[str, Any]:
    return whole(change(table, scope, key, op, columns))


PUSHED = {
    "another's sheet": row(THEIRS["a"], THEIRS["s"], THEIRS["scope"]),
    "my scope, another's assessment": row(THEIRS["a"], THEIRS["s"], MINE["scope"]),
    "another's scope, my assessment": row(MINE["a"], MINE["s"], THEIRS["scope"]),
    "a pupil of another class": row(MINE["a"], uid("dodi"), MINE["scope"]),
    "a pupil of another religion": row(uid("pai_7a.quiz"), uid("beni"), uid("pai_7a")),
    "a pupil who is not listed": row(uid("chess_7a.quiz"), uid("beni"), uid("chess_7a")),
    "a closed semester": row(uid("math_7a.past.quiz"), uid("ani"), uid("math_7a.past")),
    "a sheet for a scope that is a class": row(MINE["a"], MINE["s"], uid("7a")),
    "columns of a mark that are not a person's": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"rev": 99}, "b": {}}]},
    "a mark deleted": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"deleted": True}, "b": {}}]},
    "an assessment under another's sheet": new("assessments", THEIRS["scope"], {"id": uid("h1")}, {"title": "x", "kind": "sas"}),
    "scope_id among the columns": new("assessments", MINE["scope"], {"id": uid("h2")}, {"title": "x", "kind": "sas", "scope_id": THEIRS["scope"]}),
    "a revision among the columns": new("assessments", MINE["scope"], {"id": MINE["a"]}, {"rev": 99}, "u"),
    "an author among the columns": new("assessments", MINE["scope"], {"id": uid("h3")}, {"title": "x", "kind": "sas", "updated_by": OFFICE}),
    "the key among the columns": new("assessments", MINE["scope"], {"id": MINE["a"]}, {"id": THEIRS["a"]}, "u"),
    "SQL in a column's name": new("assessments", MINE["scope"], {"id": MINE["a"]}, {'title" = 1 --': 1}),
    "SQL in a key's name": new("assessments", MINE["scope"], {'id" = id or true --': MINE["a"]}, {"title": "x"}, "u"),
    "a key smuggled in": new("assessments", MINE["scope"], {"id": uid("h4"), "scope_id": THEIRS["scope"]}, {"title": "x", "kind": "sas"}),
    "a column given at birth, later": new("subjects", MINE["scope"], {"id": uid("subject.math_7a")}, {"listed": True}, "u"),
    "a table not in the list": new("jobs", MINE["scope"], {"id": uid("h5")}, {"kind": "x"}),
    "a table of another schema": new("identity.device", MINE["scope"], {"id": "1"}, {"login": "x"}),
    "marks in a whole set": new("scores", MINE["scope"], {"assessment_id": MINE["a"], "student_id": MINE["s"]}, {"value": 1}),
    "the id of a hidden row": new("assessments", MINE["scope"], {"id": THEIRS["a"]}, {"title": "x", "kind": "sas"}),
    "a table of another kind of scope": new("enrolments", MINE["scope"], {"class_id": uid("7a"), "student_id": uid("dodi")}, {"deleted": False}),
    "a pupil into a class": new("enrolments", uid("7a"), {"class_id": uid("7a"), "student_id": uid("dodi")}, {"deleted": False}),
    "oneself into a subject": new("subject_teachers", uid("7a"), {"subject_id": uid("subject.science_7a"), "teacher_id": uid("budi")}, {"deleted": False}),
    "a sheet for a subject one does not teach": new("grade_sheets", uid("h6"), {"id": uid("h6")}, {"subject_id": uid("subject.science_7a"), "class_id": uid("7a"), "semester_id": uid("now")}),
    "a sheet of another class's subject": new("grade_sheets", uid("h7"), {"id": uid("h7")}, {"subject_id": uid("subject.math_7a"), "class_id": uid("7b"), "semester_id": uid("now")}),
    "a sheet in a closed semester": new("grade_sheets", uid("h8"), {"id": uid("h8")}, {"subject_id": uid("subject.chess_7a"), "class_id": uid("7a"), "semester_id": uid("past")}),
    "a sheet in a semester to come": new("grade_sheets", uid("h9"), {"id": uid("h9")}, {"subject_id": uid("subject.chess_7a"), "class_id": uid("7a"), "semester_id": uid("next")}),
    "a sheet with the id of another's": new("grade_sheets", THEIRS["scope"], {"id": THEIRS["scope"]}, {"subject_id": uid("subject.math_7a"), "class_id": uid("7a"), "semester_id": uid("now")}),
    "a class": new("classes", uid("h10"), {"id": uid("h10")}, {"name": "x", "grade_level": 7, "year": 2026}),
    "a grade for a subject one does not teach": new("grades", MINE["scope"], {"id": uid("h11")}, {"student_id": uid("ani"), "subject_id": uid("subject.science_7a"), "semester": "20261", "grade_value": 1}),
    "a grade for another semester": new("grades", MINE["scope"], {"id": uid("h12")}, {"student_id": uid("ani"), "subject_id": uid("subject.math_7a"), "semester": "20252", "grade_value": 1}),
    "a grade for a pupil of another class": new("grades", MINE["scope"], {"id": uid("h13")}, {"student_id": uid("dodi"), "subject_id": uid("subject.math_7a"), "semester": "20261", "grade_value": 1}),
    "a grade for a pupil of another religion": new(
        "grades", uid("pai_7a"), {"id": uid("h15")}, {"student_id": uid("beni"), "subject_id": uid("subject.pai_7a"), "semester": "20261", "grade_value": 1}
    ),
    "a key of another type": new("assessments", MINE["scope"], {"id": {"a": 1}}, {"title": "x"}, "u"),
    "a scope that is none": new("assessments", "g" * 36, {"id": uid("h14")}, {"title": "x"}),
    "rows that are no list": {"kind": "cells", "scope": MINE["scope"], "rows": {"a": 1}},
    "rows of numbers": {"kind": "cells", "scope": MINE["scope"], "rows": [1, 2]},
    "no rows": {"kind": "cells", "scope": MINE["scope"], "rows": []},
    "no scope": {"kind": "cells", "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"value": 1}}]},
    "an unreadable uuid": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": "x", "s": MINE["s"], "n": {"value": 1}}]},
    "a cell twice": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"value": v}, "b": {"value": 70}} for v in (1, 2)]},
    "an infinite number": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"value": 10**400}, "b": {"value": 70}}]},
    "changes that are no list": {"kind": "whole", "changes": "x"},
    "changes of nothing": {"kind": "whole", "changes": [None, 1]},
    "no kind": {},
    "an unknown kind": {"kind": "rows"},
    "five thousand and one rows": {"kind": "cells", "scope": MINE["scope"], "rows": [{}] * 5001},
    "more than four megabytes": {"kind": "cells", "scope": MINE["scope"], "rows": [{"n": {"note": "x" * 4_300_000}}]},
}  # fmt: skip


@pytest.mark.parametrize("attack", PUSHED)
def test_refused_by_push_without_a_hint(world: SchoolWorld, attack: str) -> None:
    """Refused, nothing of a hidden row in the answer, and the good set behind it in the batch gets through."""
    before = world.score("math_7a", "task", "cici")
    good = cells("math_7a", {("task", "cici"): (before or 0) + (1 if (before or 0) < 40 else -40)}, {("task", "cici"): before})
    bad, well = world.push("budi", dict(PUSHED[attack]), good)
    assert bad["status"] == "refused", bad
    assert "detail" not in bad
    assert "70" not in str(bad.get("cells", ""))
    assert well["status"] == "applied", well


def test_forged_settings_do_not_help_a_push(world: SchoolWorld) -> None:
    connection = world.session("budi")
    for statement in FORGED:
        connection.execute(statement)
    assert world.push("budi", row(THEIRS["a"], THEIRS["s"], THEIRS["scope"]))[0]["status"] == "refused"
    connection.execute("set search_path = pg_temp, public")
    assert push(connection) == []
    connection.execute("reset all")


@pytest.mark.parametrize(
    ("setting", "state"), [("set synchronous_commit = off", "55000"), ("set default_transaction_isolation = 'repeatable read'", "25000")]
)
def test_push_refuses_a_session_that_would_forget_or_remember_too_much(world: SchoolWorld, setting: str, state: str) -> None:
    with world.connect("budi") as connection:
        connection.execute(setting)
        with pytest.raises(psycopg.Error) as refused:
            push(connection, {"seq": 10_000, "kind": "none"})
        assert refused.value.sqlstate == state


@pytest.mark.parametrize(
    "batch",
    [
        [{"kind": "cells"}],
        [{"seq": 1}, {"seq": 1}],
        [{"seq": "x"}],
        [{"seq": 1.5}],
        [{"seq": 10**30}],
        [1],
        [{"seq": n} for n in range(1, 1002)],
    ],
)
def test_a_batch_that_cannot_be_counted_is_an_error_and_leaves_no_trace(world: SchoolWorld, batch: list[Any]) -> None:
    with pytest.raises(psycopg.Error) as refused:
        push(world.session("citra"), *batch)
    assert refused.value.sqlstate in ("22023", "22P02", "22003", "54000")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("materials", {"extra": [1, 2]}), ("materials", {"extra": {"a": 1}}), ("materials", {"clash": "x"}), ("materials", {"clash": {"a": "b"}}),
        ("materials", {"reviewed": {"a": 1}}), ("sheet_rows", {"cells": {"a": None}}), ("sheet_rows", {"cells": "x"}),
        ("catalogue", {"columns": [1]}), ("catalogue", {"columns": {"a": "b"}}), ("catalogue", {"mark": "x"}),
        ("materials", {"extra": {"a": ["x"]}}), ("materials", {"extra": {"a": []}}), ("materials", {"clash": {"a": []}}),
        ("materials", {"clash": {"a": [CLASH]}}), ("materials", {"clash": {"a": {"mine": "x"}}}), ("materials", {"clash": {"a": CLASH | {"mine": ["x"]}}}),
        ("materials", {"clash": {"a": CLASH | {"earlier": "x"}}}), ("materials", {"clash": {"a": CLASH | {"earlier": [["x"]]}}}),
        ("materials", {"clash": {"a": CLASH | {"more": 1}}}), ("materials", {"reviewed": {"a": [{}]}}), ("materials", {"reviewed": {"a": {"b": ["x"]}}}),
        ("sheet_rows", {"cells": {"a": ["x"]}}), ("catalogue", {"columns": [[{"key": "a", "header": "b"}]]}),
        ("catalogue", {"columns": [{"key": ["a"], "header": "x"}]}), ("catalogue", {"columns": [{"key": "a"}]}),
    ],
)  # fmt: skip
def test_nobody_leaves_in_the_catalogue_what_another_s_program_cannot_read(world: SchoolWorld, table: str, values: dict[str, Any]) -> None:
    key = world.id("catalogue") if table == "catalogue" else uid("material.lensa")
    base = world.owner().execute(f"select to_jsonb(t) from ems.{table} t where id = %s", (key,)).fetchone()
    assert base
    sent = whole(change(table, "catalogue", {"id": key}, "u", values, {name: base[0][name] for name in values}))
    assert world.push("budi", sent)[0]["why"] == "23514"


def test_a_clash_of_the_right_shape_is_taken(world: SchoolWorld) -> None:
    shapes: list[dict[str, Any]] = [{"clash": {"a": CLASH, "b": CLASH | {"earlier": ["u", "v"]}}}, {"clash": {}}, {"clash": None}]
    for values in shapes:
        was = world.owner().execute("select clash from ems.materials where id = %s", (uid("material.lensa"),)).fetchone()
        assert was
        sent = whole(change("materials", "catalogue", {"id": uid("material.lensa")}, "u", values, {"clash": was[0]}))
        assert world.push("budi", sent)[0]["status"] in ("applied", "already")


@pytest.mark.parametrize("deep", ["[" * 70 + "]" * 70, "9" * 400])
def test_json_that_would_stop_another_s_program_is_refused(world: SchoolWorld, deep: str) -> None:
    sent = whole(change("grade_sheets", "math_7a", {"id": uid("math_7a")}, "u", {"weights": "@"}, {"weights": None}))
    batch = json.dumps({"sets": [sent | {"seq": 900 + len(deep)}]}).replace('"@"', deep)
    answer = world.session("budi").execute("select sync.push(%s::jsonb)", (batch,)).fetchone()
    assert answer
    assert (answer[0][0]["status"], answer[0][0]["why"]) == ("refused", "unreadable")
