"""What Google says when it lets nobody in, and which of our sentences goes with it.

Some refusals come back to the program, others stay on Google's own page: the waiting screen lists those with what to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ems_desktop.domain.errors import EmsError, NotAllowed, Outage


@dataclass(frozen=True, slots=True)
class Advice:
    """`says`: what stands on Google's page, in every language alike. `code`: our sentence that says what to do."""

    says: tuple[str, ...]
    code: int


# Google's help, "Understand & fix error codes", and "Manage App Audience" for the testers. An account marked as under 18 sees
# access_not_configured: "Your institution's admin needs to review …".
ADVICE: Final = (
    Advice(("400: access_not_configured",), 1131),
    Advice(("400: admin_policy_enforced",), 1132),
    Advice(("403: org_internal",), 1133),
    Advice(("403: access_denied",), 1142),
    Advice(("401: invalid_client", "401: deleted_client", "400: redirect_uri_mismatch"), 1134),
)

_REFUSALS: Final = {
    "access_denied": 1130,
    "access_not_configured": 1131,
    "admin_policy_enforced": 1132,
    "org_internal": 1133,
    "invalid_client": 1134,
    "deleted_client": 1134,
    "disabled_client": 1134,
    "unauthorized_client": 1134,
    "redirect_uri_mismatch": 1134,
    "invalid_grant": 1135,
}
# RFC 6749, 4.1.2.1; "internal_failure" is Google's own; without a token it was not Google that answered, but a network's login page.
_OUTAGES: Final = {"server_error", "temporarily_unavailable", "internal_failure", "missing_token"}


def refusal(reason: str) -> EmsError:
    """The error for a refusal that came back to the program. `reason` is from outside: only a plain word of it is shown."""
    if reason in _OUTAGES:
        return Outage(1140)
    if reason in _REFUSALS:
        return NotAllowed(_REFUSALS[reason])
    return NotAllowed(1139, reason=reason if re.fullmatch(r"[a-z][a-z_]{0,39}", reason) else "?")
