"""What follows the grid a moment after the last key: counts, statistics, the selection's sum, the inspector and its history.

None of it is in the way of the next keystroke.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ems_desktop.services.grade_views import Step
from ui.screens.grades.board import Board
from ui.screens.grades.cell_past import Source
from ui.screens.grades.facts import facts_of
from ui.screens.grades.gradegrid import GradeGrid
from ui.screens.grades.overlay import Key
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.selbar import SelectionBar, title_of
from ui.screens.grades.side_pane import SidePane
from ui.screens.grades.tools import Tools
from ui.screens.grades.words import cell_name

SETTLE = 60  # ms
REST = 300  # ms on one cell, before the school is asked what it knows of it
MOST_CELLS = 20_000  # a larger selection is not added up


class Follower(QObject):
    def __init__(self, presenter: GradesPresenter, parts: tuple[GradeGrid, Tools, SelectionBar, SidePane]) -> None:
        super().__init__(parts[0])
        self._presenter = presenter
        self._grid, self._tools, self._bar, self._side = parts
        self._timer = QTimer(self, singleShot=True, interval=SETTLE)
        self._timer.timeout.connect(self.settle)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.ask_school)
        self._ask: Callable[[], object] = lambda: None
        self._shown: tuple[object, ...] = ()

    def touch(self) -> None:
        """Something changed: follow when the keys rest."""
        self._timer.start()

    def settle(self) -> None:
        """Follow now."""
        self._timer.stop()
        board = self._presenter.board
        if board is None:
            return
        self._tools.show_counts(len(board.pupils), board.figures.counts)
        self._grid.footer.update()
        if board.size[0]:
            self._sum_up(board)
            self._inspect(board)

    def _sum_up(self, board: Board) -> None:
        block, at = self._grid.chosen.block, self._grid.chosen.at
        few = not block.single and block.height * block.width <= MOST_CELLS
        self._bar.facts.show_facts(title_of(block, cell_name(board, *at)), facts_of(board, block) if few else None)

    def _inspect(self, board: Board) -> None:
        if not self._side.inspector.isVisibleTo(self._side) or self._side.isHidden():
            self._shown = ()
            return
        at = self._grid.chosen.at
        self._side.inspector.show_cell(board, at)
        key: Key = ("", "") if at[1] > board.last else board.key(*at)
        shown = (board.sheet.ref.id, key, board.cell(*at))
        if shown != self._shown:
            self._shown = shown
            self._read_history(board.sheet.ref.id, key, shown)

    def ask_school(self) -> None:
        """Ask now what the school knows of the cell."""
        self._rest.stop()
        self._ask()

    def _read_history(self, sheet_id: str, key: Key, shown: tuple[object, ...]) -> None:
        """What is here at once; what the school knows when the hand has rested on the cell for a while."""
        self._rest.stop()
        if not key[0]:
            self._side.inspector.show_history((), "school")  # the final grade has no history of its own
            return

        def show(steps: tuple[Step, ...], source: Source) -> None:
            if shown != self._shown:  # another cell may have been chosen meanwhile
                return
            self._side.inspector.show_history(steps, source)
            if source == "here":
                self._ask = lambda: self._presenter.past.ask(key, steps, show)
                self._rest.start()

        self._presenter.past.here(sheet_id, key, show)
