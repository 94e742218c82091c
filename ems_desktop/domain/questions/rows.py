"""An item as the columns of `bank_soal`. The structure document's three say a single choice whole: question_text, options
`{"A": "…", "B": "…"}`, correct_answer `"B"`. Facets have columns of their own; what is left stands under the key `ems` of options, and
who knows only the document reads the letters and leaves that key alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.item import (
    DIFFICULTIES,
    FULL,
    KINDS,
    LEVELS,
    NONE,
    STATUSES,
    Answer,
    Difficulty,
    Item,
    Kind,
    Media,
    Option,
    Pair,
    Status,
    Stimulus,
    letter,
)

_PLACES: Final = Decimal("0.00001")
_UNLIKELY: Final = Decimal(10_000)


def to_row(item: Item) -> dict[str, Any]:
    """Every column of the item but its author and its stimulus' id. correct_answer: the letters of the key, by commas; `true` or `false`;
    a short answer; "" for essay and matching."""
    options: dict[str, Any] = {letter(index): option.text for index, option in enumerate(item.options)}
    if more := _more(item):
        options["ems"] = more
    return {
        "question_text": item.stem,
        "options": options,
        "correct_answer": _correct(item),
        "kind": item.kind,
        "title": item.title,
        "tags": list(item.tags),
        "objective": item.objective,
        "level": item.level,
        "difficulty": item.difficulty,
        "status": item.status,
    }


def _correct(item: Item) -> str:
    if item.kind == "true_false":
        return next((option.text for option in item.options if option.is_key), "")
    if item.kind == "short":
        return item.answers[0].text if item.answers else ""
    return ",".join(letter(index) for index, option in enumerate(item.options) if option.is_key)


def _more(item: Item) -> dict[str, Any]:
    """What the columns cannot say; {} for a plain choice."""
    more: dict[str, Any] = {name: getattr(item, name) for name in ("case_sensitive", "feedback", "guide") if getattr(item, name)}
    if any(option.weight not in (FULL, NONE) for option in item.options):
        more["weights"] = [str(option.weight) for option in item.options]
    if any(option.feedback for option in item.options):
        more["option_feedback"] = [option.feedback for option in item.options]
    if item.pairs:
        more["pairs"] = [[pair.left, pair.right] for pair in item.pairs]
    if item.answers:
        more["answers"] = [[answer.text, str(answer.weight), answer.feedback] for answer in item.answers]
    return more


def from_row(row: Mapping[str, Any], stimulus: Stimulus | None = None, media: Mapping[str, Media] | None = None) -> Item:
    """Also of rows that other programs wrote, whatever they hold: `["…", "…"]` as options, a correct_answer that is an option's whole text;
    what has no shape is left out. `media`: the pictures known by their SHA-256; those that the texts show go into the item."""
    given = row["options"]
    options: Mapping[str, Any] = given if isinstance(given, dict) else {letter(i): one for i, one in enumerate(_list(given))}
    more = options.get("ems")
    more = more if isinstance(more, dict) else {}
    correct = _text(row.get("correct_answer"))
    item = Item(
        kind=cast("Kind", _known(row.get("kind"), KINDS, "single")),
        stem=_text(row.get("question_text")),
        options=tuple(_options(options, more, correct)),
        pairs=tuple(Pair(_text(one[0]), _text(one[1])) for one in _rows(more.get("pairs"), 2)),
        answers=tuple(Answer(_text(one[0]), _weight(one[1], FULL), _text(one[2])) for one in _rows(more.get("answers"), 3)),
        case_sensitive=more.get("case_sensitive") is True,
        feedback=_text(more.get("feedback")),
        guide=_text(more.get("guide")),
        title=_text(row.get("title")),
        stimulus=stimulus,
        tags=tuple(tag for tag in _list(row.get("tags")) if isinstance(tag, str)),
        objective=_text(row.get("objective")),
        level=_known(row.get("level"), LEVELS, ""),
        difficulty=cast("Difficulty", _known(row.get("difficulty"), DIFFICULTIES, "")),
        status=cast("Status", _known(row.get("status"), STATUSES, "draft")),
        author=_text(row.get("author")),
    )
    return _with_media(item, media or {})


def _options(options: Mapping[str, Any], more: Mapping[str, Any], correct: str) -> Iterable[Option]:
    texts = {key: _text(text) for key, text in options.items() if key != "ems"}
    keys = {key.strip() for key in correct.split(",")} & texts.keys()
    keys = keys or {key for key, text in texts.items() if text and text == correct}
    weights, feedback = _list(more.get("weights")), _list(more.get("option_feedback"))
    for index, (key, text) in enumerate(texts.items()):
        weight = FULL if key in keys else NONE
        if index < len(weights):
            weight = _weight(weights[index], weight)
        yield Option(text, weight, _text(feedback[index]) if index < len(feedback) else "")


def _with_media(item: Item, media: Mapping[str, Media]) -> Item:
    shown = dict.fromkeys(sha256 for text in item.texts() if "[img" in text for sha256 in markup.pictures(text))
    if not shown:
        return item
    return replace(item, media=tuple(media[sha256] for sha256 in shown if sha256 in media))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rows(value: Any, width: int) -> list[list[Any]]:
    return [one for one in _list(value) if isinstance(one, list) and len(one) == width]


def _known(value: Any, known: Iterable[str], otherwise: str) -> str:
    return value if value in known else otherwise


def _weight(value: Any, otherwise: Decimal) -> Decimal:
    try:
        found = Decimal(value) if isinstance(value, str) else otherwise
    except InvalidOperation:
        return otherwise
    return found.quantize(_PLACES).normalize() + 0 if found.is_finite() and abs(found) < _UNLIKELY else otherwise
