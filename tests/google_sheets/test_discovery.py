"""The judge itself: what Google's documents do not know is found, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest

from ems_desktop.demo.google.server import Exchange
from ems_desktop.integrations.google_sheets import FIELDS, Spreadsheet
from tests.google_sheets.discovery import problems
from tests.google_sheets.simulator import credentials, running

BOOK = "/v4/spreadsheets/k"
FILE = "/drive/v3/files/k"


def exchange(
    method: str = "GET",
    path: str = BOOK,
    query: dict[str, list[str]] | None = None,
    body: Any = None,
    status: int = 200,
    answer: Any = None,
) -> Exchange:
    return Exchange(method, path, query or {}, body, status, answer)


def batch(*requests: dict[str, Any], **more: Any) -> Exchange:
    return exchange("POST", f"{BOOK}:batchUpdate", body={"requests": list(requests)} | more)


GOOD_UPDATE = {"start": {"sheetId": 0}, "rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}], "fields": "userEnteredValue"}


@pytest.mark.parametrize(
    "good",
    [
        exchange(query={"fields": [FIELDS], "includeGridData": ["true"], "ranges": ["A1", "B2"]}),
        exchange(answer={"spreadsheetId": "k", "sheets": [{"properties": {"sheetId": 0, "title": None}}]}),
        batch({"updateCells": GOOD_UPDATE}, {"deleteNamedRange": {"namedRangeId": "r"}}, includeSpreadsheetInResponse=True),
        exchange(path=f"{BOOK}/values/Materi%21A1%3AC", query={"valueRenderOption": ["FORMULA"]}),
        exchange("POST", f"{BOOK}/values/A1:append", {"valueInputOption": ["RAW"]}, {"values": [["a", 1, True, None]]}),
        exchange(
            path=FILE, query={"fields": ["version,modifiedTime"]}, answer={"version": "7", "modifiedTime": "2026-11-28T01:02:03.000Z"}
        ),
        exchange(status=404, answer={"error": {"code": 404, "message": "gone"}}),
    ],
)
def test_what_the_documents_know_is_let_through(good):
    assert problems(good) == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (exchange(path="/v4/spreadsheet/k"), "no such method"),
        (exchange("PATCH"), "no such method"),
        (exchange(query={"include": ["true"]}), "parameter include is unknown"),
        (exchange(query={"includeGridData": ["yes"]}), "includeGridData=yes is no boolean"),
        (exchange(query={"includeGridData": ["true", "true"]}), "given 2 times"),
        (exchange(query={"fields": ["sheets.data.rowdata"]}), "there is no rowdata"),
        (exchange(body={}), "takes no body"),
        (exchange("PUT", f"{BOOK}/values/A1", {"valueInputOption": ["TYPED"]}, {}), "valueInputOption=TYPED"),
        (batch({"updateCell": GOOD_UPDATE}), "no field updateCell"),
        (batch({"updateCells": GOOD_UPDATE | {"fields": "userEntered"}}), "there is no userEntered"),
        (batch({"updateCells": GOOD_UPDATE | {"start": {"sheetId": "0"}}}), "'0' is no int32"),
        (batch({"updateCells": GOOD_UPDATE | {"start": {"sheetId": True}}}), "True is no int32"),
        (batch({"updateCells": GOOD_UPDATE | {"start": {"sheetId": 2**31}}}), "is no int32"),
        (batch({"updateCells": GOOD_UPDATE | {"rows": {}}}), "is no list"),
        (batch({"updateCells": []}), "is no object"),
        (batch({"deleteDimension": {"range": {"dimension": "ROW"}}}), "'ROW' is no string"),
        (exchange(answer={"sheets": [{"title": "x"}]}), "no field title"),
        (exchange(path=FILE, answer={"version": 7}), "7 is no int64"),
        (exchange(path=FILE, answer={"modifiedTime": "yesterday"}), "is no date-time"),
        (exchange(status=400, answer={"error": "no"}), "an error with status 400"),
    ],
)
def test_what_they_do_not_know_is_found(bad, says):
    found = problems(bad)
    assert len(found) == 1
    assert says in found[0]


def test_a_test_that_says_something_unknown_fails_in_the_end():
    with pytest.raises(AssertionError, match="no field updateRows"), running() as simulator:
        sheet = Spreadsheet(simulator.book.id, credentials(simulator), simulator.base)
        with pytest.raises(Exception, match="updateRows"):
            sheet.write([{"updateRows": {}}])
