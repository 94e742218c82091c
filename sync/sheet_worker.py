"""The thread that keeps the catalogue and its Google Sheet in step: woken by an edit, asking Drive now and then whether anything is new."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.integrations.google_sheets import Busy
from ems_desktop.integrations.google_sign_in import Attempt
from ems_desktop.services.sheet_access import SheetAccess
from ems_desktop.services.sheet_views import SheetStatus
from ems_desktop.store.local import LocalStore
from sync.sheet import Round, SheetMerge

POLL = 60.0  # seconds between two questions, ± a third
LONGEST = 600.0  # between tries while Google refuses or does not answer
SOON = 1.0  # until the school has what was changed, or our own write is read back
TYPING = 3.0  # so long an edit waits for the next, so that both go in one write
RACES = 5  # so often in a row another program may have been quicker
ENDED, NOT_CONNECTED, REFUSED = 1516, 1524, 1530


class SheetWorker:
    """`ready`: whether the school was reached and has everything; the Sheet is merged after it. `told` is called on this thread with
    every new status and how many entries changed here."""

    def __init__(
        self,
        store: LocalStore,
        access: SheetAccess,
        ready: Callable[[], bool],
        told: Callable[[SheetStatus, int], None],
        poll: float = POLL,
        typing: float = TYPING,
    ) -> None:
        self._store, self._access, self._ready, self._told, self._poll, self._typing = store, access, ready, told, poll, typing
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="sheet", daemon=True)
        self._connected = False
        self._merge: SheetMerge | None = None
        self._failures = self._refused = 0
        self._status = SheetStatus(access.access(), access.url)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was typed, or the person asks."""
        self._failures = 0
        self._wake.set()

    def status(self) -> SheetStatus:
        return self._status

    def connect(self, attempt: Attempt) -> None:
        """Let the person allow it in the browser; not on this thread. Errors: as in `SheetAccess.connect`."""
        self._access.connect(attempt)
        self._anew()

    def disconnect(self) -> bool:
        """False if Google could not be told."""
        told = self._access.disconnect()
        self._anew()
        return told

    def _anew(self) -> None:
        self._forget()
        self.wake()

    def _forget(self) -> None:
        self._connected, self._merge = False, None

    def stop(self, timeout: float = 10.0) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            if self._wake.wait(self._once()):
                self._stop.wait(self._typing)

    def _once(self) -> float:
        """One round, if it is time for one. Answers after how many seconds to come again."""
        access = "connected" if self._connected else self._access.access()
        self._connected = access == "connected"
        if not self._connected:
            self._say(replace(self._status, access=access, running=False))
            return self._poll
        if not self._ready() or self._unsent():
            return SOON
        merge = self._merge = self._merge or self._open()  # not before: reaching the school may tell where the Sheet is today
        if merge is None:
            self._forget()
            return SOON
        self._say(replace(self._status, access="connected", running=True))
        try:
            return self._after(merge.round())
        except EmsError as error:
            return self._failed(error)

    def _open(self) -> SheetMerge | None:
        sheet = self._access.open()
        return SheetMerge(self._store, sheet) if sheet else None

    def _unsent(self) -> bool:
        with self._store.reading() as session:
            return bool(session.execute(sa.text("select exists (select 1 from outbox where state = 'pending')")).scalar())

    def _after(self, done: Round) -> float:
        self._refused = self._refused + 1 if done.refused else 0
        if self._refused > RACES:
            return self._failed(Outage(REFUSED, reason=done.refused[:200]))
        self._failures = 0
        seen_equal = self._status.merged_at if done.again else datetime.now(UTC)
        status = SheetStatus("connected", self._access.url, seen_equal, done.waiting, running=done.again, read_only=done.read_only)
        self._say(status, done.changed)
        return SOON if done.again else self._poll * random.uniform(0.67, 1.33)  # noqa: S311 - spreads 120 teachers, guards nothing

    def _failed(self, error: EmsError) -> float:
        self._failures += 1
        if error.code in (ENDED, NOT_CONNECTED):
            self._forget()
            self._say(replace(self._status, access="ended", running=False, trouble=error))
            return LONGEST
        self._say(replace(self._status, running=False, trouble=error))
        asked = error.retry_after if isinstance(error, Busy) and error.retry_after else 0.0
        longest: float = min(LONGEST, 5.0 * 2 ** min(self._failures, 8))
        return max(asked, longest * random.uniform(0.5, 1.0))  # noqa: S311 - as above

    def _say(self, status: SheetStatus, changed: int = 0) -> None:
        if (status, changed) != (self._status, 0):
            self._status = status
            self._told(status, changed)
