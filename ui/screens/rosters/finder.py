"""What Ctrl+K finds here: classes by name, pupils by name, NISN or NIPD. Asked on a worker thread; builds no screen."""

from __future__ import annotations

from collections.abc import Sequence

from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.rosters.service import RostersService
from ui.screens.rosters.words import pupils_word
from ui.shell.areas import Finder, Found

MOST = 6


def finder(ctx: Context) -> Finder:
    service: RostersService = ctx.services.rosters

    def find(words: str) -> Sequence[Found]:
        wanted = words.casefold().replace(" ", "")
        classes = [one for one in service.classes() if wanted in one.name.casefold().replace(" ", "")]
        groups = [Found(one.name, pupils_word(one.pupils), "people", "rosters", {"class_id": one.id}) for one in classes[:3]]
        pupils = [
            Found(
                one.name,
                " · ".join(part for part in (one.class_name or tr("in no class"), one.nisn) if part),
                "users",
                "rosters",
                {"pupil": one.id},
            )
            for one in service.pupils(search=words)[:MOST]
        ]
        return [*groups, *pupils]

    return find
