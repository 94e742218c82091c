"""The one table that turns psycopg's errors into ours.

Before a connection stands, libpq gives no SQLSTATE, only its (English) words. The server's own words, which may hold names and
grades, never become part of a sentence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg

from ems_desktop.domain.errors import Bug, EmsError, NotAllowed, Outage
from ems_desktop.store.turns import CROWDED

SESSION_ENDED = 1406
_UNKNOWN = 1416
_LOST = 1411

_OUTAGE_BY_STATE = {
    "25006": 1409,  # read_only_sql_transaction
    "25P03": _LOST,  # idle_in_transaction_session_timeout
    "40001": 1413,  # serialization_failure
    "40P01": 1413,  # deadlock_detected
    "53100": 1408,  # disk_full
    "53200": 1410,  # out_of_memory
    "53300": CROWDED,  # too_many_connections
    "55P03": 1412,  # lock_not_available
    "57014": 1412,  # query_canceled: our statement_timeout
    "57P01": 1410,  # admin_shutdown
    "57P02": 1410,  # crash_shutdown
    "57P03": 1410,  # cannot_connect_now
    "57P05": _LOST,  # idle_session_timeout
    "58030": 1408,  # io_error
    "3D000": 1417,  # invalid_catalog_name
}
_NOT_ALLOWED_BY_STATE = {
    "28000": SESSION_ENDED,  # invalid_authorization_specification: identity's functions, NOLOGIN
    "28P01": SESSION_ENDED,  # invalid_password
    "42501": 1414,  # insufficient_privilege, row-level security
}
_REFUSED: tuple[tuple[str, type[EmsError], int], ...] = (
    ("password authentication failed", NotAllowed, SESSION_ENDED),
    ("is not permitted to log in", NotAllowed, SESSION_ENDED),
    ("permission denied for database", NotAllowed, 1414),
    ("no pg_hba.conf entry", Outage, 1419),
    ("pg_hba.conf rejects", Outage, 1419),
    ("too many", Outage, CROWDED),  # clients already; connections for role, for database
    ("remaining connection slots", Outage, CROWDED),
    ("the database system is", Outage, 1410),  # starting up, shutting down, in recovery mode, not accepting connections
    ("is not currently accepting connections", Outage, 1410),
    ('database "', Outage, 1417),  # … does not exist
    ("server does not support SSL", Outage, 1418),
    ("certificate", Outage, 1404),
    ("SSL error", Outage, 1404),
    ("invalid response to SSL", Outage, 1405),
    ("expected authentication request", Outage, 1405),
    ("unsupported frontend protocol", Outage, 1405),
    ("authentication method requirement", Outage, 1405),
    ("server closed the connection", Outage, 1405),
    ("could not receive data", Outage, 1405),
    ("could not send", Outage, 1405),
    ("timed out", Outage, 1403),
    ("", Outage, 1401),  # refused, no route, unreachable: each system has its own words
)


def translate(error: psycopg.Error) -> EmsError:
    """Our error for the driver's. What the table does not know is a `Bug` with the SQLSTATE."""
    state = error.sqlstate
    if state in _OUTAGE_BY_STATE:
        return Outage(_OUTAGE_BY_STATE[state])
    if state in _NOT_ALLOWED_BY_STATE:
        return NotAllowed(_NOT_ALLOWED_BY_STATE[state])
    if state:
        return Outage(_LOST) if state.startswith("08") else Bug(_UNKNOWN, state=state)
    if not isinstance(error, psycopg.OperationalError):
        return Bug(_UNKNOWN, state=type(error).__name__)
    return _without_state(error, str(error))


def _without_state(error: psycopg.OperationalError, words: str) -> EmsError:
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return Outage(1403)
    if words.startswith("failed to resolve host"):
        return Outage(1402)
    if words.startswith("connection failed:"):
        return next(kind(code) for part, kind, code in _REFUSED if part in words)
    return Outage(_LOST)


@contextlib.contextmanager
def speaking() -> Iterator[None]:
    """Raise ours for the driver's errors in this block."""
    try:
        yield
    except psycopg.Error as error:
        raise translate(error) from error
