"""What one cell means: the laws of NISN, dates, classes and names, and the rules where a person must be asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.rosters.cells import text_of, tidy
from ems_desktop.domain.rosters.classes import class_key, class_name
from ems_desktop.domain.rosters.dates import birth_date, is_month_first
from ems_desktop.domain.rosters.identifiers import nisn, phone, sixteen_digits
from ems_desktop.domain.rosters.names import looks_like_formula, person_name
from ems_desktop.domain.rosters.values import RELIGIONS, gender, religion
from tests.rosters.books import ON

MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"]
EPOCH = date(1899, 12, 30)

cells = st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes())
numbers = st.integers(min_value=0, max_value=9_999_999_999).map(lambda n: f"{n:010}")
births = st.dates(min_value=date(1997, 1, 1), max_value=date(2022, 1, 1))
levels = st.integers(min_value=1, max_value=13)
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"]


@given(numbers)
def test_a_nisn_of_ten_digits_is_read_as_it_is(number):
    assert nisn(number).value == number
    assert nisn(f" {number[:3]} {number[3:]} ").value == number
    assert nisn(f"'{number}").value == number
    assert nisn(number).doubt is None


@given(numbers)
def test_a_nisn_stored_as_a_number_comes_back_or_is_asked_about(number):
    lost = len(number) - len(str(int(number)))
    for cell in (float(number), int(number)):
        read = nisn(cell)
        assert read.value == (number if lost <= 2 else None)
        assert read.doubt == (None if lost == 0 else 1250 if lost <= 2 else 1251)


@given(cells)
def test_whatever_a_nisn_is_read_as_has_ten_digits(cell):
    value = nisn(cell).value
    assert value is None or (len(value) == 10 and value.isascii() and value.isdigit())


@pytest.mark.parametrize("cell", ["12345678901", "12.345.678", "٠١٢٣٤٥٦٧٨٩", "01328792l7", "1,32E+09", "=1+1", 0.5, True, date(2013, 1, 1)])
def test_a_nisn_with_anything_but_ten_digits_is_asked_about(cell):
    assert nisn(cell).value is None
    assert nisn(cell).doubt in {1251, 1252}


def test_an_empty_nisn_is_no_nisn_and_no_doubt():
    assert nisn(None) == nisn("") == nisn("  ")
    assert nisn(None).doubt is None


def test_a_nik_has_sixteen_digits_or_is_left_out():
    assert sixteen_digits("3296792908100339").value == "3296792908100339"
    assert sixteen_digits(3296792908100339.0).value == "3296792908100339"
    assert (sixteen_digits("329679290810033").value, sixteen_digits("329679290810033").doubt) == (None, 1256)
    assert sixteen_digits("3,29679E+15").doubt == 1256


def test_a_nik_whose_last_digit_excel_may_have_dropped_is_not_believed():
    assert (sixteen_digits(3296792908100330.0).value, sixteen_digits(3296792908100330.0).doubt) == (None, 1257)
    assert sixteen_digits("3296792908100330").value == "3296792908100330"


def test_a_telephone_number_that_became_a_number_gets_its_zero_back():
    assert phone(83470174681.0) == "083470174681"
    assert phone(6283470174681.0) == "6283470174681"
    assert phone(" 0812-3456 ") == "0812-3456"
    assert phone(None) is None


@given(births)
def test_a_date_means_the_same_in_every_way_it_is_written(day):
    written = (
        day,
        datetime(day.year, day.month, day.day),  # noqa: DTZ001 - Excel knows no zones
        float((day - EPOCH).days),
        (day - EPOCH).days + 0.75,
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f" {day.day} {MONTHS[day.month - 1]} {day.year} ",
        f"{day.day} {MONTHS[day.month - 1][:3].upper()} {day.year}",
        f"{day.day}-{MONTHS[day.month - 1][:3]}-{day.year}",
    )
    assert {birth_date(cell, ON).value for cell in written} == {day}


@given(births)
def test_a_date_is_doubted_just_where_day_and_month_could_be_swapped(day):
    text = f"{day.day}/{day.month}/{day.year}"
    swappable = day.day <= 12 and day.day != day.month
    assert birth_date(text, ON).doubt == (1266 if swappable else None)
    assert birth_date(text, ON, month_first=True).doubt == (1267 if swappable else None)
    assert birth_date(day.isoformat(), ON, month_first=True).doubt is None
    assert is_month_first(f"{day.month}/{day.day}/{day.year}") == (day.day > 12)


@given(cells)
def test_whatever_a_date_of_birth_is_read_as_belongs_to_a_pupil(cell):
    read = birth_date(cell, ON)
    assert read.value is None or ON - timedelta(days=31 * 366) < read.value < ON - timedelta(days=4 * 365)


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("31/02/2013", 1265), ("2013-13-01", 1265), ("29-2-2013", 1265), ("0/5/2013", 1265), ("32 Mei 2013", 1265),
        ("17/08/13", 1264), ("Agustus 2013", 1264), ("17 Muharam 2013", 1264), ("kemarin", 1264), ("-", 1264), (True, 1264), (-5.0, 1264),
        (1e300, 1264), (float("nan"), 1264), ("2024-01-01", 1268), ("17/08/1975", 1268), (date(2027, 1, 1), 1268), (2013.0, 1268),
        ("１７/08/2013", 1264),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_right_is_asked_about(cell, doubt):
    read = birth_date(cell, ON)
    assert (read.value, read.doubt) == (None, doubt)


def test_ages_from_four_to_thirty_are_a_pupils():
    ages = {years: birth_date(date(ON.year - years, ON.month, ON.day), ON).doubt for years in (3, 4, 30, 31)}
    assert ages == {3: 1268, 4: None, 30: None, 31: 1268}


@given(levels, st.sampled_from(["A", "B", "H", "IPA 1", "TKJ-2", "Mawar"]))
def test_all_spellings_of_a_class_have_one_level_and_one_key(level, rest):
    spellings = [f"{level} {rest}", f"{level}-{rest}", f"Kelas {level} {rest}", f"KELAS {level}{rest}", f"{ROMAN[level - 1]} {rest}"]
    read = [class_name(spelling).value for spelling in spellings]
    assert {group.level for group in read if group} == {level}
    assert {group.key for group in read if group} == {class_key(f"{level}{rest}")}
    assert [group.name for group in read if group] == spellings


@given(st.text())
def test_whatever_a_class_is_called_its_level_is_a_schools(text):
    group = class_name(text).value
    assert group is None or (1 <= group.level <= 13 and 1 <= len(group.name) <= 60)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("7A", 7),
        ("VIIA", 7),
        ("VII I", 7),
        ("VIII", 8),
        ("viii a", 8),
        ("IXc", 9),
        ("X", 10),
        ("XII MIPA 2", 12),
        ("7.1", 7),
        (7.0, 7),
        ("Kls. 6", 6),
    ],
)
def test_a_level_is_read_from_the_front_of_a_class_name(text, level):
    group = class_name(text).value
    assert group is not None
    assert group.level == level


@pytest.mark.parametrize("text", ["Mawar", "Mawar 7", "71", "0A", "14A", "XIPA1", "Kelas", "XIV A", "Ibnu Sina", "2026-01-07"])
def test_a_class_name_that_does_not_begin_with_a_level_is_asked_about(text):
    assert (class_name(text).value, class_name(text).doubt) == (None, 1272)


def test_no_class_and_too_long_a_class_are_asked_about():
    assert class_name(None).doubt == 1271
    assert class_name("7" + "A" * 60).doubt == 1262


@given(st.text())
def test_tidying_is_done_once_and_for_all(text):
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()
    assert "\0" not in once


@pytest.mark.parametrize("text", ["Sari D'Souza", "O’Brien-Kusuma", "I Gede  Wijaya ", " Nur Aini", "Zoë\u200b"])
def test_a_name_is_kept_as_typed_but_for_its_spaces(text):
    assert person_name(text).value == " ".join(text.replace("\u200b", "").split())
    assert person_name(text).doubt is None


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+62 Budi", "-Budi", "@Budi", "  =1+1a"])
def test_a_name_like_a_formula_stays_text_and_is_mentioned(text):
    assert looks_like_formula(text)
    assert person_name(text).doubt == 1261
    assert person_name(text).value == text.strip()


@pytest.mark.parametrize(("cell", "doubt"), [(None, 1260), ("-", 1260), ("123", 1260), (45.0, 1260), ("A" * 201, 1262)])
def test_what_is_no_name_is_asked_about(cell, doubt):
    assert (person_name(cell).value, person_name(cell).doubt) == (None, doubt)


def test_gender_and_religion_are_known_by_all_their_usual_names():
    assert [gender(text).value for text in ("L", " l ", "Laki-laki", "LAKI - LAKI", "P", "Perempuan")] == ["L", "L", "L", "L", "P", "P"]
    spelled = ("ISLAM", "Kristen Protestan", "Katholik", "hindu", "Budha", "Kong Hu Cu", "Kepercayaan kpd Tuhan YME")
    assert [religion(text).value for text in spelled[:6]] == list(RELIGIONS[:6])
    assert religion("Kepercayaan kepada Tuhan YME").value == "Kepercayaan"


def test_an_unknown_gender_or_religion_is_left_out_with_a_doubt():
    assert (gender("X").value, gender("X").doubt) == (None, 1263)
    assert (religion("Isalm").value, religion("Isalm").doubt) == (None, 1270)
    assert gender(None).doubt is None


def test_a_cell_reads_as_it_does_in_excel():
    assert [text_of(cell) for cell in (None, 41.0, 7.5, True, date(2013, 8, 17), " a \n b ")] == [
        "",
        "41",
        "7.5",
        "True",
        "2013-08-17",
        "a b",
    ]
