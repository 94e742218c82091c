"""The whole program on a profile of the test's own, offscreen, with a server of its own."""

from __future__ import annotations

from collections.abc import Callable

from ui.app import Program
from ui.screens.start.presenter import SchoolDraft
from ui.tour.hands import until

DRAFT = SchoolDraft("SMP Baru", "20200042", "Cirebon", "Sri Rahayu", "sri@smpbaru.sch.id", "empat kata yang panjang")
NewProgram = Callable[[], Program]


def stage(program: Program, kind: type) -> None:
    """Wait for it."""
    until(lambda: isinstance(program.window.centralWidget(), kind), kind.__name__, 60)
