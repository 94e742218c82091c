"""Where the school's server belongs to a hoster, the administrator is no superuser: CREATEROLE and CREATEDB must suffice."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from ems_desktop.store import install, n8n_access
from ems_desktop.store.google_keys import put
from ems_desktop.store.verify import verify
from tests.google_tokens import CLIENT, claims, jwks, token
from tests.servers import Server, running
from tests.world import GATE_PASSWORD, SchoolWorld, cells, verifier


@pytest.fixture(scope="module", params=[16, 18])
def hosted(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server without any of our roles, as its administrator sees it."""
    with running(request.param) as server:
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute("create role hoster login createrole createdb password 'hoster'")
        yield Server(server.version, server.host, server.port, "hoster", "hoster")


def test_the_hoster_s_administrator_installs_upgrades_and_founds(hosted: Server) -> None:
    install.install(hosted.dsn(), "school", gate_password=GATE_PASSWORD)
    install.upgrade(hosted.dsn(), "school")
    assert len(install.create_school(hosted.dsn(), "school", npsn="20301234", name="SMP", person="Ibu", email="ibu@smp.sch.id").code) == 19
    with psycopg.connect(hosted.dsn("school")) as connection:
        assert {found.rule for found in verify(connection)} <= {
            "unpatched",
            "large_objects",
            "advisory_locks",
            "no_guard",
            "other_databases",
        }


def test_people_work_there_as_anywhere(hosted: Server) -> None:
    with SchoolWorld.open(hosted) as world:
        assert world.push("budi", cells("math_7a", {("task", "ani"): 5}))[0]["status"] == "applied"
        assert world.session("ani").execute("select count(*) from ems.students").fetchone() == (1,)


def test_the_hoster_s_administrator_sets_up_google_and_brings_its_keys(hosted: Server) -> None:
    with SchoolWorld.open(hosted) as world:
        with psycopg.connect(hosted.dsn(world.database)) as connection:
            connection.execute("select identity.set_google(%s, '{}')", ([CLIENT],))
        assert put(hosted.dsn(world.database), jwks()) == 2
        with psycopg.connect(hosted.dsn(world.database, "ems_gate", GATE_PASSWORD)) as gate:
            row = gate.execute("select identity.google_nonce()").fetchone()
            assert row
            given = (token(claims(world.email("budi"), row[0])), row[0], verifier(gate, "x"))
            entered = gate.execute(
                "select user_id::text from identity.sign_in_google(%s, %s, gen_random_uuid(), 'PC', %s)", given
            ).fetchone()
            assert entered == (world.id("budi"),)
            gate.rollback()


def test_the_hoster_s_administrator_opens_the_school_to_n8n(hosted: Server) -> None:
    with SchoolWorld.open(hosted) as world:
        access = n8n_access.renew(hosted.dsn(world.database))
        with psycopg.connect(hosted.dsn(world.database, n8n_access.ROLE, access.password)) as n8n:
            assert n8n.execute("select count(*) from jobs.claim()").fetchone() == (0,)
        with psycopg.connect(hosted.dsn(world.database, n8n_access.KEYS_ROLE, access.keys_password)) as keys:
            assert keys.execute("select identity.put_google_keys(%s)", (json.dumps(jwks()),)).fetchone() == (2,)
        assert len(access.ticket_secret) == 64
