"""The demo's simulator of Google Sheets, with every request and answer of a test judged by Google's discovery documents."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from google.oauth2.credentials import Credentials

from ems_desktop.demo.google.book import Book
from ems_desktop.demo.google.server import Role, Simulator
from ems_desktop.integrations.google_sheets import Spreadsheet
from tests.google_sheets.discovery import problems


@contextlib.contextmanager
def running(book: Book | None = None, clock: Callable[[], float] = time.time) -> Iterator[Simulator]:
    """Fails in the end if anything was said that Google's documents do not know."""
    found: list[str] = []
    with Simulator(book, clock) as simulator:
        simulator.watchers.append(lambda exchange: found.extend(problems(exchange)))
        yield simulator
    assert not found, "\n".join(found)


def credentials(simulator: Simulator, user: str = "ratna", role: Role = "editor") -> Any:
    """An access token of this user's that nothing renews."""
    return Credentials(token=simulator.token(user, role))


def spreadsheet(simulator: Simulator, user: str = "ratna", role: Role = "editor") -> Spreadsheet:
    """The simulator's spreadsheet, as this user's program has it."""
    return Spreadsheet(simulator.book.id, credentials(simulator, user, role), simulator.base)


def rows(*lines: Sequence[str | float | bool | None]) -> list[dict[str, Any]]:
    """RowData with these values."""
    return [{"values": [{"userEnteredValue": _value(one)} if one is not None else {} for one in line]} for line in lines]


def _value(value: str | float | bool) -> dict[str, Any]:
    kind = "boolValue" if isinstance(value, bool) else "stringValue" if isinstance(value, str) else "numberValue"
    return {kind: value}


def texts(answer: dict[str, Any], sheet: int = 0) -> list[list[str]]:
    """What is shown in the first range of an answer's sheet."""
    grid = answer["sheets"][sheet]["data"][0]
    return [[cell.get("formattedValue", "") for cell in row.get("values", [])] for row in grid.get("rowData", [])]
