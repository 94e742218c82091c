"""Removing somebody, naming a computer, the salt of one's own password: as real login roles."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.world import SchoolWorld, uid


def one(connection: psycopg.Connection[Any], statement: str, *given: Any) -> Any:
    row = connection.execute(statement, given).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("person", ["budi", "ani"])
def test_only_the_office_removes_anybody(world: SchoolWorld, person: str) -> None:
    for whom in ("dewi", "sri", person):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            world.session(person).execute("select sync.remove_person(%s)", (uid(whom),))
    assert one(world.owner(), "select count(*) from ems.users where deleted") == 0


@pytest.mark.parametrize(("whom", "state"), [("sri", "42501"), ("ani", "22023"), ("nobody", "22023")])
def test_the_office_removes_neither_itself_nor_a_pupil_nor_nobody(world: SchoolWorld, whom: str, state: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        world.session("sri").execute("select sync.remove_person(%s)", (uid(whom),))
    assert refused.value.sqlstate == state


@pytest.mark.parametrize("statement", ["select identity.shut_out(%s)", "select sync.bump(%s)"])
def test_what_removing_is_made_of_is_not_for_clients(world: SchoolWorld, statement: str) -> None:
    for person in ("sri", "budi", "ani"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            world.session(person).execute(statement, (uid("dewi"),))


def test_a_removed_person_is_out_nameless_and_seen_by_every_machine(world: SchoolWorld) -> None:
    hers = world.connect("dewi")
    before = one(world.session("sri"), "select rev from sync.scope where kind = 'directory'")
    assert one(world.session("sri"), "select sync.remove_person(%s)", uid("dewi")) is False  # homeroom teacher of 7a
    assert one(hers, "select identity.me() is null")
    assert one(world.session("sri"), "select identity.kick_revoked()") >= 1
    with pytest.raises(psycopg.OperationalError):
        hers.execute("select 1")
    row = world.session("sri").execute("select name, email, nip, deleted, rev from ems.users where id = %s", (uid("dewi"),)).fetchone()
    assert row is not None
    assert row[:4] == ("Pengguna dihapus", None, None, True)
    assert row[4] == one(world.session("sri"), "select rev from sync.scope where kind = 'directory'") == before + 1
    left = world.superuser("ems_core").execute(
        "select (select count(*) from identity.credential where user_id = %(u)s),"
        " (select count(*) from identity.device where user_id = %(u)s and (revoked_at is null or file_key is not null))",
        {"u": uid("dewi")},
    )
    assert left.fetchone() == (0, 0)
    with pytest.raises(psycopg.errors.InvalidPassword):
        world.sign_in("dewi")
    audit = world.superuser().execute("select login, before, after from sync.audit_other where tbl = 'users' order by id desc").fetchone()
    assert audit is not None
    assert audit[0] == world.login("sri").role
    assert "dewi" in str(audit[1]).lower()
    assert "dewi" not in str(audit[2][0]["name"]).lower()


def test_a_salt_is_told_to_its_own_person_alone(world: SchoolWorld) -> None:
    assert one(world.session("budi"), "select identity.my_salt()") == one(world.gate(), "select identity.salt_for(%s)", world.email("budi"))
    with world.gate() as gate, pytest.raises(psycopg.errors.InsufficientPrivilege):
        gate.execute("select identity.my_salt()")


def test_a_computer_is_named_by_its_person_alone(world: SchoolWorld) -> None:
    here = one(world.session("budi"), "select id from identity.my_devices() where this")
    assert one(world.session("citra"), "select identity.rename_device(%s, 'x')", here) is False
    assert one(world.session("sri"), "select identity.rename_device(%s, 'x')", here) is False
    assert one(world.session("budi"), "select identity.rename_device(%s, %s)", here, "  Laptop " + "x" * 100) is True
    label = one(world.session("budi"), "select label from identity.my_devices() where this")
    assert (label[:6], len(label)) == ("Laptop", 80)
