"""What is wrong with an item, as codes with parameters. Nothing here keeps an item from being saved: a draft may have faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ems_desktop.domain.questions import latex, markup
from ems_desktop.domain.questions.item import FALSE, FULL, TRUE, Item, letter

LONGEST: Final = 20_000  # letters of one text
MOST_OPTIONS: Final = 26


@dataclass(frozen=True, slots=True)
class Problem:
    """A code of `TROUBLES` with what its sentences need."""

    code: int
    params: Mapping[str, object] = field(default_factory=dict)


def check(item: Item) -> tuple[Problem, ...]:
    """Every fault, in the order a person would mend them; () for an item that can be given to a class."""
    return (*_texts(item), *_KINDS[item.kind](item), *_pictures(item), *_equations(item))


def _texts(item: Item) -> Iterator[Problem]:
    if not item.stem:
        yield Problem(1720)
    texts = [*item.texts(), item.stimulus.text if item.stimulus else ""]
    if max(map(len, texts)) > LONGEST:
        yield Problem(1731, {"limit": LONGEST})


def _choice(item: Item) -> Iterator[Problem]:
    if len(item.options) < 2:
        yield Problem(1724)
    if len(item.options) > MOST_OPTIONS:
        yield Problem(1725, {"limit": MOST_OPTIONS})
    for index, option in enumerate(item.options):
        if not option.text:
            yield Problem(1727, {"letter": letter(index)})
    yield from _equal([option.text for option in item.options])
    if not any(option.is_key for option in item.options):
        yield Problem(1721)


def _equal(texts: list[str]) -> Iterator[Problem]:
    """Each option that says the same as an earlier one, case and spaces aside."""
    seen: dict[str, int] = {}
    for index, text in enumerate(texts):
        same = " ".join(text.casefold().split())
        if same and same in seen:
            yield Problem(1722, {"first": letter(seen[same]), "second": letter(index)})
        seen.setdefault(same, index)


def _single(item: Item) -> Iterator[Problem]:
    yield from _choice(item)
    if sum(option.weight >= FULL for option in item.options) > 1:
        yield Problem(1726)


def _multiple(item: Item) -> Iterator[Problem]:
    yield from _choice(item)
    total = sum((option.weight for option in item.options if option.is_key), Decimal(0))
    if total and abs(total - FULL) > Decimal("0.01"):
        yield Problem(1735, {"sum": total.normalize()})


def _true_false(item: Item) -> Iterator[Problem]:
    if tuple(option.text for option in item.options) != (TRUE, FALSE):
        yield Problem(1734)
    if sum(option.is_key for option in item.options) != 1:
        yield Problem(1721)


def _matching(item: Item) -> Iterator[Problem]:
    lefts = [pair.left for pair in item.pairs if pair.left]
    if len(lefts) < 2 or not all(pair.right for pair in item.pairs):
        yield Problem(1729)
    if len(set(lefts)) < len(lefts):
        yield Problem(1730)


def _short(item: Item) -> Iterator[Problem]:
    if not any(answer.text and answer.weight >= FULL for answer in item.answers):
        yield Problem(1728)


def _essay(_item: Item) -> Iterator[Problem]:
    yield from ()


def _pictures(item: Item) -> Iterator[Problem]:
    known = {media.sha256 for media in (*item.media, *(item.stimulus.media if item.stimulus else ()))}
    texts = [*item.texts(), item.stimulus.text if item.stimulus else ""]
    if any(sha256 not in known for text in texts for sha256 in markup.pictures(text)):
        yield Problem(1732)


def _equations(item: Item) -> Iterator[Problem]:
    for text in (*item.texts(), item.stimulus.text if item.stimulus else ""):
        for source in markup.equations(text):
            if command := latex.refused_command(source):
                yield Problem(1733, {"command": command})
            elif latex.is_too_much(source):
                yield Problem(1736, {"start": source[:20]})


_KINDS: Final[Mapping[str, Callable[[Item], Iterator[Problem]]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "short": _short,
    "essay": _essay,
}
