"""The design tokens: colours, sizes and the type scale, read once from `resources/theme/tokens.json`.

Nothing else in the program holds a colour or a size. Knows nothing of Qt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ems_desktop.paths import resources


@dataclass(frozen=True, slots=True)
class Sizes:
    """Logical pixels at 100 %; `T.px` scales them. s* spacing (8 px rhythm), r_* radii, h_* heights, w_* widths."""

    s1: int
    s2: int
    s3: int
    s4: int
    s5: int
    s6: int
    s8: int
    r_cell: int
    r_control: int
    r_card: int
    h_row: int
    h_row_list: int
    h_row_two_lines: int
    h_control: int
    h_small: int
    h_tall: int
    h_chip: int
    h_tag: int
    h_key: int
    h_header: int
    h_header_low: int
    h_toolbar: int
    h_status: int
    h_group: int
    h_column: int
    h_table_head: int
    h_rail_row: int
    w_rail: int
    w_rail_narrow: int
    w_inspector: int
    w_search: int


@dataclass(frozen=True, slots=True)
class Role:
    """A step of the type scale. `tabular`: all figures equally wide."""

    px: int
    weight: int
    tabular: bool


_DOCUMENT = json.loads(resources("theme", "tokens.json").read_text("utf-8"))

SIZE = Sizes(**_DOCUMENT["sizes"])
TYPE: Mapping[str, Role] = {name: Role(**role) for name, role in _DOCUMENT["type"].items()}
THEMES: Mapping[str, Mapping[str, str]] = _DOCUMENT["themes"]
NARROW: int = _DOCUMENT["break_points"]["narrow"]  # effective pixels (width ÷ font scale): below it the rail folds
LOW: int = _DOCUMENT["break_points"]["low"]  # below this height the tool bar moves into the header


def colors(theme: str, *, high_contrast: bool = False) -> Mapping[str, str]:
    """The colours of "light" or "dark" by token name; high contrast replaces inks and lines with stronger ones."""
    chosen = THEMES[theme]
    return {**chosen, **_DOCUMENT["high_contrast"][theme]} if high_contrast else chosen
