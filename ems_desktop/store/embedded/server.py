"""Start, share and stop the embedded PostgreSQL. The only door of this room.

Programs of one person share one server. Each holds a file lock of its own while it uses the server; the last to leave stops it.
The system releases the locks of a killed program, so its server is adopted, and stopped in the end, by the next one.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.store import platform
from ems_desktop.store.embedded import binaries as programs
from ems_desktop.store.embedded import cluster, processes, state
from ems_desktop.store.embedded.binaries import Binaries, Finished
from ems_desktop.store.embedded.state import Running

_OTHERS_BUSY = 420.0  # another program may be making the cluster (300 s at most) or starting it
_READY = 300.0  # recovery after a crash reads the journal, at most 512 MB
_STOP = 60
_TRIES = 5
_LOG_KEPT = 4 * 1024 * 1024


class EmbeddedPostgres:
    """The server whose data lie in `root/data`; `root` is this person's local folder, and nobody else's."""

    def __init__(self, root: Path, binaries: Binaries | None = None, settings: Mapping[str, str] | None = None) -> None:
        """`settings` override PostgreSQL's settings (tests: fsync off). Nothing happens before `start`."""
        self.root = root.absolute()
        self.data = self.root / "data"
        self.log = self.root / "postgres.log"
        self._binaries = binaries
        self._settings = dict(settings or {})
        self._use: platform.FileLock | None = None

    @property
    def binaries(self) -> Binaries:
        """Errors: 1441 the programs are missing."""
        self._binaries = self._binaries or programs.find()
        return self._binaries

    def start(self) -> Running:
        """The running server: joined if another program started it, else started, made anew if it never was.

        Errors: 1305 folder not writable, 1350 synced, 1351 network, 1352 disk full, 1353 path not encodable, 1440 cannot
        start, 1441 programs missing, 1442 other major version, 1443 another program is busy with it, 1445 secret lost,
        1446 root.
        """
        platform.refuse_synced_folder(self.root)
        platform.refuse_unencodable(self.root)
        platform.private_folder(self.root)
        platform.give(self.root, platform.unprivileged())
        with self._alone():
            self._join()
            try:
                return self._running() or self._launch()
            except BaseException:
                self._part()
                with contextlib.suppress(EmsError):
                    self._stop_unless_used()
                raise

    def running(self) -> Running | None:
        """The server if it answers right now. Errors: 1445 its secret is lost."""
        port = self._port_of_living()
        return state.ask(self.root, port, started=False) if port else None

    def leave(self) -> bool:
        """This program needs the server no longer: the last one stops it. Whether it was stopped."""
        with self._alone():
            self._part()
            return self._stop_unless_used()

    def stop(self) -> None:
        """Stop the server, whoever uses it. Harmless when it is stopped. Errors: 1444 it does not stop."""
        if not self.root.exists():
            return
        with self._alone():
            self._part()
            self._stop()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        lock = platform.FileLock(self.root / "server.lock")
        if not lock.acquire(_OTHERS_BUSY):
            raise Outage(1443, path=str(self.root))
        try:
            yield
        finally:
            lock.release()

    # Who uses the server: one locked file each, because Windows knows no shared locks.

    def _join(self) -> None:
        if self._use is None:
            use = platform.FileLock(platform.private_folder(self.root / "users") / secrets.token_hex(8))
            use.acquire()
            self._use = use

    def _part(self) -> None:
        if self._use is not None:
            self._use.release()
            self._use.path.unlink(missing_ok=True)
            self._use = None

    def _others(self) -> bool:
        """Whether a living program uses the server. Files of dead ones are swept away."""
        for path in (self.root / "users").glob("*"):
            lock = platform.FileLock(path)
            if not lock.acquire():
                return True
            lock.release()
            path.unlink(missing_ok=True)
        return False

    # The server itself; all of it under the lock.

    def _port_of_living(self) -> int | None:
        pid_file = processes.read_pid_file(self.data)
        return pid_file.port if pid_file and processes.is_postmaster(pid_file.pid, self.data) else None

    def _running(self) -> Running | None:
        """Like `running`, but waits for one that is still starting."""
        deadline = time.monotonic() + _READY
        while port := self._port_of_living():
            if found := state.ask(self.root, port, started=False):
                return found
            if time.monotonic() > deadline:
                raise Outage(1440, detail="it does not answer", log=str(self.log))
            time.sleep(0.05)
        return None

    def _launch(self) -> Running:
        cluster.make(self.root, self.binaries, self._settings)
        self._clear_away()
        self._turn_log()
        for _ in range(_TRIES):
            port = _free_port()
            cluster.configure(self.root, port, self._settings)
            done = self._pg_ctl("start", f"--log={self.log.name}", f"--timeout={_READY:.0f}", timeout=_READY + 30)
            if done.code == 0 and (found := state.ask(self.root, port, started=True)):
                return found
            if found := self._running():  # left half started by a killed program
                return found
            if "could not bind" not in done.text and "Address already in use" not in done.text:
                break
        raise cluster.cannot_start(self.root, done)

    def _pg_ctl(self, action: str, *arguments: str, timeout: float) -> Finished:
        """Its words, and those it added to the log. Paths are relative: no shell sees a person's folder names."""
        before = self.log.stat().st_size if self.log.exists() else 0
        done = programs.run(self.binaries, "pg_ctl", action, "--pgdata=data", "--wait", *arguments, folder=self.root, timeout=timeout)
        with contextlib.suppress(OSError), self.log.open("rb") as file:
            file.seek(before)
            return Finished(done.code, done.text + file.read(64 * 1024).decode(errors="replace"))
        return done

    def _clear_away(self) -> None:
        """After a crash: end what outlived the postmaster, and drop a pid file that is torn or whose pid went to another program.

        A dead pid's file is left to PostgreSQL, which looks at the shared memory as well before it takes the folder.
        """
        processes.end_left_behind(self.data)
        pid_file = processes.read_pid_file(self.data)
        if pid_file is None or psutil.pid_exists(pid_file.pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _stop_unless_used(self) -> bool:
        if self._others():
            return False
        self._stop()
        return True

    def _stop(self) -> None:
        if self._port_of_living() is None:
            return
        for mode in ("fast", "immediate"):
            done = self._pg_ctl("stop", f"--mode={mode}", f"--timeout={_STOP}", timeout=_STOP + 30)
            if done.code == 0:
                return
        raise Outage(1444, log=str(self.log))

    def _turn_log(self) -> None:
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > _LOG_KEPT:
                self.log.replace(self.log.with_suffix(".log.1"))


def _free_port() -> int:
    """A port that is free now; another program may still take it first, then the next is tried."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
