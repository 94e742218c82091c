"""An item as a row of the structure document's `bank_soal`: question_text, options (JSON), correct_answer.

The single-choice case is exactly the document's: options `{"A": "…", "B": "…"}`, correct_answer `"B"`. Everything it cannot say
stands under the key `ems` of options; who knows only the document reads the letters and leaves that key alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Media, Option, Pair, Stimulus, letter

_PLAIN: Final = ("case_sensitive", "feedback", "guide", "title", "objective", "level", "difficulty", "status", "author")


@dataclass(frozen=True, slots=True)
class Row:
    """`options` holds only what JSON knows; as a list it comes from others only."""

    question_text: str
    options: Mapping[str, Any] | Sequence[str]
    correct_answer: str


def to_row(item: Item) -> Row:
    """correct_answer: the letters of the key, by commas; `true` or `false`; a short answer; "" for essay and matching."""
    options: dict[str, Any] = {letter(index): option.text for index, option in enumerate(item.options)}
    if more := _more(item):
        options["ems"] = more
    return Row(item.stem, options, _correct(item))


def _correct(item: Item) -> str:
    if item.kind == "true_false":
        return next((option.text for option in item.options if option.is_key), "")
    if item.kind == "short":
        return item.answers[0].text if item.answers else ""
    return ",".join(letter(index) for index, option in enumerate(item.options) if option.is_key)


def _more(item: Item) -> dict[str, Any]:
    """What the document's three columns cannot say; {} for a plain single-choice item."""
    more: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(item, name)) != getattr(_EMPTY, name)}
    if item.kind != "single":
        more["kind"] = item.kind
    if any(option.weight not in (FULL, NONE) for option in item.options):
        more["weights"] = [str(option.weight) for option in item.options]
    if any(option.feedback for option in item.options):
        more["option_feedback"] = [option.feedback for option in item.options]
    if item.pairs:
        more["pairs"] = [[pair.left, pair.right] for pair in item.pairs]
    if item.answers:
        more["answers"] = [[answer.text, str(answer.weight), answer.feedback] for answer in item.answers]
    if item.tags:
        more["tags"] = list(item.tags)
    if item.media:
        more["media"] = _media_out(item.media)
    if item.stimulus:
        one = item.stimulus
        more["stimulus"] = {"id": one.id, "text": one.text, "title": one.title, "media": _media_out(one.media)}
    return more


def from_row(row: Row) -> Item:
    """Also of rows that others wrote: `["…", "…"]` as options, and a correct_answer that is an option's whole text."""
    given: Mapping[str, Any] = row.options if isinstance(row.options, Mapping) else {letter(i): text for i, text in enumerate(row.options)}
    more: Mapping[str, Any] = given.get("ems", {})
    texts = {key: str(text) for key, text in given.items() if key != "ems"}
    keys = {key.strip() for key in row.correct_answer.split(",")} & texts.keys()
    keys = keys or {key for key, text in texts.items() if text and text == row.correct_answer}
    weights = more.get("weights") or [FULL if key in keys else NONE for key in texts]
    feedback = more.get("option_feedback") or [""] * len(texts)
    stimulus = more.get("stimulus")
    return Item(
        kind=more.get("kind", "single"),
        stem=row.question_text,
        options=tuple(Option(text, Decimal(w), f) for text, w, f in zip(texts.values(), weights, feedback, strict=True)),
        pairs=tuple(Pair(*pair) for pair in more.get("pairs", ())),
        answers=tuple(Answer(text, Decimal(weight), said) for text, weight, said in more.get("answers", ())),
        stimulus=stimulus and Stimulus(stimulus["id"], stimulus["text"], stimulus["title"], _media_in(stimulus["media"])),
        media=_media_in(more.get("media", ())),
        tags=tuple(more.get("tags", ())),
        **{name: more[name] for name in _PLAIN if name in more},
    )


def _media_out(media: tuple[Media, ...]) -> list[list[str]]:
    return [[one.sha256, one.name, one.type] for one in media]


def _media_in(media: Any) -> tuple[Media, ...]:
    return tuple(Media(*one) for one in media)


_EMPTY: Final = Item("single", "")
