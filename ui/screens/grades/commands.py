"""What a person can do in the grid, declared once: the keys, the words for menus and the sheet of shortcuts, the icon."""

from __future__ import annotations

from ems_desktop.i18n import N_
from ui.widgets.grid.commands import Command, key_map

COMMANDS: tuple[Command, ...] = (
    Command("undo", N_("Undo"), ("Ctrl+Z",), "undo"),
    Command("redo", N_("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    Command("cut", N_("Cut"), ("Ctrl+X",)),
    Command("copy", N_("Copy"), ("Ctrl+C", "Ctrl+Ins"), "copy", writes=False),
    Command("paste", N_("Paste"), ("Ctrl+V", "Shift+Ins")),
    Command("clear", N_("Clear"), ("Del",), "trash"),
    Command("edit", N_("Change the mark"), ("F2",), "edit"),
    Command("fill_down", N_("Fill down"), ("Ctrl+D",), "fill"),
    Command("fill_right", N_("Fill right"), ("Ctrl+R",)),
    Command("note", N_("Change the note"), ("Shift+F2",), "note"),
    Command("excused", N_("Mark excused"), ("Ctrl+I",), "file"),
    Command("missing", N_("Mark missing"), ("Ctrl+B",), "block"),
    Command("remedial", N_("Remedial mark"), ("Ctrl+M",), "redo"),
    Command("restore", N_("Restore the value before"), ("Ctrl+Alt+Z",), "undo"),
    Command("find", N_("Find a pupil"), ("Ctrl+F",), "search", writes=False),
    Command("quick", N_("Quick entry by number"), ("Ctrl+E",), "keyboard"),
    Command("column", N_("Change the assessment"), ("Alt+Return",), "settings", writes=False),
    Command("next_refused", N_("Next refused cell"), ("F8",), writes=False),
    Command("previous_refused", N_("Previous refused cell"), ("Shift+F8",), writes=False),
    Command("dismiss", N_("Put the report away"), ("Esc",), writes=False),
    Command("print", N_("Print, Excel"), ("Ctrl+P",), "print", writes=False),
    Command("all", N_("Select all marks"), ("Ctrl+A",), writes=False),
    Command("whole_column", N_("Select the column"), ("Ctrl+Space",), writes=False),
    Command("whole_row", N_("Select the row"), ("Shift+Space",), writes=False),
    Command("leave", N_("Leave the grid"), ("F7",), writes=False),
    Command("leave_back", N_("Leave the grid backwards"), ("Shift+F7",), writes=False),
)

BY_NAME = {command.name: command for command in COMMANDS}
MENU = (
    "edit",
    "note",
    "excused",
    "missing",
    "remedial",
    "restore",
    "",
    "cut",
    "copy",
    "paste",
    "clear",
    "",
    "fill_down",
    "fill_right",
    "",
    "column",
)
command_of = key_map(COMMANDS)
