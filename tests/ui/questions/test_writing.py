"""What keeps a writer of questions from harm: two saves at once, files dropped into a text, the way to each fault, keys that move rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ems_desktop.domain.questions.checks import check
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from tests.banks import choice
from tests.questions.bank import png
from tests.ui.questions.desk import begin, saved
from ui.tour import snap
from ui.widgets import Decision

ALT = Qt.KeyboardModifier.AltModifier


def test_a_dropped_file_goes_in_as_a_picture_and_never_as_its_path(open_desk, bank, tmp_path: Path):
    desk = open_desk()
    editor = begin(desk)
    path, text = tmp_path / "peta.png", tmp_path / "catatan.txt"
    path.write_bytes(png())
    text.write_text("rahasia")
    box = editor.answers.options.rows[1].text
    for one in (path, text):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(one))])
        assert box.canInsertFromMimeData(mime)
        box.insertFromMimeData(mime)
        desk.settle()
    assert box.typed().startswith("[img ")
    assert box.typed().count("[img ") == 1
    assert editor.stem.typed() == ""
    assert [said[4:8] for said in desk.troubles] == ["1715"]
    mime = QMimeData()
    mime.setUrls([QUrl("http://host/peta.png")])
    editor.stem.insertFromMimeData(mime)
    assert editor.stem.typed() == "http://host/peta.png"


def test_a_second_save_adds_no_second_question_and_what_is_typed_meanwhile_stays_unsaved(open_desk, bank, store, small, cache):
    desk = open_desk()
    editor = begin(desk, "essay")
    desk.type("Satu", on=editor.stem)
    for _ in range(3):
        editor.save()
    editor.stem.insertPlainText(" dua")  # before the first answer
    desk.settle()
    assert [one.item.stem for one in desk.questions.many(desk.questions.find(Wanted(bank)))] == ["Satu"]
    assert editor.changed()
    assert editor.state.text() == ""
    kept = Questions(store, small.teacher, cache)
    typed = kept.typed(editor.question_id)
    assert typed is not None
    assert typed.stem == "Satu dua"
    assert kept.typed(bank) is None
    assert saved(desk, bank).item.stem == "Satu dua"
    assert not editor.changed()


def test_leaving_waits_where_more_was_typed_while_it_was_saved(open_desk, items):
    desk = open_desk()
    desk.press(Qt.Key.Key_Return, on=desk.screen.browse.list)
    desk.wait(200)
    editor = desk.screen.editor
    desk.type("Baru ", on=editor.stem)
    editor.back.click()
    (dialog,) = [one for one in editor.findChildren(Decision) if one.isVisible()]
    next(one for one in dialog.buttons if one.said == "Simpan").click()
    editor.stem.insertPlainText("sekali ")
    desk.settle()
    assert desk.screen.pages.editing
    assert editor.changed()


def test_a_shared_text_says_how_many_questions_have_it(open_desk, bank, items):
    desk = open_desk()
    editor = begin(desk)
    (about,) = desk.questions.stimuli(bank)
    assert desk.questions.sharing(bank) == {about.id: 1}
    editor.stimulus.which.choose(about.id)
    desk.settle()
    assert editor.stimulus.hint.text() == "Stimulus ini dipakai 1 soal; perubahannya terlihat di semua soal itu."
    editor.stimulus.which.choose("new")
    desk.settle()
    assert editor.stimulus.hint.isHidden()


CASES = [
    ("single", "1720", lambda editor: editor.stem),
    ("single", "1721", lambda editor: editor.answers.options.rows[0].key),
    ("single", "1727 B", lambda editor: editor.answers.options.rows[1].text),
    ("true_false", "1720", lambda editor: editor.stem),
    ("matching", "1729", lambda editor: editor.answers.pairs.rows[0][1][0]),
    ("short", "1728", lambda editor: editor.answers.accepted.rows[0][1][0]),
]


@pytest.mark.parametrize(("kind", "wrong", "field"), CASES)
def test_each_problem_has_the_way_to_its_field(open_desk, bank, kind, wrong, field):
    desk = open_desk()
    editor = begin(desk, kind)
    desk.wait()
    found = [" ".join([str(one.code), *map(str, one.params.values())]) for one in check(editor.item())]
    line = editor.problems.lines[found.index(wrong)]
    line.findChildren(QPushButton)[0].click()
    desk.settle()
    assert field(editor).hasFocus()


def test_an_equation_that_is_refused_is_found_in_the_option_that_has_it(open_desk, bank):
    desk = open_desk()
    editor = begin(desk)
    desk.type("Soal")
    editor.answers.options.rows[0].text.setFocus()
    desk.type("satu")
    editor.answers.options.rows[1].text.setFocus()
    desk.type(r"\(\input{x}\)")
    editor.answers.options.rows[0].key.click()
    desk.wait()
    (line,) = editor.problems.lines
    editor.stem.setFocus()
    line.findChildren(QPushButton)[0].click()
    desk.settle()
    assert editor.answers.options.rows[1].text.hasFocus()


def test_in_a_narrow_window_what_is_wrong_stands_above_the_text(open_desk, bank):
    desk = open_desk(size=(760, 700))
    editor = begin(desk)
    desk.wait()
    assert editor.problems.said()
    assert editor.problems.isVisible()
    assert editor.problems.mapTo(editor, QPoint(0, 0)).y() < editor.stem.mapTo(editor, QPoint(0, 0)).y()


def test_pairs_move_by_keys(open_desk, bank):
    desk = open_desk()
    editor = begin(desk, "matching")
    for (_, edits), texts in zip(editor.answers.pairs.rows, (("a", "1"), ("b", "2")), strict=True):
        for edit, text in zip(edits, texts, strict=True):
            edit.setText(text)
    editor.answers.pairs.rows[1][1][1].setFocus()
    desk.press(Qt.Key.Key_Up, ALT)
    assert editor.answers.pairs.texts() == [["b", "2"], ["a", "1"]]
    assert QApplication.focusWidget() is editor.answers.pairs.rows[0][1][1]
    desk.press(Qt.Key.Key_Up, ALT)
    assert editor.answers.pairs.texts() == [["b", "2"], ["a", "1"]]


LOOKS = [
    ("id", "light", 100, (1440, 900)),
    ("en", "dark", 100, (1366, 768)),
    ("id", "dark", 200, (1440, 900)),
    ("en", "light", 100, (760, 700)),
]


@pytest.mark.parametrize(("language", "theme", "scale", "size"), LOOKS)
def test_the_editor_with_all_that_it_can_say_has_nothing_clipped_pale_nameless_or_untranslated(
    open_desk, items, bank, language, theme, scale, size
):
    gone = "ab" * 32
    desk = open_desk(language, theme, scale, size)
    wrong = choice(rf"Ayat\nبِسْمِ اللَّهِ\n[img {gone} peta] \(\input{{x}}\)", "a", "a")
    one = desk.questions.add(bank, wrong)
    desk.ctx.go("questions", question=one)
    desk.wait()
    looked_at(desk, language)
    desk.screen.edit()
    desk.wait(200)
    desk.screen.editor.say_changed_elsewhere("Hendra Gunawan")
    desk.screen.editor.say_kept(shown=True)
    desk.wait()
    assert len(desk.screen.editor.problems.lines) == 2
    looked_at(desk, language)


def test_in_a_large_type_the_labels_of_a_question_keep_their_height_and_the_whole_scrolls(open_desk, items):
    desk = open_desk(scale=200)
    desk.ctx.go("questions", question=items[0])
    desk.wait()
    preview = desk.screen.browse.preview
    words = [part for part in preview.area.widget().findChildren(QLabel) if part.isVisible() and part.text()]
    assert len(words) > 10
    assert all(part.height() >= part.fontMetrics().height() for part in words)
    assert preview.area.verticalScrollBar().maximum() > 0


def test_a_dialog_is_no_larger_than_its_window(open_desk, items, tmp_path: Path):
    desk = open_desk(scale=200)
    path = tmp_path / "soal.txt"
    path.write_text("Satu?{=a ~b}\n")
    desk.screen.importing.look(path)
    desk.settle()
    assert desk.screen.importing.dialog.width() <= desk.window.width()
    assert desk.screen.importing.dialog.height() <= desk.window.height()


def looked_at(desk, language: str) -> None:
    assert snap.clipped(desk.window) == snap.unnamed(desk.window) == snap.low_contrast(desk.window) == []
    assert snap.untranslated(desk.window, language) == []
