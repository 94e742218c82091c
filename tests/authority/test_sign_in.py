"""Signing in and up by password and invitation; devices and their end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ems_desktop.store import install
from tests.world import GATE_PASSWORD, SchoolWorld, fast_key, nisn, uid, verifier


@pytest.fixture
def gate(world: SchoolWorld) -> Iterator[psycopg.Connection[Any]]:
    world.unthrottle()
    with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD), autocommit=True) as connection:
        yield connection


def one(connection: psycopg.Connection[Any], statement: str, *given: Any) -> Any:
    row = connection.execute(statement, given).fetchone()
    assert row is not None
    return row[0]


def sign_up(gate: psycopg.Connection[Any], code: str, password: str) -> tuple[str, str]:
    """The login's name and its secret."""
    salt, secret = secrets.token_bytes(16), secrets.token_urlsafe(24)
    statement = "select login from identity.sign_up(%s, %s, %s, gen_random_uuid(), 'PC baru', %s)"
    return one(gate, statement, code, fast_key(password, salt), salt, verifier(gate, secret)), secret


def test_by_email_in_any_case_or_by_nisn(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    good = verifier(gate, "x")
    for identifier, person in ((" Budi@Sekolah.TEST ", "budi"), (nisn("ani"), "ani")):
        key = fast_key(f"password of {person}", one(gate, "select identity.salt_for(%s)", identifier))
        assert one(
            gate, "select user_id::text from identity.sign_in_password(%s, %s, gen_random_uuid(), 'PC', %s)", identifier, key, good
        ) == uid(person)


def test_the_login_is_the_person_and_nobody_else(world: SchoolWorld) -> None:
    for person, roles in (("sri", ["kurikulum"]), ("budi", ["guru"]), ("ani", ["siswa"])):
        row = (
            world.session(person)
            .execute("select identity.me()::text, identity.my_roles(), session_user ~ '^ems_d_[0-9a-f]{24}$'")
            .fetchone()
        )
        assert row == (uid(person), roles, True)


def test_an_unknown_person_looks_like_a_wrong_password(gate: psycopg.Connection[Any]) -> None:
    salts = [one(gate, "select identity.salt_for(%s)", "nobody@sekolah.test") for _ in range(2)]
    assert salts[0] == salts[1]
    assert len(salts[0]) == len(one(gate, "select identity.salt_for(%s)", "budi@sekolah.test")) == 16
    told = []
    for identifier in ("nobody@sekolah.test", "budi@sekolah.test", "0000000000", ""):
        with pytest.raises(psycopg.errors.InvalidPassword) as refused:
            gate.execute(
                "select identity.sign_in_password(%s, %s, gen_random_uuid(), 'PC', %s)",
                (identifier, secrets.token_bytes(32), verifier(gate, "x")),
            )
        told.append(str(refused.value))
    assert len(set(told)) == 1


def test_someone_who_is_not_active_cannot_sign_in(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    world.owner().execute("update ems.users set active = false where id = %s", (uid("dewi"),))
    with pytest.raises(psycopg.errors.InvalidPassword):
        world.sign_in("dewi")
    world.owner().execute("update ems.users set active = true where id = %s", (uid("dewi"),))
    world.sign_in("dewi")


def test_an_invitation_opens_once(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    code = one(world.session("sri"), "select identity.invite(%s)", uid("edo"))
    assert len(code) == 19
    login, secret = sign_up(gate, code.lower().replace("-", " "), "rahasia")
    world._made.append(login)
    with psycopg.connect(world.server.dsn(world.database, login, secret)) as connection:
        assert one(connection, "select identity.me()::text") == uid("edo")
    with pytest.raises(psycopg.errors.InvalidPassword):
        sign_up(gate, code, "again")
    world._made.append(world.sign_in("edo", password="rahasia").role)


def test_a_newer_invitation_voids_the_older_and_time_voids_both(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    first, second = (one(world.session("sri"), "select identity.invite(%s)", uid("edo")) for _ in range(2))
    world.superuser("ems_core").execute(
        "update identity.invitation set expires_at = now() where id = (select max(id) from identity.invitation)"
    )
    for code in (first, second, "ABCD-EFGH-JKMN-PQRS"):
        with pytest.raises(psycopg.errors.InvalidPassword):
            sign_up(gate, code, "x")


@pytest.mark.parametrize("person", ["budi", "ani"])
def test_only_the_office_invites(world: SchoolWorld, person: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.session(person).execute("select identity.invite(%s)", (uid("edo"),))


def test_a_password_is_changed_by_who_knows_it(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    salt, new_salt = one(gate, "select identity.salt_for(%s)", nisn("beni")), secrets.token_bytes(16)
    connection = world.session("beni")
    with pytest.raises(psycopg.errors.InvalidPassword):
        connection.execute("select identity.set_password(%s, %s, %s)", (b"x" * 32, fast_key("new", new_salt), new_salt))
    connection.execute(
        "select identity.set_password(%s, %s, %s)", (fast_key("password of beni", salt), fast_key("new", new_salt), new_salt)
    )
    with pytest.raises(psycopg.errors.InvalidPassword):
        world.sign_in("beni")
    world.sign_in("beni", password="new")
    world.set_password("beni", "password of beni")


def test_the_same_device_keeps_its_login_and_a_session_can_be_renewed(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    first = world.sign_in("budi")
    second = world.sign_in("budi", first.device)
    assert first.role == second.role
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        world.connect_as(first)  # its secret was replaced
    connection = world.connect_as(second)
    secret = secrets.token_urlsafe(24)
    connection.execute("select identity.renew(%s)", (verifier(connection, secret),))
    connection.close()
    with psycopg.connect(world.server.dsn(world.database, second.role, secret)) as renewed:
        assert one(renewed, "select identity.me()::text") == uid("budi")


def test_the_key_of_the_local_file_comes_back_to_its_person_on_its_device_only(world: SchoolWorld) -> None:
    login = world.sign_in("citra")
    key = secrets.token_bytes(32)
    connection = world.connect_as(login)
    assert one(connection, "select identity.device_key() is null")
    connection.execute("select identity.keep_device_key(%s)", (key,))
    connection.close()
    assert bytes(one(world.connect_as(world.sign_in("citra", login.device)), "select identity.device_key()")) == key
    assert one(world.connect_as(world.sign_in("citra")), "select identity.device_key() is null")
    assert one(world.connect_as(world.sign_in("sri", login.device)), "select identity.device_key() is null")


def test_a_device_signed_out_elsewhere_is_out_at_once(world: SchoolWorld) -> None:
    world.unthrottle()
    lost = world.connect_as(world.sign_in("dewi"))
    here = world.session("dewi")
    row = here.execute(
        "select id from identity.my_devices() where not this and revoked_at is null order by created_at desc limit 1"
    ).fetchone()
    assert row
    assert one(world.session("budi"), "select identity.sign_out_device(%s)", row[0]) is False  # not his
    assert one(here, "select identity.sign_out_device(%s)", row[0]) is True
    assert one(lost, "select identity.me() is null")
    assert one(lost, "select count(*) from ems.users") == 0
    assert one(here, "select identity.kick_revoked()") == 1
    with pytest.raises(psycopg.OperationalError):
        lost.execute("select 1")


def test_groups_follow_the_roles(world: SchoolWorld) -> None:
    login = world.login("cici").role
    world.session("cici")

    def groups() -> set[str]:
        rows = world.superuser().execute(
            "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member where u.rolname = %s",
            (login,),
        )
        return {row[0] for row in rows}

    assert groups() == {"ems_user", "ems_student"}
    world.owner().execute(
        "insert into ems.user_roles (user_id, role, scope_id) values (%s, 'guru', %s)", (uid("cici"), world.id("directory"))
    )
    assert groups() == {"ems_user", "ems_student", "ems_teacher"}
    world.owner().execute("update ems.user_roles set deleted = true where user_id = %s", (uid("cici"),))
    assert groups() == {"ems_user"}
    world.owner().execute("update ems.user_roles set deleted = false where user_id = %s and role = 'siswa'", (uid("cici"),))
    assert groups() == {"ems_user", "ems_student"}


def test_logins_long_out_of_use_are_dropped_and_come_back_with_the_next_sign_in(world: SchoolWorld) -> None:
    world.unthrottle()
    login = world.sign_in("edo", password="rahasia")
    world.superuser("ems_core").execute(
        "update identity.device set valid_until = now() - interval '31 days' where login = %s", (login.role,)
    )
    assert one(world.session("sri"), "select identity.sweep_logins()") == 1
    assert one(world.superuser(), "select to_regrole(%s) is null", login.role)
    assert world.sign_in("edo", login.device, "rahasia").role == login.role


def test_the_first_of_the_office_founds_the_school(world: SchoolWorld, gate: psycopg.Connection[Any]) -> None:
    """In a database of its own, as `./ems admin init` does it."""
    server = world.server
    install.install(server.dsn(), "founded", gate_password=GATE_PASSWORD)
    try:
        founder = install.create_school(
            server.dsn(),
            "founded",
            npsn="20301234",
            name="SMP Baru",
            person="Ibu Kepala",
            email="Kepala@Baru.sch.id",
            profile={"city": "Bandung"},
        )
        with psycopg.connect(server.dsn("founded", "ems_gate", GATE_PASSWORD), autocommit=True) as door:
            login, secret = sign_up(door, founder.code, "rahasia")
        world._made.append(login)
        with psycopg.connect(server.dsn("founded", login, secret)) as connection:
            assert one(connection, "select identity.me()::text") == founder.user_id
            assert connection.execute("select s.name, s.city, u.email from ems.school s, ems.users u").fetchall() == [
                ("SMP Baru", "Bandung", "kepala@baru.sch.id")
            ]
    finally:
        server.drop("founded")
