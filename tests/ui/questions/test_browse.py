"""The bank on the screen: found as one types, looked at, labelled in numbers, thrown away and taken back; by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from ems_desktop.domain.questions.item import FULL
from ems_desktop.services.people import Person
from ems_desktop.services.questions_views import Wanted
from tests.analyses import told
from tests.banks import choice, pulled_bank
from ui.tour import snap

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
FIRST = "Gagasan utama teks itu adalah …"


def page(desk):
    """What the preview shows, in plain words."""
    return desk.screen.browse.preview.page.toPlainText()


def pick(desk, words: str) -> None:
    """An entry of the open menu."""
    (menu,) = [menu for menu in desk.screen.findChildren(QMenu) if menu.isVisible()]
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.close()
    desk.wait(20)


def chip(desk, pill: str):
    return desk.screen.tools.pills.button(pill)


def test_the_first_question_is_open_with_its_text_its_key_and_its_labels(open_desk, items):
    desk = open_desk()
    assert desk.listed()[0] == FIRST
    assert "Mangrove" in page(desk)
    assert "✓" in page(desk)
    assert desk.screen.browse.preview.facts.text().startswith("Ratna Wulandari")
    assert [chip(desk, pill).text().split()[-1] for pill in ("all", "draft", "ready", "retired")] == ["8", "6", "1", "1"]


def test_typing_finds_by_stem_and_beginning_and_nothing_says_so(open_desk, items):
    desk = open_desk()
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("selesaikan")
    desk.wait()
    assert desk.listed() == ["Penyelesaian 2x-7=9 adalah …"]
    assert desk.screen.browse.preview.question.id == items[1]
    desk.type("xyz")
    desk.wait()
    assert not desk.screen.pages.listing
    (act,) = [made for made in desk.screen.pages.currentWidget().findChildren(QPushButton) if made.isVisible()]
    act.click()
    desk.wait()
    assert len(desk.listed()) == len(items)


def test_the_trash_and_the_states_are_pills(open_desk, items):
    desk = open_desk()
    chip(desk, "ready").click()
    desk.settle()
    assert desk.listed() == [FIRST]
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_Delete)
    assert not desk.screen.pages.listing
    chip(desk, "trash").click()
    desk.settle()
    assert desk.listed() == [FIRST]
    assert desk.screen.browse.preview.thrown.said() == "Di tempat sampah."
    desk.screen.browse.preview.restore.click()
    desk.settle()
    chip(desk, "all").click()
    desk.settle()
    assert len(desk.listed()) == len(items)


def test_facets_narrow_and_count_each_other(open_desk, items):
    desk = open_desk()
    desk.screen.tools.facets["kind"].choose("single")
    desk.settle()
    assert desk.listed() == [FIRST, "Penyelesaian 2x-7=9 adalah …", "بِسْمِ اللَّهِ artinya …"]
    levels = [words for _, words in desk.screen.tools.facets["level"].options()]
    assert "C3 Menerapkan (1)" in levels
    desk.screen.tools.facets["tag"].choose("aljabar")
    desk.settle()
    assert desk.listed() == ["Penyelesaian 2x-7=9 adalah …"]


def test_several_are_labelled_at_once_and_one_step_takes_it_back(open_desk, items):
    desk = open_desk()
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down, SHIFT)
    bar = desk.screen.browse.bulk
    assert bar.isVisible()
    assert bar.said.text() == "2 soal"
    bar.tags.setFocus()
    desk.type("ujian, kelas 8")
    desk.press(Qt.Key.Key_Return)
    assert [desk.questions.one(one).item.tags for one in items[1:3]] == [("aljabar", "ujian", "kelas 8"), ("geografi", "ujian", "kelas 8")]
    QTest.mouseClick(bar.fields["status"], Qt.MouseButton.LeftButton)
    (menu,) = [menu for menu in bar.findChildren(QMenu) if menu.isVisible()]
    next(action for action in menu.actions() if action.text() == "Siap pakai").trigger()
    desk.wait(20)
    assert {desk.questions.one(one).item.status for one in items[1:3]} == {"ready"}
    assert desk.notes[-1][0] == "2 soal: Siap pakai"
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert {desk.questions.one(one).item.status for one in items[1:3]} == {"draft"}
    assert desk.screen.presenter.now.chosen == items[1:3]


def test_a_note_takes_its_own_step_back(open_desk, items):
    desk = open_desk()
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_Delete)
    said, undo = desk.notes[-1]
    assert said == "1 soal: masuk tempat sampah"
    undo()
    desk.settle()
    assert len(desk.listed()) == len(items)


def test_others_changes_come_in_without_moving_what_is_looked_at(open_desk, items, bank, store, small, cache):
    from ems_desktop.services.questions import Questions

    desk = open_desk()
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_Down)
    Questions(store, small.teacher, cache).add(bank, choice("Baru dari kantor"))
    desk.ctx.bus.tell({"bank_soal"}, origin="pull")
    desk.wait(400)
    assert desk.listed()[0] == "Baru dari kantor"
    assert desk.screen.browse.preview.question.id == items[1]


def test_another_bank_is_chosen_in_the_header(open_desk, items, store):
    other = pulled_bank(store, "IPA")
    desk = open_desk()
    assert [words for _, words in desk.screen.tools.banks.options()] == ["IPA (0)", "Matematika (8)"]
    desk.screen.tools.banks.choose(other)
    desk.settle()
    assert not desk.screen.pages.listing
    assert desk.listed() == []


def test_who_teaches_nothing_is_told_whom_to_ask(open_desk, small):
    desk = open_desk()
    said = [part.text() for part in desk.screen.pages.currentWidget().findChildren(type(desk.screen.editor.heading))]
    assert "Belum ada bank soal" in said
    assert not desk.screen.primary().isEnabled()


def test_drafts_of_a_job_are_taken_in_accepted_and_refused(open_desk, items, bank, store, small):
    wrote = [{"question_text": f"Draf {n}", "options": ["a", "b"], "correct_answer": "a", "explanation": ""} for n in (1, 2)]
    told(store, "m", kind="questions", user_id=small.teacher.id, subject="Matematika", result_json={"questions": wrote})
    desk = open_desk()
    assert desk.screen.browse.drafts.banner.said() == "2 draf soal dari pekerjaan tentang “Tekanan zat cair”"
    desk.screen.browse.drafts.take.click()
    desk.settle()
    assert desk.listed()[:2] == ["Draf 1", "Draf 2"]
    assert desk.screen.browse.drafts.isHidden()
    assert desk.screen.browse.preview.question.item.stem == "Draf 1"
    assert desk.screen.browse.preview.draft.said().startswith("Draf dari pekerjaan")
    desk.screen.browse.preview.accept.click()
    desk.settle()
    assert "Draf 1" not in desk.listed()
    desk.screen.browse.list.setFocus()
    desk.screen.presenter.open(desk.screen.browse.list.lines.ids[0])
    desk.settle()
    desk.screen.browse.preview.refuse.click()
    desk.settle()
    found = {one.item.stem: (one.item.status, one.deleted) for one in desk.questions.many(desk.questions.find(Wanted(bank)))}
    assert found["Draf 1"] == ("ready", False)
    assert "Draf 2" not in found


def test_the_history_brings_a_version_back_and_leaves_the_labels(open_desk, items):
    desk = open_desk()
    item = desk.questions.one(items[2]).item
    desk.questions.save(items[2], type(item)("short", "Ibu kota Jawa Tengah?", answers=item.answers, tags=("baru",)))
    desk.screen.presenter.open(items[2])
    desk.settle()
    preview = desk.screen.browse.preview
    assert preview.history.said == "1 versi sebelumnya"
    preview.history.click()
    desk.settle()
    dialog = desk.screen.past.dialog
    assert "Ibu kota Jawa Barat?" in dialog.page.toPlainText()
    dialog.restore.click()
    desk.settle()
    assert (desk.questions.one(items[2]).item.stem, desk.questions.one(items[2]).item.tags) == ("Ibu kota Jawa Barat?", ("baru",))


def test_what_is_wrong_with_a_question_is_said_above_it(open_desk, bank, store, small, cache):
    from ems_desktop.services.questions import Questions

    made = Questions(store, small.teacher, cache)
    made.add(bank, choice("Berapa?", "1", "1"))
    made.index()
    desk = open_desk()
    assert "Pilihan A dan B sama isinya." in desk.screen.browse.preview.problems.said()


def test_a_bank_of_thousands_shows_at_once_and_is_read_by_pages(open_desk, bank, store, small, cache):
    from ems_desktop.services.questions import Questions

    made = Questions(store, small.teacher, cache)
    for _ in range(5):
        made.add_many(bank, [choice(f"Soal {n}") for n in range(200)])
    desk = open_desk()
    lines = desk.screen.browse.list.lines
    assert lines.rowCount() == 1000
    assert len(lines.known) == 100
    desk.screen.browse.list.scrollToBottom()
    desk.wait(100)
    assert len(lines.known) == 200
    assert lines.index(999).data().startswith("Soal 199")
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    assert desk.screen.browse.bulk.said.text() == "1.000 soal"
    desk.screen.browse.bulk.tags.setText("banyak")
    desk.screen.browse.bulk.add.click()
    desk.settle()
    assert desk.questions.facets(Wanted(bank))["tag"] == (("banyak", 1000),)
    assert len(desk.screen.browse.list.selected()) == len(desk.screen.presenter.now.chosen) == 1000


def test_neighbours_are_selected_as_ranges():
    from ui.screens.questions.list_pane import runs

    assert runs([]) == []
    assert runs([3]) == [(3, 3)]
    assert runs([0, 1, 2, 5, 7, 8]) == [(0, 2), (5, 5), (7, 8)]


def test_a_pupil_has_no_such_area():
    from ui.areas import AREAS

    area = next(area for area in AREAS if area.key == "questions")
    assert area.roles == frozenset({"kurikulum", "guru"})


@pytest.mark.parametrize(("language", "theme", "scale", "size"), [
    ("id", "light", 100, (1440, 900)), ("en", "dark", 100, (1440, 900)), ("id", "dark", 200, (1440, 900)), ("en", "light", 100, (1000, 640)),
])  # fmt: skip
def test_nothing_is_clipped_pale_nameless_or_in_the_other_language(open_desk, items, language, theme, scale, size):
    desk = open_desk(language, theme, scale, size)
    desk.screen.browse.list.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    for _ in range(2):
        desk.wait()
        assert snap.clipped(desk.window) == snap.unnamed(desk.window) == snap.low_contrast(desk.window) == []
        assert snap.untranslated(desk.window, language) == []
        desk.press(Qt.Key.Key_Return, on=desk.screen.browse.list)


def test_in_a_narrow_window_list_and_question_take_turns(open_desk, items):
    desk = open_desk(size=(760, 700))
    browse = desk.screen.browse
    assert browse.narrow
    assert not browse.preview.isVisible()
    desk.press(Qt.Key.Key_Return, on=browse.list)
    assert browse.preview.isVisible()
    assert not desk.screen.pages.editing
    assert not browse.list.isVisible()
    QTest.mouseClick(browse.preview.back, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    desk.settle()
    assert browse.list.isVisible()


def test_in_a_narrow_window_a_question_asked_for_elsewhere_is_shown_and_answered_by_keys(open_desk, items):
    desk = open_desk(size=(760, 700))
    browse = desk.screen.browse
    desk.ctx.go("questions", question=items[2])
    desk.settle()
    assert browse.preview.isVisible()
    assert browse.preview.question.id == items[2]
    desk.press(Qt.Key.Key_Return, CTRL, on=browse.preview.back)
    assert desk.questions.one(items[2]).item.status == "ready"
    browse.preview.edit.click()
    desk.wait(200)
    assert desk.screen.pages.editing
    desk.press(Qt.Key.Key_Escape)
    assert desk.screen.pages.listing
    desk.press(Qt.Key.Key_Return, on=browse.list)
    assert browse.preview.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert browse.list.isVisible()


def test_the_office_sees_every_bank(open_desk, items, small):
    desk = open_desk(person=Person(small.teacher.id, "Kantor", frozenset({"kurikulum"})))
    assert len(desk.listed()) == len(items)
    assert FULL == 100


def test_the_palette_finds_questions_of_every_bank_and_opens_them(open_desk, items, store):
    from ui.screens.questions.finder import finder

    pulled_bank(store, "IPA")
    desk = open_desk()
    (hit,) = finder(desk.ctx)("kepiting")
    assert (hit.title, hit.detail) == (FIRST, "Matematika · Pilihan ganda · L2 · Sedang · teks laporan")
    desk.ctx.go(hit.area, **hit.where)
    desk.settle()
    assert desk.screen.browse.preview.question.id == items[0]
    assert finder(desk.ctx)(" ") == []
