"""A grade sheet as a file of Excel: out with hidden keys, and in again. Reads and writes files only, nothing of the school."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.grades import plain
from ems_desktop.i18n import number, tr
from ems_desktop.integrations.keyed_grids import KeyedColumn, KeyedGrid, KeyedRow, ReadGrid, ReadRow, read_keyed, write_keyed
from ems_desktop.integrations.tables_out import Value
from ems_desktop.services.grade_views import STATES, Assessment, Cell, Pupil, Sheet

_OURS = "ems-grades:"


@dataclass(frozen=True, slots=True)
class Said:
    """A filled cell of the file. `error`: why it is no mark, where the file itself tells."""

    assessment: str
    pupil: str
    text: str
    error: Mistake | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What a file says of a sheet. `strange`: rows and columns that are not read, each with its reason."""

    file: str
    cells: tuple[Said, ...]
    strange: tuple[Mistake, ...]


def write_book(sheet: Sheet, path: Path) -> Path:
    """The sheet with its marks, without pupils who left. Error 1240 when the file cannot be written."""
    ref = sheet.ref
    grid = KeyedGrid(
        key=_OURS + ref.id,
        name=tr("Grades"),
        heading=(f"{ref.subject} {ref.class_name} {ref.semester}", tr("An empty cell leaves the mark at school as it is.")),
        labels=(tr("No."), tr("Name")),
        columns=tuple(_column(one) for one in sheet.assessments),
        rows=tuple(_row(sheet, pupil) for pupil in sheet.pupils if pupil.left_on is None),
    )
    write_keyed(path, grid)
    return path


def read_book(sheet: Sheet, path: Path) -> Book:
    """What the file says for this sheet. Mistake: as `open_table`; 1031 none of our files, 1032 the file of another sheet."""
    grid = read_keyed(path)
    if not grid.key.startswith(_OURS):
        raise Mistake(1031, file=path.name)
    if grid.key != _OURS + sheet.ref.id:
        raise Mistake(1032, file=path.name, title=grid.heading)
    known = {one.id for one in sheet.assessments}
    strange = [Mistake(1036, column=title) for title in grid.unkeyed]
    strange += [Mistake(1037, count=gone) for gone in [sum(key not in known for key in grid.columns)] if gone]
    cells: list[Said] = []
    pupils, seen = {one.id: one for one in sheet.pupils}, set[str]()
    for row in grid.rows:
        if error := _misplaced(row, pupils.get(row.key), seen):
            strange.append(error)
        else:
            cells += _said(grid, row, known)
        seen.add(row.key)
    return Book(path.name, tuple(cells), tuple(strange))


def _column(one: Assessment) -> KeyedColumn:
    most = tr("at most {maximum}", maximum=number(plain(one.maximum)))
    return KeyedColumn(one.id, (tr("locked") if one.locked else most, one.title), quiet=one.locked)


def _row(sheet: Sheet, pupil: Pupil) -> KeyedRow:
    return KeyedRow(pupil.id, (pupil.number, pupil.name), tuple(_value(sheet.cell(one.id, pupil.id)) for one in sheet.assessments))


def _value(cell: Cell) -> Value:
    if cell.state:
        return tr(STATES[cell.state])
    if cell.value is None:
        return None
    return int(cell.value) if cell.value == int(cell.value) else float(cell.value)


def _misplaced(row: ReadRow, pupil: Pupil | None, seen: set[str]) -> Mistake | None:
    """Rows that were sorted without their hidden key would give everybody another's marks: the name beside the key tells."""
    named = " ".join(filter(None, row.labels))
    if pupil is None:
        return Mistake(1035, row=row.number, name=named)
    if pupil.name.casefold().split() not in [label.casefold().split() for label in row.labels]:
        return Mistake(1034, row=row.number, name=named, pupil=pupil.name)
    return Mistake(1038, row=row.number, name=pupil.name) if row.key in seen else None


def _said(grid: ReadGrid, row: ReadRow, known: set[str]) -> Iterator[Said]:
    for key, text in row.cells:
        if key in known:
            yield Said(key, row.key, text, Mistake(1033, value=text) if text in grid.dates else None)
