"""What a person tries who uses the own login with a SQL prompt instead of the program. Every hole ever found is a line here."""

from __future__ import annotations

import psycopg
import pytest

from ems_desktop.store import install
from tests.world import SchoolWorld, push, uid

MINE, THEIRS = (
    {"scope": uid("math_7a"), "a": uid("math_7a.quiz"), "s": uid("ani")},
    {"scope": uid("math_7b"), "a": uid("math_7b.quiz"), "s": uid("dodi")},
)
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
    "forge the head of a chain": f"update sync.scope set entries = 0, head = '' where id = '{MINE['scope']}'",
    "add to a chain": f"insert into sync.chained values ('{MINE['scope']}', 1, 1, 1, '')",
    "write in an administrator's name": "select sync.note_hand('scores', 'U', null, null, null)",
    "erase the trail's values": "select sync.erase_values(now())",
    "become retention": "set role ems_retention",
    "verify the chain": "select * from sync.verify_chain()",
    "note an export of another's sheet": f"select sync.note_export('x', '{THEIRS['scope']}')",
    "read the trail around its functions": "select * from identity.audit_page(null, null, null, null, null, 9, null, null)",
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
    "write a file": "copy (select 1) to 'evil.txt'",
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
    "another sheet's trail": f"select * from sync.audit(p_scope => '{THEIRS['scope']}')",
    "another sheet as of a day": f"select * from sync.sheet_as_of('{THEIRS['scope']}', now())",
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
        world.session("budi").execute(MUST_RAISE[attack])
    assert refused.value.sqlstate in ("42501", "22023", "28000", "42809", "22P02", "0A000", "42704"), refused.value


@pytest.mark.parametrize("attack", MUST_BE_EMPTY)
def test_shows_nothing(world: SchoolWorld, attack: str) -> None:
    world.session("sri").execute("select 'secret-token'")
    cursor = world.session("budi").execute(MUST_BE_EMPTY[attack])
    while cursor.nextset():
        pass
    assert cursor.fetchall() == []


@pytest.mark.parametrize("known", KNOWN)
def test_known_and_harmless(world: SchoolWorld, known: str) -> None:
    cursor = world.session("budi").execute(KNOWN[known])
    assert cursor.statusmessage


def test_others_cannot_be_become_ended_or_changed(world: SchoolWorld) -> None:
    other = world.login("citra").role
    world.session("citra")
    for statement in (
        f"set role {other}", f"set session authorization {other}", f"alter role {other} password 'x'", f"grant {other} to {world.login('budi').role}",
        f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{other}'",
        f"select pg_cancel_backend(pid) from pg_stat_activity where usename = '{other}'",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            world.session("budi").execute(statement)


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
    for statement in (
        "delete from ems.scores",
        "truncate ems.scores cascade",
        "delete from sync.journal",
        "update sync.journal set title = 'x'",
        "truncate sync.audit_other",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(statement)


def test_what_an_administrator_changes_by_hand_is_stamped_and_audited(world: SchoolWorld) -> None:
    with install.owning(world.server.dsn(), world.database) as connection:
        before = connection.execute("select rev from sync.scope where id = %s", (uid("science_7a"),)).fetchone()
        connection.execute("update ems.scores set value = 71 where assessment_id = %s", (uid("science_7a.quiz"),))
    owner = world.owner()
    revs = owner.execute("select distinct rev from ems.scores where assessment_id = %s", (uid("science_7a.quiz"),)).fetchall()
    assert before
    assert revs == [(before[0] + 1,)]
    trail = owner.execute(
        "select op, before->0->>'value', after->0->>'value' from sync.audit_other where tbl = 'scores' order by id desc limit 1"
    ).fetchone()
    assert trail == ("U", "70.00", "71.00")
