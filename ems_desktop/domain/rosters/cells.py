"""A cell of a workbook as it was stored, and as text. It knows nothing of what the cell is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

Cell = str | float | int | bool | date | datetime | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a cell was read as, and the doubt about it: a code of `TROUBLES` with its parameters."""

    value: T | None = None
    doubt: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)


def tidy(text: str) -> str:
    """Spaces at the ends removed and inside collapsed; control and invisible characters removed; else as typed (NFC)."""
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else " ".join(text.split())
    kept = (" " if (kind := unicodedata.category(ch))[0] == "Z" or kind == "Cc" else "" if kind in {"Cf", "Cs"} else ch for ch in text)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def text_of(cell: Cell) -> str:
    """The cell as a person reads it in Excel: 41.0 → '41', a date in ISO form, nothing → ''."""
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def typed(cell: Cell) -> str:
    """The cell as it stands in the file, spaces included, for showing it to the person who has to find it."""
    return cell if isinstance(cell, str) else text_of(cell)


def fold(text: str) -> str:
    """Letters and digits only, without case: what two spellings of one thing have in common."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text).casefold() if ch.isalnum())
