"""What a question is sorted by, while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.questions.item import Item
from ems_desktop.i18n import tr
from ui.screens.questions.words import DIFFICULTIES, LEVELS, STATUSES, value_word
from ui.widgets import Field, Switcher, col, row
from ui.widgets.form import captioned


class LabelForm(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.tags = Field(tr("Title, if it shall have one")), Field(tr("Tags, separated by commas"))
        self.objective = Field(tr("Learning objective (TP)"))
        self.choices: dict[str, Switcher] = {
            "level": _switcher("level", tr("Cognitive level"), LEVELS),
            "difficulty": _switcher("difficulty", tr("Difficulty"), DIFFICULTIES),
            "status": _switcher("status", tr("Status"), STATUSES),
        }
        captions = {"level": tr("Cognitive level"), "difficulty": tr("Difficulty"), "status": tr("Status")}
        chosen = [captioned(captions[name], switcher) for name, switcher in self.choices.items()]
        self.setLayout(col(row(*chosen, None, gap=18), self.tags, self.objective, self.title, gap=10))
        for field in (self.title, self.tags, self.objective):
            field.changed.connect(lambda _: self.changed.emit())
        for switcher in self.choices.values():
            switcher.chosen.connect(lambda _: self.changed.emit())

    def show_item(self, item: Item) -> None:
        self.title.set_text(item.title)
        self.tags.set_text(", ".join(item.tags))
        self.objective.set_text(item.objective)
        for name, switcher in self.choices.items():
            switcher.set_options(switcher.options(), getattr(item, name))

    def values(self) -> dict[str, Any]:
        """Fields of an item."""
        tags = tuple(tag for part in self.tags.text().split(",") if (tag := " ".join(part.split())))
        chosen = {name: switcher.current() for name, switcher in self.choices.items()}
        return {"title": self.title.text(), "tags": tags, "objective": self.objective.text(), **chosen}


def _switcher(facet: str, name: str, values: Mapping[str, str]) -> Switcher:
    return Switcher(name, [(value, value_word(facet, value)) for value in values], next(iter(values)))
