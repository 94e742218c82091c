"""What stands around the list and the entry: the Sheet's state, jobs, a pupil's view, copies and exports."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ems_desktop.domain.errors import Outage
from ems_desktop.services.materials_views import Wanted
from ems_desktop.services.sheet_views import SheetStatus
from tests.analyses import failed, told
from tests.catalogues import PUPIL
from tests.ui.materials.desk import Sheet

Key, Held = Qt.Key, Qt.KeyboardModifier


def test_the_sheets_state_is_said_and_woken(open_desk, entries):
    sheet = Sheet(SheetStatus("connected", "https://docs.google.com/spreadsheets/d/abc", datetime.now(UTC), 0))
    desk = open_desk(sheet=sheet)
    assert desk.screen.tools.sheet.said.startswith("Katalog: Google Sheet, sama ")
    assert desk.screen.tools.open_sheet.isVisible()
    desk.screen.tools.sheet.click()
    assert sheet.woken == 1
    for status, said in (
        (SheetStatus("connected", waiting=3), "Katalog: 3 materi belum masuk Sheet"), (SheetStatus("none"), "Katalog: Google belum terhubung"),
        (SheetStatus("ended"), "Katalog: akses ke Google berakhir"), (SheetStatus("connected"), "Katalog: belum dicocokkan dengan Sheet"),
        (SheetStatus("connected", trouble=Outage(1401)), "Katalog: Sheet tidak menjawab"),
        (SheetStatus("connected", running=True), "Katalog: mencocokkan dengan Sheet"),
    ):  # fmt: skip
        desk.screen.tools.show_status(status)
        assert desk.screen.tools.sheet.said == said
    desk.screen.tools.show_status(SheetStatus("connected", url="file:///etc/passwd"))
    assert not desk.screen.tools.open_sheet.isVisible(), "only a Google Sheet is opened"
    desk.screen.tools.show_status(SheetStatus("no_sheet"))
    assert not desk.screen.tools.sheet.isVisible()


def test_jobs_have_pills_where_there_are_any(open_desk, store, entries):
    plain = open_desk()
    assert not plain.screen.tools.pills.button("failed").isVisible()
    told(store, entries[1])
    failed(store, entries[2])
    desk = open_desk(jobs=True)
    desk.screen.tools.pills.button("failed").click()
    desk.settle()
    assert desk.titles() == ["Unsur iklan dan slogan"]
    assert desk.screen.browse.list.rows.index(0).data().endswith("gagal")


def test_a_pupil_reads_and_is_offered_nothing_else(open_desk, store, entries):
    desk = open_desk(person=PUPIL)
    assert len(desk.titles()) == 4
    assert desk.screen.primary() is None
    assert all(one.edit.isReadOnly() for one in desk.screen.browse.entry.fields.values())
    assert not desk.screen.tools.views.isVisible()
    desk.press(Key.Key_Delete, Held.ControlModifier)
    desk.press(Key.Key_N, Held.ControlModifier)
    assert not desk.screen.form.is_open()
    assert (desk.materials.find(Wanted()).total, desk.troubles) == (4, [])


def test_an_entry_is_copied_as_a_row_for_a_spreadsheet(open_desk, entries):
    desk = open_desk()
    desk.screen.menus.copy(desk.materials.entry(entries[0]))
    assert QGuiApplication.clipboard().text().split("\t")[:2] == ["Tekanan zat cair", "IPA"]


def test_an_export_holds_what_is_shown(open_desk, entries, tmp_path):
    desk = open_desk()
    desk.screen.presenter.look_for(only={"material_type": "PDF"})
    desk.settle()
    desk.screen.acts.export(tmp_path / "materi.csv")
    desk.settle()
    lines = (tmp_path / "materi.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("MATERIAL_TITLE;SUBJECT_NAME")
    assert [line.split(";")[0] for line in lines[1:]] == ["Menulis puisi dari foto", "Aljabar"]
    assert desk.notes[-1][0] == "Diekspor ke materi.csv"


def test_an_entry_that_is_gone_leaves_the_list_alone(open_desk, entries):
    desk = open_desk()
    desk.screen.arrive(material="00000000-0000-4000-8000-00000000dead")
    desk.settle()
    assert (len(desk.titles()), desk.troubles) == (4, [])
