"""Signing in with Google as an installed program (RFC 8252): system browser, loopback redirect, PKCE S256, state, and a nonce
that the school's database gave. What the tokens are worth is not judged here: the database does.
"""

from __future__ import annotations

import logging
import threading
import webbrowser
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed, Outage
from ems_desktop.domain.google_says import refusal

SIGN_IN: Final = ("openid", "email", "profile")  # all that is asked for at sign-in
MINUTES: Final = 5  # for the person in the browser
_TIMEOUT: Final = (10, 20)  # seconds to connect, and to the next byte
_LONG_NAMES: Final = {  # Google grants these under other names than it was asked
    "https://www.googleapis.com/auth/userinfo.email": "email",
    "https://www.googleapis.com/auth/userinfo.profile": "profile",
}
_TALKATIVE: Final = ("oauthlib", "requests_oauthlib", "google_auth_oauthlib", "urllib3")  # they would write tokens into a debug log


@dataclass(frozen=True, slots=True)
class GoogleClient:
    """The school's OAuth client of type desktop. Its "secret" is none, but Google's endpoint wants it. `domains` only helps to choose
    the right account; the database is what judges."""

    client_id: str
    client_secret: str = field(repr=False)
    domains: tuple[str, ...] = ()
    auth_uri: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    revoke_uri: str = "https://oauth2.googleapis.com/revoke"
    issuer: str = "https://accounts.google.com"

    @property
    def hosted_domain(self) -> dict[str, str]:
        """Google's `hd`: one domain, or * for any that an organization manages."""
        return {"hd": self.domains[0] if len(self.domains) == 1 else "*"} if self.domains else {}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Google gave. `expires`: of the access token; `granted`: the scopes, by the names under which they were asked for."""

    access_token: str = field(repr=False)
    expires: datetime
    granted: frozenset[str]
    id_token: str | None = field(repr=False)
    refresh_token: str | None = field(repr=False)

    def missing(self, scopes: Collection[str]) -> tuple[str, ...]:
        """Which of the scopes asked for the person did not grant."""
        return tuple(scope for scope in scopes if scope not in self.granted)

    def require(self, scopes: Collection[str]) -> None:
        """Error 1141 unless all of them were granted."""
        if missing := self.missing(scopes):
            raise NotAllowed(1141, missing=", ".join(missing))


@dataclass(frozen=True, slots=True)
class Address:
    """Google's page for this attempt. `trouble` (1136): the browser could not be opened; the person can copy the address."""

    url: str = field(repr=False)
    trouble: EmsError | None = None


class Attempt:
    """One try, held by the screen that waits: it can end the try, and is told the address, on a thread of its own."""

    def __init__(
        self,
        told: Callable[[Address], None] = lambda _: None,
        open_browser: Callable[[str], bool] = webbrowser.open,
        seconds: float = MINUTES * 60,
    ) -> None:
        self.seconds = seconds
        self._told, self._open_browser = told, open_browser
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """End the waiting at once, with 1138. From any thread, at any time."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def open(self, url: str) -> None:
        """Show the page, without waiting for a browser that takes its time."""
        threading.Thread(target=self._open, args=(url,), name="browser", daemon=True).start()

    def _open(self, url: str) -> None:
        self._told(Address(url))
        try:
            opened = self._open_browser(url)
        except (webbrowser.Error, OSError):
            opened = False
        if not opened:
            self._told(Address(url, Outage(1136, address=url)))


def authorize(client: GoogleClient, scopes: Collection[str], attempt: Attempt, *, nonce: str | None = None) -> Tokens:
    """Let the person say yes in the browser. A later, wider consent asks for all scopes wanted by then: its refresh token takes the
    earlier one's place. `nonce` goes into the ID token; without it the token signs nobody in.

    Errors: 1137 no answer in time, 1138 cancelled, 1130 to 1134 and 1139 Google's refusals, 1135 answered too late, 1140 no network.
    """
    from ems_desktop.integrations.loopback import Loopback  # when it is used: asyncio is slow to load

    with Loopback(client.issuer) as loopback:
        flow = _flow(client, scopes, redirect_uri=loopback.uri)
        options = client.hosted_domain | ({"nonce": nonce} if nonce else {})
        # Consent is asked for each time: without, Google gives a refresh token to a person's first computer only.
        url, _ = flow.authorization_url(state=loopback.state, access_type="offline", prompt="select_account consent", **options)
        attempt.open(url)
        redirect = loopback.wait(attempt.seconds, attempt.cancelled)
    if redirect.error is not None:
        raise refusal(redirect.error)
    flow.oauth2session.scope = None  # else the library takes a scope that was granted under its long name for a failure
    with _speaking():
        given = flow.fetch_token(code=redirect.code, include_client_id=True, timeout=_TIMEOUT)
    if attempt.cancelled():
        raise Mistake(1138)
    return _tokens(given, scopes)


def refresh(client: GoogleClient, refresh_token: str) -> Tokens:
    """New tokens without the person. Errors: 1135 withdrawn or too old, 1134 and 1139 other refusals, 1140 no network."""
    session = _flow(client, None).oauth2session
    ours = {"client_id": client.client_id, "client_secret": client.client_secret}
    with _speaking():
        return _tokens(session.refresh_token(client.token_uri, refresh_token=refresh_token, timeout=_TIMEOUT, **ours))


def revoke(client: GoogleClient, refresh_token: str) -> None:
    """Take back all that this person granted to this client; with Google that is every scope at once. Error: 1140 Google did not hear it."""
    import requests

    form = {"token": refresh_token, "client_id": client.client_id, "client_secret": client.client_secret}
    with _speaking():
        answer = requests.post(client.revoke_uri, data=form, timeout=_TIMEOUT, allow_redirects=False)
    if answer.status_code not in {200, 400}:  # 400: it was no longer good
        raise Outage(1140)


def _flow(client: GoogleClient, scopes: Collection[str] | None, **options: str) -> Any:
    from google_auth_oauthlib.flow import InstalledAppFlow

    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    uris = {"auth_uri": client.auth_uri, "token_uri": client.token_uri}
    settings = {"client_id": client.client_id, "client_secret": client.client_secret, **uris}
    return InstalledAppFlow.from_client_config({"installed": settings}, scopes, **options)


@contextmanager
def _speaking() -> Iterator[None]:
    """The libraries' errors in our words."""
    from oauthlib.oauth2 import OAuth2Error
    from requests import RequestException

    try:
        yield
    except OAuth2Error as error:
        raise refusal(error.error or "") from error
    except RequestException as error:
        raise Outage(1140) from error


def _tokens(given: dict[str, Any], asked: Collection[str] = ()) -> Tokens:
    """An answer that names no scopes grants what was asked for (RFC 6749, 5.1)."""
    return Tokens(
        access_token=given["access_token"],
        expires=datetime.now(UTC) + timedelta(seconds=given.get("expires_in") or 0),
        granted=frozenset(_LONG_NAMES.get(scope, scope) for scope in given.get("scope") or asked),
        id_token=given.get("id_token"),
        refresh_token=given.get("refresh_token"),
    )
