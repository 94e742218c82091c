"""The sheet as a file of Excel: what people do to it there, and what is taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication, QMenu

from ems_desktop.store import tables as t

NAMES, FIRST = 3, 6  # Excel's column of the names, the row of the first pupil


@pytest.fixture
def saved(desk, tmp_path: Path) -> Path:
    path = tmp_path / "Bahasa Indonesia VIII B.xlsx"
    dialog = desk.screen.books.ask_save()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    desk.settle()
    return path


def cell(sheet: Any, title: str, number: int) -> Any:
    x = next(x for x in range(1, sheet.max_column + 1) if sheet.cell(FIRST - 1, x).value == title)
    y = next(y for y in range(FIRST, sheet.max_row + 1) if sheet.cell(y, NAMES - 1).value == number)
    return sheet.cell(y, x)


def write(path: Path, **cells: object) -> None:
    """`LM4_3=80`: into the column LM 4, beside the pupil with number 3."""
    book = openpyxl.load_workbook(path)
    for key, value in cells.items():
        title, number = key.split("_")
        cell(book.active, title.replace("LM", "LM "), int(number)).value = value
    book.save(path)


def look(desk, path: Path) -> Any:
    dialog = desk.screen.books.ask_read()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    desk.settle()
    return desk.screen.books.dialog


def shown(dialog: Any) -> list[tuple[str, str, str, str, str]]:
    return [(one.outcome, one.pupil, one.column, one.old, one.new) for one in dialog.table.rows.rows]


def why(dialog: Any) -> list[str]:
    return [one.why for one in dialog.table.rows.rows]


def test_the_file_shows_the_marks_and_hides_its_keys(desk, saved):
    sheet: Any = openpyxl.load_workbook(saved).active
    assert (sheet.row_dimensions[1].hidden, sheet.column_dimensions["A"].hidden, sheet.freeze_panes) == (True, True, "D6")
    assert sheet["B2"].value.startswith("Bahasa Indonesia VIII B")
    assert [sheet.cell(FIRST - 1, x).value for x in range(2, 6)] == ["No.", "Nama", "F1", "F2"]
    assert cell(sheet, "LM 4", 6).value == 91.5
    assert cell(sheet, "LM 2", 12).value == "Belum"
    assert sheet.max_row == FIRST + 31


def test_who_left_is_not_in_the_file(desk, tmp_path):
    with desk.store.applying() as session:
        session.execute(sa.update(t.enrolments).where(t.enrolments.c.student_id == desk.school.pupils[2]).values(left_on=date(2026, 9, 1)))
    sheet: Any = openpyxl.load_workbook(desk.grades.write_book(desk.school.sheet_id, tmp_path / "sheet.xlsx")).active
    assert [sheet.cell(y, NAMES - 1).value for y in range(FIRST, sheet.max_row + 1)] == [1, 2, *range(4, 33)]


def test_old_and_new_are_seen_and_only_then_taken_in_as_one_step(desk, saved):
    write(saved, LM4_5=89, LM4_20=77.5, LM4_21="Izin")
    sets = len(desk.outbox())
    dialog = look(desk, saved)
    fifth, twentieth, next_one = (desk.screen.presenter.sheet.now().pupil(row).name for row in (4, 19, 20))
    assert shown(dialog) == [
        ("changed", fifth, "LM 4", "88", "89"), ("new", twentieth, "LM 4", "", "77,5"), ("new", next_one, "LM 4", "", "Izin"),
    ]  # fmt: skip
    assert (desk.stored("LM 4", 5).value, len(desk.outbox())) == (88, sets)
    assert dialog.apply.text().strip() == "Ambil 3 nilai"
    dialog.apply.click()
    desk.settle()
    assert [desk.stored("LM 4", n).value for n in (5, 20)] == [89, Decimal("77.5")]
    assert desk.stored("LM 4", 21).state == "excused"
    assert desk.outbox()[sets:] == [f"3 nilai dari {saved.name}"]
    assert desk.screen.report_bar.summary().startswith("3 nilai masuk. ")
    desk.screen.presenter.undo()
    desk.settle()
    assert desk.stored("LM 4", 5).value == 88


def test_what_is_no_mark_is_refused_with_its_reason_and_the_rest_goes_in(desk, saved):
    write(saved, LM4_20="delapan", LM4_22=101, LM4_23=date(2026, 5, 8), LM4_24=82.3333, LM4_25=70)
    dialog = look(desk, saved)
    dialog.filters.button("refused").click()
    assert [code for said in why(dialog) for code in ("1001", "1002", "1008", "1033") if f"EMS-{code}" in said] == [
        "1001",
        "1002",
        "1033",
        "1008",
    ]
    assert "8,5" in why(dialog)[2]
    dialog.apply.click()
    desk.settle()
    assert [desk.stored("LM 4", n).value for n in (20, 22, 23, 24, 25)] == [None, None, None, None, 70]


def test_an_empty_cell_leaves_the_mark_as_it_is(desk, saved):
    write(saved, LM4_5=None)
    dialog = look(desk, saved)
    assert shown(dialog) == []
    assert not dialog.apply.isEnabled()
    assert desk.stored("LM 4", 5).value == 88


def test_columns_may_move_and_rows_be_sorted_with_their_keys(desk, saved):
    book = openpyxl.load_workbook(saved)
    sheet = book.active
    assert sheet is not None
    rows = [[sheet.cell(y, x).value for x in range(1, sheet.max_column + 1)] for y in range(1, sheet.max_row + 1)]
    head, pupils = rows[: FIRST - 1], sorted(rows[FIRST - 1 :], key=lambda row: str(row[NAMES - 1]), reverse=True)
    turned = [[*row[:NAMES], *reversed(row[NAMES:])] for row in [*head, *pupils]]
    for y, row in enumerate(turned, 1):
        for x, value in enumerate(row, 1):
            sheet.cell(y, x).value = value
    book.save(saved)
    write(saved, LM4_5=90)
    assert [line[3:] for line in shown(look(desk, saved))] == [("88", "90")]


def test_it_may_be_saved_as_csv(desk, saved):
    write(saved, LM4_5=89.5)
    sheet: Any = openpyxl.load_workbook(saved).active
    lines = [
        ";".join(str(value).replace(".", ",") if isinstance(value, float) else str(value or "") for value in row) for row in sheet.values
    ]
    csv = saved.with_suffix(".csv")
    csv.write_text("\n".join(line.rstrip(";") for line in lines), encoding="utf-8-sig")  # ragged, as some programs write it
    assert [line[3:] for line in shown(look(desk, csv))] == [("88", "89,5")]


def test_rows_sorted_without_their_keys_are_refused_instead_of_given_to_others(desk, saved):
    book = openpyxl.load_workbook(saved)
    sheet = book.active
    assert sheet is not None
    for x in range(2, sheet.max_column + 1):
        one, other = sheet.cell(FIRST, x), sheet.cell(FIRST + 1, x)
        one.value, other.value = other.value, one.value
    book.save(saved)
    dialog = look(desk, saved)
    assert [line[:3] for line in shown(dialog)] == [("refused", "", "")] * 2
    assert all("EMS-1034" in said for said in why(dialog))
    assert not dialog.apply.isEnabled()


def test_added_rows_and_columns_and_a_pupil_twice_are_named(desk, saved):
    book = openpyxl.load_workbook(saved)
    sheet = book.active
    assert sheet is not None
    end, right = sheet.max_row + 1, sheet.max_column + 1
    sheet.cell(end, NAMES).value = "Siswa Baru"
    for x in range(1, sheet.max_column + 1):
        sheet.cell(end + 1, x).value = sheet.cell(FIRST, x).value
    sheet.cell(FIRST - 1, right).value = "Rata-rata"
    sheet.cell(FIRST, right).value = 80
    book.save(saved)
    said = why(look(desk, saved))
    assert [code for one in said for code in ("1035", "1036", "1038") if f"EMS-{code}" in one] == ["1036", "1035", "1038"]
    assert "Rata-rata" in said[0]
    assert "Siswa Baru" in said[1]


def test_a_file_of_another_sheet_or_of_anything_else_is_refused_and_nothing_changes(desk, saved, tmp_path):
    other = desk.grades.write_book(desk.school.parallel, tmp_path / "other.xlsx")
    foreign = tmp_path / "foreign.xlsx"
    book: Any = openpyxl.Workbook()
    book.active["A1"] = "Nama"
    book.save(foreign)
    sets, warned = len(desk.outbox()), []
    desk.say.warned.connect(lambda _words, code: warned.append(code))
    for path in (other, foreign, tmp_path / "missing.xlsx"):
        look(desk, path)
    assert warned == ["EMS-1032", "EMS-1031", "EMS-1200"]
    assert desk.screen.books.dialog is None
    assert len(desk.outbox()) == sets


def test_a_column_that_is_gone_is_counted_and_a_locked_one_keeps_its_marks(desk, saved):
    desk.grades.remove_assessment(desk.school.sheet_id, desk.school.columns["F2"])
    locked = next(one for one in desk.grades.sheet(desk.school.sheet_id).assessments if one.title == "LM 1")
    desk.grades.change_assessment(desk.school.sheet_id, replace(locked, locked=True))
    write(saved, LM1_5=1)
    desk.screen.presenter.sheet.refresh()
    desk.settle()
    said = why(look(desk, saved))
    assert ["EMS-1037" in said[0], "EMS-1020" in said[-1]] == [True, True]


def test_the_menu_offers_both(desk):
    desk.screen._print()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][2:] == ["Simpan sebagai Excel …", "Baca dari Excel …"]
    menu.close()
