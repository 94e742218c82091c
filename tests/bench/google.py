"""An ID token's RSA signature, checked by PostgreSQL in PL/pgSQL, against OpenSSL's check of the same tokens in the same run."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import psycopg
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256

from ems_desktop.store import install
from tests.bench.figures import Act, Figure, in_turn, load
from tests.google_tokens import modulus, private_key, sign
from tests.servers import running

TOKENS = 50
LIMIT = 5.0  # ms a token of 2,048 bits, which is what Google signs with
CHECK = "select count(*) filter (where identity.verify_rs256(m, s, %s, '\\x010001')) from unnest(%s::bytea[], %s::bytea[]) t(m, s)"


def run() -> list[Figure]:
    figures: list[Figure] = []
    for version in (18, 16):
        with running(version, {}) as server:
            install.install(server.dsn(), "ems", gate_password="gate")
            with psycopg.connect(server.dsn("ems"), autocommit=True) as connection:
                connection.execute("set role ems_core")
                figures += _figures(connection, version)
    return figures


def _figures(connection: psycopg.Connection[tuple[object, ...]], version: int) -> Iterator[Figure]:
    for bits in (2048, 4096):
        ours, theirs = (taken / TOKENS * 1000 for taken in in_turn(_both(connection, bits), 7, 2))
        where = f"PostgreSQL {version}, median of 7 times {TOKENS} tokens of 0.9 KB; load {load()}"
        limit = LIMIT if bits == 2048 else None
        yield Figure(f"google: a token under {bits} bits", ours, "ms", limit, "value", theirs, "cryptography", where)


def _both(connection: psycopg.Connection[tuple[object, ...]], bits: int) -> list[Act]:
    """Checking all tokens, by PostgreSQL and by OpenSSL."""
    key = private_key("bench", bits)
    said = [secrets.token_urlsafe(700) for _ in range(TOKENS)]
    signed = [sign(one, "bench", bits) for one in said]
    messages, public, n = [one.encode() for one in said], key.public_key(), modulus(key)

    def ours() -> None:
        assert connection.execute(CHECK, (n, messages, signed), prepare=True).fetchone() == (TOKENS,)

    def theirs() -> None:
        for message, signature in zip(messages, signed, strict=True):
            public.verify(signature, message, padding.PKCS1v15(), SHA256())

    return [ours, theirs]
