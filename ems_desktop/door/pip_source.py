"""Finds a pip for an environment that has none. Most Pythons carry one as a wheel (ensurepip); Debian's may not, so
otherwise the pip the lock file names is fetched from the package index this computer is set up for, and its hash checked."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import ssl
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

from ems_desktop.domain.errors import Outage


def unpack_pip(lock: Path, into: Path) -> None:
    """Leave a folder `into`/pip that Python can import. Raises Outage 1902."""
    wheel = carried_wheel() or fetch(lock, into)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(into)


def carried_wheel() -> Path | None:
    folders = [Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels")]
    spec = find_spec("ensurepip")
    if spec and spec.origin:
        folders.insert(0, Path(spec.origin).parent / "_bundled")
    return next((wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))), None)


def fetch(lock: Path, into: Path) -> Path:
    """The locked pip from the index."""
    version, hashes = locked_pip(lock.read_text("utf-8"))
    name = f"pip-{version}-py3-none-any.whl"
    context = ssl.create_default_context(cafile=configured("cert"))
    page = urljoin((configured("index-url") or "https://pypi.org/simple").rstrip("/") + "/", "pip/")
    links: list[str] = re.findall(r'href="([^"]+)"', _get(page, context).decode())
    link = next((link for link in links if f"/{name}" in f"/{link}"), None)
    if link is None:
        raise Outage(1902, reason=f"{page} has no {name}")
    content = _get(urljoin(page, link), context)
    if hashlib.sha256(content).hexdigest() not in hashes:
        raise Outage(1902, reason=f"{name} is not the file the lock names")
    wheel = into / name
    wheel.write_bytes(content)
    return wheel


def _get(address: str, context: ssl.SSLContext) -> bytes:
    try:
        with urlopen(address, timeout=60, context=context) as answer:  # noqa: S310 - the index this computer is set up for
            content: bytes = answer.read()
    except OSError as error:
        raise Outage(1902, reason=f"{address} does not answer: {getattr(error, 'reason', error)}") from error
    return content


def locked_pip(lock: str) -> tuple[str, set[str]]:
    """Version and SHA-256 hashes of pip in a lock file's text."""
    found = re.search(r"^pip==(\S+)((?:.*\\\n)+.*)", lock, re.MULTILINE)
    if not found:
        raise Outage(1902, reason="the lock file names no pip")
    return found[1], set(re.findall(r"sha256:([0-9a-f]{64})", found[2]))


def configured(option: str) -> str | None:
    """One of pip's own settings, from its environment variable or its files, as pip would read it."""
    said = os.environ.get("PIP_" + option.upper().replace("-", "_"))
    if said:
        return said
    home = Path.home()
    files = [
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        home / ".config/pip/pip.conf",
        home / "Library/Application Support/pip/pip.conf",
    ]
    files += [Path(os.environ[name], "pip", "pip.ini") for name in ("PROGRAMDATA", "APPDATA") if name in os.environ]
    files += [Path(os.environ["PIP_CONFIG_FILE"])] if "PIP_CONFIG_FILE" in os.environ else []
    settings = configparser.RawConfigParser(strict=False)
    settings.read(files, "utf-8")
    return settings.get("install", option, fallback=None) or settings.get("global", option, fallback=None)
