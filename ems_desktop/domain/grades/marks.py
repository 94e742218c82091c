"""What a person may type or paste into a cell of a grade sheet, and what it means. Knows no sheet and no screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ems_desktop.domain.errors import Mistake

State = Literal["excused", "missing"]
HUNDRED = Decimal(100)
NOTE_MOST = 2000

_WORDS: dict[str, State] = {"izin": "excused", "excused": "excused", "belum": "missing", "missing": "missing"}
_MARK = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?", re.ASCII)
_INVISIBLE = str.maketrans("", "", "\u200b\u200e\u200f\u2060\ufeff")  # web pages and Word leave them beside a number
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Typed:
    """What was meant: a mark, a state, or (both None) an emptied cell."""

    value: Decimal | None = None
    state: State | None = None


CLEARED = Typed()


def parse_mark(text: str, maximum: Decimal = HUNDRED) -> Typed:
    """Read one cell: a mark from 0 to `maximum` with at most two decimals, a word for a state, or nothing.

    Comma and point both are the decimal mark and there is no thousands mark, so `1.000` is refused rather than
    guessed. Only the digits 0–9 count: full-width and other digits are refused, as PostgreSQL would refuse them.
    Raises Mistake 1001–1010.
    """
    said = text.translate(_INVISIBLE).strip()
    if not said:
        return CLEARED
    if state := _WORDS.get(said.casefold()):
        return Typed(state=state)
    if not _MARK.fullmatch(said):
        raise _mistake(said, maximum)
    value = plain(Decimal(said.replace(",", ".")))
    if value > maximum:
        raise Mistake(1002, value=_short(said), maximum=plain(maximum))
    return Typed(value)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent: 85.0 → 85, 1E+2 → 100."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def _mistake(said: str, maximum: Decimal) -> Mistake:
    """Why a text is not a mark, as precisely as it can be told."""
    code = 1001
    if said[0] == "=":
        code = 1004
    elif re.fullmatch(r"-\s*[0-9]+([.,][0-9]+)?", said, re.ASCII):
        code = 1003
    elif re.fullmatch(r"[0-9.,\s]+%", said, re.ASCII):
        code = 1005
    elif re.fullmatch(r"[0-9.,]+", said, re.ASCII):
        code = _decimals(said)
    elif not any(c.isalpha() for c in said) and any(ord(c) > 0x2190 and not c.isdigit() for c in said):
        code = 1009
    return Mistake(code, value=_short(said), maximum=plain(maximum))


def _decimals(said: str) -> int:
    """Which rule of decimals a text of digits and marks breaks."""
    marks = said.count(".") + said.count(",")
    if marks > 1:
        return 1007
    before, after = re.split(r"[.,]", said)
    if not before or not after:
        return 1010
    return 1006 if len(after) == 3 else 1008


def _short(said: str) -> str:
    said = " ".join(said.split())  # a block that was pasted into one cell
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
