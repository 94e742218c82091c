"""Signing in with Google from end to end: a real OpenID provider in Google's place, a real HTTP client as the browser, and the real
PostgreSQL, which judges the token. Nothing reaches Google."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations.google_sign_in import SIGN_IN, Attempt, GoogleClient, authorize
from ems_desktop.services.accounts import Accounts, Invitations, SignedIn
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.store import identity
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.integration.browser import Browser
from tests.integration.oidc_provider import CLIENT, OidcProvider
from tests.servers import Server
from tests.world import SchoolWorld

pytestmark = pytest.mark.integration
BUDI = "budi@sekolah.test"
# What the database refuses, as the person is told.
WRONG_NONCE, EXPIRED, OTHER_PROGRAM, OTHER_DOMAIN, NOT_VERIFIED = 1121, 1122, 1123, 1124, 1125
NOBODY, BOUND_OTHERWISE, UNKNOWN_KEY, NOT_SET_UP = 1126, 1127, 1128, 1129


@pytest.fixture
def world(postgres18: Server, provider: OidcProvider) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as opened:
        opened.superuser().execute("select identity.set_google(%s, %s)", ([CLIENT], ["sekolah.test"]))
        put_keys(opened, provider)
        yield opened


@pytest.fixture
def school(world: SchoolWorld) -> SchoolFile:
    return world.school_file(DEMO_NPSN)


@pytest.fixture
def profile(tmp_path: Path, school: SchoolFile) -> Iterator[Profile]:
    opened = Profile(tmp_path / "profile")
    opened.join(school)
    yield opened
    opened.close()


@pytest.fixture
def accounts(profile: Profile, school: SchoolFile, provider: OidcProvider) -> Accounts:
    return Accounts(profile, school, provider.client)


def put_keys(world: SchoolWorld, provider: OidcProvider) -> None:
    """What the key keeper does with what Google publishes."""
    world.superuser("ems_google_keys").execute("select identity.put_google_keys(%s)", (Jsonb(provider.keys()),))


def go_on(accounts: Accounts, email: str = BUDI, code: str | None = None) -> SignedIn:
    """Press "Continue with Google", and say yes in the browser."""
    return accounts.sign_in_google(Attempt(open_browser=Browser(email), seconds=60), code)


def refused(work: Callable[[], Any], profile: Profile, school: SchoolFile) -> int:
    """The code of the refusal, which leaves nobody signed in and nothing of Google's behind."""
    with pytest.raises(EmsError) as caught:
        work()
    assert profile.remembered(school) is None
    assert not (profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json").exists()
    return caught.value.code


def id_token(client: GoogleClient, nonce: str) -> str:
    token = authorize(client, SIGN_IN, Attempt(open_browser=Browser(BUDI), seconds=60), nonce=nonce).id_token
    assert token is not None
    return token


def test_a_person_signs_in_works_and_comes_back_without_a_network(world, profile, school, accounts):
    signed_in = go_on(accounts)
    assert signed_in.person.id == world.id("budi")
    assert signed_in.person.roles == {"guru"}
    desk = Desk(signed_in)
    desk.sync()
    assert desk.grades.sheet(world.id("math_7a")).cell(world.id("math_7a.quiz"), world.id("ani")).value == Decimal(70)
    desk.close()
    again = Accounts(profile, school).resume()
    assert again is not None
    assert again.person == signed_in.person


def test_the_account_stays_the_persons_when_its_address_changes(world, provider, accounts):
    go_on(accounts)
    provider.account("budi.santoso@sekolah.test", "108")
    assert go_on(accounts, "budi.santoso@sekolah.test").person.id == world.id("budi")


def test_an_invitation_gives_somebody_the_account_that_they_choose(world, profile, school, provider, accounts):
    provider.account("sri@sekolah.test", "1")
    code = Invitations(go_on(accounts, "sri@sekolah.test").dial).invite([world.id("dewi")])[world.id("dewi")]
    accounts.sign_out()
    provider.account("bu.dewi@sekolah.test", "2")
    assert go_on(accounts, "bu.dewi@sekolah.test", code).person.id == world.id("dewi")
    accounts.sign_out()
    assert go_on(accounts, "bu.dewi@sekolah.test").person.id == world.id("dewi")


def test_a_token_for_another_nonce_is_refused(profile, school, provider):
    nonce, other = identity.google_nonce(school), identity.google_nonce(school)
    token = id_token(provider.client, other)
    device = profile.device(school)
    assert refused(lambda: identity.sign_in_google(school, token, nonce, device, "PC"), profile, school) == WRONG_NONCE


def test_a_nonce_that_the_school_did_not_give_is_refused(profile, school, provider):
    token = id_token(provider.client, "n-0S6_WzA2Mj")
    device = profile.device(school)
    assert refused(lambda: identity.sign_in_google(school, token, "n-0S6_WzA2Mj", device, "PC"), profile, school) == WRONG_NONCE


def test_a_token_lets_in_once(profile, school, provider):
    nonce = identity.google_nonce(school)
    token = id_token(provider.client, nonce)
    assert identity.sign_in_google(school, token, nonce, profile.device(school), "PC").secret
    stolen = "9d1b5a4e-0000-4000-8000-000000000000"
    assert refused(lambda: identity.sign_in_google(school, token, nonce, stolen, "PC"), profile, school) == WRONG_NONCE


def test_a_token_that_is_over_is_refused(profile, school, provider, accounts):
    provider.set(clock=-7200)
    assert refused(lambda: go_on(accounts), profile, school) == EXPIRED


def test_a_token_for_another_program_is_refused(profile, school, provider):
    other = Accounts(profile, school, provider.client_called("other"))
    assert refused(lambda: go_on(other), profile, school) == OTHER_PROGRAM


@pytest.mark.parametrize("domain", ["sekolah-lain.test", None])
def test_an_account_of_another_domain_is_refused_whatever_its_address(profile, school, provider, accounts, domain):
    provider.account(BUDI, "108", hd=domain)
    assert refused(lambda: go_on(accounts), profile, school) == OTHER_DOMAIN


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_google_did_not_verify_is_refused(profile, school, provider, accounts, verified):
    provider.account(BUDI, "108", email_verified=verified)
    assert refused(lambda: go_on(accounts), profile, school) == NOT_VERIFIED


def test_somebody_who_is_not_on_the_schools_list_is_refused(profile, school, provider, accounts):
    provider.account("tamu@sekolah.test", "999")
    assert refused(lambda: go_on(accounts, "tamu@sekolah.test"), profile, school) == NOBODY


def test_another_account_with_the_persons_address_is_refused(profile, school, provider, accounts):
    go_on(accounts)
    accounts.sign_out()
    (profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json").unlink()
    provider.account(BUDI, "666")
    assert refused(lambda: go_on(accounts), profile, school) == BOUND_OTHERWISE


def test_a_new_key_of_googles_is_refused_with_an_alarm_until_the_key_keeper_brought_it(world, profile, school, provider, accounts):
    provider.set(rotate=True)
    assert refused(lambda: go_on(accounts), profile, school) == UNKNOWN_KEY
    assert "google_kid_unknown" in alarms(world)
    put_keys(world, provider)
    assert go_on(accounts).person.id == world.id("budi")
    assert alarms(world) == []


def alarms(world: SchoolWorld) -> list[str]:
    """As the office sees them."""
    return [row[0] for row in world.session("sri").execute("select alarm from identity.alarms()")]


def test_a_school_without_google_in_its_database_says_so(world, profile, school, accounts):
    world.superuser().execute("select identity.set_google('{}', '{}')")
    assert refused(lambda: go_on(accounts), profile, school) == NOT_SET_UP


def test_cancelling_and_a_no_sign_nobody_in(profile, school, accounts):
    attempt = Attempt(open_browser=lambda _: True)
    attempt.cancel()
    assert refused(lambda: accounts.sign_in_google(attempt), profile, school) == 1138
    no = Attempt(open_browser=Browser(BUDI, allow=False))
    assert refused(lambda: accounts.sign_in_google(no), profile, school) == 1130


def test_a_provider_that_goes_in_the_middle_signs_nobody_in(profile, school, provider, accounts):
    browser = Browser(BUDI)

    def gone(url: str) -> str:
        provider.stop()
        return url

    browser.on_the_way_back = gone
    assert refused(lambda: accounts.sign_in_google(Attempt(open_browser=browser)), profile, school) == 1140


def test_a_withdrawn_consent_loses_nothing_that_was_typed(world, school, provider, accounts, profile):
    signed_in = go_on(accounts)
    desk = Desk(signed_in)
    desk.sync()
    desk.grades.enter(world.id("math_7a"), "unsent", [Entry(world.id("math_7a.quiz"), world.id("ani"), Cell(Decimal(99)))])
    desk.close()
    token = accounts.renew_google(signed_in.person.id).refresh_token
    assert token is not None
    provider.revoke(token)
    with pytest.raises(EmsError) as caught:
        accounts.renew_google(signed_in.person.id)
    assert caught.value.code == 1135
    desk = Desk(go_on(accounts))
    assert desk.syncing.unsent() == 1
    desk.sync()
    assert world.score("math_7a", "quiz", "ani") == 99
    desk.close()
    assert accounts.renew_google(signed_in.person.id).access_token


def test_signing_out_leaves_nothing_of_googles_on_this_computer(accounts, profile):
    signed_in = go_on(accounts)
    accounts.sign_out()
    with pytest.raises(EmsError) as caught:
        accounts.renew_google(signed_in.person.id)
    assert caught.value.code == 1135
    assert "google" not in (profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json").read_text()
