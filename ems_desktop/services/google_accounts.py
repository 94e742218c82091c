"""The school's way to Google: its OAuth client, and for each person here the one token that renews the others, in the keychain.

Who somebody is, Google does not say here: that is for the school's database, see `Accounts.sign_in_google`.
"""

from __future__ import annotations

from ems_desktop.domain.errors import EmsError, NotAllowed
from ems_desktop.integrations.google_sign_in import SIGN_IN, Attempt, GoogleClient, Tokens, authorize, refresh
from ems_desktop.integrations.keychain import Keychain
from ems_desktop.store.school_file import SchoolFile

GONE = 1135  # Google's yes was withdrawn, or is too old


def client_of(school: SchoolFile) -> GoogleClient | None:
    """None when the school file says nothing of Google, or too little."""
    if school.google_client_id is None or school.google_client_secret is None:
        return None
    return GoogleClient(school.google_client_id, school.google_client_secret, school.google_domains)


class GoogleAccounts:
    """`client`: by default as the school file says."""

    def __init__(self, school: SchoolFile, keychain: Keychain, client: GoogleClient | None = None) -> None:
        self._npsn, self._keychain = school.npsn, keychain
        self._client = client or client_of(school)

    @property
    def offered(self) -> bool:
        return self._client is not None

    def sign_in(self, attempt: Attempt, nonce: str) -> Tokens:
        """Let the person say in the browser who they are. Errors: as in `authorize`, 1141 not everything was granted, 1129 not set up."""
        tokens = authorize(self._set_up(), SIGN_IN, attempt, nonce=nonce)
        tokens.require(SIGN_IN)
        if tokens.id_token is None:
            raise NotAllowed(1141, missing="openid")
        return tokens

    def keep(self, user_id: str, tokens: Tokens) -> None:
        """For renewal without the person. Google gives such a token with a consent, not with each renewal: then the earlier one stays."""
        if tokens.refresh_token is not None:
            self._keychain.put(self._name(user_id), tokens.refresh_token)

    def forget(self, user_id: str) -> None:
        self._keychain.forget(self._name(user_id))

    def renew(self, user_id: str) -> Tokens:
        """New tokens without the person. Errors: 1135 they must continue with Google again, 1129 not set up, others as in `refresh`."""
        client, kept = self._set_up(), self._keychain.get(self._name(user_id))
        if kept is None:
            raise NotAllowed(GONE)
        try:
            tokens = refresh(client, kept)
        except EmsError as error:
            if error.code == GONE:
                self.forget(user_id)
            raise
        self.keep(user_id, tokens)
        return tokens

    def _set_up(self) -> GoogleClient:
        if self._client is None:
            raise NotAllowed(1129)
        return self._client

    def _name(self, user_id: str) -> str:
        return f"{self._npsn}/{user_id}/google"
