"""Files and pupils for the roster tests: the two sample exports, small lists made on the spot, and the school they meet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ems_desktop.domain.rosters.cells import Cell
from ems_desktop.domain.rosters.pupils import ExistingPupil, Pupil, PupilRow
from ems_desktop.domain.rosters.reading import RawRoster, RawRow, Reading, ReadRow, read_roster
from ems_desktop.integrations.dapodik import DapodikFile, open_dapodik

DATA = Path(__file__).parent.parent / "data" / "dapodik"
CLEAN = DATA / "daftar-peserta-didik.xlsx"
MESSY = DATA / "daftar-peserta-didik-berantakan.xlsx"
ON = date(2026, 7, 13)

HEADER = ("No", "Nama", "JK", "NISN", "Tanggal Lahir", "NIK", "Agama", "Data Ibu.Nama", "Rombel Saat Ini")
PUPIL: dict[str, Cell] = {
    "No": 1, "Nama": "Citra Ayu", "JK": "P", "NISN": "0132879217", "Tanggal Lahir": "2013-08-17", "NIK": "3296792908100339",
    "Agama": "Islam", "Data Ibu.Nama": "Sri Wahyuni", "Rombel Saat Ini": "7A",
}  # fmt: skip


@cache
def opened(path: Path) -> DapodikFile:
    return open_dapodik(path)


def read_file(path: Path, mends: dict[tuple[int, str], str] | None = None) -> Reading:
    return read_roster(opened(path).raw, ON, mends)


def read(*changes: dict[str, Cell], mends: dict[tuple[int, str], str] | None = None) -> Reading:
    """Rows 2, 3, …: each the sample pupil with some cells changed, and a NISN and NIK of its own unless one is given."""
    rows = []
    for i, changed in enumerate(changes):
        own: dict[str, Cell] = {"NISN": f"01328792{17 + i}", "NIK": f"32967929081003{39 + i}", "Nama": f"Citra Ayu {'ABCDEFGH'[i]}"}
        rows.append(RawRow(i + 2, {**PUPIL, **own, **changed}))
    return read_roster(RawRoster(tuple(rows), {header: header for header in HEADER}, 1), ON, mends)


def only(reading: Reading) -> ReadRow:
    (row,) = reading.rows
    return row


def codes(row: ReadRow) -> list[int]:
    return [trouble.code for trouble in row.troubles]


def at_school(pupil: PupilRow, **changes: Any) -> ExistingPupil:
    """The pupil as the school keeps it after the row was imported."""
    known = {f.name: getattr(pupil, f.name) for f in fields(Pupil)}
    return ExistingPupil(**{"id": f"id-{pupil.row}", **known, **changes})


def school_of(reading: Reading) -> list[ExistingPupil]:
    return [at_school(row.pupil) for row in reading.rows if row.pupil]


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def raw_xlsx(path: Path, sheet: str, extra: dict[str, str] | None = None) -> Path:
    """A workbook whose only sheet is this XML, to be hostile in ways that no library writes."""
    path.write_bytes(archive({**_PARTS, "xl/worksheets/sheet1.xml": sheet, **(extra or {})}))
    return path


def archive(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return target.getvalue()


def sheet_xml(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}
