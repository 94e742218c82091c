"""The material catalogue's rules: what a cell may hold, which entries look like the same one twice."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.folding import folded

MOST_LETTERS = 50_000  # of one cell: Google's limit
TITLE = "material_title"
_KEPT = {"\n", "\t"}
_WORD = re.compile(r"\w+")
_ROMAN = re.compile(r"[ivx]+")
_NEAR = 0.9  # of two titles' letters in common


def check_cells(cells: Mapping[str, str]) -> None:
    """Column → text, as it shall be kept. Errors: 1630 too long, 1631 a character that no cell can show, 1632 a blank title."""
    for text in cells.values():
        if len(text) > MOST_LETTERS:
            raise Mistake(1630, most=MOST_LETTERS, count=len(text))
        if any(unicodedata.category(ch) in ("Cc", "Cs") and ch not in _KEPT for ch in text):
            raise Mistake(1631)
    if TITLE in cells and not cells[TITLE].strip():
        raise Mistake(1632)


@dataclass(frozen=True, slots=True)
class Twins:
    """Entries that look like the same one: `equal` when subject and title differ in nothing but case, accents and signs."""

    kind: Literal["equal", "near"]
    ids: tuple[str, ...]


def twins(entries: Iterable[tuple[str, str, str]]) -> tuple[Twins, ...]:
    """Entries as (id, subject, title). Near: the same words in another order, or titles next to each other in the alphabet that differ in
    a few letters; never where a number differs, for part 1 is not part 2."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one, subject, title in entries:
        if words := _words(title):
            alike[_words(subject), words].append(one)
    equal = [Twins("equal", tuple(ids)) for ids in alike.values() if len(ids) > 1]
    return (*equal, *(Twins("near", (*alike[one], *alike[other])) for one, other in _near(alike)))


def _near(titles: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Sorted neighbourhood: by the title's words, by its end, and by its words in order of the alphabet."""
    found: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    known = list(titles)
    orders = (lambda t: t, lambda t: (t[0], t[1][::-1]), lambda t: (t[0], " ".join(sorted(t[1].split()))))
    for order in orders:
        for pair in pairwise(sorted(known, key=order)):
            one, other = min(pair), max(pair)
            if one[0] == other[0] and (one, other) not in found and _look_alike(one[1], other[1]):
                found.add((one, other))
                yield one, other


def _look_alike(one: str, other: str) -> bool:
    ones, others = one.split(), other.split()
    if _numbers(ones) != _numbers(others):
        return False
    if sorted(ones) == sorted(others):
        return True
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _NEAR and match.quick_ratio() >= _NEAR and match.ratio() >= _NEAR


def _numbers(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if any(ch.isdigit() for ch in word) or _ROMAN.fullmatch(word))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(folded(text[:400])))
