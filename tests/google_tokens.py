"""Google as the school's database knows it: RSA keys, their JWK set, and ID tokens, true ones and others. Real signatures, no network."""

from __future__ import annotations

import base64
import json
import time
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

CLIENT = "4711-desktop.apps.googleusercontent.com"
DOMAIN = "guru.smp.belajar.id"
ISSUER = "https://accounts.google.com"


@cache
def private_key(kid: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The same key for the same name, within a run."""
    del kid
    return rsa.generate_private_key(65537, bits)


def modulus(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_numbers().n.to_bytes((key.key_size + 7) // 8, "big")


def encoded(data: bytes | dict[str, Any]) -> str:
    """base64url without padding; an object as JSON."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwk(kid: str, bits: int = 2048, **more: Any) -> dict[str, Any]:
    n = encoded(modulus(private_key(kid, bits)))
    return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid, "n": n, "e": "AQAB"} | more


def jwks(*kids: str) -> dict[str, Any]:
    return {"keys": [jwk(kid) for kid in kids or ("today", "yesterday")]}


def claims(email: str, nonce: str, /, **more: Any) -> dict[str, Any]:
    """As Google says them of an account of the school's domain. A claim given as None is left out."""
    now = int(time.time())
    whole = {
        "iss": ISSUER, "azp": CLIENT, "aud": CLIENT, "sub": f"1{sum(map(ord, email)):020}", "hd": DOMAIN, "email": email, "email_verified": True,
        "at_hash": "x" * 22, "nonce": nonce, "name": "Ibu Guru", "iat": now, "exp": now + 3600,
    }  # fmt: skip
    return {name: value for name, value in (whole | more).items() if value is not None}


def sign(signing_input: str, kid: str = "today", bits: int = 2048) -> bytes:
    return private_key(kid, bits).sign(signing_input.encode(), padding.PKCS1v15(), SHA256())


def token(said: dict[str, Any] | bytes, kid: str = "today", **header: Any) -> str:
    """A token that Google's key `kid` really signed. `said`: the claims, or the payload's bytes as they shall be."""
    head = {name: value for name, value in ({"alg": "RS256", "kid": kid, "typ": "JWT"} | header).items() if value is not None}
    signing_input = f"{encoded(head)}.{encoded(said)}"
    return f"{signing_input}.{encoded(sign(signing_input, kid))}"
