"""What a person can do in the catalogue's grid, declared once: the keys, the words for the menu and the sheet of shortcuts."""

from __future__ import annotations

from ems_desktop.i18n import N_, tr
from ui.widgets.grid.commands import Command, key_map

COMMANDS = (
    Command("edit", N_("Change the text"), ("F2",), "edit"),
    Command("open", N_("Open the entry"), ("Ctrl+Return",), "eye", writes=False),
    Command("cut", N_("Cut"), ("Ctrl+X",)),
    Command("copy", N_("Copy"), ("Ctrl+C", "Ctrl+Ins"), "copy", writes=False),
    Command("paste", N_("Paste"), ("Ctrl+V", "Shift+Ins")),
    Command("clear", N_("Clear"), ("Del",)),
    Command("fill_down", N_("Fill down"), ("Ctrl+D",), "fill"),
    Command("throw", N_("To the trash"), ("Ctrl+Del",), "trash"),
    Command("undo", N_("Undo"), ("Ctrl+Z",), "undo"),
    Command("redo", N_("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    Command("sort", N_("Sort by this column"), ("Alt+Down",), "sort_up", writes=False),
    Command("all", N_("Select all"), ("Ctrl+A",), writes=False),
    Command("whole_column", N_("Select the column"), ("Ctrl+Space",), writes=False),
    Command("whole_row", N_("Select the row"), ("Shift+Space",), writes=False),
    Command("leave", N_("Leave the grid"), ("F7",), writes=False),
    Command("leave_back", N_("Leave the grid backwards"), ("Shift+F7",), writes=False),
)
MENU = ("edit", "open", "cut", "copy", "paste", "clear", "fill_down", "throw", "", "sort")
BY_NAME = {command.name: command for command in COMMANDS}
command_of = key_map(COMMANDS)


def shortcut_lines(*, may_write: bool) -> list[tuple[str, str]]:
    """The screen's lines of the sheet of shortcuts: keys, what they do."""
    reading = [("Ctrl+F", tr("Search materials")), ("Return", tr("Into the entry's fields"))]
    writing = [("Ctrl+N", tr("New material")), ("Ctrl+T", tr("List or table")), ("Escape", tr("Restore the field"))]
    return [*reading, *writing, *((one.keys[0], tr(one.title)) for one in COMMANDS)] if may_write else reading
