"""Blocks: copied, pasted, filled, refused in part."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

Key, Held = Qt.Key, Qt.KeyboardModifier


def paste(desk, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    desk.ctrl(Key.Key_V)
    desk.settle()


def values(desk, title: str, *numbers: int) -> list[Decimal | None]:
    return [desk.stored(title, n).value for n in numbers]


def test_a_pasted_block_with_one_bad_value_goes_in_as_one_step_and_names_the_bad_one(desk):
    sets = len(desk.outbox())
    desk.choose("LM 4", 10)
    paste(desk, "70,5\t80\r\n71\tdelapan\r\n72.5\t82\r\n")
    assert values(desk, "LM 4", 10, 11, 12) == [Decimal("70.5"), 71, Decimal("72.5")]
    assert values(desk, "STS", 10, 12) == [80, 82]
    assert desk.outbox()[sets:] == ["5 nilai ditempel"]
    report = desk.screen.report_bar
    assert report.summary() == "5 nilai masuk. 1 sel ditolak."
    (line,) = report.lines.rows.rows
    assert (line.name, line.text) == ("STS, Farah Khairunnisa", "delapan")
    assert "EMS-1001" in line.why
    assert desk.screen.grid.chosen.block == (9, 6, 11, 7)
    assert QApplication.focusWidget() is desk.screen.grid.marks  # the report takes nothing away


@pytest.mark.parametrize("titles", ["LM 4\tSTS", "lm 4\t", "Nilai\tUlangan Harian"])
def test_a_row_of_titles_on_top_of_a_pasted_block_stays_out_and_moves_nobodys_mark(desk, titles):
    desk.choose("LM 4", 10)
    paste(desk, f"{titles}\n70\t80\n71\t81\n")
    assert values(desk, "LM 4", 10, 11) == [70, 71]
    assert values(desk, "STS", 10, 11) == [80, 81]
    assert desk.screen.report_bar.summary() == "4 nilai masuk. Baris judul tidak ikut ditempel."
    assert desk.screen.grid.chosen.block == (9, 6, 10, 7)


@pytest.mark.parametrize("first", ["delapan", "LM 4\t80", "LM 4\t101"])
def test_a_bad_mark_in_the_first_row_is_no_row_of_titles(desk, first):
    desk.choose("LM 4", 10)
    paste(desk, f"{first}\n71\t81\n")
    assert values(desk, "LM 4", 11) == [71]
    assert "ditolak" in desk.screen.report_bar.summary()


def test_the_refused_cells_can_be_walked_from_the_grid(desk):
    desk.choose("LM 4", 20)
    paste(desk, "a\n75\n101\n")
    desk.press(Key.Key_F8)
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 20)
    desk.press(Key.Key_F8)
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 22)
    desk.press(Key.Key_F8, held=Held.ShiftModifier)
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 20)


def test_one_pasted_value_fills_the_selection(desk):
    desk.choose("LM 4", 20, ("LM 4", 24))
    paste(desk, "77\n")
    assert values(desk, "LM 4", 20, 22, 24) == [77, 77, 77]


def test_what_has_no_place_is_said(desk):
    desk.choose("STS", 31)
    paste(desk, "80\t81\t82\t83\r\n84\t85\r\n86\r\n87\r\n")
    assert values(desk, "STS", 31, 32) == [80, 84]
    assert values(desk, "SAS", 31, 32) == [81, 85]
    summary = desk.screen.report_bar.summary()
    assert "2 baris tidak muat" in summary
    assert "1 kolom tidak muat" in summary
    assert "1 sel ditolak" in summary  # the final grade is calculated


def test_a_locked_column_refuses_its_cells_of_a_block_and_takes_no_others_along(desk):
    before = desk.stored("LM 1", 1)
    desk.choose("LM 1", 1)
    paste(desk, "60\t61\n")
    assert desk.stored("LM 1", 1) == before
    assert values(desk, "LM 2", 1) == [61]
    assert "LM 1" in desk.screen.report_bar.lines.rows.rows[0].why


def test_copying_and_pasting_a_block_gives_the_same_cells(desk):
    desk.choose("LM 2", 10, ("LM 3", 14))
    desk.ctrl(Key.Key_C)
    text = QGuiApplication.clipboard().text()
    assert text.split("\n")[2] == "Belum\t81,5"
    desk.choose("LM 3", 20)
    paste(desk, text)
    assert [desk.stored("LM 3", 20 + n).value for n in range(5)] == [desk.stored("LM 2", 10 + n).value for n in range(5)]
    assert desk.stored("LM 3", 22).state == "missing"


def test_cutting_takes_the_marks_along(desk):
    before = desk.stored("LM 2", 1).value
    desk.choose("LM 2", 1)
    desk.ctrl(Key.Key_X)
    desk.settle()
    assert desk.stored("LM 2", 1).value is None
    assert QGuiApplication.clipboard().text() == f"{before}".replace(".", ",")


def test_an_empty_clipboard_says_what_to_do(desk):
    QGuiApplication.clipboard().clear()
    desk.choose("LM 4", 10)
    desk.ctrl(Key.Key_V)
    assert desk.reason


@pytest.mark.parametrize(
    ("key", "to", "cells"), [(Key.Key_D, ("LM 4", 24), [("LM 4", 21), ("LM 4", 24)]), (Key.Key_R, ("SAS", 20), [("STS", 20), ("SAS", 20)])]
)
def test_fill_down_and_right_repeat_the_first(desk, key, to, cells):
    desk.choose("LM 4", 20)
    desk.type("66")
    desk.press(Key.Key_Return)
    desk.choose("LM 4", 20, to)
    desk.ctrl(key)
    desk.settle()
    assert [desk.stored(*cell).value for cell in cells] == [66, 66]


def test_the_fill_handle_repeats_the_block_over_where_it_is_dragged(desk):
    desk.choose("LM 4", 5, ("LM 4", 6))
    marks = desk.screen.grid.marks
    corner = marks.rect_of(marks.chosen.block).bottomRight()
    to = corner + QPoint(-10, 3 * marks.rowHeight(0))
    viewport = marks.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(viewport, to)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=to)
    desk.settle()
    assert values(desk, "LM 4", 7, 8, 9) == [88, Decimal("91.5"), 88]


def test_dragging_and_shift_press_select_a_block_and_a_press_on_a_head_or_a_name_selects_the_line(desk):
    grid = desk.screen.grid
    viewport = grid.marks.viewport()
    centre = lambda row, col: QPoint(grid.marks.columnViewportPosition(2 + col) + 10, grid.marks.rowViewportPosition(row) + 10)  # noqa: E731
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=centre(2, 1))
    QTest.mouseMove(viewport, centre(5, 3))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=centre(5, 3))
    assert grid.chosen.block == (2, 1, 5, 3)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Held.ShiftModifier, centre(3, 2))
    assert grid.chosen.block == (2, 1, 3, 2)
    QTest.mouseClick(grid.names.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, grid.names.rowViewportPosition(4) + 5))
    assert grid.chosen.block == (4, 0, 4, 8)
    header = grid.marks.header
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionViewportPosition(2 + 4) + 9, 40))
    assert grid.chosen.block == (0, 4, 31, 4)


def test_the_selection_is_added_up(desk):
    desk.choose("LM 4", 4, ("LM 4", 8))
    desk.settle()
    said = desk.screen.selection.facts.accessibleName()
    assert said == "5 × 1, Angka 3, Jumlah 251,5, Rata-rata 83,8, Terendah 72, Tertinggi 91,5, Kosong 2"
