"""What a benchmark gives back: a measured value, its floor or peer in the same run, and the ratio."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `floor` in `unit`; `limit` is what the ratio (or, without a floor, the value) may be at most."""

    name: str
    value: float
    unit: str
    limit: float
    floor: float | None = None
    floor_name: str = ""
    conditions: str = ""

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.value / self.floor

    @property
    def held(self) -> bool:
        return (self.value if self.ratio is None else self.ratio) <= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "held": self.held}

    def line(self) -> str:
        against = f"limit {self.limit:g} {self.unit}" if self.ratio is None else f"{self.ratio:5.2f} × {self.floor_name} ({self.floor:.2f} {self.unit}), limit {self.limit:g} ×"
        return f"{'ok  ' if self.held else 'OVER'} {self.name:34s} {self.value:10.2f} {self.unit}  {against}  {self.conditions}"


def times(act: Callable[[], object], runs: int, warm: int = 2) -> list[float]:
    """Seconds of each run, after a few that do not count."""
    for _ in range(warm):
        act()
    out = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        out.append(time.perf_counter() - start)
    return out


def alternating(first: Callable[[], object], second: Callable[[], object], runs: int, warm: int = 1) -> tuple[float, float]:
    """Median seconds of two acts run in turn, so that noise of the machine meets both."""
    a, b = [], []
    for n in range(runs + warm):
        one, two = times(first, 1, 0)[0], times(second, 1, 0)[0]
        if n >= warm:
            a.append(one)
            b.append(two)
    return median(a), median(b)


def percentile(values: list[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * q))]
