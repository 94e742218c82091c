"""What the browser shows at the end of a sign-in: one page that fetches nothing, in the program's language. As bytes of HTTP."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from http import HTTPStatus
from string import Template

from ems_desktop import i18n
from ems_desktop.domain.google_says import refusal
from ems_desktop.i18n import tr
from ems_desktop.paths import resources


def end(error: str | None) -> bytes:
    """After the right redirect. It promises only what is known by then: the program has yet to show Google's answer to the school."""
    if error is None:
        title, text = tr("Back to EMS Desktop"), tr("Google has answered, and EMS Desktop goes on with it. You can close this page.")
        return _response(HTTPStatus.OK, _fill(title, text, "EMS Desktop"))
    refused = refusal(error)
    title, foot = tr("Not signed in"), tr("You can close this page and go back to EMS Desktop.")
    return _response(HTTPStatus.OK, _fill(title, i18n.explain(refused), f"{refused.name} · {foot}"))


def stray(status: int) -> bytes:
    """For anything but the right redirect: nothing is told."""
    return _response(HTTPStatus(status), "")


def _fill(title: str, text: str, foot: str) -> str:
    words = {"title": title, "text": text, "foot": foot, "lang": i18n.language()}
    template = Template(resources("google", "page.html").read_text("utf-8"))
    return template.substitute({name: html.escape(word) for name, word in words.items()})


def _response(status: HTTPStatus, text: str) -> bytes:
    body = text.encode()
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    allowed = f"'sha256-{_sha256(style[1])}'" if style else "'none'"
    lines = [
        f"HTTP/1.1 {status} {status.phrase}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
        "Cache-Control: no-store",
        f"Content-Security-Policy: default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy: same-origin",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
