"""The plain half of Sheets v4, used by gspread as others use it."""

from __future__ import annotations

from functools import partial
from typing import Any

import gspread
import pytest

from ems_desktop.integrations.google_http import Http
from ems_desktop.integrations.google_sheets import Refused
from tests.google_sheets.simulator import credentials

ROWS = [["Judul", "Nomor", "Selesai"], ["Gaya", "007", "3/4"], ["=1+1", "", "x"]]


@pytest.fixture
def worksheet(simulator):
    client = gspread.Client(credentials(simulator), http_client=partial(Http, base=simulator.base))  # type: ignore[arg-type]
    return client.open_by_key(simulator.book.id).sheet1


def kinds(simulator: Any) -> list[list[str]]:
    return [[next(iter(cell.get("userEnteredValue", {"-": 0}))) for cell in row[:3]] for row in simulator.book.sheets[0].cells[:3]]


def test_raw_values_stay_what_they_are(simulator, worksheet):
    worksheet.update(ROWS, "A1", raw=True)
    assert worksheet.get_all_values() == ROWS
    assert {kind for row in kinds(simulator) for kind in row} == {"stringValue", "-"}


def test_typed_values_become_what_a_person_would_get(simulator, worksheet):
    worksheet.update(ROWS, "A1", raw=False)
    assert kinds(simulator)[1:] == [["stringValue", "numberValue", "numberValue"], ["formulaValue", "-", "stringValue"]]
    assert worksheet.get_all_values()[1:] == [["Gaya", "7", "3/4"], ["2", "", "x"]]
    assert worksheet.get_values(value_render_option="FORMULA")[2] == ["=1+1", "", "x"]
    assert worksheet.get_values(value_render_option="UNFORMATTED_VALUE")[1][1] == 7


def test_records_cells_and_rows_work_as_gspread_documents_them(worksheet):
    worksheet.update(ROWS, "A1", raw=True)
    worksheet.update_cell(2, 1, "Gaya dan Gerak")
    worksheet.append_row(["Atom", 8])
    records = worksheet.get_all_records(numericise_ignore=["all"])
    assert [record["Judul"] for record in records] == ["Gaya dan Gerak", "=1+1", "Atom"]
    assert records[0]["Nomor"] == "007"
    assert worksheet.get_all_records()[0]["Nomor"] == 7  # why the program does not read this way


def test_several_ranges_go_in_one_call(simulator, worksheet):
    worksheet.batch_update([{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3", "values": [["c"]]}])
    assert worksheet.batch_get(["A1:B1", "A3", "E1:E9"]) == [[["a", "b"]], [["c"]], []]
    assert simulator.calls == {"read": 3, "write": 1}  # two of the reads: gspread opened the spreadsheet and its first sheet


def test_rows_can_be_pushed_in_behind_a_table(worksheet):
    worksheet.update(ROWS, "A1", raw=True)
    worksheet.append_rows([["p"], ["q"]], insert_data_option="INSERT_ROWS", table_range="A1:C1")
    assert [row[0] for row in worksheet.get_all_values()] == ["Judul", "Gaya", "=1+1", "p", "q"]
    assert worksheet.get_values("A1:B3", major_dimension="COLUMNS")[1] == ["Nomor", "007", ""]  # gspread fills up


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda sheet: sheet.update([["x"]], "A1001"), "exceeds grid limits"),
        (lambda sheet: sheet.update([["x", "y"]], "Z1"), "exceeds grid limits"),
        (lambda sheet: sheet.update([["x"] * 5], "A1:B1"), "outside of it"),
        (lambda sheet: sheet.append_row(["x"] * 27), "exceeds grid limits"),
        (lambda sheet: sheet.update([["x" * 50_001]], "A1"), "50000 characters"),
        (lambda sheet: sheet.get_values("A0:!"), "Unable to parse range"),
    ],
)
def test_what_does_not_fit_is_refused(worksheet, work, message):
    with pytest.raises(Refused, match=message):
        work(worksheet)
