"""Entries, changes and chains as a person reads them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ems_desktop.i18n import N_, clock, day, number, tr, trn
from ems_desktop.services.audit_views import AuditChange, AuditEntry, Broken, Values
from ui.labels import cell_words, column_word, known_value, table_word, value_words
from ui.words import semester_title

GATE = "ems_gate"  # the login that signs people in
_STATUS = {
    "mixed": N_("taken in part"), "conflict": N_("in conflict"), "refused": N_("refused"), "gone": N_("refused"), "already": N_("was there already"),
}  # fmt: skip
_BY_HAND = {"I": N_("{table}: added by hand"), "U": N_("{table}: changed by hand"), "E": N_("Old values erased by rule")}
_WHY = {
    "removed": N_("Entries before entry {place} are missing."),
    "changed": N_("Entry {place} is not as it was written, or is not in its place."),
    "cut": N_("From entry {place} on the newest entries are missing."),
    "head": N_("The head of the chain is not that of its last entry."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list; `first` of its day."""

    entry: AuditEntry
    first: bool


def lines_of(entries: Iterable[AuditEntry], before: AuditEntry | None = None) -> Iterator[Line]:
    """`before`: the entry that stands above the first."""
    last = local(before.at).date() if before else None
    for entry in entries:
        now = local(entry.at).date()
        yield Line(entry, now != last)
        last = now


def local(moment: datetime) -> datetime:
    """On this computer's clock."""
    return moment.astimezone()


def day_words(value: date, today: date | None = None) -> str:
    today = today or datetime.now().astimezone().date()
    if value == today:
        return tr("Today")
    if value == today - timedelta(days=1):
        return tr("Yesterday")
    return day(value, short=True) if value.year == today.year else day(value)


def moment_words(moment: datetime) -> str:
    """22 November 2026, 09.38.12."""
    at = local(moment)
    mark = "." if "." in clock(at) else ":"
    return f"{day(at.date())}, {clock(at)}{mark}{at.second:02}"


def by_hand(entry: AuditEntry) -> bool:
    """Somebody went round the program. (What the sign-in functions write for somebody who is not signed in yet is no such thing.)"""
    return entry.kind == "hand" and not entry.who and entry.device != GATE


def who_words(entry: AuditEntry) -> str:
    return entry.who or (tr("Administrator's hand") if by_hand(entry) else tr("At sign-in"))


def what_words(entry: AuditEntry) -> str:
    """Whom and what, where it was one cell; else the change's own title."""
    if entry.kind == "hand":
        return tr(_BY_HAND.get(entry.op, _BY_HAND["U"]), table=table_word(entry.table))
    if entry.assessment and not entry.erased:
        return " · ".join(part for part in (entry.pupil, entry.assessment) if part)
    title = known_value("state", known_value("role", entry.title)) or (tr("Erased by rule") if entry.erased else tr("Untitled change"))
    return tr("Export: {title}", title=title) if entry.kind == "export" else title


def where_words(entry: AuditEntry, *, semester: bool = False) -> str:
    if entry.scopes > 1:
        return trn("{n} sheets or classes", "{n} sheets or classes", entry.scopes)
    found = " · ".join(part for part in (entry.class_name, entry.subject) if part)
    if semester and entry.semester:
        found += f" · {semester_title(entry.semester)}"
    return found or ("" if entry.kind == "export" else tr("School"))


def status_words(entry: AuditEntry) -> str:
    """What is not simply as it should be; nothing for what is."""
    return tr(_STATUS[entry.status]) if entry.status in _STATUS else ""


def change_words(entry: AuditEntry) -> tuple[str, str]:
    """(old, new) of one cell; else ("", how much was changed)."""
    if entry.new is not None and set(entry.new) == {"note"}:
        return "", column_word("note")
    if entry.old is not None and entry.new is not None:
        return cell_words(entry.old), cell_words(entry.new)
    if entry.erased:
        return "", tr("values erased")
    unit = ("{n} mark", "{n} marks") if entry.kind == "cells" or entry.table == "scores" else ("{n} row", "{n} rows")
    return "", trn(*unit, entry.changes) if entry.changes else ""


def spoken(entry: AuditEntry) -> str:
    old, new = change_words(entry)
    at = local(entry.at)
    parts = (
        day_words(at.date()),
        clock(at),
        who_words(entry),
        what_words(entry),
        where_words(entry),
        f"{old} → {new}" if old else new,
        status_words(entry),
    )
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Step:
    """One column of one changed cell or row. `old` is "" for a row that was new."""

    about: str
    column: str
    old: str
    new: str


def steps_of(changes: Iterable[AuditChange]) -> Iterator[Step]:
    """A mark needs no column's name: its assessment says it."""
    for change in changes:
        about = " · ".join(part for part in (change.who, change.what) if part) or table_word(change.table)
        for column, new in _shown(change.new):
            old = None if change.old is None else change.old.get(column)
            named = "" if change.table == "scores" and column == "value" else column_word(column)
            yield Step(about, named, "" if change.old is None else value_words(column, old), value_words(column, new))


def _shown(values: Values) -> list[tuple[str, object]]:
    return [(column, value) for column, value in values.items() if not (column == "deleted" and value is False)]


def chain_words(broken: Broken) -> tuple[str, str]:
    """Where, and what is wrong there."""
    class_name, subject, semester = broken.where
    named = [class_name, subject, semester_title(semester) if semester else ""]
    where = " · ".join(part for part in named if part) or (tr("Changes by hand") if broken.scope is None else tr("School data"))
    return where, tr(_WHY[broken.why], place=number(broken.place or 0))
