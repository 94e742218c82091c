"""Small shared parts, made from the theme. Build with these; a screen sets no font, colour or size of its own.

Each part is imported when it is first asked for: the first window needs few of them, and every class of Qt costs the start.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.widgets.buttons import Button, Chip, Chips, Segments, button, icon_button
    from ui.widgets.dialog import Choice, Decision, decide
    from ui.widgets.elided import Elided
    from ui.widgets.fields import Field, line_edit
    from ui.widgets.flow import Flow, ToolBar
    from ui.widgets.labels import Wrapped, icon_label, key, label, tag
    from ui.widgets.layout import box, col, group, hline, restyle, row, vline
    from ui.widgets.lists import ROW, ListView, Rows, list_view
    from ui.widgets.states import Banner, empty_state
    from ui.widgets.switcher import Switcher
    from ui.widgets.table import Column, RowsModel
    from ui.widgets.table_view import TableView

__all__ = [
    "ROW", "Banner", "Button", "Chip", "Chips", "Choice", "Column", "Decision", "Elided", "Field", "Flow", "ListView", "Rows",
    "RowsModel", "Segments", "Switcher", "TableView", "ToolBar", "Wrapped", "box", "button", "col", "decide", "empty_state", "group", "hline",
    "icon_button", "icon_label", "key", "label", "line_edit", "list_view", "restyle", "row", "tag", "vline",
]  # fmt: skip

_PARTS = {
    "buttons": ("Button", "Chip", "Chips", "Segments", "button", "icon_button"),
    "dialog": ("Choice", "Decision", "decide"),
    "elided": ("Elided",),
    "fields": ("Field", "line_edit"),
    "flow": ("Flow", "ToolBar"),
    "labels": ("Wrapped", "icon_label", "key", "label", "tag"),
    "layout": ("box", "col", "group", "hline", "restyle", "row", "vline"),
    "lists": ("ROW", "ListView", "Rows", "list_view"),
    "states": ("Banner", "empty_state"),
    "switcher": ("Switcher",),
    "table": ("Column", "RowsModel"),
    "table_view": ("TableView",),
}
_HOME = {part: module for module, parts in _PARTS.items() for part in parts}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    part = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = part
    return part
