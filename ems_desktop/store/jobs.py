"""Jobs at school, asked as the person who is signed in: rows as JSON, what a person does with them through the functions of `jobs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from ems_desktop.domain.errors import Mistake
from ems_desktop.store.connect import Connection

_ROW = """select to_jsonb(j) - 'claim' || jsonb_build_object('taken', j.claim is not null, 'person', u.name,
    'material', m.material_title, 'subject', m.subject_name)
  from ems.jobs j left join ems.users u on u.id = j.user_id left join ems.materials m on m.id = j.material_id where j.id = any (%s::uuid[])"""


def heads(connection: Connection, limit: int) -> dict[str, str]:
    """Id → when it changed last: of the jobs this person may see, those that run, then the newest."""
    rows = connection.execute(
        "select id::text, updated_at::text from ems.jobs order by status <> 'PROCESSING', created_at desc limit %s", (limit,)
    )
    return dict(iter(rows))


def rows(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """These jobs in full; one that this person may not see is not among them."""
    return [row[0] for row in connection.execute(_ROW.encode(), (list(ids),))]


def start(connection: Connection, kind: str, material: str, params: dict[str, Any]) -> str:
    """Its id. Errors: 1583 no such material at school, 1584 too many at once."""
    with _refused({"42501": 1583, "54000": 1584}):
        return str(_one(connection, "select jobs.start(%s, %s, %s)", kind, material, Jsonb(params)))


def retry(connection: Connection, job: str) -> bool:
    return bool(_one(connection, "select jobs.retry(%s)", job))


def cancel(connection: Connection, job: str) -> bool:
    return bool(_one(connection, "select jobs.cancel(%s)", job))


def ticket(connection: Connection, job: str) -> str | None:
    """What n8n's webhook takes; None when there is nothing to tell it."""
    found = _one(connection, "select jobs.ticket(%s)", job)
    return None if found is None else str(found)


def sweep(connection: Connection) -> None:
    connection.execute("select jobs.sweep()")


@contextmanager
def _refused(codes: dict[str, int]) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        if error.sqlstate in codes:
            raise Mistake(codes[error.sqlstate]) from error
        raise


def _one(connection: Connection, statement: str, *given: Any) -> Any:
    row = connection.execute(statement.encode(), given).fetchone()
    assert row
    return row[0]
