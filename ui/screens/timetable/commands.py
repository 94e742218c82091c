"""What a person can do with the week by keys, declared once."""

from __future__ import annotations

from ems_desktop.i18n import N_
from ui.widgets.grid.commands import Command

COMMANDS: tuple[Command, ...] = (
    Command("undo", N_("Undo"), ("Ctrl+Z",), "undo"),
    Command("redo", N_("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    Command("lock", N_("Lock or unlock the lesson"), ("F4",), "lock"),
)
IN_THE_WEEK = (
    ("Space", N_("Pick up the lesson, put it down")),
    ("Tab", N_("With a lesson in the hand: the next place where it fits")),
    ("Del", N_("Take the lesson out of the week")),
    ("Esc", N_("Leave the lesson where it was")),
)
