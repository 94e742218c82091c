"""n8n's two addresses that the program knows, on loopback: the webhook of jobs, and executions."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "n8n_api_read"


@dataclass
class StandIn:
    """`status`: of the next answers. `told`: (path, ticket, body) of the nudges that came. `execution`: what is told of any."""

    url: str = ""
    status: int = 202
    told: list[tuple[str, str, Any]] = field(default_factory=list)
    execution: str = "{}"


class _Handler(BaseHTTPRequestHandler):
    n8n: StandIn

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.n8n.told.append((self.path, self.headers["Authorization"].removeprefix("Bearer "), body))
        self._answer(self.n8n.status, "{}")

    def do_GET(self) -> None:
        known = self.headers["X-N8N-API-KEY"] == KEY
        self._answer((200 if self.n8n.status == 202 else self.n8n.status) if known else 401, self.n8n.execution)

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@contextlib.contextmanager
def n8n_stand_in() -> Iterator[StandIn]:
    made = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"n8n": made}))
    made.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
