"""What a choice means for the pupil, reckoned from the real sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ems_desktop import i18n
from ems_desktop.services.grades import Grades
from ems_desktop.services.syncing import Syncing
from tests.clashes import AT, answer, clash_of_marks, score, settle
from ui.screens.sync.effects import Effect, effect_of


@pytest.fixture(autouse=True)
def indonesian():
    i18n.use("id")


@pytest.fixture
def sheet(store, small):
    """A function: the sheet as it is now."""
    return lambda: Grades(store, small.teacher).sheet(small.sheet_id)


def weighed(kept, sheet) -> Effect:
    found = effect_of(kept, sheet)
    assert found is not None
    return found


def test_the_final_grade_with_each_value(store, small, hendra, sheet):
    settle(store, score(store, small, 80, column=3))  # the only LM: 50 percent, STS counts 20
    found = weighed(clash_of_marks(store, small, hendra, mine=50, base=78, theirs=90), sheet())
    assert found.finals == (("50", 71), ("90", 83), ("78", 79))  # (80·50 + x·20) / 70
    assert (found.kktp, found.verdict, found.reached) == (75, "Di bawah KKTP 75 dengan 50", False)


def test_all_above_all_below_and_no_difference_are_said(store, small, hendra, sheet):
    assert weighed(clash_of_marks(store, small, hendra), sheet()).verdict == "Semuanya mencapai KKTP 75"
    assert weighed(clash_of_marks(store, small, hendra, mine=10, base=20, theirs=30), sheet()).verdict == "Semuanya di bawah KKTP 75"
    assert weighed(clash_of_marks(store, small, hendra, mine=80.1, base=79.9, theirs=80), sheet()).verdict == "Nilai akhir tidak berubah"


def test_a_state_stands_in_for_a_mark(store, small, hendra, sheet):
    settle(store, score(store, small, 80, column=3))
    score(store, small, 84)
    answer(store, status="conflict", cells=[{"i": 0, "status": "conflict", "state": "missing", "by": hendra, "at": AT}])
    kept = next(k for k in Syncing(store, small.teacher).kept() if k.what == "STS 2")
    found = weighed(kept, sheet())
    assert dict(found.finals)["Belum"] == 57  # a missing one counts 0
    assert dict(found.finals)["84"] == 81


def test_the_row_around_it_shows_both_values_and_the_final_grade_last(store, small, hendra, sheet):
    settle(store, score(store, small, Decimal("88.5"), column=3))
    found = weighed(clash_of_marks(store, small, hendra), sheet())
    hot = [n for n in found.around if n.hot]
    assert [(n.title, n.said) for n in hot] == [("STS 2", "84 ↔ 81")]
    assert ("LM 4", "88,5") in [(n.title, n.said) for n in found.around]
    assert found.around[-1].title == "Nilai akhir"
    assert found.mean == "88,5"


def test_a_cell_that_is_not_in_the_sheet_has_no_effect(store, small, hendra, sheet):
    kept = clash_of_marks(store, small, hendra)
    Grades(store, small.teacher).remove_assessment(small.sheet_id, small.assessments[1])
    assert effect_of(kept, sheet()) is None
