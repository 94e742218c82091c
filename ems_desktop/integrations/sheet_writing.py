"""What the merge wants written, as one batch of Sheets v4: all of it or nothing, and only if none of our programs wrote since the
reading. Around each row that it changes the batch itself leaves an image of before and after in the hidden tab. Pure: no network.

Texts are written raw: Sheets shall neither calculate nor convert them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, takewhile
from secrets import token_hex
from typing import Any, Final

from ems_desktop.domain.catalogue.sheet import ID, SheetWrite
from ems_desktop.integrations.sheet_reading import IMAGES, MARK, TAG, Reading

Request = dict[str, Any]
KEPT: Final = 20  # writes whose images stay after they were taken in
_SPARE: Final = 200  # rows that the hidden tab grows by
_WARNING: Final = "EMS Desktop: jangan diubah / do not change"


def batch(write: SheetWrite, reading: Reading, told: int) -> list[Request]:
    """The requests of one batchUpdate. `told`: the last write whose images everybody has: older images may go."""
    return _Batch(write, reading, told).requests


class _Batch:
    def __init__(self, write: SheetWrite, reading: Reading, told: int) -> None:
        self._write, self._reading = write, reading
        self._columns = {column.key: column.place for column in reading.state.columns}
        self._width = max(self._columns.values()) + 1
        self._ids = {row.place: row.id for row in reading.state.rows}
        self._mark = max(reading.state.mark, told) + 1  # somebody may have thrown the hidden tab away
        marks = reading.images.marks if reading.images else ()
        old = len(list(takewhile(lambda mark: mark <= told - KEPT, marks)))
        self._next = 1 + len(marks) - old
        changes = [*self._labels(), *self._edited(), *self._identified(), *self._removed(), *self._appended()]
        self.requests = [*self._room(old), *self._claim(), *self._prepare(), *changes]

    def _claim(self) -> Iterator[Request]:
        """Whoever of us writes second finds the range gone, and nothing of his batch is done."""
        if (last := self._reading.state.mark) > 0:
            yield {"deleteNamedRange": {"namedRangeId": f"{MARK}{last}"}}
        home = {"sheetId": IMAGES, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
        name = f"EMS_MARK_{self._mark}_{token_hex(3)}"  # names of ranges whose tab is gone stay taken
        named = {"namedRangeId": f"{MARK}{self._mark}", "name": name, "range": home}
        yield {"addNamedRange": {"namedRange": named}}

    def _room(self, old: int) -> Iterator[Request]:
        """The hidden tab, without its oldest images and large enough for the new ones."""
        images, rows, columns = self._reading.images, self._next, self._width + 1
        if images is None:
            grid = {"rowCount": rows + _SPARE, "columnCount": columns}
            yield {"addSheet": {"properties": {"sheetId": IMAGES, "title": "EMS", "hidden": True, "gridProperties": grid}}}
            yield _cells(IMAGES, 0, 0, [[_WARNING]])
            return
        if old:
            yield {"deleteDimension": {"range": _span(IMAGES, "ROWS", 1, 1 + old)}}
        if (lack := rows - (images.tab.rows - old)) > 0:
            yield _grow(IMAGES, "ROWS", lack + _SPARE)
        if (lack := columns - images.tab.columns) > 0:
            yield _grow(IMAGES, "COLUMNS", lack)

    def _prepare(self) -> Iterator[Request]:
        """Headers, ids' column and tags, where they are missing."""
        reading, tab = self._reading, self._reading.tab
        if (lack := self._width - tab.columns) > 0:
            yield _grow(tab.id, "COLUMNS", lack)
        for column in reading.state.columns:
            if reading.headless or (column.key == ID and not column.tagged):
                yield _cells(tab.id, reading.header, column.place, [[column.header]])
            if not column.tagged:
                place = {"dimensionRange": _span(tab.id, "COLUMNS", column.place, column.place + 1)}
                tag = {"metadataKey": TAG, "metadataValue": column.key, "visibility": "DOCUMENT", "location": place}
                yield {"createDeveloperMetadata": {"developerMetadata": tag}}
            if column.key == ID and not column.tagged:
                span = _span(tab.id, "COLUMNS", column.place, column.place + 1)
                yield {"updateDimensionProperties": {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}}

    def _labels(self) -> Iterator[Request]:
        """The header as it stands, so that the images can be read even if columns were moved meanwhile."""
        yield self._label("h", [{"keys": {str(place): key for key, place in self._columns.items()}}])
        yield self._image(self._reading.header, 1)

    def _edited(self) -> Iterator[Request]:
        for place, texts in sorted(self._write.edits.items()):
            label = [{"id": self._ids[place], "keys": sorted(texts)}]
            yield from self._around(place, label, self._texts(place, texts))

    def _texts(self, place: int, texts: Mapping[str, str]) -> Iterator[Request]:
        cells = sorted((self._columns[key], text) for key, text in texts.items())
        for first, run in _runs(cells):
            yield _cells(self._reading.tab.id, place, first, [[text for _, text in run]])

    def _identified(self) -> Iterator[Request]:
        for first, run in _runs(sorted(self._write.ids.items())):
            labels = [{"id": self._ids[place], "keys": [ID]} for place, _ in run]
            written = _cells(self._reading.tab.id, first, self._columns[ID], [[id_] for _, id_ in run])
            yield from self._around(first, labels, [written])

    def _removed(self) -> Iterator[Request]:
        places = sorted(self._write.removals)
        for place in places:
            yield self._label("d", [{"id": self._ids[place]}])
            yield self._image(place, 1)
        for place in reversed(places):
            yield {"deleteDimension": {"range": _span(self._reading.tab.id, "ROWS", place, place + 1)}}

    def _appended(self) -> Iterator[Request]:
        rows = []
        for texts in self._write.appends:
            row = [""] * self._width
            for key, text in texts.items():
                row[self._columns[key]] = text
            rows.append(row)
        if not rows:
            return
        yield {"appendCells": {"sheetId": self._reading.tab.id, "rows": _row_data(rows), "fields": "userEnteredValue"}}
        first = self._next
        yield self._label("n", [{"id": texts[ID], "keys": sorted(texts)} for texts in self._write.appends])
        yield _cells(IMAGES, first, 1, rows)
        self._next = first + len(rows)

    def _around(self, place: int, labels: Sequence[Mapping[str, Any]], written: Iterable[Request]) -> Iterator[Request]:
        """Rows from `place` on, before and after they are written."""
        yield self._label("b", labels)
        yield self._image(place, len(labels))
        yield from written
        yield self._label("a", labels)
        yield self._image(place, len(labels))

    def _label(self, kind: str, labels: Sequence[Mapping[str, Any]]) -> Request:
        texts = [[json.dumps({"m": self._mark, "k": kind, **label}, ensure_ascii=False, separators=(",", ":"))] for label in labels]
        return _cells(IMAGES, self._next, 0, texts)

    def _image(self, place: int, count: int) -> Request:
        source = _area(self._reading.tab.id, place, place + count, 0, self._width)
        target = _area(IMAGES, self._next, self._next + count, 1, self._width + 1)
        self._next += count
        return {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_VALUES", "pasteOrientation": "NORMAL"}}


def _runs(cells: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """Neighbours together: (first place, the pairs)."""
    for _, group in groupby(enumerate(cells), key=lambda pair: pair[1][0] - pair[0]):
        run = [cell for _, cell in group]
        yield run[0][0], run


def _cells(sheet: int, row: int, column: int, rows: Sequence[Sequence[str]]) -> Request:
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": _row_data(rows), "fields": "userEnteredValue"}}


def _row_data(rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    return [{"values": [{"userEnteredValue": {"stringValue": text}} if text else {} for text in row]} for row in rows]


def _area(sheet: int, top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    return {"sheetId": sheet, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def _span(sheet: int, dimension: str, first: int, end: int) -> dict[str, Any]:
    return {"sheetId": sheet, "dimension": dimension, "startIndex": first, "endIndex": end}


def _grow(sheet: int, dimension: str, length: int) -> Request:
    return {"appendDimension": {"sheetId": sheet, "dimension": dimension, "length": length}}
