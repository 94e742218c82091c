"""The markup of an item's text: what is a tag, what is an equation, what is just words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ems_desktop.domain.questions import latex, markup

PICTURE = f"[img {'a' * 64} peta]"
BITS = [
    "[b]",
    "[/b]",
    "[lb]",
    "[",
    "]",
    "b]",
    r"\(",
    r"\)",
    r"\[",
    r"\]",
    "\\",
    "$",
    "$$",
    " ",
    "\n",
    "x",
    "[td]",
    "[/td]",
    "[ul]",
    PICTURE,
    "5",
    "\t",
    "é",
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a [b]x[/b]", "a [b]x[/b]"),
        ("stray [b] tag", "stray [lb]b] tag"),
        ("[b]a[i]b[/b]c[/i]", "[b]a[lb]i]b[/b]c[lb]/i]"),
        ("set [1, 2] and [B]", "set [1, 2] and [B]"),
        ("$x^2$ and $$y$$", r"\(x^2\) and \[y\]"),
        ("harga $5 dan $6", "harga $5 dan $6"),
        (r"\(a  [b]\)", r"\(a [b]\)"),
        ("  two   spaces \n\n\n\n line ", "two spaces\n\nline"),
        ("[table] [tr] [td]1[/td] [/tr] [/table]", "[table][tr][td]1[/td][/tr][/table]"),
        ("e\u0301\r\nx", "é\nx"),
    ],
)
def test_a_text_has_one_way_to_be_written(typed, kept):
    assert markup.canonical(typed) == kept


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(BITS), max_size=14).map("".join))
def test_what_is_canonical_stays_as_it_is(text):
    once = markup.canonical(text)
    assert markup.canonical(once) == once


@given(st.text(st.sampled_from("[b]/lb $x\\*<>&"), max_size=30).filter(lambda text: "\\" not in text))
def test_words_from_outside_are_never_tags(text):
    assert [piece.kind for piece in markup.pieces(markup.literal(text))] in ([], ["text"])


def test_plain_words_of_a_table_a_list_and_a_picture():
    text = f"[table][tr][td]1[/td][td]2[/td][/tr][tr][td]3[/td][td]4[/td][/tr][/table][ul][li]a[/li][/ul]{PICTURE}"
    assert markup.plain(text) == "1 | 2\n3 | 4\n- a\npeta"


def test_letters_that_hide_others_are_taken_out_and_arabic_stays():
    arabic = "ما معنى كلمة \u200f«كتاب»؟"
    assert markup.hides_something("a\u202eb\x00\ud800")
    assert markup.clean("a\u202eb\x00\ud800\u2066") == "ab"
    assert markup.canonical(arabic) == arabic


@pytest.mark.parametrize("bit", [r"\(", "[b]", "$", "$a", "\n ", "\\", "[img ", "[td]", "[/i]"])
def test_a_text_made_to_be_slow_is_not(bit):
    start = time.process_time()
    assert markup.canonical(bit * (20_000 // len(bit))) is not None
    assert time.process_time() - start < 5


@pytest.mark.parametrize("command", ["\\def", "\\newcommand", "\\input", "\\includegraphics", "\\write", "\\href", "\\catcode", "\\csname"])
def test_commands_that_define_read_or_write_are_refused(command):
    assert latex.refused_command(f"x + {command}{{y}}") == command
    assert latex.refused_command(r"\frac{1}{2} \definitely") is None


def test_an_equation_is_too_much_when_long_or_deep():
    assert latex.is_too_much("x" * 1_001)
    assert latex.is_too_much("{" * 9 + "x" + "}" * 9)
    assert not latex.is_too_much(r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}")
