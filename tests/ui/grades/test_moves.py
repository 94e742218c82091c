"""Where keys lead in the grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.grid.moves import Block, cycle, jump, step, stretched

SIZE = (10, 6)
DOWN, RIGHT = (1, 0), (0, 1)


def test_a_step_is_held_at_the_edges():
    assert step((0, 0), (-1, 0), SIZE) == (0, 0)
    assert step((9, 5), (1, 1), SIZE) == (9, 5)
    assert step((3, 3), (0, -1), SIZE) == (3, 2)


@pytest.mark.parametrize(
    ("start", "to"),
    [(0, 2), (2, 5), (1, 2), (5, 9), (9, 9), (3, 5)],
)
def test_ctrl_arrow_goes_to_the_end_of_a_run_or_over_the_gap(start, to):
    filled = {0, 1, 2, 5}
    assert jump((start, 0), DOWN, SIZE, lambda row, _col: row in filled) == (to, 0)


def test_a_cycle_visits_every_cell_of_the_block_once():
    block, at = Block(2, 1, 4, 3), (2, 1)
    for by in (DOWN, RIGHT):
        seen = []
        for _ in range(9):
            seen.append(at)
            at = cycle(at, by, block)
        assert at == (2, 1)
        assert sorted(seen) == sorted(block.cells())


@given(st.integers(2, 4), st.integers(1, 3), st.sampled_from([DOWN, RIGHT]))
def test_a_cycle_backwards_undoes_a_cycle(row, col, by):
    block = Block(2, 1, 4, 3)
    assert cycle(cycle((row, col), by, block), (-by[0], -by[1]), block) == (row, col)


@pytest.mark.parametrize(
    ("to", "target"),
    [
        ((6, 2), Block(2, 1, 6, 2)),
        ((2, 5), Block(2, 1, 3, 5)),
        ((0, 1), Block(0, 1, 3, 2)),
        ((3, 2), Block(2, 1, 3, 2)),
        ((7, 3), Block(2, 1, 7, 2)),
    ],
)
def test_a_dragged_handle_grows_the_block_in_one_direction(to, target):
    assert stretched(Block(2, 1, 3, 2), to) == target


def test_a_block_between_two_cells_has_them_as_corners():
    assert Block.between((5, 1), (2, 4)) == Block(2, 1, 5, 4)
    assert (Block(2, 1, 5, 4).height, Block(2, 1, 5, 4).width) == (4, 4)
