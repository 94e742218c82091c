"""A real OpenID provider, which speaks plain HTTP on loopback as the program itself never allows, and a school with a real n8n."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from ems_desktop.demo import gemini, n8n
from tests.integration.n8n_school import GEMINI_KEY, N8nSchool
from tests.integration.oidc_provider import OidcProvider, running
from tests.servers import Server
from tests.world import SchoolWorld


@pytest.fixture(scope="session")
def process() -> Iterator[Callable[[], OidcProvider]]:
    """The one that runs; another one, if a test ended it."""
    started: list[OidcProvider] = []
    with contextlib.ExitStack() as stack:

        def current() -> OidcProvider:
            if not started or started[-1].process.poll() is not None:
                started.append(stack.enter_context(running()))
            return started[-1]

        yield current


@pytest.fixture
def provider(process: Callable[[], OidcProvider], monkeypatch: pytest.MonkeyPatch) -> OidcProvider:
    """On time, and with Budi's account."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    opened = process()
    opened.set(clock=0)
    opened.account("budi@sekolah.test", "108")
    return opened


@pytest.fixture(scope="session")
def n8n_school(postgres18: Server) -> Iterator[N8nSchool]:
    """One n8n for all tests: it takes a quarter of a minute to start."""
    with SchoolWorld.open(postgres18) as world, gemini.running(GEMINI_KEY) as model, n8n.running() as server:
        school = N8nSchool(world, server, model)
        school.install()
        yield school


@pytest.fixture
def school_with_n8n(n8n_school: N8nSchool) -> N8nSchool:
    n8n_school.reset()
    return n8n_school
