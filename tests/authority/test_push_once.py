"""Each change set takes effect exactly once, whatever is sent again; a cloned profile is found out."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.world import SchoolWorld, cells, change, push, uid, whole


@pytest.fixture
def line(world: SchoolWorld) -> psycopg.Connection[Any]:
    """A new device of Budi's: its numbers start at 1."""
    return world.connect_as(world.sign_in("budi"))


@pytest.fixture(autouse=True)
def fresh(world: SchoolWorld) -> None:
    world.unthrottle()
    world.owner().execute("update ems.scores set value = 70 where assessment_id = %s", (uid("math_7a.quiz"),))


def effects(world: SchoolWorld) -> int:
    row = world.owner().execute("select count(*) from sync.journal").fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize(
    "change_set",
    [
        cells("math_7a", {("quiz", "ani"): 81}, {("quiz", "ani"): 70}),
        cells("math_7a", {("quiz", "ani"): 82, ("quiz", "beni"): 83, ("quiz", "dodi"): 1}, {("quiz", "ani"): 70}),
        cells("math_7a", {("quiz", "ani"): 84}, {("quiz", "ani"): 1}),
        cells("math_7b", {("quiz", "dodi"): 84}, {("quiz", "dodi"): 70}),
        whole(change("assessments", "math_7a", {"id": uid("once")}, "i", {"kind": "sas", "title": "once"})),
        whole(change("assessments", "math_7a", {"id": uid("nowhere")}, "u", {"title": "x"})),
        {"kind": "cells", "scope": "x", "rows": 1},
    ],
    ids=["applied", "mixed", "conflict", "refused", "whole", "gone", "unreadable"],
)
def test_a_set_sent_again_is_answered_again_and_not_done_again(
    world: SchoolWorld, line: psycopg.Connection[Any], change_set: dict[str, Any]
) -> None:
    sent = change_set | {"seq": 1}
    first = push(line, sent)[0]
    done = effects(world)
    for _ in range(2):
        again = push(line, sent)[0]
        assert again.pop("again") is True
        assert again == first
    assert effects(world) == done


def test_old_and_new_sets_in_one_batch(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    sets = [cells("math_7a", {("quiz", "ani"): 71 + n}, {("quiz", "ani"): 70 + n}, seq=n + 1) for n in range(6)]
    push(line, *sets[:3])
    answers = push(line, *sets)
    assert [(a["seq"], a.get("again", False), a["status"]) for a in answers] == [(n + 1, n < 3, "applied") for n in range(6)]
    assert world.score("math_7a", "quiz", "ani") == 76


def test_the_order_in_the_batch_does_not_matter_the_numbers_do(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    sets = [cells("math_7a", {("quiz", "ani"): 71 + n}, {("quiz", "ani"): 70 + n}, seq=n + 1) for n in range(4)]
    assert [a["status"] for a in push(line, *reversed(sets))] == ["applied"] * 4
    assert world.score("math_7a", "quiz", "ani") == 74


def test_the_same_number_with_other_content_is_a_fork(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    push(line, cells("math_7a", {("quiz", "ani"): 71}, {("quiz", "ani"): 70}, seq=1))
    answer = push(line, cells("math_7a", {("quiz", "ani"): 72}, {("quiz", "ani"): 71}, seq=1))[0]
    assert answer == {"seq": 1, "again": True, "status": "fork"}
    assert world.score("math_7a", "quiz", "ani") == 71


def test_numbers_left_out_may_come_later(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    """A copied profile goes on far above; its twin's lower numbers are new all the same."""
    push(line, cells("math_7a", {("quiz", "ani"): 71}, {("quiz", "ani"): 70}, seq=1_000_000))
    assert push(line, cells("math_7a", {("quiz", "ani"): 72}, {("quiz", "ani"): 71}, seq=5))[0]["status"] == "applied"
    assert world.score("math_7a", "quiz", "ani") == 72


def test_what_was_rolled_back_was_not_done(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    sent = cells("math_7a", {("quiz", "ani"): 71}, {("quiz", "ani"): 70}, seq=1)
    line.autocommit = False
    push(line, sent)
    line.rollback()
    assert world.score("math_7a", "quiz", "ani") == 70
    answer = push(line, sent)[0]
    line.commit()
    assert answer["status"] == "applied"
    assert "again" not in answer
    assert world.score("math_7a", "quiz", "ani") == 71


def test_two_devices_count_apart(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    other = world.connect_as(world.sign_in("budi"))
    assert push(line, cells("math_7a", {("quiz", "ani"): 71}, {("quiz", "ani"): 70}, seq=1))[0]["status"] == "applied"
    assert push(other, cells("math_7a", {("quiz", "ani"): 72}, {("quiz", "ani"): 71}, seq=1))[0]["status"] == "applied"


def test_one_journal_row_a_set_holds_result_and_trail(world: SchoolWorld, line: psycopg.Connection[Any]) -> None:
    push(
        line,
        cells(
            "math_7a",
            {("quiz", "ani"): 75, ("quiz", "beni"): 76, ("quiz", "dodi"): 1},
            {("quiz", "ani"): 70, ("quiz", "beni"): 70},
            seq=9,
            title="Tempel 3 nilai",
        ),
    )
    row = world.owner().execute("select person::text, kind, status, title, data from sync.journal order by at desc limit 1").fetchone()
    assert row
    assert row[:4] == (uid("budi"), "cells", "mixed", "Tempel 3 nilai")
    assert row[4] == {"a": [uid("math_7a.quiz")] * 2, "s": [uid("ani"), uid("beni")], "o": [70, 70], "n": [75, 76]}
