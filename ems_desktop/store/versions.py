"""Which PostgreSQL servers are good enough. The numbers are data (`resources/versions.json`), so that a new release needs no code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from ems_desktop.paths import resources


@dataclass(frozen=True, slots=True)
class Supported:
    """`floor`: the oldest major version. `patched`: per major version, the first release without the known security bugs."""

    floor: int
    patched: dict[int, str]


@cache
def supported() -> Supported:
    read = json.loads(resources("versions.json").read_text(encoding="utf-8"))["postgresql"]
    return Supported(read["floor"], {int(major): release for major, release in read["patched"].items()})


def release(server_version: int) -> str:
    """180006 (libpq's number) → '18.6'."""
    return f"{server_version // 10000}.{server_version % 10000}"


def update_needed(server_version: int) -> str | None:
    """The release this server should be updated to for security; None when it is new enough, or of a later major version."""
    patched = supported().patched.get(server_version // 10000)
    if patched is None or server_version % 10000 >= int(patched.partition(".")[2]):
        return None
    return patched
