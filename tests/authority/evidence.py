"""What an attack must leave as it was, and what it must not be told: read by the superuser, table by table, whatever tables there are."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.world import SchoolWorld, uid

OURS = "array['ems', 'sync', 'identity', 'keeper', 'push', 'jobs', 'files']::regnamespace[]"
_TABLES = f"select oid::regclass::text from pg_class where relkind in ('r', 'p') and relnamespace = any ({OURS}) order by 1"
# Who the roles are and what the catalogue allows. (Sequences are left out: a refused try at signing in is counted there.)
_AUTHORITY = {
    "roles": "select r.* from pg_authid r where rolname ~ '^ems_'",
    "memberships": "select roleid, member, admin_option, inherit_option, set_option from pg_auth_members",
    "settings": "select s.* from pg_db_role_setting s where setdatabase in (0, (select oid from pg_database where datname = current_database()))",
    "policies": "select polrelid, polname, polroles, polqual, polwithcheck from pg_policy",
    "functions": "select oid, proowner, proacl, prosrc, proconfig from pg_proc where oid >= 16384",
    "relations": "select oid, relowner, relacl, relrowsecurity, relforcerowsecurity from pg_class where oid >= 16384 and relkind in ('r', 'p', 'v', 'm', 'f')",
    "triggers": "select oid, tgenabled from pg_trigger where oid >= 16384 and not tgisinternal",
    "event triggers": "select oid, evtenabled from pg_event_trigger",
    "schemas": "select oid, nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_(toast_)?temp'",
    "databases": "select datdba, datacl from pg_database where datname = current_database()",
    "default privileges": "select d.* from pg_default_acl d",
    "large objects": "select oid from pg_largeobject_metadata",
    "types and operators": "select c.oid from (select oid from pg_operator union all select oid from pg_cast union all select oid from pg_type) c where c.oid >= 16384",
}
# What says nothing of anybody: names of tables and of our own roles stand in many an answer.
_NAMES = "select relname::text from pg_class union select rolname::text from pg_roles where rolname !~ '^ems_d_'"
_WORDS = "array['text', 'varchar', 'name', 'uuid', 'bytea']::regtype[]"
_LEAST = 8  # shorter words are in answers by chance


def _hash(what: str, rows: str) -> str:
    return f"select '{what}', md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) from ({rows}) t"


def tables(world: SchoolWorld) -> list[str]:
    return [row[0] for row in world.superuser().execute(_TABLES)]


class Evidence:
    """Of one school: `state()` before and after an attack."""

    def __init__(self, world: SchoolWorld) -> None:
        self._world = world
        rows = [_hash(table, f"select * from {table}") for table in tables(world)]
        self._rows = " union all ".join(rows)
        self._all = " union all ".join([*rows, *(_hash(what, query) for what, query in _AUTHORITY.items())])
        self._known = self.state()

    def changes(self) -> set[str]:
        """What is not as it was when this was asked last."""
        before, self._known = self._known, self.state()
        return changed(before, self._known)

    def rows(self) -> dict[str, str]:
        """A hash of each table's rows."""
        return dict(iter(self._world.superuser().execute(self._rows, prepare=True)))

    def state(self) -> dict[str, str]:
        """The same, and of the roles and the catalogue."""
        return dict(iter(self._world.superuser().execute(self._all, prepare=True)))


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {what for what in before if before[what] != after[what]}


def hidden_from(world: SchoolWorld, person: str | None, connection: Any) -> set[str]:
    """Every longer word, id and byte string that stands in a row which this connection does not see, unless the row is about `person`.

    Bytes as hexadecimal digits."""
    hidden, seen = set[str](), set[str]()
    for table in tables(world):
        columns = _columns(world, table)
        if not columns:
            continue
        query = f"select {', '.join(columns)} from {table}"
        everything = world.superuser().execute(query).fetchall()
        mine = _readable(connection, query)
        if person:
            mine += [row for row in everything if uid(person) in map(str, row)]
        hidden |= {word for row in everything for word in words(row)}
        seen |= {word for row in mine for word in words(row)}
    seen |= {row[0] for row in world.superuser().execute(_NAMES)}
    return {word for word in hidden - seen if len(word) >= _LEAST}


def _columns(world: SchoolWorld, table: str) -> list[str]:
    found = world.superuser().execute(
        f"select quote_ident(attname) from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped and atttypid = any ({_WORDS})",
        (table,),
    )
    return [row[0] for row in found]


def _readable(connection: Any, query: str) -> list[tuple[Any, ...]]:
    try:
        return list(connection.execute(query).fetchall())
    except psycopg.errors.InsufficientPrivilege:
        return []


def words(value: Any) -> set[str]:
    """The words of an answer, however deep."""
    if isinstance(value, dict):
        return {word for pair in value.items() for word in words(pair)}
    if isinstance(value, list | tuple):
        return {word for one in value for word in words(one)}
    if isinstance(value, bytes | memoryview):
        return {bytes(value).hex()}
    return set() if value is None else {str(value)}
