"""The trail as a table that a person can read and keep. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import clock, day, tr
from ems_desktop.integrations.tables_out import Page, Value
from ems_desktop.services.audit_views import AuditEntry, ExportLine
from ui.labels import column_word, table_word, value_words
from ui.screens.audit.words import local, status_words, what_words, who_words
from ui.words import semester_title


def page_of(lines: Iterable[ExportLine], heading: str) -> Page:
    """One row a changed column; an entry that changed nothing has one row, too."""
    titles = (
        tr("Date"), tr("Time"), tr("Who"), tr("Computer"), tr("Change"), tr("State"), tr("Class"), tr("Subject"), tr("Semester"),
        tr("Data"), tr("Whose"), tr("What"), tr("Field"), tr("Before"), tr("After"),
    )  # fmt: skip
    return Page(tr("Audit"), titles, [row for line in lines for row in _rows(line)], heading=(heading,))


def _rows(line: ExportLine) -> Iterator[list[Value]]:
    head = _entry(line.entry)
    if line.change is None:
        yield [*head, *[None] * 6]
        return
    change = line.change
    for column, new in change.new.items():
        old = None if change.old is None else change.old.get(column)
        about: list[Value] = [table_word(change.table), change.who, change.what, column_word(column)]
        yield [*head, *about, _value(column, old), _value(column, new)]


def _entry(entry: AuditEntry) -> list[Value]:
    at = local(entry.at)
    semester = semester_title(entry.semester) if entry.semester else ""
    title = entry.title or what_words(entry)
    return [
        day(at.date()),
        clock(at),
        who_words(entry),
        entry.device,
        title,
        status_words(entry),
        entry.class_name,
        entry.subject,
        semester,
    ]


def _value(column: str, value: Any) -> Value:
    """A mark stays a number; everything else is text."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        exact = plain(Decimal(str(value)))
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    return value_words(column, value)
