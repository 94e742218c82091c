"""Requests to an S3 by addresses that PostgreSQL signed. Knows no keys, no files and no queue."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ems_desktop.domain.errors import Outage

if TYPE_CHECKING:
    import httpx

    from ems_desktop.store.storage import Signed

REFUSED, SILENT = 1618, 1617
TIMEOUT = 30.0  # seconds without a byte
_MOST = 100_000  # bytes of an answer that is read


class Refused(Outage):
    """Error 1618: the S3's answer was no. `status`: HTTP's; `reason`: S3's own word, like NoSuchUpload."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(REFUSED, status=status, reason=reason)
        self.status, self.reason = status, reason


class S3:
    """Several threads may use one. Errors of all: 1617 no answer, 1618 refused (`Refused`)."""

    def __init__(self, client: Callable[[], httpx.Client] | None = None) -> None:
        self._make = client or _client
        self._client: httpx.Client | None = None

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def put(self, signed: Signed, body: Iterable[bytes]) -> str:
        """Send these bytes; the answer's ETag."""
        return self._ask("PUT", signed, body)[1]

    def begin(self, signed: Signed) -> str:
        """The S3's id of an upload in parts."""
        found = re.search(r"<UploadId>([^<]+)</UploadId>", self._ask("POST", signed)[0])
        if not found:
            raise Refused(200, "no UploadId")
        return html.unescape(found[1])

    def complete(self, signed: Signed, parts: Mapping[int, tuple[str, str]]) -> None:
        """`parts`: number → (ETag, checksum in base64). An S3 may say 200 and an error in the text."""
        listed = "".join(
            f"<Part><PartNumber>{n}</PartNumber><ETag>{escape(etag)}</ETag><ChecksumSHA256>{check}</ChecksumSHA256></Part>"
            for n, (etag, check) in sorted(parts.items())
        )
        body = f'<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{listed}</CompleteMultipartUpload>'
        text = self._ask("POST", signed, body.encode())[0]
        if "<Error>" in text:
            raise Refused(200, _reason(text))

    def delete(self, signed: Signed) -> None:
        """An object, or what arrived of an upload in parts; not there is as good."""
        try:
            self._ask("DELETE", signed)
        except Refused as refused:
            if refused.status != 404:
                raise

    @contextlib.contextmanager
    def get(self, signed: Signed) -> Iterator[Iterator[bytes]]:
        """The bytes as they come, for as long as the block lasts."""
        with self._telling(), self._http().stream("GET", signed.url, headers={"accept-encoding": "identity"}) as answer:
            if answer.status_code != 200:
                raise Refused(answer.status_code, _reason(answer.read()[:_MOST].decode(errors="replace")))
            yield answer.iter_bytes()

    def ask(self, method: str, signed: Signed, body: bytes = b"") -> str:
        return self._ask(method, signed, body)[0]

    def _ask(self, method: str, signed: Signed, body: bytes | Iterable[bytes] = b"") -> tuple[str, str]:
        """The answer's text and ETag."""
        with self._telling(), self._http().stream(method, signed.url, headers=signed.headers, content=body) as answer:
            text = b"".join(answer.iter_bytes())[:_MOST].decode(errors="replace")
            if answer.status_code not in (200, 204):
                raise Refused(answer.status_code, _reason(text))
            return text, answer.headers.get("etag", "")

    def _http(self) -> httpx.Client:
        self._client = self._client or self._make()
        return self._client

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        import httpx

        try:
            yield
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Outage(SILENT) from error


def _client() -> httpx.Client:
    import httpx

    return httpx.Client(timeout=TIMEOUT, follow_redirects=False)


def _reason(text: str) -> str:
    """S3's own word for what is wrong; nothing else of what a stranger's server says reaches a sentence."""
    found = re.search(r"<Code>([A-Za-z0-9]{1,60})</Code>", text)
    return found[1] if found else ""
