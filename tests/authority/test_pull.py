"""What a client asks around a pull: its scopes, their check, a cell's history; and the registry that both sides share."""

from __future__ import annotations

from typing import Any

import pytest

from ems_desktop.store.tables import SYNCED
from tests.world import SchoolWorld, cells, change, uid, whole


def test_my_scopes_say_what_i_see_and_what_i_may_change(world: SchoolWorld) -> None:
    def scopes(person: str) -> dict[str, tuple[str, bool, bool]]:
        return {
            row[0]: row[1:] for row in world.session(person).execute("select id::text, kind, can_write, own_only from sync.my_scopes()")
        }

    budi = scopes("budi")
    assert budi[world.id("school")] == ("school", False, False)
    assert budi[uid("7a")] == ("class", False, False)
    assert budi[uid("math_7a")] == ("sheet", True, False)
    assert budi[uid("math_7a.past")] == ("sheet", False, False)
    assert scopes("dewi")[uid("math_7a")] == ("sheet", False, False)
    assert scopes("dewi")[uid("timetable")] == ("timetable", False, False)
    assert uid("draft") not in scopes("dewi")
    assert scopes("sri")[uid("draft")] == ("timetable", True, False)
    ani = scopes("ani")
    assert ani[world.id("school")] == ("school", False, False)
    assert {ani[world.id("directory")], ani[uid("7a")], ani[uid("math_7a")]} == {
        ("directory", False, True),
        ("class", False, True),
        ("sheet", False, True),
    }
    assert ani[uid("timetable")] == ("timetable", False, True)
    assert all(can_write for _, can_write, _ in (scope for key, scope in scopes("sri").items() if key != uid("math_7a.past")))


def test_a_pupil_who_also_teaches_sees_of_the_own_class_only_the_own_rows(world: SchoolWorld) -> None:
    def own_only() -> dict[str, bool]:
        return dict(world.session("cici").execute("select id::text, own_only from sync.my_scopes()").fetchall())

    world.login("cici")
    key = (uid("cici"), world.id("directory"))
    world.owner().execute("insert into ems.user_roles (user_id, role, scope_id) values (%s, 'guru', %s)", key)
    both = own_only()
    world.owner().execute("update ems.user_roles set deleted = true where role = 'guru' and user_id = %s and scope_id = %s", key)
    assert (both[world.id("directory")], both[uid("7a")], both[uid("math_7a")]) == (False, True, True)
    assert own_only()[world.id("directory")]


def test_a_revision_moves_once_a_batch_and_only_where_something_was_sent(world: SchoolWorld) -> None:
    def revs() -> dict[str, int]:
        return dict(world.owner().execute("select id::text, rev from sync.scope").fetchall())

    before = revs()
    world.push("budi", *[cells("math_7a", {("quiz", pupil): 75}, {("quiz", pupil): 70}) for pupil in ("ani", "beni", "cici")])
    after = revs()
    assert {key for key in after if after[key] != before[key]} == {uid("math_7a")}
    assert after[uid("math_7a")] == before[uid("math_7a")] + 1
    assert world.owner().execute("select distinct rev from ems.scores where assessment_id = %s", (uid("math_7a.quiz"),)).fetchall() == [
        (after[uid("math_7a")],)
    ]


@pytest.mark.parametrize("person", ["sri", "budi", "ani"])
def test_the_check_of_a_scope_counts_what_this_reader_sees(world: SchoolWorld, person: str) -> None:
    connection = world.session(person)
    for (scope,) in connection.execute("select id from sync.my_scopes()").fetchall():
        for table, live, revs in connection.execute("select tbl, live, revs from sync.scope_check(%s)", (scope,)).fetchall():
            rows = connection.execute(f"select rev from ems.{table} where scope_id = %s and not deleted", (scope,)).fetchall()
            assert (live, revs) == (len(rows), sum(row[0] for row in rows))


def test_the_check_covers_every_table_of_the_scope_s_kind(world: SchoolWorld) -> None:
    for scope, kind in (
        (world.id("school"), "school"),
        (world.id("directory"), "directory"),
        (world.id("office"), "office"),
        (world.id("catalogue"), "catalogue"),
        (uid("7a"), "class"),
        (uid("math_7a"), "sheet"),
        (uid("timetable"), "timetable"),
    ):
        checked = {row[0] for row in world.session("sri").execute("select tbl from sync.scope_check(%s)", (scope,))}
        assert checked == {table.name for table in SYNCED if table.info["synced"].kind == kind}


def test_the_registry_says_what_the_program_s_tables_say(world: SchoolWorld) -> None:
    rows = world.owner().execute("select tbl, kind, keys, columns, birth, root from sync.synced order by place").fetchall()
    expected: list[Any] = []
    for table in SYNCED:
        spec = table.info["synced"]
        expected.append((table.name, spec.kind, list(spec.keys), list(spec.columns), list(spec.birth), spec.root))
    assert sorted(rows) == sorted(expected)
    places = {row[0]: place for place, row in enumerate(rows)}
    for table in SYNCED:
        for key in table.foreign_keys:
            assert places[key.column.table.name] <= places[table.name], "parents come before their children"


def test_a_cell_s_history_names_who_when_where_old_and_new(world: SchoolWorld) -> None:
    cell = ("task", "beni")
    world.push("budi", cells("math_7a", {cell: 30}, title="Isi"))
    world.push(
        "sri",
        cells(
            "math_7a",
            {cell: {"value": None, "state": "excused", "note": "sakit"}, ("task", "ani"): {"state": "missing"}},
            {cell: 30},
            title="Ubah",
        ),
    )
    world.push("budi", cells("math_7a", {cell: 31}, {cell: 30}, title="Kalah"))  # a conflict has no place in the history
    asked = "select who, device, title, old, new from sync.cell_history(%s, %s)"
    history = world.session("dewi").execute(asked, (uid("math_7a.task"), uid("beni"))).fetchall()
    assert history == [
        ("Sri", "PC of sri", "Ubah", {"value": 30, "state": None, "note": None}, {"value": None, "state": "excused", "note": "sakit"}),
        ("Budi", "PC of budi", "Isi", None, 30),
    ]
    for person in ("beni", "citra"):
        assert world.session(person).execute(asked, (uid("math_7a.task"), uid("beni"))).fetchall() == []


def test_epoch_and_protocol_are_told_to_whoever_is_signed_in(world: SchoolWorld) -> None:
    row = world.session("ani").execute("select sync.protocol(), sync.epoch() = (select epoch from sync.epoch)").fetchone()
    assert row == (1, True)


def test_a_row_moved_by_hand_leaves_a_tombstone_in_its_old_scope(world: SchoolWorld) -> None:
    owner = world.owner()
    world.push("sri", whole(change("assessments", "math_7a", {"id": uid("moves")}, "i", {"kind": "sas", "title": "x"})))
    owner.execute("update ems.assessments set scope_id = %s where id = %s", (uid("science_7a"), uid("moves")))
    row = world.session("budi").execute("select tbl, key, rev from sync.tombstone where scope_id = %s", (uid("math_7a"),)).fetchone()
    rev = owner.execute("select rev from sync.scope where id = %s", (uid("math_7a"),)).fetchone()
    assert rev
    assert row == ("assessments", {"id": uid("moves")}, rev[0])
