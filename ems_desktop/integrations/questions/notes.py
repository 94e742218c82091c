"""What a reader notes while it goes through a file: the number it is at, its troubles, and the pictures it found."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from ems_desktop.domain.files import safe_name
from ems_desktop.domain.questions import checks, item, markup
from ems_desktop.domain.questions.item import MAX_PICTURE, Item, Media
from ems_desktop.domain.questions.reading import Format, Reading, ReadItem, Trouble

_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF87a": "image/gif", b"GIF89a": "image/gif"}
SHOWN: Final = 60  # letters of something foreign that a message repeats


class Refused(Exception):
    """This question is left out; its reason has been noted."""


def shown(text: str) -> str:
    """Foreign words for a message: short, on one line, nothing hidden."""
    line = item.one_line(text)
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def picture_type(data: bytes) -> str | None:
    """By the first bytes. SVG and Windows' metafiles are programs of a kind and none of ours."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in _PICTURES.items() if data.startswith(sign)), None)


@dataclass
class Notes:
    """`number` is the question at hand, 0 for the whole file."""

    number: int = 0
    items: list[ReadItem] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    known: dict[str, Media] = field(default_factory=dict)

    def add(self, code: int, **params: object) -> None:
        """Each trouble once a question."""
        trouble = Trouble(self.number, code, params)
        if trouble not in self.troubles[-50:]:
            self.troubles.append(trouble)

    def refuse(self, code: int, **params: object) -> Refused:
        """To be raised: `raise notes.refuse(1790, kind=…)`."""
        self.add(code, **params)
        return Refused()

    def tidy(self, text: str) -> str:
        """Text from outside, its hidden letters gone (warning 1781). Refuses what is longer than a text may be (1793)."""
        if len(text) > checks.LONGEST * 5:
            raise self.refuse(1793, limit=checks.LONGEST * 5)
        if markup.hides_something(text):
            self.add(1781)
        return markup.clean(text)

    def words(self, text: str) -> str:
        """Plain text from outside as markup."""
        return markup.canonical(markup.literal(self.tidy(text)))

    def line(self, text: str) -> str:
        return item.one_line(self.tidy(text))

    def picture(self, data: bytes, name: str) -> str | None:
        """Keep a picture; its SHA-256, or None with a loss (1754, 1755)."""
        kind = picture_type(data)
        if kind is None or len(data) > MAX_PICTURE:
            self.add(1755 if kind else 1754, name=shown(base_name(name)))
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        self.media[sha256] = data
        self.known.setdefault(sha256, Media(sha256, safe_name(base_name(name), otherwise="picture"), kind))
        return sha256

    def shown_in(self, *texts: str) -> tuple[Media, ...]:
        """The pictures that these texts show, each once."""
        wanted = dict.fromkeys(sha256 for text in texts for sha256 in markup.pictures(text))
        return tuple(self.known[sha256] for sha256 in wanted if sha256 in self.known)

    def take(self, one: Item) -> None:
        """The question is read; its faults are noted as warnings."""
        self.items.append(ReadItem(self.number, one))
        self.look_at(one)

    def look_at(self, one: Item) -> None:
        for problem in checks.check(one):
            self.add(problem.code, **problem.params)

    def reading(self, kind: Format) -> Reading:
        """Pictures that no question shows stay behind."""
        wanted = {m.sha256 for r in self.items for m in (*r.item.media, *(r.item.stimulus.media if r.item.stimulus else ()))}
        media = {sha256: data for sha256, data in self.media.items() if sha256 in wanted}
        return Reading(kind, tuple(self.items), tuple(self.troubles), media)


def base_name(name: str) -> str:
    """Without folders, of whatever system."""
    return re.split(r"[/\\]", name)[-1]


@dataclass
class Losses:
    """What a writer could not carry. `number` counts the items given."""

    format: str
    number: int = 0
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, code: int) -> None:
        trouble = Trouble(self.number, code, {} if code in {1769, 1770} else {"format": self.format})
        if trouble not in self.troubles[-20:]:
            self.troubles.append(trouble)

    def unless(self, code: int, carried: bool) -> None:
        if not carried:
            self.add(code)
