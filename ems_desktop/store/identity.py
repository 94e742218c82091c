"""Proving to the school's PostgreSQL who is there. Passwords never leave this computer, nor do they rest on it."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.store.connect import SESSION_ENDED, connect, translate
from ems_desktop.store.school_file import SchoolFile
from ems_desktop.store.turns import patiently

# RFC 9106, second recommended option (memory-constrained), with one lane: 64 MiB, 3 passes, 32 bytes.
_PASSES, _MEMORY_KIB, _LANES, _KEY_BYTES, _SALT_BYTES = 3, 65_536, 1, 32, 16

# The SQLSTATEs of resources/sql/functions/google.sql.
_GOOGLE = {
    "EM010": 1120,  # not a token of Google
    "EM011": 1121,  # its nonce was not made here, is too old, or is spent
    "EM012": 1122,  # expired, or from the future
    "EM013": 1123,  # another audience
    "EM014": 1124,  # another domain
    "EM015": 1125,  # address not verified
    "EM016": 1126,  # nobody here
    "EM017": 1127,  # person or account bound otherwise
    "EM018": 1128,  # key not known
    "EM019": 1129,  # not set up
}


@dataclass(frozen=True, slots=True)
class Login:
    """A PostgreSQL login role of one person on one device."""

    user_id: str
    name: str
    secret: str = field(repr=False)
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Profiled:
    """What the signed-in login tells of its person. `identifier`: email or NISN, "" if there is neither. `file_key`: of the local
    file, None if the school keeps none yet."""

    user_id: str
    name: str
    roles: frozenset[str]
    identifier: str
    file_key: bytes | None = field(repr=False)


def derive(password: str, salt: bytes) -> bytes:
    """The key that stands for the password: argon2id, about 0.1 s on an office PC."""
    import unicodedata

    from argon2.low_level import Type, hash_secret_raw

    typed = unicodedata.normalize("NFKC", password).encode()
    return hash_secret_raw(typed, salt, _PASSES, _MEMORY_KIB, _LANES, _KEY_BYTES, Type.ID)


def sign_in(school: SchoolFile, identifier: str, password: str, device: str, label: str) -> Login:
    """By email or NISN. Errors: 1101 wrong (the same for someone unknown), 1102 too many tries, 14xx no connection."""
    with _gate(school) as gate:
        salt = _one(gate.execute("select identity.salt_for(%s)", (identifier,)))[0]
    key = derive(password, salt)  # on a slow PC this takes a second: meanwhile the gate's few places are others'
    with _gate(school) as gate:
        secret = secrets.token_urlsafe(32)
        row = _one(
            gate.execute(
                "select user_id::text, login, valid_until from identity.sign_in_password(%s, %s, %s, %s, %s)",
                (identifier, key, device, label, _verifier(gate, secret)),
            )
        )
        return Login(row[0], row[1], secret, row[2])


def sign_up(school: SchoolFile, code: str, password: str, device: str, label: str) -> Login:
    """With an invitation's code. Errors: 1103 wrong, used or expired code, 1102 too many tries, 14xx no connection."""
    salt, secret = secrets.token_bytes(_SALT_BYTES), secrets.token_urlsafe(32)
    key = derive(password, salt)
    with _gate(school, wrong=1103) as gate:
        row = _one(
            gate.execute(
                "select user_id::text, login, valid_until from identity.sign_up(%s, %s, %s, %s, %s, %s)",
                (code, key, salt, device, label, _verifier(gate, secret)),
            )
        )
        return Login(row[0], row[1], secret, row[2])


def google_nonce(school: SchoolFile) -> str:
    """What Google is to say back in its ID token: good for ten minutes and for one sign-in. Errors: 14xx no connection."""
    with _gate(school) as gate:
        return str(_one(gate.execute("select identity.google_nonce()"))[0])


def sign_in_google(school: SchoolFile, id_token: str, nonce: str, device: str, label: str, code: str | None = None) -> Login:
    """With what Google said in answer to `google_nonce`. `code`: an invitation, which gives this account to the person it was made for.

    Errors: 1120 to 1129 what is wrong with the token or the account, 1102 too many tries, 1103 wrong, used or expired code,
    14xx no connection.
    """
    with _gate(school, wrong=1103, email=_address(id_token)) as gate:
        secret = secrets.token_urlsafe(32)
        row = _one(
            gate.execute(
                "select user_id::text, login, valid_until from identity.sign_in_google(%s, %s, %s, %s, %s, %s)",
                (id_token, nonce, device, label, _verifier(gate, secret), code),
            )
        )
        return Login(row[0], row[1], secret, row[2])


def set_google(connection: psycopg.Connection[Any], client_ids: list[str], domains: list[str]) -> None:
    """Whose ID tokens the school takes from now on. Office only. No client: nobody signs in with Google."""
    connection.execute("select identity.set_google(%s, %s)", (client_ids, domains))


def read_profile(connection: psycopg.Connection[Any]) -> Profiled:
    """Of the person whose login this connection is."""
    row = _one(
        connection.execute(
            "select u.id::text, u.name, identity.my_roles(), coalesce(u.email, s.nisn, ''), identity.device_key()"
            " from ems.users u left join ems.students s on s.id = u.id where u.id = identity.me()"
        )
    )
    return Profiled(row[0], row[1], frozenset(row[2]), row[3], row[4])


def time_left(connection: psycopg.Connection[Any]) -> timedelta:
    """Until this login's session ends, by the server's clock. Error 1406 when it has ended."""
    row = connection.execute("select valid_until - clock_timestamp() from identity.my_devices() where this").fetchone()
    if row is None:
        raise NotAllowed(SESSION_ENDED)
    left: timedelta = row[0]
    return left


def renew(connection: psycopg.Connection[Any], secret: str) -> None:
    """Another 14 days for this login, with another secret from now on. Committed when this returns."""
    connection.execute("select identity.renew(%s)", (_verifier(connection, secret),))
    connection.commit()


def keep_file_key(connection: psycopg.Connection[Any], key: bytes) -> None:
    connection.execute("select identity.keep_device_key(%s)", (key,))


def change_password(connection: psycopg.Connection[Any], old: str, new: str) -> None:
    """Of the person whose login this connection is. Errors: 1101 the old one is wrong, 1102 too many tries, 1171 there is none."""
    salt = _one(connection.execute("select identity.my_salt()"))[0]
    if salt is None:
        raise Mistake(1171)
    fresh = secrets.token_bytes(_SALT_BYTES)
    with _telling(1101):
        connection.execute("select identity.set_password(%s, %s, %s)", (derive(old, salt), derive(new, fresh), fresh))


def remove_person(connection: psycopg.Connection[Any], user_id: str) -> bool:
    """Office only; needs a connection that commits each statement. True: nothing hung on the person. False: a nameless row stays."""
    bare = bool(_one(connection.execute("select sync.remove_person(%s)", (user_id,)))[0])
    connection.execute("select identity.kick_revoked()")
    return bare


def invite(connection: psycopg.Connection[Any], user_id: str) -> str:
    """A code that lets this person choose a password, once, within 30 days. Office only."""
    return str(_one(connection.execute("select identity.invite(%s)", (user_id,)))[0])


@contextmanager
def _gate(school: SchoolFile, wrong: int = 1101, email: str = "") -> Iterator[psycopg.Connection[Any]]:
    with patiently(lambda: connect(school, school.gate_user, school.gate_password)) as gate, _telling(wrong, email):
        yield gate


@contextmanager
def _telling(wrong: int, email: str = "") -> Iterator[None]:
    """What the identity functions refuse, in our codes: `wrong` for a wrong password or code. `email`: of the Google account."""
    try:
        yield
    except psycopg.errors.InvalidPassword as error:
        raise Mistake(wrong) from error
    except psycopg.Error as error:
        if error.sqlstate == "EM001":
            raise Mistake(1102, minutes=_minutes(error)) from error
        if error.sqlstate in _GOOGLE:
            raise Mistake(_GOOGLE[error.sqlstate], email=email, domains=error.diag.message_hint or "") from error
        raise translate(error) from error


def _minutes(error: psycopg.Error) -> int:
    """Until the next try is free: the server says it in seconds."""
    seconds = re.search(r"\d+", error.diag.message_hint or "")
    return math.ceil(int(seconds[0]) / 60) if seconds else 15


def _address(id_token: str) -> str:
    """The account's address, for a sentence only: nothing of the token is judged here. "?" where it says none."""
    import base64
    import json

    try:
        said = json.loads(base64.urlsafe_b64decode(id_token.split(".")[1] + "=="))
        return str(said["email"])[:100]
    except (ValueError, LookupError, TypeError):
        return "?"


def _verifier(connection: psycopg.Connection[Any], secret: str) -> str:
    """SCRAM, computed here: the server never sees the secret."""
    return connection.pgconn.encrypt_password(secret.encode(), b"", b"scram-sha-256").decode()


def _one(cursor: psycopg.Cursor[Any]) -> tuple[Any, ...]:
    row = cursor.fetchone()
    assert row is not None
    return tuple(row)
