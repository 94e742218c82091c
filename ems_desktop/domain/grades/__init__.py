"""The rules of grades: what is a mark, what is the final grade, what the statistics are. Pure functions, no I/O."""

from ems_desktop.domain.grades.final import ROUNDINGS, Final, Rounding, final_grade, percent, round_grade
from ems_desktop.domain.grades.marks import CLEARED, NOTE_MOST, State, Typed, parse_mark, plain
from ems_desktop.domain.grades.statistics import BINS, DROP, Tally, bin_of, sudden_drop

__all__ = [
    "BINS",
    "CLEARED",
    "DROP",
    "NOTE_MOST",
    "ROUNDINGS",
    "Final",
    "Rounding",
    "State",
    "Tally",
    "Typed",
    "bin_of",
    "final_grade",
    "parse_mark",
    "percent",
    "plain",
    "round_grade",
    "sudden_drop",
]
