"""The panels beside the grid: an assessment, the rules of a sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

Key, Held = Qt.Key, Qt.KeyboardModifier


def titles(desk) -> list[str]:
    return [column.title for column in desk.screen.presenter.sheet.now().columns]


def test_an_assessment_is_added_beside_the_grid_and_the_hand_goes_to_it(desk):
    desk.choose("LM 2", 3)
    desk.screen.primary().click()
    panel = desk.screen.side.panel
    assert panel.form().kind == "lm"
    panel._fields["title"].set_text("LM 5")
    panel._fields["held_on"].set_text("21/11/2026")
    panel._fields["weight"].set_text("2")
    panel.save()
    desk.settle()
    assert titles(desk)[:9] == ["F1", "F2", "F3", "LM 1", "LM 2", "LM 3", "LM 4", "LM 5", "STS"]
    assert desk.screen.grid.chosen.at == desk.at("LM 5", 3)
    assert desk.screen.side.panel is None


def test_a_form_says_beside_each_field_what_is_wrong_and_saves_nothing(desk):
    desk.screen.primary().click()
    panel = desk.screen.side.panel
    panel._fields["held_on"].set_text("32/13/2026")
    panel._fields["maximum"].set_text("0")
    panel.save()
    wrong = {name for name, field in panel._fields.items() if field.error()}
    assert wrong == {"title", "held_on", "maximum"}
    assert len(titles(desk)) == 10


def test_an_assessment_is_changed_moved_locked_and_removed_with_undo(desk):
    desk.choose("LM 3", 1)
    desk.press(Key.Key_Return, held=Held.AltModifier)
    panel = desk.screen.side.panel
    panel._fields["title"].set_text("Artikel")
    panel._locked.setChecked(True)
    panel._move(-1)
    desk.settle()
    assert titles(desk)[4:6] == ["LM 3", "LM 2"]
    panel.save()
    desk.settle()
    assert titles(desk)[4] == "Artikel"
    assert desk.screen.presenter.sheet.now().columns[4].locked
    notes = []
    desk.say.noted.connect(lambda words, undo: notes.append((words, undo)))
    desk.screen.grid.choose_column(4)
    desk.press(Key.Key_Return, held=Held.AltModifier)
    desk.screen.side.panel.remove()
    desk.settle()
    assert "Artikel" not in titles(desk)
    (words, undo) = notes[-1]
    assert words == "Artikel dihapus"
    undo()
    desk.settle()
    assert titles(desk)[4] == "Artikel"
    assert desk.screen.presenter.sheet.now().cell(5, 4).value == Decimal("82.5")


def test_columns_are_copied_to_parallel_classes(desk):
    notes = []
    desk.say.noted.connect(lambda words, undo: notes.append(words))
    desk.choose("LM 3", 1)
    desk.press(Key.Key_Return, held=Held.AltModifier)
    desk.settle()
    panel = desk.screen.side.panel
    panel.copy()
    assert not panel._copy_why.isHidden()  # no class was chosen
    choice, ref = panel._copies[0]
    assert ref.class_name == "VIII C"
    choice.setChecked(True)
    panel.copy()
    desk.settle()
    assert notes == ["Disalin ke 1 kelas"]
    assert [a.title for a in desk.grades.sheet(desk.school.parallel).assessments] == ["LM 3"]


def test_rules_of_a_sheet_change_the_final_grades_and_follow_the_school_again(desk):
    before = desk.cell("Nilai akhir", 1).value
    desk.screen.columns.rules()
    panel = desk.screen.side.panel
    panel._kktp.set_text("80")
    panel._weights["sts"].set_text("0")
    panel._weights["sas"].set_text("0")
    panel.save()
    desk.settle()
    sheet = desk.grades.sheet(desk.school.sheet_id)
    assert sheet.kktp == 80
    assert sheet.own == {"kktp", "weights"}
    assert desk.cell("Nilai akhir", 12).value != before
    desk.screen.columns.rules()
    desk.screen.side.panel.reset()
    desk.settle()
    assert desk.grades.sheet(desk.school.sheet_id).own == frozenset()


@pytest.mark.parametrize(("field", "text"), [("kktp", "101"), ("kktp", "x"), ("lm", "-1"), ("lm", "1.000")])
def test_rules_that_cannot_be_are_refused_beside_their_field(desk, field, text):
    desk.screen.columns.rules()
    panel = desk.screen.side.panel
    fields = {"kktp": panel._kktp, **panel._weights}
    fields[field].set_text(text)
    panel.save()
    assert fields[field].error()
    assert desk.grades.sheet(desk.school.sheet_id).kktp == 75


def test_escape_closes_a_panel_and_gives_the_keys_back_to_the_grid(desk):
    desk.screen.primary().click()
    desk.press(Key.Key_Escape)
    assert desk.screen.side.panel is None
    assert QApplication.focusWidget() is desk.screen.grid.marks
