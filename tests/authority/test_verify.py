"""The lint of the catalogue: a fresh school has no fault, and each fault that somebody could make is found."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from ems_desktop.store.verify import RULES, verify
from tests.servers import Server
from tests.world import SchoolWorld

# rule → what breaks it, as the superuser, inside a transaction that is rolled back
SABOTAGE = {
    "no_force": "alter table ems.scores no force row level security",
    "unpinned": "alter function sync.push(jsonb) reset search_path",
    "public_function": "grant execute on function keeper.kick(name) to public",
    "public_table": "grant select on ems.scores to public",
    "public_schema": "grant usage on schema push to public",
    "client_writes": "grant update (value) on ems.scores to ems_teacher",
    "client_secrets": "grant select (proof) on identity.credential to ems_office",
    "client_creates": "grant create on schema ems to ems_user",
    "gate": "grant select on ems.school to ems_gate",
    "key_keeper": "grant execute on function identity.put_google_keys(jsonb) to ems_office",
    "n8n": "grant execute on function jobs.claim(uuid, text) to ems_office",
    "strong_role": "alter role ems_writer bypassrls",
    "strong_member": "grant ems_owner to ems_gate",
    "writer_deletes": "grant delete on ems.scores to ems_writer",
    "no_policy": "create table ems.bare (id int)",
    "not_alive": "drop policy alive on ems.scores",
    "no_index": "drop index ems.ix_scores_student_id",
    "trigger_off": "alter table ems.scores disable trigger stamp",
    "unregistered": "delete from sync.synced where tbl = 'scores'",
    "no_scope": "delete from sync.scope where kind = 'class'",
    "advisory_locks": "grant execute on function pg_advisory_lock(bigint) to public",
    "other_databases": "grant connect on database postgres to public",
    "no_guard": "alter event trigger ems_no_ddl disable",
    "large_objects": "grant execute on function lo_create(oid) to public",
}


@pytest.fixture
def admin(world: SchoolWorld) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(world.server.dsn(world.database)) as connection:
        yield connection
        connection.rollback()


def test_a_fresh_school_has_no_fault_but_its_server_s_age(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    assert {found.rule for found in verify(admin)} <= {"unpatched"}


@pytest.mark.parametrize("rule", SABOTAGE)
def test_each_fault_is_found_and_said(admin: psycopg.Connection[tuple[object, ...]], rule: str) -> None:
    admin.execute(SABOTAGE[rule])
    found = [one for one in verify(admin) if one.rule == rule]
    assert found
    assert found[0].what in found[0].text()
    assert "{" not in found[0].text()


def test_every_rule_has_a_fault_that_shows_it_sees(postgres18: Server) -> None:
    del postgres18
    assert set(SABOTAGE) | {"unpatched", "too_old"} == set(RULES)
