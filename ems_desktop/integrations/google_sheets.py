"""One Google spreadsheet through Sheets v4 and Drive v3, with the person's own credentials: is it new, read, write; one call each.

What stands in the sheet is not known here, and nothing is tried again here: who asks knows how often it may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ems_desktop.domain.errors import Outage

if TYPE_CHECKING:
    from ems_desktop.integrations.google_http import Http

_SHEETS: Final = "https://sheets.googleapis.com/v4/spreadsheets"
_DRIVE: Final = "https://www.googleapis.com/drive/v3/files"
FIELDS: Final = (
    "properties.title,namedRanges(namedRangeId,name),sheets(properties(sheetId,title,index,hidden,gridProperties),"
    "data(startRow,startColumn,rowData(values(userEnteredValue,formattedValue)),columnMetadata(developerMetadata)))"
)


class Busy(Outage):
    """Google's quota is used up. `retry_after`: seconds, if Google named them."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__(1519)
        self.retry_after = retry_after


class Refused(Exception):
    """Google found a batch not valid (HTTP 400), and did nothing of it. Says Google's message.

    A compare-and-swap that another client won shows so; else it is a fault of the program.
    """


class Spreadsheet:
    """`key`: the part of the spreadsheet's address that names it. `base`: see `Http`. `calls`: how often each was asked of Google.

    Errors of every method: 1515 no way to Google or no answer in time, 1516 access ended, 1517 not allowed here, 1518 no such sheet,
    Busy (1519), 1520 the API is off, 1521 Google's own trouble, 1522 somebody else answered; Refused.
    After 1515, 1521 or 1522 a write may or may not have been done.
    """

    def __init__(self, key: str, credentials: Any, base: str | None = None) -> None:
        self.key = key
        self.calls: Counter[str] = Counter()
        self._credentials, self._base = credentials, base

    def version(self) -> str:
        """A number that rises with every change, at times without one. It costs none of the quota of Sheets."""
        self.calls["version"] += 1
        asked = {"fields": "version,modifiedTime", "supportsAllDrives": "true"}
        version = self._http.answer("get", f"{_DRIVE}/{self.key}", params=asked).get("version")
        if not isinstance(version, str):
            raise Outage(1522, reason="version")
        return version

    def read(self, ranges: Sequence[str] | None = None) -> dict[str, Any]:
        """A `Spreadsheet` of Sheets v4, as far as FIELDS go; all of it, or these A1 ranges. What is empty or zero may be absent."""
        self.calls["read"] += 1
        asked: dict[str, Any] = {"includeGridData": "true", "fields": FIELDS}
        return self._http.answer("get", f"{_SHEETS}/{self.key}", params=asked | ({"ranges": list(ranges)} if ranges else {}))

    def write(self, requests: list[dict[str, Any]], response_ranges: Sequence[str] = ()) -> dict[str, Any]:
        """All of the `Request`s of Sheets v4 or none: {replies, updatedSpreadsheet: as from `read`, when ranges are given}."""
        self.calls["write"] += 1
        body: dict[str, Any] = {"requests": requests}
        fields = "replies"
        if response_ranges:
            body |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True, "responseRanges": list(response_ranges)}
            fields += f",updatedSpreadsheet({FIELDS})"
        return self._http.answer("post", f"{_SHEETS}/{self.key}:batchUpdate", params={"fields": fields}, json=body)

    @cached_property
    def _http(self) -> Http:
        from ems_desktop.integrations.google_http import Http

        return Http(self._credentials, base=self._base)
