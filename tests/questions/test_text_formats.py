"""GIFT and Aiken as people and other programs write them."""

import codecs
from decimal import Decimal

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Option, Pair, Stimulus
from ems_desktop.integrations.questions.files import read, write
from tests.questions import bank

GIFT = r"""
// dari buku paket [tag:ulangan] [tag:level:C3]
::Pecahan:: Berapa \\(\\frac\{1\}\{2\}\\)?{
=0,5#Benar
~%50%0,49 # hampir
~1
####Lihat bab 1.
}

$CATEGORY: $course$/top/Bab 2/Geografi

Ibu kota Indonesia? {=Jakarta =%50%DKI}

Bumi bulat.{T#Salah.#Benar.}

Jodohkan {=a -> 1 =b -> 2}

[html]Jelaskan <b>mengapa</b>.{}

Kota {~%50%Jakarta ~%50%Bandung ~%-100%Kairo} ada di Indonesia.
"""


def _items(text: str, kind=None):
    return [one.item for one in read(text.encode(), "soal.txt", kind).items]


def test_every_kind_of_gift_is_read():
    fraction, capital, earth, match, essay, cities = _items(GIFT)
    assert fraction.options == (Option("0,5", FULL, "Benar"), Option("0,49", Decimal(50), "hampir"), Option("1"))
    assert (fraction.stem, fraction.title, fraction.feedback) == (r"Berapa \(\frac{1}{2}\)?", "Pecahan", "Lihat bab 1.")
    assert (fraction.tags, fraction.level) == (("ulangan",), "C3")
    assert (capital.kind, capital.answers) == ("short", (Answer("Jakarta"), Answer("DKI", Decimal(50))))
    assert capital.tags == ("Bab 2/Geografi",)
    assert [(one.text, one.weight, one.feedback) for one in earth.options] == [("true", FULL, "Benar."), ("false", NONE, "Salah.")]
    assert match.pairs == (Pair("a", "1"), Pair("b", "2"))
    assert (essay.kind, essay.stem) == ("essay", "Jelaskan [b]mengapa[/b].")
    assert (cities.kind, cities.stem) == ("multiple", "Kota _____ ada di Indonesia.")


def test_a_text_without_braces_is_shared_by_those_below_it_and_said_so():
    reading = read(b"Bacaan panjang\n\nSiapa?{=A ~B}\n\nApa?{=A ~B}\n\n$CATEGORY: lain\n\nMana?{=A ~B}", "s.gift")
    assert [one.item.stimulus and one.item.stimulus.text for one in reading.items] == ["Bacaan panjang", "Bacaan panjang", None]
    assert [(trouble.code, trouble.item) for trouble in reading.of("warning")] == [(1783, 1)]


def test_a_category_counts_from_its_line_on():
    first, second = _items("$CATEGORY: satu\nApa?{=a ~b}\n$CATEGORY: dua\nMana?{=a ~b}", "gift")
    assert (first.tags, second.tags) == (("satu",), ("dua",))


@pytest.mark.parametrize(
    ("broken", "code"), [("Hitung {#3:1}", 1790), ("Apa {=a", 1791), ("Apa =a}", 1791), ("Apa {a =b}", 1791), ("Apa {b}", 1791)]
)
def test_what_cannot_be_read_is_refused_by_its_number_and_the_rest_is_read(broken, code):
    reading = read(f"Satu?{{=A ~B}}\n\n{broken}\n\nTiga?{{=A ~B}}".encode(), "s.gift", "gift")
    assert [(trouble.item, trouble.code) for trouble in reading.of("refused")] == [(2, code)]
    assert [one.number for one in reading.items] == [1, 3]


def test_gift_says_what_it_leaves_out():
    items = [Item("single", "tanpa kunci", (Option("a"), Option("b"))), Item("short", "s", answers=(Answer("x"),), case_sensitive=True)]
    assert [(trouble.item, trouble.code) for trouble in write("gift", items, {}).losses] == [(1, 1760), (2, 1767)]


def test_gift_keeps_the_words_of_a_picture_and_says_that_the_picture_is_gone():
    sha256 = next(iter(bank.PICTURES))
    item = bank.with_media(Item("essay", f"Lihat [img {sha256} peta]"))
    written = write("gift", [item], bank.PICTURES)
    assert [trouble.code for trouble in written.losses] == [1761]
    assert read(written.data, "s.gift").items[0].item.stem == "Lihat peta"


@pytest.mark.parametrize("kind", ["aiken", "word"])
def test_a_shared_text_is_put_before_each_question_where_the_format_knows_none(kind):
    item = Item("single", "Siapa?", (Option("a", FULL), Option("b")), stimulus=Stimulus("1", "Bacaan."))
    written = write(kind, [item, item], {})
    assert [(trouble.item, trouble.code) for trouble in written.losses if trouble.code == 1765] == [(1, 1765), (2, 1765)]
    assert " ".join(read(written.data, "s").items[1].item.stem.split()) == "Bacaan. Siapa?"


AIKEN = "Ibu kota Jawa Barat\nadalah …\nA. Jakarta\nB) Bandung\nC. Serang\nANSWER: B\n\n2 + 2?\na. 3\nb. 4\nanswer: b\n"


def test_aiken_is_read():
    first, second = _items(AIKEN)
    assert first == Item("single", "Ibu kota Jawa Barat\nadalah …", (Option("Jakarta"), Option("Bandung", FULL), Option("Serang")))
    assert second.options == (Option("3"), Option("4", FULL))


def test_aiken_without_a_key_is_refused_and_a_key_beside_the_options_is_named():
    reading = read(b"Satu?\nA. a\nB. b\n\nDua?\nA. a\nB. b\nANSWER: D\n\nTiga\nANSWER: A\n", "s.txt", "aiken")
    assert [(trouble.item, trouble.code) for trouble in reading.of("refused")] == [(1, 1792), (3, 1791)]
    assert [trouble.code for trouble in reading.of("warning") if trouble.item == 2] == [1723, 1721]


def test_aiken_says_what_it_does_not_carry():
    rich = Item("single", "[b]a[/b]\nb", (Option("x", FULL, "benar"), Option("y", Decimal(50))), title="t")
    shaped = Item("single", "A. bukan pilihan", (Option("x", FULL), Option("y")))
    losses = write("aiken", [Item("essay", "e"), rich, shaped], {}).losses
    assert [(trouble.item, trouble.code) for trouble in losses] == [(1, 1760), (2, 1766), (2, 1762), (2, 1763), (2, 1764), (3, 1770)]


@pytest.mark.parametrize(
    "encode", [codecs.BOM_UTF8 + AIKEN.encode(), AIKEN.encode("utf-16"), AIKEN.encode("utf-16-le"), AIKEN.encode("utf-16-be")]
)
def test_encodings_are_told_apart(encode):
    assert [one.item for one in read(encode, "s.txt").items] == _items(AIKEN)


def test_windows_letters_are_assumed_with_a_warning():
    reading = read("Café “apa”?\nA. é\nB. e\nANSWER: A\n".encode("cp1252"), "s.txt")
    assert reading.items[0].item.stem == "Café “apa”?"
    assert [(trouble.item, trouble.code) for trouble in reading.of("warning")] == [(0, 1780)]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", 1701), (b"  \n", 1701), (b"just words", 1702), (b"%PDF-1.7 {=a}", 1702), (b"// only a remark\n{", 1702)]
)
def test_what_is_no_file_of_questions_is_refused_as_a_whole(data, code):
    with pytest.raises(Mistake) as refused:
        read(data, "x.txt")
    assert refused.value.code == code
