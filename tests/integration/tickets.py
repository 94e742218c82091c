"""Tickets as the school's database makes them (RFC 7519, HS256), and others that it does not."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from tests.google_tokens import encoded


def signed(secret: str, claims: dict[str, Any]) -> str:
    head = encoded({"alg": "HS256", "typ": "JWT"}) + "." + encoded(claims)
    return head + "." + encoded(hmac.new(secret.encode(), head.encode(), hashlib.sha256).digest())
