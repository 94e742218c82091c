"""Every function of ours, by everybody who may call it and everybody who may not, with arguments that no program would send.

Which functions there are is asked of the catalogue: a new one is tried the day it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

import psycopg
import pytest

from tests.authority.evidence import OURS, Evidence, hidden_from, words
from tests.authority.prompts import PEOPLE, ROLES, Prompts, Role
from tests.world import SchoolWorld, uid

TRIES = 14  # of each function by each role
NOBODY = "11111111-1111-4111-8111-111111111111"
OTHERS = (uid("citra"), uid("dodi"), uid("math_7b"), uid("math_7b.quiz"), uid("7b"), uid("file.lama"))  # nothing of budi's or ani's
TEXTS = (
    "null", "''", "'''; drop table ems.scores; --'", "repeat('x', 1000000)", "'%s%n%1$s'", "u&'\\202e\\feff'", "'../../ems.superuser'", "'ems_owner'",
    "'SCRAM-SHA-256$4096:AAAA'' superuser --$x:y'", "'eyJhbGciOiJub25lIn0.e30.'",
)  # fmt: skip
DEEP = "(repeat('[', 3000) || repeat(']', 3000))::jsonb"
VALUES = {
    "uuid": ("null", f"'{NOBODY}'", "'00000000-0000-0000-0000-000000000000'", "'not a uuid'"),
    "bytea": ("null", "''", "'\\xdeadbeef'", "decode(repeat('00', 1000000), 'hex')"),
    "jsonb": ("null", "'{}'", "'[]'", "'null'", "'{'", "'{\"sets\": 1}'", "'{\"sets\": [null]}'", "'{\"sets\": [{\"seq\": null}]}'", "'{\"sets\": []}'", "'{\"keys\": [1]}'",
              DEEP, "to_jsonb(repeat('x', 1000000))"),
    "integer": ("null", "0", "-1", "2147483647", "'-2147483648'"),
    "bigint": ("null", "0", "-1", "9223372036854775807", "'-9223372036854775808'"),
    "smallint": ("null", "0", "-1", "32767"),
    "numeric": ("null", "'NaN'", "'Infinity'", "1e1000"),
    "boolean": ("null", "true", "false"),
    "interval": ("null", "'-1 s'", "'100000 years'"),
    "timestamp with time zone": ("null", "'infinity'", "'-infinity'", "now() + interval '1 day'"),
    "date": ("null", "'infinity'", "'-infinity'"),
    "uuid[]": ("null", "'{}'", "'{null}'", f"array_fill('{NOBODY}'::uuid, array[10000])"),
    "text[]": ("null", "'{}'", "'{null}'", "array_fill('x'::text, array[10000])", "'{kurikulum}'"),
}  # fmt: skip
SWEPT = {"jobs.sweeping"}  # anybody may see to it that jobs end
# What the office does by such a call is the office's right, whatever the arguments; so is a note of one's own export.
LAWFUL: dict[Role, dict[str, set[str]]] = {
    "office": {
        "identity.set_google": {"identity.google"},
        "files.set_storage": {"files.storage"},
        "files.set_limits": {"files.storage"},
        "sync.note_export": {"sync.journal", "sync.scope"},
        "jobs.sweep": SWEPT,
    },
    "teacher": {"jobs.sweep": SWEPT},
    "pupil": {"jobs.sweep": SWEPT},
}
Argued = tuple[str, ...]


@dataclass(frozen=True)
class Function:
    name: str
    types: tuple[str, ...]
    kind: str  # of pg_proc.prokind
    allowed: bool


def functions(connection: psycopg.Connection[Any]) -> list[Function]:
    """What there is, and whether this login may call it."""
    rows = connection.execute(f"""
        select n.nspname || '.' || p.proname, array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a(t, o) order by o),
               p.prokind, has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.oid = any ({OURS}) order by 1, 2""")
    return [Function(name, tuple(types), kind, allowed) for name, types, kind, allowed in rows]


def values(kind: str, role: Role, devices: list[str]) -> Argued:
    """For the office only what is nobody's: with a real id many a call is its right."""
    if role != "office" and kind == "uuid":
        return (*VALUES[kind], *(f"'{one}'" for one in OTHERS))
    if role != "office" and kind == "integer":
        return (*VALUES[kind], *devices)
    return VALUES.get(kind, TEXTS if kind in ("text", "character varying", "name") else ("null",))


def arguments(function: Function, role: Role, devices: list[str]) -> Iterator[Argued]:
    """All null, all empty, and so on in step; then mixed, the same in every run."""
    columns = [values(kind, role, devices) for kind in function.types]
    for step in range(max(map(len, columns), default=1)):
        yield tuple(column[min(step, len(column) - 1)] for column in columns)
    mixed = Random(function.name)
    while len(columns) > 1:
        yield tuple(mixed.choice(column) for column in columns)


def call(function: Function, given: Argued, how: str = "select * from") -> str:
    verb = "call" if function.kind == "p" else how
    return f"{verb} {function.name}({', '.join(f'{value}::{kind}' for value, kind in zip(given, function.types, strict=True))})"


def tried(connection: psycopg.Connection[Any], statement: str) -> tuple[str, set[str]]:
    """The SQLSTATE, and the words of the answer or of the error."""
    try:
        return "00000", words(connection.execute(statement).fetchall())
    except psycopg.Error as error:
        said = error.diag
        return error.sqlstate or "", {text for text in (said.message_primary, said.message_detail, said.message_hint) if text}


def told(answer: set[str], hidden: set[str], statement: str) -> list[str]:
    """Hidden words in an answer, but for those that were in the question."""
    text = " ".join(answer)
    return [word for word in hidden if word in text and word not in statement]


@pytest.mark.parametrize("role", ROLES)
def test_hostile_arguments_change_nothing_tell_nothing_and_meet_no_internal_error(
    world: SchoolWorld, prompts: Prompts, evidence: Evidence, role: Role
) -> None:
    connection = prompts[role]
    devices = [
        str(row[0]) for row in world.superuser().execute("select id from identity.device where user_id <> %s", (uid(PEOPLE.get(role, "")),))
    ]
    hidden = hidden_from(world, PEOPLE.get(role) if role != "ended" else None, connection)
    callable_ = [function for function in functions(connection) if function.allowed]
    assert callable_
    assert hidden
    world.session("sri").execute("select keeper.heal_gate()")  # the gate is the whole server's: other schools' tests may have left it ill
    evidence.changes()
    for function in callable_:
        for given in islice(arguments(function, role, devices), TRIES):
            statement = call(function, given)
            state, answer = tried(connection, statement)
            assert state[:2] not in ("XX", "57", ""), (statement[:300], state, answer)
            assert told(answer, hidden, statement) == [], statement[:300]
        touched = evidence.changes() - LAWFUL.get(role, {}).get(function.name, set())
        assert touched == set(), function


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_not_call_is_refused(prompts: Prompts, evidence: Evidence, role: Role) -> None:
    connection = prompts[role]
    evidence.changes()
    closed = [function for function in functions(connection) if not function.allowed]
    assert closed
    for function in closed:
        state, _ = tried(connection, call(function, ("null",) * len(function.types), "select"))
        assert state in ("42501", "0A000"), function  # 0A000: trigger functions
    assert evidence.changes() == set()


def test_the_hostile_arguments_would_be_noticed(world: SchoolWorld, evidence: Evidence) -> None:
    """The test sees a change, an internal error and another's data when there is one."""
    evidence.changes()
    with psycopg.connect(world.server.dsn(world.database)) as connection:
        assert tried(connection, "select sync.bump(null)")[0]
        connection.rollback()
        hidden = hidden_from(world, "ani", world.session("ani"))
        _, answer = tried(connection, "select to_jsonb(p) from ems.student_private p")
        assert told(answer, hidden, "") != []
    world.superuser().execute("update ems.users set name = 'Citra' where id = %s", (uid("citra"),))
    assert evidence.changes() == {"ems.users", "sync.scope", "sync.audit_other", "sync.hand"}
