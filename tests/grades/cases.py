"""The table of final grades that Python, SQL and a spreadsheet must agree on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Column:
    kind: str
    weight: Decimal = Decimal(1)
    maximum: Decimal = Decimal(100)


@dataclass(frozen=True)
class Score:
    value: Decimal | None = None
    state: str | None = None


WEIGHTS = {"formatif": Decimal(0), "lm": Decimal(50), "sts": Decimal(20), "sas": Decimal(30)}


def score(text: str) -> Score:
    if text in {"excused", "missing"}:
        return Score(state=text)
    return Score(Decimal(text) if text else None)


@dataclass(frozen=True)
class Case:
    """`scores`: kind → texts; `expected`: grade by (half_up, half_even, down)."""

    name: str
    scores: dict[str, list[str]]
    expected: tuple[int | None, int | None, int | None]
    provisional: bool = False
    weights: tuple[str, ...] = ()  # of the assessments of kind lm
    maximum: str = "100"  # of the assessments of kind lm

    def pairs(self) -> list[tuple[Column, Score]]:
        out = []
        for kind, texts in self.scores.items():
            for i, text in enumerate(texts):
                weight = Decimal(self.weights[i]) if kind == "lm" and self.weights else Decimal(1)
                maximum = Decimal(self.maximum) if kind == "lm" else Decimal(100)
                out.append((Column(kind, weight, maximum), score(text)))
        return out


CASES = [
    Case("all kinds", {"lm": ["80", "90"], "sts": ["70"], "sas": ["60"]}, (75, 74, 74)),
    Case("an exact half above an even number", {"lm": ["74.5"]}, (75, 74, 74)),
    Case("an exact half above an odd number", {"lm": ["75.5"]}, (76, 76, 75)),
    Case("a half out of thirds", {"lm": ["70", "75", "78.5"]}, (75, 74, 74)),
    Case("a half out of three thirds and weights", {"lm": ["70", "70", "71"], "sts": ["85"], "sas": ["78"]}, (76, 76, 75)),
    Case("seven parts that meet in a half", {"lm": ["82.5", "82.5", "82.5", "82.5", "82.5", "82.5", "82.5"]}, (83, 82, 82)),
    Case("just below a half", {"lm": ["74.49"]}, (74, 74, 74)),
    Case("just above a half", {"lm": ["74.51"]}, (75, 75, 74)),
    Case(
        "kinds without a score give their weight to the others", {"lm": ["80"], "sts": [""], "sas": ["90"]}, (84, 84, 83), provisional=True
    ),
    Case("missing counts zero", {"lm": ["80", "missing"]}, (40, 40, 40)),
    Case("excused is left out", {"lm": ["80", "excused"]}, (80, 80, 80)),
    Case("a blank is left out and makes it provisional", {"lm": ["80", ""]}, (80, 80, 80), provisional=True),
    Case("formatif does not count", {"formatif": ["10", ""], "lm": ["80"]}, (80, 80, 80)),
    Case("nothing counted", {"formatif": ["10"]}, (None, None, None)),
    Case("only blanks", {"lm": ["", ""]}, (None, None, None), provisional=True),
    Case("only excused", {"lm": ["excused"]}, (None, None, None)),
    Case("weights within a kind", {"lm": ["60", "90"]}, (80, 80, 80), weights=("1", "2")),
    Case("an assessment of weight 0 within its kind", {"lm": ["60", "90"]}, (60, 60, 60), weights=("1", "0")),
    Case("another maximum", {"lm": ["17", "18"]}, (88, 88, 87), maximum="20"),
    Case("the ends of the scale", {"lm": ["0"], "sts": ["100"], "sas": ["100"]}, (50, 50, 50)),
    Case("a hundred", {"lm": ["100"], "sts": ["100"], "sas": ["100"]}, (100, 100, 100)),
]
