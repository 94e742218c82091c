"""The simulator: one spreadsheet behind HTTP on 127.0.0.1, its users, its limits and its faults."""

from __future__ import annotations

import json
import secrets
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Literal, Self
from urllib.parse import parse_qs, urlsplit

from ems_desktop.demo.google.book import Book, Sheet
from ems_desktop.demo.google.limits import AFTERWARDS, Fault, Faults, Kind, Quota
from ems_desktop.demo.google.refusals import JSON, Refusal
from ems_desktop.demo.google.routes import Request, carry_out, find
from ems_desktop.demo.google.saving import load, save

Role = Literal["editor", "viewer"]
KEY: Final = "gsheet-catalog-materi"
LOGIN_PAGE: Final = b"<html><title>SCHOOL-WIFI</title>Please log in</html>"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what was answered. `answer` is None where the connection was cut or the answer was no JSON."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    status: int
    answer: Any


class Simulator:
    """`book`: the spreadsheet, to be looked at and, under `lock`, changed. `calls`: carried out or refused, by kind.

    `file`: where the spreadsheet is kept; what it holds is preferred to `book`. `between`: called once, before the next write is carried
    out, and forgotten: somebody else's moment between a client's read and its write. `watchers` are told every exchange.
    `accepts_any`: the user whose token any unknown one is; by default nobody's.
    """

    def __init__(self, book: Book | None = None, clock: Callable[[], float] = time.time, file: Path | None = None) -> None:
        self._file = file
        self.book = (file and load(file)) or book or Book(KEY, "Katalog Materi", sheets=[Sheet.blank(0, "Materi")])
        self.book.clock = clock
        self.lock = threading.RLock()
        self.quota, self.faults = Quota(clock), Faults()
        self.between: Callable[[], object] | None = None
        self.watchers: list[Callable[[Exchange], object]] = []
        self.calls: Counter[Kind] = Counter()
        self.accepts_any: str | None = None
        self._users: dict[str, tuple[str, Role]] = {}
        self._server = _Server(self)

    @property
    def book(self) -> Book:
        return self._book

    @book.setter
    def book(self, book: Book) -> None:
        self._book = book
        if self._file is not None:
            save(book, self._file)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def token(self, user: str, role: Role = "editor") -> str:
        """A new bearer token for this user."""
        token = secrets.token_urlsafe(16)
        self._users[token] = (user, role)
        return token

    def revoke(self, user: str) -> None:
        """None of the user's tokens is good any more."""
        self._users = {token: known for token, known in self._users.items() if known[0] != user}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), name="google simulator", daemon=True).start()

    def stop(self) -> None:
        """After `start`: answers nobody any more, and has hung up on everybody."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()

    def answer(self, method: str, target: str, headers: Any, raw: bytes) -> tuple[int, JSON | bytes | None, str | None]:
        """Status, answer (None: hang up), and Retry-After."""
        url = urlsplit(target)
        query, path = parse_qs(url.query, keep_blank_values=True), url.path
        body: Any = None
        try:
            body = _parsed(raw)
            status, answer, after = 200, self._answer(find(method, path, query, body or {}), headers), None
        except Refusal as refusal:
            status, answer, after = refusal.status, refusal.body(drive=path.startswith("/drive/")), refusal.retry_after
        exchange = Exchange(method, path, query, body, status, answer if isinstance(answer, dict) else None)
        for watcher in self.watchers:
            watcher(exchange)
        return status, answer, after

    def _answer(self, request: Request, headers: Any) -> JSON | bytes | None:
        user, role = self._known(headers)
        with self.lock:
            self.calls[request.kind] += 1
            fault = self.faults.take(request.kind)
            if fault is None or fault.trouble in AFTERWARDS:
                self.quota.take(user, request.kind)
        if fault is not None and fault.trouble not in AFTERWARDS:
            return self._went_wrong(fault)
        if fault is not None:
            time.sleep(fault.seconds)
        if request.kind == "write":
            if role == "viewer":
                raise Refusal(403)
            self._let_others_in()
        answer = self._carry_out(request)
        if fault is not None and fault.trouble == "late-500":
            raise Refusal(500)
        return None if fault is not None and fault.trouble == "cut-after" else answer

    @staticmethod
    def _went_wrong(fault: Fault) -> bytes | None:
        if fault.trouble.isdigit():
            raise Refusal(int(fault.trouble), None, fault.retry_after, fault.reason)
        return LOGIN_PAGE if fault.trouble == "page" else None

    def _carry_out(self, request: Request) -> JSON:
        with self.lock:
            if request.key != self.book.id:
                raise Refusal(404)
            after, answer = carry_out(request, self.book)
            if after is not self.book:
                self.book = after
            return answer

    def _let_others_in(self) -> None:
        hook, self.between = self.between, None
        if hook is not None:
            hook()

    def _known(self, headers: Any) -> tuple[str, Role]:
        """Who asks. Refusal 401."""
        scheme, _, token = (headers.get("Authorization") or "").partition(" ")
        if scheme != "Bearer" or not (token in self._users or self.accepts_any):
            raise Refusal(401)
        return self._users.get(token, (self.accepts_any or "", "editor"))


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError as error:
        raise Refusal(400, "Invalid JSON payload received.") from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Clients keep their connections; nobody waits for them."""
        for one in list(self._open):
            self.shutdown_request(one)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16  # head and body in one go
    server: _Server

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, answer, retry_after = self.server.simulator.answer(self.command, self.path, self.headers, raw)
        if answer is None:
            self.close_connection = True
            return
        page = isinstance(answer, bytes)
        sent = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if page else "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(sent)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PUT = _serve  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass
