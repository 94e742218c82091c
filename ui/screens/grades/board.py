"""One grade sheet as it stands on the screen: what was read with the edits laid over it, in the order and under the filter
the person chose. Lookups by visible row and column take constant time. No Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.grades import Final
from ems_desktop.services.grade_views import Cell, Pupil, Sheet
from ui.screens.grades.columns import columns_of, groups_of
from ui.screens.grades.figures import Figures
from ui.screens.grades.overlay import Key, Overlay, Stage
from ui.widgets.grid.moves import Block, Pos


class Board:
    """Rows are visible rows, columns are the sheet's assessments and, last, the final grade."""

    def __init__(self, sheet: Sheet, overlay: Overlay) -> None:
        self.sheet, self.overlay = sheet, overlay
        self.columns = columns_of(sheet)
        self.groups = groups_of(sheet, self.columns)
        self.figures = Figures(sheet)
        self.pupils = sheet.pupils
        self._place = {p.id: i for i, p in enumerate(sheet.pupils)}
        self._column = {a.id: i for i, a in enumerate(sheet.assessments)}
        keys = [a.id for a in sheet.assessments]
        self._cells = [[sheet.cell(a, p.id) for a in keys] for p in sheet.pupils]
        for key in overlay.touched():
            if key[0] in self._column and key[1] in self._place:
                self._cells[self._place[key[1]]][self._column[key[0]]] = overlay.shown(sheet, key)
        self._finals: list[Final] = []
        self._odd: list[frozenset[int]] = []
        for i, cells in enumerate(self._cells):
            self._append_derived(i, cells)
        self.order: Sequence[int] = range(len(self.pupils))
        self._row_of: dict[int, int] | None = None

    def _append_derived(self, i: int, cells: list[Cell]) -> None:
        final = self.figures.final(cells)
        self._finals.append(final)
        self._odd.append(self.figures.odd(cells))
        cells.append(_derived(final))
        if self.pupils[i].left_on is None:
            self.figures.count(cells, self._odd[i], 1)

    # -- asked while painting ---------------------------------------------------------

    @property
    def size(self) -> Pos:
        return len(self.order), len(self.columns)

    @property
    def last(self) -> int:
        """The number of the last column that can hold marks; -1 without assessments."""
        return len(self.columns) - 2

    def pupil(self, row: int) -> Pupil:
        return self.pupils[self.order[row]]

    def cell(self, row: int, col: int) -> Cell:
        return self._cells[self.order[row]][col]

    def stage(self, row: int, col: int) -> Stage | None:
        """How far an edit is that is not yet part of a reading: typed, saved or failed."""
        return self.overlay.stage(self.key(row, col)) if col <= self.last else None

    def final(self, row: int) -> Final:
        return self._finals[self.order[row]]

    def odd(self, row: int, col: int) -> bool:
        return col in self._odd[self.order[row]]

    # -- where things are ---------------------------------------------------------------

    def key(self, row: int, col: int) -> Key:
        return self.sheet.assessments[col].id, self.pupil(row).id

    def at(self, key: Key) -> Pos | None:
        """Where a cell is now, an empty assessment meaning the final grade; None when it is filtered away or gone."""
        col, place = self._column.get(key[0]) if key[0] else self.last + 1, self._place.get(key[1])
        if col is None or place is None:
            return None
        row = self._rows().get(place)
        return None if row is None else (row, col)

    def _rows(self) -> dict[int, int]:
        if self._row_of is None:
            self._row_of = {place: row for row, place in enumerate(self.order)}
        return self._row_of

    def refusal(self, col: int) -> Mistake | None:
        """Why nothing can be typed in a column, or None."""
        if self.columns[col].derived:
            return Mistake(1021)
        if self.sheet.closed:
            return Mistake(1022)
        if not self.sheet.writable:
            return Mistake(1023)
        return Mistake(1020, column=self.columns[col].title) if self.columns[col].locked else None

    def all(self) -> Block:
        """Every mark, without the final grade."""
        return Block(0, 0, len(self.order) - 1, max(0, self.last))

    # -- changed by the presenter ---------------------------------------------------------

    def refresh(self, keys: Sequence[Key]) -> list[Pos]:
        """Take the newest value of these cells; returns where something on the screen changed, final grades included."""
        changed: list[Pos] = []
        for place in dict.fromkeys(self._place[p] for a, p in keys if p in self._place and a in self._column):
            columns = [self._column[a] for a, p in keys if self._place.get(p) == place and a in self._column]
            self._update(place, columns)
            row = self._rows().get(place)
            if row is not None:
                changed += [(row, col) for col in (*columns, len(self.columns) - 1)]
        return changed

    def _update(self, place: int, columns: Sequence[int]) -> None:
        cells, counted = self._cells[place], self.pupils[place].left_on is None
        final = len(self.columns) - 1
        if counted:
            self._count(place, (*columns, final), -1)
        for col in columns:
            cells[col] = self.overlay.shown(self.sheet, (self.sheet.assessments[col].id, self.pupils[place].id))
        self._finals[place] = self.figures.final(cells)
        self._odd[place] = self.figures.odd(cells)
        cells[final] = _derived(self._finals[place])
        if counted:
            self._count(place, (*columns, final), 1)

    def _count(self, place: int, columns: Sequence[int], times: int) -> None:
        for col in columns:
            self.figures.count_cell(col, self._cells[place][col], times)
        self.figures.counts["odd"] += len(self._odd[place]) * times

    def arrange(self, by: str = "number", flag: str = "all") -> None:
        """Order by "number" (nomor absen) or "name"; show the rows that have a cell under the flag."""
        rows: Sequence[int] = range(len(self.pupils))
        if by == "name":
            rows = sorted(rows, key=lambda i: folded(self.pupils[i].name))
        if flag != "all":
            rows = [i for i in rows if self._flagged(i, flag)]
        self.order, self._row_of = rows, None

    def _flagged(self, place: int, flag: str) -> bool:
        if self.pupils[place].left_on is not None:
            return False
        cells, odd = self._cells[place], self._odd[place]
        return any(self.figures.flagged(flag, col, cells[col], odd) for col in range(self.last + 1))

    def marks(self, col: int) -> list[Decimal]:
        """Every mark of a column, pupils who left excepted."""
        return [v for i, c in enumerate(self._cells) if (v := c[col].value) is not None and self.pupils[i].left_on is None]


def _derived(final: Final) -> Cell:
    return Cell(None if final.value is None else Decimal(final.value))


def folded(name: str) -> str:
    """A name for comparing: without accents and case."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
