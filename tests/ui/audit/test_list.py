"""The audit's list as the office meets it: real widgets, real keys, a real PostgreSQL behind them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.audit.desk import SHEET, press, said
from tests.world import uid
from ui.screens.audit.presenter import today

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
HAPPENED = ["Nilai: diubah langsung", "VII B", "task, Ani: 9", "Ani · task", "2 nilai ditempel", "Ani · task"]


# the list


def test_what_happened_is_listed_newest_first_with_who_where_and_from_what_to_what(open_office):
    office = open_office()
    assert office.what() == HAPPENED
    assert [row[2:] for row in office.rows() if row[3] in HAPPENED] == [
        ["Tangan administrator", "Nilai: diubah langsung", "7A · math_7a", "1 nilai"],
        ["Sri", "VII B", "VII B", "1 baris"],
        ["Budi", "task, Ani: 9", "7A · math_7a", "konflik"],
        ["Sri", "Ani · task", "7A · math_7a", "40 → 41"],
        ["Budi", "2 nilai ditempel", "7A · math_7a", "2 nilai"],
        ["Budi", "Ani · task", "7A · math_7a", "kosong → 40"],
    ]
    assert {row[0] for row in office.rows()} == {"Hari ini"}
    assert QApplication.focusWidget() is office.screen.list.table


def test_an_entry_is_shown_in_full_with_each_of_its_changes(open_office):
    office = open_office()
    office.choose("2 nilai ditempel")
    panel = office.screen.list.entry
    assert office.steps() == ["Beni · task: kosong menjadi 30,5", "Cici · task: kosong menjadi 31"]
    assert "Budi" in said(panel)
    assert "PC of budi" in said(panel)
    assert "Ganjil 2026/2027" in said(panel)
    assert "2 perubahan" in said(panel)
    office.screen.list.table.selectRow(3)  # the office's correction
    office.settle()
    assert office.steps() == ["Ani · task, Catatan: kosong menjadi susulan", "Ani · task: 40 menjadi 41"]


def test_what_was_not_taken_changed_nothing_and_says_so(open_office):
    office = open_office()
    office.choose("task, Ani: 9")
    assert office.steps() == []
    assert "Tidak ada yang diubahnya." in said(office.screen.list.entry)
    assert "konflik" in said(office.screen.list.entry)


def test_an_administrator_s_own_sql_stands_out_under_its_login(open_office):
    office = open_office()
    office.choose("diubah langsung")
    assert office.steps() == ["Cici · task: 31 menjadi 49"]
    assert "postgres" in said(office.screen.list.entry)


def test_from_an_entry_to_its_sheet(open_office):
    office = open_office()
    office.choose("2 nilai ditempel")
    office.screen.list.entry.sheet.click()
    assert office.went == [("grades", {"sheet": SHEET})]


def test_older_entries_come_when_the_list_is_scrolled_and_the_end_says_so(open_office, world, monkeypatch):
    office = open_office()
    pages = []
    whole_page = office.audit.page

    def small_page(wanted, after=None):
        pages.append(after)
        return whole_page(wanted, after, limit=20)

    monkeypatch.setattr(office.audit, "page", small_page)
    office.screen.presenter.load()
    office.settle()
    assert len(office.rows()) == 20
    assert "yang lebih lama menyusul" in said(office.screen.list.states)
    office.choose("2 nilai ditempel")
    press(office, Key.Key_End, on=office.screen.list.table)
    while office.screen.presenter.more:
        press(office, Key.Key_End, on=office.screen.list.table)
    entries = office.screen.presenter.entries
    assert len(pages) > 2
    assert len({one.id for one in entries}) == len(entries) == len(office.rows())
    assert "menyusul" not in said(office.screen.list.states)


# filters


def test_a_person_is_found_by_a_part_of_the_name_and_taken_away_again(open_office):
    office = open_office()
    field = office.screen.tools.person
    field.setFocus()
    QTest.keyClicks(field, "sri")
    for key in (Key.Key_Down, Key.Key_Return):
        press(office, key, on=QApplication.activePopupWidget())
    assert office.what() == ["VII B", "Ani · task"]
    assert field.text() == "Sri"
    field.clear()
    office.settle()
    assert office.what() == HAPPENED


def test_a_pupil_shows_what_concerned_that_pupil(open_office):
    office = open_office()
    office.screen.tools.person.pick(uid("cici"))
    office.settle()
    assert office.what() == ["Nilai: diubah langsung", "2 nilai ditempel"]


def test_a_name_that_is_nobody_s_goes_back(open_office):
    office = open_office()
    field = office.screen.tools.person
    field.setFocus()
    QTest.keyClicks(field, "zzz")
    press(office, Key.Key_Tab)
    assert field.text() == ""
    assert office.what() == HAPPENED


def test_class_semester_text_and_time_narrow_the_list_and_one_button_widens_it(open_office):
    office = open_office()
    tools = office.screen.tools
    tools.classes.choose(uid("7b"))
    office.settle()
    assert office.what() == ["VII B"]
    tools.semesters.choose(uid("now"))
    office.settle()
    assert "Tidak ada yang cocok" in said(office.screen.list.states) or office.what() == []
    office.screen.list.cleared.emit()
    office.settle()
    assert office.what() == HAPPENED
    assert (tools.classes.current(), tools.semesters.current()) == (None, None)
    press(office, Key.Key_F, Control)
    assert tools.search.hasFocus()
    QTest.keyClicks(tools.search, "tempel")
    press(office, Key.Key_Return)
    assert office.what() == ["2 nilai ditempel"]


def test_certain_days_have_a_beginning_and_an_end(open_office):
    office = open_office()
    tools = office.screen.tools
    tools.when.choose("week")
    office.settle()
    assert office.what() == HAPPENED
    tools.when.choose("days")
    office.settle()
    assert tools.since.isVisible()
    assert office.what() == HAPPENED  # today
    press(office, Key.Key_Up, on=tools.since.edit)
    assert office.what() == []
    assert "Tidak ada yang cocok" in said(office.screen.list.states)
    assert office.screen.presenter.filter.since == today() + timedelta(days=1)
    tools.when.choose("any")
    office.settle()
    assert not tools.since.isVisible()
    assert office.what() == HAPPENED


def test_what_is_no_day_is_refused_in_place(open_office):
    office = open_office()
    tools = office.screen.tools
    tools.when.choose("days")
    tools.since.edit.setText("kemarin dulu")
    press(office, Key.Key_Return, on=tools.since.edit)
    assert "bukan tanggal" in tools.since.edit.accessibleDescription()
    assert tools.since.edit.property("invalid")
    assert office.troubles == ["EMS-1603 “kemarin dulu” bukan tanggal. Ketik seperti 12-12-2026 atau 12 Desember 2026."]
    tools.since.edit.setText("1-1-2026")
    press(office, Key.Key_Return, on=tools.since.edit)
    assert not tools.since.edit.property("invalid")
    assert office.what() == HAPPENED


# the chain


def test_the_chain_is_checked_and_holds(open_office):
    office = open_office()
    office.screen.tools.check.click()
    office.settle()
    panel = office.screen.list.chain
    assert panel.isVisible()
    assert panel.verdict.said().startswith("Utuh:")
    assert "20 rantai" in said(panel)
    assert QApplication.focusWidget() is panel.cross
    press(office, Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is office.screen.list.table


def test_a_broken_chain_is_named_with_what_to_do(open_office, world):
    office = open_office()
    superuser = world.superuser()
    superuser.execute("set session_replication_role = replica")
    superuser.execute("update sync.journal set person = %s where title = '2 nilai ditempel'", (uid("sri"),))
    try:
        office.screen.tools.check.click()
        office.settle()
    finally:
        superuser.execute("update sync.journal set person = %s where title = '2 nilai ditempel'", (uid("budi"),))
        superuser.execute("reset session_replication_role")
    panel = office.screen.list.chain
    assert panel.verdict.said() == "1 rantai putus."
    assert (
        panel.broken.rows.index(0).data()
        == "7A · math_7a · Ganjil 2026/2027: Catatan ke-2 tidak seperti saat ditulis, atau bukan di tempatnya."
    )
    assert "simpan salinan basis data" in said(panel)
    office.choose("VII B")  # back to an entry
    assert not panel.isVisible()
