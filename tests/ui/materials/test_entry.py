"""List and entry as a person meets them: real widgets, real keys, a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ems_desktop.domain.errors import Outage
from ems_desktop.services.materials_views import Wanted
from ems_desktop.services.sheet_views import SheetStatus
from tests.analyses import failed, told
from tests.catalogues import PUPIL, clashed, pulled, sheet_columns
from tests.ui.materials.desk import Sheet

Key, Held = Qt.Key, Qt.KeyboardModifier
HOSTILE = ("=1+1", "<img src=//host/x><b>tebal</b>", "  dua  spasi ", "مرحبا 👩‍🏫 \u202eterbalik", "hard\u00a0space", "a\nb\tc")


def field(desk, key):
    return desk.screen.browse.entry.fields[key]


def focus(desk, key):
    field(desk, key).edit.setFocus()
    field(desk, key).edit.selectAll()


def words(desk) -> set[str]:
    return {label.text() for label in desk.screen.findChildren(QLabel) if label.isVisible()}


def test_it_opens_with_the_newest_entry_and_the_focus_on_the_list(open_desk, entries):
    desk = open_desk()
    assert desk.titles() == ["Tekanan zat cair", "Menulis puisi dari foto", "Unsur iklan dan slogan", "Aljabar"]
    assert QApplication.focusWidget() is desk.screen.browse.list
    entry = desk.screen.browse.entry
    assert (entry.title.text(), field(desk, "sumber").text()) == ("Tekanan zat cair", "Guru IPA")
    assert list(entry.fields)[:2] == ["material_title", "subject_name"], "in the Sheet's order"
    assert "diubah Ratna Wulandari" in entry.facts.text()


def test_down_in_the_list_opens_the_next_entry_and_enter_goes_into_its_fields(open_desk, entries):
    desk = open_desk()
    desk.press(Key.Key_Down)
    assert desk.screen.browse.entry.title.text() == "Menulis puisi dari foto"
    desk.press(Key.Key_Return)
    assert QApplication.focusWidget() is field(desk, "material_title").edit


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, None])
def test_enter_tab_and_leaving_save_a_field(open_desk, entries, key):
    desk = open_desk()
    focus(desk, "material_theme")
    desk.type("Fluida statis")
    if key is None:
        desk.screen.browse.list.setFocus()
        desk.settle()
    else:
        desk.press(key)
    assert desk.materials.entry(entries[0]).cell("material_theme") == "Fluida statis"
    assert "tersimpan" in words(desk)
    if key is not None:
        assert QApplication.focusWidget() is field(desk, "material_subtheme").edit


def test_escape_restores_a_field(open_desk, entries):
    desk = open_desk()
    focus(desk, "material_theme")
    desk.type("salah")
    desk.press(Key.Key_Escape)
    assert field(desk, "material_theme").text() == "Tekanan"
    desk.press(Key.Key_Tab)
    assert desk.materials.entry(entries[0]).cell("material_theme") == "Tekanan"


def test_the_description_has_lines_and_ctrl_enter_saves_it(open_desk, entries):
    desk = open_desk()
    focus(desk, "material_desc")
    desk.type("satu")
    desk.press(Key.Key_Return)
    desk.type("dua")
    assert desk.materials.entry(entries[0]).cell("material_desc") == "Percobaan botol berlubang."
    desk.press(Key.Key_Return, Held.ControlModifier)
    assert desk.materials.entry(entries[0]).cell("material_desc") == "satu\ndua"
    focus(desk, "material_theme")
    desk.type("x")
    desk.press(Key.Key_Return, Held.ShiftModifier)
    desk.type("y")
    desk.press(Key.Key_Return)
    assert desk.materials.entry(entries[0]).cell("material_theme") == "x\ny"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_kept_as_typed(open_desk, store, small, text):
    sheet_columns(store)
    (one,) = pulled(store, {"material_title": f"x{text}", "material_desc": text, "subject_name": text, "material_type": text})
    desk = open_desk()
    assert field(desk, "material_desc").text() == text
    focus(desk, "material_desc")
    field(desk, "material_desc").edit.insertPlainText(text + "!")
    desk.press(Key.Key_Return, Held.ControlModifier)
    assert desk.materials.entry(one).cell("material_desc") == text + "!"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in desk.screen.findChildren(QLabel) if text.strip() in label.text())


def test_50_000_letters_open_and_a_letter_more_is_refused_beside_the_field(open_desk, store, small):
    sheet_columns(store)
    (one,) = pulled(store, {"material_title": "Panjang", "material_desc": "kata " * 10_000})
    desk = open_desk()
    focus(desk, "material_desc")
    field(desk, "material_desc").edit.moveCursor(field(desk, "material_desc").edit.textCursor().MoveOperation.End)
    desk.type("x")
    desk.press(Key.Key_Return, Held.ControlModifier)
    assert "50.000" in field(desk, "material_desc").wrong()
    assert len(field(desk, "material_desc").text()) == 50_001, "what was typed stays"
    assert len(desk.materials.entry(one).cell("material_desc")) == 50_000


def test_an_empty_title_is_refused_beside_its_field(open_desk, entries):
    desk = open_desk()
    focus(desk, "material_title")
    desk.press(Key.Key_Delete)
    desk.press(Key.Key_Tab)
    assert field(desk, "material_title").wrong().startswith("Materi perlu judul")
    assert desk.materials.entry(entries[0]).title == "Tekanan zat cair"


def test_what_others_change_meanwhile_is_not_overwritten_unseen(open_desk, store, entries):
    desk = open_desk()
    focus(desk, "material_theme")
    desk.type("punya saya")
    desk.materials.set_cells({entries[0]: {"material_theme": "orang lain"}})
    desk.ctx.bus.tell({"materials"}, origin="pull")
    QTest.qWait(300)
    desk.settle()
    assert "orang lain" in field(desk, "material_theme").wrong()
    desk.screen.browse.list.setFocus()
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_theme") == "orang lain", "leaving does not decide"
    field(desk, "material_theme").edit.setFocus()
    desk.press(Key.Key_Return)
    assert desk.materials.entry(entries[0]).cell("material_theme") == "punya saya"


def test_what_is_being_typed_is_saved_when_another_entry_is_opened(open_desk, entries):
    desk = open_desk()
    focus(desk, "material_theme")
    desk.type("Fluida")
    desk.ctx.go("materials", material=entries[3])
    desk.screen.arrive(material=entries[3])
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_theme") == "Fluida"
    assert desk.screen.browse.entry.title.text() == "Aljabar"


def test_undo_and_redo_go_through_the_steps(open_desk, entries):
    desk = open_desk()
    focus(desk, "material_theme")
    desk.type("Fluida")
    desk.press(Key.Key_Return)
    desk.screen.browse.list.setFocus()
    desk.press(Key.Key_Z, Held.ControlModifier)
    assert field(desk, "material_theme").text() == "Tekanan"
    desk.press(Key.Key_Y, Held.ControlModifier)
    assert field(desk, "material_theme").text() == "Fluida"


# -- finding


def test_search_facets_and_the_way_back_to_everything(open_desk, entries):
    desk = open_desk()
    desk.press(Key.Key_F, Held.ControlModifier)
    desk.type("PUISI")
    QTest.qWait(150)
    desk.settle()
    assert desk.titles() == ["Menulis puisi dari foto"]
    desk.type("zzz")
    QTest.qWait(150)
    desk.settle()
    assert "Tidak ada yang cocok" in words(desk)
    desk.screen.tools.search.clear()
    QTest.qWait(150)
    desk.settle()
    desk.screen.tools.facets["subject_name"].choose("Bahasa Indonesia")
    desk.settle()
    assert desk.titles() == ["Menulis puisi dari foto", "Unsur iklan dan slogan"]
    assert ("PDF", "PDF (1)") in desk.screen.tools.facets["material_type"].options()
    desk.screen.tools.facets["material_type"].choose("PPTX")
    desk.settle()
    assert desk.titles() == ["Unsur iklan dan slogan"]


def test_an_empty_catalogue_says_what_to_do_and_its_button_does_it(open_desk, store, small):
    desk = open_desk()
    assert "Belum ada materi" in words(desk)
    act = next(one for one in desk.screen.findChildren(QPushButton) if one.text().strip() == "Tambah materi")
    act.click()
    desk.settle()
    desk.type("Materi pertama")
    desk.press(Key.Key_Return)
    assert desk.titles() == ["Materi pertama"]
    assert not desk.screen.form.is_open()


def test_a_new_entry_needs_a_title_and_says_so_in_the_form(open_desk, entries):
    desk = open_desk()
    desk.press(Key.Key_N, Held.ControlModifier)
    desk.press(Key.Key_Return)
    assert desk.screen.form.wrong().startswith("Materi perlu judul")
    desk.type("Bola voli")
    desk.press(Key.Key_Tab)
    desk.type("PJOK")
    desk.press(Key.Key_Return)
    stored = desk.stored("Bola voli")
    assert (stored.cell("subject_name"), desk.screen.browse.entry.title.text()) == ("PJOK", "Bola voli")
    assert desk.titles()[0] == "Bola voli"


def test_ctrl_k_finds_a_material_by_any_of_its_words(open_desk, entries):
    from ui.screens.materials.finder import finder

    desk = open_desk()
    (hit,) = finder(desk.ctx)("botol")
    assert (hit.title, hit.detail, hit.where) == ("Tekanan zat cair", "IPA · Video", {"material": entries[0]})
    assert finder(desk.ctx)(" ") == []


# -- trash, twins, clashes


def test_the_trash_says_who_and_when_and_gives_back(open_desk, entries):
    desk = open_desk()
    desk.press(Key.Key_Delete, Held.ControlModifier)
    assert "Tekanan zat cair" not in desk.titles()
    assert desk.notes[-1][0] == "Tekanan zat cair: masuk tempat sampah"
    desk.screen.tools.pills.button("trash").click()
    desk.settle()
    assert desk.titles() == ["Tekanan zat cair"]
    entry = desk.screen.browse.entry
    assert entry.thrown.said().startswith("Di tempat sampah sejak hari ini")
    assert entry.thrown.said().endswith("dibuang oleh Anda.")
    assert field(desk, "material_theme").edit.isReadOnly()
    entry.restore.click()
    desk.settle()
    assert desk.materials.find().total == 4


def test_a_note_takes_the_trash_back(open_desk, entries):
    desk = open_desk()
    desk.press(Key.Key_Delete, Held.ControlModifier)
    desk.notes[-1][1]()
    desk.settle()
    assert "Tekanan zat cair" in desk.titles()


def test_duplicates_are_shown_with_what_they_are(open_desk, store, entries):
    pulled(
        store, {"material_title": "TEKANAN zat-cair", "subject_name": "ipa"}, {"material_title": "Tekanan zat cari", "subject_name": "IPA"}
    )
    desk = open_desk()
    menu = desk.screen.menus.of_all(QPoint(0, 0))
    next(action for action in menu.actions() if action.text() == "Cari yang ganda").trigger()
    menu.close()
    desk.settle()
    assert set(desk.titles()) == {"TEKANAN zat-cair", "Tekanan zat cair", "Tekanan zat cari"}
    said = [desk.screen.browse.list.rows.index(n).data() for n in range(3)]
    assert any(line.endswith("sama") for line in said)
    assert any(line.endswith("mirip") for line in said)


@pytest.mark.parametrize(("act", "stands"), [("Pakai nilai EMS", "saya"), ("Pakai nilai Sheet", "Sheet"), (None, "ketiga")])
def test_a_clash_shows_both_values_and_is_decided_in_place(open_desk, store, small, entries, act, stands):
    clashed(store, entries[0], "material_theme", "dulu", "saya", "Sheet", by=small.teacher.id)
    desk = open_desk()
    assert {"saya", "Sheet"} <= words(desk)
    if act:
        next(one for one in desk.screen.findChildren(QPushButton) if one.text() == act).click()
    else:
        focus(desk, "material_theme")
        desk.type("ketiga")
        desk.press(Key.Key_Return)
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_theme") == stands
    assert desk.materials.entry(entries[0]).clashes == frozenset()
    assert not desk.screen.browse.entry.clashes.isVisible()


# -- around it


def test_the_sheets_state_is_said_and_woken(open_desk, entries):
    from datetime import UTC, datetime

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
