"""The ways out of the timetable: one button, a preview, files that are really there, and what is said when they cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import icalendar
import openpyxl
import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from ems_desktop.domain.timetable.week import Slot
from ems_desktop.services.timetable_books import TimetableBooks
from ems_desktop.services.timetable_views import Sheet
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.timetable.school import School
from tests.ui.foundation.school import TEACHER
from tests.ui.timetable.paper import sizes, text
from ui.bus import Bus
from ui.context import Context, Services
from ui.feedback import Feedback
from ui.preferences import Preferences
from ui.screens.timetable.output import Output, Shown, output_buttons
from ui.screens.timetable.preview import PrintPreview
from ui.tasks import Tasks
from ui.tour import snap

W = TypeVar("W", bound=QWidget)
MONDAY = Slot(1, 460, 500)


@dataclass
class Desk:
    """A window's corner with the real services over a real file, and what was said there."""

    ctx: Context
    corner: QWidget
    school: School
    sheet: Sheet
    said: list[str] = field(default_factory=list)

    @property
    def output(self) -> Output:
        return Output(self.corner, self.ctx)

    def shown(self, look: str = "class", who: str | None = None) -> Shown:
        return Shown(self.sheet, look, who or self.school.classes["VII A"])  # type: ignore[arg-type]

    def settle(self) -> None:
        assert self.ctx.tasks.wait()
        QApplication.processEvents()

    def part(self, kind: type[W]) -> W:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    store = LocalStore(tmp_path / "local.db", os.urandom(32))
    school = School(store)
    with store.applying() as session:
        session.execute(sa.update(t.semesters).values(starts_on=date(2026, 7, 13), ends_on=date(2026, 12, 18)))
        row = {"id": t.SCHOOL, "scope_id": t.SCHOOL, "npsn": "20200001", "name": "SMP Uji", "address": "Jl. Mawar 5\nMalang", "rev": 1}
        session.execute(sa.insert(t.school).values(row))
    service = school.service()
    draft = service.make(school.semester, "Draf 1")
    service.add(draft, [school.new("VII A", "IPA", MONDAY, room_id=school.room), school.new("VII B", "IPS", MONDAY)])
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    ctx = Context(Services(timetable_books=TimetableBooks(store)), TEACHER, tasks, Bus(), say, _nowhere, Preferences, lambda _: None, lambda: None)  # fmt: skip
    corner = QWidget()
    corner.resize(400, 300)
    corner.show()
    made = Desk(ctx, corner, school, service.sheet(draft))
    say.noted.connect(lambda words, _: made.said.append(words))
    say.warned.connect(lambda words, code: made.said.append(f"{code} {words}"))
    say.outages.connect(lambda words, code: made.said.append(f"{code} {words}"))
    yield made
    tasks.close()
    corner.close()
    corner.deleteLater()
    QApplication.processEvents()
    store.close()


def _nowhere(area: str, **where: object) -> None:
    """There is no other screen."""


def choose(desk: Desk, path: Path) -> None:
    """What a person does in the save dialog."""
    dialog = desk.corner.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    desk.settle()


def test_the_button_opens_a_menu_of_all_ways_out(desk: Desk):
    (made,) = output_buttons(desk.corner, desk.ctx, desk.shown)
    made.click()
    menu = desk.part(QMenu)
    assert [one.text() for one in menu.actions()] == [
        "Cetak atau PDF …", "Semua kelas, cetak atau PDF …", "Buku kerja Excel …", "Kalender (.ics) …",
    ]  # fmt: skip
    menu.close()
    made.deleteLater()


def test_while_there_is_nothing_to_print_nothing_opens(desk: Desk):
    (made,) = output_buttons(desk.corner, desk.ctx, lambda: None)
    made.click()
    assert [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()] == []
    made.deleteLater()


def test_the_whole_school_has_no_calendar(desk: Desk):
    desk.output.open(desk.shown("school"), QPoint(0, 0))
    menu = desk.part(QMenu)
    assert [one.text() for one in menu.actions()] == ["Cetak atau PDF …", "Buku kerja Excel …"]
    menu.close()


def test_the_preview_shows_the_pages_and_saves_them_on_the_paper_chosen(desk: Desk, tmp_path: Path):
    desk.output.preview(desk.shown())
    desk.settle()
    preview = desk.part(PrintPreview)
    assert QTest.qWaitForWindowExposed(preview)
    assert preview.pages.pageCount() == 1
    preview.paper.choose("F4")
    preview.paper.chosen.emit("F4")
    preview.pdf.click()
    choose(desk, tmp_path / "7a.pdf")
    assert (desk.said, sizes(tmp_path / "7a.pdf")) == (["Tersimpan sebagai 7a.pdf"], [(330, 216)])
    said = text(tmp_path / "7a.pdf")
    assert [words in said for words in ("SMP Uji", "Jl. Mawar 5", "DRAF", "Jadwal kelas VII A", "IPA", "Lab")] == [True] * 6
    preview.close()


def test_all_classes_come_as_a_page_each_and_together_as_one(desk: Desk):
    for look, every, count in (("class", True, 2), ("teacher", True, 2), ("school", False, 1)):
        desk.output.preview(desk.shown(look), every=every)
        desk.settle()
        preview = desk.part(PrintPreview)
        assert (look, preview.pages.pageCount()) == (look, count)
        preview.close()
        QApplication.processEvents()


def test_the_preview_is_in_the_persons_language_and_all_of_it_can_be_read(desk: Desk):
    desk.output.preview(desk.shown())
    desk.settle()
    preview = desk.part(PrintPreview)
    assert (snap.clipped(preview), snap.untranslated(preview, "id")) == ([], [])
    assert preview.findChildren(QWidget)
    preview.close()


def test_excel_and_calendar_are_written_where_the_person_says(desk: Desk, tmp_path: Path):
    book = TimetableBooks(desk.school.store).book(desk.sheet)
    desk.output.ask_xlsx(book)
    choose(desk, tmp_path / "jadwal.xlsx")
    desk.output.ask_ics(book, desk.shown("teacher", desk.school.teachers["IPA"]))
    choose(desk, tmp_path / "ipa.ics")
    assert desk.said == ["Tersimpan sebagai jadwal.xlsx", "Tersimpan sebagai ipa.ics"]
    assert openpyxl.load_workbook(tmp_path / "jadwal.xlsx").sheetnames == ["Semua kelas", "VII A", "VII B", "Guru IPA", "Guru IPS"]
    (event,) = icalendar.Calendar.from_ical((tmp_path / "ipa.ics").read_bytes()).walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].to_ical()) == ("IPA · VII A", b"20260713T074000")


def test_a_room_without_lessons_has_an_empty_week(desk: Desk):
    desk.output.preview(desk.shown("teacher", desk.school.teachers["Matematika"]))
    desk.settle()
    preview = desk.part(PrintPreview)
    assert preview.wanted.sheets is not None
    assert [(one.name, one.entries) for one in preview.wanted.sheets] == [("Guru Matematika", ())]
    preview.close()


def test_a_place_that_cannot_be_written_and_a_semester_without_days_are_said(desk: Desk, tmp_path: Path):
    book = TimetableBooks(desk.school.store).book(desk.sheet)
    desk.output.ask_xlsx(book)
    choose(desk, tmp_path / "tidak ada" / "jadwal.xlsx")
    with desk.school.store.applying() as session:
        session.execute(sa.update(t.semesters).values(ends_on=None))
    desk.output.ask_ics(TimetableBooks(desk.school.store).book(desk.sheet), desk.shown())
    choose(desk, tmp_path / "7a.ics")
    assert [said.split()[0] for said in desk.said] == ["EMS-1240", "EMS-1659"]
    assert not (tmp_path / "7a.ics").exists()
