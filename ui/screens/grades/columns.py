"""The declared columns of a grade sheet: one per assessment, grouped by kind, then the derived final grade. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ems_desktop.i18n import day, number, tr
from ems_desktop.services.grade_views import Assessment, Kind, Sheet

NUMBER, NAME = 40, 208  # widths of the frozen columns, at 100 %
NAME_LEAST, NAME_MOST = 176, 460  # what the name gives where all columns then fit, and takes where there is room
FINAL = "final"
_LIGHT, _MANY, _ONE, _FINAL = 56, 74, 68, 82


@dataclass(frozen=True, slots=True)
class Column:
    """`assessment` is None for the final grade. `width` in pixels of the design."""

    title: str
    sub: str
    kind: str
    width: int
    assessment: Assessment | None = None

    @property
    def derived(self) -> bool:
        return self.assessment is None

    @property
    def locked(self) -> bool:
        return self.assessment is not None and self.assessment.locked

    @property
    def muted(self) -> bool:
        """Drawn on the sunken ground: nothing is typed here."""
        return self.assessment is None or self.assessment.locked


@dataclass(frozen=True, slots=True)
class Group:
    """Columns of one kind under one band; `first` and `last` are column numbers, `last` included."""

    kind: str
    title: str
    short: str
    note: str
    first: int
    last: int


def columns_of(sheet: Sheet) -> tuple[Column, ...]:
    """A column for each assessment in the sheet's order, then the final grade."""
    kinds = {k.kind: k for k in sheet.kinds}
    sizes: dict[str, int] = {}
    for a in sheet.assessments:
        sizes[a.kind] = sizes.get(a.kind, 0) + 1
    marks = [Column(a.title, _sub(a), a.kind, _width(kinds.get(a.kind), sizes[a.kind]), a) for a in sheet.assessments]
    return (*marks, Column(tr("Final grade"), tr("rounded"), FINAL, _FINAL))


def groups_of(sheet: Sheet, columns: tuple[Column, ...]) -> tuple[Group, ...]:
    """The bands over the columns, in order."""
    kinds = {k.kind: k for k in sheet.kinds}
    groups: list[Group] = []
    for i, column in enumerate(columns):
        if groups and groups[-1].kind == column.kind:
            old = groups[-1]
            groups[-1] = Group(old.kind, old.title, old.short, old.note, old.first, i)
        elif column.derived:
            groups.append(Group(FINAL, tr("Report card"), tr("Report card"), "", i, i))
        else:
            groups.append(_band(kinds.get(column.kind), column.kind, i))
    return tuple(groups)


def _band(kind: Kind | None, code: str, at: int) -> Group:
    if kind is None:
        return Group(code, code, code, "", at, at)
    return Group(code, kind.name, kind.short, f"{number(kind.weight)} %" if kind.weight else tr("not weighted"), at, at)


def _sub(assessment: Assessment) -> str:
    """The second line of a header: topic, else the day."""
    if assessment.topic:
        return assessment.topic
    return day(assessment.held_on, short=True) if assessment.held_on else ""


def _width(kind: Kind | None, size: int) -> int:
    if kind is None or not kind.weight:
        return _LIGHT
    return _MANY if size > 1 else _ONE
