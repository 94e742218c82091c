"""An exam paper as a Word file: what Word's rules want, and what can be read back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from ems_desktop.domain.questions.item import FULL, Answer, Item, Option, Pair, Stimulus, true_false
from ems_desktop.domain.questions.paper import Paper, variants
from ems_desktop.integrations.questions.docx import Docx
from ems_desktop.integrations.questions.paper_word import write, write_key
from ems_desktop.integrations.questions.paper_words import Head
from ems_desktop.integrations.questions.word_xml import pixels
from tests.questions import bank

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
HEAD = Head("SMP Negeri 5 Malang", ("Jl. Mawar No. 5", "NPSN 205"), bank.png(), "IPA")
PPR = ["keepNext", "keepLines", "pBdr", "tabs", "bidi", "spacing", "ind", "jc"]  # as Word's schema has them
RPR = ["b", "i", "position", "sz", "u", "vertAlign", "rtl"]
STIMULUS = Stimulus("s", "Hutan bakau menahan ombak.", "Mangrove")
EACH = {
    "a": Item("single", "Satu tambah satu?", (Option("2", FULL), Option("3"), Option("4")), stimulus=STIMULUS),
    "b": Item("single", r"Nilai \(\frac{1}{2}\) dan \[x^2\] dan \(\buruk\)?", (Option("[b]tebal[/b]" + " panjang" * 9, FULL), Option("x"))),
    "c": true_false("Bumi bulat.", truth=True),
    "d": Item("matching", "Pasangkan.", pairs=(Pair("air", "cair"), Pair("es", "padat"), Pair("", "gas"))),
    "e": Item("short", "Ibu kota Jawa Barat?", answers=(Answer("Bandung"),)),
    "f": Item("essay", "Jelaskan.", guide="Dua akibat: 2 poin.", stimulus=STIMULUS),
    "g": Item("single", "ما معنى كلمة كتاب؟", (Option("بيت", FULL), Option("كتاب"), Option("قلم"))),
}


def draw(latex: str, display: bool):
    return None if "buruk" in latex else (bank.png(len(latex) % 2), 20.0, 12.0 + display, 4.5)


def document(
    items: dict[str, Item], media=None, key: bool = False, **settings: Any
) -> tuple[ET.Element, dict[str, tuple[str, bool]], bytes]:
    paper = Paper("Ulangan <Bab> & 1", tuple(items), **settings)
    made = variants(paper, items)
    data = write_key(paper, made, HEAD, media or {}, draw) if key else write(paper, made[0], HEAD, media or {}, draw, "F4")
    opened = Docx(data, "x.docx")
    return opened.document(), dict(opened.relations()), data


def said(element: ET.Element) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p"))


def is_sound(root: ET.Element, relations: dict[str, tuple[str, bool]], data: bytes) -> bool:
    """The rules whose breach makes Word call a file damaged."""
    names = [element.tag.removeprefix(W) for element in root.iter()]
    for element in root.iter():
        inside = [child.tag.removeprefix(W) for child in element]
        tag = element.tag.removeprefix(W)
        if tag == "tc":
            assert inside[-1] == "p"
        elif tag in {"tbl", "tr"}:
            assert set(inside) <= {"tbl": {"tblPr", "tblGrid", "tr"}, "tr": {"trPr", "tc"}}[tag]
            assert {"tbl": "tr", "tr": "tc"}[tag] in inside
        elif tag in {"pPr", "rPr"}:
            order = PPR if tag == "pPr" else RPR
            assert inside == sorted(set(inside), key=order.index)
    used = {element.get(f"{R}embed") for element in root.iter() if element.get(f"{R}embed")}
    used |= {element.get(f"{R}id") for element in root.iter() if element.get(f"{R}id")}
    assert used <= relations.keys()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part for part, _ in relations.values()} <= set(archive.namelist())
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))
    drawn = [e.get("id") for e in root.iter() if e.tag.endswith("}docPr")]
    return len(drawn) == len(set(drawn)) and "document" in names


@given(bank.bank())
def test_whatever_is_in_a_bank_becomes_a_sound_file(items):
    named = {f"q{n}": item for n, item in enumerate(items)}
    for key in (False, True):
        assert is_sound(*document(named, bank.PICTURES, key=key, variants=2, shuffle_items=True, instructions="Satu.\n\x0bDua."))


def test_every_part_of_every_kind_is_there_and_the_key_apart():
    words = said(document(EACH, purpose="Sumatif", class_words="VII A", instructions="Berdoalah.")[0])
    for part in (
        "SMP Negeri 5 Malang", "Jl. Mawar No. 5", "Sumatif", "Ulangan <Bab> & 1", "VII A", "Berdoalah.", "Mangrove", "Hutan bakau menahan ombak.",
        "Satu tambah satu?", "Bumi bulat.", "padat", "Ibu kota Jawa Barat?", "Jelaskan.",
    ):  # fmt: skip
        assert part in words
    assert (words.count("Hutan bakau"), "Dua akibat" in words, "Bandung" in words) == (1, False, False)
    key = said(document(EACH, key=True)[0])
    assert ("Dua akibat: 2 poin." in key, "Bandung" in key, "Bumi bulat" in key, "1. A" in key) == (True, True, False, True)


def test_equations_are_pictures_below_the_line_with_their_latex_as_words():
    root, _, _ = document({"b": EACH["b"]})
    drawn = [element.get("descr") for element in root.iter() if element.tag.endswith("}docPr")]
    assert drawn == ["SMP Negeri 5 Malang", r"\frac{1}{2}", "x^2"]
    assert ([p.get(f"{W}val") for p in root.iter(f"{W}position")], r"\buruk" in said(root)) == (["-9", "-9"], True)


def test_a_short_choice_has_two_columns_and_a_long_one_a_line_each():
    def tables(item: Item) -> int:
        return len(list(document({"x": item})[0].iter(f"{W}tbl")))

    assert (tables(EACH["a"]) - tables(EACH["b"]), tables(EACH["d"]) - tables(EACH["b"])) == (1, 1)


def test_right_to_left_paragraphs_and_their_columns_say_so():
    root, _, _ = document({"g": EACH["g"]})
    marked = [said(p) for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]
    assert (len(marked), len(list(root.iter(f"{W}bidiVisual"))), len(list(root.iter(f"{W}rtl")))) == (4, 1, 4)


def test_the_page_is_folio_and_further_pages_have_a_header():
    root, relations, data = document(EACH, variants=2)
    size = next(root.iter(f"{W}pgSz"))
    assert ((size.get(f"{W}w"), size.get(f"{W}h")), next(root.iter(f"{W}titlePg"), None) is not None) == (("12189", "18709"), True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        header = ET.fromstring(archive.read(relations["rIdheader"][0]))
    assert "Ulangan <Bab> & 1" in said(header)
    assert [field.get(f"{W}instr") for field in header.iter(f"{W}fldSimple")] == ["PAGE", "SECTIONPAGES"]


def test_a_picture_that_is_missing_is_its_words_and_one_that_is_there_is_shown():
    sha256, data = list(bank.PICTURES.items())[-1]
    item = replace(EACH["a"], stem=f"Lihat [img {sha256} peta desa].")
    for media, shown in (({}, False), ({sha256: data}, True)):
        root, _, _ = document({"a": item}, media)
        alts = [element.get("descr") for element in root.iter() if element.tag.endswith("}docPr")]
        assert ("peta desa" in alts, "peta desa" in said(root)) == (shown, not shown)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (bank.png(), (1, 1)),
        (b"GIF89a\x02\x00\x03\x00", (2, 3)),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x05\x00\x07\x03", (7, 5)),
        (b"\xff\xd8\xff\xd9", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + b"\x09\x00\x00\x03\x00\x00", (10, 4)),
        (b"", None),
        (b"nothing that is known", None),
    ],
)
def test_a_picture_says_its_own_size(data, size):
    assert pixels(data) == size
