"""Objective, level, difficulty, status and author as tags, for formats that have tags and no place for these:
`tp:…`, `level:C3`, `difficulty:hard`, `status:ready`, `author:…`, and `stimulus:…` for the id of the shared text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from ems_desktop.domain.questions.item import DIFFICULTIES, LEVELS, STATUSES, Item

STIMULUS: Final = "stimulus"
_FIELDS: Final = {"tp": "objective", "level": "level", "difficulty": "difficulty", "status": "status", "author": "author"}
_VALUES: Final[dict[str, tuple[str, ...]]] = {"level": LEVELS, "difficulty": DIFFICULTIES, "status": STATUSES}


def to_tags(item: Item) -> tuple[str, ...]:
    """The item's own tags first; what is as in a new item is not said."""
    said = [f"{prefix}:{value}" for prefix, name in _FIELDS.items() if (value := getattr(item, name)) and value != "draft"]
    return (*item.tags, *said, *([f"{STIMULUS}:{item.stimulus.id}"] if item.stimulus else []))


def with_tags(item: Item, tags: Iterable[str]) -> Item:
    """A label with a value that the bank does not know stays an ordinary tag. The stimulus is not looked up here."""
    fields: dict[str, Any] = {}
    rest = []
    for tag in tags:
        prefix, _, value = tag.partition(":")
        name = _FIELDS.get(prefix)
        if name and value and value in _VALUES.get(name, (value,)):
            fields[name] = value
        elif prefix != STIMULUS:
            rest.append(tag)
    return replace(item, tags=tuple(dict.fromkeys(rest)), **fields)


def stimulus_id(tags: Iterable[str]) -> str:
    """ "" where no tag names one."""
    return next((tag.partition(":")[2] for tag in tags if tag.startswith(f"{STIMULUS}:")), "")
