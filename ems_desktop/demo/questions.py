"""The demo school's question banks, written at the office's desk by its own service, each question in its teacher's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ems_desktop import paths
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Option, Pair, Stimulus, true_false
from ems_desktop.services.questions import Questions

PICTURE = "perahu-di-muara.png"  # above the poem


def questions(room: Questions) -> None:
    """Into the banks of their subjects, which the school has made of itself."""
    content: dict[str, Any] = json.loads(paths.resources("demo", "questions.json").read_text(encoding="utf-8"))
    banks = {bank.name: bank.id for bank in room.banks()}
    poem = room.add_picture(banks["Bahasa Indonesia"], paths.resources("demo", "files", PICTURE).read_bytes(), PICTURE)
    shown = {"puisi": f"[img {poem.sha256} perahu di muara]\n"}
    stimuli = {key: Stimulus(key, shown.get(key, "") + one["text"], one["title"]) for key, one in content["stimuli"].items()}
    for name, bank_id in banks.items():
        items = [_item(one, stimuli) for one in content["questions"] if one["bank"] == name]
        if items:
            room.add_many(bank_id, items)


def _item(one: Mapping[str, Any], stimuli: Mapping[str, Stimulus]) -> Item:
    keys = one.get("key", [])
    weight = (FULL / len(keys)).quantize(Decimal("0.00001")) if one["kind"] == "multiple" else FULL
    options = tuple(Option(text, weight if place in keys else NONE) for place, text in enumerate(one.get("options", ())))
    if one["kind"] == "true_false":
        options = true_false("", truth=keys == [0]).options
    return Item(
        one["kind"], one["stem"], options, tuple(Pair(*pair) for pair in one.get("pairs", ())), tuple(Answer(text) for text in one.get("answers", ())),
        guide=one.get("guide", ""), stimulus=stimuli.get(one.get("stimulus", "")), tags=tuple(one["tags"]), objective=one["objective"],
        level=one["level"], difficulty=one["difficulty"], status=one["status"], author=one["author"],
    )  # fmt: skip
