"""The statistics under a column, and what is odd in a row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.grades import Tally, bin_of, sudden_drop

marks = st.lists(st.decimals(0, 100, places=1), max_size=40)


@pytest.mark.parametrize(
    ("percent", "where"), [("0", 0), ("49.9", 0), ("50", 0), ("55", 1), ("74.99", 4), ("75", 5), ("99", 9), ("100", 9)]
)
def test_bins_are_five_wide_from_fifty(percent, where):
    assert bin_of(Decimal(percent)) == where


def test_mean_and_how_many_reached():
    tally = Tally(75)
    for value in ("74.5", "75", "90"):
        tally.add(Decimal(value), Decimal(value))
    assert (tally.reached, tally.count, tally.mean) == (2, 3, Decimal("239.5") / 3)


def test_an_empty_column_has_no_mean():
    assert Tally(75).mean is None


@given(marks, marks)
def test_following_edits_gives_the_same_as_counting_anew(stay, go):
    followed, anew = Tally(75), Tally(75)
    for value in [*go, *stay]:
        followed.add(value, value)
    for value in go:
        followed.add(value, value, -1)
    for value in stay:
        anew.add(value, value)
    assert followed == anew


def test_a_sudden_drop_is_measured_against_the_pupil_not_the_class():
    assert sudden_drop([Decimal(v) for v in (85, 80, 60)]) == [2]
    assert sudden_drop([Decimal(60), Decimal(55), Decimal(50)]) == []


def test_a_drop_needs_two_marks_before_it_and_skips_blanks():
    assert sudden_drop([Decimal(90), Decimal(60)]) == []
    assert sudden_drop([Decimal(90), None, Decimal(90), None, Decimal(60)]) == [4]


def test_exactly_the_limit_is_not_a_drop():
    assert sudden_drop([Decimal(80), Decimal(80), Decimal(60)]) == []
