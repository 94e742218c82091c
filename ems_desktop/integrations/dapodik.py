"""The pupil list of Dapodik (*Daftar Peserta Didik*) as the portal gives it: finds the header by its names, wherever it stands.

It knows which columns there are, not what their cells mean: that is `domain.rosters`. Another kind of list gets its own
way to a `ColumnMapping`; everything after it (`raw_roster`) is shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.rosters.cells import Cell, fold, text_of
from ems_desktop.domain.rosters.pupils import HEADERS, REQUIRED
from ems_desktop.domain.rosters.reading import RawRoster, RawRow
from ems_desktop.integrations.workbooks import Table, column_letters, open_table

SHEET: Final = "Daftar Peserta Didik"
HEADER_WITHIN: Final = 20  # rows
_ENOUGH: Final = 3  # known names that make a row a header
_NAMED_AT_MOST: Final = 12  # columns named in a sentence

_PARENT = ("Nama", "Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan", "Penghasilan", "NIK", "Kebutuhan Khusus")
_SINGLE = (
    "No", "Nama", "NIPD", "JK", "NISN", "Tempat Lahir", "Tanggal Lahir", "NIK", "Agama", "Alamat", "RT", "RW", "Dusun", "Kelurahan",
    "Kecamatan", "Kode Pos", "Jenis Tinggal", "Alat Transportasi", "Telepon", "HP", "E-Mail", "SKHUN", "Penerima KPS", "No. KPS",
    "Rombel Saat Ini", "No Peserta Ujian Nasional", "No Seri Ijazah", "Penerima KIP", "Nomor KIP", "Nama di KIP", "Nomor KKS",
    "No Registrasi Akta Lahir", "Bank", "Nomor Rekening Bank", "Rekening Atas Nama", "Layak PIP (usulan dari sekolah)",
    "Alasan Layak PIP", "Kebutuhan Khusus", "Sekolah Asal", "Anak ke-berapa", "Lintang", "Bujur", "No KK", "Berat Badan",
    "Tinggi Badan", "Lingkar Kepala", "Jml. Saudara Kandung", "Jarak Rumah ke Sekolah (KM)",
)  # fmt: skip
_SYNONYMS = {
    "Nama": ("Nama Peserta Didik", "Nama Siswa", "Nama Lengkap"),
    "NIPD": ("NIS", "Nomor Induk"),
    "JK": ("L/P", "Jenis Kelamin"),
    "Tanggal Lahir": ("Tgl Lahir",),
    "Rombel Saat Ini": ("Rombel", "Rombongan Belajar", "Kelas"),
    "Kelurahan": ("Keluarahan", "Desa/Kelurahan", "Kelurahan/Desa"),
    "No KK": ("Nomor KK", "No Kartu Keluarga", "Nomor Kartu Keluarga"),
    "HP": ("No HP", "Nomor HP", "Handphone"),
    "E-Mail": ("Surel",),
    "Data Ayah.Nama": ("Nama Ayah", "Nama Ayah Kandung"),
    "Data Ibu.Nama": ("Nama Ibu", "Nama Ibu Kandung"),
    "Data Wali.Nama": ("Nama Wali",),
}
_OFFICIAL = (*_SINGLE, *(f"{group}.{name}" for group in ("Data Ayah", "Data Ibu", "Data Wali") for name in _PARENT))
_EXACT: Mapping[str, str] = {fold(name): name for name in _OFFICIAL}
_LOOSE: Mapping[str, str] = {fold(other): name for name, others in _SYNONYMS.items() for other in others}
_KNOWN: Mapping[str, str] = {**_LOOSE, **_EXACT}
_SUB_NAMES = frozenset(map(fold, _PARENT))

_REGION = re.compile(
    r"Kecamatan\s+(?P<district>[^,]+),\s*(?:Kabupaten|Kota)\s+(?P<regency>[^,]+),\s*Provinsi\s+(?P<province>[^,]+)", re.IGNORECASE
)
_DOWNLOADED = re.compile(r"Tanggal Unduh:?\s*(\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table. `header`: as it stands in the file; `field`: the official header, or its own where unknown."""

    index: int
    header: str
    field: str

    @property
    def known(self) -> bool:
        return self.field in _OFFICIAL


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Where the header stands (row numbers as in Excel), where the data begins, and what each column is."""

    header_row: int
    first_row: int
    columns: tuple[Column, ...]

    @property
    def absent(self) -> tuple[str, ...]:
        """Columns with a place of their own at the school that this file does not have."""
        here = {column.field for column in self.columns}
        return tuple(header for header in HEADERS.values() if header not in here)


@dataclass(frozen=True, slots=True)
class Title:
    """What stands above the header: whose list it is and when it was made. Anything may be missing."""

    school: str | None = None
    district: str | None = None
    regency: str | None = None
    province: str | None = None
    downloaded: datetime | None = None


@dataclass(frozen=True, slots=True)
class DapodikFile:
    """A pupil list, understood as far as its columns."""

    file: str
    title: Title
    mapping: ColumnMapping
    raw: RawRoster

    def as_of(self, today: date) -> date:
        """The day by which ages are judged: the day of the download, else today."""
        return self.title.downloaded.date() if self.title.downloaded else today


def open_dapodik(path: Path) -> DapodikFile:
    """Read a pupil list (.xlsx or .csv) up to its columns. Mistake as in `open_table` and `recognise`; 1223: no pupil below the header."""
    table = open_table(path, prefer=(SHEET,))
    mapping = recognise(table)
    raw = raw_roster(table, mapping)
    if not raw.rows:
        raise Mistake(1223, file=table.file)
    return DapodikFile(table.file, title_of(table, mapping), mapping, raw)


def recognise(table: Table) -> ColumnMapping:
    """Find the header by the names in it: the row among the first 20 with the most known ones, and the row of sub-headers below.

    Mistake: no header (1220), needed columns missing (1221), a column twice (1222).
    """
    start = max(range(min(HEADER_WITHIN, len(table.rows))), key=lambda i: _known_names(table.rows[i]), default=0)
    if not table.rows or _known_names(table.rows[start]) < _ENOUGH:
        raise Mistake(1220, file=table.file, rows=HEADER_WITHIN)
    top, below = table.rows[start], table.rows[start + 1] if start + 1 < len(table.rows) else ()
    two_rows = _is_sub_header(top, below)
    columns = tuple(_columns(top, below if two_rows else ()))
    _check(columns, table.file)
    return ColumnMapping(start + 1, start + (3 if two_rows else 2), columns)


def raw_roster(table: Table, mapping: ColumnMapping) -> RawRoster:
    """The rows below the header, each cell under its field. Empty rows are left out."""
    rows = []
    for number, row in enumerate(table.rows[mapping.first_row - 1 :], mapping.first_row):
        cells: dict[str, Cell] = {column.field: row[column.index] for column in mapping.columns if column.index < len(row)}
        if any(cell is not None for cell in cells.values()):
            rows.append(RawRow(number, cells))
    headers = {column.field: column.header for column in mapping.columns}
    return RawRoster(tuple(rows), headers, mapping.header_row, mapping.absent)


def title_of(table: Table, mapping: ColumnMapping) -> Title:
    """The lines above the header. The school's name is the line after the list's own title."""
    lines = [text for row in table.rows[: mapping.header_row - 1] for text in map(text_of, row) if text]
    region = next(filter(None, map(_REGION.search, lines)), None)
    made = next(filter(None, map(_DOWNLOADED.search, lines)), None)
    named = [line for line in lines if fold(line) != fold(SHEET) and not _REGION.search(line) and not _DOWNLOADED.search(line)]
    return Title(named[0] if named else None, **_places(region), downloaded=_moment(made[1]) if made else None)


def _known_names(row: Iterable[Cell]) -> int:
    return len({_KNOWN[key] for key in map(_key, row) if key in _KNOWN})


def _key(cell: Cell) -> str:
    return fold(cell) if isinstance(cell, str) else ""


def _is_sub_header(top: tuple[Cell, ...], below: tuple[Cell, ...]) -> bool:
    """A row of names of parents' columns, with nothing under the pupil's own name: not the first pupil."""
    own = next((i for i, cell in enumerate(top) if _KNOWN.get(_key(cell)) == "Nama"), None)
    if own is not None and own < len(below) and below[own] is not None:
        return False
    return any(_key(cell) in _SUB_NAMES for cell in below)


def _columns(top: tuple[Cell, ...], below: tuple[Cell, ...]) -> Iterator[Column]:
    """What each named column is. The official name wins over other names for the same thing; unknown columns keep their own."""
    joined = list(_joined(top, below))
    taken = {_EXACT[fold(header)] for _, header in joined if fold(header) in _EXACT}
    for index, header in joined:
        field = _EXACT.get(fold(header))
        if field is None:
            other = _LOOSE.get(fold(header), header)
            field = other if other not in taken else f"{header} ({column_letters(index)})"
        taken.add(field)
        yield Column(index, header, field)


def _joined(top: tuple[Cell, ...], below: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    """Both header rows as one: a merged group stands over its first column only and goes on until the next name above."""
    group = ""
    for index in range(max(len(top), len(below))):
        above = text_of(top[index]) if index < len(top) else ""
        under = text_of(below[index]) if index < len(below) else ""
        group = above or group
        header = f"{group}.{under}" if under and group else under or above
        if header:
            yield index, header


def _check(columns: tuple[Column, ...], file: str) -> None:
    places: dict[str, list[str]] = {}
    for column in columns:
        places.setdefault(column.field, []).append(column_letters(column.index))
    missing = [header for header in REQUIRED if header not in places]
    if missing:
        found = [c.header for c in columns if not c.known] or [c.header for c in columns]
        listed = ", ".join(found[:_NAMED_AT_MOST]) + (" …" if len(found) > _NAMED_AT_MOST else "")
        raise Mistake(1221, file=file, missing=", ".join(missing), found=listed)
    for field, letters in places.items():
        if len(letters) > 1:
            raise Mistake(1222, file=file, column=field, places=", ".join(letters))


def _places(region: re.Match[str] | None) -> dict[str, str | None]:
    """Dapodik writes 'Kecamatan Kec. Lohbener': the short form before the name says the same again."""
    if region is None:
        return {}
    prefix = re.compile(r"^(?:Kec|Kab|Prov)\.\s*")
    return {name: prefix.sub("", value).strip() for name, value in region.groupdict().items()}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
