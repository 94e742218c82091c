"""Everything here speaks plain HTTP on loopback, which the program itself never allows its Google libraries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ems_desktop import i18n
from tests.google.stand_in import TokenEndpoint, token_endpoint


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[TokenEndpoint]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    with token_endpoint() as opened:
        yield opened
