"""The words of a text as a search compares them: folded, and the Indonesian stem beside each word that has another one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from ems_desktop.domain.folding import folded

_WORD: Final = re.compile(r"\w+")
_LONGEST = 40  # letters of a word; a longer one is found by its beginning


def words(text: str) -> list[str]:
    """In order, folded, each once for each place it stands."""
    return [word[:_LONGEST] for word in _WORD.findall(folded(text))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Of a folded word: "perkalian" → "kali". A word that the rules do not know is its own stem."""
    return str(_stemmer().stemWord(word))


def with_stems(text: str) -> str:
    """What an index keeps of a text: its words, and what is left of them without prefixes and suffixes."""
    found = words(text)
    return " ".join((*found, *(stemmed for word in dict.fromkeys(found) if (stemmed := stem(word)) != word)))


@cache
def _stemmer() -> Any:
    from snowballstemmer.indonesian_stemmer import IndonesianStemmer

    return IndonesianStemmer()
