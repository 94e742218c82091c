"""A question written on the screen, by keys: parts, preview, what is wrong, pictures, what is kept when the power goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.questions.item import Answer, Option, Pair
from ems_desktop.services.questions import Questions
from tests.banks import choice
from tests.questions.bank import png
from tests.ui.questions.desk import begin, saved
from ui.widgets import Decision

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def answer(desk, said: str) -> None:
    """The question that is asked."""
    (dialog,) = [one for one in desk.screen.editor.findChildren(Decision) if one.isVisible()]
    next(one for one in dialog.buttons if one.said == said).click()
    desk.wait(50)


def test_a_choice_is_typed_marked_previewed_and_saved(open_desk, bank):
    desk = open_desk()
    editor = begin(desk)
    desk.type(r"Berapa \(2+2\)?")
    editor.answers.options.rows[0].text.setFocus()
    desk.type("3")
    editor.answers.options.rows[1].text.setFocus()
    desk.type("4")
    desk.wait()
    assert "Belum ada jawaban yang ditandai benar." in editor.problems.said()
    editor.answers.options.rows[1].key.click()
    desk.wait()
    assert editor.problems.said() == ""
    assert "4" in editor.preview.toPlainText()
    assert [one.source for one in editor.preview.equations] == ["2+2"]
    kept = saved(desk, bank)
    assert kept.item.stem == r"Berapa \(2+2\)?"
    assert kept.item.options == (Option("3"), Option("4", kept.item.options[1].weight))
    assert kept.item.options[1].is_key
    assert editor.state.text() == "tersimpan"


def test_options_come_go_and_move_and_several_keys_share_the_points(open_desk, bank):
    desk = open_desk()
    editor = begin(desk, "multiple")
    options = editor.answers.options
    options.add.click()
    options.add.click()
    for row, text in zip(options.rows, "abcd", strict=True):
        row.text.setFocus()
        desk.type(text)
    desk.press(Qt.Key.Key_Up, ALT)
    assert [row.text.typed() for row in options.rows] == ["a", "b", "d", "c"]
    options.rows[0].remove.click()
    options.rows[0].key.click()
    options.rows[2].key.click()
    editor.stem.setFocus()
    desk.type("Pilih")
    kept = saved(desk, bank)
    assert [(option.text, option.weight) for option in kept.item.options] == [("b", 50), ("d", 0), ("c", 50)]
    assert kept.problems == ()


@pytest.mark.parametrize("kind", ["true_false", "matching", "short", "essay"])
def test_each_kind_has_its_own_parts(open_desk, bank, kind):
    desk = open_desk()
    editor = begin(desk, kind)
    editor.stem.setFocus()
    desk.type("Soal")
    if kind == "true_false":
        editor.answers.truth.false.click()
    elif kind == "matching":
        for (_, edits), texts in zip(editor.answers.pairs.rows, (("a", "1"), ("b", "2")), strict=True):
            for edit, text in zip(edits, texts, strict=True):
                edit.setText(text)
    elif kind == "short":
        editor.answers.accepted.rows[0][1][0].setText("Bandung")
    else:
        editor.answers.guide.setFocus()
        desk.type("2 poin")
    item = saved(desk, bank).item
    assert item.kind == kind
    assert {
        "true_false": [option.is_key for option in item.options] == [False, True],
        "matching": item.pairs == (Pair("a", "1"), Pair("b", "2")),
        "short": item.answers == (Answer("Bandung"),),
        "essay": item.guide == "2 poin",
    }[kind]


def test_another_kind_keeps_what_was_typed(open_desk, bank):
    desk = open_desk()
    editor = begin(desk)
    editor.answers.options.rows[0].text.setFocus()
    desk.type("satu")
    for kind in ("essay", "multiple", "single"):
        editor.kinds.button(kind).click()
        desk.settle()
    assert editor.answers.options.rows[0].text.typed() == "satu"


def test_the_tools_write_markup_around_what_is_selected(open_desk, bank):
    desk = open_desk()
    editor = begin(desk)
    desk.type("tebal")
    editor.stem.selectAll()
    editor.tools.buttons["b"].click()
    assert editor.stem.typed() == "[b]tebal[/b]"
    editor.stem.selectAll()
    desk.type("x")
    editor.stem.selectAll()
    editor.tools.buttons["eq"].click()
    assert editor.stem.typed() == r"\(x\)"
    editor.stem.show_text("satu\ndua")
    editor.stem.selectAll()
    editor.tools.buttons["ul"].click()
    assert editor.stem.typed() == "[ul][li]satu[/li][li]dua[/li][/ul]"


def test_a_picture_of_a_file_and_one_of_the_clipboard(open_desk, bank, tmp_path: Path):
    desk = open_desk()
    editor = begin(desk)
    path = tmp_path / "peta.png"
    path.write_bytes(png())
    desk.screen.editing.take_picture(path)
    desk.settle()
    desk.wait()
    assert "[img " in editor.stem.typed()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)
    desk.press(Qt.Key.Key_V, CTRL, on=editor.stem)
    desk.wait()
    item = saved(desk, bank).item
    assert len(item.media) == 2
    assert all(desk.questions.picture(media.sha256) for media in item.media)


def test_a_file_that_is_no_picture_is_said_and_nothing_goes_in(open_desk, bank, tmp_path: Path):
    desk = open_desk()
    editor = begin(desk)
    path = tmp_path / "peta.png"
    path.write_bytes(b"<svg onload=alert(1)>")
    for wrong in (path, tmp_path / "tiada.png"):
        desk.screen.editing.take_picture(wrong)
        desk.settle()
    assert [said[4:8] for said in desk.troubles] == ["1715", "1715"]
    assert editor.stem.typed() == ""


def test_a_shared_text_is_written_chosen_and_changed_for_all(open_desk, bank, items):
    desk = open_desk()
    editor = begin(desk)
    desk.type("Soal kedua tentang bakau")
    (about,) = desk.questions.stimuli(bank)
    editor.stimulus.which.choose(about.id)
    desk.settle()
    assert editor.stimulus.text.typed() == about.text
    editor.stimulus.title.set_text("Bakau")
    kept = saved(desk, bank)
    assert kept.item.stimulus.id == about.id
    assert desk.questions.one(items[0]).item.stimulus.title == "Bakau"
    editor.stimulus.which.choose("new")
    editor.stimulus.text.setFocus()
    desk.type("Teks baru")
    assert saved(desk, bank).item.stimulus.text == "Teks baru"
    assert len(desk.questions.stimuli(bank)) == 2


def test_labels_are_typed_beside_the_text(open_desk, bank):
    desk = open_desk()
    editor = begin(desk, "essay")
    desk.type("Jelaskan", on=editor.stem)
    editor.labels.tags.edit.setFocus()
    desk.type("ujian,  kelas 8 ,")
    editor.labels.objective.set_text("TP 1")
    editor.labels.choices["level"].choose("C5")
    editor.labels.choices["status"].choose("ready")
    item = saved(desk, bank).item
    assert (item.tags, item.objective, item.level, item.status) == (("ujian", "kelas 8"), "TP 1", "C5", "ready")


def test_leaving_asks_once_and_each_answer_does_what_it_says(open_desk, items, bank):
    desk = open_desk()
    desk.press(Qt.Key.Key_Return, on=desk.screen.browse.list)
    desk.wait(200)
    editor = desk.screen.editor
    desk.type("Baru ", on=editor.stem)
    editor.back.click()
    answer(desk, "Tetap di sini")
    assert desk.screen.pages.editing
    editor.back.click()
    answer(desk, "Buang")
    assert desk.screen.pages.listing
    assert desk.questions.one(items[0]).item.stem == "Gagasan utama teks itu adalah …"
    desk.press(Qt.Key.Key_Return, on=desk.screen.browse.list)
    desk.wait(200)
    assert editor.kept.isHidden()
    desk.type("Baru ", on=editor.stem)
    editor.back.click()
    answer(desk, "Simpan")
    assert desk.screen.pages.listing
    assert desk.questions.one(items[0]).item.stem == "Baru Gagasan utama teks itu adalah …"
    assert desk.screen.browse.preview.question.versions == 1


def test_what_was_typed_when_the_power_went_is_offered_again(open_desk, items, store, small, cache, bank):
    desk = open_desk()
    desk.press(Qt.Key.Key_Return, on=desk.screen.browse.list)
    desk.wait(200)
    desk.type("Hampir hilang ", on=desk.screen.editor.stem)
    desk.wait()
    kept = Questions(store, small.teacher, cache).typed(items[0])
    assert kept is not None
    assert kept.stem.startswith("Hampir hilang")
    again = open_desk()  # another program over the same file, as after a power cut
    again.press(Qt.Key.Key_Return, on=again.screen.browse.list)
    again.wait(200)
    editor = again.screen.editor
    assert editor.stem.typed() == "Gagasan utama teks itu adalah …"
    assert editor.kept.said() == "Ketikan terakhir di sini belum disimpan."
    editor.go_on.click()
    again.wait()
    assert editor.stem.typed().startswith("Hampir hilang")
    again.press(Qt.Key.Key_S, CTRL)
    assert again.questions.one(items[0]).item.stem.startswith("Hampir hilang")
    assert again.questions.typed(items[0]) is None


def test_somebody_else_s_change_is_said_while_one_writes(open_desk, items, store):
    import sqlalchemy as sa

    from ems_desktop.store import tables as t

    with store.applying() as session:  # everything is at school
        session.execute(sa.text("update change set live = 0"))
        session.execute(sa.text("delete from shadow"))
    desk = open_desk()
    desk.press(Qt.Key.Key_Return, on=desk.screen.browse.list)
    desk.wait(200)
    with store.applying() as session:
        changed = {"question_text": "dari Hendra", "updated_at": sa.func.datetime("now", "+1 hour")}
        session.execute(sa.update(t.bank_soal).where(t.bank_soal.c.id == items[0]).values(question_text=changed["question_text"]))
        session.execute(sa.text("update bank_soal set updated_at = '2026-11-29 08:00:00+00' where id = :id"), {"id": items[0]})
    desk.ctx.bus.tell({"bank_soal"}, origin="pull")
    desk.wait(400)
    editor = desk.screen.editor
    assert "mengubah soal ini sementara itu" in editor.changed_elsewhere.said()
    assert editor.stem.typed() == "Gagasan utama teks itu adalah …"
    desk.type("Punya saya ", on=editor.stem)
    desk.wait()
    editor.reload.click()
    desk.settle()
    assert editor.stem.typed() == "dari Hendra"
    assert not editor.changed()
    assert editor.changed_elsewhere.said() == ""
    assert editor.kept.said()
    editor.go_on.click()
    desk.settle()
    assert editor.stem.typed() == "Punya saya Gagasan utama teks itu adalah …"


def test_a_bank_that_is_not_one_s_own_is_said_and_what_was_typed_stays(open_desk, items, store, bank):
    import sqlalchemy as sa

    desk = open_desk()
    editor = begin(desk)
    desk.type("Soal")
    with store.applying() as session:
        session.execute(sa.text("update scope set can_write = 0 where id = :id"), {"id": bank})
    desk.press(Qt.Key.Key_S, CTRL)
    assert desk.troubles[-1].startswith("EMS-1716")
    assert editor.stem.typed() == "Soal"
    assert QApplication.activeWindow() is not None
    assert choice("x").stem == "x"
