"""Who reads what, and that nobody writes a table himself: the matrix role × table × verb × own/other, as data, tried by real login roles.

A table that is in the catalogue and not in the matrix fails. What is written through push: `test_writes.py`."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.authority.evidence import OURS
from tests.authority.prompts import PEOPLE as AT_A_PROMPT
from tests.authority.prompts import ROLES, Prompts, Role
from tests.world import CLASSES, PUPILS, SEMESTERS, STAFF, SUBJECTS, SchoolWorld, cells, change, takers, uid, whole
from tests.world_seed import bank_of

PEOPLE = ("sri", "budi", "citra", "dewi", "ani", "beni", "dodi")
SHEETS = (*SUBJECTS, "math_7a.past")
EVERYONE = {*STAFF, *PUPILS}
OF_7A, OF_7B = {"ani", "beni", "cici"}, {"dodi", "edo"}
SUBJECTS_7A = {f"subject.{s}" for s in SUBJECTS if s.endswith("7a")}
SUBJECTS_7B = {"subject.math_7b"}
SHEETS_7A = {s for s in SHEETS if "7a" in s}
LESSONS = {"lesson.math_7a", "lesson.math_7b"}
KINDS = {"kind.formative", "kind.summative", "kind.sas"}
NAMES = {uid(name): name for name in (*EVERYONE, *CLASSES, *SEMESTERS, *SHEETS, *KINDS, *SUBJECTS_7A, *SUBJECTS_7B)}
NAMES |= {
    uid(f"{what}.{of}"): f"{what}.{of}"
    for what in ("grade", "lesson", "question", "picture", "stimulus", "paper", "version", "job")
    for of in (*EVERYONE, *SUBJECTS)
}
NAMES |= {uid(f"{what}.{name}"): f"{what}.{name}" for what in ("material", "file") for name in ("lensa", "lama")}
NAMES |= {
    uid(name): name
    for name in ("room", "lesson.draft", "timetable", "draft", "period.timetable", "period.draft", "closed.timetable", "closed.draft")
}
NAMES |= {bank_of(subject): f"bank.{subject}" for subject in SUBJECTS}
NAMES |= {SchoolWorld.id(scope): scope for scope in ("school", "directory", "office", "catalogue")}

MINE = {"budi": {"math_7a", "pai_7a", "chess_7a", "math_7a.past"}, "citra": {"science_7a", "math_7b"}}
TRAIL = ("math_7a", "pai_7a", "science_7a", "math_7b", "office")  # an entry of the journal each, by who teaches there
# person → the sheets he sees, the classes he sees
SEEN_SHEETS = {
    "sri": set(SHEETS), **MINE, "dewi": SHEETS_7A, "ani": SHEETS_7A, "beni": {"math_7a", "science_7a", "math_7a.past"}, "dodi": {"math_7b"},
}  # fmt: skip
SEEN_CLASSES = {"sri": {"7a", "7b"}, "budi": {"7a"}, "citra": {"7a", "7b"}, "dewi": {"7a"}, "ani": {"7a"}, "beni": {"7a"}, "dodi": {"7b"}}

SEEN_BANKS = {
    "sri": {f"bank.{subject}" for subject in SUBJECTS},
    "budi": {"bank.math_7a", "bank.pai_7a", "bank.chess_7a"}, "citra": {"bank.science_7a", "bank.math_7b"},
}  # fmt: skip


def staff(what: set[str], **others: set[str]) -> dict[str, set[str]]:
    """The same for all who work here, and what each pupil sees."""
    return dict.fromkeys(STAFF, what) | others


def everybody(what: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(PEOPLE, what)


def by_class(of_7a: set[str], of_7b: set[str]) -> dict[str, set[str]]:
    return {person: (of_7a if "7a" in seen else set()) | (of_7b if "7b" in seen else set()) for person, seen in SEEN_CLASSES.items()}


def of_banks(what: str) -> dict[str, set[str]]:
    """Two banks hold something, each is its teacher's."""
    return {"sri": {f"{what}.math_7a", f"{what}.math_7b"}, "budi": {f"{what}.math_7a"}, "citra": {f"{what}.math_7b"}}


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
    "ems.rooms": ("id", everybody({"room"})),
    "ems.timetables": ("id", everybody({"timetable"}) | {"sri": {"timetable", "draft"}}),
    "ems.periods": ("id", everybody({"period.timetable"}) | {"sri": {"period.timetable", "period.draft"}}),
    "ems.unavailable": ("id", staff({"closed.timetable"}) | {"sri": {"closed.timetable", "closed.draft"}}),
    "ems.schedules": ("id", staff(LESSONS, ani={"lesson.math_7a"}, beni={"lesson.math_7a"}, dodi={"lesson.math_7b"}) | {"sri": LESSONS | {"lesson.draft"}}),
    "ems.schedule_teachers": ("schedule_id", staff(LESSONS, ani={"lesson.math_7a"}, beni={"lesson.math_7a"}, dodi={"lesson.math_7b"})),
    "ems.question_banks": ("id", SEEN_BANKS),
    "ems.bank_soal": ("id", of_banks("question")),
    "ems.question_stimuli": ("id", of_banks("stimulus")),
    "ems.question_media": ("id", of_banks("picture")),
    "ems.question_versions": ("id", of_banks("version")),
    "ems.question_papers": ("id", of_banks("paper")),
    "ems.jobs": ("id", {"sri": {"job.budi", "job.citra"}, "budi": {"job.budi"}, "citra": {"job.citra"}}),
    "ems.catalogue": ("id", everybody({"catalogue"})),
    "ems.materials": ("id", staff({"material.lensa", "material.lama"}, ani={"material.lensa"}, beni={"material.lensa"}, dodi={"material.lensa"})),
    "ems.files": ("id", staff({"file.lensa", "file.lama"}, ani={"file.lensa"}, beni={"file.lensa"}, dodi={"file.lensa"})),
    "ems.photos": ("id", staff({"ani", "dodi"}, ani={"ani"}, dodi={"dodi"})),
    "ems.sheet_rows": ("id", staff({"material.lensa"})),
    "sync.scope": ("id", {person: {"school", "directory", "catalogue", "timetable"} | ({"office", "draft"} if person == "sri" else set()) | SEEN_BANKS.get(person, set()) | SEEN_CLASSES[person] | SEEN_SHEETS[person] for person in PEOPLE}),
    "sync.tombstone": ("scope_id", {person: {"math_7a", "math_7b"} & SEEN_SHEETS[person] for person in STAFF}),
    "sync.journal": ("title", {"sri": set(TRAIL), "budi": {"math_7a", "pai_7a"}, "citra": {"science_7a", "math_7b"}, "dewi": {"math_7a", "pai_7a", "science_7a"}}),
    "sync.epoch": ("one", everybody({"true"})),
    "sync.protocol": ("version", everybody({"1"})),
}  # fmt: skip
# What no login reads at all.
HIDDEN = (
    "identity.credential",
    "identity.pepper",
    "identity.device",
    "identity.invitation",
    "identity.google",
    "identity.google_key",
    "identity.spent_nonce",
    "jobs.secret",
    "jobs.sweeping",
    "keeper.gate",
    "files.storage",
    "files.object",
    "files.chunk",
    "sync.audit_other",
    "sync.chained",
    "sync.hand",
    "sync.synced",
    "sync.taken",
    "sync.alembic_version",
)


def named(text: str) -> str:
    return " ".join(NAMES.get(part, part) for part in text.split(" "))


@pytest.fixture(scope="module", autouse=True)
def trail(world: SchoolWorld) -> None:
    """An entry in the journal of each sheet that is taught, one of the office's, and a row that has left each of two sheets."""
    for sheet in TRAIL[:-1]:
        world.push("citra" if sheet in MINE["citra"] else "budi", cells(sheet, {("task", takers(sheet)[0]): 1}, title=sheet))
    world.push(
        "sri", whole(change("student_private", "office", {"id": uid("ani")}, "u", {"phone": "0271"}, {"phone": None}), title="office")
    )
    for sheet in ("math_7a", "math_7b"):
        world.owner().execute("insert into sync.tombstone (scope_id, tbl, key, rev) values (%s, 'scores', '{}', 1)", (uid(sheet),))


def test_every_table_has_its_row_in_the_matrix(world: SchoolWorld) -> None:
    found = world.superuser().execute(
        f"select oid::regclass::text from pg_class where relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace = any ({OURS})"
    )
    assert {row[0] for row in found} == {*SEES, *HIDDEN}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("table", SEES)
def test_each_person_reads_exactly_what_is_his(world: SchoolWorld, table: str, person: str) -> None:
    column, expected = SEES[table]
    rows = world.session(person).execute(f"select distinct ({column})::text from {table}").fetchall()
    assert {named(row[0]) for row in rows} == expected.get(person, set())


@pytest.mark.parametrize("table", HIDDEN)
def test_what_is_hidden_is_hidden_from_everyone(prompts: Prompts, table: str) -> None:
    for role in ROLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            prompts[role].execute(f"select * from {table}")


def test_the_gate_reads_nothing(prompts: Prompts) -> None:
    for table in SEES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            prompts["gate"].execute(f"select * from {table}")


def statements(table: str, key: str, mine: set[str]) -> Iterator[str]:
    """Each verb on one's own rows and on the others'; then what takes the whole table."""
    own = f"({key})::text = any (array[{', '.join(repr(one) for one in sorted(mine))}]::text[])"
    for whose in (own, f"not {own}"):
        yield f"insert into {table} overriding system value select * from {table} where {whose}"
        yield f"update {table} set {{column}} = {{column}} where {whose}"
        yield f"delete from {table} where {whose}"
        yield f"select from {table} where {whose} for update"
        yield f"select from {table} where {whose} for key share"
    yield f"insert into {table} default values"
    yield f"truncate {table}"
    yield f"do $$ begin lock table {table} in row exclusive mode; end $$"


@pytest.mark.parametrize("table", [*SEES, *HIDDEN])
def test_nobody_writes_a_table_himself_not_even_his_own_rows(world: SchoolWorld, prompts: Prompts, table: str) -> None:
    key, sees = SEES.get(table, ("1", {}))
    ids = {name: id_ for id_, name in NAMES.items()}
    row = (
        world.superuser()
        .execute(
            "select quote_ident(attname) from pg_attribute where attrelid = %s::regclass and attnum > 0 and attidentity = '' and not attisdropped limit 1",
            (table,),
        )
        .fetchone()
    )
    assert row
    for role in ROLES:
        mine = {" ".join(ids.get(part, part) for part in name.split(" ")) for name in sees.get(AT_A_PROMPT.get(role, ""), set())}
        for statement in statements(table, key, mine):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                prompts[role].execute(statement.replace("{column}", row[0]))


@pytest.mark.parametrize("role", ROLES)
def test_nobody_touches_a_sequence(world: SchoolWorld, role: Role) -> None:
    """Those of the throttles least of all."""
    login = world.login(AT_A_PROMPT[role]).role if role in AT_A_PROMPT else "ems_gate"
    found = world.superuser().execute(
        f"select oid::regclass::text from pg_class where relnamespace = any ({OURS}) and case relkind when 'S' then has_sequence_privilege(%s, oid, 'usage, select, update') end",
        (login,),
    )
    assert found.fetchall() == []


@pytest.mark.parametrize("table", SEES)
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
