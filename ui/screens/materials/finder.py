"""What Ctrl+K finds here: materials by any of their words. Asked on a worker thread; builds no screen."""

from __future__ import annotations

from collections.abc import Sequence

from ems_desktop.services.materials_views import Wanted
from ui.context import Context
from ui.screens.materials.service import MaterialsService
from ui.screens.materials.words import one_line, title_words
from ui.shell.areas import Finder, Found

MOST = 6


def finder(ctx: Context) -> Finder:
    service: MaterialsService = ctx.services.materials

    def find(words: str) -> Sequence[Found]:
        rows = service.find(Wanted(words, most=MOST)).rows if words.strip() else ()
        return [
            Found(
                one_line(title_words(row), 80), " · ".join(one_line(row.cell(key), 40) for key in ("subject_name", "material_type") if row.cell(key)),
                "book", "materials", {"material": row.id},
            )
            for row in rows
        ]  # fmt: skip

    return find
