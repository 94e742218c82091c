"""What was not taken and what is unsent, as a table that a person can read, keep and enter again by hand. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ems_desktop.domain.grades import plain
from ems_desktop.i18n import N_, tr
from ems_desktop.integrations.tables_out import Page, Value
from ems_desktop.services.syncing import ExportRow
from ui.labels import column_word, table_word, value_words
from ui.screens.sync.reasons import reason
from ui.screens.sync.words import when_words

_STATUS = {"waiting": N_("not sent yet"), "conflict": N_("in conflict"), "refused": N_("refused"), "gone": N_("refused")}


def page_of(rows: Iterable[ExportRow]) -> Page:
    titles = (
        tr("State"), tr("Reason"), tr("Time"), tr("Change"), tr("Data"), tr("Where"), tr("Whose"), tr("Field"),
        tr("Your value"), tr("Before"), tr("At school"),
    )  # fmt: skip
    return Page(tr("Not at school"), titles, [_row(one) for one in rows], heading=(tr("What the school does not have (yet)"),))


def _row(one: ExportRow) -> list[Value]:
    why = reason(one.status, one.why, one.rule).said if one.status in ("refused", "gone") else ""
    words: list[Value] = [tr(_STATUS[one.status]), why, when_words(one.at), one.title, table_word(one.tbl), one.where, one.row]
    return [*words, column_word(one.column), *(_value(one.column, value) for value in (one.mine, one.base, one.theirs))]


def _value(column: str, value: Any) -> Value:
    """A mark stays a number; everything else is text."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        exact = plain(Decimal(str(value)))
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    return value_words(column, value)
