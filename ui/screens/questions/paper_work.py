"""A paper while it is made: what was opened, what is wrong with it, and what is written into files. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.paper import Paper
from ems_desktop.i18n import tr, trn
from ems_desktop.integrations.questions.paper_words import Head, logo_of
from ems_desktop.services.questions_views import Line, PaperLine, Question
from ui.context import Context

Pictures = Callable[[str], bytes | None]


class PapersService(Protocol):
    """Raises EmsError."""

    def all(self, bank_id: str) -> tuple[PaperLine, ...]: ...

    def one(self, paper_id: str) -> Paper: ...

    def save(self, bank_id: str, paper: Paper, paper_id: str | None = None, seen: Paper | None = None) -> str: ...

    def remove(self, paper_id: str) -> None: ...


class Shelf(Protocol):
    """Of the bank: where the questions come from."""

    def lines(self, ids: Sequence[str]) -> tuple[Line, ...]: ...

    def many(self, ids: Sequence[str]) -> tuple[Question, ...]: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """`questions`: by id, those of the paper that are still in the bank; `gone`: how many are not. `paper_id`: None before it is saved.
    `media`: their pictures by SHA-256, as far as they are to be had."""

    bank_id: str
    paper: Paper
    paper_id: str | None
    questions: Mapping[str, Question]
    gone: int
    head: Head
    media: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Row:
    """A question in the paper's list. `trouble`: what to look at, "" for none."""

    id: str
    words: str
    trouble: str


def open_new(ctx: Context, pictures: Pictures, bank_id: str, subject: str, ids: Sequence[str]) -> Opened:
    """On a worker thread."""
    paper = Paper(
        tr("Test of {subject}", subject=subject), tuple(ids), instructions=tr("Pray before you begin.\nWrite your name and class.")
    )
    return _opened(ctx, pictures, (bank_id, subject), paper, None)


def open_saved(ctx: Context, pictures: Pictures, bank_id: str, subject: str, paper_id: str) -> Opened:
    """On a worker thread. Error 1718."""
    service: PapersService = ctx.services.papers
    return _opened(ctx, pictures, (bank_id, subject), service.one(paper_id), paper_id)


def _opened(ctx: Context, pictures: Pictures, bank: tuple[str, str], paper: Paper, paper_id: str | None) -> Opened:
    shelf: Shelf = ctx.services.questions
    here = [line.id for line in shelf.lines(paper.items) if not line.deleted]
    questions = dict(zip(here, shelf.many(here), strict=True))
    kept = tuple(one for one in paper.items if one in questions)
    gone, head = len(paper.items) - len(kept), _head(ctx, bank[1])
    return Opened(bank[0], replace(paper, items=kept), paper_id, questions, gone, head, media_of(questions, pictures))


def _head(ctx: Context, subject: str) -> Head:
    """The school's letterhead, or its address; its number where it has one."""
    profile = ctx.services.school.profile() if ctx.services.school is not None else None
    if profile is None:
        return Head(ctx.session.school_name, tuple(part for part in (ctx.session.city,) if part), subject=subject)
    lines = (profile.letterhead or profile.address or "").splitlines()[:2]
    if profile.npsn:
        lines.append(f"NPSN {profile.npsn}")
    return Head(profile.name, tuple(lines), logo_of(profile.logo), subject)


def rows(questions: Mapping[str, Question], ids: Sequence[str]) -> list[Row]:
    """What the list says, in this order."""
    return [
        Row(one, " ".join(markup.plain(questions[one].item.stem).split()) or tr("Without a text"), _trouble(questions[one])) for one in ids
    ]


def _trouble(question: Question) -> str:
    if question.problems:
        return tr("not complete")
    return {"draft": tr("draft"), "retired": tr("retired")}.get(question.item.status, "")


def warning(questions: Mapping[str, Question], ids: Sequence[str], gone: int) -> str:
    """What to look at before it is printed, in one line; "" for nothing."""
    chosen = [questions[one] for one in ids]
    wrong = sum(bool(one.problems) for one in chosen)
    drafts = sum(one.item.status == "draft" for one in chosen)
    said = [
        trn("{n} question is not complete", "{n} questions are not complete", wrong) if wrong else "",
        trn("{n} question is still a draft", "{n} questions are still drafts", drafts) if drafts else "",
        trn("{n} question is no longer in the bank", "{n} questions are no longer in the bank", gone) if gone else "",
    ]
    return ". ".join(part for part in said if part) + "." if any(said) else ""


def media_of(questions: Mapping[str, Question], pictures: Pictures) -> dict[str, bytes]:
    """The bytes of all pictures that are to be had, on a worker thread."""
    found: dict[str, Any] = {}
    for question in questions.values():
        item = question.item
        for text in (*item.texts(), item.stimulus.text if item.stimulus else ""):
            for sha256 in markup.pictures(text):
                if sha256 not in found:
                    found[sha256] = pictures(sha256)
    return {sha256: data for sha256, data in found.items() if data}
