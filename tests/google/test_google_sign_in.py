"""What the program asks Google for, and what becomes of each answer. Google is a small HTTP server on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import threading
import time
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from oauthlib.oauth2 import InsecureTransportError

from ems_desktop.domain.codes import CODES
from ems_desktop.domain.errors import EmsError, NotAllowed, Outage
from ems_desktop.domain.google_says import ADVICE
from ems_desktop.integrations.google_sign_in import SIGN_IN, Address, Attempt, GoogleClient, authorize, refresh
from tests.google.stand_in import GOOD, Browser

SHEETS = "https://www.googleapis.com/auth/spreadsheets"


def failure(work: Callable[[], object]) -> EmsError:
    with pytest.raises(EmsError) as caught:
        work()
    return caught.value


def signing_in(endpoint, browser):
    return authorize(endpoint.client, SIGN_IN, Attempt(open_browser=browser), nonce="n-0S6")


def test_the_page_is_asked_for_with_all_that_keeps_others_out(endpoint):
    browser = Browser(code="4/x")
    signing_in(endpoint, browser)
    asked = browser.asked
    assert asked["scope"] == "openid email profile"
    assert asked["response_type"] == "code"
    assert asked["client_id"] == endpoint.client.client_id
    assert (asked["nonce"], asked["access_type"], asked["prompt"]) == ("n-0S6", "offline", "select_account consent")
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert asked["code_challenge_method"] == "S256"
    assert "hd" not in asked
    sent = endpoint.asked[0]
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    assert (sent["code"], sent["client_secret"], sent["redirect_uri"]) == ("4/x", "s3cret", asked["redirect_uri"])


def test_the_tokens_come_back_with_their_end_and_what_was_granted(endpoint):
    endpoint.says(**GOOD, scope="openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile")
    tokens = signing_in(endpoint, Browser(code="x"))
    assert (tokens.id_token, tokens.access_token, tokens.refresh_token) == ("id-7c1", "access-7c1", "refresh-7c1")
    assert 3500 < (tokens.expires - datetime.now(UTC)).total_seconds() <= 3600
    assert tokens.granted == {"openid", "email", "profile"}
    assert tokens.missing(SIGN_IN) == ()


def test_an_answer_without_scopes_grants_what_was_asked_for(endpoint):
    assert signing_in(endpoint, Browser(code="x")).granted == set(SIGN_IN)


def test_a_box_that_was_not_ticked_is_named(endpoint):
    endpoint.says(**GOOD, scope="openid")
    tokens = authorize(endpoint.client, ["openid", SHEETS], Attempt(open_browser=Browser(code="x")))
    assert tokens.missing(["openid", SHEETS]) == (SHEETS,)


def test_a_later_wider_consent_has_no_nonce(endpoint):
    browser = Browser(code="x")
    authorize(endpoint.client, (*SIGN_IN, SHEETS), Attempt(open_browser=browser))
    assert browser.asked["scope"] == f"openid email profile {SHEETS}"
    assert "nonce" not in browser.asked


@pytest.mark.parametrize(
    ("domains", "hint"), [((), None), (("smpn7.sch.id",), "smpn7.sch.id"), (("guru.belajar.id", "siswa.belajar.id"), "*")]
)
def test_the_schools_domain_helps_to_choose_the_account(endpoint, domains, hint):
    browser = Browser(code="x")
    authorize(replace(endpoint.client, domains=domains), SIGN_IN, Attempt(open_browser=browser), nonce="n")
    assert browser.asked.get("hd") == hint


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("access_denied", 1130),
        ("access_not_configured", 1131),
        ("admin_policy_enforced", 1132),
        ("org_internal", 1133),
        ("invalid_client", 1134),
        ("unauthorized_client", 1134),
        ("server_error", 1140),
        ("temporarily_unavailable", 1140),
        ("interaction_required", 1139),
        ("Terjadi kesalahan: hubungi https://evil.example", 1139),
    ],
)
def test_each_refusal_that_comes_back_has_its_sentence(endpoint, reason, code):
    error = failure(lambda: signing_in(endpoint, Browser(error=reason)))
    assert error.code == code
    assert "evil" not in error.text()
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (401, "invalid_client", 1134),
        (400, "invalid_grant", 1135),
        (400, "admin_policy_enforced", 1132),
        (400, "unsupported_grant_type", 1139),
        (500, "internal_failure", 1140),
    ],
)
def test_a_refusal_at_the_last_step_has_its_sentence_too(endpoint, status, reason, code):
    endpoint.says(status, error=reason, error_description="x")
    assert failure(lambda: signing_in(endpoint, Browser(code="x"))).code == code
    assert failure(lambda: refresh(endpoint.client, "1//r")).code == code


def test_every_refusal_on_googles_own_page_has_advice():
    said = {says.partition(": ")[2]: advice.code for advice in ADVICE for says in advice.says}
    assert {"access_not_configured", "admin_policy_enforced", "org_internal", "access_denied", "invalid_client"} <= said.keys()
    assert "under 18" in CODES[said["access_not_configured"]]
    assert all("office" in CODES[code] or "account" in CODES[code] for code in said.values())


@pytest.mark.parametrize("answer", ["<html>Please log in to SCHOOL-WIFI</html>", "", "{}"])
def test_the_login_page_of_a_network_is_no_answer_of_google(endpoint, answer):
    endpoint.answer = answer
    assert failure(lambda: signing_in(endpoint, Browser(code="x"))).code == 1140


def test_without_a_network_the_last_step_says_so(endpoint):
    nobody = replace(endpoint.client, token_uri="http://127.0.0.1:9/token")
    for work in (lambda: authorize(nobody, SIGN_IN, Attempt(open_browser=Browser(code="x"))), lambda: refresh(nobody, "1//r")):
        error = failure(work)
        assert isinstance(error, Outage)
        assert error.code == 1140


def test_new_tokens_come_without_the_person_and_keep_the_refresh_token(endpoint):
    endpoint.says(access_token="access-2", expires_in=3599, token_type="Bearer", scope=f"openid {SHEETS}")
    tokens = refresh(endpoint.client, "1//r")
    assert (tokens.access_token, tokens.refresh_token, tokens.id_token) == ("access-2", "1//r", None)
    assert tokens.granted == {"openid", SHEETS}
    asked = endpoint.asked[0]
    assert asked == {
        "grant_type": "refresh_token",
        "refresh_token": "1//r",
        "client_id": endpoint.client.client_id,
        "client_secret": endpoint.client.client_secret,
    }


def test_a_withdrawn_refresh_token_asks_to_sign_in_again_and_says_that_the_work_is_kept(endpoint):
    endpoint.says(400, error="invalid_grant", error_description="Token has been expired or revoked.")
    error = failure(lambda: refresh(endpoint.client, "1//r"))
    assert isinstance(error, NotAllowed)
    assert error.text().endswith("what you typed is kept.")


@pytest.mark.parametrize("open_browser", [lambda _: False, lambda _: (_ for _ in ()).throw(webbrowser.Error("none"))])
def test_without_a_browser_the_address_can_be_copied_and_the_sign_in_goes_on(endpoint, open_browser):
    told: list[Address] = []

    def copied(address: Address) -> None:
        told.append(address)
        if address.trouble:
            Browser(code="x")(address.url)

    assert authorize(endpoint.client, SIGN_IN, Attempt(copied, open_browser), nonce="n").id_token == "id-7c1"
    assert [address.trouble and address.trouble.code for address in told] == [None, 1136]
    trouble = told[1].trouble
    assert trouble is not None
    assert told[1].url in trouble.text()


def test_a_browser_that_hangs_does_not_keep_the_person_from_cancelling(endpoint):
    release = threading.Event()
    attempt = Attempt(open_browser=lambda _: release.wait(20))
    caller = threading.Timer(0.2, attempt.cancel)
    caller.start()
    began = time.monotonic()
    assert failure(lambda: authorize(endpoint.client, SIGN_IN, attempt)).code == 1138
    assert time.monotonic() - began < 2
    release.set()
    caller.join()


def test_a_cancel_before_the_beginning_counts(endpoint):
    attempt = Attempt(open_browser=lambda _: True)
    attempt.cancel()
    assert failure(lambda: authorize(endpoint.client, SIGN_IN, attempt)).code == 1138


def test_a_cancel_during_the_last_step_lets_nobody_in(endpoint):
    attempt = Attempt(open_browser=Browser(code="x"))
    endpoint.asked = _Cancelling(attempt)
    assert failure(lambda: authorize(endpoint.client, SIGN_IN, attempt)).code == 1138
    assert len(endpoint.asked) == 1


class _Cancelling(list[dict[str, str]]):
    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def append(self, form: dict[str, str]) -> None:
        super().append(form)
        self._attempt.cancel()


def test_nothing_that_opens_a_door_is_written_to_a_log_or_shown(endpoint, caplog):
    caplog.set_level(logging.DEBUG)
    endpoint.says(**GOOD)
    tokens = signing_in(endpoint, Browser(code="4/code-7c1"))
    refresh(endpoint.client, "1//refresh-7c1")
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]  # those are the tests' own browser's
    shown = " ".join([*logged, repr(tokens), repr(endpoint.client), repr(Address("http://x/?state=7c1"))])
    assert "7c1" not in shown
    assert "s3cret" not in shown


def test_outside_the_tests_no_token_travels_without_tls(endpoint, monkeypatch):
    monkeypatch.delenv("OAUTHLIB_INSECURE_TRANSPORT")
    opened: list[str] = []
    with pytest.raises(InsecureTransportError):
        authorize(endpoint.client, SIGN_IN, Attempt(told=lambda address: opened.append(address.url)))
    assert opened == []
    tls_page = replace(endpoint.client, auth_uri="https://127.0.0.1/auth")
    assert failure(lambda: authorize(tls_page, SIGN_IN, Attempt(open_browser=Browser(code="x")))).code == 1139
    assert endpoint.asked == []


def test_the_program_speaks_to_google_and_to_nobody_else():
    client = GoogleClient("id", "secret")
    assert json.dumps([client.auth_uri, client.token_uri, client.issuer]) == json.dumps(
        ["https://accounts.google.com/o/oauth2/v2/auth", "https://oauth2.googleapis.com/token", "https://accounts.google.com"]
    )
