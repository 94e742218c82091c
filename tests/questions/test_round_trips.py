"""A bank that goes out and comes back is the same bank, up to what the format says it does not carry."""

import re
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import Item, Option, Pair
from ems_desktop.domain.questions.rows import from_row, to_row
from ems_desktop.integrations.questions.files import read, write
from ems_desktop.integrations.questions.stimuli import derived_title
from tests.questions import bank

calm = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
)

NAMED = Item("matching", "0", pairs=(Pair("0", "0"), Pair("0", "0")), title="0")  # its title says no more than its text


@calm
@example([NAMED])
@given(bank.bank())
def test_moodle_xml_brings_everything_back(given_items):
    written = write("moodle-xml", given_items, bank.PICTURES)
    reading = read(written.data, "bank.xml")
    assert [one.item for one in reading.items] == [_without_name(one) for one in given_items]
    assert not written.losses
    assert not reading.of("lost")
    assert not reading.of("refused")


@calm
@example([NAMED])
@given(bank.bank(pictures=False))
def test_gift_brings_back_all_but_the_case_rule_and_the_marking_guide(given_items):
    written = write("gift", given_items, {})
    reading = read(written.data, "bank.gift", "gift")
    assert [one.item for one in reading.items] == [replace(_without_name(one), case_sensitive=False, guide="") for one in given_items]
    assert {trouble.code for trouble in written.losses} <= {1767, 1768}


@calm
@given(st.lists(bank.plain_single(), min_size=1, max_size=4))
def test_aiken_brings_back_plain_single_choices_but_those_it_names(given_items):
    written = write("aiken", given_items, {})
    left_out = {trouble.item for trouble in written.losses if trouble.code == 1770}
    carried = [one for number, one in enumerate(given_items, 1) if number not in left_out]
    assert {trouble.code for trouble in written.losses} <= {1770}
    if carried:
        assert [one.item for one in read(written.data, "bank.txt", "aiken").items] == carried


@calm
@given(st.lists(bank.plain_single(rich=True), min_size=1, max_size=3))
def test_word_brings_back_words_lines_tables_pictures_and_keys(given_items):
    written = write("word", given_items, bank.PICTURES)
    reading = read(written.data, "bank.docx")
    assert [_as_word(one.item) for one in reading.items] == [_as_word(one) for one in given_items]
    assert {trouble.code for trouble in written.losses} <= {1766, 1769}
    assert not reading.of("lost")


@calm
@given(bank.bank())
def test_a_row_of_the_structure_document_holds_the_whole_item(given_items):
    assert [from_row(to_row(one) | {"author": one.author}, one.stimulus, bank.MEDIA) for one in given_items] == given_items


def _without_name(item):
    """Both formats name every question; a title that is just what a question without one is called is no title."""
    return replace(item, title="") if item.title == derived_title(item.stem) else item


def _as_word(item):
    """Styles end with a line, list entries are lines, pictures have the names of Word's own parts."""
    options = tuple(Option(_bare(option.text), option.weight) for option in item.options)
    return replace(item, stem=_bare(item.stem), options=options, media=tuple(sorted(one.sha256 for one in item.media)))


def _bare(text):
    """Without styles and lists, pictures by their hash alone."""
    text = re.sub(r"\[/?(?:b|i|sub|sup|ul|ol)\]", "", re.sub(r"(\[img [0-9a-f]{64})[^\]]*\]", r"\1]", text))
    text = re.sub(r"\s*\[/li\]", "\n", text.replace("[li]", "\n• "))
    return markup.canonical(re.sub(r"\n+", "\n", text))
