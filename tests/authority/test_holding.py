"""Who holds something and does not let go: a sheet, a snapshot, a count of tries. Others wait a little, or not at all."""

from __future__ import annotations

import secrets

import psycopg
import pytest

from tests.authority.test_gate import at_the_gate
from tests.world import SchoolWorld, cells, push, uid, verifier


def test_a_held_sheet_holds_up_that_sheet_alone_and_only_until_it_is_cleared(world: SchoolWorld) -> None:
    with world.connect("budi", autocommit=False) as holder, world.connect("sri") as office:
        push(holder, cells("math_7a", {("task", "ani"): 3}, seq=30_000))
        office.execute("set lock_timeout = '100 ms'")  # the program waits ten seconds
        with pytest.raises(psycopg.errors.LockNotAvailable):
            world.push("sri", cells("math_7a", {("task", "beni"): 3}), connection=office)
        assert world.push("citra", cells("science_7a", {("task", "ani"): 3}))[0]["status"] == "applied"
        assert world.push("sri", cells("pai_7a", {("task", "ani"): 3}), connection=office)[0]["status"] == "applied"
        while world.superuser("ems_keeper").execute("select keeper.clear_stuck('50 ms')").fetchone() == (0,):
            pass
        assert world.push("sri", cells("math_7a", {("task", "beni"): 3}), connection=office)[0]["status"] == "applied"
        with pytest.raises(psycopg.OperationalError):
            holder.execute("select 1")
    assert world.score("math_7a", "task", "ani") is None


def test_closing_a_semester_waits_for_who_is_making_a_sheet_and_no_longer_than_that(world: SchoolWorld) -> None:
    """Making one holds the semester's row; who does not finish is ended."""
    made = {"kind": "whole", "seq": 31_000, "changes": [
        {"t": "grade_sheets", "scope": uid("held"), "k": {"id": uid("held")}, "op": "i", "b": {},
         "n": {"subject_id": uid("subject.math_7a"), "class_id": uid("7a"), "semester_id": uid("now")}}]}  # fmt: skip
    world.owner().execute("update ems.grade_sheets set deleted = true where id = %s", (uid("math_7a"),))
    with world.connect("budi", autocommit=False) as maker:
        assert push(maker, made)[0]["status"] == "applied"
        owner = world.owner()
        owner.execute("set lock_timeout = '100 ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            owner.execute("update ems.semesters set state = 'closed' where id = %s", (uid("now"),))
        while world.superuser("ems_keeper").execute("select keeper.clear_stuck('50 ms')").fetchone() == (0,):
            pass
        world.owner().execute("update ems.semesters set state = 'closed' where id = %s", (uid("now"),))
        with pytest.raises(psycopg.OperationalError):
            maker.commit()
    world.owner().execute("update ems.semesters set state = 'open' where id = %s", (uid("now"),))
    world.owner().execute("update ems.grade_sheets set deleted = false where id = %s", (uid("math_7a"),))


def test_a_snapshot_from_before_the_sign_out_ends_with_the_kick(world: SchoolWorld) -> None:
    """What it shows was this person's to read when it was taken; it can write nothing, and it does not last."""
    device, other = world.sign_in("citra"), world.sign_in("citra")
    old, here = world.connect_as(device, autocommit=False), world.connect_as(other)
    old.execute("set transaction isolation level repeatable read")
    seen = old.execute("select count(*) from ems.scores").fetchone()
    (number,) = here.execute(
        "select id from identity.my_devices() where not this and revoked_at is null order by id desc limit 1"
    ).fetchone() or (0,)
    assert here.execute("select identity.sign_out_device(%s)", (number,)).fetchone() == (True,)
    assert old.execute("select count(*) from ems.scores").fetchone() == seen
    with pytest.raises(psycopg.Error) as refused:
        push(old, {"seq": 1, "kind": "none"})
    assert refused.value.sqlstate == "25000"
    assert (here.execute("select identity.kick_revoked()").fetchone() or (0,))[0] >= 1
    with pytest.raises(psycopg.OperationalError):
        old.execute("select 1")


def test_a_session_that_ran_out_reads_nothing_in_the_snapshot_it_holds(world: SchoolWorld) -> None:
    login = world.sign_in("dewi")
    held = world.connect_as(login, autocommit=False)
    core = world.superuser("ems_core")
    core.execute("update identity.device set valid_until = clock_timestamp() + interval '300 ms' where login = %s", (login.role,))
    held.execute("set transaction isolation level repeatable read")
    assert held.execute("select count(*) > 0 from ems.scores").fetchone() == (True,)
    while held.execute("select count(*) from ems.scores").fetchone() != (0,):
        pass
    assert held.execute("select identity.me()").fetchone() == (None,)


def test_an_asynchronous_commit_after_a_push_is_the_caller_s_own_risk(world: SchoolWorld) -> None:
    with world.connect("budi", autocommit=False) as connection:
        push(connection, cells("math_7a", {("task", "cici"): 9}, seq=32_000))
        connection.execute("set local synchronous_commit = off")
        connection.commit()
    assert world.score("math_7a", "task", "cici") == 9


def test_guesses_at_an_invitation_are_counted_even_when_they_are_rolled_back(world: SchoolWorld) -> None:
    world.unthrottle()
    states = []
    with at_the_gate(world) as gate:
        gate.autocommit = False
        given = ("AAAA-BBBB-CCCC-DDDD", secrets.token_bytes(32), secrets.token_bytes(16), verifier(gate, "x"))
        for _ in range(60):
            with pytest.raises(psycopg.Error) as refused:
                gate.execute("select identity.sign_up(%s, %s, %s, gen_random_uuid(), '', %s)", given)
            states.append(refused.value.sqlstate)
            gate.rollback()
    world.unthrottle()
    judged = states.count("28P01")
    assert 0 < judged < 60
    assert states == ["28P01"] * judged + ["EM001"] * (60 - judged)


def test_guesses_at_a_password_by_one_s_own_session_are_counted_in_a_savepoint_too(world: SchoolWorld) -> None:
    """A computer left unlocked: whoever sits there does not find out the password by trying."""
    world.unthrottle()
    states = []
    with world.connect("edo", autocommit=False) as connection:
        for _ in range(20):
            with pytest.raises(psycopg.Error) as refused, connection.transaction():
                connection.execute("select identity.set_password(%s, %s, %s)", (b"guess", secrets.token_bytes(32), secrets.token_bytes(16)))
            states.append(refused.value.sqlstate)
        connection.rollback()
    world.unthrottle()
    assert states.count("28P01") == 8
    assert states[8:] == ["EM001"] * 12
