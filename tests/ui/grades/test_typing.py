"""Typing into the grid, key by key, as in Excel."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ems_desktop.services.grade_views import Cell

Key, Held = Qt.Key, Qt.KeyboardModifier


def test_a_typed_mark_replaces_shows_at_once_and_is_saved_behind(desk):
    desk.choose("LM 4", 10)
    desk.type("88,5")
    desk.press(Key.Key_Return)
    assert desk.cell("LM 4", 10).value == Decimal("88.5")
    board, at = desk.screen.presenter.sheet.now(), desk.at("LM 4", 10)
    assert board.stage(*at) == "typed"  # not called saved before the commit
    desk.settle()
    assert board.stage(*at) in {"saved", None}
    assert desk.stored("LM 4", 10) == Cell(Decimal("88.5"), mark="unsent")
    assert desk.outbox()[-1] == "LM 4, Fadhil Akbar Maulana: 88,5"


def test_enter_goes_down_tab_right_shift_reverses_and_enter_returns_below_where_tab_began(desk):
    desk.choose("F1", 1)
    for text, key, held in (("81", Key.Key_Tab, None), ("82", Key.Key_Tab, None), ("83", Key.Key_Return, None)):
        desk.type(text)
        desk.press(key, held=held or Held.NoModifier)
    assert desk.screen.grid.chosen.at == desk.at("F1", 2)
    desk.press(Key.Key_Return, held=Held.ShiftModifier)
    assert desk.screen.grid.chosen.at == desk.at("F1", 1)
    desk.settle()
    assert [desk.stored(title, 1).value for title in ("F1", "F2", "F3")] == [81, 82, 83]


def test_enter_and_tab_go_round_in_a_selected_block(desk):
    desk.choose("F1", 1, ("F2", 2))
    seen = []
    for _ in range(5):
        seen.append(desk.screen.grid.chosen.at)
        desk.press(Key.Key_Return)
    assert seen == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 0)]
    assert desk.screen.grid.chosen.block == (0, 0, 1, 1)


def test_f2_edits_what_stands_there_and_arrows_move_in_the_text(desk):
    desk.choose("LM 2", 2)
    before = desk.cell("LM 2", 2).value
    desk.press(Key.Key_F2)
    editor = desk.screen.grid.editor
    assert editor.text() == f"{before}".replace(".", ",")
    desk.press(Key.Key_Left, Key.Key_Left)
    assert editor.at is not None
    desk.press(Key.Key_Escape)
    assert editor.at is None
    assert desk.cell("LM 2", 2).value == before


def test_while_typing_replaces_an_arrow_finishes_the_cell(desk):
    desk.choose("LM 4", 12)
    desk.type("77")
    desk.press(Key.Key_Right)
    desk.settle()
    assert desk.stored("LM 4", 12).value == 77
    assert desk.screen.grid.chosen.at == desk.at("STS", 12)


@pytest.mark.parametrize("text", ["x", "101", "-1", "=1+1", "85%", "1.000", "8,5,1", "😀"])
def test_what_is_not_valid_stays_in_the_cell_with_its_reason_and_the_focus(desk, text):
    desk.choose("LM 4", 20)
    before, sets = desk.cell("LM 4", 20), desk.outbox()
    desk.press(Key.Key_F2)
    desk.screen.grid.editor.setText(text)
    desk.press(Key.Key_Return)
    editor = desk.screen.grid.editor
    assert desk.reason
    assert (editor.text(), editor.at) == (text, desk.at("LM 4", 20))
    assert QApplication.focusWidget() is editor
    assert desk.cell("LM 4", 20) == before
    desk.settle()
    assert desk.outbox() == sets


def test_the_reason_goes_when_the_person_types_on_and_the_mended_text_is_taken(desk):
    desk.choose("LM 4", 20)
    desk.type("850")
    desk.press(Key.Key_Return)
    assert "850" in desk.reason
    desk.press(Key.Key_Backspace)
    assert desk.reason == ""
    desk.press(Key.Key_Return)
    desk.settle()
    assert desk.stored("LM 4", 20).value == 85


def test_a_text_that_is_not_valid_is_not_taken_away_by_a_click_elsewhere(desk, qtbot):
    desk.choose("LM 4", 20)
    desk.type("abc")
    marks = desk.screen.grid.marks
    from ui.widgets.grid.moves import Block

    where = marks.rect_of(Block(0, 0, 0, 0)).center()
    qtbot.mouseClick(marks.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.screen.grid.editor.text() == "abc"
    assert desk.screen.grid.editor.at == desk.at("LM 4", 20)
    assert desk.reason


def test_the_same_value_again_changes_nothing(desk):
    sets = desk.outbox()
    desk.choose("F1", 1)
    desk.type(str(desk.cell("F1", 1).value))
    desk.press(Key.Key_Return)
    desk.settle()
    assert desk.outbox() == sets


def test_states_may_be_typed_as_words(desk):
    desk.choose("LM 4", 21)
    desk.type("izin")
    desk.press(Key.Key_Return)
    desk.type("Belum")
    desk.press(Key.Key_Return)
    desk.settle()
    assert (desk.stored("LM 4", 21).state, desk.stored("LM 4", 22).state) == ("excused", "missing")


def test_delete_clears_a_block_as_one_step_and_keeps_the_notes(desk):
    desk.choose("LM 3", 5, ("LM 4", 6))
    desk.press(Key.Key_Delete)
    desk.settle()
    assert desk.stored("LM 3", 6) == Cell(note=desk.cell("LM 3", 6).note, mark="unsent")
    assert desk.stored("LM 3", 6).note
    desk.ctrl(Key.Key_Z)
    desk.settle()
    assert desk.stored("LM 3", 6).value == Decimal("82.5")
    assert desk.stored("LM 4", 5).value == 88


def test_undo_and_redo_walk_many_steps_and_bring_the_hand_along(desk):
    desk.choose("LM 4", 10)
    for value in ("70", "71", "72"):
        desk.type(value)
        desk.press(Key.Key_Return)
    desk.settle()
    for _ in range(3):
        desk.ctrl(Key.Key_Z)
        desk.settle()
    assert [desk.stored("LM 4", n).value for n in (10, 11, 12)] == [None, None, None]
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 10)
    desk.ctrl(Key.Key_Y)
    desk.settle()
    assert desk.cell("LM 4", 10).value == 70
    desk.press(Key.Key_Z, held=Held.ControlModifier | Held.ShiftModifier)
    desk.settle()
    assert desk.cell("LM 4", 11).value == 71


def test_a_locked_column_says_why_it_cannot_be_typed_in(desk):
    desk.choose("LM 1", 3)
    desk.type("9")
    assert "LM 1" in desk.reason
    assert desk.screen.grid.editor.at is None


def test_the_final_grade_says_that_it_is_calculated(desk):
    desk.choose("Nilai akhir", 3)
    desk.type("9")
    assert desk.reason
    assert desk.screen.grid.editor.at is None


def test_a_remedial_mark_keeps_the_first_beside_it(desk):
    desk.choose("LM 3", 17)
    desk.ctrl(Key.Key_M)
    desk.type("76")
    desk.press(Key.Key_Return)
    desk.settle()
    cell = desk.stored("LM 3", 17)
    assert (cell.value, cell.first_value) == (76, 61)


def test_a_remedial_mark_needs_a_first_one(desk):
    desk.choose("LM 4", 25)
    desk.ctrl(Key.Key_M)
    assert desk.reason
    assert desk.screen.grid.editor.at is None


def test_excused_and_missing_toggle_for_a_block(desk):
    desk.choose("LM 4", 20, ("LM 4", 22))
    desk.ctrl(Key.Key_I)
    desk.settle()
    assert {desk.stored("LM 4", n).state for n in (20, 21, 22)} == {"excused"}
    desk.ctrl(Key.Key_I)
    desk.settle()
    assert {desk.stored("LM 4", n).state for n in (20, 21, 22)} == {None}
    desk.ctrl(Key.Key_B)
    desk.settle()
    assert {desk.stored("LM 4", n).state for n in (20, 21, 22)} == {"missing"}


def test_a_note_is_written_beside_the_cell_and_kept_with_ctrl_enter(desk):
    desk.choose("LM 4", 20)
    desk.press(Key.Key_F2, held=Held.ShiftModifier)
    desk.type("Menyusul Senin")
    desk.ctrl(Key.Key_Return)
    desk.settle()
    assert desk.stored("LM 4", 20).note == "Menyusul Senin"
    assert QApplication.focusWidget() is desk.screen.grid.marks


def test_alt_enter_begins_a_line_in_a_note(desk):
    desk.choose("LM 4", 20)
    desk.press(Key.Key_F2, held=Held.ShiftModifier)
    desk.type("Menyusul")
    desk.press(Key.Key_Return, held=Held.AltModifier)
    desk.type("Senin")
    desk.ctrl(Key.Key_Return)
    desk.settle()
    assert desk.stored("LM 4", 20).note == "Menyusul\nSenin"


def test_a_block_pasted_into_an_open_cell_is_refused_in_one_line(desk):
    desk.choose("LM 4", 20)
    desk.type("8")
    QApplication.clipboard().setText("70\t80\n90\t91")
    desk.ctrl(Key.Key_V)
    desk.press(Key.Key_Return)
    assert desk.reason.startswith("“870 80 90 91” bukan angka.")


def test_escape_leaves_a_note_as_it_was(desk):
    desk.choose("LM 3", 6)
    before = desk.cell("LM 3", 6).note
    desk.press(Key.Key_F2, held=Held.ShiftModifier)
    desk.type("anders")
    desk.press(Key.Key_Escape)
    desk.settle()
    assert desk.stored("LM 3", 6).note == before


def test_the_value_before_comes_back(desk):
    desk.choose("LM 3", 6)
    desk.press(Key.Key_Z, held=Held.ControlModifier | Held.AltModifier)
    desk.settle()
    assert desk.stored("LM 3", 6).value == 79


def test_moving_keys_lead_where_excel_leads(desk):
    grid = desk.screen.grid
    last = (31, len(desk.screen.presenter.sheet.now().columns) - 1)
    desk.choose("F1", 1)
    for key, held, to in (
        (Key.Key_End, Held.NoModifier, (0, last[1])), (Key.Key_Home, Held.NoModifier, (0, 0)), (Key.Key_End, Held.ControlModifier, last),
        (Key.Key_Home, Held.ControlModifier, (0, 0)),
    ):  # fmt: skip
        desk.press(key, held=held)
        assert grid.chosen.at == to, key
    desk.press(Key.Key_Right, held=Held.ShiftModifier)
    desk.press(Key.Key_Down, held=Held.ShiftModifier)
    assert grid.chosen.block == (0, 0, 1, 1)
    assert grid.chosen.at == (0, 0)
    desk.choose("LM 4", 1)
    desk.ctrl(Key.Key_Down)
    assert grid.chosen.at == desk.at("LM 4", 6)  # the last one filled
    desk.ctrl(Key.Key_Down)
    assert grid.chosen.at == desk.at("LM 4", 32)  # over the gap to the edge
    desk.ctrl(Key.Key_A)
    assert grid.chosen.block == (0, 0, 31, last[1] - 1)


def test_a_key_that_the_editor_has_no_use_for_goes_on_and_the_text_stays(desk):
    desk.choose("LM 4", 10)
    desk.type("8")
    desk.press(Qt.Key.Key_F5)
    desk.press(Qt.Key.Key_Shift)
    assert desk.screen.grid.editor.text() == "8"
    assert desk.screen.grid.editor.at == desk.at("LM 4", 10)


def test_keys_that_still_come_to_the_grid_go_into_the_open_editor(desk):
    desk.choose("LM 4", 10)
    QTest.keyClicks(desk.screen.grid.marks, "77")
    QTest.keyClick(desk.screen.grid.marks, Qt.Key.Key_Return)
    desk.settle()
    assert desk.stored("LM 4", 10).value == 77
