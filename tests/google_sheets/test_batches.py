"""What a batch does to the spreadsheet, asked and answered as Google's documents say."""

from __future__ import annotations

from typing import Any

import pytest

from ems_desktop.integrations.google_sheets import Refused
from tests.google_sheets.simulator import rows, texts

HEADER = ("SUBJECT_NAME", "MATERIAL_TITLE", "ID")


def put(*lines: Any, row: int = 0, column: int = 0, fields: str = "userEnteredValue") -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": rows(*lines), "fields": fields}}


def span(start: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def box(top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
    return {"sheetId": 0, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def named(key: str, name: str, top: int = 0) -> dict[str, Any]:
    return {"addNamedRange": {"namedRange": {"namedRangeId": key, "name": name, "range": box(top, top + 1, 0, 1)}}}


def test_an_empty_spreadsheet_has_a_grid_and_no_rows(sheet):
    only = sheet.read()["sheets"][0]
    assert only["properties"] == {"sheetId": 0, "title": "Materi", "index": 0, "gridProperties": {"rowCount": 1000, "columnCount": 26}}
    assert "rowData" not in only["data"][0]
    assert "startRow" not in only["data"][0]


def test_cells_come_back_as_they_were_sent_and_not_as_a_person_would_have_typed_them(sheet):
    sheet.write([put(("=1+1", "007", "3/4", 7, 0.5, True))])
    cells = sheet.read()["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert [cell["userEnteredValue"] for cell in cells] == [
        {"stringValue": "=1+1"},
        {"stringValue": "007"},
        {"stringValue": "3/4"},
        {"numberValue": 7},
        {"numberValue": 0.5},
        {"boolValue": True},
    ]
    assert [cell["formattedValue"] for cell in cells] == ["=1+1", "007", "3/4", "7", "0,5", "TRUE"]


def test_what_is_empty_at_the_end_is_left_out_and_between_others_is_an_empty_object(sheet):
    sheet.write([put(("a", None, "c", ""), (None,), ("d", ""))])
    found = sheet.read()["sheets"][0]["data"][0]["rowData"]
    assert [[*map(bool, row.get("values", []))] for row in found] == [[True, False, True], [], [True]]


def test_appended_rows_stand_after_the_last_value_and_the_grid_grows(sheet):
    sheet.write([put(HEADER, row=998)])
    append = {"appendCells": {"sheetId": 0, "rows": rows(("Fisika",), ("Kimia",)), "fields": "userEnteredValue"}}
    answer = sheet.write([append], ["Materi!A999:C"])
    only = answer["updatedSpreadsheet"]["sheets"][0]
    assert only["properties"]["gridProperties"]["rowCount"] == 1001
    assert only["data"][0]["startRow"] == 998
    assert texts(answer["updatedSpreadsheet"]) == [list(HEADER), ["Fisika"], ["Kimia"]]


def test_a_batch_that_fails_in_the_end_has_done_nothing(sheet):
    before = sheet.version()
    with pytest.raises(Refused, match=r"requests\[2\]\.deleteNamedRange: No named range with id: none"):
        sheet.write([put(HEADER), named("r1", "ems_1"), {"deleteNamedRange": {"namedRangeId": "none"}}])
    assert "rowData" not in sheet.read()["sheets"][0]["data"][0]
    assert sheet.version() == before


def test_of_two_who_swap_the_same_mark_one_is_refused(sheet):
    sheet.write([named("r1", "ems_1")])
    swap = [{"deleteNamedRange": {"namedRangeId": "r1"}}, named("r2", "ems_2")]
    sheet.write([*swap, put(("mine",))])
    with pytest.raises(Refused, match="r1"):
        sheet.write([*swap, put(("theirs",))])
    assert texts(sheet.read()) == [["mine"]]
    assert sheet.read()["namedRanges"] == [{"namedRangeId": "r2", "name": "ems_2"}]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (named("r1", "other"), "already exists"),
        (named("r9", "ems_1"), "already exists"),
        (named("r9", "A1"), "Invalid name"),
        (put(("x",), row=1000), "beyond the last requested row"),
        (put(("x",), column=26), "beyond the last requested column"),
        (put(("x" * 50_001,)), "more than the maximum of 50000 characters"),
        (put(("x",), fields=""), "'fields'"),
        ({"updateCells": {"range": box(0, 1, 0, 1), "rows": rows(("a",), ("b",)), "fields": "*"}}, "last requested row"),
        ({"updateCells": {"start": {"sheetId": 5}, "rows": rows(("a",)), "fields": "*"}}, "No grid with id: 5"),
        ({"repeatCell": {"range": box(0, 1001, 0, 1), "cell": {}, "fields": "*"}}, "exceeds grid limits"),
        ({"deleteDimension": {"range": span(0, 1000)}}, "can't delete all the rows"),
        ({"deleteDimension": {"range": span(999, 1001)}}, "doesn't exist"),
        ({"insertDimension": {"range": span(1000, 1001)}}, "inheritFromBefore"),
        ({"insertDimension": {"range": span(3, 3)}}, "range is empty"),
        ({"deleteDimension": {"range": span(-1, 3)}}, "range is empty"),
        (put(("x",), row=-1), "before the first cell"),
        ({"repeatCell": {"range": box(0, 0, 0, 1), "cell": {}, "fields": "*"}}, "Range is empty"),
        ({"findReplace": {"find": "(", "searchByRegex": True, "allSheets": True}}, "missing or wrong"),
        ({"appendDimension": {"sheetId": 0, "dimension": "ROWS"}}, "missing or wrong"),
        ({"addSheet": {"properties": {"title": "Materi"}}}, "already exists"),
        ({"addSheet": {"properties": {"sheetId": 0}}}, "already exists"),
        ({"deleteSheet": {"sheetId": 0}}, "can't remove all the sheets"),
        ({"copyPaste": {"source": box(0, 3, 0, 1), "destination": box(999, 1000, 0, 1)}}, "exceeds grid limits"),
        ({"sortRange": {"range": box(0, 2, 0, 2), "sortSpecs": [{"dimensionIndex": 5}]}}, "outside the range"),
        (
            {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "location": {"dimensionRange": span(0, 2)}}}},
            "single row",
        ),
        ({"cutPaste": {"source": box(0, 1, 0, 1)}}, "does not know 'cutPaste'"),
        ({}, "No request set"),
        ({"updateCells": {"rows": [{"values": [{"userEnteredValue": {"formulaValue": "1+1"}}]}], "fields": "*"}}, "equals sign"),
    ],
)
def test_what_google_would_not_do_is_refused_with_the_place(sheet, request_, message):
    sheet.write([named("r1", "ems_1")])
    with pytest.raises(Refused, match=r"Invalid requests\[0\]") as refused:
        sheet.write([request_])
    assert message in str(refused.value)


def test_a_batch_of_nothing_or_of_too_much_is_refused(sheet):
    with pytest.raises(Refused, match="at least one request"):
        sheet.write([])
    with pytest.raises(Refused, match="Cannot exceed 100000 requests"):
        sheet.write([{}] * 100_001)


def test_a_range_that_is_written_shorter_than_it_is_is_emptied_behind(sheet):
    sheet.write([put(("a", "b"), ("c", "d"))])
    sheet.write([{"updateCells": {"range": box(0, 2, 0, 2), "rows": rows(("x",)), "fields": "userEnteredValue"}}])
    assert texts(sheet.read()) == [["x"]]


def test_a_mask_keeps_the_format_of_a_cell_when_its_value_changes(simulator, sheet):
    note = {"userEnteredValue": {"stringValue": "a"}, "note": "keep me"}
    sheet.write([{"repeatCell": {"range": box(0, 2, 0, 1), "cell": note, "fields": "userEnteredValue,note"}}])
    sheet.write([put(("b",))])
    assert simulator.book.sheets[0].cells[0][0] == {"userEnteredValue": {"stringValue": "b"}, "note": "keep me"}


def test_rows_and_columns_are_inserted_deleted_moved_and_appended(sheet):
    sheet.write([put(("a1", "b1"), ("a2", "b2"), ("a3", "b3"))])
    sheet.write([{"insertDimension": {"range": span(1, 2)}}, {"insertDimension": {"range": span(1, 2, "COLUMNS")}}])
    assert texts(sheet.read()) == [["a1", "", "b1"], [], ["a2", "", "b2"], ["a3", "", "b3"]]
    sheet.write([{"deleteDimension": {"range": span(1, 2)}}, {"deleteDimension": {"range": span(1, 2, "COLUMNS")}}])
    sheet.write([{"moveDimension": {"source": span(0, 1), "destinationIndex": 3}}])
    sheet.write([{"moveDimension": {"source": span(1, 2, "COLUMNS"), "destinationIndex": 0}}])
    assert texts(sheet.read()) == [["b2", "a2"], ["b3", "a3"], ["b1", "a1"]]
    sheet.write([{"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}}])
    assert sheet.read()["sheets"][0]["properties"]["gridProperties"]["columnCount"] == 28


def test_a_named_range_follows_its_row_and_is_no_longer_told_once_the_row_is_gone(sheet):
    sheet.write([named("r1", "ems_1", top=2), {"insertDimension": {"range": span(0, 3)}}, {"deleteDimension": {"range": span(0, 1)}}])
    assert sheet.read()["namedRanges"] == [{"namedRangeId": "r1", "name": "ems_1"}]
    sheet.write([{"deleteDimension": {"range": span(4, 5)}}])
    assert "namedRanges" not in sheet.read()
    with pytest.raises(Refused, match="already exists"):
        sheet.write([named("r9", "ems_1")])


def test_sorting_moves_cells_and_leaves_the_metadata_of_rows_and_columns(simulator, sheet):
    location = {"dimensionRange": span(1, 2)}
    mark = {"metadataKey": "ems", "metadataValue": "u-1", "location": location, "visibility": "DOCUMENT"}
    column = {"metadataKey": "ems_column", "metadataValue": "title", "location": {"dimensionRange": span(1, 2, "COLUMNS")}}
    sheet.write([put(("No", "Judul"), (3, "c"), (1, "B"), ("x", "a"))])
    sheet.write([{"createDeveloperMetadata": {"developerMetadata": one}} for one in (mark, column)])
    sheet.write([{"sortRange": {"range": box(1, 4, 0, 2), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}}])
    assert texts(sheet.read()) == [["No", "Judul"], ["1", "B"], ["3", "c"], ["x", "a"]]
    assert [line.marks[0]["metadataValue"] for line in simulator.book.sheets[0].rows if line.marks] == ["u-1"]
    assert simulator.book.sheets[0].rows[1].marks
    told = sheet.read()["sheets"][0]["data"][0]["columnMetadata"]
    assert told[0] == {}
    assert told[1]["developerMetadata"][0]["metadataValue"] == "title"
    sheet.write([{"sortRange": {"range": box(1, 5, 0, 2), "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]}}])
    assert [row[1] for row in texts(sheet.read())] == ["Judul", "c", "B", "a"]


def test_a_copied_row_has_everything_of_the_first(sheet):
    sheet.write([put(("u-1", "=A1"), ("u-2", "b"))])
    sheet.write([{"copyPaste": {"source": box(0, 1, 0, 26), "destination": box(2, 4, 0, 26), "pasteType": "PASTE_NORMAL"}}])
    assert texts(sheet.read()) == [["u-1", "=A1"], ["u-2", "b"], ["u-1", "=A1"], ["u-1", "=A1"]]


def test_texts_are_found_and_replaced(sheet):
    sheet.write([put(("Fisika", "fisika dasar"), (7, "Kimia"))])
    answer = sheet.write([{"findReplace": {"find": "fisika", "replacement": "IPA", "allSheets": True}}])
    counts = {"valuesChanged": 2, "occurrencesChanged": 2, "rowsChanged": 1, "sheetsChanged": 1}
    assert answer["replies"] == [{"findReplace": counts}]
    exact = {"find": "IPA", "replacement": "IPS", "matchEntireCell": True, "matchCase": True, "range": box(0, 1, 0, 2)}
    sheet.write([{"findReplace": exact}])
    assert texts(sheet.read()) == [["IPS", "IPA dasar"], ["7", "Kimia"]]


def test_sheets_are_added_renamed_hidden_and_deleted(sheet):
    answer = sheet.write(
        [{"addSheet": {"properties": {"title": "_ems", "hidden": True, "gridProperties": {"rowCount": 1, "columnCount": 1}}}}]
    )
    added = answer["replies"][0]["addSheet"]["properties"]
    assert (added["title"], added["hidden"], added["index"]) == ("_ems", True, 1)
    change = {"sheetId": 0, "title": "Materi 2026", "gridProperties": {"rowCount": 20, "frozenRowCount": 1}}
    sheet.write([{"updateSheetProperties": {"properties": change, "fields": "title,gridProperties(rowCount,frozenRowCount)"}}])
    first = sheet.read()["sheets"][0]["properties"]
    assert (first["title"], first["gridProperties"]) == ("Materi 2026", {"rowCount": 20, "columnCount": 26, "frozenRowCount": 1})
    assert texts(sheet.read(["'Materi 2026'!A1:B2"])) == []
    sheet.write([{"deleteSheet": {"sheetId": added["sheetId"]}}])
    assert len(sheet.read()["sheets"]) == 1


def test_columns_are_hidden_and_ranges_protected(simulator, sheet):
    hide = {"range": span(2, 3, "COLUMNS"), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    protect = {"range": box(0, 5, 2, 3), "description": "EMS", "warningOnly": True}
    sheet.write([{"updateDimensionProperties": hide}, {"addProtectedRange": {"protectedRange": protect}}])
    assert [i for i, line in enumerate(simulator.book.sheets[0].columns) if line.hidden] == [2]
    assert [one["description"] for one in simulator.book.protected.values()] == ["EMS"]


def test_only_the_ranges_that_were_asked_for_come_back(sheet):
    sheet.write([put(("a", "b", "c"), ("d", "e", "f")), {"addSheet": {"properties": {"title": "Lain"}}}])
    found = sheet.read(["Materi!B2:C2", "Materi!A1"])
    assert len(found["sheets"]) == 1
    first, second = found["sheets"][0]["data"]
    assert (first["startRow"], first["startColumn"]) == (1, 1)
    assert [cell["formattedValue"] for cell in first["rowData"][0]["values"]] == ["e", "f"]
    assert [cell["formattedValue"] for cell in second["rowData"][0]["values"]] == ["a"]
    with pytest.raises(Refused, match="Unable to parse range"):
        sheet.read(["Tidak ada!A1"])


def test_the_version_rises_with_every_change_and_with_no_read(sheet):
    seen = [int(sheet.version())]
    sheet.read()
    seen.append(int(sheet.version()))
    sheet.write([put(("a",))])
    seen.append(int(sheet.version()))
    assert seen[0] == seen[1] < seen[2]
    assert sheet.calls == {"version": 3, "read": 1, "write": 1}
