"""What Ctrl+K finds here: questions by any of their words, in every bank of one's own. Asked on a worker thread; builds no screen."""

from __future__ import annotations

from collections.abc import Sequence

from ems_desktop.services.questions_views import Wanted
from ui.context import Context
from ui.screens.questions.service import QuestionsService
from ui.screens.questions.words import below
from ui.shell.areas import Finder, Found

MOST = 6


def finder(ctx: Context) -> Finder:
    service: QuestionsService = ctx.services.questions

    def find(words: str) -> Sequence[Found]:
        found: list[Found] = []
        for bank in service.banks() if words.strip() else ():
            ids = service.find(Wanted(bank.id, words))[: MOST - len(found)]
            for line in service.lines(ids):
                where = {"bank": bank.id, "question": line.id}
                found.append(Found(line.excerpt[:80], f"{bank.name} · {below(line)}", "bank", "questions", where))
            if len(found) == MOST:
                break
        return found

    return find
