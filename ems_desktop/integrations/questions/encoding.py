"""Bytes of a text file become letters: UTF-8, UTF-16 by its mark or its zeros, else Windows' Western letters with a warning."""

from __future__ import annotations

import codecs

from ems_desktop.integrations.questions.notes import Notes


def decoded(data: bytes, notes: Notes) -> str:
    """Never fails: what is no letter becomes �. Warning 1780 where the encoding was assumed."""
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if wide := _without_mark(data[:400]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        notes.add(1780)
        return data.decode("cp1252", "replace")


def _without_mark(start: bytes) -> str | None:
    """UTF-16 without its mark: in Latin text every other byte is zero."""
    even, odd = start[::2], start[1::2]
    if len(odd) < 4:
        return None
    if odd.count(0) > len(odd) * 0.7 and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > len(even) * 0.7 and not odd.count(0) else None
