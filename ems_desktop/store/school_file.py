"""The school file: what a computer must know to reach its school. No secret but the gate role's password, which can do nothing
but sign in. It comes from outside, so each field is judged before anything uses it."""

from __future__ import annotations

import json
import re
import ssl
from dataclasses import MISSING, asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ems_desktop.domain.errors import Mistake
from ems_desktop.store import platform

SUFFIX = ".sekolah"
VERSION = 1
MOST_BYTES = 64 * 1024
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class SchoolFile:
    """`ca`: PEM text, needed unless `loopback`, which says that the server is on this computer and speaks without TLS. `google_…`: the
    school's OAuth client of type desktop, whose "secret" is none, and the domains of its accounts; without them nobody signs in with Google."""

    name: str
    npsn: str
    host: str
    port: int
    database: str
    gate_user: str
    gate_password: str = field(repr=False)
    ca: str | None = None
    loopback: bool = False
    google_client_id: str | None = None
    google_client_secret: str | None = field(default=None, repr=False)
    google_domains: tuple[str, ...] = ()
    sheet_id: str | None = None
    n8n_url: str | None = None
    google_api: str | None = None  # a simulator's address, on this computer, in place of Google's own
    version: int = VERSION

    def __post_init__(self) -> None:
        """Errors: 1433 the type, 1434 the value, 1435 the version, each with the field's name."""
        if type(self.version) is int and self.version > VERSION:
            raise Mistake(1435)
        for each in fields(self):
            value = getattr(self, each.name)
            _refuse_type(each.name, value, str(each.type))
            for one in value if isinstance(value, tuple) else (value,):
                if one is not None and each.name in _FORMS and not re.fullmatch(_FORMS[each.name], str(one), re.DOTALL):
                    raise Mistake(1434, field=each.name)
        if not 1 <= self.port <= 65535:
            raise Mistake(1434, field="port")
        if self.loopback and self.host not in LOOPBACK:
            raise Mistake(1436, host=self.host)
        if not self.loopback:
            _refuse_ca(self.ca)


# Plain forms keep libpq's special values out: "a,b" means several hosts, "/x" and "@x" a socket, "x=y" a connection string.
_FORMS = {
    "name": r"[^\x00-\x1f\x7f]{1,200}",
    "npsn": r"[0-9]{8}",
    "host": r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45}",
    "database": r"[A-Za-z0-9_-]{1,63}",
    "gate_user": r"[A-Za-z0-9_-]{1,63}",
    "gate_password": r"[^\x00-\x1f\x7f]{1,200}",
    "google_client_id": r"[A-Za-z0-9._-]{1,200}",
    "google_client_secret": r"[A-Za-z0-9._-]{1,200}",
    "google_domains": r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){1,8}",
    "sheet_id": r"[A-Za-z0-9_-]{1,200}",
    "n8n_url": r"(https://|http://(127\.0\.0\.1|localhost)[:/])[^\s\x00-\x1f]{1,500}",
    "google_api": r"http://127\.0\.0\.1:[0-9]{1,5}",
    "version": r"1",
}
_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "str | None": (str, type(None)),
    "tuple[str, ...]": (tuple,),
}


def _refuse_type(name: str, value: object, wanted: str) -> None:
    whole = not isinstance(value, tuple) or all(isinstance(one, str) for one in value)
    if type(value) not in _TYPES[wanted] or not whole:
        raise Mistake(1433, field=name)


def _refuse_ca(pem: str | None) -> None:
    """Without the school's own authority nobody can tell its server from another."""
    if not pem:
        raise Mistake(1432, field="ca")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError, TypeError) as error:  # TypeError: letters that are not ASCII
        raise Mistake(1434, field="ca") from error


def read(path: Path) -> SchoolFile:
    """Read a school file. Errors: 1430 it cannot be read, 1431 not a school file, 1432 field missing, 1433 to 1436 as above."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Mistake(1430, path=str(path), detail=error.strerror or type(error).__name__) from error
    if len(raw) > MOST_BYTES:
        raise Mistake(1431, path=str(path))
    return _judge(_parse(raw, path))


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Mistake(1431, path=str(path)) from error
    if not isinstance(found, dict):
        raise Mistake(1431, path=str(path))
    return found


def _judge(found: dict[str, Any]) -> SchoolFile:
    """Fields that this version does not know are left aside: `version` says when that would be wrong."""
    if type(found.get("version")) is int and found["version"] > VERSION:
        raise Mistake(1435)
    for each in fields(SchoolFile):
        if each.default is MISSING and each.name not in found:
            raise Mistake(1432, field=each.name)
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    return SchoolFile(**{each.name: given[each.name] for each in fields(SchoolFile) if each.name in given})


def write(path: Path, school: SchoolFile) -> None:
    """Write a school file, whole or not at all. Errors: 1305 not writable, 1352 disk full."""
    text = json.dumps({name: value for name, value in asdict(school).items() if value is not None}, indent=2, ensure_ascii=False)
    platform.private_file(path, text + "\n")
