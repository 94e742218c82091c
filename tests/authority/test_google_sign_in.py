"""Signing in by Google: who is let in, as whom, and what a token must say."""

from __future__ import annotations

import time
from typing import Any

import psycopg
import pytest

from tests.authority.google_door import BOUND, DOMAIN_REFUSED, NOBODY, NONCE, NOT_GOOGLE, NOT_VERIFIED, OTHER_PROGRAM, TIME, GoogleDoor, one
from tests.google_tokens import CLIENT, DOMAIN
from tests.world import SchoolWorld, uid

# who is let in


def test_somebody_whose_address_google_verified_is_that_person(world: SchoolWorld, door: GoogleDoor) -> None:
    login = door.sign_in(world.email("budi").upper())
    connection = world.connect_as(login)
    assert one(connection, "select identity.me()::text") == uid("budi")
    assert one(connection, "select identity.my_roles()") == ["guru"]
    connection.close()


def test_the_account_is_bound_and_counts_from_then_on_whatever_its_address(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("budi"), sub="42")
    assert door.google_id("budi") == "42"
    assert door.sign_in("renamed@elsewhere.test", sub="42").user_id == uid("budi")
    assert door.sign_in(world.email("citra"), sub="42").user_id == uid("budi")


def test_somebody_else_s_account_with_the_same_address_is_refused(world: SchoolWorld, door: GoogleDoor) -> None:
    """An address that changed hands: the person was bound to another account before."""
    door.sign_in(world.email("budi"), sub="42")
    assert door.told(world.email("budi"), sub="43") == BOUND
    assert door.google_id("budi") == "42"


def test_the_binding_is_stamped_audited_and_pulled_by_everybody(world: SchoolWorld, door: GoogleDoor) -> None:
    teacher = world.session("citra")
    before = one(teacher, "select rev from sync.scope where id = %s", world.id("directory"))
    door.sign_in(world.email("budi"), sub="42")
    row = teacher.execute("select rev, google_id, updated_by::text from ems.users where id = %s", (uid("budi"),)).fetchone()
    assert row == (before + 1, "42", uid("budi"))
    assert one(teacher, "select rev from sync.scope where id = %s", world.id("directory")) == before + 1
    trail = world.owner().execute(
        "select login, tbl, op, before->0->>'google_id', after->0->>'google_id' from sync.audit_other order by id desc limit 1"
    )
    assert trail.fetchone() == ("ems_gate", "users", "U", None, "42")
    door.sign_in(world.email("budi"), sub="42")
    assert one(teacher, "select rev from sync.scope where id = %s", world.id("directory")) == before + 1  # nothing changed


def test_a_device_has_one_login_however_its_person_signs_in(world: SchoolWorld, door: GoogleDoor) -> None:
    by_password = world.sign_in("citra")
    by_google = door.sign_in(world.email("citra"), device=by_password.device)
    assert by_google.role == by_password.role
    connection = world.connect_as(by_google)
    assert one(connection, "select identity.me()::text") == uid("citra")
    connection.close()


def test_an_invitation_binds_an_account_of_any_address_once(world: SchoolWorld, door: GoogleDoor) -> None:
    code = door.invitation("ani")
    assert door.sign_in("ani.pribadi@gmail.test", code.lower(), sub="77").user_id == uid("ani")
    assert door.google_id("ani") == "77"
    assert door.told("ani.pribadi@gmail.test", code, sub="77") == "28P01"
    assert door.sign_in("ani.pribadi@gmail.test", sub="77").user_id == uid("ani")


def test_an_invitation_is_not_used_up_by_an_account_that_is_somebody_else_s(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("budi"), sub="42")
    code = door.invitation("ani")
    assert door.told(world.email("budi"), code, sub="42") == BOUND
    assert door.google_id("ani") is None
    assert door.sign_in("ani@gmail.test", code, sub="77").user_id == uid("ani")


def test_an_invitation_does_not_replace_a_bound_account_until_the_office_forgets_it(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("budi"), sub="42")
    code = door.invitation("budi")
    assert door.told("new@gmail.test", code, sub="43") == BOUND
    for person in ("budi", "ani"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            world.session(person).execute("select identity.forget_google(%s)", (uid("budi"),))
    assert one(world.session("sri"), "select identity.forget_google(%s)", uid("budi")) is True
    assert one(world.owner(), "select updated_by::text from ems.users where id = %s", uid("budi")) == uid("sri")
    assert door.sign_in("new@gmail.test", code, sub="43").user_id == uid("budi")


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN-PQRS", "x", "' or true --", "x" * 100_000])
def test_a_wrong_invitation_is_refused_though_the_address_is_known(world: SchoolWorld, door: GoogleDoor, code: str) -> None:
    assert door.told(world.email("budi"), code) == "28P01"
    assert door.google_id("budi") is None


def test_nobody_here_and_nobody_active_are_told_to_ask_the_office(world: SchoolWorld, door: GoogleDoor) -> None:
    assert door.told("stranger@sekolah.test") == NOBODY
    door.sign_in(world.email("dewi"), sub="9")
    for state in ("active = false", "deleted = true"):
        world.owner().execute(f"update ems.users set {state} where id = %s", (uid("dewi"),))
        assert door.told(world.email("dewi"), sub="9") == NOBODY
        world.owner().execute("update ems.users set active = true, deleted = false where id = %s", (uid("dewi"),))
    assert door.sign_in(world.email("dewi"), sub="9").user_id == uid("dewi")


def test_the_account_of_somebody_who_was_removed_is_free_for_another(world: SchoolWorld, door: GoogleDoor) -> None:
    door.sign_in(world.email("dewi"), sub="9")
    world.owner().execute("update ems.users set deleted = true where id = %s", (uid("dewi"),))
    assert door.sign_in(world.email("budi"), sub="9").user_id == uid("budi")
    world.owner().execute("update ems.users set google_id = null, deleted = false where id = %s", (uid("dewi"),))


# what a token must say

NOW = int(time.time())
CLAIMS: dict[str, tuple[dict[str, Any], str | None]] = {
    "issuer without its scheme": ({"iss": "accounts.google.com"}, None),
    "another issuer": ({"iss": "https://accounts.google.com.evil.example"}, NOT_GOOGLE),
    "an issuer with a slash": ({"iss": "https://accounts.google.com/"}, NOT_GOOGLE),
    "an issuer without TLS": ({"iss": "http://accounts.google.com"}, NOT_GOOGLE),
    "no issuer": ({"iss": None}, NOT_GOOGLE),
    "issuers": ({"iss": ["https://accounts.google.com"]}, NOT_GOOGLE),
    "no subject": ({"sub": None}, NOT_GOOGLE),
    "an empty subject": ({"sub": ""}, NOT_GOOGLE),
    "a subject that is a number": ({"sub": 42}, NOT_GOOGLE),
    "a long subject": ({"sub": "4" * 256}, NOT_GOOGLE),
    "another audience": ({"aud": "0815.apps.googleusercontent.com"}, OTHER_PROGRAM),
    "audiences": ({"aud": [CLIENT]}, OTHER_PROGRAM),
    "no audience": ({"aud": None}, OTHER_PROGRAM),
    "an audience in other letters": ({"aud": CLIENT.upper()}, OTHER_PROGRAM),
    "another party": ({"azp": "0815.apps.googleusercontent.com"}, OTHER_PROGRAM),
    "a party of another kind": ({"azp": [CLIENT]}, OTHER_PROGRAM),
    "no party": ({"azp": None}, None),
    "expired": ({"exp": NOW - 3600}, TIME),
    "expired for longer than clocks differ": ({"exp": NOW - 310}, TIME),
    "expired a moment ago": ({"exp": NOW - 60}, None),
    "no end": ({"exp": None}, TIME),
    "an end in words": ({"exp": str(NOW + 3600)}, TIME),
    "an end that is true": ({"exp": True}, TIME),
    "said in the future": ({"iat": NOW + 3600}, TIME),
    "said by a clock a little ahead": ({"iat": NOW + 120}, None),
    "no beginning": ({"iat": None}, TIME),
    "a beginning in words": ({"iat": "now"}, TIME),
    "address not verified": ({"email_verified": False}, NOT_VERIFIED),
    "verified in words": ({"email_verified": "true"}, NOT_VERIFIED),
    "verified by number": ({"email_verified": 1}, NOT_VERIFIED),
    "verified or not": ({"email_verified": None}, NOT_VERIFIED),
    "no address": ({"email": None}, NOT_VERIFIED),
    "addresses": ({"email": ["budi@sekolah.test"]}, NOT_VERIFIED),
    "another domain": ({"hd": "other.sch.id"}, DOMAIN_REFUSED),
    "a domain below": ({"hd": f"x.{DOMAIN}"}, DOMAIN_REFUSED),
    "domains": ({"hd": [DOMAIN]}, DOMAIN_REFUSED),
    "no domain": ({"hd": None}, DOMAIN_REFUSED),
    "the domain in capitals": ({"hd": DOMAIN.upper()}, None),
    "an empty nonce": ({"nonce": ""}, NONCE),
    "another nonce": ({"nonce": "x" * 54}, NONCE),
    "no nonce": ({"nonce": None}, NONCE),
    "nonces": ({"nonce": ["x"]}, NONCE),
}  # fmt: skip


@pytest.mark.parametrize("said", CLAIMS)
def test_each_claim_is_judged(world: SchoolWorld, door: GoogleDoor, said: str) -> None:
    more, state = CLAIMS[said]
    shift = int(time.time()) - NOW  # the table was made when the tests were collected
    more = {name: value + shift if type(value) is int and name in ("exp", "iat") else value for name, value in more.items()}
    assert door.told(world.email("budi"), **more) == state
    assert (door.google_id("budi") is None) == (state is not None)


def test_without_a_list_of_domains_any_verified_address_of_somebody_here_will_do(world: SchoolWorld, door: GoogleDoor) -> None:
    world.superuser().execute("select identity.set_google(%s, '{}')", ([CLIENT],))
    assert door.sign_in(world.email("budi"), hd=None).user_id == uid("budi")
    assert door.told("stranger@gmail.test", hd=None) == NOBODY


def test_several_domains_and_several_programs_may_be_the_school_s(world: SchoolWorld, door: GoogleDoor) -> None:
    world.superuser().execute("select identity.set_google(%s, %s)", ([CLIENT, "other.apps"], [DOMAIN, " Murid.Belajar.id "]))
    assert door.sign_in(world.email("budi"), aud="other.apps", azp=CLIENT, hd="murid.belajar.id").user_id == uid("budi")


def test_a_refused_domain_names_those_that_are_taken(world: SchoolWorld, door: GoogleDoor) -> None:
    with pytest.raises(psycopg.Error) as refused:
        door.sign_in(world.email("budi"), hd="other.sch.id")
    assert refused.value.diag.message_hint == DOMAIN
