"""Small shared parts, made from the theme. Build with these; a screen sets no font, colour or size of its own."""

from ui.widgets.buttons import Button, Chip, Chips, Segments, button, icon_button
from ui.widgets.dialog import Choice, Decision, decide
from ui.widgets.elided import Elided
from ui.widgets.fields import Field, line_edit
from ui.widgets.flow import Flow, ToolBar
from ui.widgets.labels import icon_label, key, label, tag
from ui.widgets.layout import box, col, group, hline, restyle, row, vline
from ui.widgets.lists import ROW, ListView, Rows, list_view
from ui.widgets.states import Banner, empty_state
from ui.widgets.switcher import Switcher
from ui.widgets.table import Column, RowsModel
from ui.widgets.table_view import TableView

__all__ = [
    "ROW", "Banner", "Button", "Chip", "Chips", "Choice", "Column", "Decision", "Elided", "Field", "Flow", "ListView", "Rows",
    "RowsModel", "Segments", "Switcher", "TableView", "ToolBar", "box", "button", "col", "decide", "empty_state", "group", "hline",
    "icon_button", "icon_label", "key", "label", "line_edit", "list_view", "restyle", "row", "tag", "vline",
]  # fmt: skip
