"""`./ems admin google-keys`: from a real web server on loopback, or a file, into a real school database."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ems_desktop.cli.main import main
from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations import google_keys
from ems_desktop.services.own_server import DATABASE, NewSchool, OwnServer
from ems_desktop.store import google_keys as keeper
from tests.google_tokens import jwk, jwks
from tests.servers import Server
from tests.world import SchoolWorld

BIG = json.dumps({"keys": [], "x": "x" * 70_000}).encode()
ANSWERS: dict[str, tuple[int, bytes]] = {
    "/certs": (200, json.dumps(jwks("today", "yesterday")).encode()),
    "/with-a-mark": (200, b"\xef\xbb\xbf" + json.dumps(jwks("today")).encode()),
    "/gone": (404, b"{}"),
    "/elsewhere": (302, b""),
    "/page": (200, b"<html>please sign in to this network</html>"),
    "/list": (200, b"[]"),
    "/none": (200, b"{}"),
    "/odd": (200, b'{"keys": {}}'),
    "/binary": (200, bytes(range(256))),
    "/deep": (200, b"[" * 60_000),
    "/big": (200, BIG),
    "/bomb": (200, gzip.compress(bytes(20_000_000))),
    "/empty": (200, b""),
}


@pytest.fixture
def web() -> Iterator[str]:
    """What Google may answer, and whatever else stands in its place. `/never` says nothing until the test is over."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/never":
                over.wait()
                return
            if self.path == "/hangs-up":
                self.close_connection = True
                return
            status, body = ANSWERS[self.path]
            self.send_response(status)
            self.send_header("Location", "/certs")
            if self.path == "/bomb":
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18) as opened:
        yield opened


def ems(*argv: str) -> int:
    return main(["--lang", "en", "admin", "google-keys", *argv], window=lambda _: 0, tour=lambda _: 0, open_desk=lambda _: None)


def kept(world: SchoolWorld) -> set[str]:
    return {row[0] for row in world.superuser("ems_core").execute("select kid from identity.google_key")}


def code_of(error: pytest.ExceptionInfo[EmsError]) -> int:
    return error.value.code


def test_what_google_publishes_is_fetched(web: str) -> None:
    assert google_keys.fetch(f"{web}/certs") == jwks("today", "yesterday")
    assert google_keys.fetch(f"{web}/with-a-mark") == jwks("today")
    assert google_keys.GOOGLE.startswith("https://www.googleapis.com/")


@pytest.mark.parametrize("path", ["/page", "/list", "/none", "/odd", "/binary", "/deep", "/big", "/bomb", "/empty"])
def test_an_answer_that_is_no_set_of_keys_is_refused(web: str, path: str) -> None:
    with pytest.raises(EmsError) as caught:
        google_keys.fetch(web + path)
    assert code_of(caught) == 1921


@pytest.mark.parametrize(
    ("path", "reason"), [("/gone", "HTTP 404"), ("/elsewhere", "HTTP 302"), ("/hangs-up", "RemoteProtocolError"), ("/never", "ReadTimeout")]
)
def test_a_server_that_does_not_answer_well_is_said(web: str, path: str, reason: str) -> None:
    with pytest.raises(EmsError) as caught:
        google_keys.fetch(web + path, timeout=0.3)
    assert (code_of(caught), caught.value.params) == (1920, {"reason": reason})


@pytest.mark.parametrize(
    "url", ["http://keys.example/certs", "ftp://127.0.0.2/x", "keys", "file:///etc/passwd", "https://", "http://127.0.0.1:1/certs"]
)
def test_only_https_is_asked_and_a_closed_port_is_said(url: str) -> None:
    with pytest.raises(EmsError) as caught:
        google_keys.fetch(url)
    assert code_of(caught) == 1920


def test_the_command_brings_fetched_keys_to_a_server_elsewhere(web: str, world: SchoolWorld, capsys: pytest.CaptureFixture[str]) -> None:
    assert ems("--fetch", f"{web}/certs", "--dsn", world.server.dsn(world.database)) == 0
    assert capsys.readouterr().out == "2 keys of Google are at school now.\n"
    assert kept(world) == {"today", "yesterday"}


def test_the_command_says_what_failed_in_one_sentence_and_keeps_the_keys(
    web: str, world: SchoolWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper.put(world.server.dsn(world.database), jwks("today"))
    weak, broken = tmp_path / "weak.json", tmp_path / "broken.json"
    weak.write_text(json.dumps({"keys": [jwk("k", 1024)]}))
    broken.write_text('{"keys": [{"kty": "RSA", "kid": NaN}], "x": "\\u0000"}')
    dsn = ("--dsn", world.server.dsn(world.database))
    for argv, said in (
        (("--fetch", f"{web}/gone", *dsn), "EMS-1920: "),
        (("--file", str(weak), *dsn), "EMS-1921: "),
        (("--file", str(broken), *dsn), "EMS-1921: "),
        (("--file", str(tmp_path / "none.json"), *dsn), "EMS-1922: "),
        (("--file", str(tmp_path), *dsn), "EMS-1922: "),
        (("--fetch", f"{web}/certs", "--data-dir", str(tmp_path)), "EMS-1910: "),
        (("--fetch", f"{web}/certs", "--dsn", "host=127.0.0.1 port=9 user=x"), "EMS-1401: "),
        (("--fetch", "x", "--file", "y"), "EMS-1904: "),
        ((), "EMS-1904: "),
    ):
        assert ems(*argv) == 1, argv
        err = capsys.readouterr().err
        assert (err.startswith(said), err.count("\n")) == (True, 1), err
    assert kept(world) == {"today"}


def test_a_login_of_the_host_brings_them_and_a_person_s_login_does_not(world: SchoolWorld) -> None:
    world.superuser().execute("create role keys_of_the_host login password 'host' in role ems_google_keys")
    world._made.append("keys_of_the_host")
    assert keeper.put(world.server.dsn(world.database, "keys_of_the_host", "host"), jwks("a", "b", "c")) == 3
    assert kept(world) == {"a", "b", "c"}
    office = world.login("sri")
    for user, secret in ((office.role, office.password), ("ems_gate", "gate-of-the-test-school")):
        with pytest.raises(EmsError) as caught:
            keeper.put(world.server.dsn(world.database, user, secret), jwks("evil"))
        assert code_of(caught) == 1414
    assert kept(world) == {"a", "b", "c"}


def test_a_school_on_this_computer_takes_them_from_a_file_while_its_window_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(jwks("today")))
    window = OwnServer(tmp_path / "profile")
    window.create(NewSchool("20301234", "SMP Uji", "Ibu Sri", "sri@sekolah.test", {}))
    try:
        assert ems("--data-dir", str(tmp_path / "profile"), "--file", str(file)) == 0
        assert capsys.readouterr().out == "1 key of Google is at school now.\n"
        with psycopg.connect(window.start().dsn(DATABASE)) as connection:
            connection.execute("set role ems_core")
            assert connection.execute("select kid from identity.google_key").fetchall() == [("today",)]
    finally:
        window.leave()
