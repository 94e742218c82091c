"""What a benchmark gives back: a measured value, its floor or peer in the same run, what it may be at most, and the conditions."""

from __future__ import annotations

import gc
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `floor` in `unit`. `limit`: the most that `limited` (the ratio, or the value itself) may be; None: only told."""

    name: str
    value: float
    unit: str
    limit: float | None
    limited: Literal["ratio", "value"]
    floor: float
    floor_name: str
    conditions: str

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    @property
    def held(self) -> bool:
        return self.limit is None or (self.ratio if self.limited == "ratio" else self.value) <= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "held": self.held}

    def line(self) -> str:
        verdict = "told" if self.limit is None else "ok  " if self.held else "OVER"
        most = "" if self.limit is None else f", at most {self.limit:g} {'×' if self.limited == 'ratio' else self.unit}"
        against = f"{self.ratio:.2f} × {self.floor_name} ({self.floor:.2f} {self.unit}){most}"
        return f"{verdict} {self.name:44s} {self.value:9.2f} {self.unit:2s}  {against}; {self.conditions}"


def machine() -> str:
    """Where a run took place, as far as figures depend on it."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load()}"


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def seconds(act: Act) -> float:
    """What one act takes. Python's collector of garbage waits meanwhile, as `timeit` has it: what it takes depends on all that was imported."""
    collects = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start
    finally:
        if collects:
            gc.enable()


def in_turn(acts: Sequence[Act], runs: int, warm: int = 1) -> list[float]:
    """Median seconds of each act. They run in turn, so that the machine's noise meets them all."""
    taken: list[list[float]] = [[] for _ in acts]
    for n in range(runs + warm):
        for act, its in zip(acts, taken, strict=True):
            once = seconds(act)
            if n >= warm:
                its.append(once)
    return [median(its) for its in taken]


def percentile(values: Sequence[float], q: float) -> float:
    return sorted(values)[max(0, round(len(values) * q) - 1)]
