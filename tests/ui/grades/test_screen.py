"""The screen around the grid: filters, order, find, quick entry, panels, what is closed, other people's changes, printing."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from ems_desktop.store import tables as t
from tests.bench.grid import sheet_of
from tests.ui.grades.desk import eventually
from ui.bus import Changed
from ui.screens.grades.board import Board
from ui.screens.grades.commands import COMMANDS
from ui.screens.grades.model import FIXED
from ui.screens.grades.overlay import Overlay
from ui.screens.grades.printing import FOOT, HEAD, HIGH, MARGIN, TITLE, School, pages_of, save_pdf

Key, Held = Qt.Key, Qt.KeyboardModifier


def names(desk) -> list[str]:
    board = desk.screen.presenter.sheet.now()
    return [board.pupil(row).name for row in range(board.size[0])]


def test_chips_count_and_filter_and_a_filled_row_stays_until_the_filter_is_chosen_again(desk):
    screen = desk.screen
    assert screen.tools.flags.button("conflict").text().strip() == "Konflik  1"
    screen.tools.flags.button("conflict").click()
    assert names(desk) == ["Eka Wahyu Nugroho"]
    screen.tools.flags.button("below").click()
    count = len(names(desk))
    assert 0 < count < 32
    screen.tools.flags.button("all").click()
    assert len(names(desk)) == 32


def test_the_head_over_the_names_switches_the_order(desk, qtbot):
    header = desk.screen.grid.names.header
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton)
    assert desk.screen.tools.order.current() == "name"
    assert names(desk) == sorted(names(desk))
    desk.screen.tools.order.button("number").click()
    assert names(desk)[8] == "Eka Wahyu Nugroho"


def test_names_and_marks_scroll_together_and_their_last_rows_meet(open_it):
    desk = open_it(size=(1366, 600))
    grid = desk.screen.grid
    desk.choose("F1", 1)
    desk.press(Key.Key_End, held=Held.ControlModifier)
    QApplication.processEvents()
    assert grid.names.verticalScrollBar().value() == grid.marks.verticalScrollBar().value() > 0
    assert grid.names.rowViewportPosition(31) == grid.marks.rowViewportPosition(31)
    assert grid.names.viewport().height() == grid.marks.viewport().height()


def test_find_goes_to_the_pupil_while_typing_and_enter_to_the_next(desk):
    desk.choose("LM 2", 1)
    desk.ctrl(Key.Key_F)
    desk.type("ahma")
    assert desk.screen.grid.chosen.at == desk.at("LM 2", 2)
    desk.press(Key.Key_Return)
    assert desk.screen.grid.chosen.at == desk.at("LM 2", 3)  # Rahmawati
    desk.press(Key.Key_Return, held=Held.ShiftModifier)
    assert desk.screen.grid.chosen.at == desk.at("LM 2", 2)
    desk.press(Key.Key_Escape)
    assert QApplication.focusWidget() is desk.screen.grid.marks


def test_quick_entry_by_number_needs_the_keyboard_alone(desk):
    desk.choose("LM 4", 1)
    desk.ctrl(Key.Key_E)
    desk.type("12 85")
    bar = desk.screen.quick_bar
    assert bar.said().startswith("Galih Satrio Wibowo")
    desk.press(Key.Key_Return)
    assert bar.said() == "12 Galih Satrio Wibowo: 85"
    assert bar.field.text() == ""
    desk.press(Key.Key_PageDown)
    desk.type("7 80")
    desk.press(Key.Key_Return)
    desk.settle()
    assert desk.stored("LM 4", 12).value == 85
    assert desk.stored("STS", 7).value == 80


def test_quick_entry_keeps_a_wrong_line_and_says_what_is_wrong(desk):
    desk.choose("LM 4", 1)
    desk.ctrl(Key.Key_E)
    desk.type("77 85")
    desk.press(Key.Key_Return)
    assert "77" in desk.screen.quick_bar.said()
    assert desk.screen.quick_bar.field.text() == "77 85"
    desk.screen.quick_bar.field.clear()
    desk.type("5 850")
    desk.press(Key.Key_Return)
    assert "EMS-1002" in desk.screen.quick_bar.said()


def test_another_class_opens_with_the_same_subject(desk):
    chooser = desk.screen.chooser
    refs = {ref.class_name: ref for ref in desk.grades.sheets()}
    chooser.klass.choose(refs["VIII C"].class_id)
    desk.settle()
    assert desk.screen.presenter.sheet.now().sheet.ref.id == desk.school.parallel
    assert chooser.subject.said() == "Bahasa Indonesia"
    assert desk.screen.place()["sheet"] == desk.school.parallel


def test_arriving_at_a_cell_from_elsewhere_puts_the_hand_on_it(desk):
    desk.screen.arrive(sheet=desk.school.sheet_id, assessment=desk.school.columns["STS"], pupil=desk.school.pupils[8])
    desk.settle()
    assert desk.screen.grid.chosen.at == desk.at("STS", 9)


def test_somebody_elses_change_arrives_without_moving_the_hand_or_closing_the_editor(desk):
    desk.choose("LM 4", 20)
    desk.type("8")
    with desk.store.applying() as session:
        where = (t.scores.c.assessment_id == desk.school.columns["F1"], t.scores.c.student_id == desk.school.pupils[0])
        session.execute(sa.update(t.scores).where(*where).values(value=51))
    desk.screen.ctx.bus.tell({"scores"}, {desk.school.sheet_id}, origin="pull")
    eventually(lambda: desk.cell("F1", 1).value == 51)
    assert desk.screen.grid.editor.text() == "8"
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 20)


def test_this_screens_edits_are_told_to_the_others_but_not_read_again(desk):
    heard: list[Changed] = []
    desk.screen.ctx.bus.changed.connect(heard.append)
    desk.choose("LM 4", 20)
    desk.type("85")
    desk.press(Key.Key_Return)
    eventually(lambda: bool(heard))
    assert [(sorted(changed.kinds), changed.origin) for changed in heard] == [(["scores"], "grades")]


def closed(desk) -> None:
    with desk.store.applying() as session:
        session.execute(sa.update(t.semesters).values(state="closed"))
    desk.screen.ctx.bus.tell({"semesters"}, origin="pull")
    eventually(lambda: desk.screen.presenter.sheet.now().sheet.closed)


def test_a_closed_semester_can_be_read_and_says_why_it_cannot_be_changed(desk):
    closed(desk)
    assert "ditutup" in desk.screen._reading_only.said()
    assert not desk.screen.primary().isEnabled()
    sets = desk.outbox()
    desk.choose("LM 4", 20)
    desk.type("8")
    assert "ditutup" in desk.reason
    desk.ctrl(Key.Key_V)
    desk.press(Key.Key_Delete)
    desk.ctrl(Key.Key_I)
    desk.settle()
    assert desk.outbox() == sets


def test_a_pupil_who_left_stays_at_the_place_and_is_said_to_have_left(desk):
    with desk.store.applying() as session:
        session.execute(sa.update(t.enrolments).where(t.enrolments.c.student_id == desk.school.pupils[2]).values(left_on=date(2026, 9, 1)))
    desk.screen.ctx.bus.tell({"enrolments"}, origin="pull")
    eventually(lambda: desk.screen.presenter.sheet.now().pupil(2).left_on is not None)
    assert names(desk)[2] == "Aisyah Nur Rahmawati"
    model = desk.screen.grid.model
    assert "keluar" in model.data(model.index(2, 1), Qt.ItemDataRole.AccessibleTextRole)


def test_what_could_not_be_saved_is_said_in_place_and_tried_again(desk):
    with desk.store._engine.begin() as connection:
        connection.exec_driver_sql("create trigger full before insert on scores begin select raise(abort, 'database or disk is full'); end")
    desk.choose("LM 4", 20)
    desk.type("85")
    desk.press(Key.Key_Return)
    desk.settle()
    banner = desk.screen._unsaved
    assert "1 nilai belum tersimpan" in banner.said()
    with desk.store._engine.begin() as connection:
        connection.exec_driver_sql("drop trigger full")
    banner.retry_asked.emit()
    desk.settle()
    assert banner.said() == ""
    assert desk.stored("LM 4", 20).value == 85


# -- the inspector, speech, printing ------------------------------------------------------------


def test_the_inspector_follows_the_cell_with_its_history(desk):
    desk.choose("LM 3", 6)
    desk.settle()
    inspector = desk.screen.side.inspector
    assert inspector._value.text() == "82,5"
    assert inspector._state._words.text() == "Tersimpan di sini, belum terkirim"
    assert [step.old.value for step in inspector.history.rows.rows] == [79, 74, None]
    assert inspector._restore.said == "Kembalikan ke 79"


def test_a_screen_reader_hears_the_cell_and_every_control_has_a_name(desk):
    model, at = desk.screen.grid.model, desk.at("LM 3", 6)
    said = model.data(model.index(at[0], FIXED + at[1]), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Citra Ayu Lestari, LM 3, 82,5, ada catatan, belum terkirim"
    desk.ctrl(Key.Key_F)
    desk.ctrl(Key.Key_E)
    desk.screen.primary().click()
    desk.settle()
    nameless = [
        w for w in desk.screen.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.accessibleName() and isinstance(w, QAbstractButton | QLineEdit)
        and not (isinstance(w, QAbstractButton) and w.text())
    ]  # fmt: skip
    assert nameless == []
    interface = QAccessible.queryAccessibleInterface(desk.screen.grid.marks)
    assert interface.text(QAccessible.Text.Name) == "Lembar nilai"


@pytest.mark.parametrize(
    ("pupils", "columns", "pages"), [(32, 10, 1), (38, 10, 1), (39, 10, 2), (80, 10, 3), (32, 30, 2), (0, 10, 1), (1, 10, 1)]
)
def test_a_class_fits_on_a_page_and_what_does_not_goes_on(pupils, columns, pages):
    board = Board(sheet_of(pupils, columns), Overlay())
    made = pages_of(board)
    assert len(made) == pages
    assert {row for page in made for row in page.rows} == set(range(pupils))
    assert all(len(page.rows) * page.row + (2 * page.row if page.last else 0) <= HIGH - 2 * MARGIN - TITLE - HEAD - FOOT for page in made)


def test_the_pages_of_a_sheet_hold_every_pupil_and_column_once(desk, tmp_path):
    board = desk.screen.presenter.sheet.now()
    pages = pages_of(board)
    cells = [(row, col) for page in pages for row in page.rows for col in page.columns]
    assert sorted(cells) == [(row, col) for row in range(32) for col in range(10)]
    assert sum(page.last for page in pages) == 1
    path = save_pdf(board, School("SMP Nusantara 2", "Kota Malang", "20200001"), tmp_path / "sheet.pdf")
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("scale", "size"), [(2.0, (1366, 768)), (1.25, (1366, 768))])
def test_a_large_font_keeps_pupils_and_columns_in_sight(open_it, scale, size):
    desk = open_it(scale=scale, size=size)
    grid = desk.screen.grid
    assert (desk.window.width(), desk.window.height()) == size
    assert grid.marks.viewport().height() // grid.marks.rowHeight(0) >= 5
    assert grid.marks.columnAt(grid.marks.viewport().width() - 1) - FIXED >= 3
    desk.choose("LM 4", 32)
    desk.type("85")
    desk.press(Key.Key_Return)
    desk.settle()
    assert desk.stored("LM 4", 32).value == 85


@pytest.mark.parametrize("flags", [("conflict",), ("below", "conflict", "all"), ("unsent", "blank", "all")])
def test_a_filter_takes_the_rows_out_of_the_views_too(desk, flags):
    grid = desk.screen.grid
    for flag in flags:
        desk.screen.tools.flags.button(flag).click()
        desk.settle()
        rows = desk.screen.presenter.sheet.now().size[0]
        assert [view.verticalHeader().count() for view in (grid.marks, grid.names)] == [rows, rows]
        assert not desk.window.grab().isNull()  # every row that is painted is there


def test_names_take_the_room_that_the_marks_leave_and_give_some_where_all_columns_then_fit(open_it):
    desk = open_it(size=(1920, 1080))
    names = desk.screen.grid.names
    with desk.store.applying() as session:
        session.execute(
            sa.text("update users set name = 'Raden Roro Siti Nurhaliza Kusumawardhani Putri Ayuningtyas' where id = :id"),
            {"id": desk.school.pupils[1]},
        )
    desk.screen.presenter.sheet.refresh()
    desk.settle()
    assert names.columnWidth(1) > 380
    assert desk.screen.grid.marks.horizontalScrollBar().maximum() == 0
    marks = desk.screen.grid.marks.horizontalHeader().length()
    desk.window.resize(desk.window.width() - desk.screen.grid.width() + marks + 40 + 190 + 12, 900)
    desk.settle()
    assert 176 <= names.columnWidth(1) < 208
    assert desk.screen.grid.marks.horizontalScrollBar().maximum() == 0
    desk.window.resize(desk.window.width() - 40, 900)
    desk.settle()
    assert names.columnWidth(1) == 208


def test_english_speaks_english_and_writes_a_point(open_it):
    desk = open_it(language="en")
    board = desk.screen.presenter.sheet.now()
    assert board.columns[-1].title == "Final grade"
    model, at = desk.screen.grid.model, desk.at("LM 3", 6)
    assert model.data(model.index(at[0], FIXED + at[1]), Qt.ItemDataRole.DisplayRole) == "82.5"
    desk.choose("LM 4", 20)
    desk.type("101")
    desk.press(Key.Key_Return)
    assert desk.reason.startswith("101 is more than 100")


def test_a_teacher_without_sheets_is_told_what_to_wait_for(open_it):
    desk = open_it()
    with desk.store.applying() as session:
        session.execute(sa.update(t.grade_sheets).values(deleted=True))
    desk.screen.chooser.set_refs(())
    desk.screen._start(None, ())
    assert desk.screen._stack.currentWidget() is desk.screen._empty


def test_another_language_keeps_the_place_and_what_was_typed_a_moment_ago(desk):
    from ui.preferences import Preferences

    desk.choose("LM 4", 20)
    desk.type("85")
    desk.press(Key.Key_Return)
    desk.window.prefer(Preferences("en"))
    eventually(lambda: desk.shell.current() is not None and desk.screen.tools.order.button("name").text() == "By name")
    desk.settle()
    assert desk.screen.presenter.sheet.now().columns[-1].title == "Final grade"
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 21)
    assert desk.stored("LM 4", 20).value == 85
    assert desk.screen.presenter.sheet.now().stage(*desk.at("LM 4", 20)) is None


def test_every_command_of_the_grid_can_be_carried_out_and_is_in_the_sheet_of_shortcuts(desk):
    assert set(desk.screen.hands._do) == {command.name for command in COMMANDS}
    shown = {shortcut.keys: shortcut.said for shortcut in desk.screen.shortcuts()}
    assert shown["Ctrl+M"] == "Nilai remedial"
    assert len(shown) == len(COMMANDS)
