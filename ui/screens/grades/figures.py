"""Statistics, final grades and counts of a sheet, kept up to date cell by cell: nothing is gathered while painting. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ems_desktop.domain.grades import Final, Tally, final_grade, percent, sudden_drop
from ems_desktop.services.grade_views import Assessment, Cell, Sheet

FLAGS = ("blank", "below", "unsent", "conflict", "odd")
_HUNDRED = Decimal(100)


def places_of(value: Decimal) -> int:
    """How many decimals a mark shows: 0, 1 or 2."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


class Figures:
    """`tallies` and `places` have one entry per column, the final grade last; `counts` goes by flag."""

    def __init__(self, sheet: Sheet) -> None:
        self._assessments = sheet.assessments
        self._weights = {k.kind: k.weight for k in sheet.kinds}
        self._missing_kind = any(k.weight and all(a.kind != k.kind for a in sheet.assessments) for k in sheet.kinds)
        self._rounding = sheet.rounding
        self._counted = [i for i, a in enumerate(sheet.assessments) if self._weights.get(a.kind)]
        limit = Decimal(sheet.kktp)
        self.limits = [*(limit * a.maximum / _HUNDRED for a in sheet.assessments), limit]
        self.tallies = [Tally(sheet.kktp) for _ in self.limits]
        self._decimals = [[0, 0, 0] for _ in self.limits]
        self.counts = dict.fromkeys(FLAGS, 0)

    def final(self, cells: Sequence[Cell]) -> Final:
        """The final grade of a row; a kind that counts but has no assessment yet keeps it provisional."""
        got = final_grade(zip(self._assessments, cells, strict=False), self._weights, self._rounding)
        return Final(got.value, got.provisional or self._missing_kind)

    def odd(self, cells: Sequence[Cell]) -> frozenset[int]:
        """Columns of a row whose mark drops suddenly, among those that count."""
        marks = [self._percent(cells[i], self._assessments[i]) for i in self._counted]
        return frozenset(self._counted[i] for i in sudden_drop(marks))

    @staticmethod
    def _percent(cell: Cell, assessment: Assessment) -> Decimal | None:
        return None if cell.value is None else percent(cell.value, assessment.maximum)

    def below(self, col: int, cell: Cell) -> bool:
        return cell.value is not None and cell.value < self.limits[col]

    def flagged(self, flag: str, col: int, cell: Cell, odd: frozenset[int]) -> bool:
        """Whether a cell of an assessment counts under a filter."""
        if flag == "blank":
            return cell.value is None and cell.state is None
        if flag == "below":
            return self.below(col, cell)
        return col in odd if flag == "odd" else cell.mark == flag

    def places(self, col: int) -> int:
        """The most decimals any mark of the column has: what its numbers align by."""
        seen = self._decimals[col]
        return 2 if seen[2] else 1 if seen[1] else 0

    def count(self, cells: Sequence[Cell], odd: frozenset[int], times: int) -> None:
        """Count a whole row in (`times=1`) or out (`times=-1`). The last cell is the final grade."""
        for col, cell in enumerate(cells):
            self.count_cell(col, cell, times)
        self.counts["odd"] += len(odd) * times

    def count_cell(self, col: int, cell: Cell, times: int) -> None:
        derived = col == len(self._assessments)
        if cell.value is not None:
            maximum = _HUNDRED if derived else self._assessments[col].maximum
            self.tallies[col].add(cell.value, percent(cell.value, maximum), times)
            self._decimals[col][min(2, places_of(cell.value))] += times
        if derived:
            return
        if cell.value is None and cell.state is None:
            self.counts["blank"] += times
        if self.below(col, cell):
            self.counts["below"] += times
        if cell.mark in self.counts:
            self.counts[cell.mark] += times
