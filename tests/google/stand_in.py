"""A token endpoint on loopback that says what it was told to say, and a browser that comes back with what it was told."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from ems_desktop.integrations.google_sign_in import GoogleClient

GOOD = {"access_token": "access-7c1", "expires_in": 3599, "token_type": "Bearer", "id_token": "id-7c1", "refresh_token": "refresh-7c1"}


@dataclass
class TokenEndpoint:
    """`status`, `answer`: of the next requests. `asked`: the forms that came."""

    client: GoogleClient
    status: int = 200
    answer: str = json.dumps(GOOD)
    asked: list[dict[str, str]] = field(default_factory=list)

    def says(self, status: int = 200, **answer: Any) -> None:
        self.status, self.answer = status, json.dumps(answer)


@contextlib.contextmanager
def token_endpoint() -> Iterator[TokenEndpoint]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.asked.append({name: values[0] for name, values in parse_qs(form).items()})
            self.send_response(endpoint.status)
            self.end_headers()
            self.wfile.write(endpoint.answer.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    endpoint = TokenEndpoint(
        GoogleClient("school.apps.googleusercontent.com", "s3cret", auth_uri=f"{base}/auth", token_uri=f"{base}/token")
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Browser:
    """Never visits Google's page: it comes back at once, with `answer` and the state that it was given."""

    def __init__(self, **answer: str) -> None:
        self._answer = answer
        self.asked: dict[str, str] = {}
        self.pages: list[httpx.Response] = []
        self.came_back = threading.Event()

    def __call__(self, url: str) -> bool:
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        answer = {"state": self.asked["state"]} | self._answer
        self.pages.append(httpx.get(self.asked["redirect_uri"], params=answer))
        self.came_back.set()
        return True
