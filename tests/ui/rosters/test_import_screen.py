"""The import on screen, driven by a dropped file and by keys."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.offices import DEMO, MESSY
from tests.ui.rosters.desk import Desk, texts
from ui.preferences import Preferences

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def test_a_dropped_list_is_previewed_and_applied_by_keys_and_one_key_takes_it_back(open_desk, empty):
    desk = open_desk(empty)
    screen = desk.screen
    assert screen.browse.first_focus() is None
    drop(screen, str(DEMO))
    desk.settle()
    importing = desk.importing
    assert importing.isVisible()
    assert empty.rosters.pupils() == ()
    desk.press(Key.Key_Return, importing.table)
    importing.foot.apply.click()
    desk.settle()
    assert len(empty.rosters.pupils()) == 283
    assert (importing.isVisible(), desk.notes[-1][0]) == (False, "Impor tersimpan: 283 baru, 0 berubah")
    desk.press(Key.Key_Z, screen.browse.page.table(), Ctrl)
    assert empty.rosters.pupils() == ()
    assert screen.browse.presenter.now.empty


def drop(screen: QWidget, path: str) -> None:
    """As the window system tells of a file that is let go over a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    at, left, none = QPoint(10, 10), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(screen, QDragEnterEvent(at, Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(screen, QDropEvent(at.toPointF(), Qt.DropAction.CopyAction, data, left, none))


def test_something_else_that_is_dropped_is_not_taken(open_desk, empty, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    desk = open_desk(empty)
    drop(desk.screen, str(tmp_path / "a.pdf"))
    desk.settle()
    assert not desk.importing.isVisible()


def test_a_list_of_an_old_excel_is_taken_to_be_told_what_to_do_with_it(open_desk, empty, tmp_path):
    (tmp_path / "daftar.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512))
    desk = open_desk(empty)
    drop(desk.screen, str(tmp_path / "daftar.xls"))
    desk.settle()
    said = " ".join(texts(desk.importing))
    assert "EMS-1203" in said
    assert "Excel 97–2003 (.xls)" in said


def test_a_refused_cell_is_mended_without_leaving_the_keyboard(qtbot, open_desk, empty):
    desk = open_desk(empty)
    importing = open_messy(desk, MESSY)
    assert importing.table.current_row().row == 11
    for _ in range(2):
        desk.press(Key.Key_Down, importing.table)
    desk.press(Key.Key_Return, importing.table)
    field = importing.side.fix
    assert field.edit.hasFocus()
    field.edit.selectAll()
    desk.type("abc")
    qtbot.waitUntil(lambda: bool(field.error()))
    assert "hanya" in field.error() or "digit" in field.error()
    field.edit.selectAll()
    desk.type("0131234567")
    qtbot.waitUntil(lambda: not field.error())
    desk.press(Key.Key_Return, field.edit)
    assert importing.presenter.now.preview.counts["refused"] == 5
    desk.press(Key.Key_Escape)
    assert importing.table.hasFocus()
    desk.press(Key.Key_Z, importing.table, Ctrl)
    assert importing.presenter.now.preview.counts["refused"] == 6, "the last answer is taken back, nothing else"
    desk.press(Key.Key_Escape, importing.table)
    assert not importing.isVisible()


def open_messy(desk: Desk, path):
    desk.screen.open_file(path)
    desk.settle()
    return desk.importing


def test_a_file_that_is_none_gives_its_reason_in_place(open_desk, empty, tmp_path):
    (tmp_path / "a.xlsx").write_text("<html>")
    desk = open_desk(empty)
    importing = open_messy(desk, tmp_path / "a.xlsx")
    assert "EMS-1203" in " ".join(texts(importing))
    desk.press(Key.Key_Space)
    assert not importing.isVisible()


def test_names_take_the_room_of_a_wide_window_and_keep_their_own_in_a_small_one(open_desk, empty):
    desk = open_desk(empty, size=(1920, 1080))
    table = open_messy(desk, MESSY).table
    name = next(n for n, column in enumerate(table.rows.columns) if column.key == "name")
    assert table.columnWidth(name) > 400
    desk.window.resize(1024, 700)
    desk.settle()
    assert table.columnWidth(name) == 168


def test_going_to_a_pupil_leaves_a_list_that_could_not_be_read(open_desk, office, tmp_path):
    (tmp_path / "a.xlsx").write_text("<html>")
    desk = open_desk(office)
    importing = open_messy(desk, tmp_path / "a.xlsx")
    someone = desk.screen.presenter.service.pupils()[40]
    desk.state.go("rosters", pupil=someone.id)
    desk.settle()
    assert not importing.isVisible()
    assert desk.screen.browse.card.name.text() == someone.name


def test_going_to_a_pupil_keeps_a_list_that_is_looked_at_and_says_what_to_do_first(open_desk, office):
    desk = open_desk(office)
    importing = open_messy(desk, MESSY)
    desk.state.go("rosters", pupil=desk.screen.presenter.service.pupils()[40].id)
    desk.settle()
    assert importing.isVisible()
    assert desk.notes[-1][0] == "Terapkan atau batalkan impor ini dulu."


def test_the_window_is_rebuilt_in_another_language_with_the_answers_kept(open_desk, empty):
    desk = open_desk(empty)
    importing = open_messy(desk, MESSY)
    importing.presenter.leave_out()
    desk.settle()
    desk.ctx.prefer(Preferences("en", "dark", 100))
    desk.settle()
    again = desk.importing
    assert again is not importing
    assert again.isVisible()
    assert again.presenter.now.preview.counts["skipped"] == 1
    assert again.foot.words()[0] == "59 rows will be saved: 59 new"


def test_refused_rows_are_saved_where_the_person_says(open_desk, empty, tmp_path):
    desk = open_desk(empty)
    importing = open_messy(desk, MESSY)
    assert importing.foot.refused.isVisible()
    importing.presenter.save_refused(tmp_path / "ditolak.xlsx")
    desk.settle()
    assert (tmp_path / "ditolak.xlsx").stat().st_size > 5_000
    assert desk.notes[-1][0] == "ditolak.xlsx tersimpan"
