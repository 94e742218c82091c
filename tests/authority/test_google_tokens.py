"""Tokens that Google did not say: each is refused with one of our own codes, and none lets anybody in."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections import Counter
from typing import Any

import psycopg
import pytest

from tests.authority.google_door import KEY, NOT_GOOGLE, GoogleDoor
from tests.google_tokens import claims, encoded, jwk, modulus, private_key, sign, token
from tests.world import SchoolWorld

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def tampered(true: str) -> list[str]:
    """400 ways to change one letter, 40 to leave one out, 40 to add one."""
    chance = random.Random(7)
    changed = []
    for place in chance.sample(range(len(true)), 400):
        letter = chance.choice([one for one in LETTERS + "." if one != true[place]])
        changed.append(true[:place] + letter + true[place + 1 :])
    changed += [true[:place] + true[place + 1 :] for place in chance.sample(range(len(true)), 40)]
    return changed + [true[:place] + chance.choice(LETTERS) + true[place:] for place in chance.sample(range(len(true)), 40)]


def test_of_480_tampered_tokens_none_enters_and_the_true_one_then_does(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    true = token(claims(world.email("budi"), nonce))
    told: Counter[str | None] = Counter()
    for number, one in enumerate(tampered(true)):
        if number % 250 == 0:
            world.unthrottle()
        told[door.state(one, nonce)] += 1
    assert sum(told.values()) == 480
    assert set(told) <= {NOT_GOOGLE, KEY}, told
    assert door.enter(true, nonce).user_id == world.id("budi")


def test_the_last_letter_of_a_signature_has_one_writing_only(world: SchoolWorld, door: GoogleDoor) -> None:
    """256 bytes leave four bits over in the last letter: with them set it is another text of the same signature."""
    nonce = door.nonce()
    true = token(claims(world.email("budi"), nonce))
    others = [true[:-1] + letter for letter in LETTERS if letter != true[-1]]
    assert {door.state(one, nonce) for one in others} == {NOT_GOOGLE}


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "HS256", "RS384", "RS512", "PS256", "ES256", "rs256", "", 256, None, ["RS256"], {"RS256": 1}]
)
def test_no_other_algorithm_is_taken_however_it_is_signed(world: SchoolWorld, door: GoogleDoor, algorithm: Any) -> None:
    nonce = door.nonce()
    head = encoded({"alg": algorithm, "kid": "today"})
    said = encoded(claims(world.email("budi"), nonce))
    secret = modulus(private_key("today"))
    for signature in (b"", sign(f"{head}.{said}"), hmac.new(secret, f"{head}.{said}".encode(), hashlib.sha256).digest()):
        assert door.state(f"{head}.{said}.{encoded(signature)}", nonce) == NOT_GOOGLE


@pytest.mark.parametrize(
    "kid", ["yesterday", "nobody", "today ", "TODAY", "", "' or true --", "%", "today' union select", "../today", "x" * 5000]
)
def test_another_key_s_name_opens_nothing(world: SchoolWorld, door: GoogleDoor, kid: str) -> None:
    nonce = door.nonce()
    head, said = encoded({"alg": "RS256", "kid": kid}), encoded(claims(world.email("budi"), nonce))
    assert door.state(f"{head}.{said}.{encoded(sign(f'{head}.{said}', 'today'))}", nonce) in (NOT_GOOGLE, KEY)


@pytest.mark.parametrize("kid", [None, 1, ["today"], {"kid": "today"}, True])
def test_a_key_s_name_is_a_text(world: SchoolWorld, door: GoogleDoor, kid: Any) -> None:
    nonce = door.nonce()
    head, said = encoded({"alg": "RS256", "kid": kid}), encoded(claims(world.email("budi"), nonce))
    assert door.state(f"{head}.{said}.{encoded(sign(f'{head}.{said}'))}", nonce) == NOT_GOOGLE


def test_a_key_that_the_token_brings_along_is_not_used(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    own = {"jwk": jwk("mine"), "jku": "https://evil.example/keys", "x5c": ["AAAA"]}
    head, said = encoded({"alg": "RS256", "kid": "today"} | own), encoded(claims(world.email("budi"), nonce))
    assert door.state(f"{head}.{said}.{encoded(sign(f'{head}.{said}', 'mine'))}", nonce) == NOT_GOOGLE
    assert door.state(token(claims(world.email("budi"), nonce), crit=["exp"]), nonce) == NOT_GOOGLE


def doubled(name: str, first: Any, whole: dict[str, Any]) -> bytes:
    """The object with one name given twice."""
    return f"{{{json.dumps(name)}: {json.dumps(first)}, {json.dumps(whole)[1:]}".encode()


PAYLOADS: dict[str, bytes] = {
    "nothing": b"",
    "a list": b"[]",
    "a text": b'"claims"',
    "a number": b"1",
    "null": b"null",
    "not JSON": b"{aud: 1}",
    "half": b'{"aud": "',
    "two objects": b"{}{}",
    "a comment": b"{} // x",
    "empty": b"{}",
    "not UTF-8": b'{"aud": "\xff\xfe"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a NUL": b'{"aud": "\\u0000"}',
    "half a surrogate": b'{"aud": "\\ud800"}',
    "a number without end": b'{"exp": 1e999999999}',
    "not a number": b'{"exp": NaN}',
    "very deep": b'{"a":' * 1000 + b"1" + b"}" * 1000,
    "very deep lists": b"[" * 4000,
}  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_odd_json_under_a_true_signature_is_refused_by_our_own_code(door: GoogleDoor, payload: str) -> None:
    assert door.state(token(PAYLOADS[payload]), door.nonce()) == NOT_GOOGLE


def test_a_claim_said_twice_is_no_claim(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    whole = claims(world.email("budi"), nonce)
    for name, first in (("aud", "other"), ("sub", "1"), ("email", world.email("sri")), ("email_verified", False), ("address", {})):
        assert door.state(token(doubled(name, first, whole | {"address": {}})), nonce) == NOT_GOOGLE
    assert door.state(token(doubled("x", 1, whole | {"address": {"a": 1}})), nonce) is None


def test_a_token_has_three_parts_and_a_limit(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    true = token(claims(world.email("budi"), nonce))
    head, said, signature = true.split(".")
    for shape in (None, "", ".", "..", "...", true + ".", "." + true, f"{true}.x", f"{head}.{said}", f"{head}.{said}.", f"{said}.{head}.{signature}",
                  f"{head}..{signature}", true + "=", true + "\n", " " + true, true.replace("-", "+").replace("_", "/") + "==", "é" + true, "." * 8000,
                  "x" * 10_000_000, true * 10_000):  # fmt: skip
        assert door.state(shape, nonce) == NOT_GOOGLE
    assert (
        len(token(claims(world.email("budi"), nonce, padding="x" * 5400)))
        < 8192
        < len(token(claims(world.email("budi"), nonce, padding="x" * 5600)))
    )
    assert door.state(token(claims(world.email("budi"), nonce, padding="x" * 5600)), nonce) == NOT_GOOGLE
    assert door.state(token(claims(world.email("budi"), nonce, padding="x" * 5400)), nonce) is None


KEY_SETS: dict[str, Any] = {
    "null": None, "a list": [], "no keys": {}, "keys of another kind": {"keys": {}}, "an empty set": {"keys": []}, "not objects": {"keys": [1, "x", None, []]},
    "no name": {"keys": [jwk("k") | {"kid": None}]}, "an empty name": {"keys": [jwk("")]}, "a long name": {"keys": [jwk("k") | {"kid": "k" * 201}]},
    "the same name twice": {"keys": [jwk("k"), jwk("k")]}, "exponent 3": {"keys": [jwk("k", e="Aw")]}, "exponent 1": {"keys": [jwk("k", e="AQ")]},
    "1,024 bits": {"keys": [jwk("k", 1024)]}, "4,104 bits": {"keys": [jwk("k", 4104)]}, "an even modulus": {"keys": [jwk("k", n=encoded(b"\xff" * 255 + b"\xfe"))]},
    "a padded modulus": {"keys": [jwk("k", n=jwk("k")["n"] + "==")]}, "no modulus": {"keys": [jwk("k", n=None)]}, "a number": {"keys": [jwk("k", n=65537)]},
    "an elliptic key": {"keys": [{"kty": "EC", "kid": "k", "crv": "P-256", "x": "AA", "y": "AA"}]}, "for encrypting": {"keys": [jwk("k", use="enc")]},
    "another algorithm": {"keys": [jwk("k", alg="RS512")]}, "one bad among good": {"keys": [jwk("today"), jwk("k", e="Aw")]},
    "too many": {"keys": [jwk("k") | {"kid": f"k{n}"} for n in range(21)]}, "too long": {"keys": [jwk("today")], "x": "x" * 70_000},
}  # fmt: skip


@pytest.mark.parametrize("keys", KEY_SETS)
def test_a_set_of_keys_that_is_not_in_order_changes_nothing(world: SchoolWorld, door: GoogleDoor, keys: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        world.superuser("ems_google_keys").execute("select identity.put_google_keys(%s)", (json.dumps(KEY_SETS[keys]),))
    assert door.sign_in(world.email("budi")).user_id == world.id("budi")


def test_when_google_changes_its_keys_the_new_ones_count_and_the_old_ones_end(world: SchoolWorld, door: GoogleDoor) -> None:
    nonce = door.nonce()
    said = claims(world.email("budi"), nonce)
    assert door.state(token(said, "tomorrow"), nonce) == KEY
    new = {"keys": [jwk("today"), jwk("tomorrow"), {"kty": "EC", "kid": "other"}]}
    assert world.superuser("ems_google_keys").execute("select identity.put_google_keys(%s)", (json.dumps(new),)).fetchone() == (2,)
    assert door.state(token(said, "yesterday"), nonce) == KEY
    assert door.enter(token(said, "tomorrow"), nonce).user_id == world.id("budi")
