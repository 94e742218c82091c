"""Field masks, as in `fields=a,b(c,d),e/f.g`: which parts of an answer are wanted, or of a cell are written."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from ems_desktop.demo.google.refusals import wrong

Mask: TypeAlias = "dict[str, Mask] | None"  # None: all of it
_TOKEN = re.compile(r"[A-Za-z0-9_*-]+|[(),./]")


def parse(text: str | None) -> Mask:
    if not text:
        return None
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise wrong(f"Invalid field selection {text}")
    found = _several(tokens)
    if tokens:
        raise wrong(f"Invalid field selection {text}")
    return None if "*" in found else found


def _several(tokens: list[str]) -> dict[str, Mask]:
    """Takes `a,b(c),d.e` from the front of the tokens."""
    found: dict[str, Mask] = {}
    while True:
        name, below = _one(tokens)
        known = found.get(name, {})
        found[name] = None if known is None or below is None else known | below
        if not tokens or tokens[0] != ",":
            return found
        tokens.pop(0)


def _one(tokens: list[str]) -> tuple[str, Mask]:
    if not tokens or (not tokens[0][0].isalnum() and tokens[0] != "*"):
        raise wrong("Invalid field selection")
    name, sign = tokens.pop(0), tokens[0] if tokens else ""
    if sign in {".", "/"}:
        tokens.pop(0)
        deeper, below = _one(tokens)
        return name, None if deeper == "*" else {deeper: below}
    if sign != "(":
        return name, None
    tokens.pop(0)
    inside = _several(tokens)
    if not tokens or tokens.pop(0) != ")":
        raise wrong("Invalid field selection")
    return name, None if "*" in inside else inside


def below(mask: Mask, name: str) -> Mask:
    """The mask of one part. Ask `wanted` first."""
    return None if mask is None else mask[name]


def wanted(mask: Mask, *path: str) -> bool:
    for name in path:
        if mask is None:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def pick(value: Any, mask: Mask) -> Any:
    """What the mask leaves of an answer. Lists are gone through."""
    if mask is None:
        return value
    if isinstance(value, list):
        return [pick(one, mask) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: pick(value[name], deeper) for name, deeper in mask.items() if name in value}


def put(old: dict[str, Any], new: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """`old` with the masked parts as they are in `new`: taken away where `new` has none. Nothing is changed in place."""
    if mask is None:
        return {name: value for name, value in new.items() if value is not None}
    merged = dict(old)
    for name, deeper in mask.items():
        value = new.get(name)
        if deeper is not None:
            value = put(old.get(name) or {}, value or {}, deeper) or None
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = value
    return merged
