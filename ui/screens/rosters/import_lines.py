"""An import's preview as lines of a table: what will be stored, what was there, what is wrong with a cell. Knows no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ems_desktop.domain.rosters.pupils import FIELDS
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.reconcile import RowVerdict
from ems_desktop.domain.rosters.report import short
from ems_desktop.i18n import N_, tr
from ems_desktop.services.import_views import ImportPreview, Outcome
from ui.screens.rosters.words import field_word, short_day, state_word

SHOWN = ("name", "nisn", "gender", "birth_date", "class_name", "mother_name")
FILTERS = ("changes", "new", "changed", "same", "refused", "doubt", "skipped", "all")
OUTCOMES: Mapping[Outcome, str] = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("Same"),
    "refused": N_("Refused"),
    "skipped": N_("Left out"),
}
_ORDER = {"refused": 0, "changed": 1, "new": 2, "same": 3, "skipped": 4}
_BY_HEADER = {f.header: f.name for f in FIELDS}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. Keys are field names. `old`: what the school has ("" nothing); `bad`, `doubt`: why not, or why perhaps not,
    in a few words; `others`: changed or refused fields without a column of their own."""

    row: int
    outcome: Outcome
    values: Mapping[str, str]
    old: Mapping[str, str] = field(default_factory=dict)
    bad: Mapping[str, str] = field(default_factory=dict)
    doubt: Mapping[str, str] = field(default_factory=dict)
    others: str = ""

    @property
    def name(self) -> str:
        return self.values["name"]


def lines_of(preview: ImportPreview) -> tuple[Line, ...]:
    """All rows: those that wait for a person first, then what changes, what is new, what is the same."""
    lines = [_line(preview, one) for one in preview.rows]
    return tuple(sorted(lines, key=lambda line: (_ORDER[line.outcome], line.row)))


def shown_in(lines: Iterable[Line], which: str) -> tuple[Line, ...]:
    """The lines under one of `FILTERS`."""
    if which == "all":
        return tuple(lines)
    if which == "changes":
        return tuple(line for line in lines if line.outcome in {"refused", "changed", "new"})
    if which == "doubt":
        return tuple(line for line in lines if line.doubt and line.outcome != "skipped")
    return tuple(line for line in lines if line.outcome == which)


def said(line: Line) -> str:
    """The whole line, spoken."""
    words = [tr("row {row}", row=line.row), tr(OUTCOMES[line.outcome]), line.name]
    words += [f"{field_word(name)} {line.values.get(name, '')}, {why}" for name, why in (*line.bad.items(), *line.doubt.items())]
    words += [
        tr("{field} {new}, before {old}", field=field_word(n), new=line.values.get(n, ""), old=o or tr("empty"))
        for n, o in line.old.items()
    ]
    return ", ".join([*words, line.others] if line.others else words)


def field_of(preview: ImportPreview, trouble: Trouble) -> str:
    """The field a trouble is about; "name" for a column without one."""
    return _BY_HEADER.get(preview.header(trouble.column), "name")


def _line(preview: ImportPreview, one: RowVerdict) -> Line:
    bad: dict[str, str] = {}
    doubt: dict[str, str] = {}
    for trouble in one.troubles:
        (bad if trouble.refused else doubt).setdefault(field_of(preview, trouble), short(trouble, tr))
    old = {change.field: said_value(change.old) for change in one.changes}
    values = {name: _value(one, name) for name in {*SHOWN, *bad}}
    hidden = [name for name in old if name not in SHOWN]
    hidden_doubts = [name for name in doubt if name not in SHOWN and name not in bad]
    return Line(
        one.row, preview.outcome(one), values,
        {name: value for name, value in old.items() if name in SHOWN}, bad,
        {name: why for name, why in doubt.items() if name in values and name not in bad},
        _others([*hidden, *(name for name in hidden_doubts if name not in hidden)]),
    )  # fmt: skip


def _value(one: RowVerdict, name: str) -> str:
    """What will be stored; of a refused row what stands in the file."""
    if one.pupil is not None:
        return said_value(getattr(one.pupil, name))
    typed = one.read.shown(name)
    return short_day(date.fromisoformat(typed)) if name == "birth_date" and _ISO.fullmatch(typed) and _is_day(typed) else typed.strip()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def said_value(value: object) -> str:
    if isinstance(value, date):
        return short_day(value)
    return "" if value is None else str(value)


def change_value(name: str, value: object) -> str:
    """A value in the list of what changes."""
    return state_word(str(value)) if name == "state" else said_value(value) or tr("empty")


def _others(names: Sequence[str]) -> str:
    words = [field_word(name) for name in names]
    return ", ".join(words[:2]) + (f" +{len(words) - 2}" if len(words) > 2 else "")
