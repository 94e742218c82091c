"""Continuing with Google: the button, the wait for the browser, and the ways out of it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import Mistake, NotAllowed, Outage
from ems_desktop.domain.google_says import ADVICE
from ems_desktop.i18n import coded, explain
from tests.ui.foundation.school import Desk, World, sign_in
from ui.screens.sign_in.view import SignInView
from ui.screens.sign_in.waiting import WaitingCard


class Door:
    """The sign-in screen of a school with Google, on a window."""

    def __init__(self, world: World, answer: Any = "in", *, browser: bool = True, google: bool = True) -> None:
        self.world, self.desk = world, Desk(answer)
        self.desk.browser = browser
        self.presenter, self.entered = sign_in(self.desk, world.tasks, google=google)
        world.window.stage(lambda: SignInView(self.presenter, lambda _: None, lambda: None))
        world.window.show()
        world.settle()

    @property
    def view(self) -> SignInView:
        view = self.world.window.centralWidget()
        assert isinstance(view, SignInView)
        return view

    def ask(self) -> WaitingCard:
        """Press the button and wait until the address is known."""
        assert self.view.card.google is not None
        self.view.card.google.click()
        while self.presenter.address is None or (not self.desk.browser and self.presenter.address.trouble is None):
            QApplication.processEvents()
        assert self.view.waiting is not None
        return self.view.waiting


@pytest.fixture
def door(open_world):
    opened: list[Door] = []

    def make(answer: Any = "in", **how: bool) -> Door:
        opened.append(Door(open_world(), answer, **how))
        return opened[-1]

    yield make
    for one in opened:
        one.presenter.cancel()
        one.world.settle()


def test_a_school_without_google_offers_no_button(door):
    assert door(google=False).view.card.google is None


def test_whoever_answers_in_the_browser_is_in(door):
    one = door()
    one.ask()
    one.desk.answered.set()
    one.world.settle()
    assert one.desk.asked == [("google", "")]
    assert one.entered == ["in"]


@pytest.mark.parametrize("by", ["button", "escape"])
def test_cancelling_leads_back_to_the_form_at_once_and_blames_nobody(door, qtbot, by):
    one = door()
    waiting = one.ask()
    if by == "button":
        waiting.cancel.click()
    else:
        qtbot.keyClick(waiting, Qt.Key.Key_Escape)
    one.world.settle()
    assert one.view.card.banner.said() == ""
    assert one.view.card.act.isEnabled()
    assert one.entered == []


@pytest.mark.parametrize("error", [NotAllowed(1132), Outage(1140), Mistake(1137, minutes=5)])
def test_what_google_refuses_is_said_on_the_form(door, error):
    one = door(error)
    one.ask()
    one.desk.answered.set()
    one.world.settle()
    assert one.view.card.banner.said() == coded(error)


def test_without_a_browser_the_address_can_be_copied(door):
    one = door(browser=False)
    waiting = one.ask()
    assert "peramban" in waiting.banner.said().lower()
    waiting.copy.click()
    assert QApplication.clipboard().text() == "https://accounts.example/o/oauth2?state=7"


def test_what_google_shows_on_its_own_page_is_listed_with_what_to_do(door):
    one = door()
    waiting = one.ask()
    assert waiting.advice.isHidden()
    waiting.more.click()
    said = [label.text() for label in waiting.advice.findChildren(type(waiting.banner._words))]
    assert [explain(NotAllowed(advice.code)) for advice in ADVICE] == said[1::2]


def test_an_invitation_is_taken_up_with_google_by_its_code(door):
    one = door()
    one.presenter.show("sign_up")
    one.view.card.who.set_text(" KODE-7 ")
    one.ask()
    one.desk.answered.set()
    one.world.settle()
    assert one.desk.asked == [("google", "KODE-7")]


def test_without_its_code_an_invitation_is_not_taken_to_google(door):
    one = door()
    one.presenter.show("sign_up")
    assert one.view.card.google is not None
    one.view.card.google.click()
    assert one.view.card.who.error() == "Isi dulu bagian ini."
    assert one.presenter.page == "sign_up"


def test_another_language_keeps_waiting(door):
    one = door()
    one.ask()
    one.world.window._again()
    QApplication.processEvents()
    assert one.view.waiting is not None
    one.desk.answered.set()
    one.world.settle()
    assert one.entered == ["in"]
