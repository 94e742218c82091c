"""Reading the trail: who did what, when, on which computer, from what to what; a sheet as of a moment; and who may ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from ems_desktop.store import install
from tests.servers import Server
from tests.world import SchoolWorld, cells, change, uid, whole

CELL = ("task", "ani")
SHEET = uid("math_7a")
COLUMNS = "id, who, device, kind, status, title, class, subject, semester, changes, pupil, assessment, old, new, tbl, op, scopes"


@pytest.fixture(scope="module")
def school(postgres: Server) -> Iterator[SchoolWorld]:
    """What happens in it: Budi's marks, a conflict, a paste, columns of two sheets, the office's hand, a new address."""
    with SchoolWorld.open(postgres) as made:
        made.push("budi", cells("math_7a", {CELL: 40}, title="Nilai Ani"))
        made.push("sri", cells("math_7a", {CELL: {"value": 41, "note": "cek"}}, {CELL: 40}, title="Dari kantor"))
        made.push("budi", cells("math_7a", {CELL: 9}, {CELL: 40}, title="Terlambat"))
        made.push("citra", cells("math_7b", {("task", "dodi"): 11, ("task", "edo"): 12}, title="Tempel"))
        several = [
            change("assessments", sheet, {"id": uid(f"{sheet}.task")}, "u", {"topic": "Bab 1"}, {"topic": None})
            for sheet in ("math_7a", "pai_7a")
        ]
        made.push("budi", whole(*several, title="Topik"))
        made.push(
            "sri", whole(change("student_private", "office", {"id": uid("ani")}, "u", {"phone": "0812"}, {"phone": None}), title="Telepon")
        )
        with install.owning(made.server.dsn(), made.database) as connection:
            connection.execute(
                "update ems.scores set value = 42 where assessment_id = %s and student_id = %s", (uid("math_7a.task"), uid("ani"))
            )
        yield made


def audit(school: SchoolWorld, reader: str, **filters: Any) -> list[dict[str, Any]]:
    """The trail as this person reads it, newest first, without what the seed wrote by hand."""
    named = ", ".join(f"p_{name} => %({name})s" for name in filters)
    cursor = school.session(reader).execute(f"select {COLUMNS}, at from sync.audit({named})".encode(), filters)
    assert cursor.description
    rows = [dict(zip([c.name for c in cursor.description], row, strict=True)) for row in cursor]
    return [row for row in rows if row["op"] != "I"]


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] or row["tbl"] for row in rows]


ALL = ["scores", "Telepon", "Topik", "Tempel", "Terlambat", "Dari kantor", "Nilai Ani"]


def test_the_office_reads_who_did_what_when_where_and_on_which_computer(school: SchoolWorld) -> None:
    rows = audit(school, "sri")
    assert titles(rows) == ALL
    first = rows[-1]
    assert {name: first[name] for name in ("who", "device", "kind", "status", "class", "subject", "semester", "changes", "pupil", "assessment")} == {
        "who": "Budi", "device": "PC of budi", "kind": "cells", "status": "applied", "class": "7A", "subject": "math_7a", "semester": "20261", "changes": 1,
        "pupil": "Ani", "assessment": "task",
    }  # fmt: skip
    assert (first["old"], first["new"]) == (None, 40)
    assert [row["changes"] for row in rows] == [1, 1, 2, 2, 0, 1, 1]
    assert [row["scopes"] for row in rows] == [1, 1, 2, 1, 1, 1, 1]
    assert rows[4]["status"] == "conflict"


def test_an_administrator_s_own_sql_is_there_under_its_login(school: SchoolWorld) -> None:
    row = audit(school, "sri")[0]
    assert (row["kind"], row["who"], row["device"], row["tbl"], row["op"], row["subject"]) == (
        "hand",
        None,
        "postgres",
        "scores",
        "U",
        "math_7a",
    )


FILTERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "who did it": ({"person": uid("sri")}, ["Telepon", "Dari kantor"]),
    "whom it concerns": ({"person": uid("dodi")}, ["Tempel"]),
    "whom it concerns, by hand too": ({"person": uid("ani")}, ["scores", "Telepon", "Dari kantor", "Nilai Ani"]),
    "a class": ({"class": uid("7b")}, ["Tempel"]),
    "the other class, and what touched several sheets of it": (
        {"class": uid("7a")},
        ["scores", "Topik", "Terlambat", "Dari kantor", "Nilai Ani"],
    ),
    "a semester": ({"semester": uid("now")}, ["scores", "Topik", "Tempel", "Terlambat", "Dari kantor", "Nilai Ani"]),
    "a semester without entries": ({"semester": uid("past")}, []),
    "one sheet": ({"scope": uid("pai_7a")}, ["Topik"]),
    "a class and a person": ({"class": uid("7a"), "person": uid("sri")}, ["Dari kantor"]),
    "a word of the title": ({"text": " KANTOR "}, ["Dari kantor"]),
    "a name": ({"text": "citra"}, ["Tempel"]),
    "no pattern": ({"text": "%"}, []),
    "nobody": ({"person": uid("nobody")}, []),
}


@pytest.mark.parametrize("what", FILTERS)
def test_filters(school: SchoolWorld, what: str) -> None:
    filters, expected = FILTERS[what]
    assert titles(audit(school, "sri", **filters)) == expected


def test_a_time_from_and_until(school: SchoolWorld) -> None:
    rows = audit(school, "sri")
    inside = audit(school, "sri", **{"from": rows[4]["at"], "until": rows[2]["at"]})
    assert titles(inside) == ["Tempel", "Terlambat"]


@pytest.mark.parametrize("person", ["sri", "budi"])
def test_pages_follow_each_other_without_a_gap_or_a_double(school: SchoolWorld, person: str) -> None:
    everything = school.session(person).execute("select id from sync.audit(p_limit => 1000)").fetchall()
    pages: list[Any] = []
    at, last = None, None
    while (
        page := school.session(person)
        .execute("select id, at from sync.audit(p_limit => 2, p_before => %s, p_before_id => %s)", (at, last))
        .fetchall()
    ):
        pages += [(row[0],) for row in page]
        last, at = page[-1]
    assert pages == everything
    assert len(set(pages)) == len(pages)


def test_entries_of_one_moment_are_told_apart(school: SchoolWorld) -> None:
    """The cursor is (time, entry): a page that ends between two of the same time goes on with the second."""
    with psycopg.connect(school.server.dsn(school.database)) as connection, connection.transaction(force_rollback=True):
        connection.execute("set local session_replication_role = replica")
        connection.execute("update sync.journal set at = '2026-12-12 08:00+07'")
        seen: list[str] = []
        at, last = None, None
        statement = "select id, at from identity.audit_page(null, null, null, null, null, 2, %s, %s) where hand is null"
        connection.execute("set role ems_core")
        while page := connection.execute(statement, (at, last)).fetchall():
            seen += [row[0] for row in page]
            last, at = page[-1]
        assert len(seen) == len(set(seen)) == 6


# who may


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("budi", ["Terlambat", "Dari kantor", "Nilai Ani"]), ("citra", ["Tempel"]), ("dewi", ["Terlambat", "Dari kantor", "Nilai Ani"]),
        ("ani", []), ("dodi", []),
    ],
)  # fmt: skip
def test_a_teacher_reads_the_own_scopes_and_a_pupil_nothing(school: SchoolWorld, person: str, seen: list[str]) -> None:
    assert titles(audit(school, person)) == seen
    theirs = uid("math_7a" if person in ("citra", "dodi") else "math_7b")
    assert audit(school, person, scope=theirs) == []


def test_an_ended_session_reads_nothing(school: SchoolWorld) -> None:
    login = school.sign_in("sri")
    connection = school.connect_as(login)
    core = school.superuser("ems_core")
    core.execute("update identity.device set valid_until = now() - interval '1 s' where login = %s", (login.role,))
    for asked in ("sync.audit()", f"sync.audit_changes('{{{audit(school, 'sri')[-1]['id']}}}')", f"sync.sheet_as_of('{SHEET}', now())"):
        assert connection.execute(f"select * from {asked}".encode()).fetchall() == []


@pytest.mark.parametrize("person", ["citra", "ani", "beni", "dodi"])
def test_what_an_entry_changed_is_told_to_its_readers_only(school: SchoolWorld, person: str) -> None:
    for row in audit(school, "sri")[:4] if person != "citra" else audit(school, "sri")[:3]:
        assert school.session(person).execute("select * from sync.audit_changes(%s)", ([row["id"]],)).fetchall() == []


@pytest.mark.parametrize(
    "strange", ["", "x", "1", "1.", "hand.", "hand.x", "99999999999999999999.1", "1.1; drop table x", "hand.-1", "1.--1"]
)
def test_a_strange_entry_is_no_entry(school: SchoolWorld, strange: str) -> None:
    assert school.session("sri").execute("select * from sync.audit_changes(%s)", ([strange],)).fetchall() == []


def test_the_trail_is_not_read_around_its_functions(school: SchoolWorld) -> None:
    for inside in (
        "identity.audit_page(null, null, null, null, null, 9, null, null)", "identity.audit(null, null, null, null, null, null, null, 9, null, null)",
        "identity.audit_changes('{1.1}')", "identity.mark_changes(null, now(), null, null)", "sync.chain_entries(null)", "sync.hand", "sync.chained",
        "identity.sheet_as_of(null, now())", "identity.audit_scopes(null, null, null, null)",
    ):  # fmt: skip
        for person in ("sri", "budi", "ani"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                school.session(person).execute(f"select * from {inside}".encode())


# what was changed


def changes(school: SchoolWorld, title: str) -> list[tuple[Any, ...]]:
    found = next(row for row in audit(school, "sri") if (row["title"] or row["tbl"]) == title)
    return school.session("sri").execute("select tbl, who, what, old, new from sync.audit_changes(%s)", ([found["id"]],)).fetchall()


CHANGES: dict[str, list[tuple[Any, ...]]] = {
    "Nilai Ani": [("scores", "Ani", "task", {"value": None}, {"value": 40})],
    "Dari kantor": [("scores", "Ani", "task", {"value": 40, "note": None}, {"value": 41, "note": "cek"})],
    "Tempel": [("scores", "Dodi", "task", {"value": None}, {"value": 11}), ("scores", "Edo", "task", {"value": None}, {"value": 12})],
    "Topik": [("assessments", None, "task", {"topic": None}, {"topic": "Bab 1"})] * 2,
    "Telepon": [("student_private", "Ani", None, {"phone": None}, {"phone": "0812"})],
    "Terlambat": [],
    "scores": [("scores", "Ani", "task", {"value": 41}, {"value": 42})],
}


@pytest.mark.parametrize("title", CHANGES)
def test_each_change_with_its_names_and_both_values(school: SchoolWorld, title: str) -> None:
    assert changes(school, title) == CHANGES[title]


def test_a_cell_s_history_tells_of_the_administrator_s_hand_too(school: SchoolWorld) -> None:
    rows = (
        school.session("budi")
        .execute("select who, device, title, old, new from sync.cell_history(%s, %s)", (uid("math_7a.task"), uid("ani")))
        .fetchall()
    )
    assert rows == [
        (None, "postgres", None, {"value": 41}, {"value": 42}),
        ("Sri", "PC of sri", "Dari kantor", {"value": 40, "note": None}, {"value": 41, "note": "cek"}),
        ("Budi", "PC of budi", "Nilai Ani", None, 40),
    ]


# a sheet as of a moment


def as_of(school: SchoolWorld, at: datetime | str, person: str = "sri", sheet: str = "math_7a") -> dict[tuple[str, str], Any]:
    """(assessment, pupil) → (value, note), empty cells as None."""
    rows = school.session(person).execute("select title, name, value, note from sync.sheet_as_of(%s, %s)", (uid(sheet), at)).fetchall()
    return {(row[0], row[1]): None if row[2:] == (None, None) else row[2:] for row in rows}


def test_a_sheet_as_of_every_step_of_the_way(school: SchoolWorld) -> None:
    steps = [row["at"] for row in audit(school, "sri") if row["title"] in ("Nilai Ani", "Dari kantor") or row["kind"] == "hand"][::-1]
    seen = [as_of(school, at)["task", "Ani"] for at in steps]
    assert seen == [(Decimal(40), None), (Decimal(41), "cek"), (Decimal(42), "cek")]
    assert as_of(school, "infinity")["task", "Ani"] == (Decimal(42), "cek")


def test_a_sheet_as_of_a_moment_has_all_its_pupils_and_columns(school: SchoolWorld) -> None:
    then = as_of(school, "infinity")
    assert set(then) == {(column, name) for column in ("quiz", "task") for name in ("Ani", "Beni", "Cici")}
    assert then["quiz", "Beni"] == (Decimal(70), None)
    assert set(as_of(school, "infinity", sheet="chess_7a")) == {("quiz", "Ani"), ("task", "Ani")}


def test_before_a_column_was_made_it_is_not_there(school: SchoolWorld) -> None:
    assert as_of(school, "2020-01-01") == {}


def test_before_the_seed_s_marks_were_written_by_hand_the_cells_were_empty(school: SchoolWorld) -> None:
    row = school.superuser().execute("select max(created_at) from ems.assessments where scope_id = %s", (SHEET,)).fetchone()
    assert row
    assert set(as_of(school, row[0]).values()) == {None}


@pytest.mark.parametrize(
    ("person", "sheet", "rows"),
    [("budi", "math_7a", 6), ("dewi", "science_7a", 6), ("citra", "math_7a", 0), ("ani", "math_7a", 0), ("dodi", "math_7b", 0)],
)
def test_whoever_reads_the_whole_sheet_reads_it_as_of_any_moment(school: SchoolWorld, person: str, sheet: str, rows: int) -> None:
    assert len(as_of(school, "infinity", person, sheet)) == rows


def test_a_moment_whose_values_were_erased_is_refused_and_not_invented(postgres: Server) -> None:
    with SchoolWorld.open(postgres) as school:
        school.push("budi", cells("math_7a", {CELL: 40}))
        moment = school.superuser().execute("select clock_timestamp()").fetchone()
        assert moment
        school.push("budi", cells("math_7a", {CELL: 41}, {CELL: 40}))
        school.superuser("ems_retention").execute("select sync.erase_values(now())")
        school.push("budi", cells("math_7a", {CELL: 42}, {CELL: 41}))
        with pytest.raises(psycopg.Error) as refused:
            as_of(school, moment[0])
        assert refused.value.sqlstate == "EM410"
        later = school.superuser().execute("select at from sync.audit_other where op = 'E'").fetchone()
        assert later
        assert as_of(school, later[0])["task", "Ani"] == (Decimal(41), None)
        assert [row["changes"] for row in audit(school, "sri") if row["kind"] == "cells"] == [1, 0, 0]
        erased = school.session("sri").execute("select erased from sync.audit() where kind = 'cells'").fetchall()
        assert erased == [(False,), (True,), (True,)]


# exports


def test_an_export_is_written_down_under_its_person_and_chained(school: SchoolWorld) -> None:
    sri = school.session("sri")
    sri.execute("select sync.note_export('Jejak audit')")
    sri.execute("select sync.note_export('Leger 7A', %s)", (SHEET,))
    rows = [row for row in audit(school, "sri") if row["kind"] == "export"]
    assert [(r["who"], r["device"], r["title"], r["subject"]) for r in rows] == [
        ("Sri", "PC of sri", "Leger 7A", "math_7a"), ("Sri", "PC of sri", "Jejak audit", None),
    ]  # fmt: skip
    assert sri.execute("select count(*) from sync.verify_chain() where why is not null").fetchone() == (0,)
    assert school.push("sri", cells("math_7a", {("task", "beni"): 3}))[0]["status"] == "applied"  # the device's own numbers go on


def test_a_teacher_notes_exports_of_the_own_sheets_only_and_a_pupil_none(school: SchoolWorld) -> None:
    school.session("citra").execute("select sync.note_export('Nilai', %s)", (uid("math_7b"),))
    for person, scope in (("citra", SHEET), ("citra", None), ("ani", SHEET), ("ani", None), ("sri", uid("nothing"))):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            school.session(person).execute("select sync.note_export('x', %s)", (scope,))
