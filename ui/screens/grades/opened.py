"""The sheet that is open: read, edited at once on the screen, saved behind it, read anew when others changed it.

*Saved* is shown only after the service's commit. Edits that could not be saved stay, also while another sheet is open.
Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.grade_views import Entry, Sheet
from ui.screens.grades.board import Board
from ui.screens.grades.overlay import Key, Overlay
from ui.screens.grades.report import Report
from ui.screens.grades.service import GradesService, Result
from ui.widgets.grid.moves import Block, Pos
from ui.work import Run


class GridScreen(Protocol):
    """What the presenter tells its view."""

    def board_changed(self, *, opened: bool) -> None:
        """Another board: a sheet was opened, or the same one was read or arranged anew."""

    def cells_changed(self, cells: Sequence[Pos]) -> None: ...

    def go_to(self, block: Block) -> None: ...

    def reported(self, report: Report) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def wrote(self, *kinds: str) -> None:
        """Something of these kinds (table names) was committed on this computer, by this screen."""


class OpenSheet:
    def __init__(self, service: GradesService, run: Run, screen: GridScreen) -> None:
        self.service, self.run, self.screen = service, run, screen
        self.board: Board | None = None
        self.order, self.flag = "number", "all"
        self.overlays: dict[str, Overlay] = {}  # by sheet; they outlive a window that is built anew
        self._wanted: str | None = None
        self._readings = 0  # only the newest reading is taken
        self._reading = self._again = False

    # -- reading ------------------------------------------------------------------------

    def open(self, sheet_id: str) -> None:
        self._wanted, self.flag = sheet_id, "all"
        self._read(opened=True)

    def refresh(self) -> None:
        """Read the sheet anew. While a reading is under way another one follows it."""
        if self._reading:
            self._again = True
        elif self._wanted:
            self._read(opened=False)

    def _read(self, *, opened: bool) -> None:
        assert self._wanted is not None
        sheet_id = self._wanted
        overlay = self.overlays.setdefault(sheet_id, Overlay())
        begun = overlay.reading()
        self._readings += 1
        number, self._reading, self._again = self._readings, True, False

        def arrived(sheet: Sheet) -> None:
            if number != self._readings:
                return  # another sheet was asked for meanwhile
            self._reading = False
            overlay.settle(begun)
            self._take(sheet, overlay, opened=opened)
            if self._again:
                self.refresh()

        def failed(error: EmsError) -> None:
            if number == self._readings:
                self._reading = False
            self.screen.failed(error)

        self.run(lambda: self.service.sheet(sheet_id), arrived, failed)

    def _take(self, sheet: Sheet, overlay: Overlay, *, opened: bool) -> None:
        old, self.board = self.board, Board(sheet, overlay)
        if opened or old is None or [p.id for p in old.pupils] != [p.id for p in sheet.pupils]:
            self.board.arrange(self.order, self.flag)
        else:
            self.board.order = old.order  # a row under the hand does not leave because its cell was filled
        self.screen.board_changed(opened=opened)

    def arrange(self, order: str | None = None, flag: str | None = None) -> None:
        """Another order ("number", "name") or filter ("all" or a flag of `figures`)."""
        self.order, self.flag = order or self.order, flag or self.flag
        if self.board:
            self.board.arrange(self.order, self.flag)
            self.screen.board_changed(opened=False)

    def now(self) -> Board:
        """The board; only asked for while a sheet is open."""
        assert self.board is not None
        return self.board

    # -- the road of an edit --------------------------------------------------------------

    def enter(self, title: str, entries: tuple[Entry, ...]) -> None:
        """Show the entries at once, save them as one change set, and only then show them as saved."""
        if not entries:
            return
        board = self.now()
        overlay, sheet_id = board.overlay, board.sheet.ref.id
        change = overlay.put(entries)
        keys = [(e.assessment, e.pupil) for e in entries]

        def saved(_seq: int) -> None:
            overlay.saved(change)
            self._show(overlay, keys)
            self.screen.wrote("scores")

        def failed(error: EmsError) -> None:
            overlay.failed(change)
            self._show(overlay, keys)
            self.screen.failed(error)

        self.run(lambda: self.service.enter(sheet_id, title, entries), saved, failed, ordered=True)
        self._show(overlay, keys)  # while it is on its way to the disk

    def step(self, work: Callable[[str], tuple[Entry, ...]]) -> None:
        """One step of undo or redo; the service says which cells it touched."""
        board = self.now()
        overlay, sheet_id = board.overlay, board.sheet.ref.id

        def done(entries: tuple[Entry, ...]) -> None:
            overlay.saved(overlay.put(entries))
            keys = [(e.assessment, e.pupil) for e in entries]
            self._show(overlay, keys)
            if overlay is self.now().overlay:
                self._go_to(keys)
                self.refresh()  # for the marks, and for what is not a cell: an assessment that came back
            self.screen.wrote("scores", "assessments", "grade_sheets")

        self.run(lambda: work(sheet_id), done, self.screen.failed, ordered=True)

    def shape(self, work: Callable[[str], Result], done: Callable[[Result], object] | None = None) -> None:
        """Change the sheet's columns or rules, then read it anew. `work` gets the sheet's id."""
        sheet_id = self.now().sheet.ref.id

        def shaped(result: Result) -> None:
            self.refresh()
            self.screen.wrote("assessments", "grade_sheets")
            if done:
                done(result)

        self.run(lambda: work(sheet_id), shaped, self.screen.failed, ordered=True)

    def unsaved(self) -> int:
        """How many cells hold a value that could not be saved."""
        return self.board.overlay.count("failed") if self.board else 0

    def take_failed(self) -> tuple[Entry, ...]:
        """Lift what could not be saved off the sheet; its cells show what they held before."""
        overlay = self.now().overlay
        lifted = tuple(overlay.take_failed())
        self._show(overlay, [(e.assessment, e.pupil) for e in lifted])
        return lifted

    def _show(self, overlay: Overlay, keys: Sequence[Key]) -> None:
        if self.board and overlay is self.board.overlay and (changed := self.board.refresh(keys)):
            self.screen.cells_changed(changed)

    def _go_to(self, keys: Sequence[Key]) -> None:
        places = [at for key in keys if (at := self.now().at(key))]
        if places:
            rows, cols = [r for r, _ in places], [c for _, c in places]
            self.screen.go_to(Block(min(rows), min(cols), max(rows), max(cols)))
