"""What a file of questions gave, and what writing one lost: each with the number of the item it is about. Knows no format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ems_desktop.domain.codes.questions import TROUBLES, Severity
from ems_desktop.domain.questions.item import Item

Format = Literal["gift", "aiken", "moodle-xml", "word"]
FORMATS: tuple[Format, ...] = ("gift", "aiken", "moodle-xml", "word")


@dataclass(frozen=True, slots=True)
class Trouble:
    """`item`: the question's number in the file, from 1 as a person counts; 0 for the whole file."""

    item: int
    code: int
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return TROUBLES[self.code].severity


@dataclass(frozen=True, slots=True)
class ReadItem:
    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Reading:
    """`media`: the bytes of each picture by its SHA-256. A number is among `items` or among the refused, never in both."""

    format: Format
    items: tuple[ReadItem, ...]
    troubles: tuple[Trouble, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)

    def of(self, severity: Severity) -> tuple[Trouble, ...]:
        """What was `refused` (with its reason), `lost` on the way, or is a `warning`."""
        return tuple(trouble for trouble in self.troubles if trouble.severity == severity)


@dataclass(frozen=True, slots=True)
class Written:
    """A file's bytes, and what it does not carry; `item` counts the items given, from 1."""

    data: bytes
    losses: tuple[Trouble, ...] = ()


class Tell(Protocol):
    """Says an English sentence of the catalogue in today's language, its placeholders filled in."""

    def __call__(self, text: str, /, **params: object) -> str: ...


def in_english(text: str, /, **params: object) -> str:
    return text.format(**params)


def to_json(reading: Reading, tell: Tell) -> dict[str, Any]:
    """`{"format", "items", "refused", "losses": […], "warnings": […]}`: two counts, then what was lost, and warnings and refusals."""
    return {
        "format": reading.format,
        "items": len(reading.items),
        "refused": len({trouble.item for trouble in reading.of("refused")}),
        "losses": [told(trouble, tell) for trouble in reading.of("lost")],
        "warnings": [told(trouble, tell) for trouble in reading.troubles if trouble.severity != "lost"],
    }


def told(trouble: Trouble, tell: Tell) -> dict[str, Any]:
    said = TROUBLES[trouble.code]
    return {
        "item": trouble.item,
        "reason": tell(said.reason, **trouble.params),
        "remedy": tell(said.remedy, **trouble.params),
        "severity": said.severity,
    }
