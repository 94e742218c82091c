"""n8n's public API, as far as setting up the school's workflows needs it: credentials and workflows, found by their names.

Knows nothing of what is in them. What n8n answers never becomes part of a sentence but its short message.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from ems_desktop.domain.errors import Mistake, NotAllowed, Outage

if TYPE_CHECKING:
    import httpx

Json = dict[str, Any]
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PAGE = "100"
_SHORT = 200  # characters


class N8n:
    """One n8n under one API key. Use it in a `with` block.

    Errors of every method: 1550 it does not answer, 1551 it does not take the key, 1552 it refuses a request, 1553 plain HTTP to
    another computer, 1554 several things there have the same name.
    """

    def __init__(self, url: str, key: str, timeout: float = 30.0) -> None:
        import httpx

        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise Mistake(1553, url=url)
        self._client = httpx.Client(base_url=url.rstrip("/") + "/api/v1", headers={"X-N8N-API-KEY": key}, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def check(self) -> None:
        """Whether it answers and takes the key, before anything is changed anywhere."""
        self._ask("GET", "/workflows", params={"limit": "1"})

    def put_credential(self, name: str, kind: str, data: Json) -> str:
        """Make it or write it anew; its id. `kind`: a type of n8n's."""
        there = self._named("/credentials", name)
        if there is None:
            return str(self._ask("POST", "/credentials", {"name": name, "type": kind, "data": data})["id"])
        self._ask("PATCH", f"/credentials/{there}", {"type": kind, "data": data})
        return there

    def put_workflow(self, workflow: Json) -> str:
        """Make it or write it anew, as a draft; its id."""
        there = self._named("/workflows", workflow["name"])
        if there is None:
            return str(self._ask("POST", "/workflows", workflow)["id"])
        self._ask("PUT", f"/workflows/{there}", workflow)
        return there

    def publish(self, workflow: str) -> None:
        """Its draft is what runs from now on."""
        self._ask("POST", f"/workflows/{workflow}/publish", {})

    def _named(self, path: str, name: str) -> str | None:
        found = [str(one["id"]) for one in self._all(path) if one["name"] == name and not one.get("isArchived")]
        if len(found) > 1:
            raise Mistake(1554, name=name)
        return found[0] if found else None

    def _all(self, path: str) -> Iterator[Json]:
        cursor: str | None = None
        while True:
            page = self._ask("GET", path, params={"limit": _PAGE} | ({"cursor": cursor} if cursor else {}))
            yield from page["data"]
            cursor = page.get("nextCursor")
            if not cursor:
                return

    def _ask(self, method: str, path: str, body: Json | None = None, params: dict[str, str] | None = None) -> Json:
        import httpx

        try:
            answer = self._client.request(method, path, json=body, params=params)
        except httpx.HTTPError as error:
            raise Outage(1550, url=str(self._client.base_url), reason=type(error).__name__) from error
        if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise NotAllowed(1551)
        found = _object(answer)
        if not answer.is_success or found is None:
            message = str((found or {}).get("message", ""))[:_SHORT]
            raise Outage(1552, request=f"{method} {path}", status=answer.status_code, message=message)
        return found


def _object(answer: httpx.Response) -> Json | None:
    try:
        found = answer.json()
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
