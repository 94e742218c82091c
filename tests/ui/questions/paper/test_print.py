"""An exam paper on A4 and F4, read back from the PDF: nothing is left out, questions stay whole, equations stand on their line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from ems_desktop.domain.errors import Outage
from ems_desktop.domain.questions.item import FULL, Answer, Item, Option, Pair, Stimulus, true_false
from ems_desktop.domain.questions.paper import Paper, variants
from ems_desktop.integrations.questions.paper_words import Head
from tests.banks import choice
from tests.ui.timetable.paper import inks, pages, sizes, text
from ui.screens.questions.paper_document import Document, Place
from ui.screens.questions.paper_equations import outline, png
from ui.screens.questions.paper_files import for_word
from ui.screens.questions.paper_flow import write
from ui.screens.questions.paper_print import Print, images, pages_of, save_pdfs

STIMULUS = Stimulus("s", "Hutan bakau menahan ombak.", "Mangrove")
EACH = {
    "a": choice("Satu tambah satu?", "2", "3", "4", stimulus=STIMULUS),
    "b": Item("multiple", "Pilih yang prima.", (Option("2", FULL / 2), Option("4"), Option("5", FULL / 2))),
    "c": true_false("Bumi bulat.", truth=True),
    "d": Item("matching", "Pasangkan.", pairs=(Pair("air", "cair"), Pair("es", "padat"), Pair("", "gas"))),
    "e": Item("short", "Ibu kota Jawa Barat?", answers=(Answer("Bandung"),)),
    "f": Item("essay", "Jelaskan akibat banjir.", guide="Dua akibat: 2 poin.", stimulus=STIMULUS),
}
HEAD = Head("SMP Negeri 5 Malang", ("Jl. Mawar No. 5",), subject="IPA")


def picture(wide: int, high: int, color: str = "#c00000") -> bytes:
    image, buffer = QImage(wide, high, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor(color))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def wanted(items: dict[str, Item], media: dict[str, bytes] | None = None, size: str = "A4", head: Head = HEAD, **settings: Any) -> Print:
    paper = Paper(settings.pop("title", "Ulangan Bab 1"), tuple(items), **settings)
    made = variants(paper, items)
    return Print(paper, head, made, made, (media or {}).get, size)


def red(image: QImage) -> tuple[int, int]:
    """How many columns and rows have red in them."""
    ink = QColor(192, 0, 0).rgb()
    found = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) == ink]
    return len({x for x, _ in found}), len({y for _, y in found})


@pytest.mark.usefixtures("qapp")
class TestPages:
    """What stands where."""

    def test_every_part_of_every_kind_is_printed_and_the_key_apart(self, tmp_path: Path):
        paper, key = save_pdfs(wanted(EACH, purpose="Sumatif", class_words="VII A", minutes=90, instructions="Berdoalah."), tmp_path)
        said = text(paper)
        for words in (
            "SMP Negeri 5 Malang", "Jl. Mawar No. 5", "Sumatif", "Ulangan Bab 1", "IPA", "VII A", "90", "Berdoalah.", "Mangrove",
            "Hutan bakau menahan ombak.", "Satu tambah satu?", "Pilih yang prima.", "Bumi bulat.", "Pasangkan.", "padat", "Ibu kota Jawa Barat?",
            "Jelaskan akibat banjir.",
        ):  # fmt: skip
            assert words in said
        assert (said.count("Hutan bakau"), "Dua akibat" in said, "Bandung" in said) == (1, False, False)
        key_said = text(key)
        assert ("Dua akibat: 2 poin." in key_said, "Bandung" in key_said, "Bumi bulat" in key_said) == (True, True, False)

    @pytest.mark.parametrize(("size", "millimetres"), [("A4", (210, 297)), ("F4", (215, 330))])
    def test_a_page_has_the_size_of_its_paper(self, tmp_path: Path, size, millimetres):
        for path in save_pdfs(wanted(EACH, size=size), tmp_path):
            assert all(abs(one - other) <= 1 for page in sizes(path) for one, other in zip(page, millimetres, strict=True))

    def test_a_question_is_never_split_where_it_fits_on_a_page(self):
        long = {f"q{n}": choice(f"Soal {n}. " + "kata " * 60, *(f"{letter} " * 40 for letter in "abcd")) for n in range(12)}
        made = pages_of(wanted(long))
        whole = [one.start == 0 and one.end == one.part.document.height for page in made for one in page.placed]
        assert (len(made) > 3, all(whole)) == (True, True)

    def test_a_text_stands_on_the_page_of_its_first_question(self):
        filler = {f"q{n}": choice(f"Soal {n}. " + "kata " * 40, *("x " * 30 for _ in range(4))) for n in range(20)}
        about = {"t": choice("Tentang teks.", "a", "b", stimulus=Stimulus("s", "teks " * 150))}
        for n in range(8):
            items = dict(list(filler.items())[:n]) | about
            (page,) = [page for page in pages_of(wanted(items))[:-1] if any(one.part.keep and one.end > 40 for one in page.placed[-3:])]
            assert not page.placed[-1].part.keep

    def test_what_is_longer_than_a_page_goes_on_between_two_lines(self, tmp_path: Path):
        long = {"q": Item("essay", "\n".join(f"Baris {n} dari teks yang panjang." for n in range(120)))}
        path = save_pdfs(wanted(long), tmp_path)[0]
        with pages(path) as document:
            said = "".join(str(page.get_textpage().get_text_range()) for page in document)
            assert len(document) > 2
        assert [n for n in range(120) if f"Baris {n} dari" not in said] == []

    def test_further_pages_say_what_they_are(self, tmp_path: Path):
        many = {f"q{n}": choice(f"Soal {n}?", "a", "b") for n in range(40)}
        path = save_pdfs(wanted(many, variants=2), tmp_path)[0]
        said = text(path, 1)
        assert ("Ulangan Bab 1" in said, "Paket A" in said, "halaman 2 dari" in said) == (True, True, True)

    def test_a_paper_is_black_and_white(self, tmp_path: Path):
        found = inks(save_pdfs(wanted(EACH), tmp_path)[0])
        assert [ink for ink in found if max(ink) - min(ink) > 4] == []

    def test_a_picture_is_scaled_to_the_column_and_a_missing_one_is_its_words(self, tmp_path: Path):
        data = picture(3000, 300)
        sha256 = hashlib.sha256(data).hexdigest()
        items = {"q": choice(f"Lihat [img {sha256} peta desa] ini.", "a", "b")}
        page = images(wanted(items, {sha256: data}), 794)[0]
        wide, high = red(page)
        assert (600 < wide < 660, abs(wide / high - 10) < 0.6) == (True, True)
        assert "[peta desa]" in text(save_pdfs(wanted(items), tmp_path)[0])
        assert "[peta desa]" in text(save_pdfs(wanted(items, {sha256: b"\x89PNG broken"}), tmp_path)[0])

    def test_the_logo_stands_in_the_letterhead_and_a_broken_one_is_left_out(self, tmp_path: Path):
        red_ink = [
            (192, 0, 0) in inks(save_pdfs(wanted(EACH, head=Head("SMP", logo=logo)), tmp_path)[0]) for logo in (picture(40, 40), b"no", b"")
        ]
        assert red_ink == [True, False, False]

    def test_markup_of_all_sorts_is_printed_and_hostile_texts_are_text(self, tmp_path: Path):
        stem = "[ul][li]butir[ol][li]dalam[/li][/ol][/li][/ul][table][tr][td]sel[table][tr][td]9[/td][/tr][/table][/td][/tr][/table]akhir"
        hostile = '<img src="//host/x"> <b>x</b> file:///etc/passwd {\\def\\x{}}'
        items = {"a": choice(stem, hostile, r"\(\def\x{1}\)"), "b": choice("[td]lepas[/td][table][/table]", "[b]b[/b]", "H[sub]2[/sub]O")}
        said = text(save_pdfs(wanted(items), tmp_path)[0])
        for words in ("butir", "dalam", "sel", "9", "akhir", '<img src="//host/x">', "\\def\\x{1}", "lepas", "O"):
            assert words in said

    def test_a_paper_without_questions_is_its_head(self, tmp_path: Path):
        assert "Ulangan Bab 1" in text(save_pdfs(wanted({}), tmp_path)[0])

    def test_right_to_left_begins_at_the_right(self):
        items = {"q": choice("ما معنى كلمة كتاب؟", "بيت", "كتاب", "قلم")}
        made = images(wanted(items), 794)[0]
        rows = [[x for x in range(60, 734) if made.pixelColor(x, y).lightness() < 120] for y in range(240, 300)]
        assert max(map(max, filter(None, rows))) > 720

    def test_a_file_that_cannot_be_written_is_said(self, tmp_path: Path):
        with pytest.raises(Outage) as caught:
            save_pdfs(wanted(EACH), tmp_path / "no")
        assert caught.value.code == 1240


# -- equations


def inked(markup: str) -> tuple[QImage, float]:
    made = Document(400, lambda _sha256: None)
    write(made, markup, Place())
    image = QImage(1600, round(made.height * 4) + 8, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    p = QPainter(image)
    p.scale(4, 4)
    made.paint(p, 0, 0)
    p.end()
    return image, made.height


def lowest(image: QImage, left: int, right: int) -> int:
    return max(y for y in range(image.height()) for x in range(left, right) if image.pixelColor(x, y).lightness() < 120)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("latex", ["E", r"E+\frac{E}{2}", r"E^{x^2}", r"E_{j_k}"])
def test_an_equation_stands_on_the_baseline_of_its_line(latex):
    image, _ = inked(rf"H\({latex}\)")
    edge = next(x for x in range(20, 200) if all(image.pixelColor(x, y).lightness() > 200 for y in range(image.height())))
    first = next(x for x in range(edge, 400) if any(image.pixelColor(x, y).lightness() < 120 for y in range(image.height())))
    # the E's foot, within a quarter of a pixel of print
    assert abs(lowest(image, 0, edge) - lowest(image, first, first + 24)) <= 3


@pytest.mark.usefixtures("qapp")
def test_an_equation_that_cannot_be_drawn_is_its_source():
    assert inked(r"\(\frac{1}{\)")[1] > 10
    assert png(r"\frac{1}{", display=False) is None


@pytest.mark.usefixtures("qapp")
def test_for_word_an_equation_is_a_picture_with_its_measures():
    made = png(r"\frac{1}{2}", display=False)
    assert made is not None
    data, wide, high, depth = made
    image = QImage.fromData(data)
    assert (image.width() > wide * 6, 0 < depth < high, abs(image.width() / image.height() - wide / high) < 0.05) == (True, True, True)


def test_a_frame_and_a_stroke_are_outlines_too():
    box, path = outline(
        b'<svg viewBox="0 -10 20 20"><rect x="1" y="1" width="4" height="4" stroke="black" stroke-width="2"/><path d="M 0 0 C 1 1 2 2 3 3 Z"/></svg>'
    )
    assert (box.width(), box.top(), path.contains(path.pointAtPercent(0)) or not path.isEmpty()) == (20.0, -10.0, True)


@pytest.mark.usefixtures("qapp")
def test_word_is_given_a_png_for_a_webp_and_anything_else_as_it_is():
    image, buffer = QImage(4, 4, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor("#c00000"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"webp")).write(image)
    webp, png_data = bytes(buffer.data().data()), picture(4, 4)
    assert (for_word(webp)[:4], for_word(png_data), for_word(webp[:20])) == (b"\x89PNG", png_data, webp[:20])


@pytest.mark.usefixtures("qapp")
def test_a_part_full_of_costly_equations_is_not_waited_for(monkeypatch):
    drawn = []
    monkeypatch.setattr("ui.screens.questions.paper_equations.drawing", lambda span, _px: drawn.append(span))
    write(Document(400, lambda _sha256: None), "".join(rf"\({'{' * 6}x_{n}{'}' * 6}\)" for n in range(900)), Place())
    assert 10 < len(drawn) < 80
