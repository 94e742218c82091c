"""Shared texts in formats that know only questions and descriptions. Ours are tied by the tag `stimulus:ID`; a description without
it is taken as shared by the questions that follow, up to the next description or category, and a warning says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ems_desktop.domain.questions import item as items
from ems_desktop.domain.questions import labels, markup
from ems_desktop.domain.questions.item import Item, Stimulus
from ems_desktop.domain.questions.reading import ReadItem
from ems_desktop.integrations.questions.notes import Notes, shown


@dataclass
class Stimuli:
    """Gathers descriptions while a file is read; `settle` gives each question its own."""

    notes: Notes
    by_id: dict[str, Stimulus] = field(default_factory=dict)
    wanted: dict[int, str] = field(default_factory=dict)  # number of a question → the id it names
    _running: Stimulus | None = None
    _near: dict[int, Stimulus] = field(default_factory=dict)

    def description(self, title: str, text: str, tags: Iterable[str]) -> None:
        named = labels.stimulus_id(tags)
        found = Stimulus(named or f"{self.notes.number}", text, title, self.notes.shown_in(text))
        self.notes.look_at(Item("essay", text, media=found.media))
        if named:
            self.by_id[named] = found
            self._running = None
        elif text:
            self._running = found
            self.notes.add(1783, title=shown(title or markup.plain(text)))

    def category(self) -> None:
        self._running = None

    def question(self, tags: Iterable[str]) -> None:
        if named := labels.stimulus_id(tags):
            self.wanted[self.notes.number] = named
        elif self._running:
            self._near[self.notes.number] = self._running

    def settle(self) -> None:
        """Descriptions may come after their questions."""
        self.notes.items = [self._with(read) for read in self.notes.items]

    def _with(self, read: ReadItem) -> ReadItem:
        found = self.by_id.get(self.wanted.get(read.number, ""), self._near.get(read.number))
        return replace(read, item=replace(read.item, stimulus=found)) if found else read


def with_descriptions(given: Sequence[Item]) -> Iterator[tuple[int, Item | Stimulus]]:
    """Each shared text once, before the first item that needs it; items with their number from 1."""
    seen: set[str] = set()
    for number, item in enumerate(given, 1):
        if item.stimulus and item.stimulus.id not in seen:
            seen.add(item.stimulus.id)
            yield number, item.stimulus
        yield number, item


def derived_title(stem: str) -> str:
    """For formats that want a title: the first words of the question. Reading it back it is no title."""
    words = items.one_line(markup.plain(stem))
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
