"""Brings Google's public keys to the school's database, as the one role that may."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from ems_desktop.domain.errors import Mistake
from ems_desktop.store.driver_errors import speaking


def put(dsn: str, jwks: dict[str, Any]) -> int:
    """Replace the keys by those of this set: how many there are now. `dsn`: conninfo of an administrator, or of a login that is in
    `ems_google_keys`. Errors: 1921 not RSA keys that the school takes, 1414 this login may not, other 14xx."""
    with speaking(), psycopg.connect(dsn, connect_timeout=10) as connection:
        connection.execute("set role ems_google_keys")
        try:
            row = connection.execute("select identity.put_google_keys(%s)", (Jsonb(jwks),)).fetchone()
        except psycopg.DataError as error:
            raise Mistake(1921) from error
        assert row
        return int(row[0])
