"""The office sets up signing in with Google: the school's database learns whose tokens to take, the school file whom to ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ems_desktop.domain.errors import Mistake
from ems_desktop.services.accounts import Dial
from ems_desktop.store.school_file import SchoolFile

MOST = 65_536  # bytes of Google's file; the real one has some 500


@dataclass(frozen=True, slots=True)
class Client:
    """An OAuth client of type desktop. Its "secret" is none, but Google's endpoint wants it."""

    id: str
    secret: str = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Client:
        """From the JSON file that Google's console offers for download. Error 1144 for any other file."""
        try:
            found = json.loads(path.read_bytes()[:MOST])["installed"]
            return cls(str(found["client_id"]), str(found["client_secret"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise Mistake(1144, path=path.name) from error


def set_up(dial: Dial, school: SchoolFile, client: Client, domains: Sequence[str]) -> SchoolFile:
    """Tell the database, and give back the school file that everybody needs from now on. Office only. `domains`: of the accounts that may
    sign in; none for any account with an address that the office has entered.

    Errors: 1434 what Google's file or a domain says has not the right form, 14xx no connection, NotAllowed for anyone but the office.
    """
    from ems_desktop.store import identity
    from ems_desktop.store.connect import speaking

    names = tuple(sorted({one.strip().lower() for one in domains}))
    given = replace(school, google_client_id=client.id, google_client_secret=client.secret, google_domains=names)
    with dial() as connection, speaking():
        identity.set_google(connection, [client.id], list(names))
    return given
