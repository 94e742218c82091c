"""The sheet as it stands on the screen: final grades, statistics, filters, order, words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.grades import Final
from ems_desktop.i18n import use
from ems_desktop.services.grade_views import Cell, Entry
from tests.ui.grades.sheets import CELLS, COLUMNS, PUPILS, board, mark, sheet
from ui.screens.grades.board import Board
from ui.screens.grades.facts import Facts, facts_of
from ui.screens.grades.figures import Figures
from ui.screens.grades.overlay import Overlay
from ui.screens.grades.search import find
from ui.screens.grades.words import spoken
from ui.widgets.grid.moves import Block


@pytest.fixture(autouse=True)
def english():
    use("en")


def test_columns_are_the_assessments_and_the_final_grade_under_bands():
    shown = board()
    assert [c.title for c in shown.columns] == ["F1", "LM 1", "LM 2", "STS", "SAS", "Final grade"]
    assert [(g.title, g.note, g.first, g.last) for g in shown.groups] == [
        ("Formatif", "not weighted", 0, 0), ("Sumatif lingkup materi", "50 %", 1, 2), ("STS", "20 %", 3, 3), ("SAS", "30 %", 4, 4), ("Report card", "", 5, 5),
    ]  # fmt: skip


def test_the_final_grade_stands_in_the_last_column():
    shown = board()
    assert shown.cell(0, 5).value == 71  # (77.75 × 50 + 70 × 20 + 60 × 30) / 100 = 70.875
    assert shown.final(1) == Final(50, provisional=True)  # missing counts 0, excused is left out, SAS is blank


def test_a_kind_that_counts_but_has_no_assessment_keeps_every_grade_provisional():
    from dataclasses import replace

    without = replace(sheet(), assessments=COLUMNS[:4])
    assert Figures(without).final([CELLS["f1", "ani"], CELLS["lm1", "ani"], CELLS["lm2", "ani"], CELLS["sts", "ani"]]).provisional


def test_statistics_leave_out_who_left_and_measure_kktp_by_the_maximum():
    figures = board().figures
    assert (figures.tallies[1].count, figures.tallies[1].reached, figures.tallies[1].mean) == (3, 2, Decimal("225.5") / 3)
    assert figures.tallies[2].reached == 1  # 15 of 20 is 75 %
    assert figures.places(1) == 1
    assert figures.places(2) == 0


def test_counts_and_filters_agree():
    shown = board()
    assert shown.figures.counts == {"blank": 5, "below": 3, "unsent": 1, "conflict": 1, "odd": 0}
    names = {}
    for flag in ("blank", "below", "unsent", "conflict"):
        shown.arrange(flag=flag)
        names[flag] = [shown.pupil(row).id for row in range(shown.size[0])]
    assert names == {"blank": ["budi", "dewi"], "below": ["ani", "budi"], "unsent": ["dewi"], "conflict": ["dewi"]}


def test_order_by_name_ignores_accents_and_keeps_the_cells_with_their_pupils():
    shown = board()
    shown.arrange("name")
    assert [shown.pupil(row).id for row in range(4)] == ["ani", "budi", "citra", "dewi"]
    shown.arrange("number")
    assert shown.at(("lm1", "dewi")) == (3, 1)
    shown.arrange(flag="conflict")
    assert shown.at(("lm1", "dewi")) == (0, 1)
    assert shown.at(("lm1", "ani")) is None
    assert shown.at(("", "dewi")) == (0, 5)


values = st.one_of(st.none(), st.decimals(0, 20, places=1))


@given(st.lists(st.tuples(st.sampled_from([a.id for a in COLUMNS]), st.sampled_from([p.id for p in PUPILS]), values), max_size=12))
def test_figures_that_followed_the_edits_are_those_of_the_sheet_read_anew(edits):
    overlay, cells = Overlay(), dict(CELLS)
    followed = Board(sheet(), overlay)
    for assessment, pupil, value in edits:
        cell = Cell(value, mark="unsent")
        overlay.put([Entry(assessment, pupil, cell)])
        followed.refresh([(assessment, pupil)])
        cells[assessment, pupil] = cell
    from dataclasses import replace

    anew = Board(replace(sheet(), cells=cells), Overlay())
    assert followed.figures.counts == anew.figures.counts
    assert followed.figures.tallies == anew.figures.tallies
    assert [followed.cell(row, 5) for row in range(4)] == [anew.cell(row, 5) for row in range(4)]


def test_refresh_tells_what_changed_with_the_final_grade():
    overlay = Overlay()
    shown = Board(sheet(), overlay)
    overlay.put([Entry("sas", "budi", mark("90"))])
    assert shown.refresh([("sas", "budi"), ("gone", "budi")]) == [(1, 4), (1, 5)]


@pytest.mark.parametrize(
    ("row", "col", "said"),
    [
        (0, 1, "Ani Zulaikha, LM 1, 80.5"),
        (1, 1, "Budi Élang, LM 1, 70, below KKTP 75, has a note"),
        (1, 2, "Budi Élang, LM 2, Excused"),
        (1, 3, "Budi Élang, STS, Missing, locked"),
        (1, 4, "Budi Élang, SAS, empty"),
        (3, 1, "Dewi Ayu, LM 1, 75, remedial, at first 60, not sent yet"),
        (3, 4, "Dewi Ayu, SAS, 99, conflict"),
        (1, 5, "Budi Élang, Final grade, 50, below KKTP 75, provisional"),
    ],
)
def test_every_mark_of_a_cell_is_also_spoken(row, col, said):
    assert spoken(board(), row, col) == said


def test_a_block_is_added_up_as_a_spreadsheet_does():
    facts = facts_of(board(), Block(0, 0, 1, 2))
    assert facts == Facts(4, 1, Decimal("255.5"), Decimal(15), Decimal(90))
    assert facts.mean == Decimal("63.875")


@pytest.mark.parametrize(("text", "row"), [("budi", 1), ("elang", 1), ("5", 3), ("00123", 0), ("nobody", None), ("", None), ("a", 0)])
def test_a_pupil_is_found_by_name_number_or_nisn(text, row):
    assert find(board(), text, 0) == row


def test_finding_goes_round_both_ways():
    shown = board()
    assert find(shown, "i", 2, 1) == 2
    assert find(shown, "zul", 3, 1) == 0
    assert find(shown, "dewi", 0, -1) == 3
