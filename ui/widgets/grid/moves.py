"""Where the keys of a grid lead, as Excel does it. Positions are (row, column) among the marks; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

Pos = tuple[int, int]


class Block(NamedTuple):
    """A rectangle of cells, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def between(cls, one: Pos, other: Pos) -> Block:
        return cls(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def single(self) -> bool:
        return self.height == 1 and self.width == 1

    def cells(self) -> Iterator[Pos]:
        for row in range(self.top, self.bottom + 1):
            for col in range(self.left, self.right + 1):
                yield row, col


def step(at: Pos, by: Pos, size: Pos) -> Pos:
    """One step, held within the sheet of `size` rows and columns."""
    return (_held(at[0] + by[0], size[0]), _held(at[1] + by[1], size[1]))


def _held(value: int, size: int) -> int:
    return max(0, min(size - 1, value))


def jump(at: Pos, by: Pos, size: Pos, filled: Callable[[int, int], bool]) -> Pos:
    """Ctrl+arrow: to the end of the run of filled cells, or over the gap to the next filled one, or to the edge."""

    def inside(pos: Pos) -> bool:
        return 0 <= pos[0] < size[0] and 0 <= pos[1] < size[1]

    ahead = (at[0] + by[0], at[1] + by[1])
    if not inside(ahead):
        return at
    run = filled(*at) and filled(*ahead)
    while inside(ahead):
        if run and not filled(*ahead):
            return at
        at = ahead
        if not run and filled(*at):
            return at
        ahead = (at[0] + by[0], at[1] + by[1])
    return at


def cycle(at: Pos, by: Pos, block: Block) -> Pos:
    """Enter and Tab within a selected block: along, then to the next row or column, then round again."""
    along = 0 if by[0] else 1
    size = (block.height, block.width)
    row, col = at[0] - block.top, at[1] - block.left
    place = col * size[0] + row if along == 0 else row * size[1] + col
    place = (place + by[along]) % (size[0] * size[1])
    other, first = divmod(place, size[along])
    row, col = (first, other) if along == 0 else (other, first)
    return (block.top + row, block.left + col)


def stretched(block: Block, to: Pos) -> Block:
    """The block of a dragged fill handle: it grows in one direction, the one dragged farther."""
    down, right = max(0, to[0] - block.bottom), max(0, to[1] - block.right)
    up, left = max(0, block.top - to[0]), max(0, block.left - to[1])
    most = max(down, right, up, left)
    if most in (down, up):
        return block._replace(top=block.top - up, bottom=block.bottom + down)
    return block._replace(left=block.left - left, right=block.right + right)
