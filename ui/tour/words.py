"""Telling the two languages apart by the catalogue: is this text said in the other one? Knows nothing of Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from ems_desktop.paths import resources

_PLACE = re.compile(r"\{[^{}]*\}")
LEAST_LETTERS = 4  # a pattern with fewer letters of its own fits anything
LEAST_SHARE = 0.1  # of a text: what holds fewer words of the pattern's own is somebody's data, as "… untuk …" in a whole paragraph

_Patterns = list[tuple[int, re.Pattern[str]]]  # each with its number of letters


class Catalogue:
    """English msgids and their Indonesian texts; texts that are the same in both say nothing."""

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        from babel.messages.pofile import read_po

        with (resources("locale") / "id.po").open("rb") as file:
            messages = [m for m in read_po(file, locale="id") if m.id]
        pairs = []
        for message in messages:
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            forms = message.string or ""
            said = forms if isinstance(forms, str) else forms[0]
            pairs += [(one, said) for one in ids if said]
        return pairs

    def foreign(self, said: str, language: str) -> bool:
        """True when it is a text of the catalogue in the other language, and not also one in this."""
        theirs, ours = (self._english, self._indonesian) if language == "id" else (self._indonesian, self._english)
        return _fits(said, theirs) and not _fits(said, ours)

    @cached_property
    def _english(self) -> tuple[set[str], _Patterns]:
        return _matchers(english for english, _ in self._pairs)

    @cached_property
    def _indonesian(self) -> tuple[set[str], _Patterns]:
        return _matchers(indonesian for _, indonesian in self._pairs)


def _matchers(texts: Iterable[str]) -> tuple[set[str], _Patterns]:
    whole: set[str] = set()
    patterns: _Patterns = []
    for text in texts:
        if not _PLACE.search(text):
            whole.add(text)
        elif (letters := _letters(_PLACE.sub("", text))) >= LEAST_LETTERS:
            patterns.append((letters, re.compile(_pattern(text), re.DOTALL)))
    return whole, patterns


def _pattern(text: str) -> str:
    """{n} is a number, any other place any text."""
    parts = re.split(f"({_PLACE.pattern})", text)
    return "".join(r"[\d.,]+" if part == "{n}" else ".+" if _PLACE.fullmatch(part) else re.escape(part) for part in parts)


def _fits(said: str, matchers: tuple[set[str], _Patterns]) -> bool:
    whole, patterns = matchers
    most = _letters(said) * LEAST_SHARE
    return said in whole or any(letters >= most and pattern.fullmatch(said) for letters, pattern in patterns)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)
