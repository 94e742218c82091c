"""The import without a window: what is seen, mended, left out, applied, and what a person is told."""

from __future__ import annotations

from typing import Any

import pytest

from ems_desktop.domain.errors import Mistake
from tests.offices import DEMO, MESSY
from tests.ui.rosters.plain import Later, Told, at_once
from ui.screens.rosters.import_lines import said, shown_in
from ui.screens.rosters.import_presenter import ImportPresenter, left_alone, summary, to_save


def job_at_once(_title, work, done, failed):
    at_once(lambda: work(lambda _done, _total: None), done, failed)


def presenter_of(office, run=at_once):
    return ImportPresenter(office.roster_import, run, job_at_once, Told())


@pytest.fixture
def messy(empty):
    made = presenter_of(empty)
    made.open(MESSY)
    return made


def test_what_waits_for_a_person_comes_first_then_what_changes(messy):
    lines = messy.now.shown
    assert [line.row for line in lines[:6]] == [11, 24, 30, 42, 47, 72]
    assert {line.outcome for line in lines[6:]} == {"new"}
    assert (messy.now.row, messy.now.trouble.code) == (11, 1253)
    assert lines[2].bad == {"nisn": "5 dari 10 digit"}
    assert lines[2].values["nisn"] == "12345"


def test_doubts_are_told_apart_from_refusals(messy):
    messy.filter("doubt")
    assert messy.now.row == messy.now.shown[0].row
    assert all(line.doubt and line.outcome == "new" for line in messy.now.shown)
    zeros = next(line for line in messy.now.shown if line.row == 12)
    assert (zeros.values["nisn"], zeros.doubt["nisn"]) == ("0066050496", "nol dikembalikan")


@pytest.mark.parametrize("nonsense", ["", " ", "abc", "=1+1", "12345", "01234567890", "🙂", "0142207097", "1e9", "-1", "' or 1=1"])
def test_typing_nonsense_into_mend_here_never_makes_a_pupil_of_it(messy, nonsense):
    messy.choose(30)
    messy.check(nonsense)
    wrong = messy.screen.last("show_check")[0]
    messy.mend(nonsense)
    line = next(one for one in messy.now.lines if one.row == 30)
    if nonsense.strip():
        assert wrong.refused
        assert line.outcome == "refused"
    else:  # a pupil without a NISN is read, with a word about it
        assert (wrong.code, line.outcome) == (1255, "new")
    assert len(messy.now.lines) == 65


def test_a_mended_row_is_new_and_the_last_answer_can_be_taken_back(messy):
    messy.choose(30)
    messy.check("0131234567")
    assert messy.screen.last("show_check") == (None,)
    messy.mend("0131234567")
    assert messy.now.preview.counts["refused"] == 5
    assert messy.now.line.outcome == "new"
    messy.leave_out()
    assert messy.now.preview.counts["skipped"] == 1
    messy.back()
    messy.back()
    messy.back()
    assert (messy.now.preview.counts["refused"], messy.now.preview.counts["skipped"]) == (6, 0)


def test_a_row_left_out_makes_room_for_the_next_one(messy):
    messy.filter("refused")
    messy.leave_out()
    assert [line.row for line in messy.now.shown] == [24, 30, 42, 47, 72]
    assert messy.now.row == 24
    messy.filter("skipped")
    messy.leave_out(out=False)
    assert messy.now.preview.counts["skipped"] == 0


def test_applying_tells_what_was_saved(messy, empty):
    assert to_save(messy.now.preview) == "59 baris akan disimpan: 59 baru"
    assert left_alone(messy.now.preview) == (
        "2 rombel baru: 7A, 8A · 6 ditolak tidak disentuh · seluruh impor bisa diurungkan sekali tekan (Ctrl+Z)"
    )
    messy.apply()
    result, words = messy.screen.last("finished")
    assert words == "Impor tersimpan: 59 baru, 0 berubah, 6 ditolak" == summary(result)
    assert len(empty.rosters.pupils()) == 59


def test_the_same_file_again_has_nothing_to_apply(office):
    presenter = presenter_of(office)
    presenter.open(DEMO)
    assert (presenter.now.which, len(presenter.now.shown)) == ("all", 283)
    assert to_save(presenter.now.preview) == "Tidak ada yang akan berubah"
    presenter.apply()
    assert presenter.screen.named("finished") == []


def test_what_changes_shows_old_and_new_and_the_fields_without_a_column(office):
    presenter = presenter_of(office)
    pupil = office.rosters.pupils()[0]
    with office.rosters.change("x") as made:
        import sqlalchemy as sa

        from ems_desktop.store import tables as t

        made.session.execute(sa.update(t.users).where(t.users.c.id == pupil.id).values(name="Nama Lama"))
        made.session.execute(sa.update(t.student_private).where(t.student_private.c.id == pupil.id).values(address="Jl. Lama", phone="1"))
    presenter.open(DEMO)
    (line,) = shown_in(presenter.now.lines, "changed")
    assert (line.old, line.values["name"], line.others) == ({"name": "Nama Lama"}, pupil.name, "Alamat, Telepon")
    assert "sebelumnya Nama Lama" in said(line)


def test_a_school_that_changed_meanwhile_is_compared_anew_not_overwritten(messy, empty):
    empty.import_file(MESSY)
    messy.apply()
    assert messy.screen.last("failed")[0].code == 1230
    assert messy.now.preview.counts["same"] == 59
    assert messy.screen.named("finished") == []


@pytest.mark.parametrize(
    ("name", "content", "code"), [("a.xlsx", b"", 1202), ("a.xlsx", b"PK\x03\x04junk", 1206), ("a.csv", b"a;b\n1;2\n", 1220)]
)
def test_a_file_that_is_none_says_why_and_what_to_do(empty, tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    presenter = presenter_of(empty)
    presenter.open(tmp_path / name)
    error = presenter.screen.last("show_unreadable")[0]
    assert isinstance(error, Mistake)
    assert error.code == code
    assert presenter.screen.last("busy") == (False,)


def test_an_answer_that_was_overtaken_is_not_shown(empty):
    later = Later()
    presenter = presenter_of(empty, later)
    presenter.open(MESSY)
    later.do()
    presenter.choose(30)
    presenter.check("1")
    presenter.check("0131234567")
    later.do(1)
    later.do(0)
    assert presenter.screen.named("show_check") == [(None,)]


def test_looking_goes_on_in_another_language(messy):
    from ems_desktop import i18n

    messy.choose(30)
    messy.mend("777")
    seen = messy.now
    i18n.use("en")
    again: Any = ImportPresenter(messy.service, at_once, job_at_once, Told())
    again.resume(seen)
    assert (again.now.row, again.now.line.bad["nisn"]) == (30, "3 of 10 digits")
