"""Change sets of kind "cells": each cell is judged alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.servers import Server
from tests.world import SchoolWorld, cells, change, push, uid, whole

CELL = ("task", "ani")


@pytest.fixture(autouse=True)
def empty_tasks(world: SchoolWorld) -> None:
    """Each test finds the column `task` empty and the quizzes at 70."""
    owner = world.owner()
    owner.execute(
        "update ems.scores set value = null, first_value = null, state = null, note = null where assessment_id in (select id from ems.assessments where title = 'task')"
    )
    owner.execute(
        "update ems.scores set value = 70, first_value = null, state = null, note = null where assessment_id in (select id from ems.assessments where title = 'quiz')"
    )


def told(answer: dict[str, Any]) -> dict[int, Any]:
    return {cell["i"]: cell.get("why") or cell["status"] for cell in answer.get("cells", [])}


def test_one_bad_cell_of_a_paste_costs_only_itself(world: SchoolWorld) -> None:
    new: dict[tuple[str, str], Any] = {
        ("quiz", "ani"): 81, ("quiz", "beni"): 82, ("task", "ani"): 51, ("task", "beni"): "8", ("task", "cici"): 12.5, ("quiz", "dodi"): 5, ("none", "ani"): 5,
    }  # fmt: skip
    answer = world.push("budi", cells("math_7a", new, {("quiz", "ani"): 70, ("quiz", "beni"): 60}))[0]
    assert answer["status"] == "mixed"
    assert told(answer) == {1: "conflict", 2: "above_maximum", 3: "bad_value", 5: "not_enrolled", 6: "unknown_assessment"}
    assert (world.score("math_7a", "quiz", "ani"), world.score("math_7a", "quiz", "beni"), world.score("math_7a", "task", "cici")) == (
        81,
        70,
        Decimal("12.5"),
    )


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"value": -1}, "bad_value"), ({"value": 100.5}, "bad_value"), ({"value": 8.123}, "bad_value"), ({"value": "80"}, "bad_value"), ({"value": True}, "bad_value"),
        ({"value": 50.01}, "above_maximum"), ({"first_value": 51}, "above_maximum"), ({"first_value": [1]}, "bad_value"), ({"state": "late"}, "bad_state"), ({"state": 1}, "bad_value"),
        ({"value": 5, "state": "excused"}, "state_or_value"), ({"note": "x" * 2001}, "note_too_long"), ({"rev": 1}, "bad_column"), ({"value": 1, "deleted": True}, "bad_column"), ({}, "bad_cell"),
    ],
)  # fmt: skip
def test_what_a_cell_may_not_hold(world: SchoolWorld, columns: dict[str, Any], why: str) -> None:
    answer = world.push("budi", cells("math_7a", {CELL: columns}))[0]
    assert answer["status"] == "refused"
    assert told(answer) == {0: why}


@pytest.mark.parametrize(
    "columns",
    [
        {"value": 0},
        {"value": 50},
        {"value": 49.99},
        {"value": 5, "first_value": 3},
        {"state": "missing"},
        {"note": "x" * 2000},
        {"value": None, "state": "excused", "note": "sakit"},
    ],
)
def test_what_a_cell_may_hold(world: SchoolWorld, columns: dict[str, Any]) -> None:
    assert world.push("budi", cells("math_7a", {CELL: columns}))[0]["status"] == "applied"
    row = (
        world.owner()
        .execute(
            "select value, first_value, state, note from ems.scores where assessment_id = %s and student_id = %s",
            (uid("math_7a.task"), uid("ani")),
        )
        .fetchone()
    )
    assert row
    expected = {"value": None, "first_value": None, "state": None, "note": None} | columns
    assert [float(x) if isinstance(x, Decimal) else x for x in row] == list(expected.values())


def test_the_same_mark_by_two_people_is_no_conflict(world: SchoolWorld) -> None:
    assert world.push("budi", cells("math_7a", {CELL: 40}))[0]["status"] == "applied"
    assert world.push("sri", cells("math_7a", {CELL: 40}))[0]["status"] == "already"


def test_a_conflict_tells_the_server_s_whole_cell_who_and_when(world: SchoolWorld) -> None:
    world.push("sri", cells("math_7a", {CELL: {"value": 40, "note": "dari kantor"}}))
    answer = world.push("budi", cells("math_7a", {CELL: 30}))[0]
    assert answer["status"] == "conflict"
    told_cell = dict(answer["cells"][0])
    assert told_cell.pop("at").startswith("20")
    assert told_cell == {"i": 0, "status": "conflict", "value": 40, "note": "dari kantor", "by": uid("sri")}
    assert world.score("math_7a", "task", "ani") == 40


def test_columns_of_a_cell_are_judged_apart(world: SchoolWorld) -> None:
    world.push("sri", cells("math_7a", {CELL: {"note": "lihat remedi"}}))
    assert world.push("budi", cells("math_7a", {CELL: 44}))[0]["status"] == "applied"
    row = (
        world.owner()
        .execute("select value, note from ems.scores where assessment_id = %s and student_id = %s", (uid("math_7a.task"), uid("ani")))
        .fetchone()
    )
    assert row == (44, "lihat remedi")


def test_a_mark_against_another_s_excuse_is_a_conflict(world: SchoolWorld) -> None:
    world.push("sri", cells("math_7a", {CELL: {"state": "excused"}}))
    answer = world.push("budi", cells("math_7a", {CELL: 44}))[0]
    assert (answer["status"], answer["cells"][0]["state"]) == ("conflict", "excused")
    both = {"value": 44, "state": None}
    assert world.push("budi", cells("math_7a", {CELL: both}, {CELL: {"value": None, "state": "excused"}}))[0]["status"] == "applied"


def test_an_old_mark_above_a_lowered_maximum_may_still_get_a_note(world: SchoolWorld) -> None:
    world.push("budi", cells("math_7a", {CELL: 50}))
    world.push("budi", whole(change("assessments", "math_7a", {"id": uid("math_7a.task")}, "u", {"maximum": 40}, {"maximum": 50})))
    assert world.push("budi", cells("math_7a", {CELL: {"note": "?"}}))[0]["status"] == "applied"
    assert told(world.push("budi", cells("math_7a", {CELL: 45}, {CELL: 50}))[0]) == {0: "above_maximum"}
    world.push("budi", whole(change("assessments", "math_7a", {"id": uid("math_7a.task")}, "u", {"maximum": 50}, {"maximum": 40})))


def test_a_chain_of_edits_of_one_cell_goes_through_in_one_batch(world: SchoolWorld) -> None:
    chain = [cells("math_7a", {CELL: n}, {CELL: n - 1 if n > 1 else None}) for n in range(1, 6)]
    other = [cells("math_7a", {("task", "beni"): n}, {("task", "beni"): n - 1 if n > 1 else None}) for n in range(1, 4)]
    answers = world.push("budi", *chain, *other)
    assert [a["status"] for a in answers] == ["applied"] * 8
    assert world.score("math_7a", "task", "ani") == 5


def test_a_chain_breaks_where_its_first_link_does(world: SchoolWorld) -> None:
    world.push("sri", cells("math_7a", {CELL: 9}))
    answers = world.push(
        "budi", cells("math_7a", {CELL: 1}), cells("math_7a", {CELL: 2}, {CELL: 1}), cells("math_7a", {("task", "beni"): 3})
    )
    assert [a["status"] for a in answers] == ["conflict", "conflict", "applied"]
    assert world.score("math_7a", "task", "ani") == 9


def test_data_that_cannot_be_read_is_refused_alone(world: SchoolWorld) -> None:
    """The batch is bisected around it: everything else of the batch gets through, in order."""
    sets = [cells("math_7a", {("quiz", "ani"): 70 + n}, {("quiz", "ani"): 69 + n}) for n in range(1, 8)]
    bad = {"kind": "cells", "scope": uid("math_7a"), "rows": [{"a": "no uuid", "s": uid("ani"), "n": {"value": 1}}]}
    odd = {"kind": "cells", "scope": uid("math_7a"), "rows": [{"a": uid("math_7a.task"), "s": uid("beni"), "n": {"value": 10**400}}]}
    answers = world.push("budi", *sets[:3], bad, *sets[3:5], odd, *sets[5:])
    assert [a["status"] for a in answers] == ["applied"] * 3 + ["refused"] + ["applied"] * 2 + ["refused"] + ["applied"] * 2
    assert answers[3]["why"] == "22P02"
    assert world.score("math_7a", "quiz", "ani") == 77


def test_sets_of_several_sheets_in_one_batch_each_get_their_own_revision(world: SchoolWorld) -> None:
    revs = dict(world.owner().execute("select id::text, rev from sync.scope").fetchall())
    answers = world.push("citra", cells("science_7a", {CELL: 5}), cells("math_7b", {("task", "dodi"): 6}), cells("math_7a", {CELL: 7}))
    assert [(a["status"], a.get("rev")) for a in answers] == [
        ("applied", revs[uid("science_7a")] + 1),
        ("applied", revs[uid("math_7b")] + 1),
        ("refused", None),
    ]
    assert answers[2]["why"] == "not_allowed"


def test_a_cell_of_a_deleted_assessment_is_gone(world: SchoolWorld) -> None:
    key = {"id": uid("to be deleted")}
    world.push("budi", whole(change("assessments", "math_7a", key, "i", {"kind": "sas", "title": "x"})))
    world.push("budi", whole(change("assessments", "math_7a", key, "u", {"deleted": True}, {"deleted": False})))
    row = {"a": key["id"], "s": uid("ani"), "n": {"value": 1}, "b": {}}
    answer = world.push("budi", {"kind": "cells", "title": "x", "scope": uid("math_7a"), "rows": [row]})[0]
    assert (answer["status"], answer["cells"]) == ("gone", [{"i": 0, "status": "gone", "why": "gone"}])


def test_a_pupil_who_left_the_class_takes_no_new_marks_once_struck_off(world: SchoolWorld) -> None:
    world.owner().execute("update ems.enrolments set left_on = '2026-10-01' where student_id = %s", (uid("cici"),))
    assert world.push("budi", cells("math_7a", {("task", "cici"): 5}))[0]["status"] == "applied"  # grey, but still in the list
    world.owner().execute("update ems.enrolments set deleted = true where student_id = %s", (uid("cici"),))
    assert told(world.push("budi", cells("math_7a", {("task", "cici"): 6}, {("task", "cici"): 5}))[0]) == {0: "not_enrolled"}
    world.owner().execute("update ems.enrolments set deleted = false, left_on = null where student_id = %s", (uid("cici"),))


def test_a_locked_column_is_the_program_s_courtesy_not_the_server_s(world: SchoolWorld) -> None:
    world.owner().execute("update ems.assessments set locked = true where id = %s", (uid("math_7a.task"),))
    assert world.push("budi", cells("math_7a", {CELL: 5}))[0]["status"] == "applied"
    world.owner().execute("update ems.assessments set locked = false where id = %s", (uid("math_7a.task"),))


def test_the_journal_of_a_single_edit_stays_small(world: SchoolWorld) -> None:
    owner = world.owner()
    world.push("budi", *[cells("math_7a", {CELL: n}, {CELL: n - 1 if n > 1 else None}, title=f"Nilai {n}") for n in range(1, 51)])
    size = owner.execute("select avg(pg_column_size(j.*)) from sync.journal j where title like 'Nilai %'").fetchone()
    assert size
    assert size[0] < 300


@pytest.mark.parametrize("odd", [{"a": "x"}, {"s": "x"}, {"a": 5}, {"s": None}, {"a": uid("math_7a.task")[:-1]}])
def test_a_mark_alone_that_cannot_be_read_is_refused_and_the_next_is_taken(world: SchoolWorld, odd: dict[str, Any]) -> None:
    row = {"a": uid("math_7a.task"), "s": uid("ani"), "n": {"value": 1}, "b": {}} | odd
    answer = world.push("budi", {"kind": "cells", "title": "x", "scope": uid("math_7a"), "rows": [row]})[0]
    assert answer["status"] == "refused"
    assert world.push("budi", cells("math_7a", {CELL: 7}))[0]["status"] in {"applied", "conflict"}


def test_a_refused_set_moves_no_revision_and_two_marks_of_one_transaction_move_it_once(world: SchoolWorld) -> None:
    def rev() -> int:
        (found,) = world.owner().execute("select rev from sync.scope where id = %s", (uid("science_7a"),)).fetchone() or (0,)
        return int(found)

    before, line = rev(), world.connect_as(world.sign_in("sri"), autocommit=False)
    nothing = change("assessments", "science_7a", {"id": uid("nothing")}, "u", {"title": "y"}, {"title": "x"})
    assert push(line, whole(nothing, seq=1))[0]["status"] == "gone"
    line.commit()
    assert rev() == before
    for seq in (2, 3):
        answer = push(line, cells("science_7a", {("task", "ani"): 10 * seq}, {("task", "ani"): 20 if seq == 3 else None}, seq=seq))[0]
        assert (answer["status"], answer["rev"]) == ("applied", before + 1)
    line.commit()
    assert rev() == before + 1


# One mark typed alone goes a short way through push; what it leaves behind must not tell.
ALONE_AND_IN_COMPANY = {
    "into an empty cell": ("math_7a", ("task", "ani"), 41, None),
    "nothing over what was seen": ("math_7a", ("task", "ani"), None, 41),
    "into a cell that was emptied": ("math_7a", ("task", "ani"), 42, None),
    "over what was seen": ("math_7a", ("quiz", "ani"), 81.5, 70),
    "over what was seen, written otherwise": ("math_7a", ("quiz", "beni"), 80, 70.0),
    "the same again": ("math_7a", ("quiz", "ani"), 81.5, 81.5),
    "over something else than was seen": ("math_7a", ("quiz", "cici"), 90, 50),
    "over an empty cell that was not empty": ("math_7a", ("quiz", "cici"), 90, None),
    "into a cell that was full when seen": ("math_7a", ("task", "beni"), 40, 30),
    "above the maximum": ("math_7a", ("task", "beni"), 51, None),
    "below zero": ("math_7a", ("task", "beni"), -1, None),
    "three decimals": ("math_7a", ("task", "beni"), 40.125, None),
    "too large for a number column": ("math_7a", ("task", "beni"), 1e30, None),
    "a text": ("math_7a", ("task", "beni"), "40", None),
    "a mark where one is excused": ("math_7a", ("task", "cici"), 30, None),
    "a pupil of another class": ("math_7a", ("quiz", "dodi"), 80, None),
    "an assessment of another sheet": ("math_7a", ("nothing", "ani"), 80, None),
    "a subject for some": ("pai_7a", ("task", "beni"), 30, None),
    "a subject for those listed": ("chess_7a", ("task", "ani"), 30, None),
    "a sheet of somebody else": ("math_7b", ("task", "dodi"), 30, None),
    "a closed semester": ("math_7a.past", ("quiz", "ani"), 80, 70),
}
TRAIL = """select j.seq, j.rev, j.person, j.scope, j.kind, j.status, j.title, j.result - 'cells', j.data, j.place is not null, j.link is not null
  from sync.journal j where j.seq < 1000 order by j.seq"""
MARKS = "select assessment_id, student_id, value, first_value, state, note, deleted, updated_by from ems.scores order by 1, 2"


def test_a_mark_alone_leaves_the_same_behind_as_one_in_company(postgres: Server) -> None:
    with SchoolWorld.open(postgres) as alone, SchoolWorld.open(postgres) as company:
        for world in (alone, company):
            world.push("budi", cells("math_7a", {("task", "cici"): {"state": "excused"}}, seq=1))
        for seq, (sheet, cell, new, base) in enumerate(ALONE_AND_IN_COMPANY.values(), 2):
            one, same = (cells(sheet, {cell: new}, {cell: base}, seq=seq) for _ in range(2))
            (told,) = alone.push("budi", one)
            assert (
                company.push("budi", same, {"seq": seq + 1000, "kind": "cells", "scope": uid("none"), "rows": []})[0]["status"]
                == told["status"]
            )
            assert alone.owner().execute(MARKS).fetchall() == company.owner().execute(MARKS).fetchall(), cell
        trails = [world.owner().execute(TRAIL).fetchall() for world in (alone, company)]
        assert trails[0] == trails[1]
        assert [line[5] for line in trails[0]].count("applied") == 7
