"""What Ctrl+K finds here: classes by name, pupils by name, NISN or NIPD. Asked on a worker thread; builds no screen."""

from __future__ import annotations

from collections.abc import Sequence

from ui.context import Context
from ui.screens.rosters.service import RostersService
from ui.screens.rosters.words import class_word, pupils_word
from ui.shell.areas import Finder, Found

MOST = 6


def finder(ctx: Context) -> Finder:
    service: RostersService = ctx.services.rosters
    office = "kurikulum" in ctx.session.roles

    def find(words: str) -> Sequence[Found]:
        wanted = words.casefold().replace(" ", "")
        classes = [one for one in service.classes() if wanted in one.name.casefold().replace(" ", "")]
        groups = [Found(one.name, pupils_word(one.pupils), "people", "rosters", {"class_id": one.id}) for one in classes[:3]]
        pupils = [
            Found(
                one.name,
                " · ".join(part for part in (class_word(one, office=office), one.nisn) if part),
                "users",
                "rosters",
                {"pupil": one.id},
            )
            for one in sorted(service.pupils(search=words), key=lambda one: one.class_name is None)[:MOST]
        ]
        return [*groups, *pupils]

    return find
