"""Reads from PostgreSQL's catalogue whether the authority still stands as it was installed: `./ems admin verify`, the installer
and the tests ask the same questions. Each rule is a query that names what breaks it; no row, no finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import psycopg

from ems_desktop.i18n import N_, tr
from ems_desktop.store import versions

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be. `what`: the object's name."""

    level: Level
    rule: str
    what: str

    def text(self) -> str:
        return tr(RULES[self.rule][0], what=self.what)


_OURS = "array['ems', 'sync', 'identity', 'keeper', 'push', 'jobs', 'files']::regnamespace[]"
_TABLES = f"pg_class c where c.relkind in ('r', 'p') and c.relnamespace = any ({_OURS})"
_FUNCTIONS = f"pg_proc p where p.pronamespace = any ({_OURS})"
_CLIENTS = "unnest(array['ems_user', 'ems_office', 'ems_teacher', 'ems_student']) g"

# rule → (what it means when broken, the query for what breaks it)
RULES: dict[str, tuple[str, str]] = {
    "no_force": (
        N_("Row-level security is not forced on {what}. Run `./ems admin migrate`."),
        f"select c.oid::regclass from {_TABLES} and not (c.relrowsecurity and c.relforcerowsecurity)",
    ),
    "unpinned": (
        N_("The function {what} runs with its owner's rights and does not pin its search path. Run `./ems admin migrate`."),
        f"select p.oid::regprocedure from {_FUNCTIONS} and p.prosecdef and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)",
    ),
    "public_function": (
        N_("Everybody may call the function {what}. Run `./ems admin migrate`."),
        f"select p.oid::regprocedure from {_FUNCTIONS} and has_function_privilege('public', p.oid, 'execute')",
    ),
    "public_table": (
        N_("Everybody has rights on {what}. Run `./ems admin migrate`."),
        f"select distinct c.oid::regclass from pg_class c, aclexplode(c.relacl) a where a.grantee = 0 and c.relnamespace = any ({_OURS})",
    ),
    "public_schema": (
        N_("Everybody may use or create in {what}. Run `./ems admin migrate`."),
        f"""select nspname from pg_namespace n, aclexplode(n.nspacl) a where a.grantee = 0 and n.oid = any ({_OURS})
            union all select datname from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
             where d.datname = current_database() and a.grantee = 0""",
    ),
    "client_writes": (
        N_("People's own logins may change {what}. Run `./ems admin migrate`."),
        f"""select distinct c.oid::regclass from {_CLIENTS}, {_TABLES} and (has_table_privilege(g, c.oid, 'insert, update, delete, truncate, references, trigger')
            or has_any_column_privilege(g, c.oid, 'insert, update, references'))""",
    ),
    "client_secrets": (
        N_("People's own logins may read {what}. Run `./ems admin migrate`."),
        f"""select distinct c.oid::regclass from {_CLIENTS}, pg_class c where c.relkind in ('r', 'p', 'S', 'v', 'm')
            and (c.relnamespace = any (array['identity', 'keeper', 'jobs', 'files']::regnamespace[]) or c.oid = any (array['sync.audit_other', 'sync.synced', 'sync.chained', 'sync.hand']::regclass[]))
            and case when c.relkind = 'S' then has_sequence_privilege(g, c.oid, 'usage, select, update') else has_any_column_privilege(g, c.oid, 'select') end""",
    ),
    "client_creates": (
        N_("People's own logins may create objects in {what}. Run `./ems admin migrate`."),
        f"""select distinct n.nspname::text from unnest(array['ems_user', 'ems_gate', 'ems_n8n']) g, pg_namespace n
             where has_schema_privilege(g, n.oid, 'create') and n.nspname !~ '^pg_(toast|temp)'
            union select current_database()::text from {_CLIENTS} where has_database_privilege(g, current_database(), 'create, temporary')""",
    ),
    "gate": (
        N_("The sign-in role may do more than sign in: {what}. Run `./ems admin migrate`."),
        f"""select c.oid::regclass::text from pg_class c where c.relnamespace = any ({_OURS}) and c.relkind in ('r', 'p', 'v', 'm') and has_any_column_privilege('ems_gate', c.oid, 'select, insert, update')
            union all select p.oid::regprocedure::text from {_FUNCTIONS} and has_function_privilege('ems_gate', p.oid, 'execute') and p.proname not in
                      ('salt_for', 'sign_in_password', 'sign_up', 'google_settings', 'google_nonce', 'sign_in_google')""",
    ),
    "key_keeper": (
        N_("Others than their keeper may bring Google's keys, or the keeper may do more: {what}. Take that right away."),
        f"""select c.oid::regclass::text from pg_class c where c.relnamespace = any ({_OURS}) and c.relkind in ('r', 'p', 'v', 'm')
                   and has_any_column_privilege('ems_google_keys', c.oid, 'select, insert, update')
            union all select p.oid::regprocedure::text from {_FUNCTIONS} and has_function_privilege('ems_google_keys', p.oid, 'execute') and p.proname <> 'put_google_keys'
            union all select r.rolname || ' ' || p.oid::regprocedure from pg_roles r, pg_proc p
             where r.rolname ~ '^ems_(gate|n8n|user|office|teacher|student|writer|d_.*)$' and p.proname = 'put_google_keys'
               and p.pronamespace = 'identity'::regnamespace and has_function_privilege(r.oid, p.oid, 'execute')""",
    ),
    "n8n": (
        N_("Others than n8n may end jobs, or n8n may do more than that: {what}. Run `./ems admin migrate`."),
        f"""select c.oid::regclass::text from pg_class c where c.relnamespace = any ({_OURS}) and c.relkind in ('r', 'p', 'v', 'm', 'S')
                   and case when c.relkind = 'S' then has_sequence_privilege('ems_n8n', c.oid, 'usage, select, update')
                            else has_any_column_privilege('ems_n8n', c.oid, 'select, insert, update') end
            union all select p.oid::regprocedure::text from {_FUNCTIONS} and has_function_privilege('ems_n8n', p.oid, 'execute')
                   and (p.pronamespace <> 'jobs'::regnamespace or p.proname not in ('claim', 'progress', 'complete', 'fail', 'execution', 'sweep', 'reanalyse'))
            union all select g || ' ' || p.oid::regprocedure from unnest(array['ems_user', 'ems_office', 'ems_teacher', 'ems_student', 'ems_gate', 'ems_writer']) g, pg_proc p
             where p.pronamespace = 'jobs'::regnamespace and p.proname in ('claim', 'progress', 'complete', 'fail', 'execution', 'reanalyse') and has_function_privilege(g, p.oid, 'execute')""",
    ),
    "strong_role": (
        N_("The role {what} has more rights than it needs. Restore it: see the page on security."),
        """select rolname from pg_roles where rolname ~ '^ems_' and (rolsuper or rolbypassrls or rolreplication or (rolcanlogin and rolname !~ '^ems_(gate|n8n|d_[0-9a-f]{24})$')
             or (rolcreaterole and rolname not in ('ems_admin', 'ems_keeper')) or (rolcreatedb and rolname <> 'ems_admin'))""",
    ),
    "strong_member": (
        N_("The login {what} may become an owner of the school's data. Take that membership away."),
        """select r.rolname from pg_roles r, unnest(array['ems_admin', 'ems_owner', 'ems_core', 'ems_writer', 'ems_retention', 'ems_keeper']) o
            where r.rolname ~ '^ems_(gate|n8n|user|office|teacher|student|d_.*)$' and pg_has_role(r.oid, o, 'member')""",
    ),
    "writer_deletes": (
        N_("The push function may remove rows of {what}. Run `./ems admin migrate`."),
        f"select c.oid::regclass from {_TABLES} and has_table_privilege('ems_writer', c.oid, 'delete, truncate')",
    ),
    "no_policy": (
        N_("No policy says who may read {what}. Run `./ems admin migrate`."),
        f"select c.oid::regclass from {_TABLES} and not exists (select from pg_policy where polrelid = c.oid)",
    ),
    "not_alive": (
        N_("An ended session can still read {what}. Run `./ems admin migrate`."),
        f"""select c.oid::regclass from {_TABLES} and has_any_column_privilege('ems_user', c.oid, 'select')
            and not exists (select from pg_policy where polrelid = c.oid and polname = 'alive' and not polpermissive)""",
    ),
    "no_index": (
        N_("The foreign key {what} has no index. Run `./ems admin migrate`."),
        f"""select k.conname from pg_constraint k where k.contype = 'f' and k.connamespace = any ({_OURS})
            and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = any (k.conkey))""",
    ),
    "trigger_off": (
        N_("A safety trigger is switched off: {what}. Run `./ems admin migrate`."),
        f"select tgrelid::regclass || '.' || tgname from pg_trigger join pg_class c on c.oid = tgrelid where c.relnamespace = any ({_OURS}) and tgenabled <> 'O'",
    ),
    "unregistered": (
        N_("The table {what} is synced but not registered. Run `./ems admin migrate`."),
        f"""select c.oid::regclass from {_TABLES} and c.relnamespace = 'ems'::regnamespace
            and exists (select from pg_attribute where attrelid = c.oid and attname = 'scope_id') and c.relname not in (select tbl from sync.synced)""",
    ),
    "no_scope": (
        N_("{what} has no scope, so nobody is told of its changes. Report this."),
        """select 'class ' || id from ems.classes where id not in (select id from sync.scope) union all
           select 'grade sheet ' || id from ems.grade_sheets where id not in (select id from sync.scope)""",
    ),
    "large_objects": (
        N_("Any login can fill the server's disk with {what}. Only a superuser can close this; on a managed host it stays open."),
        "select 'large objects' where has_function_privilege('public', 'lo_create(oid)', 'execute')",
    ),
    "no_guard": (
        N_(
            "Any login can undo the school's policies with {what}, until `./ems admin migrate` is run. Only a superuser can close this; on a managed host it stays open."
        ),
        "select 'DROP OWNED' where not exists (select from pg_event_trigger where evtname = 'ems_no_ddl' and evtenabled in ('O', 'A'))",
    ),
    "advisory_locks": (
        N_("Any login can use up all locks of the server with {what}. Only a superuser can close this; on a managed host it stays open."),
        "select 'pg_advisory_lock' where has_function_privilege('public', 'pg_advisory_lock(bigint)', 'execute')",
    ),
    "other_databases": (
        N_(
            "Any login can enter the database {what}, where nothing of the school is protected or limited. Only a superuser can close this; on a managed host it stays open."
        ),
        "select datname from pg_database where datname in ('postgres', 'template1') and datallowconn and has_database_privilege('public', oid, 'connect')",
    ),
    "unpatched": (N_("PostgreSQL {what} has known security bugs. Update it to the newest release of its major version."), ""),
    "too_old": (N_("PostgreSQL {what} is too old for this program. Update it."), ""),
}
_WARNINGS = frozenset({"advisory_locks", "large_objects", "no_guard", "other_databases", "unpatched"})


def verify(connection: psycopg.Connection[Any]) -> list[Finding]:
    """Everything that is not as it must be, errors first. `connection`: an administrator's, to the school's database."""
    findings = [*_version(connection.info.server_version)]
    row = connection.execute("select current_user").fetchone()
    assert row
    connection.execute("set role ems_owner")
    for rule, (_, query) in RULES.items():
        if query:
            findings += [
                Finding("warning" if rule in _WARNINGS else "error", rule, str(what)) for (what,) in connection.execute(query.encode())
            ]
    connection.execute(psycopg.sql.SQL("set role {}").format(psycopg.sql.Identifier(row[0])))
    return sorted(findings, key=lambda found: (found.level, found.rule, found.what))


def _version(server_version: int) -> list[Finding]:
    if server_version < versions.supported().floor * 10000:
        return [Finding("error", "too_old", versions.release(server_version))]
    if versions.update_needed(server_version):
        return [Finding("warning", "unpatched", versions.release(server_version))]
    return []
