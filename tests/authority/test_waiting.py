"""Who waits for a lock is judged by what is true when the wait ends, not when it began; a mark alone as well as a paste."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

import psycopg
import pytest

from tests.world import Login, SchoolWorld, cells, push, uid

HELD = {
    "device": "select from identity.device where login = %(login)s for update",
    "sheet": "select from sync.scope where id = %(sheet)s for no key update",
}
TAKEN = {
    "subject": "update ems.subject_teachers set deleted = {} where teacher_id = %(me)s",
    "role": "update ems.user_roles set deleted = {} where user_id = %(me)s",
    "account": "update ems.users set active = not {} where id = %(me)s",
    "semester": "update ems.semesters set state = case when {} then 'closed' else 'open' end where id = %(now)s",
}
NUMBERS = count(1)
MARKS = {"a mark alone": ("ani",), "a paste": ("ani", "cici")}


@pytest.fixture(scope="module")
def line(world: SchoolWorld) -> Login:
    return world.sign_in("budi")


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def sent(pupils: tuple[str, ...], value: int, seq: int) -> dict[str, Any]:
    return cells("math_7a", {("quiz", pupil): value for pupil in pupils}, {("quiz", pupil): 70 for pupil in pupils}, seq=seq)


def until_it_waits(observer: psycopg.Connection[Any], waiting: Future[Any], pid: int) -> None:
    while observer.execute("select pg_blocking_pids(%s) = '{}'", (pid,)).fetchone() == (True,):
        assert not waiting.done()


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("taken", TAKEN)
@pytest.mark.parametrize("held", HELD)
def test_what_is_taken_away_while_a_push_waits_is_not_written(
    world: SchoolWorld, line: Login, pool: ThreadPoolExecutor, held: str, taken: str, marks: str
) -> None:
    names = {"login": line.role, "sheet": uid("math_7a"), "me": uid("budi"), "now": uid("now")}
    office = world.superuser()
    with world.connect_as(line) as connection:
        with office.transaction():
            office.execute(HELD[held], names)
            waiting = pool.submit(push, connection, sent(MARKS[marks], 71, next(NUMBERS)))
            until_it_waits(office, waiting, connection.info.backend_pid)
            office.execute(TAKEN[taken].format("true"), names)
        try:
            assert waiting.result()[0]["status"] == "refused"
        except psycopg.Error as ended:
            assert ended.sqlstate in ("28000", "42501")  # noqa: PT017 — refused, or nobody is there any more
    world.superuser().execute(TAKEN[taken].format("false"), names)
    assert world.score("math_7a", "quiz", "ani") == 70


@pytest.mark.parametrize(
    ("value", "ends", "status"), [(71, "commit", ("applied", True)), (72, "commit", ("fork", True)), (72, "rollback", ("applied", None))]
)
def test_a_mark_sent_twice_at_once_is_done_once(
    world: SchoolWorld, pool: ThreadPoolExecutor, value: int, ends: str, status: tuple[str, bool | None]
) -> None:
    login = world.sign_in("budi")
    with world.connect_as(login, autocommit=False) as first, world.connect_as(login) as second:
        push(first, sent(("beni",), 71, 5))
        waiting = pool.submit(push, second, sent(("beni",), value, 5))
        until_it_waits(world.superuser(), waiting, second.info.backend_pid)
        getattr(first, ends)()
        answer = waiting.result()[0]
    assert (answer["status"], answer.get("again")) == status
    assert world.score("math_7a", "quiz", "beni") == (71 if ends == "commit" else value)
    world.owner().execute(
        "update ems.scores set value = 70 where assessment_id = %s and student_id = %s", (uid("math_7a.quiz"), uid("beni"))
    )
