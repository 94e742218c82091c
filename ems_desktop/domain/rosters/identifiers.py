"""Numbers that name a person: NISN, NIK, family card, NIPD, telephone. All are text; a number cell has lost its zeros."""

from __future__ import annotations

from ems_desktop.domain.rosters.cells import Cell, Read, text_of

NISN_DIGITS = 10
NIK_DIGITS = 16
RESTORABLE_ZEROS = 2  # a NISN begins with the last three digits of the year of birth: 0 and 00 are common, 000 is not


def nisn(cell: Cell) -> Read[str]:
    """A NISN of exactly 10 digits. At most two lost zeros are put back, with a doubt; fewer digits are never guessed.

    Spaces and Excel's leading apostrophe do not count. An empty cell reads as None without a doubt.
    """
    digits = _compact(cell)
    if not digits:
        return Read()
    if not _only_digits(digits):
        return Read(doubt=1252)
    if len(digits) == NISN_DIGITS:
        return Read(digits)
    if NISN_DIGITS - RESTORABLE_ZEROS <= len(digits) < NISN_DIGITS:
        restored = digits.zfill(NISN_DIGITS)
        return Read(restored, 1250, {"nisn": restored})
    return Read(doubt=1251, params={"digits": len(digits)})


def sixteen_digits(cell: Cell) -> Read[str]:
    """A NIK or a family card's number. What has not 16 digits is left out with a doubt: it does not decide who the pupil is.

    Excel keeps 15 significant digits and writes 0 for the sixteenth, so a number ending in 0 is not believed.
    """
    digits = _compact(cell)
    if not digits:
        return Read()
    if not _only_digits(digits) or len(digits) != NIK_DIGITS:
        return Read(doubt=1256)
    if not isinstance(cell, str) and digits.endswith("0"):
        return Read(doubt=1257)
    return Read(digits)


def phone(cell: Cell) -> str | None:
    """A telephone number as typed; a number cell gets back the 0 that every Indonesian number begins with."""
    text = text_of(cell)
    if not isinstance(cell, str) and _only_digits(text) and not text.startswith("62"):
        text = f"0{text}"
    return text or None


def _compact(cell: Cell) -> str:
    return text_of(cell).removeprefix("'").replace(" ", "")


def _only_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
