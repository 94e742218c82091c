"""Around Google sign-in: who writes keys and settings, what the office is alarmed of, how tries are counted, what hostile words do."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from tests.authority.google_door import KEY, NONCE, NOT_GOOGLE, OFF, TRIES, GoogleDoor, one
from tests.google_tokens import claims, jwks, token
from tests.world import SchoolWorld, fast_key, uid, verifier

# who may do what


def test_only_the_keeper_of_keys_writes_keys_and_does_nothing_else(world: SchoolWorld, door: GoogleDoor) -> None:
    put = "select identity.put_google_keys('{\"keys\": []}')"
    for connection in (door.gate, *(world.session(person) for person in ("sri", "budi", "ani"))):
        for statement in (put, "select * from identity.google_key", "insert into identity.google_key (kid, modulus, exponent) values ('x', '', '')",
                          "delete from identity.google_key", "select * from identity.google", "select * from identity.spent_nonce",
                          "update identity.google set client_ids = '{x}'", "set role ems_google_keys", "select identity.verify_rs256('', '', '', '')",
                          "select identity.google_claims('')", "select identity.bind_google(null, '')", "select nextval('identity.unknown_kid_count')",
                          "select setval('identity.unknown_kid_at', 1)", "select identity.nonce_proof('')", "select identity.spend_nonce('')"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_login_of_the_host_that_was_made_keeper_of_keys_brings_them(world: SchoolWorld, door: GoogleDoor) -> None:
    del door
    world.superuser().execute("create role n8n_keys login password 'n8n' in role ems_google_keys")
    world._made.append("n8n_keys")
    with psycopg.connect(world.server.dsn(world.database, "n8n_keys", "n8n"), autocommit=True) as keeper:
        assert one(keeper, "select identity.put_google_keys(%s)", json.dumps(jwks("a", "b", "c"))) == 3
        for statement in ("select * from identity.google_key", "select * from ems.users", "select identity.google_nonce()",
                          "select identity.set_google('{x}', '{}')", "select identity.alarms()", "select sync.push('{}')"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                keeper.execute(statement)


def test_the_office_says_which_program_and_domains_and_everybody_may_read_it(world: SchoolWorld, door: GoogleDoor) -> None:
    office, read = world.session("sri"), "select client_ids, domains from identity.google_settings()"
    office.execute("select identity.set_google(%s, %s)", (["b", " a ", "b"], ["Smp.Sch.Id"]))
    for connection in (door.gate, world.session("budi"), world.session("ani")):
        assert connection.execute(read).fetchone() == (["a", "b"], ["smp.sch.id"])
    for connection, wrong in ((world.session("budi"), "42501"), (world.session("ani"), "42501"), (door.gate, "42501")):
        with pytest.raises(psycopg.Error) as refused:
            connection.execute("select identity.set_google('{x}', '{}')")
        assert refused.value.sqlstate == wrong


@pytest.mark.parametrize(
    ("ids", "domains"),
    [(["a b"], []), ([""], []), ([None], []), (["x" * 201], []), (["x"], ["@smp.sch.id"]), (["x"], ["smp sch"]), (["x"], [""]), (["x"], [None]),
     ([f"x{n}" for n in range(21)], []), (["x"], [f"x{n}" for n in range(101)]), (["'; drop table ems.users; --"], [])],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(world: SchoolWorld, door: GoogleDoor, ids: list[Any], domains: list[Any]) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        world.session("sri").execute("select identity.set_google(%s, %s)", (ids, domains))
    assert door.sign_in(world.email("budi")).user_id == uid("budi")


def test_a_school_that_did_not_set_it_up_lets_nobody_in_by_google(world: SchoolWorld, door: GoogleDoor) -> None:
    for nothing in ("'{}', '{}'", "null, null"):
        world.superuser().execute(f"select identity.set_google({nothing})")
        assert door.told(world.email("budi")) == OFF
        assert alarms(world) == [("google_off", None)]


# alarms


def alarms(world: SchoolWorld) -> list[Any]:
    return world.session("sri").execute("select alarm, times from identity.alarms()").fetchall()


def old(world: SchoolWorld, days: int) -> None:
    world.superuser("ems_core").execute("update identity.google_key set fetched_at = now() - make_interval(days => %s)", (days,))


def test_the_office_is_told_of_old_keys_missing_keys_and_a_key_nobody_knows(world: SchoolWorld, door: GoogleDoor) -> None:
    assert alarms(world) == []
    old(world, days=8)
    assert alarms(world) == [("google_keys_old", None)]
    assert door.sign_in(world.email("budi")).user_id == uid("budi")
    old(world, days=31)
    assert door.told(world.email("budi")) == KEY
    nonce = door.nonce()
    assert door.state(token(claims(world.email("budi"), nonce), "new"), nonce) == KEY
    assert alarms(world) == [("google_keys_old", None), ("google_kid_unknown", 2)]
    (at,) = world.session("sri").execute(
        "select at > now() - interval '1 minute' from identity.alarms() where alarm = 'google_kid_unknown'"
    )
    assert at == (True,)
    world.superuser("ems_core").execute("delete from identity.google_key")
    assert alarms(world) == [("google_keys_missing", None), ("google_kid_unknown", 2)]


def test_new_keys_end_the_alarms(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    assert door.state(token(claims(world.email("budi"), nonce), "new"), nonce) == KEY
    assert alarms(world) == [("google_kid_unknown", 1)]
    world.superuser("ems_google_keys").execute("select identity.put_google_keys(%s)", (json.dumps(jwks("today", "new")),))
    assert alarms(world) == []
    assert door.enter(token(claims(world.email("budi"), nonce), "new"), nonce).user_id == uid("budi")


@pytest.mark.parametrize("person", ["budi", "ani"])
def test_only_the_office_hears_alarms(world: SchoolWorld, person: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.session(person).execute("select * from identity.alarms()")


# tries


def test_three_hundred_false_tokens_stop_a_network_but_no_known_computer_and_no_password(world: SchoolWorld, door: GoogleDoor) -> None:
    known = door.sign_in(world.email("budi"))
    by_password = world.sign_in("citra")
    told = [door.state("not.a.token", None) for _ in range(310)]
    assert told == [NOT_GOOGLE] * 300 + [TRIES] * 10
    assert door.told(world.email("dewi")) == TRIES
    assert door.sign_in(world.email("budi"), device=known.device).role == known.role
    assert world.sign_in("citra", by_password.device).role == by_password.role


def test_one_account_makes_twenty_logins_in_a_quarter_of_an_hour_and_others_go_on(world: SchoolWorld, door: GoogleDoor) -> None:
    told = [door.told(world.email("budi"), sub="42") for _ in range(24)]
    assert told == [None] * 20 + [TRIES] * 4
    assert door.told(world.email("citra"), sub="43") is None


def test_what_known_computers_do_wrong_is_not_counted_against_their_network(world: SchoolWorld, door: GoogleDoor) -> None:
    known = [door.sign_in(world.email("budi")) for _ in range(6)]
    told = {door.state("not.a.token", None, device=one.device) for one in known for _ in range(55)}
    assert told == {NOT_GOOGLE}
    assert door.told(world.email("dewi")) is None


def test_a_known_computer_tries_sixty_times(world: SchoolWorld, door: GoogleDoor) -> None:
    known = world.sign_in("dewi")
    told = [door.state("not.a.token", None, device=known.device) for _ in range(65)]
    assert told == [NOT_GOOGLE] * 60 + [TRIES] * 5


# whatever else is handed in


@pytest.mark.parametrize("hostile", [None, "", "\x01", "x" * 10_000_000, "%s %I {}", "'; drop table ems.users; --"])
def test_hostile_words_are_refused_by_our_own_codes(world: SchoolWorld, door: GoogleDoor, hostile: str | None) -> None:
    assert door.state(hostile, hostile, hostile) == NOT_GOOGLE
    nonce = door.nonce()
    true = token(claims(world.email("budi"), nonce))
    assert door.state(true, hostile) == NONCE
    given = (true, nonce, uid("a device"), hostile, hostile)
    with pytest.raises(psycopg.errors.InvalidParameterValue):  # not a SCRAM verifier
        door.gate.execute("select identity.sign_in_google(%s, %s, %s, %s, %s)", given)
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        door.gate.execute("select identity.sign_in_google(%s, %s, null, '', %s)", (true, nonce, verifier(door.gate, "x")))
    assert door.enter(true, nonce).user_id == uid("budi")  # the nonce was not spent by any of them


def test_a_password_still_opens_the_door_after_google_did(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("budi"))
    salt = one(door.gate, "select identity.salt_for(%s)", world.email("budi"))
    key = fast_key("password of budi", salt)
    row = "select user_id::text from identity.sign_in_password(%s, %s, gen_random_uuid(), 'PC', %s)"
    assert one(door.gate, row, world.email("budi"), key, door.verifier) == uid("budi")
