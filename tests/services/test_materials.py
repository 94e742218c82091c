"""The material catalogue's use cases on a real encrypted file: found, changed, thrown away, decided, exported."""

from __future__ import annotations

import csv
import json

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations.tables_out import Page
from ems_desktop.services.materials import Materials
from ems_desktop.services.materials_views import Wanted
from tests.catalogues import PULLED_AT, PUPIL, clashed, many, pulled, sheet_columns

WATER = {"subject_name": "IPA", "material_title": "Tekanan zat cair", "material_type": "Video", "material_level": "VIII"}
POEM = {"subject_name": "Bahasa Indonesia", "material_title": "Menulis puisi dari foto", "material_type": "PDF", "material_level": "VIII"}
CAFE = {"subject_name": "Bahasa Inggris", "material_title": "At the Café", "material_type": "PDF", "material_level": "IX"}
HOSTILE = ("=1+1", "<img src=//host/x>", "  dua spasi  ", "مرحبا 👩‍🏫", "tab\tdan\nbaris", "@SUM(A1)", "'", "{}", '"', "%_\\")


@pytest.fixture
def materials(store, small) -> Materials:
    return Materials(store, small.teacher)


def code_of(act) -> int:
    with pytest.raises(EmsError) as caught:
        act()
    return caught.value.code


def titles(found) -> list[str]:
    return [row.title for row in found.rows]


def waiting(store):
    """What the outbox holds: title and the columns each row was given."""
    with store.reading() as session:
        rows = session.execute(sa.text("select o.seq, o.title, c.new from outbox o join change c on c.seq = o.seq order by c.id")).all()
    return [{"seq": seq, "title": title, "new": json.loads(new)} for seq, title, new in rows]


# -- the columns


def test_without_a_sheet_the_seven_columns_stand_in_the_structure_documents_order(materials):
    columns = materials.columns()
    assert [one.key for one in columns][:2] == ["subject_name", "material_title"]
    assert len(columns) == 7
    assert all(one.known and not one.header for one in columns)


def test_the_sheets_order_and_further_columns_are_respected_and_a_missing_known_one_comes_last(store, materials):
    sheet_columns(store, ("material_title", "JUDUL"), ("sumber", "Sumber <b>"), ("subject_name", "SUBJECT_NAME"))
    columns = materials.columns()
    assert [(one.key, one.header, one.known) for one in columns[:4]] == [
        ("material_title", "JUDUL", True), ("sumber", "Sumber <b>", False), ("subject_name", "SUBJECT_NAME", True), ("material_desc", "", True),
    ]  # fmt: skip


# -- finding


def test_search_knows_neither_case_nor_accents_and_every_word_must_be_there(store, materials):
    sheet_columns(store)
    pulled(store, WATER, POEM, CAFE | {"extra": {"sumber": "Perpustakaan Nasional"}})
    assert titles(materials.find(Wanted("CAFE"))) == ["At the Café"]
    assert titles(materials.find(Wanted("nasional perpus"))) == ["At the Café"], "further columns are searched too"
    assert titles(materials.find(Wanted("puisi video"))) == []
    assert titles(materials.find(Wanted("sumber"))) == [], "a column's key is not its text"
    assert titles(materials.find(Wanted("%"))) == []


def test_facets_count_under_the_other_filters_and_the_search(store, materials):
    pulled(store, WATER, POEM, CAFE)
    found = materials.find(Wanted(only={"material_type": "PDF"}))
    assert sorted(titles(found)) == ["At the Café", "Menulis puisi dari foto"]
    assert found.facets["material_type"] == (("PDF", 2), ("Video", 1)), "a facet is not narrowed by its own choice"
    assert found.facets["material_level"] == (("IX", 1), ("VIII", 1))
    assert materials.find(Wanted("puisi")).facets["material_type"] == (("PDF", 1),)
    assert (found.total, found.trashed) == (3, 0)


def test_sorting_is_by_any_column_without_regard_to_case_and_the_newest_change_comes_first(store, materials):
    sheet_columns(store)
    ids = pulled(
        store, {"material_title": "b", "extra": {"sumber": "1"}}, {"material_title": "A"}, {"material_title": "C", "extra": {"sumber": "0"}}
    )
    assert titles(materials.find(Wanted(sort="material_title", descending=False))) == ["A", "b", "C"]
    assert titles(materials.find(Wanted(sort="sumber"))) == ["b", "C", "A"]
    materials.set_cells({ids[1]: {"material_type": "PDF"}})
    assert titles(materials.find())[0] == "A"
    assert titles(materials.find(Wanted(sort="material_title", descending=False, most=1, start=1))) == ["b"]


def test_an_entry_says_who_changed_it_last_and_when(store, small, materials):
    (one,) = pulled(store, WATER, by=small.teacher.id)
    assert (materials.entry(one).by, materials.entry(one).at) == ("Ratna Wulandari", PULLED_AT)
    materials.set_cells({one: {"material_theme": "Fluida"}})
    assert materials.entry(one).by is None, "one's own, not at school yet"
    assert code_of(lambda: materials.entry("00000000-0000-4000-8000-00000000dead")) == 1061


def test_one_of_five_thousand_entries_is_found(store, materials):
    many(store)
    assert len(materials.find(Wanted("nomor 4999", most=200)).rows) == 1
    assert titles(materials.find(Wanted("tidak ada", most=200))) == []


# -- changing


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_kept_exactly_as_typed(store, materials, text):
    sheet_columns(store)
    one = materials.add({"material_title": f"x{text}", "material_desc": text, "sumber": text})
    entry = materials.entry(one)
    assert (entry.title, entry.cell("material_desc"), entry.cell("sumber")) == (f"x{text}", text, text)
    assert one in [row.id for row in materials.find(Wanted(text)).rows] or not text.strip()


def test_a_cell_takes_50_000_letters_and_not_one_more(materials):
    one = materials.add({"material_title": "Panjang"})
    materials.set_cells({one: {"material_desc": "😀" * 50_000}})
    assert code_of(lambda: materials.set_cells({one: {"material_desc": "x" * 50_001}})) == 1630
    assert len(materials.entry(one).cell("material_desc")) == 50_000


@pytest.mark.parametrize("text", ["a\0b", "bell\a", "\r", "\x85", "half \ud83d"])
def test_control_characters_are_refused(materials, text):
    one = materials.add({"material_title": "Biasa"})
    assert code_of(lambda: materials.set_cells({one: {"material_desc": text}})) == 1631
    assert materials.entry(one).cell("material_desc") == ""


def test_an_entry_has_a_title(materials):
    assert [code_of(lambda c=c: materials.add(c)) for c in ({}, {"material_title": " \n"})] == [1632, 1632]
    one = materials.add({"material_title": "Ada"})
    assert code_of(lambda: materials.set_cells({one: {"material_title": ""}})) == 1632
    assert materials.entry(one).title == "Ada"


def test_a_column_that_the_sheet_does_not_have_is_refused(store, materials):
    assert code_of(lambda: materials.add({"material_title": "x", "sumber": "y"})) == 1633
    assert waiting(store) == []


def test_a_block_over_many_rows_is_one_change_set_and_one_step_of_undo(store, materials):
    sheet_columns(store)
    ids = pulled(store, WATER, POEM, CAFE | {"extra": {"sumber": "lama", "lain": "tetap"}})
    seq = materials.set_cells(
        {ids[0]: {"material_level": "IX"}, ids[1]: {"material_level": "IX"}, ids[2]: {"sumber": "baru", "material_theme": "Makan"}}
    )
    assert {one["seq"] for one in waiting(store)} == {seq}
    assert waiting(store)[0]["title"].endswith("(+2)")
    assert materials.entry(ids[2]).cells["lain"] == "tetap"
    assert [one["new"] for one in waiting(store)][:2] == [{"material_level": "IX"}] * 2, "only the columns that changed are sent"
    materials.undo()
    assert [materials.entry(one).cell("material_level") for one in ids] == ["VIII", "VIII", "IX"]
    assert materials.entry(ids[2]).cells["sumber"] == "lama"
    materials.redo()
    assert materials.entry(ids[2]).cells["sumber"] == "baru"


def test_what_is_the_same_already_is_no_change(store, materials):
    sheet_columns(store)
    (one,) = pulled(store, WATER | {"extra": {"sumber": "é"}})
    assert materials.set_cells({one: {"material_type": "Video", "sumber": "é"}}) == 0
    assert waiting(store) == []


def test_a_column_is_filled_for_five_thousand_rows_at_once(store, materials):
    ids = many(store)
    assert materials.set_cells({one: {"material_level": "Fase D"} for one in ids}) > 0
    assert materials.find(Wanted(most=1)).facets["material_level"] == (("Fase D", 5_000),)


def test_the_trash_keeps_an_entry_until_it_is_taken_out_again(store, materials):
    ids = pulled(store, WATER, POEM)
    materials.trash(ids[:1])
    found = materials.find()
    assert (titles(found), found.total, found.trashed) == (["Menulis puisi dari foto"], 1, 1)
    thrown = materials.find(Wanted(trash=True)).rows[0]
    assert (thrown.title, thrown.deleted, thrown.by) == ("Tekanan zat cair", True, None)
    materials.restore(ids[:1])
    assert materials.find().total == 2
    assert materials.trash(ids[:0]) == 0


def test_a_pupil_reads_and_changes_nothing(store):
    ids = pulled(store, WATER)
    pupil = Materials(store, PUPIL)
    assert titles(pupil.find()) == ["Tekanan zat cair"]
    acts = (
        lambda: pupil.add({"material_title": "x"}), lambda: pupil.set_cells({ids[0]: {"material_title": "x"}}), lambda: pupil.trash(ids),
        lambda: pupil.restore(ids), lambda: pupil.settle(ids[0], "material_title", "mine"),
    )  # fmt: skip
    assert [code_of(act) for act in acts] == [1060] * 5
    assert waiting(store) == []


# -- twins


def test_twins_are_equal_or_near_and_never_where_a_number_differs(store, materials):
    said = {
        "Tekanan zat cair": "IPA", "TEKANAN  ZAT-CAIR!": "IPA", "Tekanan zat cari": "IPA", "Zat cair: tekanan": "IPA", "Gerak lurus bagian 1": "IPA",
        "Gerak lurus bagian 2": "IPA", "Tata surya kelas VII": "IPA", "Tata surya kelas VIII": "IPA", "Tekanan  zat cair": "IPS", "!!!": "IPA",
    }  # fmt: skip
    pulled(store, *({"material_title": title, "subject_name": subject} for title, subject in said.items()))
    by_id = {row.id: row.title for row in materials.find().rows}
    found = [(one.kind, {by_id[i] for i in one.ids}) for one in materials.twins()]
    assert found[0] == ("equal", {"Tekanan zat cair", "TEKANAN  ZAT-CAIR!"})
    near = [group for kind, group in found if kind == "near"]
    assert {"Tekanan zat cair", "TEKANAN  ZAT-CAIR!", "Tekanan zat cari"} in near
    assert {"Tekanan zat cair", "TEKANAN  ZAT-CAIR!", "Zat cair: tekanan"} in near
    assert not any("bagian" in title or "surya" in title for group in near for title in group)


# -- clashes


@pytest.mark.parametrize(("choice", "stands"), [("mine", "punya saya"), ("theirs", "dari Sheet"), ("other", "ketiga")])
def test_a_clash_is_settled_by_one_of_both_values_or_another(store, small, materials, choice, stands):
    (one,) = pulled(store, WATER)
    clashed(store, one, "material_theme", "dulu", "punya saya", "dari Sheet", by=small.teacher.id)
    clashed(store, one, "material_type", "Video", "PDF", "PPTX", by=small.teacher.id)
    assert materials.entry(one).clashes == {"material_theme", "material_type"}
    assert next((c.key, c.mine, c.theirs, c.base) for c in materials.clashes(one)) == ("material_theme", "punya saya", "dari Sheet", "dulu")
    assert materials.settle(one, "material_theme", choice, "ketiga") > 0
    assert materials.entry(one).cell("material_theme") == stands
    assert materials.entry(one).clashes == {"material_type"}
    assert code_of(lambda: materials.settle(one, "material_theme", "mine")) == 1635
    materials.undo()
    assert (materials.entry(one).cell("material_theme"), len(materials.entry(one).clashes)) == ("dari Sheet", 2)


def test_typing_over_a_cell_in_clash_leaves_the_question_open(store, materials):
    (one,) = pulled(store, WATER)
    clashed(store, one, "material_theme", "", "saya", "Sheet")
    materials.set_cells({one: {"material_theme": "lain"}})
    assert materials.entry(one).clashes == {"material_theme"}
    assert code_of(lambda: materials.settle(one, "material_theme", "other", "\a")) == 1631
    assert materials.entry(one).clashes == {"material_theme"}


# -- export


def test_exports_keep_formula_looking_text_as_text(materials, tmp_path):
    page = Page("Materi", ("Judul", "Ket"), [("=1+1", "+62"), ("<b>", "baris\ndua")])
    materials.export(tmp_path / "m.csv", page)
    materials.export(tmp_path / "m.xlsx", page)
    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1:] == [["'=1+1", "'+62"], ["<b>", "baris\ndua"]]
    sheet = load_workbook(tmp_path / "m.xlsx").worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B3"].value) == ("=1+1", "s", "baris\ndua")


def test_what_excel_cannot_hold_is_said_before_anything_is_written(materials, tmp_path):
    page = Page("Materi", ("Judul",), [("x" * 40_000,)])
    assert code_of(lambda: materials.export(tmp_path / "m.xlsx", page)) == 1634
    assert code_of(lambda: materials.export(tmp_path / "m.csv", Page("Materi", ("Judul",), []))) == 1636
    assert list(tmp_path.glob("m.*")) == []
    materials.export(tmp_path / "m.csv", page)
    assert (tmp_path / "m.csv").stat().st_size > 40_000
