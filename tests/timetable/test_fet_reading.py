"""Reading FET files: what stands in them, old and new, and what is refused because it is no such file or means harm."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.timetable.fet import Left, NotAvailable, Start
from ems_desktop.domain.timetable.fet_names import School
from ems_desktop.domain.timetable.fet_plan import plan
from ems_desktop.integrations import fet_reading
from ems_desktop.integrations.fet_reading import open_fet
from tests.timetable.fets import OLD, activity, breaks, constraint, fet, not_available, opened, room, start

MATH = activity(1, "Matematika", ["7A"])


def test_a_file_of_today_is_read_whole(tmp_path: Path):
    file = opened(tmp_path, fet(MATH, activity(2, "IPA", ["7"], hours=3, teachers=["A", "B"]), rooms=("Lab", "Aula")))
    assert (file.version, file.institution) == ("6.9.0", "SMP Coba")
    assert (len(file.days), len(file.hours), len(file.teachers), file.rooms) == (5, 4, 2, ("Lab", "Aula"))
    assert [one.name for one in file.classes] == ["7A", "7B", "8A"]
    assert file.periods == 5
    assert (file.activities[1].teachers, file.activities[1].students, file.activities[1].duration) == (("A", "B"), ("7",), 3)


def test_a_file_of_2007_is_read_too(tmp_path: Path):
    file = opened(tmp_path, OLD)
    assert (file.version, file.days, file.hours) == ("5.0.0", ("Senin", "Selasa"), ("07:00", "07:40", "08:20"))
    assert file.unavailable == (NotAvailable("teacher", "Budi", ((1, 0), (1, 1))),)
    assert (file.starts, file.activities[0].active) == ({1: Start((0, 1))}, True)
    assert [one.name for one in file.classes] == ["7A"]


def test_constraints_with_a_place_here_are_carried_and_the_others_counted_by_type(tmp_path: Path):
    held = [
        not_available("Teacher", "Budi", ("Senin", "JP 1"), ("Senin", "JP 2")),
        not_available("StudentsSet", "7A", ("Jumat", "JP 4")),
        not_available("Room", "Lab", ("Rabu", "JP 1")),
        breaks(("Senin", "JP 3")),
        start(1, "Selasa", "JP 2"),
        room(1, "Lab"),
        *[constraint("MinDaysBetweenActivities", "<MinDays>1</MinDays>")] * 2,
        constraint("TeacherMaxHoursDaily", "", active=False),
        start(2, "Selasa", ""),  # a day alone is no place
    ]
    file = opened(tmp_path, fet(MATH, constraints=held))
    assert [one.resource for one in file.unavailable] == ["teacher", "students", "room"]
    assert (file.breaks, file.starts, file.rooms_of) == (frozenset({(0, 2)}), {1: Start((1, 1), locked=True)}, {1: "Lab"})
    assert file.left == (
        Left("ConstraintActivityPreferredStartingTime", 1),
        Left("ConstraintMinDaysBetweenActivities", 2),
        Left("ConstraintTeacherMaxHoursDaily", 1, "off"),
    )
    assert file.constraints == 10


def test_a_second_place_of_an_activity_is_left_and_a_locked_one_goes_first(tmp_path: Path):
    file = opened(tmp_path, fet(MATH, constraints=[start(1, "Senin", "JP 1", locked=False), start(1, "Selasa", "JP 1")]))
    assert file.starts == {1: Start((1, 0), locked=True)}
    assert file.left == (Left("ConstraintActivityPreferredStartingTime", 1),)


def test_religion_groups_of_several_classes_are_no_classes(tmp_path: Path):
    groups = {"7": ("7A", "7B", "7 Islam", "7 Kristen")}
    parts = {"7A": ("7A i", "7A k"), "7B": ("7B i", "7B k"), "7 Islam": ("7A i", "7B i"), "7 Kristen": ("7A k", "7B k")}
    file = opened(tmp_path, fet(MATH, activity(2, "PAI", ["7 Islam"]), groups=groups, subgroups=parts))
    assert [one.name for one in file.classes] == ["7A", "7B"]


@pytest.mark.parametrize(
    ("year", "groups", "classes"),
    [
        ("7A", ("7A Islam", "7A Kristen"), ["7A"]),
        ("X", ("X 1", "X 2"), ["X 1", "X 2"]),
        ("Angkatan 2016", ("A", "B"), ["A", "B"]),
        ("Perintis", ("Kelompok 1", "Kelompok 2"), ["Perintis"]),
        ("9", (), ["9"]),
    ],
)
def test_a_school_may_have_its_classes_as_years_or_as_groups(tmp_path: Path, year: str, groups: tuple[str, ...], classes: list[str]):
    taught = [activity(1, "IPA", ["A"]), activity(2, "IPA", ["Perintis"])]
    assert [one.name for one in opened(tmp_path, fet(*taught, groups={year: groups})).classes] == classes


def test_names_are_text_whatever_they_hold(tmp_path: Path):
    name = "=cmd|' /C calc'!A0 <img src=x> {0} ${jndi} \u202e"
    file = opened(tmp_path, fet(activity(1, name, ["7A"], teachers=[name])))
    assert file.activities[0].subject == name.strip()


def test_a_name_is_kept_only_so_long(tmp_path: Path):
    file = opened(tmp_path, fet(activity(1, "x" * 100_000, ["7A"])))
    assert len(file.activities[0].subject) == fet_reading.LONGEST


LAUGHS = '<!DOCTYPE fet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE fet [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, '<!DOCTYPE fet SYSTEM "http://127.0.0.1:9/fet.dtd">\n', "<!DOCTYPE fet []>\n"])
def test_entities_and_document_types_are_refused_before_they_are_used(tmp_path: Path, head: str):
    with pytest.raises(Mistake) as caught:
        opened(tmp_path, fet(MATH, head=head))
    assert caught.value.code == 1654


REFUSED = {
    "nothing": (b"", 1651),
    "text": (b"Jadwal pelajaran", 1651),
    "another xml": (b"<roster><fet/></roster>", 1651),
    "a zip": (b"PK\x03\x04", 1651),
    "cut off": (fet(MATH).encode()[:-200], 1652),
    "an entity nobody declared": (fet(MATH.replace("Matematika", "&lol;")).encode(), 1652),
    "unknown letters": (b'<?xml version="1.0" encoding="x-none"?><fet/>', 1651),
    "no activities": (fet().encode(), 1655),
    "no days": (fet(MATH, days=()).encode(), 1655),
    "eight days": (fet(MATH, days=tuple("abcdefgh")).encode(), 1656),
    "half days": (fet(MATH).replace("<Institution_Name>", "<Mode>Mornings-Afternoons</Mode><Institution_Name>").encode(), 1656),
    "deep": (("<fet>" + "<a>" * 40).encode(), 1653),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_an_ordinary_fet_file_is_refused_with_a_reason(tmp_path: Path, name: str):
    content, code = REFUSED[name]
    with pytest.raises(Mistake) as caught:
        opened(tmp_path, content)
    assert (caught.value.code, "jadwal.fet" in caught.value.text()) == (code, True)


def test_a_file_with_far_too_many_elements_is_refused_soon(tmp_path: Path):
    began = time.perf_counter()
    with pytest.raises(Mistake) as caught:
        opened(tmp_path, b"<fet>" + b"<a/>" * (fet_reading.MAX_ELEMENTS + 1) + b"</fet>")
    assert (caught.value.code, time.perf_counter() - began < 10) == (1653, True)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_with_a_code(tmp_path: Path, seed: int):
    dice = Random(seed)
    held = [start(1, "Senin", "JP 1"), breaks(("Senin", "JP 3")), room(1, "Lab"), not_available("Room", "Lab", ("Rabu", "JP 1"))]
    content = bytearray(fet(MATH, activity(2, "IPA", ["7"]), constraints=held).encode())
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(content))
        content[at : at + dice.randint(0, 9)] = dice.choice((b"", b"<", b"&", b"\xff", b"</", b"0", content[:40]))
    code, verdicts, activities = read_or_refused(tmp_path, bytes(content))
    assert (code is None or 1650 <= code <= 1656, verdicts) == (True, activities)


def read_or_refused(folder: Path, content: bytes) -> tuple[int | None, int, int]:
    """The code of the refusal, or how many verdicts and activities there are. Any other error goes on."""
    try:
        file = opened(folder, content)
    except Mistake as error:
        return error.code, 0, 0
    return None, len(plan(file, School()).verdicts), len(file.activities)


def test_a_file_that_is_too_large_or_not_there_is_not_read(tmp_path: Path):
    big = tmp_path / "besar.fet"
    with big.open("wb") as out:
        out.truncate(fet_reading.MAX_FILE + 1)
    for path, code in ((big, 1653), (tmp_path / "tidak ada.fet", 1650), (tmp_path, 1650), (Path("a\0b"), 1650)):
        with pytest.raises(Mistake) as caught:
            open_fet(path)
        assert caught.value.code == code
