"""Whatever stands in a file, reading it ends: with a reading that can be told, or with a code."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions.item import canonical
from ems_desktop.domain.questions.reading import FORMATS, in_english, to_json
from ems_desktop.domain.questions.rows import from_row, to_row
from ems_desktop.integrations.questions.files import read, write
from tests.questions import bank
from tests.questions.files import ANSWERS, HEADER, docx, paragraph, question, quiz, row, run, table

SIGNS = "{}=~#%:$\\/->TF[]<>&;\"' \n\tabAB1.)(|ANSWER: <b></b><img src=<br><!--[html]\\(\\)::"
SOUP = st.lists(
    st.one_of(
        st.sampled_from(SIGNS), st.sampled_from(["ANSWER: A", "A. x", "[b]", "[/b]", "\n\n", "<script>", "####", "->", "//", "$CATEGORY:"])
    ),
    max_size=60,
)


def _ends_well(data: bytes, kind=None) -> bool:
    """Read, told, checked; items go through a row and each format again."""
    try:
        reading = read(data, "x", kind)
    except Mistake as error:
        return error.code // 100 == 17
    assert to_json(reading, in_english)["items"] == len(reading.items)
    items = [one.item for one in reading.items]
    assert [canonical(one) for one in items] == items
    assert [from_row(to_row(one) | {"author": one.author}, one.stimulus, {m.sha256: m for m in one.media}) for one in items] == items
    return all(write(one, items, reading.media).data is not None for one in FORMATS)


@settings(deadline=None, max_examples=300)
@given(SOUP.map("".join), st.sampled_from(["gift", "aiken", None]))
def test_any_text_is_read_or_refused(text, kind):
    assert _ends_well(text.encode(), kind)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200), st.sampled_from([*FORMATS, None]))
def test_any_bytes_are_read_or_refused(data, kind):
    assert _ends_well(data, kind)


@settings(deadline=None, max_examples=200)
@given(SOUP.map("".join), st.sampled_from(["multichoice", "matching", "essay", "truefalse", "shortanswer"]))
def test_any_html_in_moodle_xml_is_read_or_refused(text, kind):
    assert _ends_well(quiz(question(kind, text.replace("]]>", ""), ANSWERS)))


@settings(deadline=None, max_examples=80)
@given(st.lists(st.one_of(SOUP.map("".join), bank.text()), min_size=7, max_size=7))
def test_any_words_in_a_word_table_are_read_or_refused(texts):
    cells = [paragraph(run(text.replace("&", "&amp;").replace("<", "&lt;"))) for text in texts]
    assert _ends_well(docx(table(row(*HEADER), row("1", *cells))))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(FORMATS), st.integers(0, 5_000), st.integers(0, 40), st.binary(max_size=8))
def test_a_file_with_a_piece_torn_out_is_read_or_refused(kind, at, length, put):
    whole = _FILES[kind]
    at %= len(whole)
    assert _ends_well(whole[:at] + put + whole[at + length :])


_ITEMS = [
    one.item
    for one in read(
        b"::T::Apa[b]?{=a#x ~%50%b ~c####y}\n\nBenar?{F}\n\nDua {~%50%a ~%50%b}\n\nX{=a -> 1 =b -> 2}\n\nY{=z}", "s", "gift"
    ).items
]
_FILES = {kind: write(kind, _ITEMS, {}).data for kind in FORMATS}
