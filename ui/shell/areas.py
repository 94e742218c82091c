"""The areas as declared data, in the order of the rail. An area that is not built yet is not here.

A screen's module is imported by its factory, when the person first goes there: the window shows before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ems_desktop.i18n import N_
from ui.context import Context
from ui.shell.screen import Screen

EVERYONE = frozenset({"kurikulum", "guru", "siswa"})
OFFICE = frozenset({"kurikulum"})
STAFF = frozenset({"kurikulum", "guru"})


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of the search: choosing it opens `area` at `where`."""

    title: str
    detail: str
    icon: str
    area: str
    where: Mapping[str, Any] = field(default_factory=dict)


Finder = Callable[[str], Sequence[Found]]  # runs on a worker thread; at most a handful, best first


@dataclass(frozen=True, slots=True)
class Area:
    """`title` is an English msgid. `finder(ctx)` makes what Ctrl+K asks, without the screen being built."""

    key: str
    title: str
    icon: str
    factory: Callable[[Context], Screen]
    roles: frozenset[str] = EVERYONE
    finder: Callable[[Context], Finder] | None = None


def _settings(ctx: Context) -> Screen:
    from ui.screens.settings.view import SettingsScreen

    return SettingsScreen(ctx)


SETTINGS = Area("settings", N_("Settings"), "settings", _settings)


def for_roles(areas: Iterable[Area], roles: frozenset[str]) -> tuple[Area, ...]:
    """The areas a person with these roles may open."""
    return tuple(area for area in areas if area.roles & roles)
