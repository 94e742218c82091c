"""The derived final grade of a pupil. Exact decimal arithmetic, so that SQL and a spreadsheet get the same number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal, Protocol

Rounding = Literal["half_up", "half_even", "down"]
ROUNDINGS: dict[str, str] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_SIX = Decimal("0.000001")  # a third, three times, is whole again: binary and decimal fractions agree before the rule


class Counts(Protocol):
    """An assessment, as far as it counts. `weight`: within its kind; `maximum`: the mark that is 100 %."""

    @property
    def kind(self) -> str: ...
    @property
    def weight(self) -> Decimal: ...
    @property
    def maximum(self) -> Decimal: ...


class Scored(Protocol):
    """One cell, as far as it counts."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def state(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Final:
    """`value`: 0–100, None without any counted score. `provisional`: something that counts is still blank."""

    value: int | None
    provisional: bool


def percent(value: Decimal, maximum: Decimal) -> Decimal:
    """A mark on the scale of 100, whatever its assessment's maximum."""
    return value if maximum == _HUNDRED else value * _HUNDRED / maximum


def final_grade(scores: Iterable[tuple[Counts, Scored]], weights: Mapping[str, Decimal], rounding: str = "half_up") -> Final:
    """The final grade from a pupil's cells; `weights` are the kinds' percents.

    The office's default rule: within a kind the mean weighted by assessment, *missing* counts 0, *excused* is left out,
    a blank is left out and makes the grade provisional. Kinds are weighted by their percent among those that have a
    score; a kind of weight 0 (formatif) does not count. The result is taken to six decimals, then to a whole number.
    """
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    provisional = False
    for column, cell in scores:
        if not weights.get(column.kind) or not column.weight:
            continue
        got = _ZERO if cell.state == "missing" else cell.value
        if got is None:
            provisional |= cell.state != "excused"
            continue
        total, weight = sums.get(column.kind, (_ZERO, _ZERO))
        sums[column.kind] = (total + percent(got, column.maximum) * column.weight, weight + column.weight)
    if not sums:
        return Final(None, provisional)
    parts = [(total / weight, weights[kind]) for kind, (total, weight) in sums.items()]
    raw = sum((mean * share for mean, share in parts), _ZERO) / sum((share for _, share in parts), _ZERO)
    return Final(round_grade(raw, rounding), provisional)


def round_grade(raw: Decimal, rounding: str) -> int:
    """A whole number by the school's rule: half_up (74.5 → 75), half_even (74.5 → 74) or down (74.9 → 74)."""
    return int(raw.quantize(_SIX, ROUND_HALF_UP).quantize(_ONE, ROUNDINGS[rounding]))
