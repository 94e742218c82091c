"""The simulator as a whole: kept in a file, used by many at once, and never broken by what it is sent."""

from __future__ import annotations

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ems_desktop.demo.google.batch import CHANGES, applied
from ems_desktop.demo.google.book import Book, Sheet
from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.refusals import Refusal
from ems_desktop.demo.google.saving import dumped
from ems_desktop.demo.google.server import KEY, Simulator
from tests.google_sheets.simulator import rows, spreadsheet, texts
from tests.google_sheets.test_batches import box, named, span


def test_a_demo_that_is_opened_again_finds_what_was_written(tmp_path):
    file = tmp_path / "sheet.json"
    with Simulator(file=file) as first:
        sheet, browser = spreadsheet(first), Browser(first)
        browser.paste("A1", [["Judul", "Tanggal"], ["Gaya", "31/12/2026"]])
        where = {"dimensionRange": span(1, 2)}
        mark = {"metadataKey": "ems", "metadataValue": "u-1", "location": where, "visibility": "DOCUMENT"}
        protect = {"range": box(0, 1, 0, 2), "warningOnly": True}
        sheet.write([named("r1", "ems_1"), named("r2", "ems_2", top=5), {"createDeveloperMetadata": {"developerMetadata": mark}}])
        sheet.write([{"deleteDimension": {"range": span(5, 6)}}, {"addProtectedRange": {"protectedRange": protect}}])
        seen, version = sheet.read(), sheet.version()
    with Simulator(file=file) as second:
        again = spreadsheet(second)
        assert (again.read(), again.version()) == (seen, version)
        assert second.book.named == first.book.named
        assert second.book.sheets == first.book.sheets
        assert second.book.number() not in {mark["metadataId"] for line in second.book.sheets[0].rows for mark in line.marks}


def test_many_at_once_lose_nothing(simulator):
    simulator.quota.on = False

    def append(number: int) -> None:
        sheet = spreadsheet(simulator, f"teacher {number}")
        for turn in range(5):
            sheet.write([{"appendCells": {"sheetId": 0, "rows": rows((f"{number}/{turn}",)), "fields": "userEnteredValue"}}])
            sheet.read()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append, range(8)))
    found = texts(spreadsheet(simulator).read())
    assert sorted(row[0] for row in found) == sorted(f"{number}/{turn}" for number in range(8) for turn in range(5))
    assert simulator.book.version == 41


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v4/spreadsheets", 404),
        ("POST", f"/v4/spreadsheets/{KEY}", 404),
        ("GET", f"/drive/v3/files/{KEY}/comments", 404),
        ("GET", f"/v4/spreadsheets/{KEY}?fields=a((", 400),
        ("GET", f"/drive/v3/files/{KEY}?fields=version", 200),
    ],
)
def test_other_requests_are_not_found_and_say_so_as_google_does(method, path, status):
    with Simulator() as simulator:
        headers = {"Authorization": f"Bearer {simulator.token('ratna')}"}
        answer = httpx.request(method, simulator.base + path, headers=headers)
        assert answer.status_code == status
        assert answer.json() == {"version": "1"} or answer.json()["error"]["code"] == status


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer nobody", "Basic abc"])
def test_nobody_is_let_in_without_a_token(token):
    with Simulator() as simulator:
        answer = httpx.get(f"{simulator.base}/v4/spreadsheets/{KEY}", headers={"Authorization": token} if token else {})
    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"


def test_a_body_that_is_no_json_is_refused():
    with Simulator() as simulator:
        headers = {"Authorization": f"Bearer {simulator.token('ratna')}"}
        answer = httpx.post(f"{simulator.base}/v4/spreadsheets/{KEY}:batchUpdate", headers=headers, content=b"{")
    assert answer.status_code == 400


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these fields, or none."""
    return st.fixed_dictionaries({}, optional=dict(parts))


small = st.one_of(st.none(), st.integers(-2, 8))
dimension = st.sampled_from(["ROWS", "COLUMNS", None])
spans = some(sheetId=st.sampled_from([0, 0, 0, 7]), dimension=dimension, startIndex=small, endIndex=small)
grids = some(sheetId=small, startRowIndex=small, endRowIndex=small, startColumnIndex=small, endColumnIndex=small)
cells = some(
    userEnteredValue=some(stringValue=st.sampled_from(["", "a", "7/8"]), numberValue=st.integers(0, 3), formulaValue=st.just("=A1")),
    note=st.none(),
)
fields = st.sampled_from(["*", "userEnteredValue", "note", "", "a("])
requests = some(
    range=st.one_of(grids, spans), source=st.one_of(grids, spans), destination=grids, destinationIndex=small, start=some(rowIndex=small),
    rows=st.lists(some(values=st.lists(cells, max_size=3)), max_size=3), fields=fields, cell=cells, dimension=dimension, length=small,
    find=st.sampled_from(["a", "(", "="]), replacement=st.just("=A1"), allSheets=st.booleans(), searchByRegex=st.booleans(),
    sortSpecs=st.lists(some(dimensionIndex=small), max_size=2), properties=some(title=st.sampled_from(["", "Materi", "b"]), index=small, sheetId=small),
    namedRange=some(namedRangeId=st.just("r"), name=st.just("ems_1"), range=grids), namedRangeId=st.just("r"), sheetId=small,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), requests), min_size=1, max_size=3))
def test_whatever_a_batch_holds_it_is_done_whole_or_refused_whole(batch: list[tuple[str, dict[str, Any]]]):
    """Every request that there is, with fields that fit it, do not, or are missing."""
    book = Book(KEY, "x", sheets=[Sheet.blank(0, "Materi", 6, 4)])
    book.sheets[0].cells[0][0] = {"userEnteredValue": {"stringValue": "a"}}
    before = json.dumps({**dumped(book), "next": 0})
    after = book
    with contextlib.suppress(Refusal):
        after, replies = applied(book, [{name: asked} for name, asked in batch])
        assert len(replies) == len(batch)
    assert json.dumps({**dumped(book), "next": 0}) == before
    assert all(len(row) == len(sheet.columns) for sheet in after.sheets for row in sheet.cells)
    assert all(len(sheet.cells) == len(sheet.rows) > 0 for sheet in after.sheets)
