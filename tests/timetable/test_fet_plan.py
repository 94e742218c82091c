"""A FET file against the school: which lessons come of it, and what is said of each activity."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from ems_desktop.domain.timetable.clashes import all_clashes
from ems_desktop.domain.timetable.fet_clock import day_numbers, hour_times
from ems_desktop.domain.timetable.fet_names import School, bare_name
from ems_desktop.domain.timetable.fet_plan import FetPlan, plan
from ems_desktop.domain.timetable.fet_report import reasons, to_json
from ems_desktop.domain.timetable.week import Period, Slot, Unavailable
from tests.timetable.fets import (
    DAYS,
    HOURS,
    OLD,
    TEACHERS,
    activity,
    breaks,
    constraint,
    fet,
    not_available,
    opened,
    room,
    school,
    start,
    together,
)  # fmt: skip

MATH = activity(1, "MATEMATIKA", ["7A"])
SPLIT = {"7A": ("7A i", "7A k"), "7B": ("7B i", "7B k"), "7 Islam": ("7A i", "7B i"), "7 Kristen": ("7A k", "7B k")}


def planned(folder: Path, text: str, at: School, bell: tuple[Period, ...] = ()) -> FetPlan:
    return plan(opened(folder, text), at, bell)


def codes(made: FetPlan) -> list[list[int]]:
    return [[note.code for note in one.notes] for one in made.verdicts]


def test_names_are_found_whatever_their_spelling_titles_and_levels(tmp_path: Path):
    made = planned(tmp_path, fet(MATH), school("VII A"))
    (lesson,) = made.week.lessons
    assert (lesson.class_id, lesson.subject_id, lesson.teachers, lesson.periods) == ("VII A", "VII A Matematika", ("Budi Santoso",), 2)
    assert (made.verdicts[0].outcome, made.missing_classes, made.missing_teachers) == ("carried", ("7B", "8A"), ())


@pytest.mark.parametrize(
    "name", ["05 Drs. H. WAHYU AMIN, S.Pd.", "Wahyu Amin", "5. Wahyu Amin, M.Pd.", "Pak Wahyu  Amin", "Hj. wahyu amin"]
)
def test_a_teacher_is_the_name_without_number_and_titles(name: str):
    assert bare_name(name) == "wahyuamin"


def test_a_name_that_fits_two_people_fits_nobody(tmp_path: Path):
    made = planned(tmp_path, fet(MATH), school("7A", teachers=("Budi Santoso, S.Pd.", "H. Budi Santoso")))
    assert (made.verdicts[0].outcome, codes(made), made.week.lessons[0].teachers) == ("noted", [[1672]], ())


def test_an_empty_school_refuses_all_and_says_what_is_missing(tmp_path: Path):
    made = planned(tmp_path, fet(MATH, activity(2, "IPA", ["7"])), School())
    assert made.counts == {"carried": 0, "noted": 0, "refused": 2}
    assert (made.missing_classes, made.missing_teachers, made.missing_rooms) == (("7A", "7B", "8A"), TEACHERS, ("Lab IPA",))
    assert codes(made) == [[1670], [1670, 1670]]


def test_a_year_is_one_joint_lesson_of_its_classes(tmp_path: Path):
    made = planned(tmp_path, fet(MATH, activity(2, "IPA", ["7"]), constraints=[start(2, "Senin", "JP 1")]), school("7A", "7B"))
    _, a, b = made.week.lessons
    assert (a.class_id, b.class_id, a.joint, a.joint == b.joint, a.slot == b.slot) == ("7A", "7B", "1", True, True)
    assert (a.locked, made.verdicts[1].outcome) == (True, "carried")


def test_a_joint_lesson_comes_for_the_classes_that_can_take_it(tmp_path: Path):
    made = planned(tmp_path, fet(MATH, activity(2, "IPA", ["7"])), school("7A"))
    assert (codes(made)[1], made.verdicts[1].outcome, [one.joint for one in made.verdicts[1].lessons]) == ([1670], "noted", [None])


def test_religion_groups_stand_side_by_side(tmp_path: Path):
    groups = {"7": ("7A", "7B", "7 Islam", "7 Kristen")}
    text = fet(
        activity(1, "IPA", ["7 Islam"]), activity(2, "IPA", ["7 Kristen"], teachers=TEACHERS[1:]), MATH.replace("<Id>1<", "<Id>3<"),
        groups=groups, subgroups=SPLIT, constraints=[start(n, "Senin", "JP 1") for n in (1, 2, 3)],
    )  # fmt: skip
    made = planned(tmp_path, text, school("7A", "7B"))
    islam, kristen, math = made.verdicts
    for a, b in zip(islam.lessons, kristen.lessons, strict=True):
        assert (a.class_id, a.parallel) == (b.class_id, b.parallel)
    assert len({one.parallel for one in islam.lessons}) == 2
    assert islam.lessons[0].slot == kristen.lessons[0].slot == Slot(1, 420, 500)
    assert (codes(made)[:2], codes(made)[2], math.lessons[0].slot) == ([[1678, 1678]] * 2, [1679], None)  # the class is taken then


RELIGION = {"7": ("7A", "7B", "7 Islam", "7 Kristen")}


def groups_of(folder: Path, *constraints: str) -> tuple[FetPlan, dict[int, str | None]]:
    """Two activities of each religion, and which parallel those of 7A have, by the activity's id."""
    taught = [activity(n, "IPA", ["7 Islam" if n < 3 else "7 Kristen"], teachers=[TEACHERS[n > 2]]) for n in (1, 2, 3, 4)]
    made = planned(folder, fet(*taught, groups=RELIGION, subgroups=SPLIT, constraints=constraints), school("7A", "7B"))
    return made, {one.activity.id: one.lessons[0].parallel for one in made.verdicts}


def test_groups_are_together_that_fet_starts_at_the_same_time_and_only_those(tmp_path: Path):
    made, of = groups_of(tmp_path, together(1, 3), together(2, 4))
    assert of[1] == of[3] is not None
    assert of[2] == of[4] is not None
    assert of[1] != of[2]
    assert [one.constraint for one in made.left] == []


def test_groups_that_fet_has_put_at_the_same_time_are_together_without_being_told(tmp_path: Path):
    made, of = groups_of(tmp_path, start(1, "Senin", "JP 1"), start(3, "Senin", "JP 1"), start(2, "Senin", "JP 3"))
    assert (of[1] == of[3] is not None, of[2], of[4]) == (True, None, None)
    assert all_clashes(made.week) == {}


@pytest.mark.parametrize(
    "said", [together(1, 3, weight="95"), together(1), together(1, 99), constraint("ActivitiesSameStartingTime", "", active=False)]
)
def test_a_wish_or_a_set_that_is_none_puts_no_groups_together_and_is_listed(tmp_path: Path, said: str):
    made, of = groups_of(tmp_path, said)
    assert set(of.values()) == {None}
    assert [(one.constraint, one.count) for one in made.left] == [("ConstraintActivitiesSameStartingTime", 1)]


def test_whole_classes_at_the_same_time_are_no_groups(tmp_path: Path):
    text = fet(MATH, activity(2, "IPA", ["7B"]), constraints=[together(1, 2)])
    made = planned(tmp_path, text, school("7A", "7B"))
    assert [one.parallel for one in made.week.lessons] == [None, None]
    assert [(one.constraint, one.why) for one in made.left] == [("ConstraintActivitiesSameStartingTime", "unsupported")]


def test_groups_that_together_are_the_class_are_the_class(tmp_path: Path):
    groups = {"7": ("7A", "7B", "7 Islam", "7 Kristen")}
    text = fet(MATH, activity(2, "IPA", ["7A i", "7A k"]), groups=groups, subgroups=SPLIT)
    made = planned(tmp_path, text, school("7A", "7B"))
    assert (codes(made)[1], made.verdicts[1].lessons[0].parallel) == ([], None)


def test_two_sets_that_mean_one_class_never_stand_at_the_same_time(tmp_path: Path):
    text = fet(
        MATH, activity(2, "IPA", ["VII A"], teachers=TEACHERS[1:]), activity(3, "IPA", ["7", "VII A"], teachers=[]),
        groups={"7": ("7A", "7B"), "VII A": ()}, constraints=[start(1, "Senin", "JP 1"), start(2, "Senin", "JP 2")],
    )  # fmt: skip
    made = planned(tmp_path, text, school("7A", "7B"))
    assert (codes(made), made.missing_classes) == ([[], [1679], []], ())
    assert [one.class_id for one in made.verdicts[2].lessons] == ["7A", "7B"]


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_file_says_no_two_lessons_of_the_draft_are_in_each_others_way(tmp_path: Path, seed: int):
    dice = Random(seed)
    sets = ["7", "7A", "7B", "8A", "VIII A", "7A i", "7A k", "7B i", "7 Islam", "7 Kristen", "9Z"]
    groups = {"7": ("7A", "7B", "7 Islam", "7 Kristen"), "8": ("8A",), "VIII A": ()}
    taught = [
        activity(n, dice.choice(("IPA", "Matematika", "?")), dice.sample(sets, dice.randint(1, 2)), teachers=dice.sample((*TEACHERS, "Siapa"), dice.randint(0, 2)), hours=dice.randint(1, 3))
        for n in range(60)
    ]  # fmt: skip
    held = [start(n, dice.choice(DAYS), dice.choice(HOURS), locked=dice.random() < 0.5) for n in range(60)]
    held += [together(*dice.sample(range(60), 3)) for _ in range(8)]
    held += [room(n, "Lab IPA") for n in range(0, 60, 4)] + [breaks((dice.choice(DAYS), dice.choice(HOURS)))]
    week = planned(tmp_path, fet(*taught, groups=groups, subgroups=SPLIT, constraints=held), school("7A", "7B", "8A")).week
    assert any(one.slot for one in week.lessons)
    assert [clash for found in all_clashes(week).values() for clash in found if clash.other] == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (activity(2, "IPA", ["7A"], more="<Active>false</Active>"), 1674),
        (activity(2, "Rapat", []), 1675),
        (activity(2, "IPA", ["7A"], hours=0), 1677),
        (activity(2, "IPA", ["7A"], hours=5), 1677),
        (activity(2, "Fisika", ["7A"]), 1671),
        (activity(2, "IPA", ["9Z"]), 1670),
    ],
)
def test_what_cannot_be_a_lesson_is_refused_with_its_reason(tmp_path: Path, said: str, code: int):
    made = planned(tmp_path, fet(MATH, said), school("7A", "7B"))
    assert (made.verdicts[1].outcome, codes(made)[1]) == ("refused", [code])


def test_two_of_one_teacher_or_room_never_get_the_same_hour(tmp_path: Path):
    text = fet(
        MATH, activity(2, "IPA", ["7B"]), activity(3, "IPA", ["7B"], teachers=TEACHERS[1:]), activity(4, "IPA", ["7A"], teachers=[]),
        constraints=[start(1, "Senin", "JP 1", locked=False), start(2, "Senin", "JP 2"), start(3, "Rabu", "JP 1"), start(4, "Rabu", "JP 2"), room(3, "Lab IPA"), room(4, "Lab IPA")],
    )  # fmt: skip
    made = planned(tmp_path, text, school("7A", "7B"))
    assert codes(made) == [[1679], [], [], [1679]]  # the locked one chose first
    assert [one.slot for one in made.week.lessons] == [None, Slot(1, 460, 540), Slot(3, 420, 500), None]


def test_a_lesson_does_not_run_into_a_break_or_the_night(tmp_path: Path):
    text = fet(
        MATH, activity(2, "IPA", ["7B"]), constraints=[breaks(("Senin", "JP 2")), start(1, "Senin", "JP 1"), start(2, "Rabu", "JP 4")]
    )
    made = planned(tmp_path, text, school("7A", "7B"))
    assert codes(made) == [[1680], [1680]]
    monday = [(one.kind, one.number) for one in made.periods if one.slot.day == 1]
    assert monday == [("lesson", 1), ("break", None), ("lesson", 2), ("lesson", 3)]


def test_hours_that_cannot_be_used_come_as_stretches(tmp_path: Path):
    held = [
        not_available("Teacher", TEACHERS[0], ("Senin", "JP 1"), ("Senin", "JP 2"), ("Senin", "JP 4")),
        not_available("StudentsSet", "7", ("Jumat", "JP 4")),
        not_available("Room", "Lab IPA", ("Rabu", "JP 1")),
        not_available("Teacher", "Nobody", ("Rabu", "JP 1")),
    ]
    made = planned(tmp_path, fet(MATH, constraints=held), school("7A", "7B"))
    assert made.unavailable == (
        Unavailable("teacher", "Budi Santoso", Slot(1, 420, 500), "FET"),
        Unavailable("teacher", "Budi Santoso", Slot(1, 540, 580), "FET"),
        Unavailable("class", "7A", Slot(5, 540, 580), "FET"),
        Unavailable("class", "7B", Slot(5, 540, 580), "FET"),
        Unavailable("room", "Lab IPA", Slot(3, 420, 460), "FET"),
    )
    assert [(one.constraint, one.count, one.why) for one in made.left] == [("ConstraintTeacherNotAvailableTimes", 1, "unknown")]


def test_the_times_come_from_the_school_if_it_has_the_hours(tmp_path: Path):
    bell = tuple(
        Period(f"{day}{n}", Slot(day, start_, start_ + (40 if n else 20)), "lesson" if n else "break", "", number=n)
        for day in range(1, 6)
        for n, start_ in ((1, 450), (2, 490), (None, 530), (3, 550), (4, 590))
    )
    text = fet(MATH, activity(2, "IPA", ["7B"]), constraints=[start(1, "Senin", "JP 1"), start(2, "Rabu", "JP 2")])
    made = planned(tmp_path, text, school("7A", "7B"), bell)
    assert (made.week.lessons[0].slot, made.periods) == (Slot(1, 450, 530), tuple(sorted(bell, key=lambda one: one.slot)))
    assert codes(made)[1] == [1680]  # its second hour comes after the school's break
    short = planned(tmp_path, text, school("7A"), bell[:8])
    assert short.week.lessons[0].slot == Slot(1, 420, 500)  # the school's bell lacks hours


def test_hours_named_by_the_clock_are_those_hours(tmp_path: Path):
    made = planned(tmp_path, OLD, school("7A", teachers=("Budi",)))
    assert (made.week.lessons[0].slot, made.week.lessons[0].locked) == (Slot(1, 460, 540), False)


@pytest.mark.parametrize(
    ("names", "times"),
    [
        (("07.00-07.40", "07.40 – 08.20"), ((420, 460), (460, 500))),
        (("1 (07:15)", "2 (07:55)"), ((435, 475), (475, 515))),
        (("08:00", "07:00"), ((420, 460), (460, 500))),  # backwards: not times
        (("JP 1", "07:40"), ((420, 460), (460, 500))),
        (("25:00", "26:00"), ((420, 460), (460, 500))),
    ],
)
def test_hour_names_are_read_as_times_or_not_at_all(names: tuple[str, ...], times: tuple[tuple[int, int], ...]):
    assert hour_times(names) == times


def test_sixty_hours_fit_into_a_day():
    assert hour_times([str(n) for n in range(60)])[-1][1] <= 24 * 60


@pytest.mark.parametrize(
    ("names", "days"),
    [(("Senin", "Rabu", "Jum'at"), (1, 3, 5)), (("Monday", "SATURDAY"), (1, 6)), (("Ahad", "Senin"), (7, 1)), (("A", "Senin"), (1, 2)), (("Senin", "Monday"), (1, 2))],
)  # fmt: skip
def test_days_are_known_by_name_or_counted(names: tuple[str, ...], days: tuple[int, ...]):
    assert day_numbers(names) == days


def test_the_report_has_all_counts_and_every_reason_with_a_remedy(tmp_path: Path):
    told = to_json(planned(tmp_path, fet(MATH, activity(2, "{Fisika}", ["7A"])), school("7A")))
    assert {name: told[name] for name in ("classes", "teachers", "activities", "periods", "carried", "noted", "refused")} == {
        "classes": 3, "teachers": 2, "activities": 2, "periods": 4, "carried": 1, "noted": 0, "refused": 1,
    }  # fmt: skip
    (warning,) = told["warnings"]
    assert (warning["activity"], warning["outcome"], warning["reason"]) == (2, "refused", "The class 7A has no subject {Fisika}.")
    assert warning["remedy"]
    assert json.loads(json.dumps(told))["missing"]["classes"] == ["7B", "8A"]


def test_a_reason_that_many_share_is_told_once(tmp_path: Path):
    made = planned(tmp_path, fet(*(activity(n, "IPA", ["7A"]) for n in range(1, 4))), School())
    assert [(n, "no class 7A" in said) for said, n in reasons(made)] == [(3, True)]
