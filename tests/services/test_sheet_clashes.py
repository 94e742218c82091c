"""Clashes with the Google Sheet in the inbox, beside the conflicts with the school: who is asked, how they are answered, how counted."""

from __future__ import annotations

import uuid

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.home import Home
from ems_desktop.services.materials import Materials
from ems_desktop.services.people import Person
from ems_desktop.services.syncing import Syncing
from tests.catalogues import PUPIL, clashed, pulled, sheet_columns
from tests.clashes import clash_of_marks, colleague

OFFICE = Person(str(uuid.uuid4()), "Agus Prasetyo", frozenset({"kurikulum"}))


@pytest.fixture
def material(store, small) -> str:
    sheet_columns(store)
    (one,) = pulled(store, {"material_title": "Tekanan zat cair", "subject_name": "IPA", "extra": {"sumber": "x"}})
    clashed(store, one, "material_theme", "dulu", "punya saya", "dari Sheet", by=small.teacher.id)
    return one


def test_they_stand_behind_the_conflicts_with_the_school_with_both_values(store, small, material):
    clash_of_marks(store, small, colleague(store))
    mark, clash = Syncing(store, small.teacher).kept()
    assert mark.tbl == "scores"
    assert (clash.status, clash.who, clash.where, clash.clash, clash.material_id) == (
        "conflict", "Tekanan zat cair", "IPA", "material_theme", material,
    )  # fmt: skip
    assert (clash.my_name, clash.their_name, clash.my_at[:10]) == ("Ratna Wulandari", "Google Sheet", "2026-11-22")
    (shown,) = clash.differences
    assert (shown.column, shown.mine, shown.base, shown.theirs) == ("material_theme", "punya saya", "dulu", "dari Sheet")


@pytest.mark.parametrize(("answer", "stands"), [("take_mine", "punya saya"), ("keep_theirs", "dari Sheet"), ("take_base", "dulu")])
def test_an_answer_is_an_ordinary_edit_and_can_be_taken_back(store, small, material, answer, stands):
    inbox, materials = Syncing(store, small.teacher), Materials(store, small.teacher)
    (kept,) = inbox.kept()
    given = getattr(inbox, answer)(kept.id)
    assert (materials.entry(material).cell("material_theme"), inbox.kept(), inbox.open_count()) == (stands, (), 0)
    with pytest.raises(Mistake, match="EMS-1635"):
        inbox.take_mine(kept.id)
    inbox.reopen(given)
    assert [one.id for one in inbox.kept()] == [kept.id]
    assert materials.entry(material).cell("material_theme") == "dari Sheet"


def test_another_text_may_stand_in_the_cell(store, small, material):
    inbox = Syncing(store, small.teacher)
    inbox.take_other(inbox.kept()[0].id, {"material_theme": "=ketiga"})
    assert Materials(store, small.teacher).entry(material).cell("material_theme") == "=ketiga"


def test_a_further_column_is_called_by_its_header_and_long_texts_are_shown_from_where_they_differ(store, small, material):
    same = "sama " * 100
    clashed(store, material, "sumber", same, same + "saya", same + "Sheet")
    kept = next(one for one in Syncing(store, small.teacher).kept() if one.clash == "sumber")
    (shown,) = kept.differences
    assert (shown.column, kept.mine["sumber"]) == ("Sumber", same + "saya")
    assert shown.mine.startswith("…")
    assert shown.mine.endswith("saya")
    assert shown.theirs.endswith("Sheet")


def test_a_teacher_is_asked_about_own_edits_and_the_office_about_all(store, small, material):
    other = pulled(
        store, {"material_title": "Punya Hendra"}, {"material_title": "Tanpa nama"}, {"material_title": "Dibuang", "deleted": True}
    )
    clashed(store, other[0], "material_theme", "", "a", "b", by=str(uuid.uuid4()))
    clashed(store, other[1], "material_theme", "", "a", "b")
    clashed(store, other[2], "material_theme", "", "a", "b")
    asked = {person.name: Syncing(store, person).open_count() for person in (small.teacher, OFFICE, PUPIL)}
    assert asked == {"Ratna Wulandari": 2, "Agus Prasetyo": 3, "Citra Ayu Lestari": 0}
    assert {person.name: Home(store, person).waiting().conflicts for person in (small.teacher, OFFICE, PUPIL)} == asked


def test_a_clash_whose_cell_has_no_words_yet_is_shown_too(store, small):
    (one,) = pulled(store, {"material_title": ""})
    clashed(store, one, "material_title", "", "Judul saya", "")
    (kept,) = Syncing(store, small.teacher).kept()
    assert (kept.who, kept.differences[0].mine, kept.differences[0].theirs) == ("", "Judul saya", "")
