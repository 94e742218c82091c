"""Text from data is plain text: what makes it so where Qt would read it as markup or as a mnemonic."""

from __future__ import annotations

import sys

from PySide6.QtGui import QKeySequence


def literal(said: str) -> str:
    """For buttons and menus, where & marks a mnemonic: "Kelas & Siswa" keeps its &."""
    return said.replace("&", "&&")


def plain_tip(said: str) -> str:
    """For tool tips, which have no plain mode: Qt would open the address in `<img src=…>`."""
    if "<" not in said:
        return said
    escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"


def keys(shortcut: str) -> str:
    """A shortcut as its key caps read: "Ctrl+Shift+Z" → "Ctrl Shift Z", on macOS "⇧⌘Z". Return says Enter, as on keyboards."""
    if sys.platform == "darwin":
        return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return shortcut.replace("Return", "Enter").replace("Escape", "Esc").replace("+", " ")
