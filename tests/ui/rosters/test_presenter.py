"""Kelas & Siswa without a window: what is open, what is found, what the office changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.people import Person
from ems_desktop.services.rosters import Rosters
from tests.ui.rosters.plain import Later, Told, at_once
from ui.screens.rosters.exporting import list_page, save, suggested
from ui.screens.rosters.office import OfficeWork, short_code
from ui.screens.rosters.presenter import RostersPresenter
from ui.screens.rosters.words import field_word, parse_day, typed_day
from ui.words import semester_title, when, year_title


@pytest.fixture
def presenter(office):
    made = RostersPresenter(office.rosters, at_once, Told(), office=True, semester="20261")
    made.load()
    return made


@pytest.fixture
def work(presenter):
    return OfficeWork(presenter)


def test_at_first_the_years_first_class_is_open(presenter):
    now = presenter.now
    assert (now.open_class.name, len(now.pupils), now.total, now.years, now.empty) == ("7A", 32, 283, (2026,), False)


def test_a_school_without_anybody_says_so(empty):
    presenter: Any = RostersPresenter(empty.rosters, at_once, Told(), office=True, semester="20261")
    presenter.load()
    assert presenter.now.empty


def test_search_looks_in_the_open_class_and_then_in_the_whole_school(presenter):
    someone = next(p for p in presenter.service.pupils() if p.class_name == "9C")
    presenter.search(someone.nisn)
    assert presenter.now.pupils == ()
    presenter.choose_class(None)
    assert [p.id for p in presenter.now.pupils] == [someone.id]
    presenter.search("")
    assert len(presenter.now.pupils) == 283


def test_a_card_from_anywhere_opens_the_pupils_own_class_around_it(presenter):
    someone = next(p for p in presenter.service.pupils() if p.class_name == "9C")
    presenter.load(None, someone.id)
    assert (presenter.now.card.pupil.id, presenter.now.open_class.name) == (someone.id, "9C")
    assert someone.id in [p.id for p in presenter.now.pupils]
    presenter.choose_class(None)
    presenter.load(None, someone.id)
    assert presenter.now.class_id is None  # all pupils are around the card: that is right too


def test_an_older_answer_never_covers_a_newer_one(office):
    later = Later()
    presenter: Any = RostersPresenter(office.rosters, later, Told(), office=True, semester="20261")
    presenter.load()
    later.do()
    first, second = presenter.now.classes[:2]
    presenter.choose_class(second.id)
    presenter.choose_class(first.id)
    later.do(1)
    later.do(0)
    assert {p.class_name for p in presenter.now.pupils} == {first.name}


def test_a_pull_while_another_class_is_being_opened_loses_neither(office):
    later = Later()
    presenter: Any = RostersPresenter(office.rosters, later, Told(), office=True, semester="20261")
    presenter.load()
    later.do()
    second = presenter.now.classes[1]
    office.rosters.add_class("7D", 2026)
    presenter.load()
    presenter.choose_class(second.id)
    later.do(1)
    later.do(0)
    assert presenter.now.open_class.name == "7B"
    assert {p.class_name for p in presenter.now.pupils} == {"7B"}
    assert "7D" in [one.name for one in presenter.now.classes]


def test_cards_are_leafed_through_in_the_order_of_the_list(presenter):
    ids = [p.id for p in presenter.now.pupils]
    presenter.open_card(ids[0])
    presenter.step_card(-1)
    assert presenter.now.card.pupil.id == ids[0]
    presenter.step_card(1)
    assert presenter.now.card.pupil.id == ids[1]
    presenter.close_card()
    presenter.step_card(1)
    assert presenter.now.card is None


def test_a_card_that_is_not_here_any_more_closes_without_a_word(presenter):
    presenter.open_card("00000000-0000-4000-8000-00000000dead")
    assert presenter.now.card is None
    assert presenter.view.named("failed") == []


def test_a_new_class_is_opened_and_can_be_taken_back_from_the_note(presenter, work):
    work.add_class("7D", None)
    assert presenter.now.open_class.name == "7D"
    said, undo = presenter.view.last("note")
    assert said == "Rombel 7D ditambahkan"
    undo()
    assert "7D" not in [one.name for one in presenter.now.classes]
    presenter.redo()
    assert "7D" in [one.name for one in presenter.now.classes]


def test_what_is_not_possible_is_said_in_the_form(presenter, work):
    for name, code in (("7A", 1232), ("", 1233), ("=1+1", 1233)):
        work.add_class(name, None)
        assert presenter.view.last("mistaken")[0].code == code
    work.add_subject("  ", "", ())
    assert presenter.view.last("mistaken")[0].code == 1237
    work.remove_class()
    assert presenter.view.last("mistaken")[0].code == 1231
    assert presenter.view.named("saved") == []


def test_subjects_come_with_teachers_and_go_while_they_have_no_marks(presenter, work, office):
    work.add_subject("Bahasa Indonesia", "", office.staff[1:2])
    (subject,) = presenter.now.subjects
    assert (subject.name, subject.code, subject.teachers) == ("Bahasa Indonesia", "BI", ("Ratna Wulandari",))
    work.set_teachers(subject, office.staff[1:3])
    assert set(presenter.now.subjects[0].teachers) == {"Ratna Wulandari", "Hendra Gunawan"}
    saved = len(presenter.view.named("saved"))
    work.set_teachers(presenter.now.subjects[0], office.staff[1:3][::-1])
    assert len(presenter.view.named("saved")) == saved, "the same teachers in another order are no change"
    work.remove_subject(presenter.now.subjects[0])
    assert presenter.now.subjects == ()


def test_moving_and_leaving_need_a_day_that_makes_sense(presenter, work):
    pupil, target = presenter.now.pupils[0], presenter.now.classes[1]
    presenter.open_card(pupil.id)
    for nonsense in ("", "kemarin", "31/02/2026", "2026", "17-8", "🙂"):
        work.move(target.id, nonsense)
        assert presenter.view.last("mistaken")[0].code == 1234
    work.move(target.id, "1/9/2026")
    assert presenter.now.card.pupil.class_name == "7B"
    work.leave("2026-08-01", "")
    assert presenter.view.last("mistaken")[0].code == 1236
    work.leave("2026-10-01", "pindah kota")
    assert (presenter.now.card.state, presenter.now.card.left_reason) == ("left", "pindah kota")
    presenter.undo()
    assert presenter.now.card.state == "active"


def test_a_teacher_is_told_when_something_is_not_hers_to_change(office):
    teacher = Rosters(office.store, Person(office.staff[1], "Ratna", frozenset({"guru"})), lambda _s, _p: None)
    presenter: Any = RostersPresenter(teacher, at_once, Told(), office=False, semester="20261")
    presenter.load()
    assert presenter.now.staff == ()
    OfficeWork(presenter).number()
    assert presenter.view.last("mistaken")[0].code == 1060


def test_the_attendance_list_holds_who_is_there_in_every_kind_of_file(presenter, tmp_path, qapp):
    gone = presenter.now.pupils[0]
    presenter.service.leave(gone.id, date(2026, 9, 1), "")
    presenter.load()
    page = list_page("SMP Uji", presenter.now.open_class, presenter.now.pupils)
    assert len(page.rows) == 31
    assert page.heading[1] == "Daftar hadir 7A · 2026/2027"
    for ending in ("xlsx", "csv", "pdf"):
        path = tmp_path / f"{suggested(presenter.now.open_class)}.{ending}"
        save(path, page)
        assert path.stat().st_size > 500
    assert (tmp_path / "Daftar hadir 7A.pdf").read_bytes()[:5] == b"%PDF-"
    lines = (tmp_path / "Daftar hadir 7A.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 32


def test_words():
    assert (semester_title("20261"), semester_title("20262"), year_title(2026)) == ("Ganjil 2026/2027", "Genap 2026/2027", "2026/2027")
    assert (short_code("Matematika"), short_code("Pendidikan Agama Islam")) == ("MAT", "PAI")
    assert (field_word("extra.Data Ayah.Pekerjaan"), field_word("RT")) == ("Data Ayah: Pekerjaan", "RT")
    assert when("2026-11-22T01:00:00+00:00", date(2026, 11, 22)).startswith("hari ini")
    assert when("2025-11-22 01:00:00", date(2026, 11, 22)) == "22 November 2025"
    assert parse_day(typed_day(date(2026, 8, 7))) == date(2026, 8, 7)
    with pytest.raises(Mistake):
        parse_day("7/8")
