"""A sheet as of a day, the file, the screen without the school, and its looks: over a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.ui.audit.desk import SHEET, press, said
from tests.ui.sync.looking import Strays, faults
from tests.world import cells, uid
from ui.screens.audit.presenter import today
from ui.screens.audit.view import AuditScreen
from ui.tour import snap

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


# a sheet as of a day


def test_a_sheet_as_of_today_and_what_is_other_by_now(open_office, world):
    office = open_office()
    office.choose("2 nilai ditempel")
    office.screen.list.entry.then.click()
    office.settle()
    page = office.screen.past
    assert page.grid.marks is not None
    assert [str(page.grid.marks.rows.index(n, 1).data()) for n in range(3)] == ["41", "30,5", "49"]
    assert "Hanya untuk dibaca" in said(page)
    assert "berbeda" not in said(page)
    world.push("budi", cells("math_7a", {("task", "beni"): 32}, {("task", "beni"): 30.5}))  # the file here still has 30.5
    press(office, Key.Key_R, Control, on=page.grid.marks)
    assert str(page.grid.marks.rows.index(1, 1).data()) == "32, sekarang 30,5"
    assert "1 nilai berbeda dari sekarang" in said(page)


def test_a_day_before_the_sheet_says_that_there_was_nothing_yet(open_office):
    office = open_office()
    office.screen._choose_mode("sheet")
    office.settle()
    then = office.screen.tools.then
    assert then.isVisible()
    then.edit.setText("12-12-2020")
    press(office, Key.Key_Return, on=then.edit)
    assert "belum punya penilaian" in said(office.screen.past)
    office.screen.tools.today.click()
    office.settle()
    assert office.screen.past.grid.isVisible()
    assert then.day() == today()


def test_another_class_and_subject_are_chosen_in_the_header(open_office):
    office = open_office()
    office.state.go("audit", sheet=SHEET, day=today())
    office.settle()
    office.screen.chooser.subject.choose(uid("science_7a"))
    office.settle()
    marks = office.screen.past.grid.marks
    assert marks is not None
    assert str(marks.rows.index(0, 0).data()) == "70"
    assert office.screen.presenter.sheet_id == uid("science_7a")


# a file


def test_an_export_is_asked_for_by_its_key_and_written_down_first(open_office, tmp_path):
    office = open_office()
    office.screen.tools.person.pick(uid("budi"))
    office.settle()
    press(office, Key.Key_E, Control, on=office.screen.list.table)
    dialog = office.screen.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "jejak.xlsx"))
    dialog.close()
    office.settle()
    assert office.notes == ["Tersimpan sebagai jejak.xlsx"]
    sheet = load_workbook(tmp_path / "jejak.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Jejak: Budi"
    assert [row[2] for row in rows[2:]] == ["Budi"] * (len(rows) - 2)
    assert ["Nilai", "Cici", "task", "Nilai", None, 31] in [row[9:] for row in rows]
    office.screen.presenter.clear()
    office.settle()
    assert office.what()[0] == "Ekspor: Jejak: Budi"
    office.choose("Ekspor: Jejak: Budi")
    assert "sebelum berkasnya dibuat" in said(office.screen.list.entry)


def test_an_export_of_nothing_says_so(open_office, tmp_path):
    office = open_office()
    office.screen.presenter.narrow(text="tidak ada")
    office.settle()
    office.screen.presenter.export(tmp_path / "kosong.csv")
    office.settle()
    assert office.troubles == ["EMS-1604 Tidak ada yang cocok dengan saringan ini, jadi tidak ada yang diekspor. Longgarkan dahulu."]
    assert not Path(tmp_path / "kosong.csv").exists()


# without the school


def test_offline_it_says_where_the_audit_is_and_tries_again(open_office):
    office = open_office(away=True)
    assert "Jejak ada di sekolah" in said(office.screen.list.states)
    assert office.rows() == []
    assert not office.screen.list.right.isVisible()
    office.screen.tools.check.click()
    office.settle()
    assert "tidak terjangkau" in office.screen.list.chain.verdict.said()
    office.screen._choose_mode("sheet")
    office.settle()
    assert "disusun dari jejak perubahan" in said(office.screen.past)
    office.school.away = False
    office.screen.past.first_focus().click()
    office.settle()
    assert office.screen.past.grid.isVisible()
    office.screen._choose_mode("list")
    press(office, Key.Key_R, Control, on=office.screen.tools.search)
    assert office.what() != []
    assert office.troubles == []


def test_the_line_breaks_while_one_reads_and_what_is_shown_stays(open_office, monkeypatch):
    office = open_office()
    before = office.rows()
    office.audit.hang_up()
    office.school.away = True
    office.screen.presenter.more = True
    office.screen.presenter.load_more()
    office.settle()
    assert office.rows() == before
    assert "tidak terjangkau" in said(office.screen.list.states)


# the window


def test_it_comes_back_to_where_it_was_when_the_window_is_built_anew(open_office):
    office = open_office()
    office.screen.tools.classes.choose(uid("7a"))
    office.settle()
    office.choose("2 nilai ditempel")
    place = office.screen.place()
    office.screen.presenter.clear()
    office.settle()
    office.screen.arrive(**place)
    office.settle()
    assert office.screen.tools.classes.current() == uid("7a")
    assert office.screen.list.table.current_row().entry.title == "2 nilai ditempel"
    office.screen._show_past_of(SHEET, today())
    office.settle()
    assert office.screen.place()["sheet"] == SHEET


def test_narrow_it_shows_one_thing_at_a_time(open_office):
    office = open_office(scale=200)
    assert not office.screen.list.right.isVisible()
    press(office, Key.Key_Down)
    press(office, Key.Key_Return)
    assert not office.screen.list.states.isVisible()
    assert office.screen.list.entry.isVisible()
    press(office, Key.Key_Escape)
    assert QApplication.focusWidget() is office.screen.list.table


def test_every_tool_is_reached_and_named_by_the_keyboard(open_office):
    office = open_office()
    names = {snap.spoken(part) for part in office.window.findChildren(QWidget) if part.isVisible() and snap.focusable(part)}
    assert {
        "Cari di jejak",
        "Orang",
        "Rombel: Semua kelas",
        "Semester: Semua semester",
        "Kapan: Kapan saja",
        "Periksa rantai",
        "Ekspor …",
    } <= names


@pytest.mark.parametrize(
    ("language", "theme", "scale", "size"),
    [
        ("id", "light", 100, (1440, 900)),
        ("en", "dark", 125, (1366, 768)),
        ("id", "dark", 200, (1366, 768)),
        ("en", "light", 200, (1366, 768)),
    ],
)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_office, language, theme, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    office = open_office(language, theme, scale, size)
    screen: AuditScreen = office.screen
    steps = (
        lambda: screen.list.table.selectRow(1), lambda: screen.list._show_side(panel=True), screen.list.check, screen.list.close_panel,
        lambda: screen.tools.when.choose("days"), lambda: screen.presenter.narrow(text="zzz"), screen._clear, lambda: screen._show_past_of(SHEET, today()),
    )  # fmt: skip
    for step in steps:
        step()
        office.settle()
        QApplication.processEvents()
        assert faults(office.window, language) == []
    office.school.away = True
    office.audit.hang_up()
    screen._choose_mode("list")
    screen.presenter.load()
    office.settle()
    assert faults(office.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]
