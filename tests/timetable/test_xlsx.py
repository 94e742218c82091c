"""The timetable as a workbook, opened again: joined cells, true times, and text that stays text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ems_desktop import i18n
from ems_desktop.domain.errors import Outage
from ems_desktop.integrations.grids_out import Cell, GridPage, write_grids
from tests.timetable.books import small_book
from ui.screens.timetable.exporting import save_sheet_xlsx, save_xlsx


@pytest.fixture(autouse=True)
def indonesian():
    i18n.use("id")
    yield
    i18n.use("en")


def test_there_is_one_sheet_of_all_classes_and_one_for_each_class_and_teacher(tmp_path: Path):
    book = openpyxl.load_workbook(save_xlsx(small_book(), tmp_path / "jadwal.xlsx"))
    assert book.sheetnames == [
        "Semua kelas", "VII A", "VII B", "VIII A", "Hendra Gunawan, S.Pd.", "Sri Wahyuni, M.Pd.", "H. Fathoni", "Maria Sitompul, S.Th.",
    ]  # fmt: skip


def test_a_lesson_is_one_joined_cell_over_its_true_times(tmp_path: Path):
    made = small_book()
    sheet = openpyxl.load_workbook(save_sheet_xlsx(made, made.classes[0], tmp_path / "7a.xlsx")).worksheets[0]
    assert [sheet["A1"].value, sheet["A2"].value] == [
        "SMP Negeri 5 Malang",
        "Jadwal kelas VII A · Ganjil 2026/2027 · Jadwal Agustus",
    ]
    assert [cell.value for cell in sheet[3]] == ["Waktu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat"]
    (at,) = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Matematika")]
    assert at.value == "Matematika\nHendra Gunawan, S.Pd."
    (joined,) = [one for one in sheet.merged_cells.ranges if at.coordinate in one]
    times = [sheet.cell(row, 1).value for row in range(joined.min_row, joined.max_row + 1)]
    assert ([said for said in times if said], joined.min_col) == (["07.40–08.20", "08.20–09.00"], 2)
    assert "Upacara" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_day_with_times_of_its_own_says_them_in_its_cells(tmp_path: Path):
    made = small_book()
    sheet = openpyxl.load_workbook(save_sheet_xlsx(made, made.classes[0], tmp_path / "7a.xlsx")).worksheets[0]
    friday = [str(cell.value) for cell in sheet["F"] if cell.value]
    assert friday[1:] == ["PJOK\nHendra G., Sri W.\nLapangan\n07.00–07.35", "Istirahat\n08.45–09.05"]


def test_a_formula_in_a_name_is_a_text(tmp_path: Path):
    made = small_book()
    sheet = openpyxl.load_workbook(save_sheet_xlsx(made, made.classes[2], tmp_path / "8a.xlsx")).worksheets[0]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_break_of_all_classes_runs_across_the_page(tmp_path: Path):
    sheet = openpyxl.load_workbook(save_xlsx(small_book(), tmp_path / "jadwal.xlsx")).worksheets[0]
    (ceremony,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Upacara"]
    (joined,) = [one for one in sheet.merged_cells.ranges if ceremony.coordinate in one]
    assert (joined.min_col, joined.max_col) == (3, 5)


def test_names_of_sheets_are_what_excel_takes_and_each_once(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    wanted = ["VII/A:*?[1]", "VII A", "vii a", "", "'", "x" * 60, "x" * 61]
    write_grids(path, [GridPage(name, (), (10,), (20,), (Cell(0, 0, "1"),)) for name in wanted])
    names = openpyxl.load_workbook(path).sheetnames
    assert names == ["VII A    1", "VII A", "vii a (2)", "-", "- (2)", "x" * 31, "x" * 27 + " (2)"]


def test_a_workbook_that_is_open_elsewhere_is_said(tmp_path: Path):
    (tmp_path / "jadwal.xlsx").mkdir()
    with pytest.raises(Outage) as caught:
        save_xlsx(small_book(), tmp_path / "jadwal.xlsx")
    assert (caught.value.code, [one.name for one in tmp_path.iterdir()]) == (1240, ["jadwal.xlsx"])
