"""A real OpenID provider. It speaks plain HTTP on loopback, which the program itself never allows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from tests.integration.oidc_provider import OidcProvider, running


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
