"""`./ems admin n8n install` where something is missing or wrong; what n8n does with it is tried with the real one, in `tests/integration`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ems_desktop.cli.main import main
from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.integrations.n8n_api import N8n
from ems_desktop.services import n8n_setup
from ems_desktop.store import n8n_access
from tests.integration.n8n_school import Web, web
from tests.servers import Server
from tests.world import SchoolWorld

EMPTY = b'{"data": [], "nextCursor": null}'


@pytest.fixture
def there() -> Iterator[Web]:
    """In n8n's place."""
    with web() as found:
        found.pages["/api/v1/workflows"] = (200, EMPTY)
        found.pages["/api/v1/credentials"] = (200, EMPTY)
        yield found


def code(base: str) -> int:
    with pytest.raises(EmsError) as refused, N8n(base, "key", timeout=2) as n8n:
        n8n.check()
    return refused.value.code


def test_nothing_answers():
    assert code("http://127.0.0.1:9") == 1550


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [(401, b"{}", 1551), (403, b"{}", 1551), (404, b"<html>", 1552), (500, b"", 1552), (200, b"[]", 1552), (200, b"{", 1552)],
)
def test_what_answers_is_no_n8n_or_refuses(there, status, body, expected):
    there.pages["/api/v1/workflows"] = (status, body)
    assert code(there.base) == expected


def test_what_n8n_says_of_a_refusal_is_told_in_short(there):
    there.pages["/api/v1/workflows"] = (400, json.dumps({"message": "wrong " * 1000}).encode())
    with pytest.raises(EmsError) as refused, N8n(there.base, "key") as n8n:
        n8n.check()
    assert refused.value.code == 1552
    assert len(str(refused.value.params["message"])) == 200


@pytest.mark.parametrize("url", ["http://n8n.sekolah.sch.id", "n8n.sekolah.sch.id", "ftp://127.0.0.1", "http://127.0.0.1.evil.example"])
def test_keys_travel_over_https_or_stay_on_this_computer(url):
    with pytest.raises(Mistake) as refused:
        N8n(url, "key")
    assert refused.value.code == 1553


def test_a_name_is_looked_for_on_every_page_and_not_among_what_was_put_away(there):
    first = {"data": [{"id": "1", "name": "EMS job", "isArchived": True}, {"id": "2", "name": "Another"}], "nextCursor": "more"}
    second = {"data": [{"id": "3", "name": "EMS job"}], "nextCursor": None}
    there.pages["/api/v1/workflows"] = (200, json.dumps(first).encode())
    there.pages["/api/v1/workflows?limit=100&cursor=more"] = (200, json.dumps(second).encode())
    there.pages["/api/v1/workflows/3"] = (200, b'{"id": "3"}')
    with N8n(there.base, "key") as n8n:
        assert n8n.put_workflow({"name": "EMS job"}) == "3"
    assert {headers["x-n8n-api-key"] for _, headers, _ in there.requests} == {"key"}


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"client_email": "a", "private_key": "b"}', b"\xff\xfe"])
def test_a_file_that_is_no_service_account_key(tmp_path, content):
    path = tmp_path / "key.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Mistake) as refused:
        n8n_setup.Sheet.read("1AbC", path)
    assert refused.value.code == 1557


def test_a_database_without_jobs_is_told_to_be_upgraded(database):
    with pytest.raises(Mistake) as refused:
        n8n_access.renew(database)
    assert refused.value.code == 1555


def test_a_person_s_login_opens_nothing_to_n8n(postgres18: Server):
    with SchoolWorld.open(postgres18) as world:
        login = world.login("sri")
        with pytest.raises(EmsError) as refused:
            n8n_access.renew(world.server.dsn(world.database, login.role, login.password))
    assert refused.value.code == 1414


def test_a_profile_without_a_server_of_its_own_needs_to_be_told_which(tmp_path: Path, capsys):
    arguments = [
        "--data-dir",
        str(tmp_path),
        "admin",
        "n8n",
        "install",
        "--url",
        "http://127.0.0.1:9",
        "--api-key",
        "a",
        "--gemini-key",
        "b",
    ]
    assert main(arguments, window=lambda _: 0, tour=lambda _: 0, open_desk=lambda _: None) == 1
    assert "EMS-1910" in capsys.readouterr().err


def test_secrets_are_not_shown_by_what_holds_them():
    database = n8n_setup.Database("db", 5432, "ems")
    shown = repr(n8n_setup.Wanted(database, "secret-1", n8n_setup.Sheet("id", "a@b", "secret-2", "uri"))) + repr(
        n8n_access.Access("secret-3", "secret-4", "secret-5")
    )
    assert "secret" not in shown
