"""What the tour claims of the server, read back over connections of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from ems_desktop.cli.options import Options
from ems_desktop.demo.facts import Witness
from ems_desktop.store.turns import patiently

FORBIDDEN = (
    ("update another class's grades", "update ems.scores set value = 1 where scope_id = %s"),
    ("write past the one door", "insert into ems.scores (assessment_id, student_id, scope_id, value) select id, gen_random_uuid(), scope_id, 1 from ems.assessments where scope_id = %s"),
)  # fmt: skip
PLAIN = (
    ("raise one's own role", "update ems.user_roles set role = 'kurikulum'"),
    (
        "forge the audit",
        "insert into sync.journal (device, seq, person, kind, status, hash) values (1, 1, gen_random_uuid(), 'x', 'x', '')",
    ),
    ("see a credential", "select count(*) from identity.credential"),
    ("lock a table", "lock table ems.scores in exclusive mode"),
    ("create anything", "create table ems.mine (a int)"),
)


def roster(witness: Witness) -> None:
    """The raw export has become classes and pupils."""
    witness.check("pupils from the raw export", "select count(*) from ems.students where not deleted", 283)
    witness.check("classes from the raw export", "select count(*) from ems.classes where not deleted", 9)
    witness.check("every pupil is in one class", "select count(*) from ems.enrolments where not deleted and left_on is null", 283)
    witness.check("NISN kept their zeros", "select count(*) from ems.students where length(nisn) = 10 and nisn like '00%%'", _some)
    witness.check("teachers", "select count(*) from ems.user_roles where role = 'guru' and not deleted", 14)
    witness.check("least subjects a pupil takes", _LEAST_SUBJECTS, 11)
    witness.check("semesters", "select string_agg(code || ' ' || state, ', ' order by code) from ems.semesters", "20261 closed, 20262 open")
    witness.check("marks", "select count(*) from ems.scores where value is not null", _many)
    witness.check("rapor grades of the closed semester", "select count(*) from ems.grades", _many)


_LEAST_SUBJECTS = """select min(n) from (select e.student_id, count(*) as n from ems.enrolments e
    join ems.students p on p.id = e.student_id join ems.subjects s on s.class_id = e.class_id and (s.religion is null or s.religion = p.religion)
    where not s.deleted and not e.deleted group by 1) q"""


def _some(value: Any) -> bool:
    """more than 0"""
    return bool(value > 0)


def _many(value: Any) -> bool:
    """more than 1,000"""
    return bool(value > 1_000)


def forbidden(witness: Witness, desk: Any) -> str:
    """What a teacher's own login cannot do with plain SQL. "denied" if all of it was denied."""
    with witness.owner() as connection:
        row = connection.execute(
            "select s.scope_id::text, count(*) from ems.scores s join ems.grade_sheets g on g.id = s.scope_id"
            " join ems.subject_teachers t on t.subject_id = g.subject_id join ems.classes c on c.id = g.class_id"
            " where c.teacher_id is distinct from %(me)s group by 1 having bool_and(t.teacher_id <> %(me)s) limit 1",
            {"me": desk.person.id},
        ).fetchone()
    assert row is not None
    other, there = row
    role, dial = "guru", partial(patiently, desk.dial)  # the window's threads hold the login's few connections at times
    held = [witness.check("the owner sees the other class's marks", "select count(*) from ems.scores where scope_id = %s", there, (other,))]
    held.append(
        witness.check(
            "a teacher's login reads none of them", "select count(*) from ems.scores where scope_id = %s", 0, (other,), role=role, dial=dial
        )
    )
    held += [witness.check(f"a teacher's login cannot {name}", sql, "denied", (other,), role=role, dial=dial) for name, sql in FORBIDDEN]
    held += [witness.check(f"a teacher's login cannot {name}", sql, "denied", role=role, dial=dial) for name, sql in PLAIN]
    return "denied" if all(held) else "allowed"


def jobs(witness: Witness, person: str, *, alone: bool) -> dict[str, int]:
    """How many jobs this person has in each state, with the reason of those that failed. `alone`: no n8n takes any of them."""
    with witness.owner() as connection:
        found = connection.execute(_JOBS, (person,)).fetchall()
    states = {state: int(count) for state, count in found}
    if alone:
        witness.saw("jobs in every state", _JOBS, list(_JOB_STATES), sorted(states))
    return states


_JOB_STATES = ("cancelled", "done", "overdue", "rejected", "waiting", "working")
_JOBS = """select case when status = 'COMPLETED' then 'done' when status = 'FAILED' then reason when deadline < clock_timestamp() then 'overdue'
    when claim is null then 'waiting' else 'working' end, count(*) from ems.jobs where user_id = %s group by 1"""


def arrives(witness: Witness, query: str, params: tuple[Any, ...], until: Callable[[Callable[[], bool]], None]) -> None:
    """Wait for a value that is not there yet."""

    def there() -> bool:
        with witness.owner() as connection:
            row = connection.execute(query.encode(), params).fetchone()
        return row is not None and row[0] is not None

    until(there)


def outside(witness: Witness, material: str, until: Callable[[Callable[[], bool]], None]) -> dict[str, Any]:
    """What n8n, Gemini's stand-in and the S3 did for this entry, by the facts' names."""
    job = "select status from ems.jobs where material_id = %s"
    file = "select f.stored from ems.files f join ems.materials m on m.file_id = f.id where m.id = %s"

    arrives(witness, f"{job} and status <> 'PROCESSING'", (material,), until)
    arrives(witness, file, (material,), until)
    witness.check("n8n did the added entry's job", job, "COMPLETED", (material,))
    witness.check("n8n's own word for that run", "select execution_status from ems.jobs where material_id = %s", "success", (material,))
    witness.check("the added entry's file lies in the S3", file, "s3", (material,))
    proposals = "select count(*)::int from ems.jobs, jsonb_object_keys(result_json->'proposals') where material_id = %s"
    witness.check("proposals that came back", proposals, _some, (material,))
    return {fact.name: fact.got for fact in witness.facts[-4:]}


def leave_note(options: Options, running: Any) -> None:
    """How to reach the server that `--keep` leaves running, for anyone who wants to check from outside."""
    assert options.tour is not None
    note = {"host": running.host, "port": running.port, "database": "ems", "user": running.user, "password": running.password}
    path = options.tour / "server.json"
    path.write_text(json.dumps(note | {"data_dir": str(options.data_dir)}, indent=2), encoding="utf-8")
    path.chmod(0o600)
