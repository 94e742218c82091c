"""Raw rows become pupils, each with its troubles. A row is refused only where reading it would be a guess about who the
pupil is or where the pupil belongs; what is merely known about a pupil is left out with a warning instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from ems_desktop.domain.codes.rosters import TROUBLES, Severity
from ems_desktop.domain.rosters import classes, dates, identifiers, names, values
from ems_desktop.domain.rosters.cells import Cell, Read, fold, text_of, typed
from ems_desktop.domain.rosters.pupils import FIELDS, HEADERS, ROW_NUMBER, PupilRow

T = TypeVar("T")

_TYPED = frozenset(HEADERS.values())
_EXPECTED = ("NISN", "JK", "Tanggal Lahir", "Agama")  # empty ones are mentioned
_TOTALS = ("jumlah", "total")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about one cell that a person should know. `column`: the header as it stands in the file."""

    row: int
    column: str
    value: str
    code: int
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return TROUBLES[self.code].severity

    @property
    def refused(self) -> bool:
        return self.severity == "refused"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file, its cells under the official headers (columns the export does not know: under their own)."""

    row: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class RawRoster:
    """A file's rows after its header was understood, before any cell is.

    `headers`: official header → as it stands in the file. `absent`: typed columns that the file does not have.
    """

    rows: tuple[RawRow, ...]
    headers: Mapping[str, str]
    header_row: int
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that names a pupil. `pupil` is None where it was refused; `nisn`, `nik` and `name` are what could be read even so."""

    row: int
    cells: Mapping[str, Cell]
    nisn: str | None
    nik: str | None
    name: str
    pupil: PupilRow | None
    troubles: tuple[Trouble, ...] = ()

    def shown(self, attribute: str) -> str:
        """The cell of a field (`Field.name`) as it stands in the file."""
        return typed(self.cells.get(HEADERS[attribute]))


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file as read. `ignored`: rows with something in them that name no pupil (totals, footnotes)."""

    rows: tuple[ReadRow, ...]
    headers: Mapping[str, str]
    notes: tuple[Trouble, ...] = ()
    ignored: tuple[int, ...] = ()


def read_roster(raw: RawRoster, on: date, mends: Mapping[tuple[int, str], str] | None = None) -> Reading:
    """Every pupil that can be read without guessing is read; every trouble names its row, column and value.

    `on`: the day the list was made (ages are judged by it). `mends`: what a person typed instead of a cell, by
    (row number, official header); a mended cell is judged like any other.

    A NISN or NIK that stands on several rows refuses **every** row of the group. The number belongs to one of them and
    nothing in the file says to which: to read one row would be to guess its owner, to read them all would break the
    number's uniqueness, and to read them without the number would make pupils whom next month's file cannot recognise.
    """
    rows = _mended(raw.rows, mends or {})
    month_first = any(dates.is_month_first(row.cells.get("Tanggal Lahir")) for row in rows)
    named = [row for row in rows if _names_a_pupil(row.cells)]
    read = [_RowReader(row, raw.headers).read(on, month_first=month_first) for row in named]
    read = _refuse_repeated(read, raw.headers, "NISN", "nisn", 1253)
    read = _refuse_repeated(read, raw.headers, "NIK", "nik", 1254)
    notes = tuple(Trouble(raw.header_row, column, "", 1290, {"column": column}) for column in raw.absent)
    taken = {row.row for row in named}
    ignored = tuple(row.row for row in rows if row.row not in taken and any(text_of(cell) for cell in row.cells.values()))
    return Reading(tuple(read), raw.headers, notes, ignored)


def _mended(rows: Iterable[RawRow], mends: Mapping[tuple[int, str], str]) -> list[RawRow]:
    by_row: dict[int, dict[str, Cell]] = defaultdict(dict)
    for (row, header), text in mends.items():
        by_row[row][header] = text
    return [replace(row, cells={**row.cells, **by_row[row.row]}) if row.row in by_row else row for row in rows]


def _names_a_pupil(cells: Mapping[str, Cell]) -> bool:
    """Not an empty row, a row of totals, a footnote, or the header repeated on a new page."""
    name, nisn, nik, group = (text_of(cells.get(header)) for header in ("Nama", "NISN", "NIK", "Rombel Saat Ini"))
    if not (name or nisn or nik) or (name == "Nama" and nisn == "NISN"):
        return False
    label = name or text_of(cells.get(ROW_NUMBER))
    return bool(nik or group) or not fold(label).startswith(_TOTALS)


class _RowReader:
    """Reads the cells of one row and gathers their troubles."""

    def __init__(self, raw: RawRow, headers: Mapping[str, str]) -> None:
        self._raw = raw
        self._headers = headers
        self._troubles: list[Trouble] = []

    def read(self, on: date, *, month_first: bool) -> ReadRow:
        fields = self._fields(on, month_first=month_first)
        pupil = None if any(t.refused for t in self._troubles) else PupilRow(row=self._raw.row, **fields, extra=self._extra())
        return ReadRow(
            self._raw.row, self._raw.cells, fields["nisn"], fields["nik"], self._text("Nama") or "", pupil, tuple(self._troubles)
        )

    def _fields(self, on: date, *, month_first: bool) -> dict[str, Any]:
        group = self._take("Rombel Saat Ini", classes.class_name)
        fields = {
            "name": self._take("Nama", names.person_name),
            "class_name": group.name if group else None,
            "level": group.level if group else None,
            "nisn": self._take("NISN", identifiers.nisn),
            "gender": self._take("JK", values.gender),
            "birth_date": self._take("Tanggal Lahir", lambda cell: dates.birth_date(cell, on, month_first=month_first)),
            "religion": self._take("Agama", values.religion),
            "nik": self._take("NIK", identifiers.sixteen_digits),
            "family_card": self._take("No KK", identifiers.sixteen_digits),
            "phone": identifiers.phone(self._raw.cells.get("HP")),
        }
        return {f.name: self._text(f.header) for f in FIELDS} | fields

    def _take(self, header: str, read_cell: Callable[[Cell], Read[T]]) -> T | None:
        cell = self._raw.cells.get(header)
        read = read_cell(cell)
        if read.doubt is not None:
            self._trouble(header, read.doubt, read.params)
        elif read.value is None and header in _EXPECTED and header in self._headers:
            self._trouble(header, 1255, {})
        return read.value

    def _trouble(self, header: str, code: int, params: Mapping[str, object]) -> None:
        column = self._headers.get(header, header)
        value = typed(self._raw.cells.get(header))
        self._troubles.append(Trouble(self._raw.row, column, value, code, {"column": column, **params}))

    def _text(self, header: str) -> str | None:
        return text_of(self._raw.cells.get(header)) or None

    def _extra(self) -> dict[str, str]:
        rest = ((header, text_of(cell)) for header, cell in self._raw.cells.items() if header not in _TYPED and header != ROW_NUMBER)
        return {header: text for header, text in rest if text}


def _refuse_repeated(rows: Sequence[ReadRow], headers: Mapping[str, str], header: str, attribute: str, code: int) -> list[ReadRow]:
    """Refuse every row whose identifier also stands on another row, naming the others."""
    owners: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if number := getattr(row, attribute):
            owners[number].append(row.row)
    judged = []
    for row in rows:
        number = getattr(row, attribute)
        others = [other for other in owners.get(number, ()) if other != row.row]
        if others:
            params = {attribute: number, "rows": ", ".join(map(str, others))}
            trouble = Trouble(row.row, headers.get(header, header), row.shown(attribute), code, params)
            judged.append(replace(row, pupil=None, troubles=(*row.troubles, trouble)))
        else:
            judged.append(row)
    return judged
