"""The rule for passwords with the list that comes with the program. A courtesy of this computer: the school only sees a key derived
from the password, so it could not judge."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ems_desktop import paths
from ems_desktop.domain.passwords import mistake


@cache
def common() -> frozenset[str]:
    """The most common passwords of the world and of Indonesia, and words that stand in them; lower case, one a line."""
    return frozenset(paths.resources("passwords", "common.txt").read_text(encoding="utf-8").split())


def check(password: str, personal: Iterable[str] = ()) -> None:
    """Errors: 1105 too short, 1168 too long, 1169 too common, 1170 made of the person's or the school's name."""
    wrong = mistake(password, common(), tuple(personal))
    if wrong is not None:
        raise wrong
