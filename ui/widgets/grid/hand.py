"""What the keyboard does in the grid: Excel's habits. Moves the selection itself, hands everything else on by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from ui.widgets.grid.editor import CellEditing
from ui.widgets.grid.moves import Pos, cycle, jump, step
from ui.widgets.grid.view import BlockView

_ARROWS: dict[int, Pos] = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TAB = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_CTRL, _SHIFT, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


class Hand:
    """`do(command)` carries out a named command, `edit(text)` opens the editor with a text (None: with the cell's own)."""

    def __init__(self, view: BlockView, editor: CellEditing, do: Callable[[str], None], edit: Callable[[str | None], None]) -> None:
        self._view, self._editor, self._do, self._edit = view, editor, do, edit
        self._handing = False
        self._tabbed_from: int | None = None  # the column where Tab began: Enter goes back to it
        editor.entered.connect(self.entered)
        editor.arrow.connect(lambda by: self._go(self._moved(by), extend=False))

    def __call__(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        if not self._view.extent()[0]:
            return False
        if self._editor.at is not None:
            return self._hand_over(event)
        if command := self._view.commands(event.keyCombination()):
            self._do(command)
            return True
        key, modifiers = event.key(), event.modifiers() & ~_KEYPAD
        if key in _ENTER | _TAB and not modifiers & (_CTRL | _ALT):
            self.entered("enter" if key in _ENTER else "tab", bool(modifiers & _SHIFT) or key == Qt.Key.Key_Backtab)
            return True
        to = self._target(key, bool(modifiers & _CTRL))
        if to is not None:
            self._tabbed_from = None
            self._go(to, extend=bool(modifiers & _SHIFT))
            return True
        return self._types(event)

    def _hand_over(self, event: QKeyEvent) -> bool:
        """To the open editor: the text stays where it is until it is taken. What that has no use for comes up to the grid again."""
        if self._handing:
            return False
        self._handing = True
        self._editor.setFocus()
        QApplication.sendEvent(self._editor, event)
        self._handing = False
        return event.isAccepted()

    def _types(self, event: QKeyEvent) -> bool:
        """A character opens the editor and replaces; Backspace opens it empty."""
        if event.key() == Qt.Key.Key_Backspace:
            self._edit("")
            return True
        held = event.modifiers() & (_CTRL | _ALT)
        if event.text() and event.text().isprintable() and held in {Qt.KeyboardModifier.NoModifier, _CTRL | _ALT}:  # both: AltGr
            self._edit(event.text())
            return True
        return False

    # -- where to -----------------------------------------------------------------------

    def _moved(self, by: Pos) -> Pos:
        return step(self._view.chosen.at, by, self._view.extent())

    def _target(self, key: int, ctrl: bool) -> Pos | None:
        """Where a moving key leads from the corner that moves."""
        size, end = self._view.extent(), self._view.chosen.end
        if key in _ARROWS:
            by = self._mirrored(_ARROWS[key])
            return jump(end, by, size, self._view.holds) if ctrl else step(end, by, size)
        last = (size[0] - 1, size[1] - 1)
        page = max(1, self._view.viewport().height() // self._view.rowHeight(end[0]) - 1)
        leads: dict[int, Pos] = {
            Qt.Key.Key_Home: (0, 0) if ctrl else (end[0], 0),
            Qt.Key.Key_End: last if ctrl else (end[0], last[1]),
            Qt.Key.Key_PageUp: step(end, (-page, 0), size),
            Qt.Key.Key_PageDown: step(end, (page, 0), size),
        }
        return leads.get(key)

    @staticmethod
    def _mirrored(by: Pos) -> Pos:
        return (by[0], -by[1]) if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft else by

    def _go(self, to: Pos, *, extend: bool) -> None:
        if extend:
            self._view.choose(self._view.chosen.at, self._view.chosen.anchor, to)
        else:
            self._view.choose(to)

    def entered(self, how: str, back: bool) -> None:
        """Enter goes down, Tab right, Shift reverses; within a selected block they go round in it."""
        chosen = self._view.chosen
        by = (-1 if back else 1, 0) if how == "enter" else (0, -1 if back else 1)
        if not chosen.block.single:
            at = cycle(chosen.at, by, chosen.block)
            self._view.choose(at, chosen.anchor, chosen.end, show=at)
            return
        if how == "tab":
            self._tabbed_from = chosen.at[1] if self._tabbed_from is None else self._tabbed_from
            self._go(self._moved(by), extend=False)
            return
        row, col = self._moved(by)
        self._go((row, col if self._tabbed_from is None else self._tabbed_from), extend=False)
        self._tabbed_from = None
