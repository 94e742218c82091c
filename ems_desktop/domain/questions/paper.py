"""An exam paper of hand-picked questions, and its variants A, B, C…: the same questions and options in another order, each with its key.

Orders come from SHA-256 over seed, variant and id, so that a paper printed again next year, by any version and on any machine, is the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import KINDS, Item, Kind, Stimulus, letter

MOST_VARIANTS: Final = 6
MOST_SEED: Final = 999_999
MOST_MINUTES: Final = 600
_LONGEST_NAMING = 500  # letters of an option that names others; the pattern takes the square of it
_ATTEMPTS: Final = 24  # at an order that no earlier variant has; few questions have few orders
_LETTERS = r"\(?\b[a-h]\b\)?"
_TRUTH = r"(?:benar|betul|tepat|salah|di ?atas|true|false|correct|wrong)"
# Options that name other options by letter or place: their order is part of the question.
_NAMES_OTHERS = re.compile(
    rf"\b(?:semua(?:nya)?|seluruh(?:nya)?|tidak ada|kedua(?:nya)?|all|none|both|neither)\b.*\b{_TRUTH}\b|\bbukan salah satu\b|\bdi ?atas\b"
    rf"|\bof the above\b|\b(?:jawaban|pilihan|opsi|answers?|options?|choices?)\s+{_LETTERS}"
    rf"|^\s*(?:hanya |both |only )?{_LETTERS}(?:\s*,\s*{_LETTERS})*,?\s*(?:dan|atau|serta|and|or|&)\s*{_LETTERS}"
    r"|(?:كل|جميع|لا شيء م).*سبق",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """`items`: ids of questions in their order. `purpose`: what it is given for, "Sumatif Akhir Semester"; `class_words`, `date_words` as they
    are printed. `minutes`: 0 where no time is set. `seed`: which of the orders, 0 to 999,999. ValueError: not one to six variants."""

    title: str
    items: tuple[str, ...] = ()
    purpose: str = ""
    class_words: str = ""
    date_words: str = ""
    minutes: int = 0
    instructions: str = ""
    variants: int = 1
    seed: int = 1
    shuffle_items: bool = False
    shuffle_options: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.variants <= MOST_VARIANTS:
            raise ValueError(self.variants)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on paper. `item` has its options in the order printed. `lefts`, `rights`: of a matching one, the rights in the order printed,
    each once. `key`: "B", "A, C", "1→C 2→A", "true" or "false", accepted answers by " / "; "" for an essay, whose rubric is `item.guide`."""

    number: int
    id: str
    item: Item
    key: str
    lefts: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Questions that stand together. `stimulus`: the text before them, None where there is none. `printed_at`: first and last number of the
    block in an earlier section that prints this text already."""

    stimulus: Stimulus | None
    questions: tuple[Asked, ...]
    printed_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """All questions of one kind."""

    kind: Kind
    blocks: tuple[Block, ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        return tuple(one for block in self.blocks for one in block.questions)


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the papers that are handed out. Numbers run through its sections."""

    name: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        return tuple(one for section in self.sections for one in section.questions)


def variants(paper: Paper, items: Mapping[str, Item]) -> tuple[Variant, ...]:
    """All variants, in order. `items`: by id; an id that is not among them is left out, one that comes twice counts once.

    No two variants are the same as long as there are enough orders. The right sides of pairs never stand in the order of the left ones.
    """
    chosen = {one: items[one] for one in dict.fromkeys(paper.items) if one in items}
    made: list[Variant] = []
    orders: set[tuple[object, ...]] = set()
    for index in range(paper.variants):
        variant = _variant(paper, letter(index), 0, chosen)
        for attempt in range(1, _ATTEMPTS):
            if _order(variant) not in orders:
                break
            variant = _variant(paper, letter(index), attempt, chosen)
        orders.add(_order(variant))
        made.append(variant)
    return tuple(made)


def _order(variant: Variant) -> tuple[object, ...]:
    return tuple((one.id, tuple(option.text for option in one.item.options), one.rights) for one in variant.questions)


def _variant(paper: Paper, name: str, attempt: int, chosen: Mapping[str, Item]) -> Variant:
    salt = f"{paper.seed}/{name}/{attempt}"
    sections: list[Section] = []
    printed: dict[str, tuple[int, int]] = {}
    number = 1
    for kind in KINDS:
        blocks = []
        for ids in _groups({one: item for one, item in chosen.items() if item.kind == kind}, salt, shuffle=paper.shuffle_items):
            asked = tuple(_asked(number + n, one, chosen[one], salt, shuffle=paper.shuffle_options) for n, one in enumerate(ids))
            stimulus = asked[0].item.stimulus
            blocks.append(Block(stimulus, asked, printed.get(stimulus.id) if stimulus else None))
            if stimulus:
                printed.setdefault(stimulus.id, (number, number + len(ids) - 1))
            number += len(ids)
        if blocks:
            sections.append(Section(kind, tuple(blocks)))
    return Variant(name, tuple(sections))


def _groups(items: Mapping[str, Item], salt: str, *, shuffle: bool) -> list[list[str]]:
    """Ids that stand together: those of one stimulus, at the place of its first; any other alone."""
    groups: dict[str, list[str]] = {}
    for one, item in items.items():
        groups.setdefault(f"text/{item.stimulus.id}" if item.stimulus else f"one/{one}", []).append(one)
    if not shuffle:
        return list(groups.values())
    return [_shuffled(groups[group], salt) for group in _shuffled(groups, salt)]


def _shuffled(names: Iterable[str], *salt: str) -> list[str]:
    return sorted(names, key=lambda name: (hashlib.sha256("/".join((*salt, name)).encode()).digest(), name))


def _asked(number: int, one: str, item: Item, salt: str, *, shuffle: bool) -> Asked:
    if item.kind == "matching":
        return _matching(number, one, item, salt)
    if shuffle and not keeps_order(item):
        places = _shuffled(map(str, range(len(item.options))), salt, one)
        item = replace(item, options=tuple(item.options[int(place)] for place in places))
    return Asked(number, one, item, _key(item))


def _matching(number: int, one: str, item: Item, salt: str) -> Asked:
    given = list(dict.fromkeys(pair.right for pair in item.pairs))
    rights = [given[int(place)] for place in _shuffled(map(str, range(len(given))), salt, one)]
    if rights == given:  # would give the key away
        rights = [*rights[1:], *rights[:1]]
    pairs = [pair for pair in item.pairs if pair.left]
    places = {right: at for at, right in enumerate(rights)}
    key = " ".join(f"{n}→{letter(places[pair.right])}" for n, pair in enumerate(pairs, 1))
    return Asked(number, one, item, key, tuple(pair.left for pair in pairs), tuple(rights))


def _key(item: Item) -> str:
    if item.kind == "true_false":
        return next((option.text for option in item.options if option.is_key), "")
    if item.kind == "short":
        return " / ".join(answer.text for answer in item.answers if answer.weight > 0)
    return ", ".join(letter(index) for index, option in enumerate(item.options) if option.is_key)


def keeps_order(item: Item) -> bool:
    """Whether its options may not be shuffled: true and false, or one that names others ("semua benar", "A dan B")."""
    return item.kind == "true_false" or any(_NAMES_OTHERS.search(markup.plain(option.text)[:_LONGEST_NAMING]) for option in item.options)


def to_json(paper: Paper) -> dict[str, Any]:
    """All but title and items, which have places of their own; only what JSON knows."""
    return {name: getattr(paper, name) for name in _SETTINGS}


def from_json(title: str, settings: Mapping[str, Any], items: Sequence[str]) -> Paper:
    """What is missing, unknown, or not what it should be is as in a new paper: others may have written it."""
    plain = Paper(title, tuple(items))
    kept: dict[str, Any] = {name: settings.get(name) for name in _SETTINGS if type(settings.get(name)) is type(getattr(plain, name))}
    for name, (least, most) in _RANGES.items():
        if not least <= kept.get(name, least) <= most:
            del kept[name]
    return replace(plain, **kept)


_SETTINGS: Final = tuple(name for name in Paper.__slots__ if name not in {"title", "items"})
_RANGES: Final = {"minutes": (0, MOST_MINUTES), "variants": (1, MOST_VARIANTS), "seed": (0, MOST_SEED)}
