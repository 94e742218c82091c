"""Moodle XML as Moodle exports it."""

from decimal import Decimal

import pytest

from ems_desktop.domain.questions.item import FULL, Item, Pair
from ems_desktop.integrations.questions.files import read, write
from tests.questions import bank
from tests.questions.files import ANSWERS, answer, question, quiz

PICTURE = bank.png()


def _only(xml: str):
    reading = read(quiz(xml), "soal.xml")
    return reading.items[0].item, reading


def test_html_becomes_markup():
    html = "<p>Rumus <strong>air</strong> H<sub>2</sub>O</p><p>&nbsp;dan $$x^2$$</p><ul><li>satu</li></ul><table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>"
    item, reading = _only(question("multichoice", html, ANSWERS))
    assert item.stem == "Rumus [b]air[/b] H[sub]2[/sub]O\n\ndan \\[x^2\\][ul][li]satu[/li][/ul][table][tr][td]a[/td][td]b[/td][/tr][/table]"
    assert not reading.of("lost")


def test_pictures_come_along_whatever_their_address_looks_like():
    html = '<p><img src="@@PLUGINFILE@@/peta%20jawa.png" alt="peta"></p>'
    item, reading = _only(question("multichoice", html, ANSWERS, {"peta jawa.png": PICTURE}))
    (media,) = item.media
    assert item.stem == f"[img {media.sha256} peta]"
    assert (media.name, media.type, reading.media[media.sha256]) == ("peta jawa.png", "image/png", PICTURE)


def test_categories_become_tags_and_labels_find_their_fields():
    tags = "<tags><tag><text>ulangan</text></tag><tag><text>level:C4</text></tag><tag><text>level:X</text></tag></tags>"
    category = '<question type="category"><category><text>$course$/top/Bab 1/Aljabar</text></category></question>'
    item = read(quiz(category, question("essay", "Jelaskan", tags)), "s.xml").items[0].item
    assert (item.tags, item.level) == (("Bab 1/Aljabar", "ulangan", "level:X"), "C4")


def test_all_kinds_are_read():
    pair = '<subquestion format="html"><text>a</text><answer><text>{}</text></answer></subquestion>'
    truth = '<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>'
    kinds = [
        question("multichoice", "s", "<single>false</single>" + answer("a", "33.33333") + answer("b", "-100")),
        question("truefalse", "s", truth),
        question("matching", "s", pair.format("1") + pair.format("2")),
        question("shortanswer", "s", '<usecase>1</usecase><answer fraction="100"><text>Jakarta</text></answer>'),
        question("essay", "s", '<graderinfo format="html"><text>Dua alasan</text></graderinfo>'),
    ]
    multiple, two, matching, short, essay = (one.item for one in read(quiz(*kinds), "s.xml").items)
    assert [option.weight for option in multiple.options] == [Decimal("33.33333"), Decimal(-100)]
    assert [option.is_key for option in two.options] == [False, True]
    assert matching.pairs == (Pair("a", "1"), Pair("a", "2"))
    assert (short.case_sensitive, short.answers[0].text, short.answers[0].weight) == (True, "Jakarta", FULL)
    assert essay.guide == "Dua alasan"


def test_a_description_is_shared_by_the_questions_that_follow():
    reading = read(quiz(question("description", "Bacaan"), question("essay", "Satu"), question("essay", "Dua")), "s.xml")
    assert {one.item.stimulus and one.item.stimulus.text for one in reading.items} == {"Bacaan"}
    assert [trouble.code for trouble in reading.of("warning")] == [1783]


@pytest.mark.parametrize("kind", ["calculated", "cloze", "numerical", "ddmarker", ""])
def test_a_kind_that_the_bank_does_not_have_is_refused(kind):
    reading = read(quiz(question(kind, "s"), question("essay", "s")), "s.xml")
    assert [(trouble.item, trouble.code) for trouble in reading.of("refused")] == [(1, 1790)]
    assert len(reading.items) == 1


def test_what_is_left_out_is_named():
    html = '<marquee>x</marquee><img src="@@PLUGINFILE@@/tiada.png"><img src="@@PLUGINFILE@@/a.svg">'
    hint = "<image>lama.png</image><hint><text>Ingat</text></hint><responsetemplate><text>1.</text></responsetemplate>"
    files = {"a.svg": b"<svg/>", "suara.mp3": b"ID3"}
    _, reading = _only(question("essay", html, hint, files))
    assert sorted(trouble.code for trouble in reading.of("lost")) == [1750, 1753, 1754, 1758, 1758, 1759, 1759]


def test_a_picture_over_two_megabytes_is_left_out():
    item, reading = _only(question("essay", '<img src="@@PLUGINFILE@@/a.png">', "", {"a.png": PICTURE + bytes(2**21)}))
    assert item.media == ()
    assert [trouble.code for trouble in reading.of("lost")] == [1755]


def test_writing_names_pictures_that_are_not_at_hand_and_formatting_in_answers_of_pairs():
    sha256 = next(iter(bank.PICTURES))
    items = [bank.with_media(Item("essay", f"[img {sha256} peta]")), Item("matching", "s", pairs=(Pair("a", "[b]1[/b]"), Pair("b", "2")))]
    written = write("moodle-xml", items, {})
    assert [(trouble.item, trouble.code) for trouble in written.losses] == [(1, 1761), (2, 1766)]
    assert read(written.data, "s.xml").items[0].item.stem == "peta"
