"""A real OpenID provider for tests: npm's oidc-provider in a Node process on loopback, in Google's place.

Its packages are installed once, from the lock beside `provider.mjs`, into a cache folder outside the checkout; a change of the lock
gets a folder of its own. Wanted on the machine: node 20 or newer, and npm.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from ems_desktop.demo.outside import alone, install, program
from ems_desktop.demo.outside import folder as parts_folder
from ems_desktop.integrations.google_sign_in import GoogleClient

SOURCE = Path(__file__).with_name("oidc")
PART = "oidc-provider"
PACKAGES = ("package.json", "package-lock.json")
START_WITHIN, LOCK_WITHIN = 30, 300  # seconds
CLIENT = "school.apps.googleusercontent.com"
SECRET = "not-a-secret"  # Google's desktop clients have one that is none


@dataclass
class OidcProvider:
    """`base`: its address. Change what it does with `set`."""

    base: str
    process: subprocess.Popen[bytes]

    @property
    def client(self) -> GoogleClient:
        return self.client_called(CLIENT)

    def client_called(self, client_id: str) -> GoogleClient:
        revoking = f"{self.base}/token/revocation"
        return GoogleClient(client_id, SECRET, auth_uri=f"{self.base}/auth", token_uri=f"{self.base}/token", revoke_uri=revoking)

    def set(self, **settings: Any) -> None:
        """Names as in `provider.mjs`."""
        httpx.post(f"{self.base}/settings", json=settings).raise_for_status()

    def account(self, email: str, sub: str, **claims: Any) -> None:
        """The one account there is: verified, of the school's domain, unless `claims` say otherwise. A claim of None is left out."""
        whole = {"sub": sub, "email": email, "email_verified": True, "hd": email.rpartition("@")[2], "name": "Budi"} | claims
        self.set(accounts={email: {name: value for name, value in whole.items() if value is not None}})

    def keys(self) -> dict[str, Any]:
        """What Google publishes at its own address for keys."""
        return dict(httpx.get(f"{self.base}/jwks").raise_for_status().json())

    def revoke(self, refresh_token: str) -> None:
        form = {"token": refresh_token, "client_id": CLIENT, "client_secret": SECRET}
        httpx.post(f"{self.base}/token/revocation", data=form).raise_for_status()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@contextlib.contextmanager
def running() -> Iterator[OidcProvider]:
    folder = installed()
    with tempfile.TemporaryDirectory() as scratch:
        port, log = Path(scratch) / "port", Path(scratch) / "log"
        command = [program("node", PART), str(folder / "provider.mjs"), str(port)]
        with (
            log.open("wb") as written,
            _ending(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=written, stderr=written)) as process,
        ):
            until = time.monotonic() + START_WITHIN
            while not port.exists():
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < until, f"no answer within {START_WITHIN} s\n{log.read_text('utf-8')}"
                time.sleep(0.02)
            provider = OidcProvider(f"http://127.0.0.1:{port.read_text('ascii')}", process)
            provider.set(clients=[{"id": CLIENT, "secret": SECRET}, {"id": "other", "secret": SECRET}])
            yield provider


@contextlib.contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    with process:
        try:
            yield process
        finally:
            process.terminate()


def installed() -> Path:
    """The folder with the provider and its packages; made on first use, by one process at a time."""
    digest = hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in PACKAGES)).hexdigest()[:12]
    parts = parts_folder()
    folder = parts / f"oidc-provider-{digest}"
    with alone(parts / "oidc-provider.lock", LOCK_WITHIN):
        if not folder.exists():
            _install(folder)
        shutil.copy(SOURCE / "provider.mjs", folder)
    return folder


def _install(folder: Path) -> None:
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name in PACKAGES:
        shutil.copy(SOURCE / name, part)
    install(PART, [program("npm", PART), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], part)
    part.rename(folder)
