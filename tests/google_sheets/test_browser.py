"""What people do in the browser, as the program sees it afterwards."""

from __future__ import annotations

import pytest

from ems_desktop.demo.google.book import Book, Sheet
from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.server import KEY
from tests.google_sheets.simulator import running, spreadsheet, texts


@pytest.fixture
def browser(simulator):
    browser = Browser(simulator)
    browser.paste("A1", [["Judul", "Kelas", "Id"], ["Gaya", "9", "u-1"], ["Atom", "10", "u-2"], ["Sel", "8", "u-3"]])
    return browser


def entered(sheet, place):
    return sheet.read([f"Materi!{place}"])["sheets"][0]["data"][0].get("rowData", [{}])[0].get("values", [{}])[0]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("Fisika", {"stringValue": "Fisika"}, "Fisika"),
        ("007", {"numberValue": 7}, "7"),
        ("'007", {"stringValue": "007"}, "007"),
        ("0,5", {"numberValue": 0.5}, "0,5"),
        ("1.234,5", {"numberValue": 1234.5}, "1234,5"),
        ("0.5", {"stringValue": "0.5"}, "0.5"),
        ("50%", {"numberValue": 0.5}, "50%"),
        ("true", {"boolValue": True}, "TRUE"),
        ("=1+1", {"formulaValue": "=1+1"}, "2"),
        ("=1/0", {"formulaValue": "=1/0"}, "#DIV/0!"),
        ("=B2", {"formulaValue": "=B2"}, "9"),
        ('=HYPERLINK("https://x.example";"buka")', {"formulaValue": '=HYPERLINK("https://x.example";"buka")'}, "buka"),
        ('=IMPORTXML("https://x.example";"//a")', {"formulaValue": '=IMPORTXML("https://x.example";"//a")'}, "#NAME?"),
        ("=__import__('os')", {"formulaValue": "=__import__('os')"}, "#NAME?"),
        ("=", {"stringValue": "="}, "="),
        ("31/12/2026", {"numberValue": 46387}, "31/12/2026"),
        ("2026-12-31", {"numberValue": 46387}, "2026-12-31"),
        ("7/8", {"numberValue": 46241}, "7/8"),
        ("31/13/2026", {"stringValue": "31/13/2026"}, "31/13/2026"),
    ],
)
def test_what_a_person_types_becomes_a_value(browser, sheet, text, value, shown):
    browser.set("D2", text)
    cell = entered(sheet, "D2")
    assert cell == {"userEnteredValue": value, "formattedValue": shown}


def test_typing_nothing_empties_a_cell(browser, sheet):
    browser.set("A2", "")
    assert entered(sheet, "A2") == {}


def test_a_spreadsheet_of_another_language_reads_dates_and_numbers_its_own_way():
    with running(Book(KEY, "Catalogue", "en_US", [Sheet.blank(0, "Materi")])) as simulator:
        Browser(simulator).paste("A1", [["12/31/2026", "0.5", "0,5", "1,234.5"]])
        assert texts(spreadsheet(simulator).read()) == [["12/31/2026", "0.5", "0,5", "1234.5"]]


def test_rows_are_inserted_deleted_moved_and_copied(browser, sheet):
    browser.insert_rows(2)
    browser.move_rows(5, 3)
    assert texts(sheet.read()) == [["Judul", "Kelas", "Id"], [], ["Sel", "8", "u-3"], ["Gaya", "9", "u-1"], ["Atom", "10", "u-2"]]
    browser.delete_rows(2, 2)
    browser.copy_row(2, 5)
    assert [row[2] if row else "" for row in texts(sheet.read())] == ["Id", "u-1", "u-2", "", "u-1"]


def test_columns_are_inserted_deleted_moved_added_and_renamed(browser, sheet):
    browser.insert_column("B")
    browser.move_column("A", "D")
    assert texts(sheet.read())[1] == ["", "9", "Gaya", "u-1"]
    browser.delete_column("A")
    browser.rename("Judul", "Nama Materi")
    assert browser.add_column("Catatan") == "D"
    assert texts(sheet.read())[0] == ["Kelas", "Nama Materi", "Id", "Catatan"]
    assert browser.column("Nama Materi") == "B"


def test_sorting_leaves_the_header_on_top(browser, sheet):
    browser.sort("B")
    assert [row[0] for row in texts(sheet.read())] == ["Judul", "Sel", "Gaya", "Atom"]
    browser.sort("A", descending=True)
    assert [row[0] for row in texts(sheet.read())] == ["Judul", "Sel", "Gaya", "Atom"]


def test_what_is_hidden_or_filtered_is_still_read(browser, sheet, simulator):
    before = texts(sheet.read())
    browser.hide_column("C")
    browser.filter("A", {"Sel"})
    assert texts(sheet.read()) == before
    assert [line.filtered for line in simulator.book.sheets[0].rows[:4]] == [False, True, True, False]


def test_pasting_over_the_edge_makes_the_sheet_larger(browser, sheet):
    browser.paste("Z1000", [["a", "b"], ["c", "d"]])
    grid = sheet.read()["sheets"][0]["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (1001, 27)
    browser.copy_row(1, 1002)
    assert texts(sheet.read())[-1] == ["Judul", "Kelas", "Id"]


def test_every_change_in_the_browser_raises_the_version(browser, sheet):
    seen = [int(sheet.version())]
    for change in (
        lambda: browser.set("A2", "x"),
        lambda: browser.sort("A"),
        lambda: browser.hide_column("B"),
        lambda: browser.filter("A", {"x"}),
    ):
        change()
        seen.append(int(sheet.version()))
    assert seen == sorted(set(seen))


def test_somebody_may_come_between_a_read_and_the_write_that_follows_it(browser, sheet, simulator):
    seen = sheet.read()
    simulator.between = lambda: browser.sort("A")
    sheet.write(
        [{"updateCells": {"start": {"rowIndex": 1}, "rows": [{"values": [{"userEnteredValue": {"stringValue": "mine"}}]}], "fields": "*"}}]
    )
    assert texts(seen)[1][0] == "Gaya"
    assert texts(sheet.read())[1] == ["mine", "10", "u-2"]
    assert simulator.between is None
