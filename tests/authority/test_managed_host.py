"""Where the school's server belongs to a hoster, the administrator is no superuser: CREATEROLE and CREATEDB must suffice."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from ems_desktop.store import install
from ems_desktop.store.verify import verify
from tests.servers import Server, running
from tests.world import GATE_PASSWORD, SchoolWorld, cells


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
