"""Columns are found by their names, wherever the header stands and in whatever order they come."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.rosters.cells import text_of
from ems_desktop.domain.rosters.reading import read_roster
from ems_desktop.integrations.dapodik import open_dapodik, recognise
from ems_desktop.integrations.workbooks import Table, column_letters, open_table
from tests.rosters.books import CLEAN, HEADER, ON, PUPIL, write_xlsx

ROW = [PUPIL[name] for name in HEADER]


def refused(*rows: tuple[object, ...]) -> Mistake:
    with pytest.raises(Mistake) as caught:
        recognise(Table("daftar.xlsx", "S", rows))  # type: ignore[arg-type]
    return caught.value


def test_a_list_of_one_header_row_is_read_like_the_official_one(tmp_path):
    file = open_dapodik(write_xlsx(tmp_path / "a.xlsx", [HEADER, ROW]))
    (row,) = read_roster(file.raw, ON).rows
    assert row.row == 2
    assert row.pupil is not None
    assert row.pupil.mother_name == "Sri Wahyuni"
    assert "HP" in file.mapping.absent


def test_other_names_case_dots_and_spaces_do_not_matter():
    header = ("no.", " NAMA SISWA ", "L/P", "N I S N", "Tgl. Lahir", "Kelas", "Nama Ibu")
    fields = [column.field for column in recognise(Table("a", "S", (header,))).columns]
    assert fields == ["No", "Nama", "JK", "NISN", "Tanggal Lahir", "Rombel Saat Ini", "Data Ibu.Nama"]


def test_the_official_name_wins_over_another_name_for_the_same_thing():
    header = (*HEADER, "Kelas", "NIS", "Nomor Induk")
    fields = [column.field for column in recognise(Table("a", "S", (header,))).columns]
    assert fields[-3:] == ["Kelas (J)", "NIPD", "Nomor Induk (L)"]


def test_columns_in_any_order_give_the_same_pupils(tmp_path):
    rows = [list(row) for row in open_table(CLEAN).rows[:40]]
    width = max(map(len, rows))
    groups = [(24, 30), (30, 36), (36, 42)]
    blocks = [[i] for i in range(width) if not any(a <= i < b for a, b in groups)] + [list(range(a, b)) for a, b in groups]
    random.Random(7).shuffle(blocks)
    order = [i for block in blocks for i in block]
    shuffled = write_xlsx(tmp_path / "b.xlsx", [*rows[:4], *([row[i] for i in order] for row in rows[4:])])
    expected = read_roster(open_dapodik(CLEAN).raw, ON).rows[:34]
    assert [row.pupil for row in read_roster(open_dapodik(shuffled).raw, ON).rows] == [row.pupil for row in expected]


def test_an_unknown_column_is_kept_and_a_repeated_one_too():
    header = (*HEADER, "Hobi", "Hobi")
    columns = recognise(Table("a", "S", (header,))).columns
    assert [(column.header, column.field, column.known) for column in columns[-2:]] == [
        ("Hobi", "Hobi", False),
        ("Hobi", "Hobi (K)", False),
    ]


def test_a_missing_column_is_named_with_what_was_found_instead():
    error = refused(("No", "Nama", "JK", "Nomor Siswa", "Tanggal Lahir", "Ruang"))
    assert (error.code, error.params["missing"], error.params["found"]) == (1221, "NISN, Rombel Saat Ini", "Nomor Siswa, Ruang")


def test_a_column_that_stands_twice_is_not_chosen_between():
    error = refused((*HEADER, "NISN"))
    assert (error.code, error.params["column"], error.params["places"]) == (1222, "NISN", "D, J")


@pytest.mark.parametrize("rows", [(), ((None,),), (("a", "b"), (1.0, 2.0)), ((),) * 20 + (HEADER,)])
def test_a_sheet_without_a_header_is_refused(rows):
    assert refused(*rows).code == 1220


def test_a_header_on_the_twentieth_row_is_found():
    assert recognise(Table("a", "S", ((),) * 19 + (HEADER,))).header_row == 20


def test_a_header_with_nobody_below_is_refused(tmp_path):
    with pytest.raises(Mistake) as caught:
        open_dapodik(write_xlsx(tmp_path / "c.xlsx", [HEADER]))
    assert caught.value.code == 1223


def test_a_file_without_a_title_is_judged_by_today(tmp_path):
    file = open_dapodik(write_xlsx(tmp_path / "d.xlsx", [HEADER, ROW]))
    assert file.title.school is None
    assert file.as_of(ON) == ON


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")])
def test_a_csv_gives_the_same_pupils_as_the_workbook(tmp_path: Path, delimiter, encoding):
    table = open_table(CLEAN)
    lines = [delimiter.join('"' + text_of(cell).replace('"', '""') + '"' for cell in row) for row in table.rows[:20]]
    path = tmp_path / "daftar.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    pupils = [row.pupil for row in read_roster(open_dapodik(path).raw, ON).rows]
    assert len(pupils) == 14
    assert pupils == [row.pupil for row in read_roster(open_dapodik(CLEAN).raw, ON).rows[:14]]


def test_columns_are_called_as_in_excel():
    assert [column_letters(index) for index in (0, 25, 26, 65, 701, 702)] == ["A", "Z", "AA", "BN", "ZZ", "AAA"]
