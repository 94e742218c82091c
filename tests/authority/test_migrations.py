"""The migrations matrix: each revision up, down, up again; with data; and the portable tables say what the head revision made."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ems_desktop.domain.errors import Bug, Outage
from ems_desktop.store import install
from ems_desktop.store.migrations.scope import of_the_metadata, of_the_schema
from ems_desktop.store.tables import metadata
from ems_desktop.store.verify import RULES
from tests.servers import Server
from tests.world import GATE_PASSWORD, SchoolWorld, cells, uid

OURS = "array['ems', 'sync', 'identity', 'keeper', 'push', 'jobs', 'files']::regnamespace[]"
CATALOGUE = f"""
select format('column %s.%s %s %s null=%s default=%s', a.attrelid::regclass, a.attname, row_number() over (partition by a.attrelid order by a.attnum), format_type(a.atttypid, a.atttypmod), not a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
  from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where c.relnamespace = any ({OURS}) and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
union all select format('relation %s %s %s acl=%s rls=%s/%s options=%s', c.oid::regclass, c.relkind, c.relowner::regrole, c.relacl, c.relrowsecurity, c.relforcerowsecurity, c.reloptions)
  from pg_class c where c.relnamespace = any ({OURS})
union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = any ({OURS})
union all select format('index %s', pg_get_indexdef(indexrelid)) from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = any ({OURS})
union all select format('policy %s %s %s %s %s %s', polrelid::regclass, polname, polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) from pg_policy
union all select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t where not tgisinternal
union all select format('function %s %s acl=%s %s', p.oid::regprocedure, p.proowner::regrole, p.proacl, case p.prokind when 'a' then (select aggtransfn::text from pg_aggregate where aggfnoid = p.oid) else md5(pg_get_functiondef(p.oid)) end) from pg_proc p where p.pronamespace = any ({OURS})
union all select format('schema %s %s %s', nspname, nspowner::regrole, nspacl) from pg_namespace where oid = any ({OURS})
union all select format('database %s %s', datdba::regrole, datacl) from pg_database where datname = current_database()
order by 1"""


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    name = "migrating"
    postgres.drop(name)
    install.install(postgres.dsn(), name, gate_password=GATE_PASSWORD)
    yield name
    postgres.drop(name)


def catalogue(server: Server, database: str) -> list[str]:
    with psycopg.connect(server.dsn(database)) as connection:
        return [row[0] for row in connection.execute(CATALOGUE)]


def revisions() -> list[str]:
    script = ScriptDirectory(str(install.MIGRATIONS))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_every_revision_goes_up_down_and_up_again_unchanged(postgres: Server, database: str) -> None:
    known = {"head": catalogue(postgres, database)}
    install.upgrade(postgres.dsn(), database, revision="base")
    known["base"] = catalogue(postgres, database)
    assert not [line for line in known["base"] if line.startswith(("relation", "function", "policy", "trigger"))]
    steps = ["base", *revisions()]
    for revision in steps[1:]:
        install.upgrade(postgres.dsn(), database, revision=revision)
        known[revision] = catalogue(postgres, database)
    assert known[steps[-1]] == known["head"]
    for revision in [*reversed(steps[:-1]), *steps[1:]]:
        install.upgrade(postgres.dsn(), database, revision=revision)
        assert catalogue(postgres, database) == known[revision], revision


def test_installing_and_upgrading_again_changes_nothing(postgres: Server, database: str) -> None:
    before = catalogue(postgres, database)
    install.install(postgres.dsn(), database, gate_password=GATE_PASSWORD)
    install.upgrade(postgres.dsn(), database)
    assert catalogue(postgres, database) == before


def test_what_an_older_version_allowed_does_not_linger(postgres: Server, database: str) -> None:
    before = catalogue(postgres, database)
    with install.owning(postgres.dsn(), database) as connection:
        connection.execute("create policy forgotten on ems.scores for select to ems_user using (true)")
        connection.execute("create function sync.forgotten() returns int language sql as 'select 1'")
        connection.execute("alter table ems.scores disable trigger stamp")
        connection.execute("grant update (value) on ems.scores to ems_teacher")
    install.upgrade(postgres.dsn(), database)
    assert catalogue(postgres, database) == before


def test_an_upgrade_that_breaks_off_leaves_everything_as_it_was(postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = catalogue(postgres, database)
    monkeypatch.setattr(install, "AFTER_TABLES", (*install.AFTER_TABLES, "functions/none"))
    with pytest.raises(FileNotFoundError):
        install.upgrade(postgres.dsn(), database)
    assert catalogue(postgres, database) == before


def test_an_upgrade_that_would_leave_a_door_open_is_not_kept(postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = catalogue(postgres, database)
    monkeypatch.setitem(RULES, "no_policy", ("{what}", "select 'a door'"))
    with pytest.raises(Bug, match=r"EMS-1420.*a door"):
        install.upgrade(postgres.dsn(), database)
    assert catalogue(postgres, database) == before


def test_a_school_with_people_in_it_is_upgraded_and_goes_on(postgres: Server) -> None:
    with SchoolWorld.open(postgres) as world:
        world.push("budi", cells("math_7a", {("task", "ani"): 9}))
        kept = "select count(*), sum(value), max(rev) from ems.scores"
        before = world.owner().execute(kept).fetchone()
        install.upgrade(postgres.dsn(), world.database)
        assert world.owner().execute(kept).fetchone() == before
        assert world.push("budi", cells("math_7a", {("task", "ani"): 8}, {("task", "ani"): 9}))[0]["status"] == "applied"
        assert world.score("math_7a", "task", "ani") == 8
        assert world.session("ani").execute("select count(*) from ems.scores where student_id <> %s", (uid("ani"),)).fetchone() == (0,)


def test_lessons_from_before_there_were_versions_come_into_a_published_one(postgres: Server) -> None:
    with SchoolWorld.open(postgres) as world:
        install.upgrade(postgres.dsn(), world.database, revision="0006")
        with psycopg.connect(postgres.dsn(world.database)) as connection:
            old = connection.execute("select id, day_of_week, start_time from ems.schedules order by id").fetchall()
            connection.execute(  # a second one of 7A at that time: nothing forbade it
                "insert into ems.schedules (class_id, subject_id, day_of_week, start_time, end_time) values (%s, %s, 1, '07:20', '08:00')",
                (uid("7a"), uid("subject.science_7a")),
            )
        install.upgrade(postgres.dsn(), world.database)
        owner = world.owner()
        assert owner.execute("select name, state, semester_id::text from ems.timetables").fetchall() == [
            ("Jadwal", "published", uid("now"))
        ]
        assert owner.execute("select count(*), count(day_of_week) from ems.schedules").fetchone() == (3, 2)
        assert owner.execute("select count(*) from sync.taken").fetchone() == (2,)
        assert len(old) == 2
        assert world.session("dodi").execute("select id::text from ems.schedules").fetchall() == [(uid("lesson.math_7b"),)]


def test_questions_from_before_there_were_banks_come_into_their_subject_s(postgres: Server) -> None:
    with SchoolWorld.open(postgres) as world:
        install.upgrade(postgres.dsn(), world.database, revision="0008")
        with psycopg.connect(postgres.dsn(world.database)) as connection:
            assert connection.execute("select count(*) from ems.bank_soal where subject_id = %s", (uid("subject.math_7a"),)).fetchone() == (
                1,
            )
            connection.execute("update ems.subjects set name = ' Math_7a ' where id = %s", (uid("subject.math_7b"),))
            connection.execute("update ems.subjects set name = ' ' where id = %s", (uid("subject.chess_7a"),))  # nothing forbade it
        install.upgrade(postgres.dsn(), world.database)
        held = "select q.id::text, b.name, q.status from ems.bank_soal q join ems.question_banks b on b.id = q.subject_id"
        both = {(uid("question.math_7a"), "Math_7a", "ready"), (uid("question.math_7b"), "Math_7a", "ready")}
        assert set(world.owner().execute(held).fetchall()) == both
        assert set(world.session("budi").execute(held).fetchall()) == both
        assert world.session("ani").execute(held).fetchall() == []


def test_lessons_from_before_get_the_names_of_their_classes_and_everybody_hears_of_it(postgres: Server) -> None:
    with SchoolWorld.open(postgres) as world:
        install.upgrade(postgres.dsn(), world.database, revision="0009")
        revision = "select rev from sync.scope where id = %s"
        with psycopg.connect(postgres.dsn(world.database)) as connection:
            before = connection.execute(revision, (uid("timetable"),)).fetchone()
        install.upgrade(postgres.dsn(), world.database)
        held = "select class_name, rev from ems.schedules where scope_id = %s order by class_name"
        assert before
        moved = before[0] + 1
        assert world.owner().execute(revision, (uid("timetable"),)).fetchone() == (moved,)
        assert world.session("budi").execute(held, (uid("timetable"),)).fetchall() == [("7A", moved), ("7B", moved)]


def test_the_portable_tables_say_what_the_head_revision_made(postgres: Server, database: str) -> None:
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(postgres.dsn(database)))
    options = {
        "include_schemas": True,
        "include_name": of_the_schema,
        "include_object": of_the_metadata,
        "compare_type": True,
        "compare_server_default": True,
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        found = sa.inspect(connection)
        for table in metadata.tables.values():  # Alembic does not compare checks
            checks = {c["name"] for c in found.get_check_constraints(table.name, schema="ems")}
            assert checks == {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
    engine.dispose()


def test_a_server_that_is_too_old_is_refused_in_one_sentence(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    class Needs:
        floor = 99

    monkeypatch.setattr(install, "supported", Needs)
    with pytest.raises(Outage, match=r"EMS-1415.*99 or newer"):
        install.install(postgres.dsn(), "never", gate_password="x")
