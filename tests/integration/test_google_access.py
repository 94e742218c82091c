"""A person connects the Sheet: a real OpenID provider, a real HTTP client as the browser, and the Sheets simulator behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ems_desktop.demo.google.server import Simulator
from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations.google_access import SCOPES, connect, connected, credentials, disconnect
from ems_desktop.integrations.google_sheets import Spreadsheet
from ems_desktop.integrations.google_sign_in import Attempt
from ems_desktop.integrations.keychain import DemoKeyring
from tests.google_sheets.simulator import running
from tests.integration.browser import Browser
from tests.integration.oidc_provider import OidcProvider

pytestmark = pytest.mark.integration
NAME = "20219024/ratna/google-sheets"
SHEETS, DRIVE = SCOPES


@pytest.fixture
def keychain(tmp_path: Path) -> DemoKeyring:
    return DemoKeyring(tmp_path / "keys.json")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with running() as one:
        yield one


@pytest.fixture
def budi() -> Browser:
    return Browser("budi@sekolah.test")


def connecting(provider: OidcProvider, browser: Browser, keychain: DemoKeyring, seconds: float = 60) -> None:
    connect(provider.client, Attempt(open_browser=browser, seconds=seconds), keychain, NAME)


def failure(work: Callable[[], object]) -> EmsError:
    with pytest.raises(EmsError) as caught:
        work()
    return caught.value


def opened(provider: OidcProvider, keychain: DemoKeyring, simulator: Simulator) -> Spreadsheet:
    """The person's spreadsheet. Whatever access token the provider gives, the simulator takes: both are Google."""
    simulator.accepts_any = "budi"
    return Spreadsheet(simulator.book.id, credentials(provider.client, keychain, NAME), simulator.base)


def test_a_yes_opens_the_sheet_and_leaves_one_short_secret_in_the_keychain(provider, budi, keychain, simulator):
    connecting(provider, budi, keychain)
    assert opened(provider, keychain, simulator).read()["properties"]["title"] == "Katalog Materi"
    kept = keychain.get(NAME)
    assert kept is not None
    assert len(kept) <= 1280


def test_a_no_is_said_in_words_about_the_sheet(provider, keychain):
    error = failure(lambda: connecting(provider, Browser("budi@sekolah.test", allow=False), keychain))
    assert error.code == 1525
    assert not connected(keychain, NAME)


@pytest.mark.parametrize(("ticked", "missing"), [((SHEETS,), "Google Drive"), ((DRIVE,), "Google Sheets")])
def test_a_box_left_empty_is_named_and_nothing_is_kept(provider, keychain, ticked, missing):
    error = failure(lambda: connecting(provider, Browser("budi@sekolah.test", allow=ticked), keychain))
    assert (error.code, error.params) == (1523, {"missing": missing})
    assert not connected(keychain, NAME)


def test_access_that_was_withdrawn_asks_to_connect_again_and_is_forgotten(provider, budi, keychain, simulator):
    connecting(provider, budi, keychain)
    kept = keychain.get(NAME)
    assert kept is not None
    provider.revoke(kept)
    sheet = opened(provider, keychain, simulator)
    assert failure(sheet.version).code == 1516
    assert not connected(keychain, NAME)
    assert failure(sheet.version).code == 1524
    assert failure(lambda: credentials(provider.client, keychain, NAME)).code == 1524


def test_access_that_has_ended_asks_to_connect_again(provider, budi, keychain, simulator):
    connecting(provider, budi, keychain)
    provider.set(clock=7 * 24 * 3600 + 60)
    assert failure(opened(provider, keychain, simulator).read).code == 1516


def test_a_token_that_google_no_longer_takes_is_renewed_and_the_read_goes_on(provider, budi, keychain, simulator):
    connecting(provider, budi, keychain)
    sheet = opened(provider, keychain, simulator)
    sheet.read()
    simulator.faults.next("401")
    assert sheet.read()["sheets"]
    assert simulator.calls["read"] == 3


def test_without_the_provider_the_sheet_is_out_of_reach_and_nothing_is_forgotten(provider, budi, keychain, simulator):
    connecting(provider, budi, keychain)
    nobody = replace(provider.client, token_uri="http://127.0.0.1:9/token")
    sheet = Spreadsheet(simulator.book.id, credentials(nobody, keychain, NAME), simulator.base)
    assert failure(sheet.read).code == 1515
    assert connected(keychain, NAME)


def test_a_client_that_google_refuses_is_told_with_its_code(provider, budi, keychain):
    wrong = replace(provider.client, client_secret="another")
    error = failure(lambda: connect(wrong, Attempt(open_browser=budi), keychain, NAME))
    assert (error.code, error.params) == (1528, {"reason": "EMS-1134"})


def test_disconnecting_takes_the_access_back_and_forgets_it(provider, budi, keychain, simulator):
    connecting(provider, budi, keychain)
    kept = keychain.get(NAME)
    assert kept is not None
    assert disconnect(provider.client, keychain, NAME)
    assert not connected(keychain, NAME)
    keychain.put(NAME, kept)
    assert failure(opened(provider, keychain, simulator).read).code == 1516


def test_disconnecting_without_a_network_forgets_and_says_that_google_was_not_told(provider, budi, keychain):
    connecting(provider, budi, keychain)
    nobody = replace(provider.client, revoke_uri="http://127.0.0.1:9/revoke")
    assert disconnect(nobody, keychain, NAME) is False
    assert not connected(keychain, NAME)
    assert disconnect(provider.client, keychain, NAME) is True


def test_cancelling_and_waiting_in_vain_have_their_sentences(provider, budi, keychain):
    attempt = Attempt(open_browser=lambda _: True)
    attempt.cancel()
    assert failure(lambda: connect(provider.client, attempt, keychain, NAME)).code == 1526
    budi.on_the_way_back = lambda url: url.replace("state=", "state=x")
    assert failure(lambda: connecting(provider, budi, keychain, seconds=1)).code == 1527
