"""One message for every change of data, a person's edit and a pull alike; models refetch only what is theirs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Changed:
    """`kinds`: table names. `ids`: scopes or rows, empty for "all of these kinds". `origin`: who did it ("pull", "me", a screen)."""

    kinds: frozenset[str]
    ids: frozenset[str] = frozenset()
    origin: str = ""

    def touches(self, *kinds: str, ids: frozenset[str] | None = None) -> bool:
        """Whether it concerns any of these kinds (and, where both name ids, any of these ids)."""
        if not self.kinds.intersection(kinds):
            return False
        return not ids or not self.ids or bool(self.ids & ids)


class Bus(QObject):
    """Emit on the GUI thread; from a worker use `tasks.post`."""

    changed = Signal(object)  # Changed

    def tell(self, kinds: set[str], ids: set[str] | None = None, origin: str = "") -> None:
        self.changed.emit(Changed(frozenset(kinds), frozenset(ids or ()), origin))
