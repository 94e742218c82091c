"""What a teacher tries with functions that are not his, and what holds others up. The rest of what is tried at a prompt: `attacks.py`."""

from __future__ import annotations

import psycopg
import pytest

from ems_desktop.store import install
from tests.world import SchoolWorld, push, uid

MINE = {"scope": uid("math_7a")}
THEIRS = {"scope": uid("math_7b"), "a": uid("math_7b.quiz"), "s": uid("dodi")}
OFFICE = uid("sri")

# Budi at a prompt. Each of these must raise.
MUST_RAISE = {
    "forge the head of a chain": f"update sync.scope set entries = 0, head = '' where id = '{MINE['scope']}'",
    "add to a chain": f"insert into sync.chained values ('{MINE['scope']}', 1, 1, 1, '')",
    "write in an administrator's name": "select sync.note_hand('scores', 'U', null, null, null)",
    "erase the trail's values": "select sync.erase_values(now())",
    "become retention": "set role ems_retention",
    "verify the chain": "select * from sync.verify_chain()",
    "note an export of another's sheet": f"select sync.note_export('x', '{THEIRS['scope']}')",
    "read the trail around its functions": "select * from identity.audit_page(null, null, null, null, null, 9, null, null)",
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
    "lock what another may write": f"select identity.lock_scopes('{OFFICE}', true, '{{{THEIRS['scope']}}}')",
    "admit a mark without push": f"select identity.admit_mark(1, '{THEIRS['scope']}', '{THEIRS['a']}', '{THEIRS['s']}', 1)",
    "throttle": "select identity.tries('x', 1)",
    "invite oneself": f"select identity.invite('{uid('budi')}')",
    "make an invitation": f"select identity.new_invitation('{uid('budi')}', null)",
    "set another's password": f"select identity.put_credential('{OFFICE}', '\\x00', '\\x00')",
    "make a session": f"select identity.new_session('{OFFICE}', gen_random_uuid(), '', '')",
    "sign in from inside": "select identity.sign_in_password('a', 'a', gen_random_uuid(), '', '')",
    "sign in by Google from inside": "select identity.sign_in_google('a', 'a', gen_random_uuid(), '', '')",
    "ask for a nonce": "select identity.google_nonce()",
    "bring Google's keys": "select identity.put_google_keys('{\"keys\": []}')",
    "become the keeper of Google's keys": "set role ems_google_keys",
    "bind an own Google account to the office": f"select identity.bind_google('{OFFICE}', '1')",
    "take the office's Google account away": f"select identity.forget_google('{OFFICE}')",
    "let another program's tokens in": "select identity.set_google('{evil}', '{}')",
    "hear the office's alarms": "select * from identity.alarms()",
    "take an invitation": "select identity.take_invitation('x')",
    "ask for a salt": "select identity.salt_for('a')",
    "sweep logins": "select identity.sweep_logins()",
    "read a throttle": "select * from identity.throttle_5",
}  # fmt: skip


@pytest.mark.parametrize("attack", MUST_RAISE)
def test_refused(world: SchoolWorld, attack: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        world.session("budi").execute(MUST_RAISE[attack])
    assert refused.value.sqlstate in ("42501", "22023", "28000", "42809", "22P02", "0A000", "42704"), refused.value


def test_a_login_holds_five_connections(world: SchoolWorld) -> None:
    login = world.sign_in("cici")
    for _ in range(5):
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
