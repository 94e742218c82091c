"""Secrets at rest: the operating system's keychain, by allow-list. The demo alone may keep its secrets in a file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Protocol

from ems_desktop.domain.errors import Mistake, Outage

SERVICE = "EMS Desktop"
# Windows, macOS, GNOME and KDE. keyrings.alt would make a plaintext file the default, so a name must be on this list.
_TRUSTED = (
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
)


class Keychain(Protocol):
    """Small texts by name; Windows holds at most 1,280 characters an entry."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, secret: str) -> None: ...
    def forget(self, name: str) -> None: ...


class SystemKeychain:
    """The keychain of this computer's user. Errors: 1308 there is none that we trust, 1309 it is locked or refused."""

    def get(self, name: str) -> str | None:
        import keyring.errors

        try:
            secret: str | None = self._backend().get_password(SERVICE, name)
        except keyring.errors.KeyringError as error:
            raise Outage(1309, detail=str(error)) from error
        return secret

    def put(self, name: str, secret: str) -> None:
        import keyring.errors

        try:
            self._backend().set_password(SERVICE, name, secret)
        except keyring.errors.KeyringError as error:
            raise Outage(1309, detail=str(error)) from error

    def forget(self, name: str) -> None:
        import keyring.errors

        try:
            self._backend().delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            return  # it was not there
        except keyring.errors.KeyringError as error:
            raise Outage(1309, detail=str(error)) from error

    @staticmethod
    def _backend() -> keyring.backend.KeyringBackend:  # type: ignore[name-defined]  # noqa: F821 - imported when used: it costs 60 ms
        import keyring

        backend = keyring.get_keyring()
        chosen = getattr(backend, "backends", [backend])  # the chainer asks the best of several
        for one in chosen:
            if type(one).__module__.startswith(_TRUSTED):
                return one
        raise Mistake(1308)


class DemoKeyring:
    """A file that only this user may read, for the demo school's throw-away secrets. Never for a real school."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> str | None:
        return self._read().get(name)

    def put(self, name: str, secret: str) -> None:
        self._write(self._read() | {name: secret})

    def forget(self, name: str) -> None:
        self._write({k: v for k, v in self._read().items() if k != name})

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}

    def _write(self, secrets: dict[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(secrets, file)
        part.replace(self._path)
