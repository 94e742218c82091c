"""A file of questions into the bank, and questions out of it: every verdict is looked at before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ems_desktop.domain.questions.item import Item
from ems_desktop.domain.questions.reading import FORMATS
from ems_desktop.integrations.questions import files
from ems_desktop.services.questions_views import Wanted
from tests.questions.bank import MEDIA, PICTURES
from tests.questions.files import ANSWERS, question, quiz
from ui.tour import snap
from ui.widgets import Decision

GIFT = "Satu?{=a ~a}\n\nHitung {#3}\n\n[html]<blink>Dua</blink>?{=a ~b}\n\nTiga?{=a ~b}\n"


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    path = tmp_path / "soal.txt"
    path.write_text(GIFT, "utf-8")
    return path


def looked_at(desk, path: Path):
    desk.screen.importing.look(path)
    desk.settle()
    return desk.screen.importing.dialog


def test_each_question_has_its_verdict_and_the_counts_are_filters(open_desk, bank, gift):
    desk = open_desk()
    dialog = looked_at(desk, gift)
    assert [(line.number, line.outcome) for line in dialog._lines] == [(1, "warned"), (2, "refused"), (3, "lost"), (4, "good")]
    assert [dialog.filters.button(which).text().split()[-1] for which in ("all", "good", "lost", "refused")] == ["4", "1", "1", "1"]
    assert "sama isinya" in dialog.words.text()
    assert dialog.apply.said == "Ambil 3 soal"
    dialog.filters.button("refused").click()
    desk.settle()
    assert "Hitung" not in dialog.page.toPlainText()
    assert dialog.words.text()
    assert desk.questions.find(Wanted(bank)) == ()


def test_what_is_left_out_stays_out_and_the_rest_comes_in_with_one_step_back(open_desk, bank, gift):
    desk = open_desk()
    dialog = looked_at(desk, gift)
    dialog.leave_out.click()
    assert dialog.apply.said == "Ambil 2 soal"
    dialog.apply.click()
    desk.settle()
    desk.wait(50)
    assert desk.listed() == ["Dua?", "Tiga?"]
    said, undo = desk.notes[-1]
    assert said == "2 soal masuk"
    undo()
    desk.settle()
    assert desk.questions.find(Wanted(bank)) == ()


def test_pictures_are_seen_before_and_come_along(open_desk, bank, tmp_path: Path):
    path = tmp_path / "soal.xml"
    sha = next(iter(PICTURES))
    path.write_bytes(quiz(question("multichoice", '<img src="//host/x"> lihat', ANSWERS)))
    desk = open_desk()
    dialog = looked_at(desk, path)
    assert dialog._lines[0].outcome == "lost"
    dialog.close()
    desk.settle()
    path.write_bytes(files.write("moodle-xml", [Item("essay", f"Lihat [img {sha}]", media=(MEDIA[sha],))], PICTURES).data)
    dialog = looked_at(desk, path)
    dialog.apply.click()
    desk.settle()
    (one,) = desk.questions.many(desk.questions.find(Wanted(bank)))
    assert desk.questions.picture(one.item.media[0].sha256) == PICTURES[sha]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.pdf", b"%PDF-1.7", "1702"), ("a.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><quiz/>", "1705"), ("a.txt", b"", "1701")],
)
def test_a_file_that_is_none_is_said_and_opens_nothing(open_desk, bank, tmp_path: Path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    desk = open_desk()
    assert looked_at(desk, path) is None
    assert desk.troubles[-1][4:8] == code


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_says_what_it_loses_and_can_be_read_again(open_desk, items, tmp_path: Path, kind):
    desk = open_desk()
    exporting = desk.screen.exporting
    exporting.prepare(items, kind, "Matematika")
    desk.settle()
    asked = [one for one in desk.screen.findChildren(Decision) if one.isVisible()]
    assert bool(asked) == (kind != "moodle-xml")
    if asked:
        next(one for one in asked[0].buttons if one.said == "Tetap ekspor").click()
        desk.wait(50)
    (dialog,) = [one for one in desk.screen.findChildren(QFileDialog) if one.isVisible()]
    dialog.close()
    made = desk.ctx.services.question_files.export(items, kind)
    exporting.save(made, tmp_path / "keluar", len(items))
    desk.settle()
    assert desk.notes[-1][0] == "8 soal diekspor ke keluar"
    assert files.read_file(tmp_path / "keluar", kind).items


def test_a_folder_that_cannot_be_written_is_said(open_desk, items, tmp_path: Path):
    desk = open_desk()
    made = desk.ctx.services.question_files.export(items[:1], "gift")
    desk.screen.exporting.save(made, tmp_path / "tiada" / "x", 1)
    desk.settle()
    assert desk.troubles[-1][4:8] == "1240"


@pytest.mark.parametrize(("language", "theme", "scale"), [("id", "light", 100), ("en", "dark", 100), ("id", "light", 200)])
def test_nothing_in_the_preview_is_clipped_pale_nameless_or_in_the_other_language(open_desk, bank, gift, language, theme, scale):
    desk = open_desk(language, theme, scale)
    dialog = looked_at(desk, gift)
    desk.wait()
    assert snap.clipped(dialog) == snap.unnamed(dialog) == snap.low_contrast(dialog) == []
    assert snap.untranslated(dialog, language) == []
