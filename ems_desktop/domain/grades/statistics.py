"""Statistics of a column that follow each edit in constant time, and what is odd in a pupil's row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

BINS = 10
_FIFTY, _FIVE = 50, 5
DROP = Decimal(20)  # points below a pupil's own mean so far that deserve a second look


def bin_of(percent: Decimal) -> int:
    """Ten bins of five from 50; what lies below 50 is in the first, 100 in the last."""
    return max(0, min(BINS - 1, int((percent - _FIFTY) // _FIVE)))


@dataclass(slots=True)
class Tally:
    """Mean, reached/count and histogram of one column. `value` in points of the assessment, `percent` of its maximum."""

    kktp: int
    count: int = 0
    reached: int = 0
    total: Decimal = Decimal(0)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)

    def add(self, value: Decimal, percent: Decimal, times: int = 1) -> None:
        """Count a mark; `times=-1` takes it away again."""
        self.count += times
        self.total += value * times
        self.bins[bin_of(percent)] += times
        if percent >= self.kktp:
            self.reached += times

    @property
    def mean(self) -> Decimal | None:
        return self.total / self.count if self.count else None


def sudden_drop(percents: Sequence[Decimal | None], by: Decimal = DROP) -> list[int]:
    """Positions of marks more than `by` points under the mean of the pupil's marks before them (at least two)."""
    odd, total, count = [], Decimal(0), 0
    for position, percent in enumerate(percents):
        if percent is None:
            continue
        if count >= 2 and total - percent * count > by * count:
            odd.append(position)
        total, count = total + percent, count + 1
    return odd
