"""What is typed into the panels, and what it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ems_desktop.i18n import use
from ems_desktop.services.grade_views import Assessment
from tests.ui.grades.sheets import COLUMNS, sheet
from ui.screens.grades.forms import AssessmentForm, Rules, Wrong, form_of, moved, read_assessment, read_rules

SAME = {"formatif": "0", "lm": "50", "sts": "20", "sas": "30"}


def test_a_form_is_read_with_comma_or_point_and_a_written_date():
    form = AssessmentForm("lm", "  LM   5 ", "Puisi", "TP 8.5", "3-9-2026", "1,5", "20", True)
    assert read_assessment(form, sheet(), None) == Assessment(
        "", "lm", "LM 5", "Puisi", "TP 8.5", date(2026, 9, 3), Decimal("1.5"), Decimal(20), True
    )


def test_what_a_form_shows_is_read_back_the_same():
    use("id")
    for assessment in COLUMNS:
        assert read_assessment(form_of(assessment), sheet(), assessment) == assessment


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("title", " ", 1040), ("title", "x" * 81, 1040), ("weight", "-1", 1041), ("weight", "101", 1041), ("weight", "berat", 1041),
        ("maximum", "0", 1042), ("maximum", "101", 1042), ("maximum", "", 1042), ("held_on", "31/2/2026", 1043), ("held_on", "besok", 1043),
        ("held_on", "1/13/26", 1043),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_has_its_own_reason(field, text, code):
    from dataclasses import replace

    form = replace(AssessmentForm("lm", "LM 5"), **{field: text})
    with pytest.raises(Wrong) as wrong:
        read_assessment(form, sheet(), None)
    assert {name: mistake.code for name, mistake in wrong.value.mistakes.items()} == {field: code}


def test_the_maximum_cannot_go_below_marks_that_stand_there():
    from dataclasses import replace

    lm1 = COLUMNS[1]
    with pytest.raises(Wrong) as wrong:
        read_assessment(replace(form_of(lm1), maximum="75"), sheet(), lm1)
    mistake = wrong.value.mistakes["maximum"]
    assert (mistake.code, mistake.params["count"]) == (1044, 1)


def test_rules_that_follow_the_school_go_on_following_it():
    assert read_rules(sheet(), "75", "half_up", SAME) == Rules()
    assert read_rules(sheet(), "80", "half_up", SAME) == Rules(kktp=80)
    assert read_rules(sheet(), "75", "down", SAME) == Rules(rounding="down")


def test_rules_of_its_own_stay_its_own_also_when_they_equal_the_default():
    own = sheet(own=frozenset({"kktp", "rounding", "weights"}))
    weights = {kind: Decimal(text) for kind, text in SAME.items()}
    assert read_rules(own, "75", "half_up", SAME) == Rules(75, "half_up", weights)


def test_at_least_one_kind_counts():
    with pytest.raises(Wrong) as wrong:
        read_rules(sheet(), "75", "half_up", dict.fromkeys(SAME, "0"))
    assert [mistake.code for mistake in wrong.value.mistakes.values()] == [1046]


def test_a_column_moves_within_its_kind_only():
    assert moved(sheet(), "lm1", 1) == ["f1", "lm2", "lm1", "sts", "sas"]
    assert moved(sheet(), "lm1", -1) is None
    assert moved(sheet(), "sas", 1) is None
