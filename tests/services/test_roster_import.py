"""Importing a roster: what is read is previewed, mended, written as one step, taken back and written again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed, Outage
from ems_desktop.domain.rosters.report import to_json
from ems_desktop.integrations.tables_out import Page, write_csv, write_xlsx
from ems_desktop.services.people import Person
from ems_desktop.services.roster_import import RosterImport, compare_with_nothing
from ems_desktop.services.rosters import Rosters
from ems_desktop.store import tables as t
from ems_desktop.store.changes import changes_of
from tests.offices import DEMO, MESSY, TODAY, Office

HEADERS = ("No", "Nama", "NIPD", "JK", "NISN", "Tempat Lahir", "Tanggal Lahir", "NIK", "Agama", "Alamat", "Nama Ibu", "Rombel")


@pytest.fixture
def office(store) -> Office:
    return Office.opened(store)


def roster_file(path: Path, *pupils: Mapping[str, object]) -> Path:
    """A small list: every pupil has all columns, with what is given here instead."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(HEADERS)
    for n, own in enumerate(pupils, 1):
        plain = {
            "No": n, "Nama": f"Murid {n:02}", "NIPD": f"2526{n:03}", "JK": "L", "NISN": f"01200000{n:02}", "Tempat Lahir": "Malang",
            "Tanggal Lahir": f"2013-03-{n:02}", "NIK": f"35730000000000{n:02}", "Agama": "Islam", "Alamat": "Jl. Mawar", "Nama Ibu": f"Ibu {n:02}", "Rombel": "7A",
        }  # fmt: skip
        page.append([{**plain, **own}[name] for name in HEADERS])
    book.save(path)
    return path


def test_looking_at_a_file_writes_nothing(office):
    preview = office.roster_import.preview(DEMO)
    assert preview.counts == {"new": 283, "changed": 0, "same": 0, "refused": 0, "skipped": 0}
    assert [name for name, _ in preview.new_classes] == ["7A", "7B", "7C", "8A", "8B", "8C", "9A", "9B", "9C"]
    assert office.count(t.students) == 0
    with office.store.reading() as session:
        assert session.execute(sa.text("select count(*) from outbox")).scalar_one() == 0


def test_the_demo_file_becomes_classes_and_pupils_in_one_change_set(office):
    started = time.perf_counter()
    result = office.import_file()
    took = time.perf_counter() - started
    assert (result.new, result.refused, len(result.sets), len(result.classes)) == (283, 0, 1, 9)
    classes = office.rosters.classes()
    assert [(c.name, c.grade_level, c.year) for c in classes[:3]] == [("7A", 7, 2026), ("7B", 7, 2026), ("7C", 7, 2026)]
    assert sum(c.pupils for c in classes) == 283
    assert office.count(t.user_roles, t.user_roles.c.role == "siswa") == 283
    assert office.count(t.student_private, t.student_private.c.nik.is_not(None)) == 283
    assert took < 5


def test_numbers_go_by_name_in_each_class(office):
    office.import_file()
    first = office.rosters.classes()[0]
    pupils = office.rosters.pupils(first.id)
    assert [p.number for p in pupils] == list(range(1, len(pupils) + 1))
    assert [p.name.lower() for p in pupils] == sorted(p.name.lower() for p in pupils)


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(office):
    office.import_file()
    again = office.roster_import.preview(DEMO)
    assert again.counts["same"] == 283
    assert office.roster_import.apply(again, "Impor").sets == ()


def test_one_key_takes_a_whole_import_back_and_it_can_be_done_again(office):
    office.import_file()
    before = {p.nisn: p.id for p in office.rosters.pupils()}
    office.roster_import.undo()
    assert (office.count(t.students), office.count(t.classes), office.count(t.enrolments), office.rosters.pupils()) == (0, 0, 0, ())
    assert office.import_file().new == 283
    assert {p.nisn: p.id for p in office.rosters.pupils()} == before, (
        "a NISN is unique: the same people come back, no others in their place"
    )


def test_next_months_file_changes_only_what_differs(office, tmp_path):
    office.import_file(roster_file(tmp_path / "a.xlsx", {}, {}, {}, {"Rombel": "7B"}))
    next_month = roster_file(
        tmp_path / "b.xlsx", {}, {"Nama Ibu": "Ibu Baru"}, {"Rombel": "7B"}, {"Rombel": "7B"}, {"Rombel": "7C", "Nama": "Aaron"}
    )
    preview = office.roster_import.preview(next_month)
    assert preview.counts == {"new": 1, "changed": 2, "same": 2, "refused": 0, "skipped": 0}
    assert [name for name, _ in preview.new_classes] == ["7C"]
    office.roster_import.apply(preview, "Impor")
    seen = {p.name: (p.class_name, p.number) for p in office.rosters.pupils()}
    assert seen == {"Murid 01": ("7A", 1), "Murid 02": ("7A", 2), "Murid 03": ("7B", 2), "Murid 04": ("7B", 1), "Aaron": ("7C", 1)}
    with office.store.reading() as session:
        left = session.execute(sa.select(t.enrolments.c.left_on).where(t.enrolments.c.left_on.is_not(None))).scalars().all()
        mother = (
            session.execute(sa.select(t.student_private.c.mother_name).where(t.student_private.c.mother_name == "Ibu Baru")).scalars().all()
        )
    assert left == [TODAY]
    assert len(mother) == 1


def test_who_comes_late_gets_the_next_number_and_a_day(office, tmp_path):
    office.import_file(roster_file(tmp_path / "a.xlsx", {}, {}))
    office.import_file(roster_file(tmp_path / "b.xlsx", {}, {}, {"Nama": "Aaron"}))
    (aaron,) = office.rosters.pupils(search="Aaron")
    assert aaron.number == 3
    with office.store.reading() as session:
        joined = session.execute(sa.select(t.enrolments.c.joined_on).where(t.enrolments.c.student_id == aaron.id)).scalar_one()
    assert joined == TODAY


def test_who_left_and_stands_in_the_file_again_is_back_in_class(office, tmp_path):
    path = roster_file(tmp_path / "a.xlsx", {}, {})
    office.import_file(path)
    gone = office.rosters.pupils()[0]
    office.rosters.leave(gone.id, date(2026, 9, 1), "pindah")
    preview = office.roster_import.preview(path)
    assert preview.counts["changed"] == 1
    office.roster_import.apply(preview, "Impor")
    assert office.rosters.card(gone.id).state == "active"
    assert next(p.left_on for p in office.rosters.pupils() if p.id == gone.id) is None


def test_what_the_file_does_not_know_stays_as_it_is(office, tmp_path):
    office.import_file(roster_file(tmp_path / "a.xlsx", {}))
    office.import_file(roster_file(tmp_path / "b.xlsx", {"Alamat": None, "Nama Ibu": None, "Agama": None}))
    with office.store.reading() as session:
        row = session.execute(sa.select(t.student_private.c.address, t.student_private.c.mother_name)).one()
    assert row == ("Jl. Mawar", "Ibu 01")


def test_the_messy_file_waits_where_a_person_must_say_and_imports_the_rest(office):
    preview = office.roster_import.preview(MESSY)
    assert (preview.counts["new"], preview.counts["refused"]) == (59, 6)
    assert [one.row for one in preview.refused] == [11, 24, 30, 42, 47, 72]
    told = to_json(preview.reconciliation)
    assert told["rows"] == 65
    assert {w["row"] for w in told["warnings"] if w["severity"] == "refused"} == {11, 24, 30, 42, 47, 72}
    office.roster_import.apply(preview, "Impor")
    assert office.count(t.students) == 59
    assert any(p.name.startswith("=HYPERLINK") for p in office.rosters.pupils()), "kept as plain text"


def test_a_refused_cell_is_mended_here_and_judged_like_any_other(office):
    preview = office.roster_import.preview(MESSY)
    for nonsense in ("abc", "=1+1", "123", "🙂", "01234567890", "0142207097", " 5 digits "):
        wrong = office.roster_import.trouble_if(preview, 30, "NISN", nonsense)
        assert wrong, nonsense
        assert wrong.refused, nonsense
        assert office.roster_import.with_fix(preview, 30, "NISN", nonsense).row(30).pupil is None, nonsense
    assert office.roster_import.trouble_if(preview, 30, "NISN", "0131234567") is None
    mended = office.roster_import.with_fix(preview, 30, "NISN", "0131234567")
    assert (mended.counts["new"], mended.counts["refused"]) == (60, 5)
    assert preview.counts["refused"] == 6, "the preview before is untouched"
    assert mended.row(30).pupil.nisn == "0131234567"


def test_mending_one_of_three_equal_numbers_leaves_the_other_two_refused(office):
    preview = office.roster_import.preview(MESSY)
    mended = office.roster_import.with_fix(preview, 11, "NISN", "0131234567")
    assert [one.row for one in mended.refused] == [24, 30, 42, 47, 72]
    settled = office.roster_import.with_fix(mended, 24, "NISN", "0131234568")
    assert [one.row for one in settled.refused] == [30, 42, 72]


def test_a_pupil_without_a_number_is_asked_about_and_the_answer_counts(office, tmp_path):
    office.import_file(roster_file(tmp_path / "a.xlsx", {"NISN": None, "NIK": None}))
    preview = office.roster_import.preview(roster_file(tmp_path / "b.xlsx", {"NIK": None, "NISN": "0129999999"}))
    (row,) = preview.refused
    (known,) = row.candidates
    assert office.roster_import.same_person(preview, row.row, known.id).counts["changed"] == 1
    assert office.roster_import.another_person(preview, row.row).counts["new"] == 1
    office.roster_import.apply(office.roster_import.same_person(preview, row.row, known.id), "Impor")
    assert [p.nisn for p in office.rosters.pupils()] == ["0129999999"]


def test_a_row_left_out_is_not_written_and_can_be_taken_in_again(office, tmp_path):
    preview = office.roster_import.preview(roster_file(tmp_path / "a.xlsx", {}, {"Rombel": "9Z"}))
    without = office.roster_import.leave_out(preview, 3)
    assert (without.counts["new"], without.counts["skipped"], without.new_classes) == (1, 1, (("7A", 7),))
    assert office.roster_import.leave_out(without, 3, out=False).counts == preview.counts
    office.roster_import.apply(without, "Impor")
    assert [c.name for c in office.rosters.classes()] == ["7A"]


def test_another_spelling_of_a_class_is_the_same_class(office, tmp_path):
    office.import_file(roster_file(tmp_path / "a.xlsx", {"Rombel": "VII A"}, {"Rombel": "7A"}, {"Rombel": "Kelas 7-A"}))
    assert [(c.name, c.pupils) for c in office.rosters.classes()] == [("VII A", 3)]
    assert office.roster_import.preview(roster_file(tmp_path / "b.xlsx", {"Rombel": "7 a"})).counts["same"] == 1


def test_a_new_year_gets_classes_of_its_own(office, tmp_path):
    office.import_file(roster_file(tmp_path / "a.xlsx", {}))
    with office.store.applying() as session:
        session.execute(sa.update(t.semesters).values(state="closed"))
        session.execute(sa.insert(t.semesters).values(id="s3", scope_id=t.SCHOOL, code="20271", state="open", rev=1))
    preview = office.roster_import.preview(roster_file(tmp_path / "b.xlsx", {"Rombel": "8A"}))
    assert (preview.year, preview.counts["changed"]) == (2027, 1)
    office.roster_import.apply(preview, "Impor")
    assert [(c.name, c.year) for c in office.rosters.classes()] == [("7A", 2026), ("8A", 2027)]
    assert [p.class_name for p in office.rosters.pupils()] == ["8A"], "each pupil once, in the newest year's class"


def test_a_preview_that_is_out_of_date_is_not_applied(office, tmp_path):
    preview = office.roster_import.preview(roster_file(tmp_path / "a.xlsx", {}))
    office.import_file(roster_file(tmp_path / "b.xlsx", {}, {}))
    with pytest.raises(Mistake) as caught:
        office.roster_import.apply(preview, "Impor")
    assert caught.value.code == 1230
    assert office.roster_import.refreshed(preview).counts["same"] == 1


def test_only_the_office_may_apply(office, tmp_path):
    preview = office.roster_import.preview(roster_file(tmp_path / "a.xlsx", {}))
    teacher = Person(office.staff[1], "Ratna", frozenset({"guru"}))
    theirs = RosterImport(office.store, Rosters(office.store, teacher, lambda _s, _p: None), lambda: TODAY)
    with pytest.raises(NotAllowed):
        theirs.apply(preview, "Impor")
    assert office.count(t.students) == 0


def test_a_list_too_long_for_one_set_is_a_numbered_chain_that_is_undone_as_one(office, tmp_path):
    many = [
        {"NISN": f"{n:010}", "NIK": f"{n:016}", "Nama": f"Murid {n:05}", "NIPD": str(n), "Tanggal Lahir": "2013-03-01"}
        for n in range(1, 801)
    ]
    preview = office.roster_import.preview(roster_file(tmp_path / "a.xlsx", *many))
    seen: list[tuple[int, int]] = []
    result = office.roster_import.apply(preview, "Impor besar", lambda done, total: seen.append((done, total)))
    assert len(result.sets) == 2
    assert seen[-1] == (800, 800)
    with office.store.reading() as session:
        titles = session.execute(sa.text("select title from outbox order by seq")).scalars().all()
        assert max(len(changes_of(session, seq)) for seq in result.sets) <= 5000
    assert titles == ["Impor besar (1/2)", "Impor besar (2/2)"]
    assert [p.number for p in office.rosters.pupils()] == list(range(1, 801))
    office.roster_import.undo()
    assert office.count(t.students) == 0
    office.rosters.steps.redo("rosters")
    assert office.count(t.students) == 800


def test_stopping_on_the_way_leaves_nothing(office, tmp_path):
    many = [{"NISN": f"{n:010}", "NIK": f"{n:016}", "NIPD": str(n), "Tanggal Lahir": "2013-03-01"} for n in range(1, 801)]
    preview = office.roster_import.preview(roster_file(tmp_path / "a.xlsx", *many))

    def stop(done: int, _total: int) -> None:
        if done == 800:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.roster_import.apply(preview, "Impor", stop)
    assert (office.count(t.students), office.count(t.classes)) == (0, 0)


def test_refused_rows_are_saved_with_their_reasons_and_can_be_imported_after_mending(office, tmp_path):
    preview = office.roster_import.preview(MESSY)
    out = tmp_path / "ditolak.xlsx"
    office.roster_import.save_refused(preview, out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Refused", "Daftar Peserta Didik"]
    assert [row[0].value for row in book["Refused"].iter_rows(min_row=2)] == [11, 24, 30, 42, 47, 72]
    assert "5" in str(book["Refused"]["E4"].value)
    again = office.roster_import.preview(out)
    assert (len(again.rows), again.counts["refused"]) == (6, 6)


def test_a_text_that_looks_like_a_formula_is_written_as_text(tmp_path):
    values = ["=1+1", "+62", "-5", "@x", '=HYPERLINK("http://x","y")', "plain", "bad\x07bell"]
    write_xlsx(tmp_path / "a.xlsx", Page("Refused", ["=T"], [[v] for v in values]))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [row[0] for row in book["Refused"].iter_rows()]
    assert all(cell.data_type == "s" for cell in cells)
    assert [cell.value for cell in cells[1:6]] == values[:5]
    assert cells[7].value == "badbell"
    write_csv(tmp_path / "a.csv", Page("x", ["=T"], [[v] for v in values]))
    assert all(line[0] not in "=+-@" for line in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines())


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    with pytest.raises(Outage) as caught:
        write_xlsx(tmp_path / "nowhere" / "a.xlsx", Page("x", ["a"], []))
    assert caught.value.code == 1240


def test_a_dry_run_without_a_school_compares_with_nobody():
    preview = compare_with_nothing(MESSY, TODAY)
    assert (len(preview.rows), preview.counts["new"], preview.counts["refused"], preview.year) == (65, 59, 6, 2026)
