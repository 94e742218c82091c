"""What may be typed into a cell of a grade sheet."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.grades import CLEARED, Typed, parse_mark


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,5", "8.5"), ("8.5", "8.5"), ("85.0", "85"), ("85", "85"), (" 90 ", "90"), ("0", "0"), ("100", "100"), ("100,00", "100"),
        ("82,55", "82.55"), ("\u00a085\u00a0", "85"), ("85\u200b", "85"), ("007", "7"), ("\t77\r\n", "77"),
    ],
)  # fmt: skip
def test_a_comma_or_a_point_is_the_decimal_mark(text, value):
    assert parse_mark(text) == Typed(Decimal(value))
    assert str(parse_mark(text).value) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A", 1001), ("delapan", 1001), ("NaN", 1001), ("inf", 1001), ("Infinity", 1001), ("1e2", 1001), ("+85", 1001), ("８５", 1001),
        ("٨٥", 1001), ("8 5", 1001), ("-", 1001), ("85 %!", 1001), ("1_0", 1001), ("0x10", 1001),
        ("101", 1002), ("100,01", 1002), ("99999999999999999999", 1002),
        ("-1", 1003), ("-0,5", 1003), ("- 1", 1003),
        ("=1+1", 1004), ("=A1", 1004),
        ("85%", 1005), ("8,5 %", 1005),
        ("1.000", 1006), ("82,555", 1006),
        ("8,5,1", 1007), ("1.000,5", 1007), ("8..5", 1007),
        ("8,5123", 1008),
        ("😀", 1009), ("85😀", 1009), ("★", 1009),
        ("85,", 1010), (",5", 1010), (".", 1010),
    ],
)  # fmt: skip
def test_what_is_not_a_mark_is_refused_with_its_own_reason(text, code):
    with pytest.raises(Mistake) as refused:
        parse_mark(text)
    assert refused.value.code == code
    assert refused.value.text()


@pytest.mark.parametrize("text", ["", " ", "\t", "\u200b"])
def test_nothing_empties_the_cell(text):
    assert parse_mark(text) == CLEARED


@pytest.mark.parametrize(("text", "state"), [("Izin", "excused"), ("EXCUSED", "excused"), (" belum ", "missing"), ("Missing", "missing")])
def test_a_state_may_be_typed_as_its_word_in_either_language(text, state):
    assert parse_mark(text) == Typed(state=state)


def test_the_maximum_is_that_of_the_assessment():
    assert parse_mark("20", Decimal(20)).value == 20
    with pytest.raises(Mistake) as refused:
        parse_mark("20,5", Decimal(20))
    assert refused.value.code == 1002
    assert "20" in refused.value.text()


def test_a_long_text_is_shortened_in_the_reason():
    with pytest.raises(Mistake) as refused:
        parse_mark("x" * 5000)
    assert len(refused.value.text()) < 200


@given(st.text(max_size=12))
def test_any_text_is_either_read_or_refused_as_a_mistake(text):
    with suppress(Mistake):
        typed = parse_mark(text)
        assert typed.value is None or 0 <= typed.value <= 100


@given(st.decimals(0, 100, places=2), st.sampled_from(",."))
def test_every_mark_of_two_decimals_is_read_back(value, mark):
    assert parse_mark(f"{value:.2f}".replace(".", mark)).value == value
