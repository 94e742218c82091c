"""Values, times and outcomes as a person reads them in the sync centre. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import N_, clock, day, number, tr, trn
from ems_desktop.services.syncing import Kept
from ui.labels import cell_words, column_word, mark_words, table_word, value_words
from ui.words import semester_title

_OUTCOMES = {
    "applied": N_("sent"), "already": N_("was there already"), "mixed": N_("sent in part"), "conflict": N_("in conflict"),
    "refused": N_("refused"), "gone": N_("refused"), "mine": N_("decided: mine"), "theirs": N_("decided: the school's"),
    "base": N_("decided: the base"), "other": N_("decided: another value"),
}  # fmt: skip


def cell_details(cell: Mapping[str, Any]) -> tuple[str, ...]:
    """What else was changed in the cell."""
    found = []
    if cell.get("first_value") is not None:
        found.append(tr("remedial, at first {value}", value=mark_words(cell["first_value"])))
    if cell.get("note") and "value" in cell:
        found.append(f"{column_word('note')}: {cell['note']}")
    return tuple(found)


def side_words(kept: Kept, side: Mapping[str, Any] | None) -> str:
    """One side of a conflict in few words: for the list, the cards, the fork."""
    if side is None:
        return "?"
    if kept.tbl == "scores":
        return cell_words({name: side.get(name) for name in ("state", "value", "note") if name in kept.mine or name == "state"})
    shown = kept.differences[0]
    return value_words(shown.column, {"mine": shown.mine, "base": shown.base, "theirs": shown.theirs}[_which(kept, side)])


def _which(kept: Kept, side: Mapping[str, Any]) -> str:
    return "mine" if side is kept.mine else "base" if side is kept.base else "theirs"


def title_words(kept: Kept) -> str:
    """Who and what: the list's first line, the detail's heading."""
    if kept.kind == "cells" and kept.rows > 1:
        return kept.title or trn("{n} mark", "{n} marks", kept.rows)
    named = " · ".join(part for part in (kept.who, kept.what) if part)
    if kept.tbl == "scores":
        return named
    if kept.rows == 1 and kept.differences:
        return " · ".join(part for part in (named, column_word(kept.differences[0].column) if len(kept.differences) == 1 else "") if part)
    return kept.title or named or table_word(kept.tbl)


def place_words(kept: Kept, *, semester: bool = False) -> str:
    """Where: the sheet, or which kind of data it is."""
    where = kept.where if kept.tbl == "scores" else " · ".join(part for part in (table_word(kept.tbl), kept.where) if part)
    return " · ".join(part for part in (where, semester_words(kept.semester) if semester else "") if part)


def semester_words(code: str) -> str:
    """20261 → Ganjil 2026/2027; nothing for nothing."""
    return semester_title(code) if code else ""


def moment(iso: str | None) -> datetime | None:
    """ISO text of this computer's or the server's clock."""
    if not iso:
        return None
    found = datetime.fromisoformat(iso)
    return found.astimezone()


def when_words(iso: str | None, *, short: bool = False, now: datetime | None = None) -> str:
    """today 09.12 · yesterday 09.12 · 20 Nov 13.40. `short`: the clock alone today, the day alone before."""
    at = moment(iso)
    if at is None:
        return ""
    today = (now or datetime.now().astimezone()).date()
    if at.date() == today:
        return clock(at) if short else tr("today {time}", time=clock(at))
    if at.date() == today - timedelta(days=1):
        return tr("yesterday") if short else tr("yesterday {time}", time=clock(at))
    dated = day(at.date(), short=True) if at.year == today.year else day(at.date())
    return dated if short else f"{dated} {clock(at)}"


def clock_words(iso: str | None) -> str:
    """The clock today, the day and the clock before: for the fork."""
    at = moment(iso)
    if at is None:
        return ""
    return clock(at) if at.date() == datetime.now().astimezone().date() else f"{day(at.date(), short=True)} {clock(at)}"


def outcome_words(outcome: str) -> str:
    return tr(_OUTCOMES[outcome])


def rows_words(count: int, tbl: str = "") -> str:
    return trn("{n} mark", "{n} marks", count) if tbl == "scores" else trn("{n} row", "{n} rows", count)


def moved_words(mine: Any, base: Any) -> str:
    """How far a mark moved from the base."""
    if not isinstance(mine, int | float) or not isinstance(base, int | float):
        return ""
    far = plain(Decimal(str(mine)) - Decimal(str(base)))
    if far == 0:
        return tr("same as the base")
    return tr("{points} up from the base", points=number(far)) if far > 0 else tr("{points} down from the base", points=number(-far))
