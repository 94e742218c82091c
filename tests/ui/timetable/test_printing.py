"""The timetable on paper, read back from the PDF."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

from ems_desktop.domain.errors import Outage
from ems_desktop.domain.timetable.sheet import Sheet, book
from ems_desktop.domain.timetable.week import Week
from tests.timetable.books import HEADING, NAMES, large_book, small_book
from tests.ui.timetable.paper import inks, sizes, text
from ui.screens.timetable.printing import Print, pages_of, save_pdf


@pytest.mark.parametrize(("paper", "size"), [("A4", (297, 210)), ("A3", (420, 297)), ("F4", (330, 215))])
def test_a_page_has_the_size_of_its_paper(tmp_path: Path, paper: str, size: tuple[int, int]):
    made = small_book()
    (found,) = sizes(save_pdf(Print(made, made.classes[:1], paper), tmp_path / "7a.pdf"))
    assert all(abs(one - wanted) <= 1 for one, wanted in zip(found, size, strict=True))


def test_the_week_of_a_class_says_school_class_times_and_lessons(tmp_path: Path):
    made = small_book()
    said = text(save_pdf(Print(made, made.classes[:1]), tmp_path / "7a.pdf"))
    for words in (
        "SMP Negeri 5 Malang", "Jl. Mawar No. 5", "Jadwal kelas VII A", "Ganjil 2026/2027", "9 JP seminggu", "Senin", "Jumat", "Upacara",
        "07.40–08.20", "Matematika", "Hendra Gunawan, S.Pd.", "Lab IPA", "PAI", "Agama Kristen", "Istirahat · 08.45–09.05", "07.00–07.35",
        "Kepala Sekolah", "Dra. Endang Lestari, M.Pd.", "NIP 196805121994032004", "halaman 1 dari 1",
    ):  # fmt: skip
        assert words in said
    assert "DRAF" not in said


def test_a_draft_is_marked_as_one(tmp_path: Path):
    made = small_book(replace(HEADING, draft=True))
    assert "DRAF" in text(save_pdf(Print(made, made.classes[:1]), tmp_path / "7a.pdf"))


def test_each_teacher_has_a_page_with_classes_instead_of_names(tmp_path: Path):
    made = small_book()
    path = save_pdf(Print(made, made.teachers, "F4"), tmp_path / "guru.pdf")
    assert len(sizes(path)) == 4
    said = text(path)
    assert ("Jadwal mengajar Hendra Gunawan, S.Pd." in said, "VII A, VII B" in said, "=1+1" in said) == (True, True, True)


def test_the_whole_school_goes_to_as_many_pages_as_can_be_read(tmp_path: Path):
    made = large_book()
    a3, a4 = Print(made, None, "A3"), Print(made, None, "A4")
    assert [list(page.columns) for page in pages_of(a3)] == [list(range(14)), list(range(14, 27))]
    path = save_pdf(a4, tmp_path / "semua.pdf")
    assert len(sizes(path)) == len(pages_of(a4))
    everything = "".join(text(path, n) for n in range(len(pages_of(a4))))
    assert [sheet.name for sheet in made.classes if sheet.name not in everything] == []


def test_days_that_do_not_fit_go_to_the_next_page():
    made = large_book(3)
    tall = replace(made, periods=tuple(replace(one, slot=replace(one.slot, end=one.slot.end + 300)) for one in made.periods))
    pages = pages_of(Print(tall, None, "A4"))
    assert len(pages) > 1
    assert [day for page in pages for day in page.days] == list(made.days)


def test_a_page_is_black_grey_and_white(tmp_path: Path):
    made = small_book()
    found = inks(save_pdf(Print(made, made.classes[:1]), tmp_path / "7a.pdf"))
    assert {(0, 0, 0), (255, 255, 255)} <= found
    assert [ink for ink in found if max(ink) - min(ink) > 4] == []


def test_the_logo_stands_in_the_letterhead_and_a_broken_one_is_left_out(tmp_path: Path):
    picture, buffer = QImage(40, 40, QImage.Format.Format_RGB32), QBuffer()
    picture.fill(QColor("#c00000"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(picture)
    logo = base64.b64encode(buffer.data().data()).decode()
    red = [(192, 0, 0) in inks(_page(tmp_path, said)) for said in (logo, "kein base64!", base64.b64encode(b"nope").decode())]
    assert red == [True, False, False]


def _page(folder: Path, logo: str) -> Path:
    made = small_book(replace(HEADING, logo=logo))
    return save_pdf(Print(made, made.classes[:1]), folder / "7a.pdf")


def test_an_empty_week_is_an_empty_page(tmp_path: Path):
    made = book(HEADING, Week((), ()), NAMES)
    assert "Jadwal kelas VII A" in text(save_pdf(Print(made, (Sheet("class", "a", "VII A", ()),)), tmp_path / "7a.pdf"))
    assert "Jadwal semua kelas" in text(save_pdf(Print(made, None), tmp_path / "semua.pdf"))


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path):
    made = small_book()
    with pytest.raises(Outage) as caught:
        save_pdf(Print(made, made.classes[:1]), tmp_path / "no" / "7a.pdf")
    assert caught.value.code == 1240
