"""Who reads what, who writes what: the matrix role × table × verb × own/other, as data, tried by real login roles."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.world import CLASSES, PUPILS, SEMESTERS, STAFF, SUBJECTS, SchoolWorld, cells, change, takers, uid, whole

PEOPLE = ("sri", "budi", "citra", "dewi", "ani", "beni", "dodi")
SHEETS = (*SUBJECTS, "math_7a.past")
EVERYONE = {*STAFF, *PUPILS}
OF_7A, OF_7B = {"ani", "beni", "cici"}, {"dodi", "edo"}
SUBJECTS_7A = {f"subject.{s}" for s in SUBJECTS if s.endswith("7a")}
SUBJECTS_7B = {"subject.math_7b"}
SHEETS_7A = {s for s in SHEETS if "7a" in s}
KINDS = {"kind.formative", "kind.summative", "kind.sas"}
NAMES = {uid(name): name for name in (*EVERYONE, *CLASSES, *SEMESTERS, *SHEETS, *KINDS, *SUBJECTS_7A, *SUBJECTS_7B)}
NAMES |= {uid(f"{what}.{of}"): f"{what}.{of}" for what in ("grade", "lesson", "question", "job") for of in (*EVERYONE, *SUBJECTS)}
NAMES |= {SchoolWorld.id(scope): scope for scope in ("school", "directory", "office")}

MINE = {"budi": {"math_7a", "pai_7a", "chess_7a", "math_7a.past"}, "citra": {"science_7a", "math_7b"}}
# person → the sheets he sees, the classes he sees
SEEN_SHEETS = {
    "sri": set(SHEETS), **MINE, "dewi": SHEETS_7A, "ani": SHEETS_7A, "beni": {"math_7a", "science_7a", "math_7a.past"}, "dodi": {"math_7b"},
}  # fmt: skip
SEEN_CLASSES = {"sri": {"7a", "7b"}, "budi": {"7a"}, "citra": {"7a", "7b"}, "dewi": {"7a"}, "ani": {"7a"}, "beni": {"7a"}, "dodi": {"7b"}}


def staff(what: set[str], **others: set[str]) -> dict[str, set[str]]:
    """The same for all who work here, and what each pupil sees."""
    return dict.fromkeys(STAFF, what) | others


def everybody(what: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(PEOPLE, what)


def by_class(of_7a: set[str], of_7b: set[str]) -> dict[str, set[str]]:
    return {person: (of_7a if "7a" in seen else set()) | (of_7b if "7b" in seen else set()) for person, seen in SEEN_CLASSES.items()}


# table → the column that names the row, and whom it shows what
SEES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "ems.school": ("id", everybody({"school"})),
    "ems.semesters": ("id", everybody(set(SEMESTERS))),
    "ems.assessment_kinds": ("id", everybody(KINDS)),
    "ems.users": ("id", staff(EVERYONE, ani={"ani", "budi", "citra", "dewi"}, beni={"beni", "budi", "citra", "dewi"}, dodi={"dodi", "citra"})),
    "ems.user_roles": ("user_id", staff(EVERYONE, ani={"ani"}, beni={"beni"}, dodi={"dodi"})),
    "ems.students": ("id", staff(set(PUPILS), ani={"ani"}, beni={"beni"}, dodi={"dodi"})),
    "ems.student_private": ("id", {"sri": set(PUPILS)}),
    "ems.classes": ("id", SEEN_CLASSES),
    "ems.subjects": ("id", by_class(SUBJECTS_7A, SUBJECTS_7B)),
    "ems.subject_teachers": ("subject_id", by_class(SUBJECTS_7A, SUBJECTS_7B)),
    "ems.enrolments": ("student_id", by_class(OF_7A, OF_7B) | {"ani": {"ani"}, "beni": {"beni"}, "dodi": {"dodi"}}),
    "ems.subject_students": ("student_id", by_class({"ani"}, set()) | {"beni": set()}),
    "ems.grade_sheets": ("id", SEEN_SHEETS),
    "ems.assessments": ("scope_id", SEEN_SHEETS),
    "ems.scores": ("scope_id || ' ' || student_id", {
        person: {f"{sheet} {pupil}" for sheet in sheets for pupil in takers(sheet.removesuffix(".past")) if person in STAFF or person == pupil}
        for person, sheets in SEEN_SHEETS.items()
    }),
    "ems.grades": ("id", {"sri": {"grade.ani", "grade.beni", "grade.dodi"}, "budi": {"grade.ani", "grade.beni"}, "dewi": {"grade.ani", "grade.beni"},
                          "citra": {"grade.dodi"}, "ani": {"grade.ani"}, "beni": {"grade.beni"}, "dodi": {"grade.dodi"}}),
    "ems.schedules": ("id", staff({"lesson.math_7a", "lesson.math_7b"}, ani={"lesson.math_7a"}, beni={"lesson.math_7a"}, dodi={"lesson.math_7b"})),
    "ems.bank_soal": ("id", {"sri": {"question.math_7a", "question.math_7b"}, "budi": {"question.math_7a"}, "citra": {"question.math_7b"}}),
    "ems.jobs": ("id", {"sri": {"job.budi", "job.citra"}, "budi": {"job.budi"}, "citra": {"job.citra"}}),
    "sync.scope": ("id", {person: {"school", "directory"} | ({"office"} if person == "sri" else set()) | SEEN_CLASSES[person] | SEEN_SHEETS[person] for person in PEOPLE}),
    "sync.tombstone": ("scope_id", {}),
}  # fmt: skip
HIDDEN = (
    "identity.credential",
    "identity.pepper",
    "identity.device",
    "identity.invitation",
    "keeper.gate",
    "sync.audit_other",
    "sync.chained",
    "sync.hand",
    "sync.synced",
    "sync.alembic_version",
)


def named(text: str) -> str:
    return " ".join(NAMES.get(part, part) for part in text.split(" "))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("table", SEES)
def test_each_person_reads_exactly_what_is_his(world: SchoolWorld, table: str, person: str) -> None:
    column, expected = SEES[table]
    rows = world.session(person).execute(f"select distinct ({column})::text from {table}").fetchall()
    assert {named(row[0]) for row in rows} == expected.get(person, set())


@pytest.mark.parametrize("person", ["sri", "budi", "ani"])
def test_secrets_are_closed_to_everyone(world: SchoolWorld, person: str) -> None:
    connection = world.session(person)
    for table in HIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"select * from {table}")


@pytest.mark.parametrize("person", ["sri", "budi", "ani"])
@pytest.mark.parametrize("table", [*SEES, "sync.journal", "sync.epoch", "sync.protocol"])
def test_nobody_writes_a_table_himself_not_even_his_own_rows(world: SchoolWorld, table: str, person: str) -> None:
    connection = world.session(person)
    column = connection.execute("select attname from pg_attribute where attrelid = %s::regclass and attnum = 1", (table,)).fetchone()
    assert column
    for statement in (
        f"insert into {table} default values",
        f"update {table} set {column[0]} = {column[0]}",
        f"delete from {table}",
        f"truncate {table}",
        f"select from {table} for update",
        f"select from {table} for key share",
        f"do $$ begin lock table {table} in row exclusive mode; end $$",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


# What each may do through push, in the order of the people below: the office comes last and finds what a teacher did. Not named: refused.
def new_id(name: str, person: str) -> str:
    return uid(f"{name} by {person}")


WRITES: dict[str, tuple[Any, dict[str, str]]] = {
    "a mark on one's own open sheet": (lambda p: cells("math_7a", {("task", "beni"): {"note": f"from {p}"}}, {("task", "beni"): {"note": None}}), {"budi": "applied", "sri": "conflict"}),
    "a mark on another's sheet": (lambda p: cells("science_7a", {("task", "beni"): {"note": f"from {p}"}}, {("task", "beni"): {"note": None}}), {"citra": "applied", "sri": "conflict"}),
    "an assessment of one's own sheet": (
        lambda p: whole(change("assessments", "math_7a", {"id": new_id("new", p)}, "i", {"kind": "sas", "title": p})), {"budi": "applied", "sri": "applied"}),
    "the sheet's own settings": (lambda p: whole(change("grade_sheets", "pai_7a", {"id": uid("pai_7a")}, "u", {"kktp": len(p)}, {"kktp": None})), {"budi": "applied", "sri": "conflict"}),
    "deleting a sheet": (lambda p: whole(change("grade_sheets", "chess_7a", {"id": uid("chess_7a")}, "u", {"deleted": True}, {"deleted": False})), {"sri": "applied"}),
    "a published grade": (lambda p: whole(change("grades", "math_7a", {"id": new_id("grade", p)}, "i",
                          {"student_id": uid("cici"), "subject_id": uid("subject.math_7a"), "semester": "20261", "grade_value": 90})), {"budi": "applied"}),
    "the directory": (lambda p: whole(change("users", "directory", {"id": new_id("user", p)}, "i", {"name": p, "role": "siswa"})), {"sri": "applied"}),
    "a role": (lambda p: whole(change("user_roles", "directory", {"user_id": uid(p), "role": "kurikulum"}, "i", {"deleted": False})), {"sri": "already"}),
    "what only the office knows": (lambda p: whole(change("student_private", "office", {"id": uid("ani")}, "u", {"phone": p}, {"phone": None})), {"sri": "applied"}),
    "a new class": (lambda p: whole(change("classes", new_id("class", p), {"id": new_id("class", p)}, "i", {"name": p, "grade_level": 7, "year": 2026})), {"sri": "applied"}),
    "the list of a class": (lambda p: whole(change("enrolments", "7a", {"class_id": uid("7a"), "student_id": uid("ani")}, "u", {"number": len(p)}, {"number": 1})), {"sri": "applied"}),
    "who teaches": (lambda p: whole(change("subject_teachers", "7a", {"subject_id": uid("subject.science_7a"), "teacher_id": uid(p)}, "i", {"deleted": False})), {"sri": "applied"}),
    "the school's profile": (lambda p: whole(change("school", "school", {"id": SchoolWorld.id("school")}, "u", {"city": p}, {"city": None})), {"sri": "applied"}),
    "a semester": (lambda p: whole(change("semesters", "school", {"id": uid("next")}, "u", {"starts_on": "2027-01-04"}, {"starts_on": None})), {"sri": "applied"}),
}  # fmt: skip


@pytest.mark.parametrize("person", ["budi", "citra", "dewi", "sri"])
@pytest.mark.parametrize("what", WRITES)
def test_each_person_writes_exactly_what_is_his(world: SchoolWorld, what: str, person: str) -> None:
    make, allowed = WRITES[what]
    answer = world.push(person, make(person))[0]
    assert answer["status"] == allowed.get(person, "refused"), answer


@pytest.mark.parametrize("person", ["ani", "dodi"])
@pytest.mark.parametrize("what", WRITES)
def test_a_pupil_pushes_nothing_at_all(world: SchoolWorld, what: str, person: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.push(person, WRITES[what][0](person))


@pytest.mark.parametrize("table", [*SEES, "sync.journal", "sync.epoch", "sync.protocol"])
@pytest.mark.parametrize("person", ["sri", "budi", "ani"])
def test_an_ended_session_reads_nothing(world: SchoolWorld, table: str, person: str) -> None:
    connection = world.session(person)
    expire(world, person, "-1 s")
    try:
        assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)
    finally:
        expire(world, person, "1 day")


def expire(world: SchoolWorld, person: str, when: str) -> None:
    world.superuser("ems_core").execute(
        "update identity.device set valid_until = now() + %s::interval where login = %s", (when, world.login(person).role)
    )


def test_a_plan_made_in_the_office_reads_nothing_after_leaving_it(world: SchoolWorld) -> None:
    owner = world.owner()
    owner.execute("insert into ems.user_roles (user_id, role, scope_id) values (%s, 'kurikulum', %s)", (uid("dewi"), world.id("directory")))
    connection = world.connect_as(world.sign_in("dewi"))
    statement = "select count(*) from ems.student_private"
    for _ in range(7):
        assert connection.execute(statement, prepare=True).fetchone() == (len(PUPILS),)
    owner.execute("update ems.user_roles set deleted = true where user_id = %s and role = 'kurikulum'", (uid("dewi"),))
    assert connection.execute(statement, prepare=True).fetchone() == (0,)
    assert connection.execute("select count(*) from ems.student_private").fetchone() == (0,)


def test_policies_let_the_planner_use_the_index(world: SchoolWorld) -> None:
    connection = world.session("budi")
    connection.execute("set enable_seqscan = off")
    plan = "\n".join(row[0] for row in connection.execute("explain select * from ems.scores where scope_id = %s", (uid("math_7a"),)))
    assert "Index Scan using ix_scores_scope_id" in plan or "Bitmap Index Scan on ix_scores_scope_id" in plan
    assert "SubPlan" not in plan  # whose scopes they are, and whether the session lives, is asked once a statement, not once a row
