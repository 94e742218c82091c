"""A real OpenID provider for each test. It speaks plain HTTP on loopback, which the program itself never allows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.oidc_provider import OidcProvider, running


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[OidcProvider]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    with running() as opened:
        opened.account("budi@sekolah.test", "108")
        yield opened
