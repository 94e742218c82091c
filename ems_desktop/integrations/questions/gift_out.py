"""GIFT, written. Each text goes as HTML where it has formatting, else as it is; every sign that GIFT knows is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ems_desktop.domain.questions import labels, markup
from ems_desktop.domain.questions.item import FULL, NONE, Item, Option, Stimulus
from ems_desktop.domain.questions.reading import Written
from ems_desktop.integrations.questions import html
from ems_desktop.integrations.questions.notes import Losses
from ems_desktop.integrations.questions.stimuli import derived_title, with_descriptions

_SIGNS = re.compile(r"[\\~=#{}:]")
_TAG_SIGNS = re.compile(r"[][\\]")
_BEHIND = r"\\\g<0>"  # a backslash, then the sign itself


def write(items: Sequence[Item]) -> Written:
    """Items that GIFT would read as another kind (a choice without its key) are left out with a reason."""
    losses, blocks = Losses("GIFT"), []
    for losses.number, one in with_descriptions(items):
        if isinstance(one, Stimulus):
            blocks.append(_block([f"{labels.STIMULUS}:{one.id}"], one.title, _format(one.text), _text(one.text)))
        elif _fits(one):
            _lost(one, losses)
            blocks.append(_item(one))
        else:
            losses.add(1760)
    return Written("\n".join(blocks).encode(), tuple(losses.troubles))


def _fits(item: Item) -> bool:
    """What GIFT tells apart only by its signs must have them."""
    if item.kind == "single":
        return sum(option.weight == FULL for option in item.options) == 1 and len(item.options) > 1
    if item.kind == "matching":
        return bool(item.pairs) and all(pair.right for pair in item.pairs)
    if item.kind == "short":
        return bool(item.answers) and not any("->" in answer.text for answer in item.answers)
    if item.kind == "true_false":
        return len(item.options) == 2 and sum(option.is_key for option in item.options) == 1
    return item.kind == "essay" or bool(item.options)


def _lost(item: Item, losses: Losses) -> None:
    losses.unless(1761, not item.media and not (item.stimulus and item.stimulus.media))
    losses.unless(1767, not item.case_sensitive)
    losses.unless(1768, not item.guide)
    losses.unless(1766, all(markup.is_plain(pair.right) for pair in item.pairs))
    losses.unless(1762, item.kind != "matching" or not any(option.feedback for option in item.options))


def _item(item: Item) -> str:
    kind = _format(*item.texts())
    return _block(
        labels.to_tags(item), item.title or derived_title(item.stem), kind, f"{_text(item.stem, kind)} {{{_answers(item, kind)}}}"
    )


def _block(tags: Sequence[str], title: str, kind: str, body: str) -> str:
    said = "".join(f" [tag:{_TAG_SIGNS.sub(_BEHIND, tag)}]" for tag in tags)
    return "".join([f"//{said}\n" if said else "", f"::{_escaped(title)}::" if title else "", kind, body, "\n"])


def _format(*texts: str) -> str:
    """Plain words may go as they are, unless Moodle would take a part of them for HTML."""
    simple = all(markup.is_plain(text) and not re.search(r"[<>&\[]", markup.plain(text)) for text in texts)
    return "" if simple else "[html]"


def _escaped(text: str) -> str:
    return _SIGNS.sub(_BEHIND, text)


def _text(text: str, kind: str = "") -> str:
    if not kind and not _format(text):
        return _escaped(markup.plain(text))
    said = html.from_markup(text, lambda _: None).replace("[", "&#91;")  # at the beginning it would name a format
    return _escaped(said.replace("\n", " "))


def _answers(item: Item, kind: str) -> str:
    parts = []
    if item.kind == "true_false":
        parts = [_truth(item, kind)]
    elif item.kind == "matching":
        parts = [f"={_text(pair.left, kind)} -> {_escaped(' '.join(markup.plain(pair.right).split()))}" for pair in item.pairs]
    elif item.kind == "short":
        parts = [f"={_percent(a.weight, FULL, a.text)}{_escaped(a.text)}{_said(a.feedback, kind)}" for a in item.answers]
    elif item.kind in {"single", "multiple"}:
        parts = [_choice(option, item.kind, kind) for option in item.options]
    general = f"####{_text(item.feedback, kind)}" if item.feedback else ""
    return "\n".join([*parts, *([general] if general else [])])


def _truth(item: Item, kind: str) -> str:
    truth = item.options[0].is_key
    right, wrong = item.options if truth else item.options[::-1]
    said = [_text(right.feedback, kind), _text(wrong.feedback, kind)]
    more = f"#{said[1]}#{said[0]}" if any(said) else ""
    return ("TRUE" if truth else "FALSE") + more


def _choice(option: Option, kind_of_item: str, kind: str) -> str:
    if kind_of_item == "single" and option.weight == FULL:
        return f"={_percent(FULL, FULL, option.text)}{_text(option.text, kind)}{_said(option.feedback, kind)}"
    return f"~{_percent(option.weight, NONE, option.text)}{_text(option.text, kind)}{_said(option.feedback, kind)}"


def _percent(weight: Decimal, usual: Decimal, text: str) -> str:
    """Also said where the text itself begins like a percentage."""
    return "" if weight == usual and not text.startswith("%") else f"%{weight:f}%"


def _said(feedback: str, kind: str) -> str:
    return f"#{_text(feedback, kind)}" if feedback else ""
