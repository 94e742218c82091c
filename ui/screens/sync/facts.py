"""What the three cards of a conflict say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ems_desktop.i18n import tr
from ems_desktop.services.syncing import Kept
from ui.screens.sync.cards import Side
from ui.screens.sync.words import cell_details, moved_words, side_words, when_words


def sides_of(kept: Kept, me: str, *, offline: bool) -> tuple[Side, ...]:
    """Mine, the base, the school's. Rows that were new on both sides have no base. Of the catalogue: the house's, the base, the Sheet's."""
    if kept.clash:
        return _sheet_sides(kept)
    found = [_mine(kept, me, offline=offline)]
    if kept.tbl == "scores" or kept.base:
        found.append(_base(kept, me))
    return (*found, _theirs(kept))


def _mine(kept: Kept, me: str, *, offline: bool) -> Side:
    place = tr("this computer, without network") if offline else tr("this computer")
    facts = [("users", tr("{name} (you)", name=me)), ("clock", when_words(kept.my_at)), ("laptop", place), *_more(kept.mine)]
    act = tr("Use my mark") if kept.tbl == "scores" else tr("Use mine")
    return Side("mine", tr("Your value"), "laptop", "accent", side_words(kept, kept.mine), _moved(kept, kept.mine), facts, act, "1")


def _base(kept: Kept, me: str) -> Side:
    known = (
        [("users", tr("{name} (you)", name=me)), ("clock", when_words(kept.base_at))]
        if kept.base_at
        else [("clock", tr("before both changes"))]
    )
    facts = [*known, ("laptop", tr("sent, and the same in both places")), *_more(kept.base)]
    value = side_words(kept, kept.base)
    return Side(
        "base", tr("Common base"), "branch", "text2", value, tr("the last time both were the same"), facts, tr("Back to the base"), "0"
    )


def _theirs(kept: Kept) -> Side:
    facts = [
        ("users", kept.their_name or tr("Somebody else")), ("clock", when_words(kept.their_at) or tr("time not known")),
        ("school", tr("at school, seen by everyone")), *_more(kept.theirs or {}),
    ]  # fmt: skip
    act = tr("Use the school's mark") if kept.tbl == "scores" else tr("Use the school's")
    return Side(
        "theirs", tr("Value at school"), "school", "warn", side_words(kept, kept.theirs), _moved(kept, kept.theirs or {}), facts, act, "2"
    )


def _sheet_sides(kept: Kept) -> tuple[Side, ...]:
    mine = [("users", kept.my_name or tr("Somebody else")), ("clock", when_words(kept.my_at)), ("laptop", tr("typed in EMS"))]
    theirs = [
        ("users", kept.their_name or ""),
        ("clock", tr("by somebody in the browser")),
        ("school", tr("in the Google Sheet and in the catalogue now")),
    ]
    base = [("clock", tr("before both changes"))]
    return (
        Side("mine", tr("Value in EMS"), "laptop", "accent", side_words(kept, kept.mine), "", mine, tr("Use the value of EMS"), "1"),
        Side(
            "base", tr("Common base"), "branch", "text2", side_words(kept, kept.base), tr("the last time both were the same"), base,
            tr("Back to the base"), "0",
        ),
        Side("theirs", tr("Value in the Sheet"), "book", "warn", side_words(kept, kept.theirs), "", theirs, tr("Use the Sheet's"), "2"),
    )  # fmt: skip


def _moved(kept: Kept, side: Mapping[str, Any]) -> str:
    return moved_words(side.get("value"), kept.base.get("value")) if kept.tbl == "scores" else ""


def _more(side: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("note", said) for said in cell_details(side)]
