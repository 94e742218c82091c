"""The client's side of Google sign-in against the real database: a login comes back, or a sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from ems_desktop.domain.errors import Bug, Mistake, Outage
from ems_desktop.i18n import explain
from ems_desktop.paths import resources
from ems_desktop.store import identity
from ems_desktop.store.connect import connect
from ems_desktop.store.school_file import SchoolFile
from tests.authority.google_door import GoogleDoor
from tests.google_tokens import DOMAIN, claims, token
from tests.servers import Server
from tests.world import SchoolWorld, uid


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as opened:
        yield opened


@pytest.fixture
def door(world: SchoolWorld) -> Iterator[GoogleDoor]:
    with GoogleDoor.open(world) as opened:
        yield opened


@pytest.fixture
def school(world: SchoolWorld, door: GoogleDoor) -> SchoolFile:
    del door
    return world.school_file("20301234")


def enter(world: SchoolWorld, school: SchoolFile, email: str, code: str | None = None, /, **said: Any) -> identity.Login:
    nonce = identity.google_nonce(school)
    login = identity.sign_in_google(school, token(claims(email, nonce, **said)), nonce, str(uuid4()), "PC Budi", code)
    world._made.append(login.name)
    return login


def refusal(world: SchoolWorld, school: SchoolFile, email: str, code: str | None = None, /, **said: Any) -> Mistake:
    with pytest.raises(Mistake) as caught:
        enter(world, school, email, code, **said)
    return caught.value


def test_google_s_word_gives_a_login_that_is_the_person(world: SchoolWorld, school: SchoolFile) -> None:
    login = enter(world, school, world.email("budi"))
    assert login.user_id == uid("budi")
    with connect(school, login.name, login.secret) as connection:
        assert identity.read_profile(connection).user_id == uid("budi")
    assert login.secret not in repr(login)


def test_an_invitation_takes_an_account_of_any_address(world: SchoolWorld, school: SchoolFile, door: GoogleDoor) -> None:
    code = door.invitation("ani")
    assert enter(world, school, "ani.pribadi@gmail.test", code).user_id == uid("ani")
    assert refusal(world, school, "ani.pribadi@gmail.test", code).code == 1103


REFUSED: dict[int, dict[str, Any]] = {
    1120: {"iss": "https://evil.example"}, 1121: {"nonce": "another"}, 1122: {"exp": 1}, 1123: {"aud": "other"}, 1124: {"hd": "other.sch.id"},
    1125: {"email_verified": False}, 1126: {"email": "stranger@sekolah.test"},
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED)
def test_each_refusal_has_its_sentence(world: SchoolWorld, school: SchoolFile, code: int) -> None:
    error = refusal(world, school, world.email("budi"), **REFUSED[code])
    assert error.code == code
    assert "{" not in explain(error)


def test_an_account_of_another_domain_is_told_which_one_to_choose(world: SchoolWorld, school: SchoolFile) -> None:
    said = explain(refusal(world, school, "budi@gmail.test", hd=None))
    assert said.startswith("budi@gmail.test is not an account of the school.")
    assert DOMAIN in said


def test_an_account_that_is_bound_otherwise_names_the_address(world: SchoolWorld, school: SchoolFile) -> None:
    enter(world, school, world.email("budi"), sub="42")
    error = refusal(world, school, world.email("budi"), sub="43")
    assert (error.code, error.params["email"]) == (1127, world.email("budi"))


def test_keys_that_the_school_lacks_are_the_school_s_matter(world: SchoolWorld, school: SchoolFile) -> None:
    nonce = identity.google_nonce(school)
    with pytest.raises(Mistake) as caught:
        identity.sign_in_google(school, token(claims(world.email("budi"), nonce), "tomorrow"), nonce, str(uuid4()), "PC")
    assert caught.value.code == 1128


def test_a_school_without_google_says_so(world: SchoolWorld, school: SchoolFile) -> None:
    world.superuser().execute("select identity.set_google('{}', '{}')")
    assert refusal(world, school, world.email("budi")).code == 1129


def test_too_many_sign_ins_of_one_account_are_told_when_to_go_on(world: SchoolWorld, school: SchoolFile) -> None:
    for _ in range(20):
        enter(world, school, world.email("citra"))
    error = refusal(world, school, world.email("citra"))
    assert error.code == 1102
    assert isinstance(error.params["minutes"], int)
    assert 1 <= error.params["minutes"] <= 15


@pytest.mark.parametrize("garbage", ["", "x", "a.b.c", "a.W10.c", "é.é.é", "a.eyJlbWFpbCI6IDF9.c"])
def test_an_answer_that_is_no_token_is_a_sentence_too(school: SchoolFile, garbage: str) -> None:
    with pytest.raises(Mistake) as caught:
        identity.sign_in_google(school, garbage, identity.google_nonce(school), str(uuid4()), "PC")
    assert caught.value.code == 1120


def test_without_the_server_nothing_is_claimed(school: SchoolFile) -> None:
    away = SchoolFile("SMP Uji", "20301234", "127.0.0.1", 9, "ems", "ems_gate", "x", loopback=True)
    with pytest.raises(Outage) as caught:
        identity.google_nonce(away)
    assert caught.value.code == 1401
    with pytest.raises(Outage):
        identity.sign_in_google(away, "a.b.c", "n", str(uuid4()), "PC")


def test_every_refusal_of_the_database_has_a_code_here() -> None:
    raised = set(re.findall(r"EM0\d\d", resources("sql", "functions", "google.sql").read_text("utf-8")))
    assert raised == set(identity._GOOGLE)


def test_what_the_table_does_not_know_is_translated_as_ever(world: SchoolWorld, school: SchoolFile) -> None:
    nonce = identity.google_nonce(school)
    with pytest.raises(Bug, match="22P02"):
        identity.sign_in_google(school, token(claims(world.email("budi"), nonce)), nonce, "no uuid", "PC")
