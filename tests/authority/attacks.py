"""What is tried at a SQL prompt, and what PostgreSQL must answer: an attack a line, for each of the five who may sit there.

An answer is one or several SQLSTATEs ("42501"), `EMPTY` (it runs and shows nothing), or the reason why it may run: it is then harmless, and
the test holds it to that, for nothing in the school may have changed. `{}` in a statement stands for the session's own login role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.authority.prompts import ROLES, Role
from tests.world import uid

EMPTY = "shows nothing"
OWN = "only that connection's own matter"
DENIED = "42501"
NO_DDL = "42501"  # by the guard, or because there is no place where one might create
Answer = str | Mapping[Role, str]


@dataclass(frozen=True)
class Attack:
    """`before` runs first and must run; `undo` puts back what is one's own right to change."""

    subject: str
    name: str
    sql: str
    answer: Answer
    before: tuple[str, ...] = ()
    undo: str = ""

    def told(self) -> dict[str, list[Role]]:
        """Each answer, and who gets it. Who is not named may do this by right."""
        by_answer: dict[str, list[Role]] = {}
        for role in ROLES:
            answer = self.answer if isinstance(self.answer, str) else self.answer.get(role)
            if answer:
                by_answer.setdefault(answer, []).append(role)
        return by_answer


def people(answer: str) -> dict[Role, str]:
    """The same for all who may read at all. The gate may use no schema but identity."""
    return {role: DENIED if role == "gate" else answer for role in ROLES}


def strangers(answer: str) -> dict[Role, str]:
    """For all but the office, whose right it is."""
    return {role: told for role, told in people(answer).items() if role != "office"}


def _all(subject: str, answer: Answer, **attacks: str) -> Iterator[Attack]:
    for name, sql in attacks.items():
        yield Attack(subject, name.replace("_", " "), sql, answer)


def _become() -> Iterator[Attack]:
    for name in ("ems_owner", "ems_core", "ems_writer", "ems_keeper", "ems_admin", "postgres", "pg_read_all_data", "pg_write_all_data",
                 "pg_execute_server_program", "pg_read_server_files", "pg_signal_backend", "pg_monitor", "pg_maintain"):  # fmt: skip
        yield Attack("SET ROLE", name, f"set role {name}", "42501 42704 22023")
    yield Attack(
        "SET ROLE",
        "its own group, which sees less",
        "set role ems_user; select * from ems.scores",
        people(EMPTY),
    )
    yield Attack("SET ROLE", "the office's group", "set role ems_office; select * from ems.student_private", people(DENIED))
    yield Attack("SET ROLE", "the teachers' group", "set role ems_teacher; select * from ems.scores", people(DENIED))
    yield Attack("SET ROLE", "by set_config", "select set_config('role', 'ems_owner', false)", "42501 22023")
    yield Attack("SET ROLE", "none, which is oneself", "set role none", OWN)


def _forge() -> Iterator[Attack]:
    yield from _all(
        "forge identity", DENIED,
        be_another="set session authorization '{other}'", be_another_by_set_config="select set_config('session_authorization', '{other}', false)",
        be_the_superuser="set session authorization postgres", take_another_s_login="alter role {other} password 'x'", give_oneself_another_s="grant {other} to {me}",
        give_oneself_the_office="grant ems_office to {me}", make_a_login="create role evil login", make_a_superuser="alter role {me} superuser",
        pass_by_the_policies="alter role {me} bypassrls", live_for_ever="alter role {me} valid until 'infinity'", end_another="drop role {other}",
        end_another_s_session="select pg_terminate_backend(pid) from pg_stat_activity where usename = '{other}'",
        write_oneself_a_role=f"update ems.user_roles set role = 'kurikulum' where user_id = '{uid('budi')}'",
        break_off_another_s_statement="select pg_cancel_backend(pid) from pg_stat_activity where usename = '{other}'",
    )  # fmt: skip
    told = "set ems.push_me = '{0}'; set ems.push_scopes = '{{{1}}}'; set ems.push_reads = '{{{1}}}'"
    forged = told.format(uid("sri"), uid("math_7b"))
    yield Attack(
        "forge identity",
        "by the settings of push",
        f"{forged}; select * from ems.scores where scope_id = '{uid('math_7b')}'",
        strangers(EMPTY),
    )
    yield Attack("forge identity", "the answer of who one is stays the same", "set search_path = pg_temp, public, ems; select identity.me() where identity.me() = '"
                 + uid("sri") + "'", strangers(EMPTY))  # fmt: skip
    yield Attack("forge identity", "another name for the login", "alter role {me} rename to ems_office_2", "42501 0A000")
    yield Attack("forge identity", "another application's name", "set application_name = 'psql'", OWN)


def _shadow() -> Iterator[Attack]:
    yield from _all(
        "search_path and temp tables", NO_DDL,
        temporary_table="create temp table scores (a int)", temporary_table_as="create temp table scores as select 1", temporary_view="create temp view users as select 1",
        temporary_sequence="create temp sequence s", select_into="select 1 into temp scores", temporary_function="create function pg_temp.f() returns int language sql as 'select 1'",
        temporary_type="create type pg_temp.t as (a int)", public_table="create table public.scores (a int)", table_among_ours="create table ems.evil (a int)",
        own_schema="create schema evil", own_schema_of_the_name="create schema {me}", view="create view public.v as select 1",
    )  # fmt: skip
    yield Attack("search_path and temp tables", "push with a path of one's own", "set search_path = pg_temp, public; select sync.push('{{\"sets\": []}}')",
                 {"office": OWN, "teacher": OWN, "pupil": DENIED, "gate": DENIED, "ended": "28000"})  # fmt: skip


def _inject() -> Iterator[Attack]:
    yield from _all(
        "function injection", NO_DDL,
        function="create function public.evil() returns int language sql as 'select 1'", procedure="create procedure public.evil() language sql as 'select 1'",
        aggregate="create aggregate public.evil (int) (sfunc = int4pl, stype = int)", operator="create operator public.= (leftarg = uuid, rightarg = uuid, function = uuid_eq)",
        operator_class="create operator class public.c default for type uuid using btree as operator 1 =", domain="create domain public.d as text", type_="create type public.t as (a int)",
        cast="create cast (text as int) with inout", push_itself="create or replace function sync.push(batch jsonb) returns jsonb language sql as 'select batch'",
        me_itself="create or replace function identity.me() returns uuid language sql as 'select null::uuid'", own_push="alter function sync.push(jsonb) owner to {me}",
        unpin_push="alter function sync.push(jsonb) reset search_path", c_function="create function public.c() returns int language c as 'libc', 'getpid'",
        trigger="create trigger t before insert on ems.scores for each row execute function sync.t_no_delete()", rule="create rule r as on insert to ems.scores do instead nothing",
        event_trigger="create event trigger e on ddl_command_start execute function keeper.no_ddl()", policy="create policy p on ems.scores using (true)",
        drop_a_policy="drop policy alive on ems.scores", change_a_policy="alter policy office on ems.scores to public", extension="create extension pgcrypto",
        untrusted_language="create language plpython3u", collation='create collation public.c from "C"', statistics="create statistics public.s on id, name from ems.users",
        conversion="create conversion public.c for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1", foreign_server="create foreign data wrapper w",
        publication="create publication p for all tables", subscription="create subscription s connection 'host=x' publication p with (connect = false)",
    )  # fmt: skip
    yield Attack("function injection", "a block of code with one's own rights", "do $$ begin perform 1; end $$", OWN)
    yield Attack(
        "function injection",
        "a leaky function in WHERE",
        f"select * from ems.scores where scope_id = '{uid('math_7b')}' and value::text::int8 > -1",
        strangers(EMPTY),
    )


def _policies() -> Iterator[Attack]:
    for group in ("ems_user", "ems_office", "ems_teacher", "ems_student", "{me}"):
        yield Attack("undo the policies", f"DROP OWNED BY {group}".replace("{me}", "oneself"), f"drop owned by {group}", DENIED)
    yield from _all(
        "undo the policies", "42501 42601",
        default_privileges="alter default privileges grant select on tables to public", default_privileges_of_the_group="alter default privileges for role ems_user grant select on tables to public",
        pass_a_right_on="grant select on ems.users to public", pass_push_on="grant execute on function sync.push(jsonb) to public", take_a_right_away="revoke select on ems.users from ems_user",
        row_security_off_for_a_table="alter table ems.scores disable row level security", no_force="alter table ems.scores no force row level security", own_the_table="alter table ems.scores owner to {me}",
        drop_the_table="drop table ems.scores", drop_the_schema="drop schema ems cascade", drop_the_guard="drop event trigger ems_no_ddl", guard_off="alter event trigger ems_no_ddl disable",
        another_name="alter table ems.scores rename to points", a_column_more="alter table ems.scores add column evil int", comment="comment on table ems.scores is 'x'", index="create index on ems.scores (value)",
    )  # fmt: skip


def _limits() -> Iterator[Attack]:
    yield from _all(
        "lift limits", "42501 42704",
        room_for_sorts="set temp_file_limit = -1", replication_s_role="set session_replication_role = replica", triggers_off="alter table ems.scores disable trigger all",
        event_triggers_off="set event_triggers = off", connections="alter role {me} connection limit 99", a_server_s_setting="alter system set max_connections = 1000", reload="select pg_reload_conf()",
        log_nothing="set log_min_messages = panic", a_library="load 'auto_explain'", zero_damaged_pages="set zero_damaged_pages = on", system_columns="set allow_system_table_mods = on",
    )  # fmt: skip
    yield Attack("lift limits", "row security off, then read", "set row_security = off; select * from ems.student_private", people(DENIED))
    for name, sql in {
        "statement timeout": "set statement_timeout = 0", "lock timeout": "set lock_timeout = 0", "idle transactions": "set idle_in_transaction_session_timeout = 0",
        "memory": "set work_mem = '2GB'", "rights of a definer are its owner's, not these": "set default_transaction_deferrable = on",
    }.items():  # fmt: skip
        yield Attack("lift limits", name, sql, OWN)
    yield Attack(
        "lift limits", "for one's own login, for good", "alter role {me} set work_mem = '2GB'", OWN, undo="alter role {me} reset all"
    )
    refused: dict[Role, str] = {"office": "55000", "teacher": "55000", "pupil": DENIED, "gate": DENIED, "ended": "28000"}
    yield Attack(
        "synchronous_commit = off",
        "before a push",
        'set synchronous_commit = off; select sync.push(\'{{"sets": [{{"seq": 1}}]}}\')',
        refused,
    )
    yield Attack(
        "synchronous_commit = off",
        "after it, before COMMIT",
        "set synchronous_commit = off",
        "only that connection's own last second before a crash",
    )


def _holding() -> Iterator[Attack]:
    for mode in ("row exclusive", "share update exclusive", "share", "share row exclusive", "exclusive", "access exclusive"):
        yield Attack("LOCK TABLE", mode, f"lock table ems.scores in {mode} mode", DENIED, before=("begin",))
    yield Attack(
        "LOCK TABLE",
        "as any reader does",
        "lock table ems.scores in access share mode",
        people("holds up an upgrade alone, and its transaction is ended when idle"),
        before=("begin",),
    )
    yield Attack("LOCK TABLE", "of the catalogue", "lock table pg_class in row exclusive mode", DENIED, before=("begin",))
    for name, sql in {"for update": "for update", "for share": "for share", "for key share": "for key share"}.items():
        yield Attack("hold a row", f"a mark {name}", f"select 1 from ems.scores {sql}", DENIED)
        yield Attack("hold a row", f"a scope {name}", f"select 1 from sync.scope {sql}", DENIED)
    for call in (
        "pg_advisory_lock(1)",
        "pg_advisory_lock_shared(1, 2)",
        "pg_advisory_xact_lock(1)",
        "pg_try_advisory_lock(1)",
        "pg_try_advisory_xact_lock_shared(1)",
    ):
        yield Attack("advisory locks", call, f"select {call}", DENIED)
    yield Attack("advisory locks", "all that the server has", "select pg_advisory_lock(g) from generate_series(1, 1000000) g", DENIED)
    yield Attack(
        "an idle transaction",
        "with a snapshot",
        "select 1",
        "holds no row; sync.clear_stuck() ends it",
        before=("begin isolation level repeatable read",),
    )
    yield Attack(
        "an idle transaction",
        "prepared, without a session",
        "prepare transaction 'x'",
        "55000",
        before=("begin", "select pg_current_xact_id()"),
    )


def _audit() -> Iterator[Attack]:
    for table in ("sync.journal", "sync.audit_other", "sync.tombstone", "sync.scope", "sync.epoch"):
        yield Attack("tamper with the trail", f"rewrite {table}", f"update {table} set {_FIRST[table]} = {_FIRST[table]}", DENIED)
        yield Attack("tamper with the trail", f"cut {table}", f"delete from {table}", DENIED)
        yield Attack("tamper with the trail", f"empty {table}", f"truncate {table}", DENIED)
        yield Attack("tamper with the trail", f"add to {table}", f"insert into {table} default values", DENIED)
        yield Attack("tamper with the trail", f"copy into {table}", f"copy {table} from stdin", DENIED)
    yield from _all(
        "tamper with the trail",
        DENIED,
        drop_it="drop table sync.journal",
        let_it_be_rewritten="alter table sync.journal disable trigger append_only",
    )


_FIRST = {"sync.journal": "device", "sync.audit_other": "tbl", "sync.tombstone": "scope_id", "sync.scope": "id", "sync.epoch": "one"}


def _moves() -> Iterator[Attack]:
    there, here = uid("math_7b"), uid("math_7a")
    for table in ("scores", "assessments", "grades", "enrolments", "students", "student_private", "classes"):
        yield Attack("move a row", table, f"update ems.{table} set scope_id = '{there}' where scope_id = '{here}'", DENIED)
    yield Attack(
        "hidden parents",
        "a mark under another's assessment",
        f"insert into ems.scores (assessment_id, student_id, scope_id) values ('{uid('math_7b.quiz')}', '{uid('ani')}', '{here}')",
        DENIED,
    )
    yield Attack(
        "probe unique indexes",
        "a NISN",
        "insert into ems.students (id, scope_id, nisn) values (gen_random_uuid(), gen_random_uuid(), '0090000001') on conflict do nothing",
        DENIED,
    )
    yield Attack(
        "probe unique indexes",
        "an address, by MERGE",
        "merge into ems.users u using (values ('sri@sekolah.test')) v(e) on u.email = v.e when not matched then insert (id) values (null)",
        DENIED,
    )


def _server() -> Iterator[Attack]:
    yield from _all(
        "the server", "42501 0A000",
        run_a_program="copy (select 1) to program 'id'", write_a_file="copy (select 1) to '/evil'", read_a_file_by_copy="copy ems.school from '/etc/passwd'", read_a_file="select pg_read_file('/etc/passwd')",
        list_files="select pg_ls_dir('.')", where_the_files_are="select * from pg_hba_file_rules", fill_the_disk="select lo_create(0)", fill_it_from_bytes="select lo_from_bytea(0, 'x')",
        fill_the_journal="select pg_logical_emit_message(false, 'x', 'x')", fill_the_queue="select pg_notify('x', 'y')", listen_at_replication="select pg_create_logical_replication_slot('x', 'pgoutput')",
        hold_back_the_journal="select pg_create_physical_replication_slot('x', true)", a_checkpoint="checkpoint", another_journal_file="select pg_switch_wal()", forget_the_statistics="select pg_stat_reset()",
        rebuild_an_index="reindex table ems.scores", write_to_the_log="select pg_log_backend_memory_contexts(pg_backend_pid())", another_database="alter database template1 set work_mem = '2GB'",
    )  # fmt: skip
    for name, sql in {"vacuum": "vacuum ems.scores", "analyze": "analyze ems.scores", "cluster": "cluster"}.items():
        yield Attack(
            "the server",
            f"{name}, of another's table",
            sql,
            {role: "42501" if role == "gate" and "ems" in sql else "skipped with a warning" for role in ROLES},
        )
    for name, sql in {"listen": "listen ems", "the NOTIFY statement": "notify ems", "export a snapshot": "select pg_export_snapshot()", "names of roles, random ones": "select rolname from pg_roles",
                      "sizes of tables": "select relname, reltuples from pg_class where relnamespace = (select oid from pg_namespace where nspname = 'ems')",
                      "sources of functions, which hold no secret": "select prosrc from pg_proc"}.items():  # fmt: skip
        yield Attack("the server", name, sql, "known, and nothing of ours depends on it")


def _secrets() -> Iterator[Attack]:
    for what in ("pg_authid", "pg_shadow", "pg_statistic", "pg_subscription", "pg_largeobject", "pg_user_mapping", "pg_file_settings"):
        yield Attack("read secrets", what, f"select * from {what}", DENIED)
    yield Attack(
        "read secrets",
        "samples of a column",
        "select * from pg_stats where schemaname in ('ems', 'sync', 'identity', 'keeper', 'jobs', 'files')",
        EMPTY,
    )
    yield Attack(
        "read secrets",
        "another's statement",
        "select query from pg_stat_activity where query like '%secret-token%' and usename <> session_user",
        EMPTY,
    )
    yield Attack(
        "read secrets",
        "where the server keeps its data",
        "select setting from pg_settings where name in ('data_directory', 'hba_file', 'config_file')",
        EMPTY,
    )
    yield Attack(
        "read secrets",
        "a hidden table through its row type",
        "select (null::ems.student_private).nik",
        people("an empty row of one's own making"),
    )
    yield Attack("read secrets", "rows as JSON", "select to_jsonb(p) from ems.student_private p", strangers(EMPTY))
    theirs, cell = uid("math_7b"), f"'{uid('math_7b.quiz')}', '{uid('dodi')}'"
    for name, sql in {
        "marks": f"select * from ems.scores where scope_id = '{theirs}'", "journal": f"select * from sync.journal where scope = '{theirs}'",
        "sums": f"select * from sync.scope_check('{theirs}')", "history of a cell": f"select * from sync.cell_history({cell})",
        "trail": f"select * from sync.audit(p_scope => '{theirs}')", "sheet as of a day": f"select * from sync.sheet_as_of('{theirs}', now())",
        "devices": f"select * from identity.devices_of('{uid('sri')}')", "jobs": f"select * from ems.jobs where user_id = '{uid('citra')}'",
    }.items():  # fmt: skip
        yield Attack("read what is another's", name, sql, strangers(EMPTY))


ATTACKS = (
    *_become(),
    *_forge(),
    *_shadow(),
    *_inject(),
    *_policies(),
    *_limits(),
    *_holding(),
    *_audit(),
    *_moves(),
    *_server(),
    *_secrets(),
)
CASES = [(attack, answer, roles) for attack in ATTACKS for answer, roles in attack.told().items()]
