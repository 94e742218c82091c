"""Connecting the Google Sheet from the chip in the tool bar, and taking it back."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import Mistake, NotAllowed, Outage
from ems_desktop.integrations.google_sign_in import Address
from ems_desktop.services.sheet_views import SheetStatus
from tests.ui.materials.desk import Sheet


@pytest.mark.parametrize("access", ["none", "ended"])
def test_the_chip_connects_the_sheet(open_desk, entries, access):
    sheet = Sheet(SheetStatus(access))
    desk = open_desk(sheet=sheet)
    assert desk.screen.tools.sheet.isEnabled()
    desk.screen.tools.sheet.click()
    assert desk.screen.tools.sheet.said == "Katalog: menunggu izin Google di peramban"
    desk.settle()
    assert len(sheet.asked) == 1
    assert desk.screen.tools.sheet.said == "Katalog: belum dicocokkan dengan Sheet"
    assert desk.notes[-1][0] == "Google Sheet sudah terhubung"
    desk.screen.tools.sheet.click()
    assert (len(sheet.asked), sheet.woken) == (1, 1), "connected: it is compared"


def test_pressed_again_it_stops_waiting_and_says_no_more(open_desk, entries):
    sheet = Sheet(SheetStatus("none"), refusal=Mistake(1138))
    desk = open_desk(sheet=sheet)
    desk.screen.tools.sheet.click()
    while not sheet.asked:
        time.sleep(0.01)
    QApplication.processEvents()
    desk.screen._sheet.look()
    assert desk.screen.tools.sheet.said == "Katalog: menunggu izin Google di peramban"
    desk.screen.tools.sheet.click()
    desk.settle()
    assert desk.screen.tools.sheet.said == "Katalog: Google belum terhubung"
    assert (desk.notes, desk.troubles) == ([], [])


def test_a_refusal_is_said(open_desk, entries):
    desk = open_desk(sheet=Sheet(SheetStatus("none"), refusal=NotAllowed(1129)))
    desk.screen.tools.sheet.click()
    desk.settle()
    assert "1129" in desk.troubles[-1]


def test_where_no_browser_opens_the_address_is_copied(open_desk, entries):
    sheet = Sheet(SheetStatus("none"))
    desk = open_desk(sheet=sheet)
    desk.screen.tools.sheet.click()
    desk.settle()
    sheet.asked[0]._told(Address("https://accounts.google.com/x", Outage(1136, address="x")))
    desk.settle()
    assert QGuiApplication.clipboard().text() == "https://accounts.google.com/x"
    assert desk.notes[-1][0].startswith("Peramban tidak dapat dibuka")


@pytest.mark.parametrize(
    ("told", "said"), [(True, "Google Sheet sudah diputus"), (False, "Sudah diputus di komputer ini; Google belum bisa diberi tahu")]
)
def test_the_menu_disconnects(open_desk, entries, told, said):
    sheet = Sheet(SheetStatus("connected"), told=told)
    desk = open_desk(sheet=sheet)
    menu = desk.screen.menus.of_all(QPoint(0, 0), desk.screen._sheet)
    menu.actions()[-1].trigger()
    menu.close()
    desk.settle()
    assert desk.notes[-1][0] == said
    assert desk.screen.tools.sheet.said == "Katalog: Google belum terhubung"


def test_without_a_connection_there_is_nothing_to_disconnect(open_desk, entries):
    desk = open_desk(sheet=Sheet(SheetStatus("none")))
    menu = desk.screen.menus.of_all(QPoint(0, 0), desk.screen._sheet)
    words = [action.text() for action in menu.actions()]
    menu.close()
    assert "Putuskan Google Sheet" not in words
