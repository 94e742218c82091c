"""The database checks RSA signatures by itself: published vectors, and what a hostile caller may hand it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512, HashAlgorithm

from tests.google_tokens import modulus, private_key
from tests.world import SchoolWorld

VECTORS = Path(__file__).parents[1] / "data" / "rsa"
E = b"\x01\x00\x01"


@dataclass(frozen=True)
class Vector:
    name: str
    message: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    modulus: bytes = field(repr=False)
    exponent: bytes = field(repr=False)
    valid: bool

    @property
    def ours(self) -> bool:
        """Whether the house takes such a key at all."""
        return self.exponent == E and 2048 <= len(self.modulus) * 8 <= 4096


def number(text: str) -> bytes:
    """Big-endian without leading zeros, from hex."""
    return bytes.fromhex(text).lstrip(b"\0")


def wycheproof(bits: int) -> Iterator[Vector]:
    """`acceptable` (the NULL of the algorithm missing) is no signature to us: the block is compared whole."""
    for group in json.loads((VECTORS / f"rsa_signature_{bits}_sha256_test.json").read_text())["testGroups"]:
        n, e = number(group["publicKey"]["modulus"]), number(group["publicKey"]["publicExponent"])
        for test in group["tests"]:
            found = bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"])
            yield Vector(f"{bits}/{test['tcId']} {test['comment']}", *found, n, e, test["result"] == "valid")


def nist() -> Iterator[Vector]:
    n = ""
    for block in (VECTORS / "SigVer15_186-3_sha256.rsp").read_text().split("\n\n"):
        said = dict(re.findall(r"^(\w+) = (.*)$", block, re.MULTILINE))
        n = said.get("n", n)
        if "S" in said:
            yield Vector(
                said["Result"], bytes.fromhex(said["Msg"]), bytes.fromhex(said["S"]), number(n), number(said["e"]), said["Result"] == "P"
            )


@pytest.fixture
def core(world: SchoolWorld) -> psycopg.Connection[Any]:
    return world.superuser("ems_core")


def verified(core: psycopg.Connection[Any], *given: Any) -> Any:
    row = core.execute("select identity.verify_rs256(%s, %s, %s, %s)", given, prepare=True).fetchone()
    assert row
    return row[0]


def judged(core: psycopg.Connection[Any], vectors: list[Vector]) -> list[Vector]:
    """Those that the database answers otherwise than it must."""
    return [one for one in vectors if verified(core, one.message, one.signature, one.modulus, one.exponent) is not (one.valid and one.ours)]


@pytest.mark.parametrize(("bits", "valid", "invalid"), [(2048, 7, 250), (3072, 7, 251), (4096, 7, 251)])
def test_wycheproof_s_vectors_are_answered_right(core: psycopg.Connection[Any], bits: int, valid: int, invalid: int) -> None:
    vectors = [one for one in wycheproof(bits) if one.ours]
    assert ([one.valid for one in vectors].count(True), [one.valid for one in vectors].count(False)) == (valid, invalid)
    assert judged(core, vectors) == []


def test_nist_s_vectors_are_answered_right(core: psycopg.Connection[Any]) -> None:
    vectors = [one for one in nist() if one.ours]
    assert {one.valid for one in vectors} == {True, False}
    assert {len(one.modulus) for one in vectors} == {256, 384, 512}
    assert judged(core, vectors) == []


def test_keys_the_house_does_not_take_verify_nothing(core: psycopg.Connection[Any]) -> None:
    """Exponents 3 and 17, 1,024 and 1,536 bits: also where the vector itself is valid."""
    vectors = [one for bits in (2048, 3072) for one in wycheproof(bits) if not one.ours] + [one for one in nist() if not one.ours]
    assert sum(one.valid for one in vectors) >= 12
    assert judged(core, vectors) == []


def signed(kid: str, message: bytes, bits: int = 2048, how: HashAlgorithm | None = None) -> bytes:
    return private_key(kid, bits).sign(message, padding.PKCS1v15(), how or SHA256())


@pytest.mark.parametrize("bits", [2048, 2056, 3072, 4096])
def test_a_signature_verifies_only_with_its_own_message_and_key(core: psycopg.Connection[Any], bits: int) -> None:
    key, message = modulus(private_key("a", bits)), secrets.token_bytes(700)
    signature = signed("a", message, bits)
    assert verified(core, message, signature, key, E) is True
    assert verified(core, b"", signed("a", b"", bits), key, E) is True
    assert verified(core, message + b"\0", signature, key, E) is False
    assert verified(core, message, signature, modulus(private_key("b", bits)), E) is False
    for place in (0, 1, bits // 16, bits // 8 - 1):
        flipped = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        assert verified(core, message, flipped, key, E) is False


@pytest.mark.parametrize("bits", [1024, 2040, 2047, 4104])
def test_a_key_too_small_or_too_large_verifies_nothing(core: psycopg.Connection[Any], bits: int) -> None:
    assert verified(core, b"m", signed("a", b"m", bits), modulus(private_key("a", bits)), E) is False


def test_another_hash_or_another_exponent_is_not_ours(core: psycopg.Connection[Any]) -> None:
    key = modulus(private_key("a"))
    for how in (SHA1(), SHA512()):
        assert verified(core, b"m", signed("a", b"m", how=how), key, E) is False
    for exponent in (b"", b"\x01", b"\x03", b"\x00\x01\x00\x01", b"\x01\x00\x01\x00", b"\x01\x00\x00"):
        assert verified(core, b"m", signed("a", b"m"), key, exponent) is False


def test_the_power_is_right_for_any_number_below_the_modulus(core: psycopg.Connection[Any]) -> None:
    for bits in (2048, 2056, 3072, 4096):
        n = private_key("a", bits).public_key().public_numbers().n
        for s in (0, 1, 2, n - 1, n // 2, 10 ** (len(str(n)) - 1), *(secrets.randbelow(n) for _ in range(20))):
            row = core.execute("select identity.power_65537(%s, %s)", (s, n)).fetchone()
            assert row == (pow(s, 65537, n),)


def test_what_is_malformed_is_false_and_never_an_error(core: psycopg.Connection[Any]) -> None:
    key, good, huge = modulus(private_key("a")), signed("a", b"m"), bytes(10_000_000)
    n = int.from_bytes(key, "big")
    signatures = [None, b"", b"\0", huge, good[:-1], good + b"\0", b"\0" + good, bytes(256), b"\xff" * 256, key, (n - 1).to_bytes(256, "big"),
                  (1).to_bytes(256, "big"), (int.from_bytes(good, "big") + n).to_bytes(257, "big")]  # fmt: skip
    assert [verified(core, b"m", signature, key, E) for signature in signatures] == [False] * len(signatures)
    keys = [None, b"", b"\0", huge, key[:-1], b"\0" + key, bytes(256), b"\xff" * 256, bytes(255) + b"\1", key[:-1] + bytes([key[-1] ^ 1])]
    assert [verified(core, b"m", good, one, E) for one in keys] == [False] * len(keys)
    assert [verified(core, b"m", good, key, one) for one in (None, b"", huge)] == [False] * 3
    assert [verified(core, one, good, key, E) for one in (None, b"", huge)] == [False] * 3
