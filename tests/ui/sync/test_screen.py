"""The sync centre as a person meets it: real widgets, real keys, a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from ems_desktop.services.materials import Materials
from ems_desktop.services.people import Person
from tests.catalogues import clashed, pulled, sheet_columns
from tests.clashes import answer, clash_of_marks, clash_of_names, score, waiting
from tests.ui.sync.looking import Strays, faults
from ui.screens.sync.fork import Around, Fork
from ui.screens.sync.panes import ConflictPane, RefusedPane
from ui.widgets import TableView

Key = Qt.Key


@pytest.fixture
def busy(store, small, hendra):
    """A class in conflict, two marks in conflict, a refusal and two unsent changes; newest first."""
    clash_of_names(store, small, hendra)
    clash_of_marks(store, small, hendra, pupil=1, mine=60, theirs=81)
    clash_of_marks(store, small, hendra)
    score(store, small, 70, first=2)
    answer(store, status="refused", why="semester_closed")
    score(store, small, 71, 72, first=3)
    score(store, small, 73, column=2)


def press(centre, key, *, on: QWidget | None = None):
    target = on or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)
    centre.settle()


def titles(centre):
    return [row.who for row in centre.screen.decisions.list.rows.rows]


def test_it_opens_on_the_newest_conflict_with_the_focus_on_the_list(open_centre, busy):
    centre = open_centre()
    screen = centre.screen
    assert titles(centre) == ["Murid 001", "Murid 002", "VIII B"]
    assert QApplication.focusWidget() is screen.decisions.list
    pane = screen.decisions.pane
    assert isinstance(pane, ConflictPane)
    (fork,), (around,) = pane.findChildren(Fork), pane.findChildren(Around)
    assert fork.accessibleName().startswith("Dasar 78; Anda 84")
    assert "STS 2 84 ↔ 81" in around.accessibleName()


@pytest.mark.parametrize(("key", "sent"), [(Key.Key_1, {"value": 84}), (Key.Key_0, {"value": 78}), (Key.Key_2, None)])
def test_one_key_decides_and_the_next_one_is_there(store, open_centre, busy, key, sent):
    centre = open_centre()
    before = len(waiting(store))
    press(centre, key)
    assert titles(centre) == ["Murid 002", "VIII B"]
    assert centre.screen.decisions.pane.kept.who == "Murid 002"
    assert QApplication.focusWidget() is centre.screen.decisions.list
    new = waiting(store)[before:]
    assert [row["n"] for one in new for row in one["rows"]] == ([sent] if sent else [])
    assert centre.troubles == []


def test_a_decision_can_be_taken_back_from_its_note(store, open_centre, busy):
    centre = open_centre()
    press(centre, Key.Key_1)
    said, undo = centre.notes[-1]
    assert said == "Murid 001 · STS 2: dipakai 84"
    undo()
    centre.settle()
    assert titles(centre) == ["Murid 001", "Murid 002", "VIII B"]


def test_three_types_another_mark_and_a_bad_one_is_refused_in_place(store, open_centre, busy):
    centre = open_centre()
    press(centre, Key.Key_3)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "1012")
    press(centre, Key.Key_Return)
    assert QApplication.focusWidget() is field
    assert "100" in field.accessibleDescription()
    assert len(titles(centre)) == 3
    field.clear()
    QTest.keyClicks(field, "82,5")
    press(centre, Key.Key_Return)
    assert titles(centre) == ["Murid 002", "VIII B"]
    assert waiting(store)[-1]["rows"][0]["n"] == {"value": 82.5}


def test_digits_in_the_field_are_text_not_decisions(open_centre, busy):
    centre = open_centre()
    press(centre, Key.Key_3)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    for key in (Key.Key_2, Key.Key_0, Key.Key_1):
        press(centre, key)
    assert field.text() == "201"
    assert len(titles(centre)) == 3


def test_a_conflict_of_other_data_shows_its_fields(open_centre, busy):
    centre = open_centre()
    press(centre, Key.Key_End)
    pane = centre.screen.decisions.pane
    assert pane.kept.who == "VIII B"
    model = pane.findChildren(TableView)[0].rows
    said = [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]
    assert said == [["Nama", "VIII B", "VIII B2", "8B"], ["Wali kelas", "Ratna Wulandari", "Hendra Gunawan", "kosong"]]
    press(centre, Key.Key_2)
    assert titles(centre) == ["Murid 001", "Murid 002"]


def test_later_moves_on_without_deciding(open_centre, busy):
    centre = open_centre()
    later = next(b for b in centre.screen.decisions.pane.findChildren(QAbstractButton) if b.accessibleName() == "Tunda")
    QTest.mouseClick(later, Qt.MouseButton.LeftButton)
    centre.settle()
    assert titles(centre) == ["Murid 002", "VIII B", "Murid 001"]


def test_a_refusal_says_why_and_is_sent_again_by_a_key(store, open_centre, busy):
    centre = open_centre()
    centre.screen.arrive(segment="refused")
    centre.settle()
    pane = centre.screen.decisions.pane
    assert isinstance(pane, RefusedPane)
    assert (
        pane.banner.said()
        == "Semester sudah ditutup sebelum perubahan ini sampai. Minta kantor membukanya untuk perbaikan, lalu kirim ulang."
    )
    press(centre, Key.Key_1, on=centre.screen.decisions.list)
    assert waiting(store)[-1]["rows"][0]["n"] == {"value": 70}
    assert any("Tidak ada yang ditolak" in label.text() for label in centre.screen.findChildren(QLabel))


def test_the_queue_and_the_history_are_listed(open_centre, busy):
    centre = open_centre()
    assert [(w.rows, w.state) for w in centre.screen.queue.rows.rows] == [(2, "pending"), (1, "pending")]
    assert {h.outcome for h in centre.screen.history.rows.rows} == {"applied", "conflict", "refused"}


def test_working_offline_pauses_the_worker_and_sync_now_ends_it(open_centre, busy):
    centre = open_centre()
    chip = next(b for b in centre.shell.findChildren(QAbstractButton) if b.accessibleName() == "Bekerja luring")
    chip.click()
    assert centre.worker.paused
    QTest.keyClick(centre.screen.decisions.list, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert not centre.worker.paused
    assert not chip.isChecked()


def test_the_grade_sheet_is_one_press_away(open_centre, busy, small):
    centre = open_centre()
    pane = centre.screen.decisions.pane
    pane.open_button.click()
    assert centre.went[-1] == ("grades", {"sheet": small.sheet_id, "assessment": small.assessments[1], "pupil": small.pupils[0]})


def test_coming_for_a_certain_cell_opens_it(open_centre, busy, store, small):
    centre = open_centre()
    kept = next(k for k in centre.screen.presenter.conflicts if k.who == "Murid 002")
    centre.screen.arrive(segment="conflicts", kept=kept.id)
    centre.settle()
    assert centre.screen.decisions.pane.kept.id == kept.id
    assert centre.screen.place() == {"segment": "conflicts", "kept": kept.id}


def test_what_a_pull_brings_is_shown_without_being_asked(open_centre, busy, store, small, hendra):
    centre = open_centre()
    clash_of_marks(store, small, hendra, pupil=2)
    centre.ctx.bus.tell({"scores", "conflict"}, origin="pull")
    centre.settle()
    assert titles(centre)[0] == "Murid 003"
    assert centre.screen.decisions.pane.kept.who == "Murid 001", "what was being looked at stays open"


def test_a_pull_leaves_what_is_being_typed_alone(open_centre, busy, store, small, hendra):
    centre = open_centre()
    press(centre, Key.Key_3)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "8")
    clash_of_marks(store, small, hendra, pupil=2)
    centre.ctx.bus.tell({"scores", "conflict"}, origin="pull")
    centre.settle()
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "2")
    assert field.text() == "82"


def test_an_empty_centre_says_so(open_centre):
    centre = open_centre("en")
    assert any(label.text() == "No conflicts" for label in centre.screen.findChildren(QLabel))


def test_narrow_it_shows_one_thing_at_a_time(open_centre, busy):
    centre = open_centre(scale=200, size=(1366, 768))
    decisions = centre.screen.decisions
    assert decisions.list.isVisible()
    assert not decisions.area.isVisible()
    press(centre, Key.Key_Return)
    assert not decisions.list.isVisible()
    assert QApplication.focusWidget() is decisions.pane.back_button
    press(centre, Key.Key_Escape)
    assert QApplication.focusWidget() is decisions.list
    press(centre, Key.Key_2)
    assert len(titles(centre)) == 2


@pytest.mark.parametrize(
    ("language", "scale", "size"),
    [("id", 100, (1440, 900)), ("en", 125, (1366, 768)), ("id", 200, (1366, 768)), ("en", 200, (1366, 768))],
)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_centre, busy, language, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    centre = open_centre(language, "dark" if scale == 125 else "light", scale, size)
    decisions = centre.screen.decisions
    for segment in ("refused", "queue", "history", "conflicts"):
        centre.screen.arrive(segment=segment)
        centre.settle()
        for _ in range(3 if segment == "conflicts" else 1):
            decisions.show_side(detail=True)
            centre.settle()
            assert faults(centre.window, language) == []
            decisions.show_side(detail=False)
            press(centre, Key.Key_Down, on=decisions.list)
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]


@pytest.fixture
def clash(store, small) -> str:
    """A cell of the catalogue that was changed here and in the Google Sheet."""
    sheet_columns(store)
    (one,) = pulled(store, {"material_title": "Tekanan zat cair", "subject_name": "IPA"})
    clashed(store, one, "material_theme", "dulu", "isian EMS", "isian Sheet", by=small.teacher.id)
    return one


def theme(store, material) -> str:
    return Materials(store, Person("", "", frozenset({"guru"}))).entry(material).cell("material_theme")


@pytest.mark.parametrize(("key", "stands"), [(Key.Key_1, "isian EMS"), (Key.Key_0, "dulu"), (Key.Key_2, "isian Sheet")])
def test_a_clash_with_the_google_sheet_is_decided_in_the_same_inbox(store, open_centre, clash, key, stands):
    centre = open_centre()
    assert titles(centre) == ["Tekanan zat cair"]
    said = {label.text() for label in centre.screen.decisions.pane.findChildren(QLabel)}
    assert {"isian EMS", "isian Sheet", "dulu", "Nilai di EMS", "Nilai di Sheet", "Ratna Wulandari", "Google Sheet"} <= said
    press(centre, key)
    assert titles(centre) == []
    assert theme(store, clash) == stands
    said, undo = centre.notes[-1]
    assert said.startswith("Tekanan zat cair · Tema: dipakai")
    undo()
    centre.settle()
    assert titles(centre) == ["Tekanan zat cair"]


def test_another_text_for_a_clash_is_typed_and_a_bad_one_refused_in_place(store, open_centre, clash):
    centre = open_centre()
    press(centre, Key.Key_3)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    press(centre, Key.Key_Return)
    assert field.accessibleDescription().startswith("Ketik teks")
    QTest.keyClicks(field, "=ketiga")
    press(centre, Key.Key_Return)
    assert theme(store, clash) == "=ketiga"


def test_a_clash_leads_to_its_material(open_centre, clash):
    centre = open_centre()
    centre.screen.decisions.pane.open_button.click()
    assert centre.went[-1] == ("materials", {"material": clash, "key": "material_theme"})


@pytest.mark.parametrize(("language", "scale", "size"), [("id", 100, (1440, 900)), ("en", 200, (1366, 768))])
def test_a_clash_with_long_hostile_texts_is_looked_over(open_centre, store, clash, language, scale, size):
    long = "<img src=//host/x> kata " * 2_000
    clashed(store, clash, "material_desc", long, long + "EMS", "=1+1\n<b>x</b>")
    centre = open_centre(language, "light", scale, size)
    centre.screen.arrive(segment="conflicts")
    centre.settle()
    decisions = centre.screen.decisions
    for _ in range(2):
        decisions.show_side(detail=True)
        centre.settle()
        assert faults(centre.window, language) == []
        decisions.show_side(detail=False)
        press(centre, Key.Key_Down, on=decisions.list)
