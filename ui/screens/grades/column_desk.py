"""What is done to whole columns from the screen: adding, changing, the menu of a column's head."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint

from ems_desktop.domain.errors import Mistake
from ui.screens.grades.gradegrid import GradeGrid
from ui.screens.grades.menus import column_entries
from ui.screens.grades.overlay import Key
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.side_pane import SidePane
from ui.widgets.menu import pick_menu


class ColumnDesk(QObject):
    def __init__(self, presenter: GradesPresenter, grid: GradeGrid, side: SidePane) -> None:
        super().__init__(grid)
        self._presenter, self._grid, self._side = presenter, grid, side
        grid.column_opened.connect(lambda _col: self.change())
        grid.column_menu.connect(self.menu)

    def add(self) -> None:
        """A new assessment, first of the kind of the current column."""
        board = self._presenter.board
        if board and self._side.shaping.refusal() is None:
            column = board.columns[min(self._grid.chosen.at[1], len(board.columns) - 1)]
            self._side.show_assessment(None, "" if column.derived else column.kind)

    def change(self) -> None:
        """The panel of the current column's assessment, or why there is none."""
        board = self._presenter.sheet.now()
        assessment = board.columns[self._grid.chosen.at[1]].assessment
        error = self._side.shaping.refusal()
        if assessment is None or error:
            self._grid.refuse(error or Mistake(1021))
        else:
            self._side.show_assessment(assessment)

    def rules(self) -> None:
        if error := self._side.shaping.refusal():
            self._grid.refuse(error)
        else:
            self._side.show_rules()

    def menu(self, column: int, where: QPoint) -> None:
        """The menu of a column's head."""
        self._grid.choose_column(column)
        assessment = self._presenter.sheet.now().columns[column].assessment
        if assessment is not None and self._side.shaping.refusal() is None:
            pick_menu(self._grid, where, column_entries(self._side.shaping, assessment, self.change))

    def place_in(self, assessment_id: str) -> Key | None:
        """The cell to go to once a saved column has been read: the pupil stays."""
        board = self._presenter.board
        if board is None or not board.size[0]:
            return None
        return assessment_id, board.pupil(min(self._grid.chosen.at[0], board.size[0] - 1)).id
