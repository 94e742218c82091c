"""Finding a pupil by name or number, and quick entry: a number from the attendance list and a mark on one line. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ems_desktop.domain.errors import Mistake
from ui.screens.grades.board import Board, folded

_QUICK = re.compile(r"\s*([0-9]{1,4})(?:\s+(\S.*?))?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quick:
    """`row`: the pupil with that number; `mark`: what follows it, None while only the number stands there."""

    row: int
    mark: str | None


def read_quick(board: Board, text: str) -> Quick:
    """`12 85` → number 12 gets 85. Raises Mistake: 1025 not of this form, 1024 no such number, 1030 two have it."""
    match = _QUICK.fullmatch(text)
    if not match:
        raise Mistake(1025)
    number = int(match[1])
    rows = [row for row in range(board.size[0]) if board.pupil(row).number == number]
    if not rows:
        raise Mistake(1024, number=number)
    if len(rows) > 1:
        raise Mistake(1030, number=number)
    return Quick(rows[0], match[2])


def find(board: Board, text: str, start: int, step: int = 1) -> int | None:
    """The next row from `start` (included), round and round, whose name, number or NISN matches; None without any."""
    wanted = folded(text.strip())
    count = board.size[0]
    if not wanted or not count:
        return None
    for i in range(count):
        row = (start + i * step) % count
        pupil = board.pupil(row)
        if wanted in folded(pupil.name) or wanted == str(pupil.number) or (pupil.nisn or "").startswith(wanted):
            return row
    return None
