"""Small sheets for what needs no file and no window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ems_desktop.services.grade_views import Assessment, Cell, Kind, Pupil, Sheet, SheetRef
from ui.screens.grades.board import Board
from ui.screens.grades.overlay import Overlay

KINDS = (
    Kind("formatif", "Formatif", "F", Decimal(0)), Kind("lm", "Sumatif lingkup materi", "LM", Decimal(50)),
    Kind("sts", "STS", "STS", Decimal(20)), Kind("sas", "SAS", "SAS", Decimal(30)),
)  # fmt: skip
COLUMNS = (
    Assessment("f1", "formatif", "F1"), Assessment("lm1", "lm", "LM 1"), Assessment("lm2", "lm", "LM 2", maximum=Decimal(20)),
    Assessment("sts", "sts", "STS", locked=True), Assessment("sas", "sas", "SAS", held_on=date(2026, 12, 1)),
)  # fmt: skip
PUPILS = (
    Pupil("ani", 1, "Ani Zulaikha", "0012345678"), Pupil("budi", 2, "Budi Élang"), Pupil("citra", 3, "Citra", left_on=date(2026, 9, 1)),
    Pupil("dewi", 5, "Dewi Ayu"),
)  # fmt: skip


def mark(text: str, **more: object) -> Cell:
    return Cell(Decimal(text), **more)  # type: ignore[arg-type]


CELLS = {
    ("f1", "ani"): mark("90"), ("lm1", "ani"): mark("80.5"), ("lm2", "ani"): mark("15"), ("sts", "ani"): mark("70"), ("sas", "ani"): mark("60"),
    ("lm1", "budi"): mark("70", note="susulan"), ("lm2", "budi"): Cell(state="excused"), ("sts", "budi"): Cell(state="missing"),
    ("lm1", "citra"): mark("10"), ("lm1", "dewi"): mark("75", first_value=Decimal(60), mark="unsent"), ("sas", "dewi"): mark("99", mark="conflict"),
}  # fmt: skip


def sheet(writable: bool = True, closed: bool = False, own: frozenset[str] = frozenset()) -> Sheet:
    ref = SheetRef("sheet", "s", "Bahasa Indonesia", "c", "VIII B", "t", "20261", ("Ratna Wulandari",), mine=True)
    return Sheet(ref, KINDS, COLUMNS, PUPILS, CELLS, 75, "half_up", writable, closed, own)


def board() -> Board:
    return Board(sheet(), Overlay())
