"""A staff list as it comes from a sheet: every line gets a verdict before anything is saved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.staff_list import Known, check_person, read_staff

STAFF = (Known("Ratna Wulandari", "ratna@sekolah.sch.id"), Known("Agus Prasetyo", None))


def one(text):
    (line,) = read_staff(text, STAFF)
    return line


def test_a_header_and_empty_lines_are_passed_over_but_lines_keep_their_numbers():
    lines = read_staff("Nama\tSurel\tPeran\n\nDewi\tdewi@a.id\tGuru\n \t \nBudi\tbudi@a.id\n", STAFF)
    assert [(line.number, line.name, line.email, line.roles) for line in lines] == [
        (3, "Dewi", "dewi@a.id", ("guru",)), (5, "Budi", "budi@a.id", ("guru",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("Guru", ("guru",)), ("TEACHER", ("guru",)), ("Wali Kelas", ("guru",)), ("Kurikulum", ("kurikulum",)), ("Tata Usaha", ("kurikulum",)),
        ("Kurikulum, Guru", ("kurikulum", "guru")), ("guru dan kurikulum", ("guru", "kurikulum")), ("Guru/Kantor", ("guru", "kurikulum")),
        ("office + teacher", ("kurikulum", "guru")), ("", ("guru",)), ("guru, guru", ("guru",)),
    ],
)  # fmt: skip
def test_roles_are_read_as_people_write_them(said, roles):
    assert one(f"Dewi\tdewi@a.id\t{said}").roles == roles


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\tdewi@a.id\tguru", 1150), ("123\tdewi@a.id", 1150), ("Dewi\tdewi@\tguru", 1151), ("Dewi\tdewi@a\tguru", 1151),
        ("Dewi\ta b@c.id", 1151), ("Dewi\tRATNA@sekolah.sch.id", 1152), ("Dewi\tdewi@a.id\tkepala sekolah", 1154), ("D" * 201 + "\td@a.id", 1157),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_saved_says_why(text, code):
    line = one(text)
    assert not line.fits
    assert line.mistake is not None
    assert line.mistake.code == code
    assert line.mistake.text()


def test_the_same_address_twice_names_the_other_line():
    lines = read_staff("Dewi\tdewi@a.id\nDewi L\tDEWI@a.id", ())
    assert [line.fits for line in lines] == [True, False]
    assert lines[1].mistake is not None
    assert (lines[1].mistake.code, lines[1].mistake.params["line"]) == (1153, 1)


def test_doubts_do_not_stop_a_line():
    for text, code in (("Dewi", 1155), ("ratna  wulandari\tratna2@a.id", 1156)):
        line = one(text)
        assert line.fits
        assert line.doubt is not None
        assert line.doubt.code == code


def test_columns_may_be_parted_by_semicolons_and_stand_in_another_order():
    assert one("Dewi, S.Pd.;guru;dewi@a.id").email == "dewi@a.id"
    assert one("Dewi, S.Pd.\tguru\tdewi@a.id").name == "Dewi, S.Pd."


def test_one_person_is_judged_like_a_line():
    assert check_person(" Dewi ", "Dewi@A.id", ["guru"], STAFF).email == "dewi@a.id"
    told = check_person("Dewi", "dewi@a.id", [], STAFF).mistake
    assert told is not None
    assert told.code == 1158


@given(st.text())
def test_any_text_gets_verdicts_and_never_an_error(text):
    for line in read_staff(text, STAFF):
        assert line.fits == (line.mistake is None)
        assert not (line.mistake and line.doubt)
        assert line.roles
