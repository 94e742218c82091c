"""A person's way to the school's Google Sheet: whether there is one, whether they let us in, and the Sheet itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.integrations import google_access
from ems_desktop.integrations.google_sheets import Spreadsheet
from ems_desktop.integrations.google_sign_in import Attempt, GoogleClient
from ems_desktop.integrations.keychain import Keychain
from ems_desktop.services.google_accounts import client_of
from ems_desktop.services.sheet_views import Access
from ems_desktop.store.school_file import SchoolFile

NO_WAY_IN = 1129  # the school has no client at Google


class SheetAccess:
    """`school`: as it is known now. Where the school file names a simulator, whoever asks is let in."""

    def __init__(self, school: Callable[[], SchoolFile], keychain: Keychain, person_id: str) -> None:
        self._school, self._keychain, self._person_id = school, keychain, person_id

    def access(self) -> Access:
        if self._school().sheet_id is None:
            return "no_sheet"
        simulated = self._school().google_api is not None
        return "connected" if simulated or google_access.connected(self._keychain, self._name()) else "none"

    @property
    def url(self) -> str | None:
        key = self._school().sheet_id
        return f"https://docs.google.com/spreadsheets/d/{key}/edit" if key else None

    def connect(self, attempt: Attempt) -> None:
        """Let the person allow it in the browser. Errors: 1129 the school has not set Google up, others as in `google_access.connect`."""
        google_access.connect(self._client(), attempt, self._keychain, self._name())

    def disconnect(self) -> bool:
        """False if Google could not be told."""
        return google_access.disconnect(self._client(), self._keychain, self._name())

    def open(self) -> Spreadsheet | None:
        """The Sheet, with this person's rights; None: there is none, or they did not connect it."""
        school = self._school()
        if school.sheet_id is None or self.access() != "connected":
            return None
        if school.google_api is not None:
            return Spreadsheet(school.sheet_id, _anybody(), base=school.google_api)
        credentials = google_access.credentials(self._client(), self._keychain, self._name())
        return Spreadsheet(school.sheet_id, credentials)

    def _client(self) -> GoogleClient:
        client = client_of(self._school())
        if client is None:
            raise NotAllowed(NO_WAY_IN)
        return client

    def _name(self) -> str:
        return f"{self._school().npsn}/{self._person_id}/google-sheets"


def _anybody() -> Any:
    from google.oauth2.credentials import Credentials

    return Credentials(token="simulated")  # type: ignore[no-untyped-call]  # noqa: S106 - the simulator asks for none
