"""The school's storage for files as PostgreSQL answers about it: limits, signed addresses, and pieces where there is no S3.

One connection of the person's own; the database judges. `id` is a file's, or a pupil's whose photo is meant.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed, Outage
from ems_desktop.domain.files import Limits, S3Settings
from ems_desktop.store.driver_errors import translate

STORED = 0  # it is there already, perhaps sent by this very computer
NO_BYTES = 1619
_ANSWERS = {"EF010": 1610, "EF011": 1611, "EF012": STORED, "EF015": NO_BYTES}
_ERRORS: dict[str, tuple[type[EmsError], int]] = {
    "EF013": (Outage, 1622),
    "EF014": (Outage, 1614),
    "42501": (NotAllowed, 1623),
    "22023": (Mistake, 1621),
}


class Answer(Exception):
    """What the database says of one file: `code` is 1610 too large, 1611 no room, 1619 not stored yet, or STORED."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signed:
    """Where to send, and with which headers exactly. Whoever holds it may, for a quarter of an hour."""

    url: str = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


class Storage:
    """Errors of all: Answer, 1622 the kind of storage changed, 1623 not there or not one's own, 14xx without a connection."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        connection.autocommit = True

    def limits(self) -> Limits:
        return Limits(*self._row("select place, most, free from files.limits()"))

    def put(self, id_: str) -> Signed:
        return self._signed("select url, headers from files.presign_put(%s)", id_)

    def get(self, id_: str) -> Signed:
        return Signed(self._row("select files.presign_get(%s)", id_)[0])

    def begin(self, id_: str) -> Signed:
        return self._signed("select url, headers from files.begin_parts(%s)", id_)

    def part(self, id_: str, upload: str, number: int, sha256: str) -> Signed:
        """Parts are numbered from 1."""
        return self._signed("select url, headers from files.presign_part(%s, %s, %s, %s)", id_, upload, number, sha256)

    def complete(self, id_: str, upload: str) -> Signed:
        return Signed(self._row("select files.presign_complete(%s, %s)", id_, upload)[0])

    def abort(self, id_: str, upload: str) -> Signed | None:
        """None: there is no S3 any more."""
        url = self._row("select files.presign_abort(%s, %s)", id_, upload)[0]
        return Signed(url) if url else None

    def stored(self, id_: str) -> None:
        self._row("select files.stored(%s)", id_)

    def chunks(self, id_: str) -> set[int]:
        """The pieces that are there, numbered from 0."""
        return set(self._row("select files.chunks(%s)", id_)[0])

    def put_chunk(self, id_: str, number: int, data: bytes) -> None:
        self._row("select files.put_chunk(%s, %s, %s)", id_, number, data)

    def finish(self, id_: str) -> None:
        """Error 1614: what arrived is not what was announced."""
        if not self._row("select files.finish(%s)", id_)[0]:
            raise Outage(1614)

    def get_chunk(self, id_: str, number: int) -> bytes | None:
        """None after the last one."""
        found: bytes | None = self._row("select files.get_chunk(%s, %s)", id_, number)[0]
        return found

    # the office alone

    def set_up(self, s3: S3Settings | None) -> None:
        """None: the school's database. Error 1621: these are no settings of an S3."""
        given = (s3.endpoint, s3.bucket, s3.region, s3.access_key, s3.secret) if s3 else (None,) * 5
        self._row("select files.set_storage(%s, %s, %s, %s, %s)", *given)

    def trying(self) -> AbstractContextManager[psycopg.Transaction]:
        """A block whose settings stay only if it ends without an error."""
        return self._connection.transaction()

    def set_limits(self, quota: int | None, most_database: int | None = None, most_s3: int | None = None) -> None:
        """In bytes; None: as it is. Error 1621."""
        self._row("select files.set_limits(%s, %s, %s)", quota, most_database, most_s3)

    def probe(self) -> list[tuple[str, Signed]]:
        """Method and address of three requests that show whether the S3 takes our keys; none without an S3."""
        return [(method, Signed(url)) for method, url in self._rows("select method, url from files.probe()")]

    def sweep(self) -> list[tuple[str, Signed]]:
        """Forget what was thrown away 30 days ago; of what lies in the S3: its key, and where to send DELETE."""
        return [(key, Signed(url)) for key, url in self._rows("select key, url from files.sweep()")]

    def swept(self, key: str) -> None:
        self._row("select files.swept(%s)", key)

    def _signed(self, query: str, *given: object) -> Signed:
        url, headers = self._row(query, *given)
        return Signed(url, {name: str(value) for name, value in headers.items()})

    def _row(self, query: str, *given: object) -> Any:
        return self._rows(query, *given)[0]

    def _rows(self, query: str, *given: object) -> list[Any]:
        try:
            return self._connection.execute(query, given).fetchall()
        except psycopg.Error as error:
            raise _meaning(error) from error


def _meaning(error: psycopg.Error) -> Exception:
    state = error.sqlstate or ""
    if state in _ANSWERS:
        return Answer(_ANSWERS[state])
    kind, code = _ERRORS.get(state, (None, 0))
    return kind(code) if kind else translate(error)
