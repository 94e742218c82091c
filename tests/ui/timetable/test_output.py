"""The ways out of the timetable: one button, a preview, files that are really there, and what is said when they cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import icalendar
import openpyxl
import pytest
import sqlalchemy as sa
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ems_desktop.services.timetable_books import TimetableBooks
from ems_desktop.store import tables as t
from tests.timetable.fets import activity, fet
from tests.ui.timetable.corner import Corner, corner
from tests.ui.timetable.paper import sizes, text
from ui.screens.timetable.import_fet import FetPreview
from ui.screens.timetable.output import output_buttons
from ui.screens.timetable.preview import PrintPreview
from ui.tour import snap


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Corner]:
    with corner(tmp_path) as made:
        yield made


def test_the_button_opens_a_menu_of_all_ways_out(desk: Corner):
    (made,) = output_buttons(desk.widget, desk.ctx, desk.shown)
    made.click()
    menu = desk.part(QMenu)
    assert [one.text() for one in menu.actions()] == [
        "Cetak atau PDF …", "Semua kelas, cetak atau PDF …", "Buku kerja Excel …", "Kalender (.ics) …",
    ]  # fmt: skip
    menu.close()
    made.deleteLater()


def test_while_there_is_nothing_to_print_nothing_opens(desk: Corner):
    (made,) = output_buttons(desk.widget, desk.ctx, lambda: None)
    made.click()
    assert [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()] == []
    made.deleteLater()


def test_the_office_imports_from_there_too_and_nobody_else(desk: Corner, tmp_path: Path):
    told: list[str | None] = []
    office = replace(desk.ctx, session=replace(desk.ctx.session, roles=frozenset({"kurikulum"})))
    for ctx, words in ((desk.ctx, []), (office, ["Impor dari FET …"])):
        (made,) = output_buttons(desk.widget, ctx, lambda: None, told.append)
        made.click()
        menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
        assert [action.text() for menu in menus for action in menu.actions()] == words
        for menu in menus:
            menu.actions()[0].trigger()
            menu.close()
        made.deleteLater()
    path = tmp_path / "jadwal.fet"
    path.write_text(fet(activity(1, "IPA", ["7A"])), "utf-8")
    desk.choose(path)
    desk.part(FetPreview).apply.click()
    desk.settle()
    desk.undo()
    desk.settle()
    assert (len(told), told[-1]) == (2, None)


def test_the_whole_school_has_no_calendar(desk: Corner):
    assert [words for words, _, _ in desk.output.entries(desk.shown("school"))] == ["Cetak atau PDF …", "Buku kerja Excel …"]


def test_the_preview_shows_the_pages_and_saves_them_on_the_paper_chosen(desk: Corner, tmp_path: Path):
    desk.output.preview(desk.shown())
    desk.settle()
    preview = desk.part(PrintPreview)
    assert QTest.qWaitForWindowExposed(preview)
    assert preview.pages.pageCount() == 1
    preview.paper.choose("F4")
    preview.paper.chosen.emit("F4")
    preview.pdf.click()
    desk.choose(tmp_path / "7a.pdf")
    assert (desk.said, sizes(tmp_path / "7a.pdf")) == (["Tersimpan sebagai 7a.pdf"], [(330, 216)])
    said = text(tmp_path / "7a.pdf")
    assert [words in said for words in ("SMP Uji", "Jl. Mawar 5", "DRAF", "Jadwal kelas VII A", "IPA", "Lab")] == [True] * 6
    preview.close()


def test_all_classes_come_as_a_page_each_and_together_as_one(desk: Corner):
    for look, every, count in (("class", True, 2), ("teacher", True, 2), ("school", False, 1)):
        desk.output.preview(desk.shown(look), every=every)
        desk.settle()
        preview = desk.part(PrintPreview)
        assert (look, preview.pages.pageCount()) == (look, count)
        preview.close()
        QApplication.processEvents()


def test_the_preview_is_in_the_persons_language_and_all_of_it_can_be_read(desk: Corner):
    desk.output.preview(desk.shown())
    desk.settle()
    preview = desk.part(PrintPreview)
    assert (snap.clipped(preview), snap.untranslated(preview, "id")) == ([], [])
    assert preview.findChildren(QWidget)
    preview.close()


def test_excel_and_calendar_are_written_where_the_person_says(desk: Corner, tmp_path: Path):
    book = TimetableBooks(desk.school.store).book(desk.sheet)
    desk.output.ask_xlsx(book)
    desk.choose(tmp_path / "jadwal.xlsx")
    desk.output.ask_ics(book, desk.shown("teacher", desk.school.teachers["IPA"]))
    desk.choose(tmp_path / "ipa.ics")
    assert desk.said == ["Tersimpan sebagai jadwal.xlsx", "Tersimpan sebagai ipa.ics"]
    assert openpyxl.load_workbook(tmp_path / "jadwal.xlsx").sheetnames == ["Semua kelas", "VII A", "VII B", "Guru IPA", "Guru IPS"]
    (event,) = icalendar.Calendar.from_ical((tmp_path / "ipa.ics").read_bytes()).walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].to_ical()) == ("IPA · VII A", b"20260713T074000")


def test_a_room_without_lessons_has_an_empty_week(desk: Corner):
    desk.output.preview(desk.shown("teacher", desk.school.teachers["Matematika"]))
    desk.settle()
    preview = desk.part(PrintPreview)
    assert preview.wanted.sheets is not None
    assert [(one.name, one.entries) for one in preview.wanted.sheets] == [("Guru Matematika", ())]
    preview.close()


def test_a_place_that_cannot_be_written_and_a_semester_without_days_are_said(desk: Corner, tmp_path: Path):
    book = TimetableBooks(desk.school.store).book(desk.sheet)
    desk.output.ask_xlsx(book)
    desk.choose(tmp_path / "tidak ada" / "jadwal.xlsx")
    with desk.school.store.applying() as session:
        session.execute(sa.update(t.semesters).values(ends_on=None))
    desk.output.ask_ics(TimetableBooks(desk.school.store).book(desk.sheet), desk.shown())
    desk.choose(tmp_path / "7a.ics")
    assert [said.split()[0] for said in desk.said] == ["EMS-1240", "EMS-1659"]
    assert not (tmp_path / "7a.ics").exists()
