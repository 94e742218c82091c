"""Proposals of the open entry as a person answers them: real widgets, real keys, a real file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.analyses import VALUES, failed, running, told
from tests.catalogues import pulled
from tests.ui.materials.desk import Desk
from tests.ui.sync.looking import Strays, faults

Key, Held = Qt.Key, Qt.KeyboardModifier
ROWS = ("material_title", "material_level", "material_subtheme")


def panel(desk: Desk):
    return desk.screen.browse.entry.proposals


def words(part) -> set[str]:
    return {label.text() for label in part.findChildren(QLabel) if label.isVisibleTo(part)}


@pytest.fixture
def desk(open_desk: Callable[..., Desk], store, entries) -> Desk:
    told(store, entries[0])
    return open_desk(jobs=True)


def test_each_proposal_shows_its_value_its_place_and_what_stands_there_today(desk):
    assert tuple(panel(desk).rows) == ROWS
    said = words(panel(desk))
    assert {"Fase D, kelas VIII", "hlm. 1, capaian", "sekarang: VIII", "sekarang: kosong", "Usul per kolom", "Gemini, lewat n8n"} <= said
    assert desk.screen.browse.list.rows.index(0).data().endswith("3 usul")


def test_y_accepts_n_refuses_and_the_focus_goes_on_to_the_next(desk, entries):
    panel(desk).rows["material_title"].setFocus()
    desk.press(Key.Key_Y)
    assert desk.materials.entry(entries[0]).title == "Tekanan zat cair dan penerapannya"
    assert QApplication.focusWidget() is panel(desk).rows["material_level"]
    desk.press(Key.Key_N)
    assert desk.materials.entry(entries[0]).cell("material_level") == "VIII"
    assert QApplication.focusWidget() is panel(desk).rows["material_subtheme"]
    assert {"1 diterima · 1 ditolak", "diterima", "ditolak"} <= words(panel(desk))
    assert desk.screen.browse.list.rows.index(0).data().endswith("1 usul")
    assert desk.screen.browse.entry.title.text() == "Tekanan zat cair dan penerapannya"


def test_ctrl_enter_accepts_the_rest_in_one_step_that_can_be_undone(desk, entries):
    panel(desk).rows["material_title"].no.click()
    desk.settle()
    panel(desk).rows["material_level"].setFocus()
    desk.press(Key.Key_Return, Held.ControlModifier)
    now = desk.materials.entry(entries[0])
    assert (now.title, now.cell("material_level"), now.cell("material_subtheme")) == (
        "Tekanan zat cair",
        "Fase D, kelas VIII",
        "Hukum Pascal",
    )
    assert not panel(desk).rest.isVisible()
    said, undo = desk.notes[-1]
    assert said == "2 usul diterima"
    undo()
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_level") == "VIII"
    assert panel(desk).rest.isVisible()


def test_a_value_that_changed_since_is_said_and_asked_about(desk, entries):
    desk.materials.set_cells({entries[0]: {"material_level": "IX"}})
    desk.screen.presenter.load()
    desk.settle()
    assert "sekarang: IX (berubah sejak analisis)" in words(panel(desk))
    panel(desk).rest.click()
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_level") == "IX", "the rest leaves out what changed"
    row = panel(desk).rows["material_level"]
    row.yes.click()
    assert [made.said for made in row.question.buttons] == ["Batal", "Tetap isi sekarang", "Pakai usul"]
    row.question.buttons[2].click()
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_level") == "Fase D, kelas VIII"


def test_what_changed_while_the_window_showed_the_old_value_is_not_overwritten(desk, entries):
    desk.materials.set_cells({entries[0]: {"material_level": "IX"}})
    panel(desk).rows["material_level"].yes.click()
    desk.settle()
    assert desk.materials.entry(entries[0]).cell("material_level") == "IX"
    assert any("1660" in said for said in desk.troubles)
    assert panel(desk).rows["material_level"].open, "and it is shown as it stands now"


def test_a_refusal_can_be_taken_back(desk):
    row = panel(desk).rows["material_title"]
    row.no.click()
    desk.settle()
    row.again.click()
    desk.settle()
    assert row.open


def test_without_an_analysis_there_are_no_proposals_and_one_can_be_asked_for(desk):
    desk.press(Key.Key_Down, on=desk.screen.browse.list)
    assert not panel(desk).isVisible()
    strip = desk.screen.browse.entry.job
    assert strip.again.said == "Analisis"
    strip.again.click()
    desk.settle()
    assert any("1580" in said for said in desk.troubles), "the school cannot be reached"


def test_the_strip_shows_how_far_review_and_writing_are(desk):
    strip = desk.screen.browse.entry.job
    assert [step.title for step in strip.timeline.steps()] == ["Antre", "Diambil", "Analisis", "Tinjau usul", "Tulis ke katalog"]
    assert strip.timeline.steps()[3].said == "3 dari 3 belum"
    panel(desk).rest.click()
    desk.settle()
    assert [step.look for step in strip.timeline.steps()] == ["done"] * 5
    assert strip.timeline.steps()[4].said == "3 kolom"


def test_a_failed_and_a_running_job_say_so(open_desk, store, entries):
    failed(store, entries[0])
    running(store, entries[1])
    desk = open_desk(jobs=True)
    strip = desk.screen.browse.entry.job
    assert strip.again.said == "Ulangi"
    assert strip.trouble.said()
    assert [desk.screen.browse.list.rows.index(n).data().rsplit(", ")[-1] for n in (0, 1)] == ["gagal", "62 %"]
    desk.press(Key.Key_Down, on=desk.screen.browse.list)
    assert not strip.again.isVisible()


@pytest.mark.parametrize(
    ("language", "theme", "scale", "size"),
    [
        ("id", "light", 100, (1440, 900)),
        ("en", "dark", 125, (1366, 768)),
        ("id", "dark", 200, (1366, 768)),
        ("en", "light", 200, (1366, 768)),
    ],
)
def test_nothing_is_clipped_pale_nameless_or_untranslated(qapp, open_desk, store, entries, language, theme, scale, size):
    hostile = {"value": "<img src=//host/x> " + "panjang " * 80, "confidence": 0.2, "where": "<b>hlm.</b> " * 30}
    long = pulled(store, {"material_title": "Panjang", "material_desc": "isi"}, at="2026-11-27 02:31:00+00")[0]
    told(
        store,
        long,
        proposals=VALUES | {"MATERIAL_DESC": hostile, "MATERIAL_THEME": {"value": "Fluida", "confidence": 1, "where": "hlm. 2–4"}},
        given=None,
    )
    strays = Strays()
    qapp.installEventFilter(strays)
    desk = open_desk(language, theme, scale, size, jobs=True)
    desk.screen.arrive(material=long, key="material_title")
    desk.settle()
    panel(desk).rows["material_title"].yes.click()
    panel(desk).rows["material_theme"].no.click()
    desk.settle()
    assert faults(desk.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]


def test_drafts_are_asked_for_in_the_menu_and_want_the_network(desk, entries):
    menu = desk.screen.menus.of_entry(desk.materials.entry(entries[0]), QPoint(0, 0))
    acts = {action.text(): action for action in menu.actions()}
    menu.close()
    assert {"Buat draf keterangan", "Buat draf soal"} <= acts.keys()
    acts["Buat draf soal"].trigger()
    desk.settle()
    assert len(desk.troubles) == 1
    assert desk.materials.entry(entries[0]).cell("material_level") == "VIII"
