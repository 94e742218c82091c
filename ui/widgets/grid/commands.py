"""What can be done in a grid, declared as data by its screen, and found by its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence


@dataclass(frozen=True, slots=True)
class Command:
    """`title` is marked for the catalogue; say it with `tr`. The first of `keys` is the one shown."""

    name: str
    title: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    writes: bool = True


def key_map(commands: Iterable[Command]) -> Callable[[QKeyCombination], str | None]:
    """A function from a key press to the command's name, or None. The keypad's keys are like the others."""
    declared = tuple(commands)

    @cache
    def by_key() -> dict[int, str]:  # when it is first asked: Qt reads keys only where there is a program
        return {_combined(keys): command.name for command in declared for keys in command.keys}

    def command_of(pressed: QKeyCombination) -> str | None:
        modifiers = pressed.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return by_key().get(QKeyCombination(modifiers, pressed.key()).toCombined())

    return command_of


def _combined(keys: str) -> int:
    first: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]  # missing in the stubs
    return first.toCombined()
