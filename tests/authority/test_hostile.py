"""What a person tries who uses the own login with a SQL prompt instead of the program. Every hole ever found is a line here."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ems_desktop.store import install
from tests.world import GATE_PASSWORD, SchoolWorld, cells, change, push, uid, verifier, whole

MINE, THEIRS = {"scope": uid("math_7a"), "a": uid("math_7a.quiz"), "s": uid("ani")}, {"scope": uid("math_7b"), "a": uid("math_7b.quiz"), "s": uid("dodi")}
OFFICE = uid("sri")
FORGED = f"set ems.push_scopes = '{{{THEIRS['scope']}}}'", f"set ems.push_reads = '{{{THEIRS['scope']}}}'", f"set ems.push_me = '{OFFICE}'"

# Budi at a prompt. Each of these must raise.
MUST_RAISE = {
    "forge an author": f"insert into ems.scores (assessment_id, student_id, scope_id, value, rev, updated_by) values ('{MINE['a']}', '{MINE['s']}', '{MINE['scope']}', 1, 1, '{OFFICE}')",
    "change the own sheet directly": f"update ems.scores set value = 1 where assessment_id = '{MINE['a']}'",
    "change without a new revision": f"update ems.scores set value = 1, rev = rev where assessment_id = '{MINE['a']}'",
    "freeze a revision": f"update sync.scope set rev = 0 where id = '{MINE['scope']}'",
    "change another's sheet": f"update ems.scores set value = 1 where assessment_id = '{THEIRS['a']}'",
    "move a row to another scope": f"update ems.scores set scope_id = '{THEIRS['scope']}' where assessment_id = '{MINE['a']}'",
    "delete a mark": f"delete from ems.scores where assessment_id = '{MINE['a']}'",
    "truncate": "truncate ems.scores",
    "hold peers' rows": f"select 1 from ems.scores where assessment_id = '{MINE['a']}' for update",
    "hold a scope": f"select 1 from sync.scope where id = '{MINE['scope']}' for key share",
    "lock a table": "do $$ begin lock table ems.scores in share row exclusive mode; end $$",
    "edit the journal": f"update sync.journal set person = '{OFFICE}'",
    "add to the journal": f"insert into sync.journal (device, seq, person, kind, status, hash) values (1, 1, '{OFFICE}', 'x', 'x', '')",
    "make oneself the office": f"update ems.user_roles set role = 'kurikulum' where user_id = '{uid('budi')}'",
    "merge into a table": "merge into ems.scores t using (values (1)) v(x) on false when not matched then insert default values",
    "copy into a table": "copy ems.scores from stdin",
    "become the owner": "set role ems_owner",
    "become the core": "set role ems_core",
    "become the writer": "set role ems_writer",
    "become the keeper": "set role ems_keeper",
    "become the installer": "set role ems_admin",
    "become the superuser": "set role postgres",
    "live for ever": "do $$ begin execute format('alter role %I valid until ''infinity''', session_user); end $$",
    "more connections": "do $$ begin execute format('alter role %I connection limit 99', session_user); end $$",
    "grant oneself the office": "do $$ begin execute format('grant ems_office to %I', session_user); end $$",
    "create a role": "create role evil login",
    "put a login": "select keeper.put_login('ems_d_000000000000000000000000', 'x', now(), '{}')",
    "put a login into groups": "select keeper.put_groups(session_user, '{kurikulum}')",
    "end a login": "select keeper.end_login('ems_d_000000000000000000000000')",
    "drop a login": "select keeper.drop_login('ems_d_000000000000000000000000')",
    "kick a login": "select keeper.kick('ems_d_000000000000000000000000')",
    "end sessions directly": "select keeper.clear_stuck()",
    "call the insides of push": "select push.cells_once(1, null, null)",
    "call push's hash": "select push.hash('{}')",
    "call push's whole": "select push.whole(1, null, '{}')",
    "bump a scope": f"select sync.bump('{THEIRS['scope']}')",
    "open a scope": f"select identity.open_scope('classes', '{uid('x')}', '{{}}')",
    "ask what another may write": f"select identity.may_write('{OFFICE}', true, '{{{THEIRS['scope']}}}')",
    "throttle": "select identity.throttle('x', 1, 1)",
    "invite oneself": f"select identity.invite('{uid('budi')}')",
    "make an invitation": f"select identity.new_invitation('{uid('budi')}', null)",
    "set another's password": f"select identity.put_credential('{OFFICE}', '\\x00', '\\x00')",
    "make a session": f"select identity.new_session('{OFFICE}', gen_random_uuid(), '', '')",
    "sign in from inside": "select identity.sign_in_password('a', 'a', gen_random_uuid(), '', '')",
    "ask for a salt": "select identity.salt_for('a')",
    "sweep logins": "select identity.sweep_logins()",
    "read pg_authid": "select * from pg_authid",
    "read pg_shadow": "select * from pg_shadow",
    "read a throttle": "select * from identity.throttle_5",
    "create a table": "create table ems.evil (a int)",
    "create a public table": "create table public.evil (a int)",
    "create a temporary table": "create temp table scores (a int)",
    "create a schema": "create schema evil",
    "create a function": "create function public.evil() returns int language sql as 'select 1'",
    "create an extension": "create extension pgcrypto",
    "create a trigger": "create trigger t before insert on ems.scores for each row execute function sync.t_no_delete()",
    "switch row security off": "select * from ems.student_private, (select set_config('row_security', 'off', false)) x; select * from ems.student_private",
    "run a program": "copy (select 1) to program 'id'",
    "write a file": "copy (select 1) to '/tmp/ems-evil'",
    "read a file": "select pg_read_file('/etc/passwd')",
    "fill the disk with large objects": "select lo_create(0)",
    "notify by function": "select pg_notify('x', 'y')",
    "listen at replication": "select pg_create_logical_replication_slot('x', 'pgoutput')",
}  # fmt: skip

# Each of these must show nothing (or raise).
MUST_BE_EMPTY = {
    "another sheet's marks": f"select * from ems.scores where scope_id = '{THEIRS['scope']}'",
    "another sheet's marks with a forged scope": f"{'; '.join(FORGED)}; select * from ems.scores where scope_id = '{THEIRS['scope']}'",
    "another sheet's journal": f"select * from sync.journal where scope = '{THEIRS['scope']}'",
    "another sheet's check": f"select * from sync.scope_check('{THEIRS['scope']}')",
    "another cell's history": f"select * from sync.cell_history('{THEIRS['a']}', '{THEIRS['s']}')",
    "a leaky function in WHERE": f"select * from ems.scores where scope_id = '{THEIRS['scope']}' and value::text::int8 > -1",
    "what only the office knows": "select * from ems.student_private",
    "another's devices": f"select * from identity.devices_of('{OFFICE}')",
    "another's job": f"select * from ems.jobs where user_id <> '{uid('budi')}'",
    "another's query text": "select query from pg_stat_activity where query like '%secret-token%' and usename <> session_user",
}  # fmt: skip

# What no privilege forbids, known and harmless.
KNOWN = {
    "advisory locks (nothing of ours waits for one)": "select pg_advisory_lock(1)",
    "the NOTIFY statement": "notify ems",
    "names of roles (random ones)": "select count(*) from pg_roles",
    "function sources (no secret in them)": "select prosrc from pg_proc where proname = 'put_login'",
    "own settings": "do $$ begin execute format('alter role %I set work_mem = ''1GB''', session_user); end $$",
}


@pytest.mark.parametrize("attack", MUST_RAISE)
def test_refused(world: SchoolWorld, attack: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        world.session("budi").execute(MUST_RAISE[attack])  # type: ignore[arg-type]
    assert refused.value.sqlstate in ("42501", "22023", "28000", "42809", "22P02", "0A000", "42704"), refused.value


@pytest.mark.parametrize("attack", MUST_BE_EMPTY)
def test_shows_nothing(world: SchoolWorld, attack: str) -> None:
    world.session("sri").execute("select 'secret-token'")
    cursor = world.session("budi").execute(MUST_BE_EMPTY[attack])  # type: ignore[arg-type]
    while cursor.nextset():
        pass
    assert cursor.fetchall() == []


@pytest.mark.parametrize("known", KNOWN)
def test_known_and_harmless(world: SchoolWorld, known: str) -> None:
    world.session("budi").execute(KNOWN[known])  # type: ignore[arg-type]


def test_others_cannot_be_become_ended_or_changed(world: SchoolWorld) -> None:
    other = world.login("citra").role
    world.session("citra")
    for statement in (
        f"set role {other}", f"set session authorization {other}", f"alter role {other} password 'x'", f"grant {other} to {world.login('budi').role}",
        f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{other}'",
        f"select pg_cancel_backend(pid) from pg_stat_activity where usename = '{other}'",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            world.session("budi").execute(statement)  # type: ignore[arg-type]


# Through push.
def row(a: str, s: str, scope: str, **more: Any) -> dict[str, Any]:
    return {"kind": "cells", "title": "x", "scope": scope, "rows": [{"a": a, "s": s, "n": {"value": 1}, "b": {"value": 70}}]} | more


def new(table: str, scope: str, key: dict[str, Any], columns: dict[str, Any], op: str = "i") -> dict[str, Any]:
    return whole(change(table, scope, key, op, columns))


PUSHED = {
    "another's sheet": row(THEIRS["a"], THEIRS["s"], THEIRS["scope"]),
    "my scope, another's assessment": row(THEIRS["a"], THEIRS["s"], MINE["scope"]),
    "another's scope, my assessment": row(MINE["a"], MINE["s"], THEIRS["scope"]),
    "a pupil of another class": row(MINE["a"], uid("dodi"), MINE["scope"]),
    "a pupil of another religion": row(uid("pai_7a.quiz"), uid("beni"), uid("pai_7a")),
    "a pupil who is not listed": row(uid("chess_7a.quiz"), uid("beni"), uid("chess_7a")),
    "a closed semester": row(uid("math_7a.past.quiz"), uid("ani"), uid("math_7a.past")),
    "a sheet for a scope that is a class": row(MINE["a"], MINE["s"], uid("7a")),
    "columns of a mark that are not a person's": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"rev": 99}, "b": {}}]},
    "a mark deleted": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"deleted": True}, "b": {}}]},
    "an assessment under another's sheet": new("assessments", THEIRS["scope"], {"id": uid("h1")}, {"title": "x", "kind": "sas"}),
    "scope_id among the columns": new("assessments", MINE["scope"], {"id": uid("h2")}, {"title": "x", "kind": "sas", "scope_id": THEIRS["scope"]}),
    "a revision among the columns": new("assessments", MINE["scope"], {"id": MINE["a"]}, {"rev": 99}, "u"),
    "an author among the columns": new("assessments", MINE["scope"], {"id": uid("h3")}, {"title": "x", "kind": "sas", "updated_by": OFFICE}),
    "the key among the columns": new("assessments", MINE["scope"], {"id": MINE["a"]}, {"id": THEIRS["a"]}, "u"),
    "SQL in a column's name": new("assessments", MINE["scope"], {"id": MINE["a"]}, {"title\" = 'x' --": 1}),
    "SQL in a key's name": new("assessments", MINE["scope"], {"id\" = id or true --": MINE["a"]}, {"title": "x"}, "u"),
    "a key smuggled in": new("assessments", MINE["scope"], {"id": uid("h4"), "scope_id": THEIRS["scope"]}, {"title": "x", "kind": "sas"}),
    "a column given at birth, later": new("subjects", MINE["scope"], {"id": uid("subject.math_7a")}, {"listed": True}, "u"),
    "a table not in the list": new("jobs", MINE["scope"], {"id": uid("h5")}, {"kind": "x"}),
    "a table of another schema": new("identity.device", MINE["scope"], {"id": "1"}, {"login": "x"}),
    "marks in a whole set": new("scores", MINE["scope"], {"assessment_id": MINE["a"], "student_id": MINE["s"]}, {"value": 1}),
    "the id of a hidden row": new("assessments", MINE["scope"], {"id": THEIRS["a"]}, {"title": "x", "kind": "sas"}),
    "a table of another kind of scope": new("enrolments", MINE["scope"], {"class_id": uid("7a"), "student_id": uid("dodi")}, {"deleted": False}),
    "a pupil into a class": new("enrolments", uid("7a"), {"class_id": uid("7a"), "student_id": uid("dodi")}, {"deleted": False}),
    "oneself into a subject": new("subject_teachers", uid("7a"), {"subject_id": uid("subject.science_7a"), "teacher_id": uid("budi")}, {"deleted": False}),
    "a sheet for a subject one does not teach": new("grade_sheets", uid("h6"), {"id": uid("h6")}, {"subject_id": uid("subject.science_7a"), "class_id": uid("7a"), "semester_id": uid("now")}),
    "a sheet of another class's subject": new("grade_sheets", uid("h7"), {"id": uid("h7")}, {"subject_id": uid("subject.math_7a"), "class_id": uid("7b"), "semester_id": uid("now")}),
    "a sheet in a closed semester": new("grade_sheets", uid("h8"), {"id": uid("h8")}, {"subject_id": uid("subject.chess_7a"), "class_id": uid("7a"), "semester_id": uid("past")}),
    "a sheet in a semester to come": new("grade_sheets", uid("h9"), {"id": uid("h9")}, {"subject_id": uid("subject.chess_7a"), "class_id": uid("7a"), "semester_id": uid("next")}),
    "a sheet with the id of another's": new("grade_sheets", THEIRS["scope"], {"id": THEIRS["scope"]}, {"subject_id": uid("subject.math_7a"), "class_id": uid("7a"), "semester_id": uid("now")}),
    "a class": new("classes", uid("h10"), {"id": uid("h10")}, {"name": "x", "grade_level": 7, "year": 2026}),
    "a grade for a subject one does not teach": new("grades", MINE["scope"], {"id": uid("h11")}, {"student_id": uid("ani"), "subject_id": uid("subject.science_7a"), "semester": "20261", "grade_value": 1}),
    "a grade for another semester": new("grades", MINE["scope"], {"id": uid("h12")}, {"student_id": uid("ani"), "subject_id": uid("subject.math_7a"), "semester": "20252", "grade_value": 1}),
    "a grade for a pupil of another class": new("grades", MINE["scope"], {"id": uid("h13")}, {"student_id": uid("dodi"), "subject_id": uid("subject.math_7a"), "semester": "20261", "grade_value": 1}),
    "a key of another type": new("assessments", MINE["scope"], {"id": {"a": 1}}, {"title": "x"}, "u"),
    "a scope that is none": new("assessments", "g" * 36, {"id": uid("h14")}, {"title": "x"}),
    "rows that are no list": {"kind": "cells", "scope": MINE["scope"], "rows": {"a": 1}},
    "rows of numbers": {"kind": "cells", "scope": MINE["scope"], "rows": [1, 2]},
    "no rows": {"kind": "cells", "scope": MINE["scope"], "rows": []},
    "no scope": {"kind": "cells", "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"value": 1}}]},
    "an unreadable uuid": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": "x", "s": MINE["s"], "n": {"value": 1}}]},
    "a cell twice": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"value": v}, "b": {"value": 70}} for v in (1, 2)]},
    "an infinite number": {"kind": "cells", "scope": MINE["scope"], "rows": [{"a": MINE["a"], "s": MINE["s"], "n": {"value": 10**400}, "b": {"value": 70}}]},
    "changes that are no list": {"kind": "whole", "changes": "x"},
    "changes of nothing": {"kind": "whole", "changes": [None, 1]},
    "no kind": {},
    "an unknown kind": {"kind": "rows"},
    "five thousand and one rows": {"kind": "cells", "scope": MINE["scope"], "rows": [{}] * 5001},
    "more than four megabytes": {"kind": "cells", "scope": MINE["scope"], "rows": [{"n": {"note": "x" * 4_300_000}}]},
}  # fmt: skip


@pytest.mark.parametrize("attack", PUSHED)
def test_refused_by_push_without_a_hint(world: SchoolWorld, attack: str) -> None:
    """Refused, nothing of a hidden row in the answer, and the good set behind it in the batch gets through."""
    before = world.score("math_7a", "task", "cici")
    good = cells("math_7a", {("task", "cici"): (before or 0) + (1 if (before or 0) < 40 else -40)}, {("task", "cici"): before})
    bad, well = world.push("budi", dict(PUSHED[attack]), good)
    assert bad["status"] == "refused", bad
    assert "detail" not in bad
    assert "70" not in str(bad.get("cells", ""))
    assert well["status"] == "applied", well


def test_forged_settings_do_not_help_a_push(world: SchoolWorld) -> None:
    connection = world.session("budi")
    for statement in FORGED:
        connection.execute(statement)  # type: ignore[arg-type]
    assert world.push("budi", row(THEIRS["a"], THEIRS["s"], THEIRS["scope"]))[0]["status"] == "refused"
    connection.execute("set search_path = pg_temp, public")
    assert push(connection) == []
    connection.execute("reset all")


@pytest.mark.parametrize(("setting", "state"), [("set synchronous_commit = off", "55000"), ("set default_transaction_isolation = 'repeatable read'", "25000")])
def test_push_refuses_a_session_that_would_forget_or_remember_too_much(world: SchoolWorld, setting: str, state: str) -> None:
    with world.connect("budi") as connection:
        connection.execute(setting)  # type: ignore[arg-type]
        with pytest.raises(psycopg.Error) as refused:
            push(connection, {"seq": 10_000, "kind": "none"})
        assert refused.value.sqlstate == state


@pytest.mark.parametrize("batch", [[{"kind": "cells"}], [{"seq": 1}, {"seq": 1}], [{"seq": "x"}], [{"seq": 1.5}], [{"seq": 10**30}], [1], [{"seq": n} for n in range(1, 1002)]])
def test_a_batch_that_cannot_be_counted_is_an_error_and_leaves_no_trace(world: SchoolWorld, batch: list[Any]) -> None:
    with pytest.raises(psycopg.Error) as refused:
        push(world.session("citra"), *batch)
    assert refused.value.sqlstate in ("22023", "22P02", "22003", "54000")


# The gate.
@contextlib.contextmanager
def at_the_gate(world: SchoolWorld) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD), autocommit=True) as gate:
        yield gate


@pytest.mark.parametrize("statement", ["select * from ems.scores", "select * from ems.users", "select * from identity.device", "select identity.me()", "select sync.push('{}')",
                                       "select keeper.heal_gate()", "create temp table x (a int)", "create table identity.x (a int)", "select * from sync.epoch"])  # fmt: skip
def test_the_gate_does_nothing_but_sign_in(world: SchoolWorld, statement: str) -> None:
    with at_the_gate(world) as gate, pytest.raises(psycopg.errors.InsufficientPrivilege):
        gate.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize("evil", ["alter role ems_gate password 'x'", "alter role ems_gate set default_transaction_read_only = on", "alter role ems_gate set statement_timeout = 1"])
def test_a_broken_gate_is_healed_by_anyone_who_is_signed_in(world: SchoolWorld, evil: str) -> None:
    signed_in = world.session("ani")
    with at_the_gate(world) as gate:
        gate.execute(evil)  # type: ignore[arg-type]
    signed_in.execute("select keeper.heal_gate()")
    world.sign_in("ani")


@pytest.mark.parametrize("bad", ["plain", "md5" + "0" * 32, "SCRAM-SHA-256$4096:AAAA' superuser --$x:y", "", None])
def test_only_a_scram_verifier_becomes_a_login(world: SchoolWorld, bad: str | None) -> None:
    with at_the_gate(world) as gate, pytest.raises(psycopg.errors.InvalidParameterValue):
        salt = gate.execute("select identity.salt_for('edo')").fetchone()
        assert salt
        owner = world.superuser("ems_core")
        code = owner.execute("select identity.new_invitation(%s, null)", (uid("edo"),)).fetchone()
        assert code
        gate.execute("select identity.sign_up(%s, %s, %s, gen_random_uuid(), '', %s)", (code[0], secrets.token_bytes(32), secrets.token_bytes(16), bad))


def test_guesses_are_throttled_even_when_they_are_rolled_back(world: SchoolWorld) -> None:
    judged = throttled = 0
    with psycopg.connect(world.server.dsn(world.database, "ems_gate", GATE_PASSWORD)) as gate:
        good = verifier(gate, "x")
        for _ in range(30):
            try:
                gate.execute("select identity.sign_in_password(%s, %s, gen_random_uuid(), '', %s)", (world.email("dewi"), secrets.token_bytes(32), good))
            except psycopg.Error as error:
                judged += error.sqlstate == "28P01"
                throttled += error.sqlstate == "EM001"
            gate.rollback()
    assert (judged, throttled) == (8, 22)


def test_strangers_do_not_lock_out_a_known_device(world: SchoolWorld) -> None:
    known = world.sign_in("citra")
    with at_the_gate(world) as gate:
        good = verifier(gate, "x")
        for _ in range(20):
            with contextlib.suppress(psycopg.Error):
                gate.execute("select identity.sign_in_password(%s, %s, gen_random_uuid(), '', %s)", (world.email("citra"), secrets.token_bytes(32), good))
    with pytest.raises(psycopg.Error, match="too many tries"):
        world.sign_in("citra")
    assert world.sign_in("citra", known.device).role == known.role


def test_a_login_holds_three_connections(world: SchoolWorld) -> None:
    login = world.sign_in("cici")
    for _ in range(3):
        world.connect_as(login)
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        world.connect_as(login)


def test_a_writer_who_holds_others_up_is_ended_and_a_fresh_one_is_not(world: SchoolWorld) -> None:
    with world.connect("budi", autocommit=False) as stuck:
        push(stuck, {"seq": 20_000, "kind": "none"})
        assert world.session("citra").execute("select sync.clear_stuck()").fetchone() == (0,)
        keeper = world.superuser("ems_keeper")
        while keeper.execute("select keeper.clear_stuck('50 ms')").fetchone() == (0,):  # the same, with less patience
            pass
        with pytest.raises(psycopg.OperationalError):
            stuck.execute("select 1")


def test_the_owner_cannot_remove_rows_or_the_trail_either(world: SchoolWorld) -> None:
    owner = world.owner()
    for statement in ("delete from ems.scores", "truncate ems.scores cascade", "delete from sync.journal", "update sync.journal set title = 'x'", "truncate sync.audit_other"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(statement)  # type: ignore[arg-type]


def test_what_an_administrator_changes_by_hand_is_stamped_and_audited(world: SchoolWorld) -> None:
    with install.owning(world.server.dsn(), world.database) as connection:
        before = connection.execute("select rev from sync.scope where id = %s", (uid("science_7a"),)).fetchone()
        connection.execute("update ems.scores set value = 71 where assessment_id = %s", (uid("science_7a.quiz"),))
    owner = world.owner()
    revs = owner.execute("select distinct rev from ems.scores where assessment_id = %s", (uid("science_7a.quiz"),)).fetchall()
    assert before
    assert revs == [(before[0] + 1,)]
    trail = owner.execute("select op, before->0->>'value', after->0->>'value' from sync.audit_other where tbl = 'scores' order by id desc limit 1").fetchone()
    assert trail == ("U", "70.00", "71.00")
