"""Blocks of cells as Excel, LibreOffice and Google Sheets put them on the clipboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.grid.tsv import dump, parse


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("85", (("85",),)),
        ("85\r\n", (("85",),)),
        ("8,5\t9\r\n7\t\r\n", (("8,5", "9"), ("7", ""))),
        ("1\n2\n3", (("1",), ("2",), ("3",))),
        ("1\r2\r", (("1",), ("2",))),
        ("1\n\n3\n", (("1",), ("",), ("3",))),
        ("1\t2\n3\n", (("1", "2"), ("3",))),
        ('"a\tb"\t"say ""hi"""\n', (("a\tb", 'say "hi"'),)),
        ('"two\r\nlines"\t5\r\n', (("two\nlines", "5"),)),
        ('6" pipe\t7\n', (('6" pipe', "7"),)),
        ('"never closed\t7\n8', (('"never closed', "7"), ("8",))),
        ("", (("",),)),
        ("\n", (("",),)),
        ("8\0" + "5", (("85",),)),
    ],
)
def test_a_block_is_read(text, rows):
    assert parse(text) == rows


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_copied_is_pasted_the_same(rows):
    text = dump(rows) + "\n"
    assert parse(text) == tuple(tuple(row) for row in rows)


@given(st.text(max_size=60))
def test_no_text_is_too_strange_to_be_read(text):
    assert parse(text)
