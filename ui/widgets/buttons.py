"""Buttons of every kind, chips with counts, segments. One place for their sizes, names and tips."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy

from ui.theme import font, icons
from ui.widgets.layout import restyle, row, square
from ui.widgets.text import literal, plain_tip


class Button(QPushButton):
    """A push button that can fold to its icon when the room is short, and keeps its name and tip then."""

    def __init__(self, said: str, icon: str = "", kind: str = "", *, small: bool = False, tall: bool = False, ink: str = "text2") -> None:
        super().__init__()
        self.said = said
        self.setFont(font("small_strong" if small else "body_strong" if tall else "body_medium"))
        self.setProperty("kind", kind or None)
        self.setProperty("small", small or None)
        self.setProperty("tall", tall or None)  # not "size": QWidget has a property of that name
        if icon:
            size = 16 if small else 18
            self.setIcon(icons.icon(icon, {"primary": "on_accent", "danger": "bad"}.get(kind, ink), size))
            self.setIconSize(square(size))
        self.setAccessibleName(said)
        self._write()

    def say(self, said: str) -> None:
        """Say something else on the same button."""
        self.said = said
        self.setAccessibleName(said)
        self._write()

    def fold(self, folded: bool) -> None:
        """Show the icon alone, the words in the tip; nothing happens to a button without an icon."""
        if self.icon().isNull() or folded == bool(self.property("square")):
            return
        self.setProperty("square", folded or None)
        self._write()
        restyle(self)

    def _write(self) -> None:
        folded = bool(self.property("square"))
        lead = "" if self.icon().isNull() else " "  # Qt leaves 4 px between icon and text: too tight
        self.setText("" if folded else lead + literal(self.said))
        if folded and not self.toolTip():
            self.setToolTip(plain_tip(self.said))


def button(
    said: str, icon: str = "", kind: str = "", *, small: bool = False, tall: bool = False, ink: str = "text2", tip: str = ""
) -> Button:
    """`kind`: "" (outlined), "primary" (one a screen), "ghost", "link" or "danger"."""
    made = Button(said, icon, kind, small=small, tall=tall, ink=ink)
    made.setToolTip(plain_tip(tip))
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def icon_button(name: str, icon: str, *, small: bool = False, ink: str = "text2", tip: str = "", kind: str = "ghost") -> Button:
    """An icon alone; `name` is spoken, and is the tip unless there is a longer one."""
    made = Button(name, icon, kind, small=small, ink=ink)
    made.setToolTip(plain_tip(tip or name))
    made.fold(True)
    return made


class Chip(QPushButton):
    """A filter with how many it would show."""

    def __init__(self, said: str, count: str = "", *, icon: str = "", ink: str = "text2") -> None:
        super().__init__()
        self.said = said
        self.setFont(font("small_strong"))
        self.setProperty("chip", True)
        self.setCheckable(True)
        if icon:
            self.setIcon(icons.icon(icon, ink, 15))
            self.setIconSize(square(15))
        self.set_count(count)

    def set_count(self, count: str) -> None:
        words = f"{self.said}  {count}" if count else self.said
        self.setText(("" if self.icon().isNull() else " ") + literal(words))
        self.setAccessibleName(f"{self.said}, {count}" if count else self.said)


class Choices(QFrame):
    """Several checkable buttons of which one is on; arrow keys move between them, Tab goes past."""

    chosen = Signal(str)  # the key of the button that went on

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self.setLayout(row(gap=gap))
        self._group.idClicked.connect(lambda n: self.chosen.emit(self._keys[n]))

    def add(self, key: str, made: QPushButton) -> None:
        made.setCheckable(True)
        made.setChecked(not self._keys)
        self._group.addButton(made, len(self._keys))
        self._keys.append(key)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(made)

    def current(self) -> str:
        return self._keys[self._group.checkedId()]

    def choose(self, key: str) -> None:
        """Switch without telling: for showing what is so."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def button(self, key: str) -> QPushButton:
        found = self._group.button(self._keys.index(key))
        assert isinstance(found, QPushButton)
        return found


class Segments(Choices):
    """Views of the same thing, side by side."""

    def __init__(self, options: Iterable[tuple[str, str]], current: str = "", name: str = "") -> None:
        super().__init__(gap=2)
        self.setObjectName("segment")
        self.setContentsMargins(2, 2, 2, 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for key, said in options:
            self.add(key, self._segment(said, name))
        if current:
            self.choose(current)

    @staticmethod
    def _segment(said: str, name: str) -> QPushButton:
        made = QPushButton(literal(said))
        made.setProperty("seg", True)
        made.setFont(font("small_strong"))
        made.setAccessibleName(f"{name}: {said}" if name else said)
        return made


class Chips(Choices):
    """Filters of which one is on, each with its count."""

    def __init__(self, options: Iterable[tuple[str, Chip]], current: str = "") -> None:
        super().__init__(gap=6)
        for key, chip in options:
            self.add(key, chip)
        if current:
            self.choose(current)

    def set_counts(self, counts: dict[str, str]) -> None:
        for key, count in counts.items():
            chip = self.button(key)
            assert isinstance(chip, Chip)
            chip.set_count(count)
