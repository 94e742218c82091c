"""What Google answers when it refuses, in the two shapes of its services."""

from __future__ import annotations

from typing import Any, Final

JSON = dict[str, Any]
STATUS: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
MESSAGE: Final = {
    401: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    429: "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user' of service 'sheets.googleapis.com'.",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
}
_DRIVE: Final = {401: "authError", 403: "insufficientFilePermissions", 404: "notFound", 429: "rateLimitExceeded", 400: "badRequest"}


class Refusal(Exception):
    """Ends a request with this status. `retry_after`: the header; `reason`: Google's word, where it has several for a status."""

    def __init__(self, status: int, message: str | None = None, retry_after: str | None = None, reason: str | None = None) -> None:
        self.status, self.retry_after, self.reason = status, retry_after, reason
        self.message = message or MESSAGE.get(status, "Error")
        super().__init__(self.message)

    def at(self, place: str) -> Refusal:
        """The same, of this part of a batch."""
        return Refusal(self.status, f"Invalid {place}: {self.message}")

    def body(self, *, drive: bool = False) -> JSON:
        error: JSON = {"code": self.status, "message": self.message}
        if drive:
            word = self.reason or _DRIVE.get(self.status, "backendError")
            return {"error": error | {"errors": [{"message": self.message, "domain": "global", "reason": word}]}}
        error["status"] = STATUS[self.status]
        if reason := self.reason or ("RATE_LIMIT_EXCEEDED" if self.status == 429 else None):
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}]
        return {"error": error}


def wrong(message: str) -> Refusal:
    return Refusal(400, message)
