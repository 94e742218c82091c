"""One connection to the school for questions that come in bursts: kept open for half a minute after the last, then given back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

IDLE = 30.0  # seconds; the school's connections are few


class Line:
    """Questions go one after another. `hang_up()` when the person leaves."""

    def __init__(self, dial: Callable[[], psycopg.Connection[Any]], idle: float = IDLE) -> None:
        self._dial, self._idle = dial, idle
        self._busy = threading.Lock()
        self._open: psycopg.Connection[Any] | None = None
        self._timer: threading.Timer | None = None

    @contextmanager
    def talk(self) -> Iterator[psycopg.Connection[Any]]:
        """The connection, autocommit. After an error it is closed; a kept one that the server has ended meanwhile is dialled anew."""
        with self._busy:
            self._stop_timer()
            connection = self._ready()
            try:
                yield connection
            except BaseException:
                self._close()
                raise
            self._start_timer()

    def hang_up(self) -> None:
        with self._busy:
            self._stop_timer()
            self._close()

    def _ready(self) -> psycopg.Connection[Any]:
        if self._open is None or not self._answers():
            self._close()
            self._open = self._dial()
            self._open.autocommit = True
        return self._open

    def _answers(self) -> bool:
        import psycopg

        assert self._open is not None
        try:
            self._open.execute("")
        except psycopg.Error:
            return False
        return True

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _start_timer(self) -> None:
        self._timer = threading.Timer(self._idle, self._rested)
        self._timer.daemon = True
        self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _rested(self) -> None:
        """On the timer's thread. A question that came meanwhile has cancelled it, or holds the line: then it is not idle."""
        if self._busy.acquire(blocking=False):
            try:
                if self._timer is threading.current_thread():
                    self._close()
                    self._timer = None
            finally:
                self._busy.release()
