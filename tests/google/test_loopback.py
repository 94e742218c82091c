"""The ear on 127.0.0.1: the right redirect is heard, and whatever else calls there changes nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.integrations import loopback
from ems_desktop.integrations.loopback import Loopback, Redirect

ISSUER = "https://accounts.google.com"


class Waiting:
    """A wait that goes on in a thread of its own."""

    def __init__(self, seconds: float = 30) -> None:
        self.ear = Loopback(ISSUER)
        self.port = int(self.ear.uri.rstrip("/").rpartition(":")[2])
        self.cancelled = threading.Event()
        self.result: Redirect | EmsError | None = None
        self._seconds = seconds
        self._thread = threading.Thread(target=self._wait)
        self._thread.start()

    def _wait(self) -> None:
        with self.ear:
            try:
                self.result = self.ear.wait(self._seconds, self.cancelled.is_set)
            except EmsError as error:
                self.result = error

    def end(self) -> Redirect | EmsError | None:
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()
        return self.result

    def get(self, **query: str) -> httpx.Response:
        return httpx.get(self.ear.uri, params={"state": self.ear.state} | query)

    def raw(self, request: str) -> bytes:
        """The whole answer to a request that no browser would send."""
        text = request.replace("HOST", f"127.0.0.1:{self.port}").replace("STATE", self.ear.state)
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(text.encode())
            answer = b""
            while more := connection.recv(65536):
                answer += more
            return answer


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    opened = Waiting()
    yield opened
    opened.cancelled.set()
    opened.end()


def test_the_code_that_the_browser_brings_is_heard(waiting):
    page = waiting.get(code="4/abc", scope="openid email", iss=ISSUER)
    assert page.status_code == 200
    assert waiting.end() == Redirect("4/abc", None)


def test_a_refusal_that_the_browser_brings_is_heard(waiting):
    assert waiting.get(error="access_denied").status_code == 200
    assert waiting.end() == Redirect(None, "access_denied")


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("GET /favicon.ico HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
        ("GET / HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
        ("GET /callback?state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
        ("HEAD /?state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
        ("POST /?state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 6\r\n\r\ncode=x", 404),
        ("OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", 404),
        ("GET /?state=guess&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=%F0%9F%98%80&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=guess&state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE&code= HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE&code=x&code=y HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE&code=x&error=access_denied HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE&code=x&iss=https://accounts.evil.example HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE&code=x HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 400),
        ("GET /?state=STATE&code=x HTTP/1.1\r\n\r\n", 400),
        ("GET /?" + "a=1&" * 60 + "state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET http://[/?state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
        ("GET /?state=STATE&code=x HTTP/1.1\r\nHost: HOST\r\nX: " + "x" * 70_000 + "\r\n\r\n", 400),
        ("\r\n\r\n", 400),
        ("\x16\x03\x01 TLS hello\r\n\r\n", 400),
    ],
)
def test_a_stray_request_is_sent_away_and_changes_nothing(waiting, request_text, status):
    answer = waiting.raw(request_text)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.endswith(b"\r\n\r\n")
    assert waiting.result is None
    waiting.get(code="the right one")
    assert waiting.end() == Redirect("the right one", None)


def test_callers_that_say_nothing_or_hang_up_hold_up_nobody(waiting):
    idle = [socket.create_connection(("127.0.0.1", waiting.port)) for _ in range(100)]
    for slow in idle[:50]:
        slow.sendall(b"GET /?state=")
    for gone in idle[90:]:
        gone.close()
    began = time.monotonic()
    waiting.get(code="x")
    assert waiting.end() == Redirect("x", None)
    assert time.monotonic() - began < 4
    for one in idle:
        one.close()


def test_of_too_many_callers_the_oldest_is_sent_away(waiting):
    first = socket.create_connection(("127.0.0.1", waiting.port), timeout=3)
    first.sendall(b"GET /")
    others = [socket.create_connection(("127.0.0.1", waiting.port)) for _ in range(64)]
    assert _hung_up(first)
    for one in (first, *others):
        one.close()


def _hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_caller_that_drips_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(loopback, "_SLOWEST", 0.2)
    waiting = Waiting()
    with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as dripping:
        dripping.sendall(b"GET /?state=")
        assert dripping.recv(100) == b""
    waiting.get(code="x")
    assert waiting.end() == Redirect("x", None)


def test_a_browser_that_comes_before_anybody_waits_is_answered_all_the_same():
    ear = Loopback(ISSUER)
    answers: list[int] = []
    early = threading.Thread(target=lambda: answers.append(httpx.get(ear.uri, params={"state": ear.state, "code": "x"}).status_code))
    early.start()
    with ear:
        assert ear.wait(20, lambda: False) == Redirect("x", None)
    early.join()
    assert answers == [200]


def test_only_this_computers_own_address_is_open(waiting):
    listening = [c.laddr for c in psutil.Process().net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert [where.ip for where in listening if where.port == waiting.port] == ["127.0.0.1"]


def test_after_the_time_limit_it_says_so_and_the_port_is_closed():
    late = Waiting(seconds=0.2)
    ended = late.end()
    assert isinstance(ended, EmsError)
    assert ended.code == 1137
    assert ended.text().endswith("finish in the browser.")
    with pytest.raises(httpx.ConnectError):
        late.get(code="too late")


def test_cancelling_ends_it_at_once_whoever_is_connected(waiting):
    with socket.create_connection(("127.0.0.1", waiting.port)) as idle:
        idle.sendall(b"GET /")
        began = time.monotonic()
        waiting.cancelled.set()
        ended = waiting.end()
        assert time.monotonic() - began < 2
    assert isinstance(ended, EmsError)
    assert ended.code == 1138


def test_each_sign_in_has_a_state_of_its_own():
    states = set()
    for _ in range(20):
        with Loopback(ISSUER) as ear:
            states.add(ear.state)
    assert len(states) == 20
    assert min(map(len, states)) >= 43
