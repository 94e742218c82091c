"""Which request does what. A request that writes works on a copy, and what it made becomes the spreadsheet only if all went well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote

from ems_desktop.demo.google import answers, values
from ems_desktop.demo.google.batch import applied
from ems_desktop.demo.google.book import Book
from ems_desktop.demo.google.limits import Kind
from ems_desktop.demo.google.masks import below, parse, pick, wanted
from ems_desktop.demo.google.refusals import JSON, Refusal

_BOOK: Final = r"/v4/spreadsheets/(?P<key>[^/:]+)"
_ROUTES: Final[tuple[tuple[str, str, str, Kind], ...]] = (
    ("GET", _BOOK, "get", "read"),
    ("POST", _BOOK + ":batchUpdate", "batch", "write"),
    ("GET", _BOOK + "/values/(?P<range>[^/]+)", "values_get", "read"),
    ("PUT", _BOOK + "/values/(?P<range>[^/]+)", "values_update", "write"),
    ("POST", _BOOK + "/values/(?P<range>[^/]+):append", "values_append", "write"),
    ("GET", _BOOK + "/values:batchGet", "values_batch_get", "read"),
    ("POST", _BOOK + "/values:batchUpdate", "values_batch_update", "write"),
    ("GET", "/drive/v3/files/(?P<key>[^/]+)", "file", "version"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """`kind`: which quota it costs; `range`: in A1 notation, of the plain half."""

    name: str
    kind: Kind
    key: str
    range: str
    query: dict[str, list[str]]
    body: JSON


def find(method: str, path: str, query: dict[str, list[str]], body: JSON) -> Request:
    """`path`: with its escapes. Refusal 404: there is no such request."""
    for verb, pattern, name, kind in _ROUTES:
        if verb == method and (found := re.fullmatch(pattern, path)):
            key, place = (unquote(found.groupdict().get(part) or "") for part in ("key", "range"))
            return Request(name, kind, key, place, query, body)
    raise Refusal(404, f"The requested URL {path} was not found on this server.")


def carry_out(request: Request, book: Book) -> tuple[Book, JSON]:
    """The spreadsheet afterwards, and the answer."""
    mask = parse(request.query.get("fields", [""])[0])
    match request.name:
        case "get":
            grid = request.query.get("includeGridData", [""])[0].lower() == "true"
            return book, answers.spreadsheet(book, mask, request.query.get("ranges", []), grid=grid)
        case "batch":
            after, replies = applied(book, request.body.get("requests") or [])
            return after, _batch_answer(after, replies, mask, request.body)
        case "file":
            return book, _file(book, mask)
        case "values_get":
            return book, pick(values.get(book, request.range, request.query), mask)
        case "values_batch_get":
            return book, pick(values.batch_get(book, request.query), mask)
        case _:
            after = book.copy()
            answer = _write_values(after, request)
            after.touched()
            return after, pick(answer, mask)


def _write_values(book: Book, request: Request) -> JSON:
    if request.name == "values_batch_update":
        return values.batch_update(book, request.body)
    write = values.append if request.name == "values_append" else values.update
    return write(book, request.range, request.query, request.body)


def _batch_answer(book: Book, replies: list[JSON], mask: Any, body: JSON) -> JSON:
    answer = pick({"spreadsheetId": book.id, "replies": replies}, mask)
    if body.get("includeSpreadsheetInResponse") and wanted(mask, "updatedSpreadsheet"):
        inner = below(mask, "updatedSpreadsheet")
        grid = bool(body.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = answers.spreadsheet(book, inner, body.get("responseRanges") or [], grid=grid)
    return dict(answer)


def _file(book: Book, mask: Any) -> JSON:
    """Without a mask Drive tells four parts of a file, and no version."""
    told: JSON = {"kind": "drive#file", "id": book.id, "name": book.title, "mimeType": "application/vnd.google-apps.spreadsheet"}
    if mask is None:
        return told
    time = datetime.fromtimestamp(book.modified, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return dict(pick(told | {"version": str(book.version), "modifiedTime": time}, mask))
