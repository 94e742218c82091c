"""A batch of requests: all of them on a copy of the spreadsheet, which then is the spreadsheet; or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ems_desktop.demo.google import cell_changes as cells
from ems_desktop.demo.google import grid_changes as grid
from ems_desktop.demo.google.book import Book
from ems_desktop.demo.google.refusals import JSON, Refusal, wrong

CHANGES: Final[dict[str, Callable[[Book, JSON], JSON]]] = {
    "updateCells": cells.update_cells,
    "appendCells": cells.append_cells,
    "repeatCell": cells.repeat_cell,
    "copyPaste": cells.copy_paste,
    "sortRange": cells.sort_range,
    "findReplace": cells.find_replace,
    "insertDimension": grid.insert_dimension,
    "appendDimension": grid.append_dimension,
    "deleteDimension": grid.delete_dimension,
    "moveDimension": grid.move_dimension,
    "updateDimensionProperties": grid.update_dimension,
    "addSheet": grid.add_sheet,
    "deleteSheet": grid.delete_sheet,
    "updateSheetProperties": grid.update_sheet,
    "addNamedRange": grid.add_named_range,
    "deleteNamedRange": grid.delete_named_range,
    "addProtectedRange": grid.add_protected_range,
    "createDeveloperMetadata": grid.create_metadata,
}
MOST: Final = 100_000


def applied(book: Book, requests: list[JSON]) -> tuple[Book, list[JSON]]:
    """The spreadsheet afterwards, and each request's reply. Refusal: names the request that was wrong."""
    if not requests:
        raise wrong("Must specify at least one request.")
    if len(requests) > MOST:
        raise wrong(f"Cannot exceed {MOST} requests in a single batch.")
    after = book.copy()
    replies = [_one(after, request, f"requests[{i}]") for i, request in enumerate(requests)]
    after.touched()
    return after, replies


def _one(book: Book, request: JSON, place: str) -> JSON:
    given = {name: asked for name, asked in request.items() if asked is not None}
    if len(given) != 1:
        raise wrong("oneof field 'kind' is already set" if given else "No request set.").at(place)
    ((name, asked),) = given.items()
    if name not in CHANGES:
        raise wrong(f"The simulator does not know '{name}'").at(place)
    try:
        return CHANGES[name](book, asked)
    except Refusal as refusal:
        raise refusal.at(f"{place}.{name}") from refusal
    except (LookupError, TypeError, AttributeError, ValueError, re.error) as error:
        raise wrong(f"missing or wrong: {error}").at(f"{place}.{name}") from error
