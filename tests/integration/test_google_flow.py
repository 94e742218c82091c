"""The program and a real OpenID provider, with a real HTTP client as the browser: what each ending leads to. Nothing reaches Google."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations.google_sign_in import SIGN_IN, Address, Attempt, Tokens, authorize, refresh
from tests.integration.browser import Browser
from tests.integration.oidc_provider import OidcProvider

pytestmark = pytest.mark.integration
SHEETS = "https://www.googleapis.com/auth/spreadsheets"


def sign_in(provider: OidcProvider, browser: Browser, seconds: float = 60) -> Tokens:
    return authorize(provider.client, SIGN_IN, Attempt(open_browser=browser, seconds=seconds), nonce="n-0S6")


def failure(work: Callable[[], object]) -> EmsError:
    with pytest.raises(EmsError) as caught:
        work()
    return caught.value


@pytest.fixture
def budi() -> Browser:
    return Browser("budi@sekolah.test")


def test_a_yes_brings_an_id_token_and_a_refresh_token_and_the_browser_ends_on_our_page(provider, budi):
    tokens = sign_in(provider, budi)
    assert tokens.granted == set(SIGN_IN)
    assert tokens.id_token is not None
    assert tokens.id_token.count(".") == 2
    assert tokens.refresh_token
    assert budi.last().url.host == "127.0.0.1"
    assert "EMS Desktop" in budi.last().text


def test_a_no_in_the_browser_is_said_in_the_program_and_on_the_page(provider):
    browser = Browser("budi@sekolah.test", allow=False)
    assert failure(lambda: sign_in(provider, browser)).code == 1130
    assert "EMS-1130" in browser.last().text


def test_cancelling_in_the_program_closes_the_way_back(provider, budi):
    attempt, ended = Attempt(open_browser=budi), threading.Event()

    def cancel(url: str) -> str:
        attempt.cancel()
        ended.wait(20)
        return url

    budi.on_the_way_back = cancel
    assert failure(lambda: authorize(provider.client, SIGN_IN, attempt, nonce="n")).code == 1138
    ended.set()
    budi.last()
    assert isinstance(budi.trouble, httpx.ConnectError)


def test_an_answer_with_another_state_is_turned_away_and_the_right_one_still_counts(provider, budi):
    strays: list[int] = []

    def first_a_forged_one(url: str) -> str:
        strays.append(httpx.get(re.sub(r"state=[^&]+", "state=forged", url)).status_code)
        strays.append(httpx.get(httpx.URL(url).join("/favicon.ico")).status_code)
        strays.append(httpx.post(url).status_code)
        return url

    budi.on_the_way_back = first_a_forged_one
    assert sign_in(provider, budi).id_token
    assert strays == [400, 404, 404]


def test_when_only_a_forged_answer_comes_nobody_is_signed_in(provider, budi):
    budi.on_the_way_back = lambda url: re.sub(r"state=[^&]+", "state=forged", url)
    assert failure(lambda: sign_in(provider, budi, seconds=3)).code == 1137
    assert budi.last().status_code == 400


def test_an_answer_of_another_provider_is_turned_away(provider, budi):
    budi.on_the_way_back = lambda url: url.replace("accounts.google.com", "accounts.evil.example")
    assert failure(lambda: sign_in(provider, budi, seconds=3)).code == 1137
    assert budi.last().status_code == 400


def test_a_code_that_was_asked_for_by_somebody_else_buys_nothing(provider, budi):
    """PKCE: the provider saw another challenge than the one that belongs to our verifier."""
    budi.on_the_way = lambda url: re.sub(r"code_challenge=[^&]+", "code_challenge=" + "A" * 43, url)
    assert failure(lambda: sign_in(provider, budi)).code == 1135


def test_a_code_works_once(provider, budi):
    codes: list[str] = []

    def spend(url: str) -> str:
        codes.append(httpx.URL(url).params["code"])
        return url

    budi.on_the_way_back = spend
    sign_in(provider, budi)
    again = Browser("budi@sekolah.test")
    again.on_the_way_back = lambda url: re.sub(r"code=[^&]+", f"code={codes[0]}", url)
    assert failure(lambda: sign_in(provider, again)).code == 1135


def test_a_box_left_empty_is_known_by_its_name(provider):
    browser = Browser("budi@sekolah.test", allow=("openid", "profile"))
    with pytest.raises(EmsError) as caught:
        sign_in(provider, browser).require(SIGN_IN)
    assert (caught.value.code, caught.value.params) == (1141, {"missing": "email"})


def test_a_wider_consent_can_be_asked_for_later_and_be_given_in_part(provider, budi):
    wider = (*SIGN_IN, SHEETS)
    assert authorize(provider.client, wider, Attempt(open_browser=budi)).missing(wider) == ()
    careful = Browser("budi@sekolah.test", allow=SIGN_IN)
    assert authorize(provider.client, wider, Attempt(open_browser=careful)).missing(wider) == (SHEETS,)


def test_tokens_are_renewed_without_the_person(provider, budi):
    before = sign_in(provider, budi)
    assert before.refresh_token
    after = refresh(provider.client, before.refresh_token)
    assert after.access_token != before.access_token
    assert after.refresh_token == before.refresh_token


def test_a_withdrawn_token_renews_nothing(provider, budi):
    token = sign_in(provider, budi).refresh_token
    assert token
    provider.revoke(token)
    assert failure(lambda: refresh(provider.client, token)).code == 1135


def test_a_client_that_the_provider_does_not_know_stays_on_its_page(provider, budi):
    """As with Google: there is no way back from that page, so the waiting ends by the person or by the clock."""
    unknown = provider.client_called("withdrawn.apps.googleusercontent.com")
    assert failure(lambda: authorize(unknown, SIGN_IN, Attempt(open_browser=budi, seconds=2))).code == 1137
    assert budi.last().url.path == "/auth"
    assert "invalid_client" in budi.last().text


def test_a_client_with_another_secret_is_refused_at_the_last_step(provider, budi):
    wrong = replace(provider.client, client_secret="another")
    assert failure(lambda: authorize(wrong, SIGN_IN, Attempt(open_browser=budi))).code == 1134


def test_a_provider_that_is_gone_from_the_start_is_waited_for_until_the_person_or_the_clock_ends_it(provider, budi):
    provider.stop()
    assert failure(lambda: sign_in(provider, budi, seconds=2)).code == 1137
    assert isinstance(budi.trouble, httpx.ConnectError)


def test_a_provider_that_goes_before_the_last_step_is_an_outage(provider, budi):
    def gone(url: str) -> str:
        provider.stop()
        return url

    budi.on_the_way_back = gone
    assert failure(lambda: sign_in(provider, budi)).code == 1140
    assert failure(lambda: refresh(provider.client, "1//r")).code == 1140


def test_the_address_can_be_copied_into_a_browser_by_hand(provider, budi):
    def copy(address: Address) -> None:
        if address.trouble:
            budi(address.url)

    assert authorize(provider.client, SIGN_IN, Attempt(copy, lambda _: False), nonce="n").id_token
