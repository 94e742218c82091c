"""Which passwords are refused. NIST SP 800-63B: length counts, nothing is asked of composition, and what everybody tries first
is refused, as is what belongs to the person or the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

from ems_desktop.domain.errors import Mistake

LEAST, MOST = 8, 256  # characters. NIST asks for at least 64 to be allowed; the other end is only there to stop a pasted book
LEAST_WORD = 4  # letters: shorter parts of a name stand in too many honest passwords


def mistake(password: str, common: Container[str], personal: Iterable[str] = ()) -> Mistake | None:
    """1105 too short, 1168 too long, 1169 too common, 1170 made of the `personal` words (name, address, school). None: it may be chosen."""
    typed = unicodedata.normalize("NFKC", password)
    if len(typed) < LEAST:
        return Mistake(1105, least=LEAST)
    if len(typed) > MOST:
        return Mistake(1168, most=MOST)
    told = "".join(typed.casefold().split())
    if len(set(told)) < 3 or told in common or _bare(told) in common:
        return Mistake(1169)
    return Mistake(1170) if _only(told, personal) else None


def _bare(told: str) -> str:
    """Without the digits and signs around it: rahasia2026! is rahasia."""
    return re.sub(r"^[^a-z]+|[^a-z]+$", "", told)


def _only(told: str, personal: Iterable[str]) -> bool:
    """Whether nothing but digits, signs and these words is in it."""
    rest = _letters(told)
    known = bool(rest)
    for word in sorted(_parts(personal), key=len, reverse=True):
        rest = rest.replace(word, "")
    return known and not rest


def _parts(personal: Iterable[str]) -> set[str]:
    """Each phrase as one word, each word of it, of an address both sides of the @ and what stands between the dots."""
    found = {_letters(part) for phrase in personal for cut in (r"$", r"[\s@]+", r"[\s@._-]+") for part in re.split(cut, phrase)}
    return {part for part in found if len(part) >= LEAST_WORD}


def _letters(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalpha())
