"""Signing in with Google from the button in the real window to a mark in PostgreSQL. A real OpenID provider stands in Google's place, a real
HTTP client is registered as the system's browser."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from psycopg.types.json import Jsonb
from PySide6.QtWidgets import QApplication

from ems_desktop.cli.options import Options
from ems_desktop.integrations.google_sign_in import GoogleClient
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.profile import Profile
from ems_desktop.store.school_file import SchoolFile, write
from tests.integration.browser import Browser
from tests.integration.oidc_provider import CLIENT, OidcProvider
from tests.servers import Server
from tests.ui.programs import stage
from tests.world import GATE_PASSWORD, SchoolWorld
from ui.app import Program
from ui.doors import FirstRunDoors
from ui.screens.sign_in.view import SignInView
from ui.shell.shell import Shell
from ui.tour.hands import until

pytestmark = pytest.mark.integration
Start = Callable[[Browser], Program]


class SystemBrowser(webbrowser.BaseBrowser):
    """What `webbrowser.open` finds on this computer."""

    def __init__(self, person: Browser) -> None:
        super().__init__("test")
        self._person = person

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        return self._person(url)


class Doors(FirstRunDoors):
    """The real doors; only Google's addresses are the provider's."""

    def __init__(self, folder: Path, client: GoogleClient) -> None:
        super().__init__(folder)
        self._client = client

    def accounts(self) -> Accounts:
        assert self.school is not None
        return Accounts(self.profile, self.school, self._client)


@pytest.fixture
def world(postgres18: Server, provider: OidcProvider) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as opened:
        opened.superuser().execute("select identity.set_google(%s, %s)", ([CLIENT], ["sekolah.test"]))
        opened.superuser("ems_google_keys").execute("select identity.put_google_keys(%s)", (Jsonb(provider.keys()),))
        yield opened


@pytest.fixture
def start(
    qapp: QApplication, world: SchoolWorld, provider: OidcProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """start(browser): the program with this school's file, and the person in front of it."""
    monkeypatch.setattr(Profile, "keychain", lambda _self, _school: DemoKeyring(tmp_path / "test-keychain.json"))
    server, file = world.server, tmp_path / "smp.sekolah"
    school = SchoolFile("SMP Uji", "20200042", server.host, server.port, world.database, "ems_gate", GATE_PASSWORD, loopback=True)
    client = provider.client
    write(file, replace(school, google_client_id=client.client_id, google_client_secret=client.client_secret or "none"))
    running: list[Program] = []

    def make(person: Browser) -> Program:
        monkeypatch.setattr(webbrowser, "_browsers", {"test": [None, SystemBrowser(person)]})
        monkeypatch.setattr(webbrowser, "_tryorder", ["test"])
        program = Program(qapp, Options(tmp_path / "profile", "id", file), Doors(tmp_path / "profile", provider.client))
        running.append(program)
        program.start()
        stage(program, SignInView)
        return program

    yield make
    for program in running:
        program.stop()
        program.window.close()


def view_of(program: Program) -> SignInView:
    view = program.window.centralWidget()
    assert isinstance(view, SignInView)
    return view


def press_google(program: Program) -> None:
    button = view_of(program).card.google
    assert button is not None
    button.click()


def test_the_button_leads_through_the_browser_to_ones_own_desk_and_a_mark_to_postgresql(start, world):
    program = start(Browser("budi@sekolah.test"))
    press_google(program)
    stage(program, Shell)
    assert program.desk is not None
    desk = program.desk.opened.desk
    assert desk.person.id == world.id("budi")
    until(lambda: program.state.status.connection == "online", "the connection")
    desk.grades.enter(world.id("math_7a"), "kuis", [Entry(world.id("math_7a.quiz"), world.id("ani"), Cell(Decimal(88)))])
    until(lambda: world.score("math_7a", "quiz", "ani") == 88, "the mark at school")
    authors = world.owner().execute("select person::text from sync.journal where kind = 'cells'").fetchall()
    assert authors == [(world.id("budi"),)]


def test_whoever_says_no_in_the_browser_reads_why_and_stays_at_the_door(start):
    program = start(Browser("budi@sekolah.test", allow=False))
    press_google(program)
    until(lambda: view_of(program).waiting is None and bool(view_of(program).card.banner.said()), "the reason")
    assert "Google" in view_of(program).card.banner.said()


def test_a_google_account_of_nobody_here_is_told_to_ask_the_office(start, provider):
    provider.account("asing@sekolah.test", "999")
    program = start(Browser("asing@sekolah.test"))
    press_google(program)
    until(lambda: view_of(program).waiting is None and bool(view_of(program).card.banner.said()), "the reason")
    assert "asing@sekolah.test" in view_of(program).card.banner.said()
