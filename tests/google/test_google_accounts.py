"""Which school offers Google, and the token that renews the others: kept for each person, and nothing else is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations.google_sign_in import Attempt
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.google_accounts import GoogleAccounts
from ems_desktop.store.school_file import SchoolFile
from tests.google.stand_in import GOOD, Browser

SCHOOL = SchoolFile("SMP Uji", "20200001", "127.0.0.1", 5432, "ems", "ems_gate", "x", loopback=True)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "secrets.json"


def google(endpoint, kept) -> GoogleAccounts:
    return GoogleAccounts(SCHOOL, DemoKeyring(kept), endpoint.client)


def failure(work) -> int:
    with pytest.raises(EmsError) as caught:
        work()
    return caught.value.code


@pytest.mark.parametrize(
    ("settings", "offered"),
    [
        ({}, False),
        ({"google_client_id": "1-a"}, False),
        ({"google_client_id": "1-a", "google_client_secret": "GOCSPX-1"}, True),
    ],
)
def test_a_school_offers_google_when_its_file_has_all_that_google_wants(kept, settings, offered):
    assert GoogleAccounts(replace(SCHOOL, **settings), DemoKeyring(kept)).offered is offered


def test_a_school_without_google_says_so(kept):
    without = GoogleAccounts(SCHOOL, DemoKeyring(kept))
    assert failure(lambda: without.sign_in(Attempt(), "n")) == 1129
    assert failure(lambda: without.renew("u-1")) == 1129


def test_of_all_tokens_only_the_refresh_token_is_kept_under_school_and_person(endpoint, kept):
    accounts = google(endpoint, kept)
    accounts.keep("u-1", accounts.sign_in(Attempt(open_browser=Browser(code="x")), "n"))
    assert json.loads(kept.read_text()) == {"20200001/u-1/google": "refresh-7c1"}


def test_whoever_leaves_out_the_email_address_is_asked_again(endpoint, kept):
    endpoint.says(**GOOD, scope="openid profile")
    with pytest.raises(EmsError) as caught:
        google(endpoint, kept).sign_in(Attempt(open_browser=Browser(code="x")), "n")
    assert caught.value.code == 1141
    assert "email" in caught.value.text()


def test_renewing_uses_what_was_kept_and_keeps_what_is_new(endpoint, kept):
    accounts = google(endpoint, kept)
    accounts.keep("u-1", accounts.sign_in(Attempt(open_browser=Browser(code="x")), "n"))
    endpoint.says(access_token="access-2", expires_in=60, token_type="Bearer")
    assert accounts.renew("u-1").access_token == "access-2"
    assert endpoint.asked[-1]["refresh_token"] == "refresh-7c1"
    endpoint.says(access_token="access-3", expires_in=60, token_type="Bearer", refresh_token="refresh-8")
    accounts.renew("u-1")
    accounts.renew("u-1")
    assert endpoint.asked[-1]["refresh_token"] == "refresh-8"


def test_another_person_at_this_computer_renews_nothing(endpoint, kept):
    accounts = google(endpoint, kept)
    accounts.keep("u-1", accounts.sign_in(Attempt(open_browser=Browser(code="x")), "n"))
    assert failure(lambda: accounts.renew("u-2")) == 1135


def test_what_google_withdrew_is_forgotten_and_an_outage_forgets_nothing(endpoint, kept):
    accounts = google(endpoint, kept)
    accounts.keep("u-1", accounts.sign_in(Attempt(open_browser=Browser(code="x")), "n"))
    endpoint.says(503, error="temporarily_unavailable")
    assert failure(lambda: accounts.renew("u-1")) == 1140
    assert json.loads(kept.read_text()) != {}
    endpoint.says(400, error="invalid_grant")
    assert failure(lambda: accounts.renew("u-1")) == 1135
    assert json.loads(kept.read_text()) == {}
    assert failure(lambda: accounts.renew("u-1")) == 1135
