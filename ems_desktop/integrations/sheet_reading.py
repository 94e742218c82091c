"""The catalogue's spreadsheet, as Sheets v4 answers it, read into what the merge works with. Pure: no network.

The catalogue is the first tab that has one of its headers, else the first tab. A column is known by the tag (developer metadata) that
our first write leaves on it, before that by its header. Our images are in a hidden tab of a fixed id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from ems_desktop.domain.catalogue.merge import REMOVED
from ems_desktop.domain.catalogue.sheet import ID, Image, SheetColumn, SheetRow, SheetState, Written
from ems_desktop.domain.errors import Outage

FIELDS: Final = (
    "subject_name", "material_title", "material_desc", "material_type", "material_level", "material_theme", "material_subtheme",
)  # fmt: skip
IMAGES: Final = 0x454D53  # the id of the tab with our images
TAG: Final = "ems_column"
MARK: Final = "ems_mark_"
_SEARCHED = 10  # rows in which the header may stand
_MOST = 10**9  # a mark that nobody reaches
NO_SHEET = 1518


@dataclass(frozen=True, slots=True)
class Tab:
    """`rows`, `columns`: of its grid, written or not."""

    id: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Images:
    """The hidden tab: its rows from the second on, each with the mark of its write."""

    tab: Tab
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """`headless`: the tab is empty and has not even headers. `header`: the place of their row. `images`: None before our first write."""

    state: SheetState
    tab: Tab
    header: int
    headless: bool
    images: Images | None

    @property
    def prepared(self) -> bool:
        """Whether ids, tags and the tab for images are there."""
        return self.images is not None and not self.headless and all(column.tagged for column in self.state.columns)


def read(answer: Mapping[str, Any]) -> Reading:
    """`answer`: a whole Spreadsheet with its grid data. Error 1518: no tab is left but ours."""
    sheets = answer.get("sheets", [])
    data = [sheet for sheet in sheets if sheet["properties"].get("sheetId", 0) != IMAGES]
    if not data:
        raise Outage(NO_SHEET)  # somebody removed every tab but ours
    sheet = next((s for s in data if _header_of(_cells(s)) is not None), data[0])
    cells = _cells(sheet)
    header = _header_of(cells) or 0
    columns = _columns(cells[header] if cells else [], _tags(sheet))
    headless = not columns
    columns = _with_id(columns or [SheetColumn(key, key.upper(), place, tagged=False) for place, key in enumerate(FIELDS)])
    images = next((s for s in sheets if s["properties"].get("sheetId") == IMAGES), None)
    state = SheetState(
        tuple(columns),
        tuple(_rows(cells, header + 1, columns)),
        max((_mark(one.get("namedRangeId", "")) for one in answer.get("namedRanges", [])), default=0),
        tuple(_writes(_cells(images), columns)) if images else (),
    )
    kept = Images(_tab(images), tuple(_label(row)["m"] for row in _cells(images)[1:])) if images else None
    return Reading(state, _tab(sheet), header, headless, kept)


def text(cell: Mapping[str, Any]) -> str:
    """What a person sees in the cell; of a text, exactly what was typed."""
    value = cell.get("userEnteredValue", {})
    return str(value["stringValue"]) if "stringValue" in value else str(cell.get("formattedValue", ""))


def known_field(header: str) -> str | None:
    """The field of the structure document that a header means, however it is written: "Material Title"."""
    name = re.sub(r"[\W_]+", "_", header.strip()).strip("_").lower()
    return name if name in FIELDS or name == ID else None


def _tab(sheet: Mapping[str, Any]) -> Tab:
    grid = sheet["properties"].get("gridProperties", {})
    return Tab(sheet["properties"].get("sheetId", 0), grid.get("rowCount", 0), grid.get("columnCount", 0))


def _cells(sheet: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
    data = (sheet.get("data") or [{}])[0]
    return [row.get("values", []) for row in data.get("rowData", [])]


def _tags(sheet: Mapping[str, Any]) -> dict[int, str]:
    data = (sheet.get("data") or [{}])[0]
    return {
        place: one.get("metadataValue", "")
        for place, column in enumerate(data.get("columnMetadata", []))
        for one in column.get("developerMetadata", [])
        if one.get("metadataKey") == TAG
    }


def _header_of(cells: list[list[Mapping[str, Any]]]) -> int | None:
    for place, row in enumerate(cells[:_SEARCHED]):
        if any(known_field(text(cell)) for cell in row):
            return place
    return None


def _columns(header: list[Mapping[str, Any]], tags: Mapping[int, str]) -> list[SheetColumn]:
    """The columns that have a header. Two with the same one are told apart by a number."""
    taken, columns = {REMOVED}, []  # a clash of that name is about the whole entry
    tagged = {place for place, key in tags.items() if key not in [tags[p] for p in tags if p < place]}
    for place in sorted(range(len(header)), key=lambda place: place not in tagged):
        if not (name := text(header[place]).strip()):
            continue
        key = tags[place] if place in tagged else _free(known_field(name) or name[:200], taken)
        taken.add(key)
        columns.append(SheetColumn(key, name, place, tagged=place in tagged))
    return sorted(columns, key=lambda column: column.place)


def _free(key: str, taken: set[str]) -> str:
    number = 2
    name = key
    while name in taken:
        name, number = f"{key} ({number})", number + 1
    return name


def _with_id(columns: list[SheetColumn]) -> list[SheetColumn]:
    if any(column.key == ID for column in columns):
        return columns
    return [*columns, SheetColumn(ID, ID.upper(), columns[-1].place + 1, tagged=False)]


def _rows(cells: list[list[Mapping[str, Any]]], first: int, columns: list[SheetColumn]) -> Iterator[SheetRow]:
    for place, row in enumerate(cells[first:], first):
        there = {column.key: row[column.place] for column in columns if column.place < len(row)}
        texts = {column.key: text(there.get(column.key, {})) for column in columns}
        calculated = frozenset(key for key, cell in there.items() if "formulaValue" in cell.get("userEnteredValue", {}))
        yield SheetRow(place, _id(texts.pop(ID)), texts, calculated)


def _id(written: str) -> str:
    """An id, if it is one of ours; anything else that stands there is as good as nothing."""
    try:
        return str(UUID(written)) if len(written) == 36 else ""
    except ValueError:
        return ""


def _mark(name: str) -> int:
    number = name.removeprefix(MARK)
    return int(number) if number != name and number.isdecimal() and len(number) < len(str(_MOST)) else 0


def _label(row: list[Mapping[str, Any]]) -> dict[str, Any]:
    """What the first cell of an image says: m(ark), k(ind), id, keys (of a header: place → key). Whatever else somebody wrote there says nothing."""
    try:
        found = json.loads(text(row[0]))
        keys = found.get("keys", {} if found["k"] == "h" else [])
        names = keys.values() if found["k"] == "h" else keys
        if all(isinstance(name, str) for name in (found["k"], found.get("id", ""), *names)) and 0 < found["m"] < _MOST:
            return {"m": int(found["m"]), "k": found["k"], "id": found.get("id", ""), "keys": keys}
    except (IndexError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return {"m": 0, "k": "", "id": "", "keys": ()}


def _writes(cells: list[list[Mapping[str, Any]]], columns: list[SheetColumn]) -> Iterator[Written]:
    """The images by their writes. Rows: h(eader), b(efore) and a(fter) in pairs, d(eleted), n(ew)."""
    found: dict[int, list[Image]] = {}
    keys: dict[int, str] = {}
    before: list[dict[str, str]] = []
    for row in cells[1:]:
        label = _label(row)
        images = found.setdefault(label["m"], [])
        if label["k"] == "h":
            keys, before = _keys_then(row, label["keys"], columns), []
        elif label["k"] == "b":
            before.append(_texts(row, keys))
        elif label["k"] in ("n", "d") or (label["k"] == "a" and before):
            was = before.pop(0) if label["k"] == "a" else None
            now = _texts(row, keys)
            pair = (now, None) if label["k"] == "d" else (was, now)
            images.append(Image(label["id"], frozenset(label["keys"]), *pair))
    return (Written(mark, tuple(images)) for mark, images in sorted(found.items()) if mark)


def _keys_then(row: list[Mapping[str, Any]], keys: Mapping[str, str], columns: list[SheetColumn]) -> dict[int, str]:
    """Place → key of the columns as they stood when the images were taken. `keys`: place → key as the writer had read them."""
    by_header = {column.header: column.key for column in columns}
    then = {place: by_header[name] for place, cell in enumerate(row[1:]) if (name := text(cell).strip()) in by_header}
    written = {int(place): key for place, key in keys.items() if place.isdecimal() and len(place) < 6}
    renamed = {place: key for place, key in written.items() if key not in then.values() and place not in then}
    return then | renamed


def _texts(row: list[Mapping[str, Any]], keys: Mapping[int, str]) -> dict[str, str]:
    texts = {key: text(row[place + 1]) if place + 1 < len(row) else "" for place, key in keys.items()}
    return texts | {ID: _id(texts.get(ID, ""))}
