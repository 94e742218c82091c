"""The page that makes an exam paper, over the real bank in a real file: what is typed is what is printed, saved and opened again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from ems_desktop.domain.questions.paper import Paper
from ems_desktop.services.people import Person
from ems_desktop.services.question_papers import Papers
from ems_desktop.services.school import School
from ems_desktop.store import tables as t
from tests.ui.questions.conftest import ITEMS, OpenDesk
from tests.ui.questions.desk import Desk
from tests.ui.timetable.paper import pages, sizes, text
from ui.screens.questions.paper_page import PaperPage
from ui.tour import snap
from ui.widgets.dialog import Decision


@pytest.fixture
def papers(store, small) -> Papers:
    return Papers(store, small.teacher)


@pytest.fixture
def school(store, small) -> School:
    with store.applying() as session:
        session.execute(sa.update(t.school).values(address="Jl. Mawar No. 5, Malang"))
    return School(store, small.teacher)


@pytest.fixture
def made(open_desk: OpenDesk, items, papers, school) -> tuple[Desk, PaperPage]:
    desk = open_desk(papers=papers, school=school)
    return desk, opened(desk, items)


def opened(desk: Desk, ids) -> PaperPage:
    desk.screen.open_paper(ids)
    desk.settle()
    page = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PaperPage) and one.isVisible())
    wait(desk)
    return page


def wait(desk: Desk) -> None:
    desk.wait(350)


def part(kind):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def test_it_opens_with_the_chosen_questions_and_shows_their_pages(made, items):
    _, page = made
    assert (page.form.list.ids(), page.form.count.text(), page.form.title.text()) == (list(items), "8 soal", "Penilaian Matematika")
    assert len(page.sheets.pages) >= 1
    page.leave()


def test_drafts_and_what_is_not_complete_are_named_before_printing(open_desk: OpenDesk, items, papers, school, bank):
    desk = open_desk(papers=papers, school=school)
    broken = desk.questions.add(bank, ITEMS[1].__class__("single", "Tanpa opsi"))
    page = opened(desk, (*items, broken))
    assert page.banner.said() == "1 soal belum lengkap. 7 soal masih draf."
    assert page.form.list.item(8).text() == "9. Tanpa opsi (belum lengkap)"
    page.form.list.setCurrentRow(8)
    page.form.out.click()
    desk.settle()
    assert page.banner.said() == "6 soal masih draf."
    page.leave()


def test_questions_move_with_alt_and_the_arrows_and_go_with_delete(made, items):
    desk, page = made
    page.form.list.setFocus()
    page.form.list.setCurrentRow(0)
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, page.form.list)
    assert page.form.paper().items[:2] == (items[1], items[0])
    assert page.form.list.item(1).text().startswith("2. Gagasan utama")
    desk.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, page.form.list)
    desk.press(Qt.Key.Key_Delete, on=page.form.list)
    assert page.form.paper().items == items[1:]
    page.leave()


def test_a_question_is_dragged_to_another_place(made, items):
    desk, page = made
    chosen = page.form.list
    root = chosen.rootIndex()
    assert chosen.model().moveRows(root, 0, 1, root, 3)  # as Qt does when it is dropped
    desk.settle()
    assert page.form.paper().items[:3] == (items[1], items[2], items[0])
    page.leave()


def test_sets_the_key_and_another_order_are_shown(made):
    desk, page = made
    page.form.variants.choose("2")
    page.form.variants.chosen.emit("2")
    page.form.shuffle_items.click()
    before = page.form.seed.text()
    page.form.again.click()
    wait(desk)
    assert (page.form.seed.text() != before, page.form.paper().variants, page.form.paper().shuffle_items) == (True, 2, True)
    names = [one.text() for one in page.shown.findChildren(type(page.shown.button("A")))]
    assert names == ["A", "B", "Kunci"]
    page.shown.choose("key")
    page.shown.chosen.emit("key")
    wait(desk)
    assert (page.wanted().variants, len(page.wanted().keys), len(page.sheets.pages)) == ((), 2, 1)
    page.leave()


def test_what_is_typed_is_saved_and_opened_again(made, papers, bank):
    desk, page = made
    page.form.title.edit.selectAll()
    desk.type("Sumatif Bab 3", page.form.title.edit)
    desk.type("90", page.form.minutes.edit)
    page.form.shuffle_options.click()
    page.keep.click()
    desk.settle()
    (line,) = papers.all(bank)
    assert (line.title, line.questions, desk.notes[-1][0]) == ("Sumatif Bab 3", 8, "Naskah soal tersimpan")
    page.close()
    desk.settle()
    bank_line = desk.screen.presenter.now.bank
    desk.screen.shelf.pick(bank_line, desk.screen.mapToGlobal(desk.screen.rect().center()))
    desk.settle()
    menu = part(QMenu)
    assert [one.text() for one in menu.actions()] == ["Sumatif Bab 3 · 8 soal"]
    menu.actions()[0].trigger()
    menu.close()
    wait(desk)
    again = part(PaperPage)
    paper = again.form.paper()
    assert (paper.title, paper.minutes, paper.shuffle_options, again.kept.is_changed()) == ("Sumatif Bab 3", 90, True, False)
    again.close()


def test_with_nothing_saved_the_shelf_says_so(made):
    desk, page = made
    page.leave()
    desk.screen.shelf.pick(desk.screen.presenter.now.bank, desk.screen.rect().center())
    desk.settle()
    assert desk.notes[-1][0] == "Belum ada naskah soal yang disimpan di bank ini."


def test_closing_with_something_unsaved_asks(made, papers, bank):
    desk, page = made
    page.close()
    asked = part(Decision)
    assert [one.text() for one in asked.buttons] == ["Lanjutkan", "Buang", "Simpan"]
    asked.buttons[0].click()
    desk.settle()
    assert page.isVisible()
    page.close()
    part(Decision).buttons[2].click()
    desk.settle()
    assert [one.title for one in papers.all(bank)] == ["Penilaian Matematika"]


def test_a_paper_without_a_title_and_numbers_that_are_none_are_said_beside_their_fields(made, papers, bank):
    desk, page = made
    page.form.title.set_text("  ")
    page.keep.click()
    desk.settle()
    desk.type("banyak", page.form.minutes.edit)
    assert (page.form.title.error(), page.form.minutes.error()) == ("Beri judul naskah ini", "Isi angka paling besar 600")
    assert (papers.all(bank), page.form.paper().minutes) == ((), 0)
    page.leave()


def test_a_question_that_went_to_the_trash_is_named_and_not_printed(made, papers, bank, items):
    desk, page = made
    page.leave()
    kept = papers.save(bank, Paper("PTS", items))
    desk.questions.trash(items[:1])
    again = desk.screen.shelf.open(desk.screen.presenter.now.bank, kept)
    wait(desk)
    assert (again.banner.said().endswith("1 soal sudah tidak ada di bank."), again.form.paper().items) == (True, items[1:])
    again.leave()


def test_a_paper_that_somebody_removed_says_so(made, papers, bank, items):
    desk, page = made
    page.keep.click()
    desk.settle()
    papers.remove(papers.all(bank)[0].id)
    page.form.purpose.set_text("PTS")
    page.kept.save()
    desk.settle()
    assert desk.troubles[-1].startswith("EMS-1718")
    page.keep.click()
    desk.settle()
    assert [one.title for one in papers.all(bank)] == ["Penilaian Matematika"]
    page.leave()


def test_pdf_files_are_written_for_each_set_and_the_key(made, tmp_path: Path):
    desk, page = made
    page.form.variants.choose("2")
    page.form.variants.chosen.emit("2")
    page.size_of.choose("F4")
    dialog = page.out.ask_folder("PDF", page.out.save_pdf)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    desk.settle()
    names = ["Penilaian Matematika - Kunci jawaban.pdf", "Penilaian Matematika - Paket A.pdf", "Penilaian Matematika - Paket B.pdf"]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == names
    said = text(tmp_path / names[1])
    for words in (
        "SMP Uji",
        "Jl. Mawar No. 5, Malang",
        "NPSN 20200001",
        "Mata pelajaran",
        "Paket A",
        "I. Pilihan ganda",
        "Teks berikut untuk soal nomor 1.",
    ):
        assert words in said
    assert all(abs(wide - 215) <= 1 and abs(high - 330) <= 1 for wide, high in sizes(tmp_path / names[1]))
    assert "Dua akibat: 2 poin." in text(tmp_path / names[0])


def test_word_files_are_written_too(made, tmp_path: Path):
    desk, page = made
    page.out.save_word(tmp_path)
    desk.settle()
    names = sorted(path.name for path in tmp_path.glob("*.docx"))
    assert names == ["Penilaian Matematika - Kunci jawaban.docx", "Penilaian Matematika.docx"]
    with zipfile.ZipFile(tmp_path / names[1]) as archive:
        assert "Bumi bulat." in archive.read("word/document.xml").decode()
    page.leave()


def test_a_folder_that_cannot_be_written_is_said(made, tmp_path: Path):
    desk, page = made
    told: list[str] = []
    desk.ctx.say.outages.connect(lambda _words, code: told.append(code))
    page.out.save_pdf(tmp_path / "tidak ada")
    desk.settle()
    page.out.save_word(tmp_path / "tidak ada")
    desk.settle()
    assert told == ["EMS-1240", "EMS-1240"]
    page.leave()


def test_esc_leaves_what_was_saved(made):
    desk, page = made
    page.keep.click()
    desk.settle()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    desk.settle()
    assert [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperPage) and one.isVisible()] == []


@pytest.mark.parametrize(("language", "theme", "scale"), [("id", "light", 100), ("en", "dark", 100), ("id", "dark", 200)])
def test_everything_on_it_can_be_read_and_is_named(open_desk: OpenDesk, items, papers, school, language, theme, scale):
    desk = open_desk(language, theme, scale, papers=papers, school=school)
    page = opened(desk, items)
    assert (snap.clipped(page), snap.unnamed(page), snap.low_contrast(page.form)) == ([], [], [])
    assert snap.untranslated(page, language) == []
    page.leave()


def test_who_only_reads_the_bank_is_told_when_saving(open_desk: OpenDesk, items, store, school, bank, small):
    desk = open_desk(papers=Papers(store, Person(small.teacher.id, "Ani", frozenset({"siswa"}))), school=school)
    page = opened(desk, items)
    page.keep.click()
    desk.settle()
    assert desk.troubles[-1].startswith("EMS-1060")
    page.leave()


def test_pages_are_counted_in_the_pdf(made, tmp_path: Path):
    desk, page = made
    page.out.save_pdf(tmp_path)
    desk.settle()
    with pages(tmp_path / "Penilaian Matematika.pdf") as document:
        assert len(document) == len(page.sheets.pages)
    page.leave()


def test_a_file_that_is_there_is_never_replaced(made, tmp_path: Path):
    desk, page = made
    folder = tmp_path / "naskah"
    folder.mkdir()
    for _ in range(2):
        page.out.save_word(folder)
        desk.settle()
        page.out.save_pdf(folder)
        desk.settle()
    names = [
        "Penilaian Matematika (2)",
        "Penilaian Matematika - Kunci jawaban (2)",
        "Penilaian Matematika - Kunci jawaban",
        "Penilaian Matematika",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.{kind}" for name in names for kind in ("docx", "pdf"))
    page.leave()


def test_a_saved_paper_is_removed_after_a_question(made, papers, bank, items):
    desk, page = made
    assert page.drop.isHidden()
    page.keep.click()
    desk.settle()
    page.drop.click()
    part(Decision).buttons[0].click()
    assert len(papers.all(bank)) == 1
    page.drop.click()
    part(Decision).buttons[1].click()
    desk.settle()
    assert (papers.all(bank), len(desk.questions.many(items))) == ((), 8)
    assert desk.notes[-1][0] == "Naskah soal terhapus"


def test_what_is_shown_goes_to_the_printer(made, tmp_path: Path):
    desk, page = made
    page.shown.choose("key")
    page.printed.click()
    asked = part(QPrintDialog)
    asked.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    asked.printer().setOutputFileName(str(tmp_path / "cetak.pdf"))
    asked.accepted.emit(asked.printer())
    asked.close()
    desk.settle()
    assert "Dua akibat: 2 poin." in text(tmp_path / "cetak.pdf")
    page.leave()


def test_nothing_is_asked_before_the_paper_is_there(made):
    _, page = made
    page.opened = None
    page.draw()
    page.kept.save()
    page.out.ask_printer()
    assert (page.out.ask_folder("x", page.out.save_pdf), page.kept.is_changed()) == (None, False)
    page.close()
