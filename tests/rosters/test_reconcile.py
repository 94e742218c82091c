"""The file's pupils against the school's: nobody is merged silently and nothing known is erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.rosters.pupils import ExistingPupil
from ems_desktop.domain.rosters.reconcile import ANOTHER_PERSON, Change, RowVerdict, reconcile
from tests.rosters.books import at_school, codes, only, read, school_of


def known(**changes: object) -> ExistingPupil:
    """The sample pupil as the school knows her, but for these changes."""
    pupil = only(read({})).pupil
    assert pupil is not None
    return at_school(pupil, **changes)


def verdict(cells: dict[str, object], *school: ExistingPupil, answers: dict[int, str] | None = None) -> RowVerdict:
    (row,) = reconcile(read(cells), school, answers).rows  # type: ignore[arg-type]
    return row


def test_a_pupil_is_known_by_the_nisn():
    row = verdict({"NIK": None, "Nama": "Citra A. Lestari"}, known())
    assert row.verdict == "changed"
    assert row.changes == (Change("name", "Nama", "Citra Ayu A", "Citra A. Lestari"),)


def test_a_pupil_without_a_known_nisn_is_known_by_the_nik():
    row = verdict({}, known(nisn=None))
    assert row.changes == (Change("nisn", "NISN", None, "0132879217"),)
    assert row.existing == known(nisn=None)


def test_a_blank_cell_erases_nothing():
    assert verdict({"NIK": None, "Agama": "", "Data Ibu.Nama": None, "Tanggal Lahir": None}, known()).verdict == "same"


def test_another_spelling_of_the_class_is_the_same_class_and_another_class_is_a_move():
    assert verdict({"Rombel Saat Ini": "VII A"}, known()).verdict == "same"
    assert verdict({"Rombel Saat Ini": "7B"}, known()).changes == (Change("class_name", "Rombel Saat Ini", "7A", "7B"),)
    assert verdict({}, known(class_name=None)).changes == (Change("class_name", "Rombel Saat Ini", None, "7A"),)


def test_a_pupil_who_had_left_comes_back():
    assert verdict({}, known(state="left")).changes == (Change("state", "state", "left", "active"),)


def test_the_likely_same_person_is_asked_about_and_never_assumed():
    row = verdict({}, known(nisn=None, nik=None))
    assert (row.verdict, row.pupil) == ("refused", None)
    assert [trouble.code for trouble in row.troubles] == [1280]
    assert [pupil.id for pupil in row.candidates] == ["id-2"]


def test_the_answer_decides_who_the_likely_same_person_is():
    stranger = known(nisn=None, nik=None)
    same = verdict({}, stranger, answers={2: "id-2"})
    assert [change.field for change in same.changes] == ["nisn", "nik"]
    assert verdict({}, stranger, answers={2: ANOTHER_PERSON}).verdict == "new"
    assert verdict({}, stranger, answers={2: "somebody"}).verdict == "refused"


def test_another_mother_or_another_date_of_birth_is_another_person():
    assert verdict({}, known(nisn=None, nik=None, mother_name="Kartini")).verdict == "new"
    assert verdict({}, known(nisn=None, nik=None, birth_date=date(2013, 8, 18))).verdict == "new"
    assert verdict({}, known(nisn=None, nik=None, mother_name=None)).verdict == "refused"


def test_a_namesake_whom_another_row_names_is_not_asked_about():
    reading = read({}, {"Nama": "Citra Ayu A", "NISN": "0999999999", "NIK": None})
    school = [known()]
    assert [row.verdict for row in reconcile(reading, school).rows] == ["same", "new"]


def test_a_number_that_belongs_to_somebody_quite_different_is_asked_about():
    other = known(name="Budi", birth_date=date(2012, 1, 1))
    row = verdict({}, other)
    assert [trouble.code for trouble in row.troubles] == [1281]
    assert row.troubles[0].column == "NISN"
    assert verdict({}, other, answers={2: "id-2"}).verdict == "changed"
    assert verdict({}, other, answers={2: ANOTHER_PERSON}).verdict == "refused"


def test_a_nisn_and_a_nik_of_two_different_pupils_are_asked_about():
    one, two = known(nik=None), known(id="two", nisn="0999999999", name="Budi")
    row = verdict({}, one, two, answers={2: "two"})
    assert [trouble.code for trouble in row.troubles] == [1282]
    assert [pupil.id for pupil in row.candidates] == ["id-2", "two"]


def test_two_rows_never_become_one_pupil():
    reading = read({"NIK": None}, {"NISN": None, "NIK": "3296792908100339"})
    result = reconcile(reading, [known()])
    assert [[trouble.code for trouble in row.troubles] for row in result.rows] == [[1283], [1255, 1283]]
    assert [row.troubles[-1].params["rows"] for row in result.rows] == ["3", "2"]
    assert result.missing == ()


def test_a_pupil_on_a_refused_row_is_not_missing():
    assert reconcile(read({"NISN": "123"}), [known(nisn=None)]).missing == ()
    assert reconcile(read({"NISN": "123", "NIK": None}), [known(nik=None)]).missing == ()
    assert [pupil.id for pupil in reconcile(read({"NISN": "123", "NIK": None}), [known(name="Budi", nik=None)]).missing] == ["id-2"]


def test_a_new_column_of_the_file_is_a_change_and_a_lost_one_is_none():
    assert verdict({"Hobi": "Catur"}, known()).changes == (Change("extra.Hobi", "Hobi", None, "Catur"),)
    assert verdict({}, known(extra={"Hobi": "Catur"})).verdict == "same"


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_the_order_of_rows_decides_nothing(order, at_school_already):
    reading = read({}, {"NISN": "12"}, {"Nama": "Budi"}, {"NISN": "0132879217"}, {"Rombel Saat Ini": "8B"}, {"NIK": None})
    school = [replace(pupil, religion="Hindu") for i, pupil in enumerate(school_of(reading)) if i in at_school_already]
    shuffled = replace(reading, rows=tuple(reading.rows[i] for i in order))
    straight, mixed = reconcile(reading, school), reconcile(shuffled, school)
    assert {row.row: (row.verdict, codes(row.read)) for row in straight.rows} == {
        row.row: (row.verdict, codes(row.read)) for row in mixed.rows
    }
    assert sum(straight.count(kind) for kind in ("new", "changed", "same", "refused")) == len(reading.rows)
