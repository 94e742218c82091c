"""The tool bar of the grade screen: order, filters with counts, tools; and the few that stand in a low window's header."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ems_desktop.i18n import tr
from ui.screens.grades.commands import BY_NAME
from ui.widgets import Button, Chip, Chips, Segments, ToolBar, icon_button, vline
from ui.widgets.text import keys

TOOLS = ("undo", "redo", "fill_down", "", "find", "quick", "rules", "", "print", "")
HEADER_TOOLS = ("undo", "redo", "find")


class Tools(QObject):
    asked = Signal(str)  # a command, or "rules" or "panel"
    order_chosen = Signal(str)
    flag_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.order = Segments([("number", tr("By number")), ("name", tr("By name"))], name=tr("Order"))
        self.flags = Chips([
            ("all", Chip(tr("All"))), ("blank", Chip(tr("Blank"))), ("below", Chip(tr("Below KKTP"))), ("unsent", Chip(tr("Not sent"))),
            ("conflict", Chip(tr("Conflict"), icon="alert", ink="bad")), ("odd", Chip(tr("Sudden drop"), icon="alert", ink="warn")),
        ])  # fmt: skip
        self.order.chosen.connect(self.order_chosen)
        self.flags.chosen.connect(self.flag_chosen)
        self.panel = icon_button(tr("Details panel"), "panel", small=True)
        self.panel.setCheckable(True)
        self.panel.clicked.connect(lambda: self.asked.emit("panel"))
        self.bar = ToolBar(self.order, self.flags, None, *self._tools(), self.panel)
        self.header = [self._tool(name, small=False) for name in HEADER_TOOLS]
        header_panel = icon_button(tr("Details panel"), "panel")
        header_panel.clicked.connect(lambda: self.asked.emit("panel"))
        self.header.append(header_panel)

    def _tools(self) -> list[Button]:
        return [self._tool(name, small=True) if name else vline() for name in TOOLS]  # type: ignore[misc]  # a line is a widget too

    def _tool(self, name: str, *, small: bool) -> Button:
        if name == "rules":
            made = icon_button(tr("Rules of this sheet"), "settings", small=small)
        else:
            command = BY_NAME[name]
            title = tr(command.title)
            made = icon_button(title, command.icon, small=small, tip=f"{title} ({keys(command.keys[0])})")
        made.clicked.connect(lambda: self.asked.emit(name))
        return made

    def show_counts(self, pupils: int, counts: Mapping[str, int]) -> None:
        self.flags.set_counts({"all": str(pupils), **{flag: str(n) for flag, n in counts.items()}})
        for flag in ("conflict", "odd"):  # exceptions: shown while there are any, or while one filters by them
            self.flags.button(flag).setVisible(bool(counts[flag]) or self.flags.current() == flag)
