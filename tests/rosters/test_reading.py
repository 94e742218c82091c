"""A row is refused only where reading it would be a guess about who the pupil is or where the pupil belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.codes.rosters import TROUBLES
from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.rosters import report
from ems_desktop.domain.rosters.cells import Cell
from ems_desktop.domain.rosters.pupils import HEADERS
from ems_desktop.domain.rosters.reading import RawRoster, read_roster
from ems_desktop.i18n import told, tr, use
from tests.rosters.books import HEADER, ON, codes, only, read


@pytest.mark.parametrize(
    ("cell", "code"),
    [({"Nama": None}, 1260), ({"Rombel Saat Ini": None}, 1271), ({"Rombel Saat Ini": "Mawar"}, 1272), ({"Tanggal Lahir": "31/02/2013"}, 1265), ({"NISN": "123"}, 1251)],
)  # fmt: skip
def test_a_row_is_refused_where_it_is_not_clear_who_or_where(cell, code):
    row = only(read(cell))
    assert row.pupil is None
    assert codes(row) == [code]


@pytest.mark.parametrize(
    ("cell", "code", "attribute"),
    [({"NIK": "123"}, 1256, "nik"), ({"JK": "X"}, 1263, "gender"), ({"Agama": "Isalm"}, 1270, "religion"), ({"NISN": None}, 1255, "nisn"), ({"Tanggal Lahir": ""}, 1255, "birth_date")],
)  # fmt: skip
def test_a_row_is_read_without_what_is_only_known_about_a_pupil(cell, code, attribute):
    row = only(read(cell))
    assert row.pupil is not None
    assert getattr(row.pupil, attribute) is None
    assert codes(row) == [code]


def test_all_troubles_of_a_row_are_told_at_once():
    assert codes(only(read({"NISN": "12", "Tanggal Lahir": "besok", "Agama": "?", "Rombel Saat Ini": ""}))) == [1271, 1251, 1264, 1270]


def test_a_repeated_nik_is_asked_about_like_a_repeated_nisn():
    rows = read({"NIK": "3296792908100339"}, {"NIK": 3296792908100339.0}, {}).rows
    assert [codes(row) for row in rows] == [[1254], [1254], []]
    assert [row.troubles[0].params["rows"] for row in rows[:2]] == ["3", "2"]


def test_a_repeated_nisn_is_found_even_on_a_row_refused_for_something_else():
    rows = read({"NISN": "0132879217"}, {"NISN": "0132879217", "Nama": None}).rows
    assert [codes(row) for row in rows] == [[1253], [1260, 1253]]


def test_swappable_dates_are_not_read_day_first_in_a_file_that_has_the_month_first():
    rows = read({"Tanggal Lahir": "03/24/2013"}, {"Tanggal Lahir": "06/04/2014"}, {"Tanggal Lahir": "2014-04-06"}).rows
    assert [codes(row) for row in rows] == [[1265], [1267], []]


def test_rows_that_name_no_pupil_are_counted_apart():
    blank = {"Nama": None, "NISN": None, "NIK": None, "Rombel Saat Ini": None}
    header: dict[str, Cell] = {name: name for name in HEADER}
    reading = read({}, {**blank, "No": "Jumlah: 32"}, {**blank, "Nama": "TOTAL"}, header, {"Nama": "Total Saputra"})
    assert [row.row for row in reading.rows] == [2, 6]
    assert reading.ignored == (3, 4, 5)


def test_a_mended_cell_is_judged_like_any_other():
    assert only(read({"NISN": "123"}, mends={(2, "NISN"): "0132879217"})).pupil
    assert codes(only(read({"NISN": "123"}, mends={(2, "NISN"): "1234"}))) == [1251]
    assert only(read({"NISN": "123"}, mends={(2, "NISN"): "1234"})).shown("nisn") == "1234"


def test_a_missing_column_is_told_once_and_not_row_by_row():
    absent = tuple(header for header in HEADERS.values() if header == "Agama")
    raw = RawRoster((), {}, 5, absent)
    (note,) = read_roster(raw, ON).notes
    assert (note.row, note.column, note.code) == (5, "Agama", 1290)


texts = st.dictionaries(st.sampled_from(HEADER), st.one_of(st.none(), st.text(max_size=20), st.floats(), st.dates()), max_size=9)


@given(st.lists(texts, max_size=5))
def test_no_cell_whatsoever_breaks_the_reading(rows):
    reading = read(*rows)
    assert len(reading.rows) + len(reading.ignored) <= len(rows)
    assert all((row.pupil is None) == any(trouble.refused for trouble in row.troubles) for row in reading.rows)
    assert all(report.reason(trouble) and report.remedy(trouble) for row in reading.rows for trouble in row.troubles)


@pytest.fixture
def indonesian():
    use("id")
    yield
    use("en")


def test_every_trouble_is_told_in_both_languages(indonesian):
    assert [text for said in TROUBLES.values() for text in said[1:] if tr(text) == text] == []


def test_a_trouble_is_told_in_the_language_of_the_window(indonesian):
    trouble = only(read({"Tanggal Lahir": "06/04/2014"})).troubles[0]
    assert report.reason(trouble, told) == "Hari dan bulan di sini bisa tertukar; dibaca sebagai hari/bulan/tahun: 6 April 2014."
    assert report.short(only(read({"NISN": "12345"})).troubles[0], told) == "5 dari 10 digit"


def test_a_mistake_names_its_file():
    assert str(Mistake(1200, file="daftar.xlsx")) == "EMS-1200: daftar.xlsx was not found. Choose the file again."
