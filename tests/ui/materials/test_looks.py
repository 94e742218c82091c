"""Materi looked at as a person would: clipped, pale, nameless or untranslated parts, in both languages and at 200 %."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ems_desktop.services.sheet_views import SheetStatus
from tests.catalogues import clashed, pulled
from tests.ui.materials.desk import Sheet
from tests.ui.sync.looking import Strays, faults
from ui.tour import snap

SIZES = [("id", 100, (1440, 900)), ("en", 125, (1366, 768)), ("id", 200, (1366, 768)), ("en", 200, (1366, 768))]


@pytest.mark.parametrize(("language", "scale", "size"), SIZES)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_desk, store, entries, language, scale, size):
    clashed(store, entries[0], "material_theme", "dulu", "isian EMS", "isian Sheet")
    pulled(store, {"material_title": "<b>Judul</b> " * 40, "subject_name": "Mapel " * 30, "material_type": "Jenis " * 9, "deleted": False})
    strays = Strays()
    qapp.installEventFilter(strays)
    sheet = Sheet(SheetStatus("connected", "https://docs.google.com/spreadsheets/d/abc", None, 2))
    desk = open_desk(language, "dark" if scale == 125 else "light", scale, size, sheet=sheet)
    assert faults(desk.window, language) == []
    for _ in range(2):
        desk.press(Qt.Key.Key_Down, on=desk.screen.browse.list)
    desk.screen.browse.show_side(entry=True)
    desk.settle()
    assert faults(desk.window, language) == []
    desk.screen.browse.show_side(entry=False)
    desk.screen.new()
    desk.settle()
    assert faults(desk.window, language) == []
    desk.screen.form.close_form()
    desk.in_table()
    desk.settle()
    assert faults(desk.window, language) == []
    desk.screen.presenter.look_for(search="zzz")
    desk.settle()
    assert faults(desk.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]


def test_a_narrow_window_shows_list_or_entry(open_desk, entries):
    desk = open_desk(scale=200, size=(1366, 768))
    browse = desk.screen.browse
    assert browse.list.isVisible()
    assert not browse.entry.isVisible()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert browse.entry.isVisible()
    assert not browse.list.isVisible()
    browse.entry.back.click()
    desk.settle()
    assert browse.list.hasFocus()


def test_the_place_survives_a_window_that_is_built_anew(open_desk, entries):
    desk = open_desk()
    desk.screen.presenter.choose_facet("subject_name", "Bahasa Indonesia")
    desk.settle()
    kept = desk.screen.place()
    desk.screen.arrive(now=type(desk.screen.presenter.now)(), view="list")
    desk.settle()
    assert len(desk.titles()) == 4
    desk.screen.arrive(**kept)
    desk.settle()
    assert len(desk.titles()) == 2


def test_the_sheet_of_shortcuts_lists_the_grids_keys(open_desk, entries):
    desk = open_desk()
    keys = [one.keys for one in desk.screen.shortcuts()]
    assert {"Ctrl+F", "Ctrl+N", "Ctrl+T", "F2", "Ctrl+D"} <= set(keys)
    assert all(snap.focusable(part) for part in (desk.screen.browse.list, desk.screen.tools.search))
