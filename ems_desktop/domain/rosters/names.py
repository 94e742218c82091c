"""Names of people: kept as typed but for their spaces. A name is text, whatever it looks like."""

from __future__ import annotations

from ems_desktop.domain.rosters.cells import Cell, Read, text_of

LONGEST = 200  # users.name
_FORMULA = ("=", "+", "-", "@")


def person_name(cell: Cell) -> Read[str]:
    """A pupil's name. One that looks like a formula is kept as text, with a doubt; one without a letter is refused."""
    text = text_of(cell)
    if not any(ch.isalpha() for ch in text):
        return Read(doubt=1260)
    if len(text) > LONGEST:
        return Read(doubt=1262, params={"limit": LONGEST})
    return Read(text, 1261) if looks_like_formula(text) else Read(text)


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet calculate this text? Those who write to CSV, Excel or Sheets escape it."""
    return text.lstrip().startswith(_FORMULA)
