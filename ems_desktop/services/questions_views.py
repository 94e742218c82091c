"""What the window is told of the question bank. Frozen; texts are markup (`ems_desktop/domain/questions/markup.py`) where it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ems_desktop.domain.questions.checks import Problem
from ems_desktop.domain.questions.item import Item
from ems_desktop.domain.questions.reading import Trouble

FACETS = ("kind", "status", "level", "difficulty", "tag")
Order = Literal["newest", "oldest", "text"]


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank of one subject of the school, shared by all who teach it. `items`: without the trash; `drafts`: how many of them."""

    id: str
    name: str
    items: int = 0
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """`search`: words, each perhaps unfinished. `only`: facet → the one value that is wanted. `trash`: what was thrown away instead."""

    bank_id: str
    search: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    order: Order = "newest"
    trash: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A question in a list. `excerpt`: the beginning of its text in plain words, on one line. `at`: when it was changed last, "" before
    the school has it; `by`: who did; `own`: not sent yet."""

    id: str
    kind: str
    excerpt: str
    title: str
    tags: tuple[str, ...]
    objective: str
    level: str
    difficulty: str
    status: str
    author: str
    at: str
    by: str
    own: bool
    stimulus: bool
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a whole. `item.media` names the pictures its texts show. `origin`: "", `import:file` or `job:id`. `versions`: earlier ones."""

    id: str
    bank_id: str
    item: Item
    problems: tuple[Problem, ...]
    at: str
    by: str
    own: bool
    origin: str
    versions: int
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What a question was before somebody changed it. `by`, `at`: who had written this, and when it was replaced (ISO, UTC)."""

    id: str
    item: Item
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class DraftJob:
    """A finished job whose questions have not been taken into a bank yet. `bank_id`: of the material's subject, "" where that is none of one's own."""

    job_id: str
    material: str
    subject: str
    questions: int
    bank_id: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is ready to be written, and what it does not carry."""

    data: bytes
    losses: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in the list of a bank's papers. `questions`: how many it has, of which `missing` are in the trash by now."""

    id: str
    title: str
    questions: int
    missing: int
    at: str
    by: str
