"""No class, teacher or room in two lessons of one timetable, and one published timetable a semester: PostgreSQL's own word, through push
and by hand, also where two sessions are at it."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.world import SchoolWorld, change, uid, whole

SCIENCE, MATH, PAI, MATH_7B = (uid(f"subject.{name}") for name in ("science_7a", "math_7a", "pai_7a", "math_7b"))
TRAY = {"day_of_week": None, "start_time": None, "end_time": None}


def at(start: str, end: str, day: int = 3) -> dict[str, Any]:
    return {"day_of_week": day, "start_time": start, "end_time": end}


def lesson(subject: str, when: dict[str, Any], *teachers: str, cls: str = "7a", **more: Any) -> tuple[str, list[dict[str, Any]]]:
    """A new lesson of the draft: its id and the changes that make it."""
    one = str(uuid4())
    rows = [change("schedules", "draft", {"id": one}, "i", {"class_id": uid(cls), "subject_id": subject} | when | more)]
    rows += [
        change("schedule_teachers", "draft", {"schedule_id": one, "teacher_id": uid(name)}, "i", {"deleted": False}) for name in teachers
    ]
    return one, rows


def push(world: SchoolWorld, *rows: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = world.push("sri", whole(*rows))[0]
    return answer


def move(one: str, when: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    return change("schedules", "draft", {"id": one}, "u", when, base)


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ({"subject": SCIENCE, "teachers": ("citra",), "cls": "7a"}, "class_in_two_lessons"),
        ({"subject": MATH_7B, "teachers": ("budi",), "cls": "7b"}, "teacher_in_two_lessons"),
        ({"subject": MATH_7B, "teachers": ("citra",), "cls": "7b", "room_id": uid("room")}, "room_in_two_lessons"),
    ],
)
def test_a_second_lesson_at_the_same_time_is_refused_by_name(world: SchoolWorld, second: dict[str, Any], rule: str) -> None:
    day = ("class", "teacher", "room").index(rule.split("_", maxsplit=1)[0]) + 1
    _, rows = lesson(MATH, at("07:00", "08:20", day), "budi", room_id=uid("room"))
    assert push(world, *rows)["status"] == "applied"
    given = dict(second)
    subject, teachers = given.pop("subject"), given.pop("teachers")
    _, clashing = lesson(subject, at("08:00", "08:40", day), *teachers, **given)
    answer = push(world, *clashing)
    assert (answer["status"], answer["why"], answer["rule"]) == ("refused", "23P01", rule)
    _, after = lesson(subject, at("08:20", "09:00", day), *teachers, **given)
    assert push(world, *after)["status"] == "applied"


def test_a_clash_does_not_hold_up_what_is_sent_with_it(world: SchoolWorld) -> None:
    _, first = lesson(MATH, at("07:00", "07:40", day=4), "budi")
    _, second = lesson(SCIENCE, at("07:00", "07:40", day=4), "citra")
    _, third = lesson(SCIENCE, at("07:40", "08:20", day=4), "citra")
    answers = world.push("sri", whole(*first), whole(*second), whole(*third))
    assert [answer["status"] for answer in answers] == ["applied", "refused", "applied"]


def test_two_lessons_change_places_in_one_set(world: SchoolWorld) -> None:
    early, late = at("10:00", "10:40"), at("10:40", "11:20")
    one, rows = lesson(MATH, early, "budi")
    two, more = lesson(SCIENCE, late, "citra")
    assert push(world, *rows, *more)["status"] == "applied"
    assert push(world, move(one, late, early))["status"] == "refused"
    assert push(world, move(one, late, early), move(two, early, late))["status"] == "applied"


def test_groups_of_a_class_and_classes_of_a_joint_may_share_what_they_share(world: SchoolWorld) -> None:
    group, joint = str(uuid4()), str(uuid4())
    _, islam = lesson(PAI, at("12:00", "12:40"), "budi", parallel=group)
    _, other = lesson(SCIENCE, at("12:00", "12:40"), "citra", parallel=group)
    assert push(world, *islam, *other)["status"] == "applied"
    _, mine = lesson(MATH, at("13:00", "13:40"), "budi", joint=joint, room_id=uid("room"))
    _, theirs = lesson(MATH_7B, at("13:00", "13:40"), "budi", cls="7b", joint=joint, room_id=uid("room"))
    assert push(world, *mine, *theirs)["status"] == "applied"


def test_a_lesson_in_the_tray_or_removed_takes_nothing(world: SchoolWorld) -> None:
    when = at("07:00", "07:40", day=5)
    one, rows = lesson(MATH, when, "budi")
    _, clashing = lesson(SCIENCE, when, "citra")
    assert push(world, *rows)["status"] == "applied"
    assert push(world, move(one, TRAY, when))["status"] == "applied"
    assert push(world, *clashing)["status"] == "applied"
    assert push(world, move(one, when, TRAY))["rule"] == "class_in_two_lessons"
    assert (
        push(world, change("schedules", "draft", {"id": clashing[0]["k"]["id"]}, "u", {"deleted": True}, {"deleted": False}))["status"]
        == "applied"
    )
    assert push(world, move(one, when, TRAY))["status"] == "applied"


def test_a_teacher_who_is_given_a_second_lesson_is_refused(world: SchoolWorld) -> None:
    when = at("09:00", "09:40", day=5)
    _, rows = lesson(MATH, when, "budi")
    two, more = lesson(MATH_7B, when, "citra", cls="7b")
    assert push(world, *rows, *more)["status"] == "applied"
    answer = push(world, change("schedule_teachers", "draft", {"schedule_id": two, "teacher_id": uid("budi")}, "i", {"deleted": False}))
    assert answer["rule"] == "teacher_in_two_lessons"


def test_half_a_time_is_refused(world: SchoolWorld) -> None:
    _, rows = lesson(MATH, {"day_of_week": 1})
    assert push(world, *rows)["rule"] == "ck_schedules_placed_or_not"


def test_the_same_time_in_another_version_is_nobody_s_business(world: SchoolWorld) -> None:
    row = change("schedules", "timetable", {"id": str(uuid4())}, "i", {"class_id": uid("7a"), "subject_id": SCIENCE} | at("07:00", "07:40"))
    assert push(world, row)["status"] == "applied"


def test_a_version_is_published_in_the_place_of_another_and_never_beside_it(world: SchoolWorld) -> None:
    new = str(uuid4())
    made = change("timetables", new, {"id": new}, "i", {"semester_id": uid("now"), "name": "x"})
    assert push(world, made)["status"] == "applied"
    publish = change("timetables", new, {"id": new}, "u", {"state": "published"}, {"state": "draft"})
    archive = change("timetables", "timetable", {"id": uid("timetable")}, "u", {"state": "archived"}, {"state": "published"})
    answer = push(world, publish)
    assert (answer["why"], answer["rule"]) == ("23P01", "one_published_timetable")
    assert push(world, publish, archive)["status"] == "applied"
    seen = {row[0] for row in world.session("budi").execute("select id::text from sync.my_scopes() where kind = 'timetable'")}
    assert seen == {new}
    back = {**archive, "n": {"state": "published"}, "b": {"state": "archived"}}
    assert push(world, back, {**publish, "n": {"state": "archived"}, "b": {"state": "published"}})["status"] == "applied"


def test_a_closed_semester_takes_no_timetable(world: SchoolWorld) -> None:
    new = str(uuid4())
    made = change("timetables", new, {"id": new}, "i", {"semester_id": uid("past"), "name": "x"})
    assert push(world, made)["why"] == "semester_closed"


def test_by_hand_it_is_refused_too_and_of_two_sessions_one(world: SchoolWorld) -> None:
    when = at("07:00", "07:40", day=6)
    owner = world.owner()
    statement = (
        "insert into ems.schedules (id, scope_id, class_id, subject_id, day_of_week, start_time, end_time)"
        " values (gen_random_uuid(), %s, %s, %s, %s, %s, %s)"
    )
    given = [uid("draft"), uid("7a"), MATH, *when.values()]
    owner.execute(statement, given)
    with pytest.raises(psycopg.errors.ExclusionViolation):
        owner.execute(statement, given)
    failed: list[str] = []

    def insert() -> None:
        with psycopg.connect(world.server.dsn(world.database), autocommit=True) as connection:
            connection.execute("set role ems_owner")
            try:
                connection.execute(statement, [*given[:3], 7, *given[4:]])
            except psycopg.errors.ExclusionViolation as error:
                failed.append(str(error.diag.constraint_name))

    threads = [threading.Thread(target=insert) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == ["class_in_two_lessons"] * 5


def test_the_address_of_an_id_is_the_id(world: SchoolWorld) -> None:
    one = "00000000-0000-ffff-8899-aabbccddeeff"
    row = world.owner().execute("select inet_send(sync.address(%s))", (one,)).fetchone()
    assert row
    assert row[0][4:].hex() == one.replace("-", "")


def test_nothing_is_hung_under_a_lesson_of_another_version(world: SchoolWorld) -> None:
    """Nor can a lesson have a subject of another class, or stand in a version that is not there."""
    key = {"schedule_id": uid("lesson.math_7a"), "teacher_id": uid("dewi")}
    assert push(world, change("schedule_teachers", "draft", key, "i", {"deleted": False}))["why"] == "23503"
    assert push(world, *lesson(MATH_7B, TRAY)[1])["why"] == "23503"
    assert push(world, *lesson(MATH, TRAY, room_id=str(uuid4()))[1])["why"] == "23503"
    row = change("schedules", str(uuid4()), {"id": str(uuid4())}, "i", {"class_id": uid("7a"), "subject_id": MATH})
    assert push(world, row)["why"] == "not_allowed"


def test_a_lesson_stays_in_its_version_and_class(world: SchoolWorld) -> None:
    key = {"id": uid("lesson.draft")}
    for column, value in (("class_id", uid("7b")), ("scope_id", uid("timetable")), ("rev", 0)):
        assert push(world, change("schedules", "draft", key, "u", {column: value}, {column: None}))["why"] == "bad_column"
    assert push(world, change("schedules", "timetable", key, "u", {"locked": True}, {"locked": False}))["status"] == "gone"
