"""Texts without case and accents, for searching and sorting. SQLite knows both functions by these names."""

from __future__ import annotations

import unicodedata


def folded(text: str | None) -> str:
    """Without case and accents: what search and sorting look at."""
    if not text or text.isascii():
        return (text or "").lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in plain if not unicodedata.combining(ch))


def holds_words(text: str | None, words: str) -> bool:
    """Whether every one of the words, folded, stands somewhere in the text."""
    within = folded(text)
    return all(word in within for word in words.split())
