"""Google's public keys as it publishes them, a JWK set: fetched over HTTPS, or read from a file that somebody fetched.

Whether they are keys that the school takes is judged by its database alone.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ems_desktop.domain.errors import Mistake, Outage

GOOGLE = "https://www.googleapis.com/oauth2/v3/certs"
MOST_BYTES = 64 * 1024
_MOST_SECONDS = 30.0  # for the whole answer; each step of it has its own limit
_LOOPBACK = ("127.0.0.1", "::1", "localhost")

Jwks = dict[str, Any]


def fetch(url: str = GOOGLE, timeout: float = 10.0) -> Jwks:
    """From Google, or from `url` (HTTPS, unless it is on this computer). Errors: 1920 it does not answer, 1921 no keys."""
    import httpx

    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in _LOOPBACK:
        raise Mistake(1920, reason=url)
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False) as client, client.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                raise Outage(1920, reason=f"HTTP {answer.status_code}")
            return _parse(_body(answer))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Outage(1920, reason=type(error).__name__) from error


def read(path: Path) -> Jwks:
    """From a file. Errors: 1921 no keys, 1922 it cannot be read."""
    try:
        with path.open("rb") as file:
            return _parse(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise Mistake(1922, path=str(path), detail=error.strerror or type(error).__name__) from error


def _body(answer: Any) -> bytes:
    end, body = time.monotonic() + _MOST_SECONDS, b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            break
        if time.monotonic() > end:
            raise Outage(1920, reason="timeout")
    return body


def _parse(raw: bytes) -> Jwks:
    try:
        found = json.loads(raw.decode("utf-8-sig")) if len(raw) <= MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise Mistake(1921) from error
    if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
        raise Mistake(1921)
    return found
