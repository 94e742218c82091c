"""An item of the question bank. All texts are markup (`ems_desktop/domain/questions/markup.py`); pictures stand in them by their SHA-256,
their bytes are kept apart. Frozen: a changed item is another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from ems_desktop.domain.questions import markup

Kind = Literal["single", "multiple", "true_false", "matching", "short", "essay"]
Difficulty = Literal["", "easy", "medium", "hard"]
Status = Literal["draft", "ready", "retired"]

KINDS: Final[tuple[Kind, ...]] = ("single", "multiple", "true_false", "matching", "short", "essay")
LEVELS: Final = ("C1", "C2", "C3", "C4", "C5", "C6", "L1", "L2", "L3")  # Bloom as Kurikulum Merdeka counts it, and AKM
DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("", "easy", "medium", "hard")
STATUSES: Final[tuple[Status, ...]] = ("draft", "ready", "retired")

FULL: Final = Decimal(100)
NONE: Final = Decimal(0)
TRUE, FALSE = "true", "false"  # the texts of a true/false item's two options; the window says them in its language
MAX_PICTURE: Final = 2 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Media:
    """A picture that a text of the item shows. `type` is told by its bytes, never by its name."""

    sha256: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose. `weight`: percent of the item's points, −100 to 100, five places at most; the key is what is above zero."""

    text: str
    weight: Decimal = NONE
    feedback: str = ""

    @property
    def is_key(self) -> bool:
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together in a matching item. A `right` without a `left` is there to mislead."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A short answer that is accepted, `*` in it standing for anything. `weight` as in Option."""

    text: str
    weight: Decimal = FULL
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Stimulus:
    """What several items are about. `id` is the same for all of them."""

    id: str
    text: str
    title: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """`objective` is the TP's code or words. `feedback` is shown afterwards to everybody; `guide` only to who marks an essay.

    Choice kinds have `options` (true_false exactly TRUE, FALSE), matching has `pairs`, short has `answers`, essay none of them.
    """

    kind: Kind
    stem: str
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    answers: tuple[Answer, ...] = ()
    case_sensitive: bool = False
    feedback: str = ""
    guide: str = ""
    title: str = ""
    stimulus: Stimulus | None = None
    media: tuple[Media, ...] = ()
    tags: tuple[str, ...] = ()
    objective: str = ""
    level: str = ""
    difficulty: Difficulty = ""
    status: Status = "draft"
    author: str = ""

    def texts(self) -> Iterator[str]:
        """All that is markup, but for the stimulus."""
        yield from (self.stem, self.feedback, self.guide)
        for option in self.options:
            yield from (option.text, option.feedback)
        for pair in self.pairs:
            yield from (pair.left, pair.right)
        for answer in self.answers:
            yield answer.feedback


def true_false(stem: str, truth: bool, if_true: str = "", if_false: str = "") -> Item:
    """`if_true`, `if_false`: feedback to who chose that."""
    weights = (FULL, NONE) if truth else (NONE, FULL)
    return Item("true_false", stem, (Option(TRUE, weights[0], if_true), Option(FALSE, weights[1], if_false)))


def canonical(item: Item) -> Item:
    """The item with each text in the one way to write it (`markup.canonical`); plain fields without what cannot be seen."""
    text, line = markup.canonical, one_line
    stimulus = item.stimulus
    return replace(
        item,
        stem=text(item.stem),
        options=tuple(replace(o, text=text(o.text), feedback=text(o.feedback)) for o in item.options),
        pairs=tuple(Pair(text(p.left), text(p.right)) for p in item.pairs),
        answers=tuple(replace(a, text=line(a.text), feedback=text(a.feedback)) for a in item.answers),
        feedback=text(item.feedback),
        guide=text(item.guide),
        title=line(item.title),
        stimulus=stimulus and replace(stimulus, text=text(stimulus.text), title=line(stimulus.title)),
        tags=tuple(dict.fromkeys(tag for tag in map(line, item.tags) if tag)),
        objective=line(item.objective),
        author=line(item.author),
    )


def one_line(text: str) -> str:
    """Plain words on one line: titles, tags, short answers."""
    return " ".join(markup.clean(text).split())


def letter(index: int) -> str:
    """A for 0, Z for 25, then AA."""
    return chr(65 + index) if index < 26 else letter(index // 26 - 1) + letter(index % 26)
