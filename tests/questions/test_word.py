"""Word's simple table, as teachers fill it in."""

from decimal import Decimal

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions.item import FULL, Item, Option
from ems_desktop.integrations.questions.files import read, write
from tests.questions import bank
from tests.questions.files import HEADER, blip, docx, paragraph, relation, row, run, table

PICTURE = bank.png()


def _read(*cells: str, parts=None, relations=""):
    return read(docx(table(row(*HEADER), row("1", *cells)), parts, relations), "soal.docx")


def _stem(*blocks: str):
    reading = _read("".join(blocks), "a", "b", "", "", "", "A")
    return reading.items[0].item.stem, [trouble.code for trouble in reading.of("lost")]


def test_the_table_is_read_and_empty_rows_are_passed_over():
    empty = row("3", *[""] * 7)
    reading = read(
        docx(paragraph(run("PILIHAN GANDA")) + table(row(*HEADER), row("1", "2 + 2?", "3", "4", "5", "", "", "B"), empty)), "s.docx"
    )
    assert [one.item for one in reading.items] == [Item("single", "2 + 2?", (Option("3"), Option("4", FULL), Option("5")))]
    assert not reading.troubles


@pytest.mark.parametrize(
    ("key", "weights", "kind"), [("A, C", (50, 0, 50), "multiple"), ("b.", (0, 100, 0), "single"), ("AB", (50, 50, 0), "multiple")]
)
def test_keys_are_letters(key, weights, kind):
    item = _read("s", "x", "y", "z", "", "", key).items[0].item
    assert (tuple(option.weight for option in item.options), item.kind) == (tuple(map(Decimal, weights)), kind)


@pytest.mark.parametrize(("key", "codes"), [("", [1721]), ("E", [1723, 1721]), ("lihat buku", [1723, 1721])])
def test_a_key_that_is_none_is_named_and_the_question_is_read(key, codes):
    reading = _read("s", "x", "y", "", "", "", key)
    assert [trouble.code for trouble in reading.of("warning")] == codes


def test_letters_lines_and_styles_are_kept():
    styled = [
        run("tebal", "<w:b/>"),
        run(" "),
        run("miring", "<w:i/>"),
        run("2", '<w:vertAlign w:val="superscript"/>'),
        run("biasa", '<w:b w:val="0"/>'),
    ]
    assert _stem(paragraph(*styled), paragraph(run("baris dua"))) == ("[b]tebal[/b] [i]miring[/i][sup]2[/sup]biasa\nbaris dua", [])


def test_a_content_control_round_a_row_or_a_paragraph_hides_nothing():
    inside = f"<w:sdt><w:sdtPr/><w:sdtContent>{row('1', 's', 'a', 'b', 'A')}</w:sdtContent></w:sdt>"
    reading = read(docx(table(row("No.", "Soal", "A", "Opsi B", "Kunci Jawaban"), inside)), "s.docx")
    assert [one.item for one in reading.items] == [Item("single", "s", (Option("a", FULL), Option("b")))]
    assert _stem(f"<w:sdt><w:sdtContent>{paragraph(run('isi'))}</w:sdtContent></w:sdt>") == ("isi", [])


def test_right_to_left_is_kept():
    assert _stem(paragraph(run("ما معنى كلمة كتاب؟", "<w:rtl/>"))) == ("ما معنى كلمة كتاب؟", [])


def test_a_table_in_a_cell_is_kept():
    assert _stem(paragraph(run("Tabel")), table(row("1", "2")), paragraph()) == ("Tabel[table][tr][td]1[/td][td]2[/td][/tr][/table]", [])


def test_pictures_are_kept_once():
    cell = paragraph(blip("rId5"))
    reading = _read(
        cell, cell, "b", "", "", "", "A", parts={"word/media/gambar.png": PICTURE}, relations=relation("rId5", "media/gambar.png")
    )
    (media,) = reading.items[0].item.media
    assert reading.items[0].item.stem == f"[img {media.sha256}]"
    assert (media.name, dict(reading.media)) == ("gambar.png", {media.sha256: PICTURE})


def _m(name: str, *inside: str, properties: str = "") -> str:
    return f"<m:{name}>{f'<m:{name}Pr>{properties}</m:{name}Pr>' if properties else ''}{''.join(inside)}</m:{name}>"


def _t(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


X, Y, E = _m("e", _t("x")), _m("num", _t("1")), _m("den", _t("2"))


@pytest.mark.parametrize(
    ("omml", "latex"),
    [
        (_m("f", Y, E), r"\frac{1}{2}"),
        (_m("rad", "<m:deg/>", X), r"\sqrt{x}"),
        (_m("rad", _m("deg", _t("3")), X), r"\sqrt[3]{x}"),
        (_m("sSup", X, _m("sup", _t("2"))), "x^{2}"),
        (_m("sSubSup", X, _m("sub", _t("1")), _m("sup", _t("2"))), "x_{1}^{2}"),
        (_m("nary", _m("sub", _t("i=1")), _m("sup", _t("n")), X, properties='<m:chr m:val="∑"/>'), r"\sum_{i=1}^{n} x"),
        (_m("d", X, properties='<m:begChr m:val="["/><m:endChr m:val="]"/>'), r"\left[ x \right]"),
        (_m("d", _m("e", _m("m", _m("mr", X, X), _m("mr", X, X)))), r"\left( \begin{matrix}x & x \\ x & x\end{matrix} \right)"),
        (_m("acc", X, properties='<m:chr m:val="\u20d7"/>'), r"\vec{x}"),
        (_m("bar", X, properties='<m:pos m:val="top"/>'), r"\overline{x}"),
        (_m("func", _m("fName", _t("sin")), _m("e", _t("α"))), r"\sin \alpha"),
        (_t("90°≤x%"), r"90^\circ \leq x\%"),
    ],
)
def test_words_equations_become_latex(omml, latex):
    assert _stem(paragraph(f"<m:oMath>{omml}</m:oMath>")) == (rf"\({latex}\)", [])


def test_what_has_no_latex_is_named_and_its_letters_stay():
    assert _stem(paragraph(f"<m:oMath>{_m('phant', X)}</m:oMath>")) == (r"\(x\)", [1756])


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<w:r><w:object/></w:r>", 1757),
        ("<w:r><w:drawing/></w:r>", 1757),
        ("<w:r><w:sym/></w:r>", 1750),
        (blip("rId9"), 1753),
    ],
)
def test_what_is_not_carried_over_is_named(inside, code):
    assert _stem(paragraph(run("ada "), inside)) == ("ada", [code])


def test_deleted_text_of_tracked_changes_is_not_read():
    deleted = "<w:del><w:r><w:delText>lama</w:delText></w:r></w:del><w:ins><w:r><w:t>baru</w:t></w:r></w:ins>"
    assert _stem(paragraph(deleted)) == ("baru", [])


def test_a_file_without_the_table_is_refused():
    with pytest.raises(Mistake, match="EMS-1707"):
        read(docx(table(row("NO", "NAMA"), row("1", "Ani"))), "s.docx")


def test_writing_names_what_the_table_has_no_place_for():
    options = tuple(Option(f"pilihan {at}", FULL if not at else Decimal(0)) for at in range(6))
    items = [
        Item("essay", "e"),
        Item("single", "s", options, feedback="karena", tags=("x",)),
        Item("single", "[ul][li]a[/li][/ul]", options[:2]),
    ]
    written = write("word", items, {})
    assert sorted((trouble.item, trouble.code) for trouble in written.losses) == [(1, 1760), (2, 1762), (2, 1764), (2, 1769), (3, 1766)]
    assert [len(one.item.options) for one in read(written.data, "s.docx").items] == [6, 2]
