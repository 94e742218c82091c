"""The window around the screens: where the person is, what fits, what waits, and what survives a change of language."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from ems_desktop.domain.errors import NotAllowed, Outage
from ems_desktop.i18n import coded
from tests.ui.foundation.school import TEACHER, SheetScreen
from ui.shell.leaving import sign_out
from ui.shell.rail import said
from ui.shell.sheet import ShortcutSheet
from ui.shell.state import Status
from ui.theme import T
from ui.widgets import Decision

OFFICE = replace(TEACHER, name="Agus Prasetyo", roles=frozenset({"kurikulum"}))


def titles(shell) -> list[str]:
    return [stop.title for stop in shell.rail.view.rows.rows]


def words_of(widget) -> list[str]:
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible()]


# -- where the person is


def test_a_person_sees_only_the_areas_of_their_roles(open_world):
    assert "Peran" not in titles(open_world(session=TEACHER).show_shell())
    assert "Peran" in titles(open_world(session=OFFICE).show_shell())


def test_an_area_the_person_may_not_open_leads_to_the_first(open_world):
    shell = open_world().show_shell("users")
    assert shell.current().title == "Nama"


def test_a_screen_is_built_on_the_first_visit_and_kept(open_world):
    world = open_world()
    shell = world.show_shell("home")
    assert list(shell._pages) == ["home"]
    world.state.go("grades", sheet="s1")
    sheet = shell.current().content
    assert isinstance(sheet, SheetScreen)
    assert sheet.arrived == {"sheet": "s1"}
    world.state.go("home")
    world.state.go("grades")
    assert shell.current().content is sheet


def test_the_rail_is_walked_with_the_keyboard(open_world, qtbot):
    world = open_world()
    shell = world.show_shell("home")
    shell.rail.view.setFocus()
    qtbot.keyClick(shell.rail.view, Qt.Key.Key_Down)
    assert shell.current().title == "Semester"
    assert world.state.area == "grades"


@pytest.mark.parametrize(("keys", "title"), [("1", "Nama"), ("3", "Tema"), ("4", "Pengaturan")])
def test_ctrl_and_a_figure_goes_to_that_area(open_world, qtbot, keys, title):
    shell = open_world().show_shell("grades")
    qtbot.keyClick(shell, keys, Qt.KeyboardModifier.ControlModifier)
    assert shell.current().title == title


def test_f6_goes_from_part_to_part_of_the_window(open_world, qtbot):
    shell = open_world().show_shell("grades")
    table = shell.current().content.table
    table.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [shell.status.person, shell.rail.view, table]


# -- the room


@pytest.mark.parametrize(
    ("size", "scale", "narrow", "low"),
    [((1366, 768), 100, False, False), ((990, 768), 100, True, False), ((1366, 550), 100, False, True), ((1366, 768), 200, True, True)],
)
def test_the_window_folds_at_its_break_points(open_world, size, scale, narrow, low):
    shell = open_world(scale=scale, size=size).show_shell("grades")
    page = shell.current()
    assert page.content.folded == ((narrow, low) if narrow or low else None)
    assert (shell.rail.width() < T.px(100)) == narrow
    assert page._primary.text() == ("" if narrow else " Siapkan sekolah")
    assert page._bar.isVisible() != low
    assert page._more.isVisible() == low


def test_making_the_window_wide_again_unfolds_it(open_world):
    world = open_world(size=(900, 500))
    shell = world.show_shell("grades")
    world.window.resize(1366, 768)
    world.settle()
    assert shell.current().content.folded == (False, False)
    assert shell.current()._bar.isVisible()


def test_in_a_low_window_the_tools_open_from_the_header(open_world, qtbot):
    shell = open_world(size=(1366, 500)).show_shell("grades")
    page = shell.current()
    assert not page._tools.isVisible()
    page._more.click()
    assert page._tools.isVisible()
    assert page._drawer.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page._tools.isVisible()
    assert page._more.hasFocus()


def test_a_folded_rail_says_its_areas_in_tips(open_world):
    shell = open_world(size=(900, 768)).show_shell("home")
    assert shell.rail.view.rows.index(0).data(Qt.ItemDataRole.ToolTipRole) == "Nama"


def test_a_screen_can_change_its_parts(open_world):
    world = open_world()
    shell = world.show_shell("grades")
    before = list(shell.current()._parts)
    shell.current().content.parts_changed.emit()
    world.settle()
    after = shell.current()._parts
    assert after[0] is before[0]  # the screen returned it again
    assert after[1] is not before[1]
    assert after[1].isVisible()


# -- what waits


def test_counts_stand_in_the_rail_and_are_spoken(open_world):
    world = open_world()
    shell = world.show_shell("home")
    world.state.set_count("grades", 2)
    spoken = [said(stop) for stop in shell.rail.view.rows.rows]
    assert "Semester, 2 berjalan" in spoken
    assert "Tema, 3 menunggu Anda" in spoken


def test_the_status_line_says_how_things_are_and_an_outage_calmly(open_world):
    world = open_world()
    shell = world.show_shell("home")
    assert "Tersambung ke sekolah" in words_of(shell.status)
    world.state.set_status(Status(0, 0, "offline"))
    assert shell.status._unsent.said == "Semua sudah terkirim"
    assert {"Bekerja tanpa jaringan", "belum pernah sinkron"} <= set(words_of(shell.status))
    world.say.failed(Outage(1302))
    assert coded(Outage(1302)) in words_of(shell.status)
    assert world.window.toast.isHidden()


def test_an_error_without_a_place_is_a_note_with_its_code(open_world):
    world = open_world()
    world.show_shell("home")
    world.say.failed(NotAllowed(1104))
    assert world.window.toast.said() == world.say.words(NotAllowed(1104))
    assert "EMS-1104" in words_of(world.window.toast)


def test_a_bug_shows_a_report_that_can_be_copied(open_world):
    world = open_world()
    world.show_shell("home")
    world.tasks.run(lambda: dict[str, str]()["Citra"])
    world.settle()
    dialog = world.window.findChild(Decision)
    assert dialog is not None
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "KeyError" in shown
    assert "Citra" not in shown
    dialog.buttons[0].click()
    assert QApplication.clipboard().text() == shown


def test_a_long_job_appears_and_can_be_cancelled(open_world, qtbot):
    world = open_world()
    shell = world.show_shell("home")
    gate = threading.Event()

    def work(progress):
        while not gate.wait(0.01):
            progress.step(3, 10)

    world.tasks.job("Mengimpor 283 siswa", work)
    assert shell.jobs.isHidden()
    qtbot.waitUntil(shell.jobs.isVisible, timeout=3000)
    assert "Mengimpor 283 siswa" in words_of(shell.jobs)
    assert (shell.jobs._bar.value(), shell.jobs._bar.maximum()) == (3, 10)
    shell.jobs._cancel.click()
    qtbot.waitUntil(shell.jobs.isHidden, timeout=3000)
    gate.set()


def test_a_quick_job_never_appears(open_world):
    world = open_world()
    shell = world.show_shell("home")
    world.tasks.job("Cepat", lambda _: None)
    world.settle()
    assert shell.jobs.isHidden()


# -- search, shortcuts


def test_ctrl_k_finds_an_area_and_goes_there(open_world, qtbot):
    world = open_world()
    shell = world.show_shell("home")
    qtbot.keyClick(shell, "k", Qt.KeyboardModifier.ControlModifier)
    assert shell.palette_.field.hasFocus()
    qtbot.keyClicks(shell.palette_.field, "atur")
    qtbot.keyClick(shell.palette_.field, Qt.Key.Key_Return)
    assert shell.palette_.isHidden()
    assert shell.current().title == "Pengaturan"


def test_ctrl_k_finds_what_the_areas_finders_know(open_world, qtbot):
    world = open_world()
    shell = world.show_shell("home")
    shell.palette_.open()
    qtbot.keyClicks(shell.palette_.field, "citra")
    qtbot.waitUntil(lambda: shell.palette_.view.rows.rowCount() == 1)
    qtbot.keyClick(shell.palette_.field, Qt.Key.Key_Return)
    assert shell.current().content.arrived == {"pupil": "Citra Ayu Lestari"}


def test_the_keys_below_what_was_found_stay_in_sight_with_large_letters(open_world):
    shell = open_world(scale=200).show_shell("home")
    shell.window().resize(1366, 768)
    shell.palette_.open()
    assert shell.palette_.rect().contains(shell.palette_.sheet.geometry())
    assert shell.palette_.sheet.height() >= shell.palette_.sheet.sizeHint().height()


def test_nothing_found_is_said(open_world, qtbot):
    shell = open_world().show_shell("home")
    shell.palette_.open()
    qtbot.keyClicks(shell.palette_.field, "zzzz")
    assert "Tidak ada yang cocok. Coba sebagian nama." in words_of(shell.palette_)


def test_escape_closes_the_search_and_gives_the_focus_back(open_world, qtbot):
    shell = open_world().show_shell("grades")
    table = shell.current().content.table
    table.setFocus()
    shell.palette_.open()
    qtbot.keyClick(shell.palette_.field, Qt.Key.Key_Escape)
    assert shell.palette_.isHidden()
    assert table.hasFocus()


def test_f1_shows_the_shortcuts_of_the_screen_and_of_the_window(open_world, qtbot):
    world = open_world()
    shell = world.show_shell("grades")
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    sheet = shell.findChild(ShortcutSheet)
    assert sheet is not None
    assert {"Ctrl D", "F2", "Ctrl K", "Cari apa saja"} <= set(words_of(sheet))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    world.settle()
    assert shell.findChild(ShortcutSheet) is None


def test_tab_stays_inside_what_is_open(open_world, qtbot):
    shell = open_world().show_shell("grades")
    shell.show_shortcuts()
    sheet = shell.findChild(ShortcutSheet)
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())


# -- leaving


def test_signing_out_says_what_is_not_sent_and_does_nothing_by_itself(open_world):
    world = open_world()
    shell = world.show_shell("home")
    dialog = sign_out(shell, 16, world.ctx.sign_out)
    assert any("16 perubahan belum terkirim" in words for words in words_of(dialog))
    dialog.buttons[0].click()
    assert world.signed_out == []
    sign_out(shell, 0, world.ctx.sign_out).buttons[1].click()
    assert world.signed_out == [True]


def test_the_menu_of_the_person_leads_to_signing_out(open_world):
    world = open_world()
    shell = world.show_shell("home")
    shell.status.person.click()
    menu = shell.status._menu
    assert [action.text() for action in menu.actions()] == ["Pengaturan", "Komputer saya", "Kunci layar\tCtrl+L", "Keluar …"]
    menu.actions()[3].trigger()
    menu.close()
    assert world.window.findChild(Decision) is not None


def test_the_window_closes_without_a_question(open_world):
    world = open_world()
    world.show_shell("grades")
    told: list[bool] = []
    world.window.closing.connect(lambda: told.append(True))
    assert world.window.close()
    assert told == [True]
    assert world.window.findChild(Decision) is None
