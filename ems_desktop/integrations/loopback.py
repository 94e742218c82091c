"""Waits on 127.0.0.1 for the one request by which the browser brings Google's answer; whatever else calls there changes nothing.

It knows how a redirect looks, not what its code is worth.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.integrations import loopback_page as page

ADDRESS: Final = "127.0.0.1"
_MOST_BYTES: Final = 64 * 1024  # of a request; a browser sends here what cookies other programs of this computer left in it
_SLOWEST: Final = 5.0  # seconds for a request to come in whole, and for its answer to be fetched
_MOST_CALLERS: Final = 64  # at a time; one more sends the oldest away
_LOOK: Final = 0.05  # seconds between two looks at `cancelled`


@dataclass(frozen=True, slots=True)
class Redirect:
    """Google's answer: a code for a token, or the reason of a refusal."""

    code: str | None = field(repr=False)
    error: str | None


class Loopback:
    """One sign-in's ear. It listens from the beginning, so that no answer can come too early; `wait` answers."""

    def __init__(self, issuer: str) -> None:
        self.state = secrets.token_urlsafe(32)
        self._issuer = issuer
        self._socket = _listen()
        self._host = f"{ADDRESS}:{self._socket.getsockname()[1]}"
        self.uri = f"http://{self._host}/"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()

    def wait(self, seconds: float, cancelled: Callable[[], bool]) -> Redirect:
        """Until the right redirect comes. Errors: 1137 it did not within `seconds`, 1138 cancelled."""
        return asyncio.run(self._serve(seconds, cancelled))

    async def _serve(self, seconds: float, cancelled: Callable[[], bool]) -> Redirect:
        until = time.monotonic() + seconds
        talk = _Talk(self._judge)
        server = await asyncio.start_server(talk.answer, sock=self._socket, limit=_MOST_BYTES)
        try:
            while talk.redirect is None:
                if cancelled():
                    raise Mistake(1138)
                if time.monotonic() > until:
                    raise Outage(1137, minutes=max(1, round(seconds / 60)))
                await asyncio.sleep(_LOOK)
            return talk.redirect
        finally:
            server.close()
            await talk.end()

    def _judge(self, head: str) -> Redirect | int:
        """The redirect, or the status for anything else."""
        request, _, headers = head.partition("\r\n")
        method, target, *_ = [*request.split(" "), ""]
        host = re.search(r"^host:[ \t]*(\S+)[ \t]*\r?$", headers, re.IGNORECASE | re.MULTILINE)
        if host is None or host[1] != self._host:
            return 400
        try:
            parts = urlsplit(target)
            given = parse_qs(parts.query, keep_blank_values=True, max_num_fields=50)
        except ValueError:
            return 400
        if method != "GET" or parts.path != "/" or "state" not in given:
            return 404
        return self._redirect(given) or 400

    def _redirect(self, given: dict[str, list[str]]) -> Redirect | None:
        """The answer to our own question, from the one we asked (RFC 9207), and only one answer."""
        single = {name: values[0] for name, values in given.items() if len(values) == 1 and values[0]}
        code, error = single.get("code"), single.get("error")
        ours = secrets.compare_digest(single.get("state", "").encode(), self.state.encode())
        if not ours or given.get("iss", [self._issuer]) != [self._issuer] or (code is None) == (error is None):
            return None
        return Redirect(code, error)


class _Talk:
    """The connections of one wait, each with a deadline of its own: a slow one holds up nobody."""

    def __init__(self, judge: Callable[[str], Redirect | int]) -> None:
        self._judge = judge
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._right: asyncio.Task[None] | None = None
        self.redirect: Redirect | None = None

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        if len(self._open) > _MOST_CALLERS:
            next(iter(self._open.values())).transport.abort()
        try:
            with contextlib.suppress(TimeoutError, OSError):
                await self._speak(reader, writer)
        finally:
            writer.close()
            del self._open[task]

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_SLOWEST):
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                found = self._judge(head) if self.redirect is None else 404
            except asyncio.LimitOverrunError:
                found = 400
            except asyncio.IncompleteReadError:
                return  # it hung up: a port scanner, or a browser that connected ahead
            writer.write(page.stray(found) if isinstance(found, int) else page.end(found.error))
            await writer.drain()
            writer.write_eof()
            if isinstance(found, Redirect):
                self.redirect, self._right = found, asyncio.current_task()
            while await reader.read(_MOST_BYTES):  # to hang up on a body would throw away the answer with it
                pass

    async def end(self) -> None:
        """Let the browser fetch its page, for a moment; then hang up on everybody."""
        if self._right is not None:
            await asyncio.wait([self._right], timeout=1.0)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for writer in self._open.values():
                writer.transport.abort()
            await asyncio.wait(others, timeout=_LOOK)


def _listen() -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows another program could take the port over otherwise
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    listening.bind((ADDRESS, 0))
    listening.listen(32)
    return listening
