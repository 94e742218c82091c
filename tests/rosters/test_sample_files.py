"""The two sample exports: the clean one is read whole, and each of the twelve kinds of trouble in the other is handled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from ems_desktop.domain.rosters.pupils import PupilRow
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.reconcile import Change, reconcile
from ems_desktop.domain.rosters.report import to_json
from tests.rosters.books import CLEAN, MESSY, at_school, opened, read_file, school_of

RESTORED = (12, 17, 22, 27, 32, 37, 47, 52, 57, 62, 67)
REPEATED = (11, 24, 47)
TOO_SHORT = {30: 5, 42: 6, 72: 7}


def messy_troubles(row: int) -> list[Trouble]:
    return [trouble for read in read_file(MESSY).rows if read.row == row for trouble in read.troubles]


def messy_pupil(row: int) -> PupilRow:
    (pupil,) = (read.pupil for read in read_file(MESSY).rows if read.row == row)
    assert pupil is not None
    return pupil


def test_the_clean_file_is_new_from_end_to_end():
    report = to_json(reconcile(read_file(CLEAN), []))
    assert report == {"rows": 283, "new": 283, "changed": 0, "same": 0, "refused": 0, "warnings": []}


def test_the_clean_file_has_nine_classes_of_the_right_sizes():
    pupils = [row.pupil for row in read_file(CLEAN).rows if row.pupil]
    sizes = {"7A": 32, "7B": 33, "7C": 32, "8A": 31, "8B": 30, "8C": 31, "9A": 34, "9B": 30, "9C": 30}
    assert Counter(pupil.class_name for pupil in pupils) == sizes
    assert all(pupil.level == int((pupil.class_name or "")[0]) for pupil in pupils)


def test_the_title_says_whose_list_it_is_and_when_it_was_made():
    title = opened(CLEAN).title
    assert (title.school, title.district, title.regency, title.province) == ("SMP NEGERI 7 CONTOH", "Lohbener", "Indramayu", "Jawa Barat")
    assert title.downloaded == datetime(2026, 7, 13, 7, 41, 12)  # noqa: DTZ001 - the file gives no zone


def test_every_column_keeps_its_place_or_goes_to_extra():
    row = read_file(CLEAN).rows[0]
    pupil = row.pupil
    assert row.row == 7
    assert pupil is not None
    assert (pupil.name, pupil.nisn, pupil.birth_date) == ("OKA WIJAYA", "0081590830", date(2013, 11, 2))
    assert (pupil.family_card, pupil.mother_name, pupil.phone) == ("3237865797543231", "Putri Lubis", "089482199351")
    assert pupil.extra["Data Ibu.NIK"] == "3234839548620579"
    assert pupil.extra["Berat Badan"] == "47"
    assert "No" not in pupil.extra


def test_the_messy_file_is_read_as_far_as_nothing_must_be_guessed():
    report = to_json(reconcile(read_file(MESSY), []))
    assert {key: report[key] for key in ("rows", "new", "changed", "same", "refused")} == {
        "rows": 65, "new": 59, "changed": 0, "same": 0, "refused": 6,
    }  # fmt: skip
    refused = {warning["row"] for warning in report["warnings"] if warning["severity"] == "refused"}
    assert refused == {*REPEATED, *TOO_SHORT}
    assert len(report["warnings"]) == 20
    assert all(
        set(w) == {"row", "column", "value", "reason", "remedy", "severity"} and w["reason"] and w["remedy"] for w in report["warnings"]
    )


def test_trouble_1_a_header_one_row_lower_is_found():
    assert (opened(CLEAN).mapping.header_row, opened(CLEAN).mapping.first_row) == (5, 7)
    assert (opened(MESSY).mapping.header_row, opened(MESSY).mapping.first_row) == (6, 8)


def test_trouble_2_a_moved_column_is_followed_by_its_name():
    places = [{column.field: column.index for column in opened(path).mapping.columns}["Rombel Saat Ini"] for path in (CLEAN, MESSY)]
    assert places == [42, 4]
    assert messy_pupil(8).class_name == "7A"


def test_trouble_3_the_known_typing_error_in_a_header_is_understood():
    (column,) = (column for column in opened(MESSY).mapping.columns if column.header == "Keluarahan")
    assert column.field == "Kelurahan"
    assert messy_pupil(8).extra["Kelurahan"] == "Lohbener"


def test_trouble_4_a_further_column_in_a_parents_group_stays_apart_from_the_pupils_own():
    fields = [column.field for column in opened(MESSY).mapping.columns]
    assert fields[-1] == "Data Wali.Kebutuhan Khusus"
    assert messy_pupil(8).extra["Kebutuhan Khusus"] == "Tidak ada"
    assert "Data Wali.Kebutuhan Khusus" not in messy_pupil(8).extra


@pytest.mark.parametrize("row", RESTORED)
def test_trouble_5_at_most_two_lost_zeros_of_a_nisn_are_put_back_with_a_warning(row):
    warning = messy_troubles(row)[0]
    assert (warning.column, warning.severity, warning.code) == ("NISN", "warning", 1250)
    assert warning.params["nisn"] == warning.value.zfill(10)
    assert len(warning.value) in {8, 9}


def test_trouble_5_a_restored_nisn_is_what_the_pupil_is_known_by():
    assert messy_pupil(12).nisn == "0066050496"


@pytest.mark.parametrize("row", [42, 72])
def test_trouble_5_more_than_two_lost_zeros_are_asked_about(row):
    (refusal,) = messy_troubles(row)
    assert (refusal.column, refusal.severity, refusal.code) == ("NISN", "refused", 1251)


@pytest.mark.parametrize(("row", "day"), [(14, date(2014, 8, 6)), (21, date(2013, 2, 15)), (70, date(2013, 12, 5))])
def test_trouble_6_a_date_cell_is_a_date_without_any_doubt(row, day):
    assert messy_pupil(row).birth_date == day
    assert messy_troubles(row) == []


@pytest.mark.parametrize(("row", "day"), [(29, date(2013, 3, 24)), (51, date(2012, 1, 24)), (62, date(2012, 4, 25))])
def test_trouble_7_a_date_as_text_is_read_day_first(row, day):
    assert messy_pupil(row).birth_date == day
    assert not [trouble for trouble in messy_troubles(row) if trouble.column == "Tanggal Lahir"]


@pytest.mark.parametrize(("row", "value", "day"), [(18, "06/04/2014", date(2014, 4, 6)), (40, "11/08/2013", date(2013, 8, 11))])
def test_trouble_7_a_date_that_could_be_swapped_is_read_day_first_with_a_warning(row, value, day):
    assert messy_pupil(row).birth_date == day
    (warning,) = (trouble for trouble in messy_troubles(row) if trouble.column == "Tanggal Lahir")
    assert (warning.value, warning.severity, warning.code) == (value, "warning", 1266)


@pytest.mark.parametrize("row", [16, 25, 34, 43, 61, 70])
def test_trouble_8_a_row_without_a_running_number_is_a_row_like_any_other(row):
    assert messy_pupil(row).name
    assert messy_troubles(row) == []


@pytest.mark.parametrize("row", REPEATED)
def test_trouble_9_every_row_of_a_repeated_nisn_is_asked_about_and_names_the_others(row):
    refusal = messy_troubles(row)[-1]
    assert (refusal.column, refusal.severity, refusal.code) == ("NISN", "refused", 1253)
    assert refusal.params["rows"] == ", ".join(str(other) for other in REPEATED if other != row)
    assert next(read for read in read_file(MESSY).rows if read.row == row).pupil is None


def test_trouble_9_mending_one_row_frees_it_and_leaves_the_others_asked():
    refused = {read.row for read in read_file(MESSY, {(47, "NISN"): "0999999999"}).rows if read.pupil is None}
    assert refused == {11, 24, *TOO_SHORT}


def test_trouble_10_a_nisn_of_five_digits_is_refused_and_shown_as_it_stands():
    (refusal,) = messy_troubles(30)
    assert (refusal.column, refusal.value, refusal.severity, refusal.code) == ("NISN", "12345", "refused", 1251)


def test_trouble_11_a_gender_in_words_is_read():
    assert messy_pupil(38).gender == "L"
    assert messy_troubles(38) == []


def test_trouble_12_a_name_like_a_formula_is_kept_as_text_without_the_spaces_around_it():
    assert messy_pupil(40).name == '=HYPERLINK("http://x","Budi")'
    warning = messy_troubles(40)[0]
    assert (warning.column, warning.severity, warning.code) == ("Nama", "warning", 1261)
    assert warning.value == '  =HYPERLINK("http://x","Budi") '


@pytest.mark.parametrize("path", [CLEAN, MESSY])
def test_the_same_file_again_changes_nothing(path):
    reading = read_file(path)
    again = reconcile(reading, school_of(reading))
    assert (again.count("new"), again.count("changed")) == (0, 0)
    assert again.count("same") == len(reading.rows) - again.count("refused")
    assert again.missing == ()


def test_one_changed_cell_is_one_change_from_old_to_new():
    reading = read_file(CLEAN)
    first = reading.rows[0].pupil
    assert first is not None
    school = [at_school(first, mother_name="Putri L.", extra={**first.extra, "Berat Badan": "40"}), *school_of(reading)[1:]]
    result = reconcile(reading, school)
    assert (result.count("changed"), result.count("same")) == (1, 282)
    assert result.rows[0].changes == (
        Change("mother_name", "Data Ibu.Nama", "Putri L.", "Putri Lubis"),
        Change("extra.Berat Badan", "Berat Badan", "40", "47"),
    )


def test_a_pupil_whom_the_file_does_not_name_is_missing():
    reading = read_file(CLEAN)
    gone = replace(school_of(reading)[0], id="gone", nisn="0999999999", nik=None, name="Sudah Pindah")
    graduated = replace(gone, id="graduated", state="graduated", nisn="0888888888")
    assert [pupil.id for pupil in reconcile(reading, [*school_of(reading), gone, graduated]).missing] == ["gone"]
