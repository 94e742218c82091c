"""gspread's HTTP client as the house wants it: time limits, our errors, no redirects. Imported when it is used: gspread and requests are
slow to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from google.auth.exceptions import RefreshError, TransportError
from gspread.http_client import HTTPClient
from requests import RequestException, Response

from ems_desktop.domain.errors import Bug, NotAllowed, Outage
from ems_desktop.integrations.google_sheets import Busy, Refused

TIMEOUT: Final = (10, 60)  # seconds to connect, and to the next byte: Google works for a while on a large sheet
_OTHER: Final = 1522
_REFUSALS: Final = {403: 1517, 404: 1518}
_TOO_MANY: Final = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}  # Drive says so with a 403
_NARROW: Final = {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}
_OFF: Final = {"SERVICE_DISABLED", "accessNotConfigured"}


class Http(HTTPClient):
    """`base`: another address in place of Google's, on this computer only: for the demo and the tests."""

    def __init__(self, auth: Any, session: Any = None, *, base: str | None = None) -> None:
        super().__init__(auth, session)
        self.set_timeout(TIMEOUT)
        if base is not None:
            if urlsplit(base).hostname != "127.0.0.1":
                raise Bug(1522, reason=base)
            self.session.trust_env = False  # the school's proxy does not know this computer's own ports
        self._base = base

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Any = None,
    ) -> Response:
        """Errors: 1515 to 1522 as in `Spreadsheet`, Busy, Refused. Only a 401 is tried again, with a new token."""
        where = self._base + urlsplit(endpoint).path if self._base else endpoint
        given = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        try:
            response = self.session.request(method, where, timeout=self.timeout, allow_redirects=False, **given)
        except RefreshError as error:
            raise (Outage(1515) if error.retryable else NotAllowed(1516)) from error
        except (RequestException, TransportError) as error:
            raise Outage(1515) from error
        if response.status_code != 200:
            raise _refusal(response)
        return response

    def answer(self, method: str, endpoint: str, **given: Any) -> dict[str, Any]:
        """The JSON object that comes back. Errors: as in `request`."""
        found = _json(self.request(method, endpoint, **given))
        if found is None:
            raise Outage(_OTHER, reason="HTTP 200")
        return found


def _refusal(response: Response) -> Exception:
    """Google's own refusals name a reason; another's page does not, whatever its status."""
    error = (_json(response) or {}).get("error")
    said: dict[str, Any] = error if isinstance(error, dict) else {}
    status, reasons = response.status_code, _reasons(said)
    if status == 429 or (status == 403 and reasons & _TOO_MANY):
        return Busy(_seconds(response.headers.get("Retry-After")))
    if status == 413 or (status == 400 and said):  # for the former Google has a page, no JSON
        return Refused(str(said.get("message", "HTTP 413")))
    if status >= 500:
        return Outage(1521)
    if status == 401 or reasons & _NARROW:
        return NotAllowed(1516)
    if said and status in _REFUSALS:
        return NotAllowed(1520 if reasons & _OFF else _REFUSALS[status])
    return Outage(_OTHER, reason=f"HTTP {status}")


def _json(response: Response) -> dict[str, Any] | None:
    try:
        found = response.json()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _reasons(error: Mapping[str, Any]) -> set[str]:
    """Sheets names them in `details`, Drive in `errors`."""
    named = [*(error.get("details") or ()), *(error.get("errors") or ())]
    return {str(one.get("reason")) for one in named if isinstance(one, dict)}


def _seconds(retry_after: str | None) -> float | None:
    """From seconds or from a date (RFC 9110, 10.2.3)."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
