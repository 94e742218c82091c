"""A person's own way to the school's Sheet: their consent in the browser, one renewing token in the keychain, and credentials made of it.

It is a grant of its own beside the one of signing in with Google, and works for people who sign in with a password.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed, Outage
from ems_desktop.integrations.google_sign_in import Attempt, GoogleClient, authorize, refresh, revoke
from ems_desktop.integrations.keychain import Keychain

ENDED: Final = 1516
SCOPES: Final = {  # with what the person knows them by
    "https://www.googleapis.com/auth/spreadsheets": "Google Sheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly": "Google Drive",
}


def connect(client: GoogleClient, attempt: Attempt, keychain: Keychain, name: str) -> None:
    """Let the person allow it in the browser, and keep the token that renews the others in the keychain under `name`.

    Errors: 1523 not everything was allowed, 1525 nothing was, 1526 cancelled, 1527 no answer in time, 1528 Google refused, 1515 no
    network, 1516 answered too late; 1308 and 1309 from the keychain.
    """
    with _about_the_sheet():
        tokens = authorize(client, tuple(SCOPES), attempt)
    if missing := tokens.missing(SCOPES):
        raise NotAllowed(1523, missing=", ".join(SCOPES[scope] for scope in missing))
    if tokens.refresh_token is None:
        raise NotAllowed(1528, reason="refresh_token")
    keychain.put(name, tokens.refresh_token)


def connected(keychain: Keychain, name: str) -> bool:
    return keychain.get(name) is not None


def credentials(client: GoogleClient, keychain: Keychain, name: str) -> Any:
    """google.oauth2 credentials that renew themselves. Error: 1524 not connected.

    Errors when they are used: 1516 access was withdrawn or has ended (it is then forgotten here), 1524 disconnected meanwhile, 1515 no
    network, 1528 Google refused.
    """
    from google.oauth2.credentials import Credentials

    if not connected(keychain, name):
        raise NotAllowed(1524)
    return Credentials(token=None, refresh_handler=lambda *_, **__: _renewed(client, keychain, name))  # type: ignore[no-untyped-call]


def disconnect(client: GoogleClient, keychain: Keychain, name: str) -> bool:
    """Forget it here and take it back at Google: False if Google could not be told. With Google, signing in must then be allowed anew too."""
    kept = keychain.get(name)
    if kept is None:
        return True
    keychain.forget(name)
    try:
        revoke(client, kept)
    except Outage:
        return False
    return True


def _renewed(client: GoogleClient, keychain: Keychain, name: str) -> tuple[str, datetime]:
    """An access token and its end, which google-auth wants in UTC without saying so."""
    kept = keychain.get(name)
    if kept is None:
        raise NotAllowed(1524)
    try:
        with _about_the_sheet():
            tokens = refresh(client, kept)
    except EmsError as error:
        if error.code == ENDED:
            keychain.forget(name)
        raise
    if tokens.refresh_token not in {None, kept}:
        keychain.put(name, tokens.refresh_token or kept)
    return tokens.access_token, tokens.expires.replace(tzinfo=None)


@contextmanager
def _about_the_sheet() -> Iterator[None]:
    """The errors of signing in, in words about the Sheet."""
    try:
        yield
    except EmsError as error:
        raise _translated(error) from error


def _translated(error: EmsError) -> EmsError:
    match error.code:
        case 1130:
            return NotAllowed(1525)
        case 1135:
            return NotAllowed(ENDED)
        case 1137:
            return Outage(1527, **error.params)
        case 1138:
            return Mistake(1526)
        case 1140:
            return Outage(1515)
        case _:
            return NotAllowed(1528, reason=error.name)
