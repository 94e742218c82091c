"""Several people on one computer: each with their own file, each let in by their own password, with and without the school."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services import unlocking
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.own_account import OwnAccount
from ems_desktop.services.people_here import PeopleHere
from ems_desktop.services.profile import DEMO_NPSN, Computer, Profile
from ems_desktop.services.unlocking import Tries
from ems_desktop.store import identity
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.servers import Server
from tests.services.conftest import PASSWORD
from tests.world import SchoolWorld

OTHER = "sandi lain yang panjang"


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18, derive=identity.derive) as opened:
        opened.set_password("budi", PASSWORD)
        opened.set_password("sri", OTHER)
        yield opened


@pytest.fixture
def here(world: SchoolWorld, school: SchoolFile, profile: Profile) -> PeopleHere:
    """Budi and Sri have signed in on this computer; Sri was the last."""
    world.unthrottle()
    accounts = Accounts(profile, school)
    accounts.sign_in(world.email("budi"), PASSWORD)
    accounts.sign_in(world.email("sri"), OTHER)
    return PeopleHere(profile, school)


@pytest.fixture
def away(school: SchoolFile, profile: Profile) -> PeopleHere:
    """The same computer where no network is."""
    lonely = replace(school, port=9)
    profile.join(lonely)
    return PeopleHere(profile, lonely)


def code_of(caught: pytest.ExceptionInfo[EmsError]) -> int:
    return caught.value.code


def type_mark(desk: Desk, world: SchoolWorld, value: int) -> None:
    desk.grades.enter(world.id("math_7a"), "typed", [Entry(world.id("math_7a.quiz"), world.id("ani"), Cell(Decimal(value)))])


def test_everybody_who_signed_in_is_known_and_each_has_a_file_of_their_own(world, school, profile, here):
    assert {one.person.id for one in here.everybody()} == {world.id("budi"), world.id("sri")}
    budi, sri = here.unlock(world.id("budi"), PASSWORD), here.unlock(world.id("sri"), OTHER)
    assert budi.path != sri.path
    assert budi.file_key != sri.file_key


def test_each_comes_in_with_their_own_password_where_no_network_is(world, profile, here, away):
    signed_in = away.unlock(world.id("budi"), PASSWORD)
    desk = Desk(signed_in)
    assert desk.person.id == world.id("budi")
    desk.close()
    with pytest.raises(EmsError) as caught:
        away.unlock(world.id("budi"), OTHER)
    assert code_of(caught) == 1165


def test_a_password_changed_elsewhere_counts_as_soon_as_the_school_can_be_asked(world, here):
    world.set_password("budi", "kata sandi baru sekali")
    try:
        here.unlock(world.id("budi"), "kata sandi baru sekali")
        here.unlock(world.id("budi"), "kata sandi baru sekali")
        with pytest.raises(EmsError) as caught:
            here.unlock(world.id("budi"), PASSWORD)
        assert code_of(caught) == 1101
    finally:
        world.set_password("budi", PASSWORD)


def test_whoever_signed_out_needs_the_school_again(world, school, profile, here, away):
    Accounts(profile, school).sign_out()
    assert [one.login == "" for one in here.everybody() if one.person.id == world.id("sri")] == [True]
    with pytest.raises(Outage):
        away.unlock(world.id("sri"), OTHER)
    profile.join(school)
    assert here.unlock(world.id("sri"), OTHER).person.id == world.id("sri")


def test_after_five_wrong_ones_there_is_a_wait_for_this_person_alone(world, profile, here, away):
    codes = []
    for _ in range(unlocking.FREE + 1):
        with pytest.raises(EmsError) as caught:
            away.unlock(world.id("budi"), "salah sekali")
        codes.append(code_of(caught))
    assert codes == [1165] * unlocking.FREE + [1164]
    assert away.unlock(world.id("sri"), OTHER).person.id == world.id("sri")


def test_a_right_password_forgets_the_wrong_ones():
    tries = Tries()
    for _ in range(unlocking.FREE - 1):
        tries.wrong("a")
    tries.right("a")
    tries.wrong("a")
    tries.check("a")
    for _ in range(unlocking.FREE):
        tries.wrong("b")
    with pytest.raises(EmsError):
        tries.check("b")
    tries.check("a")


@pytest.mark.parametrize("how", ["shared", "idle", "locked"])
def test_a_computer_that_asks_lets_nobody_in_by_opening_the_program(world, school, profile, here, how):
    accounts = Accounts(profile, school)
    sri = accounts.resume()
    assert sri is not None
    account = OwnAccount(profile, school, sri)
    if how == "locked":
        account.lock()
    else:
        account.use_as(Computer(shared=how == "shared", lock_after=5 if how == "idle" else 0))
    assert accounts.resume() is None
    here.unlock(world.id("sri"), OTHER)
    assert (accounts.resume() is None) == (how != "locked")


def test_nobody_locks_themselves_out_of_a_computer_that_does_not_know_their_password(world, school, profile, here, away):
    accounts = Accounts(profile, school)
    accounts.forget_secrets(world.id("sri"), "unlock")  # as for who signed in with Google, or with version 0.1
    sri = accounts.resume()
    assert sri is not None
    account = OwnAccount(profile, school, sri)
    for act in (account.lock, lambda: account.use_as(Computer(shared=True))):
        with pytest.raises(EmsError) as caught:
            act()
        assert code_of(caught) == 1174
    account.choose_unlocking("kucing naik sepeda")
    account.lock()
    assert away.unlock(world.id("sri"), "kucing naik sepeda").person.id == world.id("sri")


def test_coming_back_to_an_open_file_hands_out_the_same_one(world, school, profile, here):
    opened = here.unlock(world.id("budi"), PASSWORD)
    assert here.unlock(world.id("budi"), PASSWORD, opened) is opened
    desk = Desk(opened)
    world.set_password("budi", "kata sandi baru sekali")
    try:
        assert here.unlock(world.id("budi"), "kata sandi baru sekali", opened) is opened
    finally:
        world.set_password("budi", PASSWORD)
    desk.sync()  # with the secret that this sign-in made
    desk.close()


# -- being forgotten


def test_somebody_whose_work_is_all_at_school_is_forgotten_without_a_trace(world, school, profile, here):
    signed_in = here.unlock(world.id("budi"), PASSWORD)
    desk = Desk(signed_in)
    desk.sync()
    desk.close()
    here.unlock(world.id("sri"), OTHER)
    here.forget(world.id("budi"))
    assert [one.person.id for one in here.everybody()] == [world.id("sri")]
    assert not signed_in.path.parent.exists()
    secrets = DemoKeyring(profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json")
    assert [secrets.get(f"{DEMO_NPSN}/{world.id('budi')}/{what}") for what in ("login", "file", "unlock")] == [None] * 3
    row = (
        world.superuser()
        .execute("select revoked_at is not null from identity.device where login = %s", (signed_in.ticket.login,))
        .fetchone()
    )
    assert row == (True,)
    assert Accounts(profile, school).resume() is not None, "the one who sits here is somebody else"


def test_somebody_with_unsent_work_is_not_forgotten_by_accident(world, school, profile, here):
    desk = Desk(here.unlock(world.id("budi"), PASSWORD))
    desk.sync()
    type_mark(desk, world, 61)
    desk.close()
    with pytest.raises(EmsError) as caught:
        here.forget(world.id("budi"))
    assert (code_of(caught), caught.value.params["count"]) == (1172, 1)
    Accounts(profile, school).forget_secrets(world.id("budi"), "file")
    with pytest.raises(EmsError) as caught:
        here.forget(world.id("budi"))
    assert code_of(caught) == 1173
    here.forget(world.id("budi"), anyway=True)
    assert len(here.everybody()) == 1


def test_a_file_that_was_not_sent_keeps_its_person_here(world, profile, here, tmp_path):
    desk = Desk(here.unlock(world.id("budi"), PASSWORD))
    desk.sync()
    path = tmp_path / "lensa.pdf"
    path.write_bytes(b"x")
    desk.files.attach(world.id("material.lensa"), path)
    desk.sync()
    desk.close()
    assert here.unsent(world.id("budi")) == 1
    desk = Desk(here.unlock(world.id("budi"), PASSWORD))
    desk.transfers.uploads.send()
    assert desk.transfers.uploads.send() is None
    desk.close()
    assert here.unsent(world.id("budi")) == 0
    copies = profile.person_folder(profile.school(), world.id("budi")) / "files"
    assert len(list(copies.iterdir())) == 1
    here.forget(world.id("budi"))
    assert not copies.exists()


# -- signing out


def test_signing_out_ends_the_session_at_school_and_keeps_what_is_unsent(world, school, profile, here):
    accounts = Accounts(profile, school)
    signed_in = here.unlock(world.id("budi"), PASSWORD)
    desk = Desk(signed_in)
    desk.sync()
    type_mark(desk, world, 62)
    desk.close()
    accounts.sign_out(signed_in)
    assert accounts.resume() is None
    with pytest.raises(EmsError) as caught:
        signed_in.dial()
    assert code_of(caught) == 1406
    desk = Desk(here.unlock(world.id("budi"), PASSWORD))
    assert desk.syncing.unsent() == 1
    desk.sync()
    desk.close()
    assert world.score("math_7a", "quiz", "ani") == 62


def test_signing_out_works_where_no_network_is(world, profile, here, away, school):
    signed_in = away.unlock(world.id("budi"), PASSWORD)
    Accounts(profile, away._school).sign_out(signed_in)
    assert profile.remembered(school) is None


def test_a_profile_of_version_0_1_knows_the_one_who_sat_there_last(world, school, profile, here):
    for path in profile.folder.glob("schools/*/people/*/person.json"):
        path.unlink()
    assert [one.person.id for one in here.everybody()] == [world.id("sri")]
    assert Accounts(profile, school).resume() is not None


def test_an_unreadable_note_about_the_computer_means_a_private_one(profile):
    (profile.folder / "computer.json").write_text("{", encoding="utf-8")
    assert profile.computer() == Computer()
