"""The data folder of a server: made whole or not at all, with its secret inside; its settings, written anew at each start."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.store import platform
from ems_desktop.store.embedded import processes
from ems_desktop.store.embedded.binaries import Binaries, Finished, run

SUPERUSER = "postgres"
SPACE_NEEDED = 300 * 1024 * 1024  # a new cluster takes 40 MB, its journal grows to 128 MB while a school is imported
_SUPERUSER_FILE = "ems.superuser"
_SETTINGS = "ems.conf"
_INITDB_TIMEOUT = 300.0  # an old PC with a virus scanner was not measured; here it takes 0.6 s

PRODUCTION: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "password_encryption": "scram-sha-256",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",
    # no name, grade or statement reaches the log
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def make(root: Path, binaries: Binaries, settings: Mapping[str, str]) -> None:
    """Make `root/data` unless it is there. A killed or hung initdb leaves only a folder that the next one sweeps away.

    Errors: 1352 disk full, 1440 initdb failed, 1442 the folder belongs to another major version, 1445 its secret is lost,
    1447 it holds something else.
    """
    data = root / "data"
    if (data / "PG_VERSION").exists():
        _refuse_other_major(data, binaries)
        password(root)
        return
    if data.exists():
        raise Mistake(1447, path=str(data))
    if platform.free_space(root) < SPACE_NEEDED:
        raise Outage(1352, path=str(root))
    _sweep(root)
    part = root / f"init-{secrets.token_hex(4)}"
    platform.private_folder(part)
    platform.give(part, platform.unprivileged())
    try:
        _initdb(part, binaries, durable=settings.get("fsync") != "off")
        with (part / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"\ninclude_if_exists = '{_SETTINGS}'\n")
        (part / "data").rename(data)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sweep(root: Path) -> None:
    """What killed programs left half made: an initdb may still be at it."""
    parts = list(root.glob("init-*"))
    if parts:
        processes.end_left_behind(*parts, *(part / "data" for part in parts))
    for part in parts:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_other_major(data: Path, binaries: Binaries) -> None:
    found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != str(binaries.major):
        raise Mistake(1442, path=str(data), found=found, needed=str(binaries.major))


def _initdb(part: Path, binaries: Binaries, *, durable: bool) -> None:
    secret = part / "password"
    platform.private_file(secret, secrets.token_urlsafe(32))
    platform.give(secret, platform.unprivileged())
    done = run(
        binaries,
        "initdb",
        "--pgdata=data",
        f"--username={SUPERUSER}",
        f"--pwfile={secret.name}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *_locale(binaries),
        *(() if durable else ("--no-sync",)),
        folder=part,
        timeout=_INITDB_TIMEOUT,
    )
    if done.code != 0:
        raise cannot_start(part.parent, done)
    secret.replace(part / "data" / _SUPERUSER_FILE)


def _locale(binaries: Binaries) -> tuple[str, ...]:
    """The same order and the same lower() on every system. Before 17 there is no built-in provider (tests only)."""
    if binaries.major >= 17:
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    return ("--locale=C" if sys.platform == "win32" else "--locale=C.UTF-8",)


def configure(root: Path, port: int, settings: Mapping[str, str]) -> None:
    """Write settings and access rules for the next start. Errors: 1305, 1352."""
    who = platform.unprivileged()
    chosen = {**PRODUCTION, **settings, "port": str(port)}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in chosen.items()]
    for name, text in {_SETTINGS: "\n".join(lines), "pg_hba.conf": "host all all 127.0.0.1/32 scram-sha-256"}.items():
        platform.private_file(root / "data" / name, text + "\n")
        platform.give(root / "data" / name, who)


def password(root: Path) -> str:
    """The superuser's. Errors: 1445 its file is gone."""
    try:
        return (root / "data" / _SUPERUSER_FILE).read_text(encoding="ascii")
    except OSError as error:
        raise Outage(1445, path=str(root / "data" / _SUPERUSER_FILE)) from error


def cannot_start(root: Path, done: Finished) -> Outage:
    """The reason in PostgreSQL's own words: its last lines that speak of an error."""
    if "No space left on device" in done.text or "not enough space" in done.text:
        return Outage(1352, path=str(root))
    lines = [line.strip() for line in done.text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "ERROR", "error:"))] or lines
    reason = " · ".join(telling[-3:]) if done.code is not None else "it did not finish in time"
    return Outage(1440, detail=reason[-600:] or f"exit code {done.code}", log=str(root / "postgres.log"))
