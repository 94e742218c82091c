"""Beranda's lines in words: what asks for whom, and where each leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ems_desktop.services.home import Home
from ems_desktop.services.home_views import Alarm, Cards, ClassLine, Counts, Lack, Latest, Named, SheetLine, SubjectLine, Waiting
from tests.ui.rosters.plain import Later, Told, at_once
from ui.screens.home.lines import class_line, count_words, greeting, lacking_line, sheet_line, subject_line, waiting_lines
from ui.screens.home.presenter import HomePresenter

TODAY = date(2026, 11, 22)


def sheet(name: str = "IPA", filled: int = 10, columns: int = 2, lacks: tuple[Lack, ...] = ()) -> SheetLine:
    return SheetLine(name, "c1", "7A", name, ("Ratna",), 10, columns, 10 * columns, filled, lacks, "2026-11-20T03:00:00+00:00")


def test_nothing_waits_when_all_is_well():
    assert waiting_lines(Cards("20261", Waiting(), mine=(sheet(filled=20),))) == ()


def test_the_most_pressing_comes_first_and_each_line_leads_to_its_place():
    counts = Counts(283, 9, 14, (Named("c2", "7B"),), (Named("c3", "7C", "s1", "IPS"),), ())
    lines = waiting_lines(Cards("20261", Waiting(1, 2, 16), mine=(sheet(), sheet("IPS", 20)), counts=counts))
    assert [line.title for line in lines] == [
        "1 nilai berbeda dengan data sekolah", "2 perubahan ditolak sekolah", "1 kelas belum punya wali kelas", "1 mapel belum punya guru",
        "1 lembar nilai Anda belum lengkap", "16 perubahan belum terkirim",
    ]  # fmt: skip
    assert [(line.place.area, dict(line.place.where)) for line in lines] == [
        ("sync", {}), ("sync", {}), ("rosters", {"class_id": "c2"}), ("rosters", {"class_id": "c3", "show": "subjects"}), ("grades", {"sheet": "IPA"}), ("sync", {}),
    ]  # fmt: skip


def test_the_office_is_told_what_is_wrong_with_signing_in_by_google_and_not_that_it_is_not_used():
    alarms = (Alarm("google_keys_old", "2026-11-01"), Alarm("google_kid_unknown", "2026-11-22", 3))
    lines = waiting_lines(Cards("20261", Waiting(), alarms=alarms))
    assert [line.title for line in lines] == [
        "Kunci Google di sekolah sudah lebih dari seminggu", "3 kali masuk dengan Google memakai kunci yang tidak dikenal sekolah",
    ]  # fmt: skip
    assert all("google-keys --fetch" in line.detail for line in lines)
    assert waiting_lines(Cards("20261", Waiting(), alarms=(Alarm("google_off"),))) == ()


def test_a_school_without_pupils_begins_with_the_import():
    (line,) = waiting_lines(Cards("20261", Waiting(), counts=Counts(0, 0, 3, (), (), ())))
    assert (line.place.area, dict(line.place.where)) == ("rosters", {"do": "import"})


def test_long_lists_are_cut_and_counted():
    gaps = tuple(Named(str(n), f"7{n}") for n in range(12))
    (line,) = waiting_lines(Cards("20261", Waiting(), counts=Counts(1, 12, 1, gaps, (), ())))
    assert line.detail == "70, 71, 72, 73 +8"


def test_a_sheet_is_never_hundred_per_cent_while_something_is_blank():
    line = sheet_line(sheet(filled=1999, columns=200), TODAY)
    assert (line.figure, line.detail) == ("99 %", "1 kosong dari 2.000 · terakhir diubah 20 Nov")
    assert sheet_line(sheet(filled=20), TODAY).detail.startswith("lengkap")
    assert sheet_line(sheet(filled=0, columns=0), TODAY).figure == "–"


def test_the_board_names_the_columns_that_are_blank():
    line = lacking_line(sheet(lacks=(Lack("LM 1", 2), Lack("SAS", 10))))
    assert line.detail == "Ratna · kosong: SAS (10), LM 1 (2)"
    assert lacking_line(sheet(columns=0, filled=0)).detail == "Ratna · belum ada kolom penilaian"
    board = class_line(ClassLine("c1", "7A", None, 32, 11, 9, 72, 3168, ()))
    assert (board.detail, board.figure) == ("9 dari 11 lembar lengkap · 72 kosong", "97 %")
    assert class_line(ClassLine("c1", "7A", None, 32, 0, 0, 0, 0, ())).detail == "belum ada mapel"


def test_a_pupil_reads_the_newest_mark_last_and_the_report_at_the_end():
    line = subject_line(
        SubjectLine("s", "IPA", ("Ratna",), (Latest("LM 2", Decimal("82.5"), None), Latest("LM 1", None, "excused")), 2, Decimal(84))
    )
    assert line.marks == (("LM 1", "Izin"), ("LM 2", "82,5"), ("Rapor", "84"))
    assert "LM 2 82,5" in line.said


@pytest.mark.parametrize(
    ("hour", "said"), [(0, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam"), (23, "malam")]
)
def test_the_greeting_follows_the_clock(hour, said):
    assert greeting("Ratna Wulandari, S.Pd.", hour) == f"Selamat {said}, Ratna Wulandari"


def test_counts_in_words():
    assert count_words(Counts(1283, 9, 14, (), (), ())) == (("1.283", "siswa"), ("9", "kelas"), ("14", "guru dan staf"))


def test_only_the_newest_answer_is_shown(office):
    later = Later()
    presenter: Any = HomePresenter(Home(office.store, office.person), later, Told(), lambda: TODAY)
    presenter.load()
    presenter.load()
    later.do(1)
    shown = presenter.now
    later.do(0)
    assert presenter.now is shown
    assert len(presenter.view.named("show_page")) == 1


def test_a_failure_is_told(office):
    presenter: Any = HomePresenter(Broken(), at_once, Told(), lambda: TODAY)
    presenter.load()
    assert presenter.view.last("failed")[0].code == 1304


class Broken:
    """A disk that gave up."""

    def cards(self):
        from ems_desktop.domain.errors import Outage

        raise Outage(1304)
