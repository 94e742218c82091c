"""The tour's pictures: one at each step, and at the end each screen in both languages and both themes. Looks for what a person
would call broken: clipped text, words of the other language, ink too faint, a place without a name for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from ems_desktop.services.syncing import Kept
from ui.app import Program
from ui.preferences import Preferences
from ui.screens.rosters.view import RostersScreen
from ui.shell.shell import Shell
from ui.tour import snap as look
from ui.tour.hands import press, settle, until

DRESSES = (("id", "light"), ("id", "dark"), ("en", "light"), ("en", "dark"))
Picture = tuple[str, str, dict[str, Any]]  # name, area, where in it
SCREENS: tuple[Picture, ...] = (
    ("beranda", "home", {}), ("kelas", "rosters", {}), ("nilai", "grades", {}), ("jadwal", "timetable", {"look": "class"}),
    ("jadwal-sekolah", "timetable", {"look": "school"}), ("materi", "materials", {"view": "list"}),
    ("materi-tabel", "materials", {"view": "table"}), ("sinkronisasi", "sync", {}), ("pengaturan", "settings", {}),
    ("komputer", "settings", {"card": "computers"}),
)  # fmt: skip


class Album:
    def __init__(self, program: Program, folder: Path) -> None:
        self._program, self._folder = program, folder
        self._count = 0
        self.wrong: list[str] = []
        self.more: tuple[Picture, ...] = ()  # pictures beside SCREENS

    def snap(self, name: str) -> None:
        """A numbered picture of the step just taken."""
        self._count += 1
        self.take(f"{self._count:02}-{name}")

    def take(self, name: str) -> None:
        """A picture of the window, looked over for what is wrong in it."""
        settle(0.3)  # screens gather news for a moment before they read anew
        until(self._program.tasks.idle, f"the picture {name}")
        settle()
        window = self._program.window
        look.grab(window, self._folder / f"{name}.png")
        for check in (look.clipped, look.unnamed, look.low_contrast):
            self.wrong += [f"{name}: {check.__name__}: {said}" for said in check(window)]
        language = window.preferences().language
        self.wrong += [f"{name}: untranslated: {said}" for said in look.untranslated(window, language)]

    def of_dialog(self, name: str, dialog: QWidget) -> None:
        """A numbered picture of a window above the window."""
        self._count += 1
        settle(0.3)
        until(self._program.tasks.idle, f"the picture {name}")
        look.grab(dialog, self._folder / f"{self._count:02}-{name}.png")
        language = self._program.window.preferences().language
        for check in (look.clipped, look.unnamed, look.low_contrast):
            self.wrong += [f"{name}: {check.__name__}: {said}" for said in check(dialog)]
        self.wrong += [f"{name}: untranslated: {said}" for said in look.untranslated(dialog, language)]

    def _content(self) -> Any:
        shell = self._program.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        return page.content

    def card(self) -> None:
        """A pupil's card, as the office sees it."""
        screen = self._content()
        assert isinstance(screen, RostersScreen)
        pupil = self._program.desk.opened.desk.rosters.pupils()[40]  # type: ignore[union-attr]
        self._program.state.go("rosters", pupil=pupil.id)
        self.snap("kartu-siswa")

    def import_preview(self, file: Path) -> None:
        """The same export again: everybody is there already, nothing would be written."""
        self._program.state.go("rosters", file=str(file))
        self.snap("impor")

    def conflict(self, kept: Sequence[Kept], cell: tuple[str, str]) -> bool:
        """Whether the inbox shows this very cell with both values."""
        self._program.state.go("sync")
        self.snap("konflik")
        mine = [one for one in kept if (one.assessment_id, one.pupil_id) == cell and one.status == "conflict"]
        said = " ".join(_words(self._program.window))
        return len(mine) == 1 and mine[0].theirs is not None and mine[0].who in said

    def sheet_clash(self, decision: int, *values: str) -> bool:
        """Whether the inbox shows this decision with both values."""
        self._program.state.go("sync", segment="conflicts", kept=decision)
        self.snap("konflik-sheet")
        said = " ".join(_words(self._program.window))
        return all(value in said for value in values)

    def audit(self) -> None:
        """The office's audit: who did what, in both languages."""
        for language in ("id", "en"):
            self._program.window.prefer(Preferences(language, "light", 100))
            settle(0.2)
            self._program.state.go("audit")
            settle(0.3)
            until(self._program.tasks.idle, "the audit's entries")
            press(Qt.Key.Key_Down)  # the second entry: a mark, from what to what
            press(Qt.Key.Key_Down)
            self.take(f"jejak-light-{language}")
        self._program.window.prefer(Preferences("id", "light", 100))
        settle(0.2)

    def in_two_dresses(self, name: str) -> None:
        """What does not last for all of them."""
        for language, theme in (DRESSES[0], DRESSES[-1]):
            self._program.window.prefer(Preferences(language, theme, 100))
            until(self._program.tasks.idle, "the screen in another dress")
            settle(0.2)
            self.take(f"{name}-{theme}-{language}")
        self._program.window.prefer(Preferences("id", "light", 100))

    def all_in_every_dress(self) -> None:
        for language, theme in DRESSES:
            self._program.window.prefer(Preferences(language, theme, 100))
            settle(0.2)
            for name, area, where in (*SCREENS, *self.more):
                self._program.state.go(area, **where)
                self.take(f"{name}-{theme}-{language}")
        self._program.window.prefer(Preferences("id", "light", 200))
        settle(0.2)
        for name, area, where in (*SCREENS, *self.more):
            self._program.state.go(area, **where)
            self.take(f"{name}-200")
        self._program.window.prefer(Preferences("id", "light", 100))
        settle(0.2)


def _words(window: QWidget) -> Iterator[str]:
    """What can be read in the window: labels, and the rows of its lists as a screen reader gets them."""
    yield from (part.text() for part in window.findChildren(QLabel) if part.isVisible())
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisible() and model is not None:
            yield from (str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount()))
