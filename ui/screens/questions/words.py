"""The question bank in words. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from ems_desktop.domain.codes.questions import TROUBLES
from ems_desktop.domain.questions.checks import Problem
from ems_desktop.i18n import N_, number, told, tr, trn
from ems_desktop.services.questions_views import Line, Question
from ui.words import when

KINDS: Final[Mapping[str, str]] = {
    "single": N_("Single choice"), "multiple": N_("Multiple choice"), "true_false": N_("True or false"), "matching": N_("Matching"),
    "short": N_("Short answer"), "essay": N_("Essay"),
}  # fmt: skip
STATUSES: Final[Mapping[str, str]] = {"draft": N_("Draft"), "ready": N_("Ready to use"), "retired": N_("Retired")}
DIFFICULTIES: Final[Mapping[str, str]] = {"": N_("Not said"), "easy": N_("Easy"), "medium": N_("Medium"), "hard": N_("Hard")}
LEVELS: Final[Mapping[str, str]] = {
    "": N_("Not said"), "C1": N_("C1 Remember"), "C2": N_("C2 Understand"), "C3": N_("C3 Apply"), "C4": N_("C4 Analyse"), "C5": N_("C5 Evaluate"),
    "C6": N_("C6 Create"), "L1": N_("L1 Knowing"), "L2": N_("L2 Applying"), "L3": N_("L3 Reasoning"),
}  # fmt: skip
FACET_WORDS: Final[Mapping[str, str]] = {
    "kind": N_("All kinds"), "level": N_("All cognitive levels"), "difficulty": N_("All difficulties"), "tag": N_("All tags"),
}  # fmt: skip
_VALUES: Final = {"kind": KINDS, "status": STATUSES, "difficulty": DIFFICULTIES, "level": LEVELS}
_SHORT = 40


def value_word(facet: str, value: str) -> str:
    """A facet's value; a tag is said as it is."""
    known = _VALUES.get(facet, {})
    return tr(known[value]) if value in known else value


def facet_options(facet: str, values: Sequence[tuple[str, int]], chosen: str | None) -> list[tuple[str | None, str]]:
    """All, then each value with how many, and always the chosen one."""
    shown = list(values)
    if chosen is not None and all(value != chosen for value, _ in shown):
        shown.append((chosen, 0))
    options: list[tuple[str | None, str]] = [(None, tr(FACET_WORDS[facet]))]
    return options + [(value, f"{value_word(facet, value)[:_SHORT]} ({number(count)})") for value, count in shown]


def below(line: Line) -> str:
    """Under a question in the list: Pilihan ganda · C2 · Sedang · puisi, majas."""
    level = line.level
    difficulty = value_word("difficulty", line.difficulty) if line.difficulty else ""
    return " · ".join(part for part in (value_word("kind", line.kind), level, difficulty, ", ".join(line.tags)) if part)


def spoken(line: Line) -> str:
    """The line for a screen reader."""
    state = [value_word("status", line.status), *([tr("not sent yet")] if line.own else [])]
    return ", ".join((line.excerpt or tr("Without a text"), below(line), *state))


def facts(question: Question) -> str:
    """Under the question's head: who wrote it, who changed it when."""
    item = question.item
    changed = when(question.at, datetime.now().astimezone().date()) if question.at else ""
    by = tr("changed by {name} {time}", name=question.by, time=changed) if question.by and changed else ""
    own = tr("not sent yet") if question.own else ""
    return " · ".join(part for part in (item.author, by, own) if part)


def labels(question: Question) -> list[tuple[str, str]]:
    """(caption, value) of what a teacher sorts questions by."""
    item = question.item
    said = (
        (tr("Kind"), value_word("kind", item.kind)),
        (tr("Cognitive level"), value_word("level", item.level)),
        (tr("Difficulty"), value_word("difficulty", item.difficulty)),
        (tr("Learning objective"), item.objective),
        (tr("Tags"), ", ".join(item.tags)),
    )
    return [(caption, value or tr("Not said")) for caption, value in said]


def problem_words(problem: Problem) -> str:
    said = TROUBLES[problem.code]
    return f"{told(said.reason, **problem.params)} {told(said.remedy, **problem.params)}"


def count_words(count: int) -> str:
    return trn("{n} question", "{n} questions", count)
