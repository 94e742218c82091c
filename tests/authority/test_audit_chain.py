"""The hash chain of the trail: whoever changes, removes or moves an entry, with whatever right, is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ems_desktop.store import install
from tests.servers import Server
from tests.world import SchoolWorld, cells, change, uid, whole
from tests.world_seed import TIMETABLES

Connection = psycopg.Connection[Any]
CELL = ("task", "ani")
SHEET = uid("math_7a")


@pytest.fixture(scope="module")
def school(postgres: Server) -> Iterator[SchoolWorld]:
    """A few entries: five of Budi's in math_7a, one of several sheets, and the seed's by hand."""
    with SchoolWorld.open(postgres) as made:
        fill(made)
        yield made


def fill(school: SchoolWorld) -> None:
    school.push("budi", *[cells("math_7a", {CELL: n}, {CELL: n - 1 if n > 1 else None}, title=f"Nilai {n}") for n in range(1, 6)])
    several = [
        change("assessments", sheet, {"id": uid(f"{sheet}.task")}, "u", {"topic": "Bab 1"}, {"topic": None})
        for sheet in ("math_7a", "pai_7a")
    ]
    school.push("budi", whole(*several, title="Topik"))
    school.push("sri", cells("science_7a", {CELL: 8}))


@pytest.fixture
def superuser(school: SchoolWorld) -> Iterator[Connection]:
    """What this superuser does is taken back after the test."""
    with psycopg.connect(school.server.dsn(school.database)) as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def own_school(postgres: Server) -> Iterator[SchoolWorld]:
    """The same school, for tests that leave something behind."""
    with SchoolWorld.open(postgres) as made:
        fill(made)
        yield made


def verdicts(connection: Connection, scope: str | None = None) -> dict[str | None, tuple[Any, ...]]:
    """Scope → (entries, place, entry, why). An installer may ask, and the office."""
    rows = connection.execute("select scope::text, entries, place, entry, why from sync.verify_chain(%s)", (scope,))
    return {row[0]: row[1:] for row in rows}


def broken(connection: Connection) -> dict[str | None, tuple[Any, ...]]:
    return {scope: found[1:] for scope, found in verdicts(connection).items() if found[-1]}


def tamper(connection: Connection, statement: str, *parameters: Any) -> None:
    """With the triggers switched off: nothing in PostgreSQL stops him."""
    connection.execute("set local session_replication_role = replica")
    connection.execute(statement.encode(), parameters)
    connection.execute("set local session_replication_role = origin")


def entry(connection: Connection, title: str) -> str:
    row = connection.execute("select device || '.' || seq from sync.journal where title = %s", (title,)).fetchone()
    assert row
    return str(row[0])


def test_an_untouched_chain_holds_in_every_scope(own_school: SchoolWorld) -> None:
    found = verdicts(own_school.session("sri"))
    assert not broken(own_school.session("sri"))
    assert (found[SHEET][0], found[uid("pai_7a")][0], found[uid("science_7a")][0], found[uid("math_7b")][0]) == (6, 1, 1, 0)
    assert found[None][0] > 30  # the seed, by the owner's hand
    assert verdicts(own_school.session("sri"), SHEET) == {SHEET: (6, None, None, None)}


def test_many_sets_of_many_sheets_in_one_batch_are_chained_one_by_one(own_school: SchoolWorld) -> None:
    sets = []
    for n in range(6, 20):
        sets += [cells("math_7a", {CELL: n}, {CELL: n - 1}), cells("pai_7a", {CELL: n}, {CELL: n - 1 if n > 6 else None})]
    bad = {"kind": "cells", "scope": SHEET, "rows": [{"a": "no uuid", "s": uid("ani"), "n": {"value": 1}}]}
    answers = own_school.push("budi", *sets[:10], bad, *sets[10:], cells("math_7b", {("task", "edo"): 3}))
    assert {a["status"] for a in answers} == {"applied", "refused"}
    assert not broken(own_school.session("sri"))
    assert (verdicts(own_school.session("sri"))[SHEET][0], verdicts(own_school.session("sri"))[uid("pai_7a")][0]) == (20, 15)


def test_two_devices_at_once_share_one_chain(own_school: SchoolWorld) -> None:
    with own_school.connect("budi", autocommit=False) as first, own_school.connect("sri", autocommit=False) as second:
        own_school.push("budi", cells("math_7a", {("task", "beni"): 4}), connection=first)
        second.execute("set lock_timeout = '200 ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            own_school.push("sri", cells("math_7a", {("task", "cici"): 4}), connection=second)
        first.commit()
    own_school.push("sri", cells("math_7a", {("task", "cici"): 4}))
    assert not broken(own_school.session("sri"))
    assert verdicts(own_school.session("sri"))[SHEET][0] == 8


def test_what_was_rolled_back_leaves_no_hole(own_school: SchoolWorld) -> None:
    with own_school.connect("budi", autocommit=False) as connection:
        own_school.push("budi", cells("math_7a", {("task", "beni"): 4}), connection=connection)
        connection.rollback()
    own_school.push("budi", cells("math_7a", {("task", "beni"): 5}))
    assert not broken(own_school.session("sri"))


def test_what_changed_nothing_stands_in_no_chain(own_school: SchoolWorld) -> None:
    """A sheet one may not write: its chain must not wait for strangers."""
    assert own_school.push("budi", cells("math_7b", {("task", "edo"): 4}))[0]["status"] == "refused"
    assert verdicts(own_school.session("sri"))[uid("math_7b")] == (0, None, None, None)


VALUES = {
    "a value": """set data = jsonb_set(data, '{3}', '99')""",
    "the author": "set person = '" + uid("sri") + "'",
    "the time": "set at = at - interval '1 day'",
    "the title": "set title = 'Nilai lain'",
    "what was told": """set result = '{"why": "x"}'""",
    "the revision": "set rev = rev + 1",
    "the status": "set status = 'already'",
    "the payload's hash": "set hash = '\\x00'",
    "the salt": "set salt = '\\x00'",
    "the link": "set link = sha256('x')",
}


@pytest.mark.parametrize("what", VALUES)
def test_a_superuser_who_changes_an_entry_is_found(superuser: Connection, what: str) -> None:
    name = entry(superuser, "Nilai 3")
    tamper(superuser, f"update sync.journal {VALUES[what]} where title = 'Nilai 3'")
    assert broken(superuser) == {SHEET: (3, name, "changed")}


def test_an_entry_that_is_given_the_look_of_an_erased_one_is_found(superuser: Connection) -> None:
    """The seal is kept, so the link still fits: but an entry has either values or a kept seal."""
    name = entry(superuser, "Nilai 3")
    tamper(superuser, "update sync.journal j set sealed = sync.seal_of(j), data = jsonb_set(data, '{3}', '99') where title = 'Nilai 3'")
    assert broken(superuser) == {SHEET: (3, name, "changed")}


def test_an_entry_that_was_removed_is_found_by_the_one_after_it(superuser: Connection) -> None:
    after = entry(superuser, "Nilai 4")
    tamper(superuser, "delete from sync.journal where title = 'Nilai 3'")
    assert broken(superuser) == {SHEET: (4, after, "removed")}


def test_closing_the_gap_does_not_help(superuser: Connection) -> None:
    after = entry(superuser, "Nilai 4")
    tamper(superuser, "delete from sync.journal where title = 'Nilai 3'")
    for place in (4, 5):
        tamper(superuser, "update sync.journal set place = place - 1 where scope = %s and place = %s", SHEET, place)
    tamper(superuser, "update sync.chained set place = place - 1 where scope = %s and place = 6", SHEET)
    tamper(superuser, "update sync.scope set entries = entries - 1 where id = %s", SHEET)
    assert broken(superuser) == {SHEET: (3, after, "changed")}


def test_two_entries_that_changed_places_are_found(superuser: Connection) -> None:
    fourth = entry(superuser, "Nilai 4")
    for old, new in ((3, 100), (4, 3), (100, 4)):
        tamper(superuser, "update sync.journal set place = %s where scope = %s and place = %s", new, SHEET, old)
    assert broken(superuser) == {SHEET: (3, fourth, "changed")}


def test_a_tail_that_was_cut_off_is_found_by_the_head(superuser: Connection) -> None:
    tamper(superuser, "delete from sync.journal where scope = %s and place >= 4", SHEET)
    tamper(superuser, "delete from sync.chained where scope = %s", SHEET)
    assert broken(superuser) == {SHEET: (4, None, "cut")}
    tamper(superuser, "update sync.scope set entries = 3 where id = %s", SHEET)
    assert broken(superuser) == {SHEET: (None, None, "head")}


def test_an_entry_that_was_slipped_in_is_found(superuser: Connection) -> None:
    tamper(
        superuser,
        """insert into sync.journal (device, seq, rev, person, scope, kind, status, hash, title, data, salt, place, link)
                        select device, 9999, rev, person, scope, kind, status, hash, 'Palsu', data, salt, 7, link from sync.journal where title = 'Nilai 5'""",
    )
    assert broken(superuser) == {SHEET: (7, entry(superuser, "Palsu"), "changed")}


def test_a_set_of_several_sheets_is_missed_in_each_of_them(superuser: Connection) -> None:
    name = entry(superuser, "Topik")
    tamper(superuser, "update sync.journal set data = '[]' where title = 'Topik'")
    assert broken(superuser) == {SHEET: (6, name, "changed"), uid("pai_7a"): (1, name, "changed")}
    tamper(superuser, "delete from sync.journal where title = 'Topik'")
    assert broken(superuser) == {SHEET: (6, name, "changed"), uid("pai_7a"): (1, name, "changed")}
    tamper(superuser, "delete from sync.chained where scope = %s", uid("pai_7a"))
    assert broken(superuser)[uid("pai_7a")] == (1, None, "cut")


def test_a_scope_that_was_removed_is_named_by_the_entries_it_left(superuser: Connection) -> None:
    tamper(superuser, "delete from sync.scope where id = %s", uid("science_7a"))
    assert broken(superuser) == {uid("science_7a"): (None, None, "head")}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("update sync.audit_other set after = '[]' where place = 3", "changed"),
        ("update sync.audit_other set login = 'sri' where place = 3", "changed"),
        ("update sync.audit_other set scopes = null where place = 3", "changed"),
        ("delete from sync.audit_other where place = 2", "removed"),
        ("delete from sync.audit_other where place >= 3", "cut"),
    ],
)
def test_what_came_by_hand_has_its_own_chain(superuser: Connection, statement: str, why: str) -> None:
    tamper(superuser, statement)
    found = broken(superuser)
    assert set(found) == {None}
    assert (found[None][0], found[None][2]) == (3, why)


def test_what_it_cannot_see_a_whole_tail_and_its_head_written_anew(superuser: Connection) -> None:
    """The limit, on purpose: whoever may do anything can make a chain that holds. The head that was printed before is another one."""
    head = "select head from sync.scope where id = %s"
    printed = superuser.execute(head, (SHEET,)).fetchone()
    tamper(superuser, "delete from sync.chained where scope = %s", SHEET)
    tamper(superuser, "delete from sync.journal where scope = %s and place > 4", SHEET)
    tamper(
        superuser,
        "update sync.scope s set entries = 4, head = (select link from sync.journal where scope = s.id and place = 4) where id = %s",
        SHEET,
    )
    assert not broken(superuser)
    assert superuser.execute(head, (SHEET,)).fetchone() != printed


def test_only_the_office_and_the_installer_verify(school: SchoolWorld) -> None:
    for person in ("budi", "ani"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            school.session(person).execute("select * from sync.verify_chain()")
    assert not broken(school.session("sri"))
    assert not broken(school.superuser())


# erasing


def erase(connection: Connection, before: str = "now()") -> int:
    connection.execute("set role ems_retention")
    row = connection.execute(f"select sync.erase_values({before})".encode()).fetchone()
    connection.execute("reset role")
    assert row
    return int(row[0])


def test_erased_values_are_gone_everywhere_and_the_chain_still_holds(superuser: Connection) -> None:
    before = verdicts(superuser)
    assert erase(superuser) > 30
    kept = superuser.execute("select count(*) from sync.journal where num_nonnulls(title, result, data, salt) > 0 or hash <> ''").fetchone()
    other = superuser.execute("select count(*) from sync.audit_other where op <> 'E' and num_nonnulls(before, after, salt) > 0").fetchone()
    assert (kept, other) == ((0,), (0,))
    found = verdicts(superuser)
    assert not broken(superuser)
    assert found[SHEET] == before[SHEET]
    assert found[None][0] == before[None][0] + 1  # that values were erased is itself written down


def test_an_erased_entry_is_still_guarded(superuser: Connection) -> None:
    name = entry(superuser, "Nilai 3")
    erase(superuser)
    tamper(superuser, "update sync.journal set person = %s where scope = %s and place = 3", uid("sri"), SHEET)
    assert broken(superuser) == {SHEET: (3, name, "changed")}


def test_after_an_erasing_the_school_goes_on(own_school: SchoolWorld) -> None:
    erase(own_school.superuser())
    again = own_school.push("budi", cells("math_7a", {CELL: 1}, seq=1, title="Nilai 1"))[0]
    assert (again["status"], again["again"]) == ("applied", True)  # what was erased is still answered, and not done again
    assert own_school.score("math_7a", "task", "ani") == 5
    own_school.push("budi", cells("math_7a", {CELL: 6}, {CELL: 5}))
    assert not broken(own_school.superuser())
    assert erase(own_school.superuser()) == 2  # the new mark, and the note of the first erasing
    assert not broken(own_school.superuser())


def test_younger_entries_keep_their_values(superuser: Connection) -> None:
    moment = superuser.execute("select at::text from sync.journal where title = 'Nilai 4'").fetchone()
    assert moment
    erase(superuser, f"'{moment[0]}'")
    kept = superuser.execute("select title from sync.journal where title is not null and scope = %s order by place", (SHEET,)).fetchall()
    assert kept == [("Nilai 4",), ("Nilai 5",)]
    assert not broken(superuser)


def test_what_is_younger_than_now_cannot_be_meant(superuser: Connection) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        erase(superuser, "now() + interval '1 day'")


@pytest.mark.parametrize("person", ["sri", "budi", "ani"])
@pytest.mark.parametrize(
    "attack", ["select sync.erase_values(now())", "set role ems_retention", "select sync.note_hand('x', 'I', null, null, null)"]
)
def test_nobody_erases_with_a_login_of_his_own(school: SchoolWorld, person: str, attack: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        school.session(person).execute(attack.encode())


@pytest.mark.parametrize(
    "attack",
    [
        "update sync.journal set data = '[]'", "update sync.journal set data = null, result = null, title = null, hash = '', salt = null",
        "update sync.journal set person = person", "delete from sync.journal", "truncate sync.journal", "update ems.scores set value = 1",
        "update sync.audit_other set after = '[]'", "delete from sync.audit_other", "select * from ems.student_private", "select * from identity.device",
        "update sync.scope set head = ''",
    ],
)  # fmt: skip
def test_retention_does_nothing_but_erase(superuser: Connection, attack: str) -> None:
    superuser.execute("set role ems_retention")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute(attack.encode())


# an older school


def test_entries_from_before_the_chain_are_chained_when_the_school_is_upgraded(own_school: SchoolWorld) -> None:
    before = verdicts(own_school.superuser())
    for version in TIMETABLES:  # there were none then
        del before[uid(version)]
    install.upgrade(own_school.server.dsn(), own_school.database, revision="0001")
    assert own_school.superuser().execute("select count(*) from sync.journal where num_nonnulls(salt, link) > 0").fetchone() == (0,)
    install.upgrade(own_school.server.dsn(), own_school.database)
    after = verdicts(own_school.superuser())
    assert {scope: after[scope] for scope in before} == before
    own_school.push("budi", cells("math_7a", {CELL: 6}, {CELL: 5}))
    assert not broken(own_school.superuser())
    assert verdicts(own_school.superuser())[SHEET][0] == 7
