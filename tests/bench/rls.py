"""What row-level security costs: what a client asks of the school, as the teacher and as the office, against the very same rows read by
the tables' owner. At most 1.2 × or 0.3 ms more, whichever is larger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from sync.tables import wire_columns
from tests.bench import push_sql
from tests.bench.figures import Figure, in_turn, load
from tests.bench.push_sql import BenchSchool
from tests.servers import running

Connection = psycopg.Connection[Any]
MOST_RATIO, MOST_MORE = 1.2, 0.3  # ms
SCHOOL = {"classes": 30, "subjects": 70, "pupils": 36, "assessments": 8}  # 2,100 sheets, 604,800 scores


@dataclass(frozen=True, slots=True)
class Question:
    """What a screen or the pull asks, over some scopes. `theirs`: how the owner asks for the same, where a function answers people."""

    name: str
    text: str
    scopes: Sequence[str]
    times: int = 60
    theirs: str = ""


def rls() -> list[Figure]:
    """On PostgreSQL 18, fsync on; every statement prepared and warm, people and owner in turn."""
    with running(18, {}) as server:
        school = push_sql.seed(server.dsn(), "ems", **SCHOOL)
        _edit(school)
        with psycopg.connect(server.dsn("ems"), autocommit=True) as owner:
            owner.execute("set role ems_owner")
            teacher = school.sheets[0].teacher
            own = [sheet.id for sheet in school.sheets if sheet.teacher == teacher]
            every = [sheet.id for sheet in school.sheets]
            return [
                *_as(owner, school, "teacher", teacher, _questions(school, own, own)),
                *_as(owner, school, "office", school.office, _questions(school, own[:20], every)),
            ]


def _questions(school: BenchSchool, several: list[str], every: list[str]) -> list[Question]:
    sheet = school.sheets[0]
    scores, one = wire_columns("scores"), [sheet.id]
    return [
        Question(
            "which scopes moved", "select id, kind, rev from sync.my_scopes()", every,
            theirs="select id, kind, rev from sync.scope where id = any (%(scopes)s::uuid[])",
        ),
        Question("a sheet's scores", f"select {scores} from ems.scores where scope_id = any (%(scopes)s::uuid[])", one),
        Question("a sheet's columns", "select * from ems.assessments where scope_id = any (%(scopes)s::uuid[])", one),
        Question("what moved in a sheet", "select * from ems.scores where scope_id = any (%(scopes)s::uuid[]) and rev > 1", one),
        Question(f"scores of {len(several)} sheets", f"select {scores} from ems.scores where scope_id = any (%(scopes)s::uuid[])", several, 15),
        Question(
            "counts of a sheet", "select scope_id, count(*), sum(rev) from ems.scores where scope_id = any (%(scopes)s::uuid[]) group by 1", one
        ),
        Question(
            "every score there is to see", f"select {scores} from ems.scores", every, 4,
            theirs=f"select {scores} from ems.scores where scope_id = any (%(scopes)s::uuid[])" if several == every else "",
        ),
        Question("a class's pupils", "select * from ems.enrolments where scope_id = any (%(scopes)s::uuid[])", [sheet.class_id]),
        Question("the people of the school", "select id, name, role from ems.users where not deleted", [], 20),
        Question(
            "a sheet's trail", "select at, person, title, data from sync.journal where scope = any (%(scopes)s::uuid[]) order by place desc limit 100", one
        ),
    ]  # fmt: skip


def _edit(school: BenchSchool) -> None:
    """A trail to read: 300 marks typed one by one into the first sheet."""
    typist = push_sql.Typist(school, school.sheets[0])
    for _ in range(300):
        typist.push(1, 1)()
    typist.connection.close()


def _as(owner: Connection, school: BenchSchool, who: str, person: str, questions: Sequence[Question]) -> list[Figure]:
    with psycopg.connect(push_sql.login(school, person), autocommit=True) as mine:
        return [_figure(who, question, mine, owner, school.scores) for question in questions]


def _figure(who: str, question: Question, mine: Connection, owner: Connection, scores: int) -> Figure:
    rows = len(_ask(mine, question.text, question.scopes))
    same = len(_ask(owner, question.theirs or question.text, question.scopes))
    assert rows == same or question.theirs, (who, question.name, rows, same)
    asked, floor = in_turn(
        [lambda: _ask(mine, question.text, question.scopes), lambda: _ask(owner, question.theirs or question.text, question.scopes)],
        question.times,
        5,
    )
    limit = max(MOST_RATIO, (floor * 1000 + MOST_MORE) / (floor * 1000))
    where = f"{rows:,} rows of {scores:,} scores in 2,100 sheets; load {load()}"
    return Figure(f"rls: {who}, {question.name}", asked * 1000, "ms", limit, "ratio", floor * 1000, "the owner", where)


def _ask(connection: Connection, text: str, scopes: Sequence[str]) -> list[Any]:
    return connection.execute(text, {"scopes": list(scopes)}, prepare=True).fetchall()
