"""A reconciliation told to a person or to a script. The caller says the sentences: this module knows no language."""

from __future__ import annotations

from typing import Any, Protocol

from ems_desktop.domain.codes.rosters import TROUBLES
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.reconcile import Reconciliation


class Tell(Protocol):
    """Says an English sentence of the catalogue in today's language, its placeholders filled in."""

    def __call__(self, text: str, /, **params: object) -> str: ...


def in_english(text: str, /, **params: object) -> str:
    return text.format(**params)


def short(trouble: Trouble, tell: Tell = in_english) -> str:
    """A few words that fit into a cell."""
    return tell(TROUBLES[trouble.code].short, **trouble.params)


def reason(trouble: Trouble, tell: Tell = in_english) -> str:
    return tell(TROUBLES[trouble.code].reason, **trouble.params)


def remedy(trouble: Trouble, tell: Tell = in_english) -> str:
    return tell(TROUBLES[trouble.code].remedy, **trouble.params)


def to_json(reconciliation: Reconciliation, tell: Tell = in_english) -> dict[str, Any]:
    """Counts and all troubles: `{"rows", "new", "changed", "same", "refused", "warnings": […]}`.

    `rows` are the rows that name a pupil; `warnings` holds warnings and refusals alike, told apart by their severity.
    """
    return {
        "rows": len(reconciliation.rows),
        "new": reconciliation.count("new"),
        "changed": reconciliation.count("changed"),
        "same": reconciliation.count("same"),
        "refused": reconciliation.count("refused"),
        "warnings": [_warning(trouble, tell) for trouble in reconciliation.troubles],
    }


def _warning(trouble: Trouble, tell: Tell) -> dict[str, Any]:
    return {
        "row": trouble.row,
        "column": trouble.column,
        "value": trouble.value,
        "reason": reason(trouble, tell),
        "remedy": remedy(trouble, tell),
        "severity": trouble.severity,
    }
