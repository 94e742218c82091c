"""The teacher's evening: columns typed by key events into the real grid, a block pasted from "Excel" with one bad value in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from ems_desktop.services.grade_views import SheetRef
from ui.app import Program
from ui.screens.grades.view import GradesScreen
from ui.shell.shell import Shell
from ui.tour.hands import copy_to_clipboard, press, settle, type_text, until

TYPED = (("8B", ("LM 2", "LM 3", "LM 4", "STS", "SAS")), ("8A", ("LM 4", "SAS")))
PASTED = ("9A", "LM 4", 3)  # class, first column, how many columns
BAD = "9o"


class Grading:
    """`wanted`: what the server must hold in the end, (assessment, pupil) → mark."""

    def __init__(self, program: Program, desk: Any) -> None:
        self._program, self._desk = program, desk
        self.wanted: dict[tuple[str, str], Decimal] = {}
        self.typed = self.pasted = 0
        self.first_sheet = self._sheet_of("8B").id

    def _sheet_of(self, class_name: str) -> SheetRef:
        refs = self._desk.grades.sheets(self._program.desk.opened.session.semester)  # type: ignore[union-attr]
        found: SheetRef = next(ref for ref in refs if ref.mine and ref.class_name == class_name)
        return found

    @property
    def _screen(self) -> GradesScreen:
        shell = self._program.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        content = page.content
        assert isinstance(content, GradesScreen)
        return content

    def clashing(self) -> tuple[str, str]:
        """The first cell that was typed."""
        return next(iter(self.wanted))

    def fill(self) -> None:
        for class_name, columns in TYPED:
            self._open(class_name)
            for title in columns:
                self._type_column(title)
        self._open(PASTED[0])
        self._paste()
        self._open("8B")

    def _open(self, class_name: str) -> None:
        ref = self._sheet_of(class_name)
        self._program.state.go("grades", sheet=ref.id)
        until(lambda: self._board is not None and self._board.sheet.ref.id == ref.id, f"the sheet of {class_name}")
        until(self._program.tasks.idle, "the sheet")
        settle()
        self._screen.grid.marks.setFocus()

    @property
    def _board(self) -> Any:
        return self._screen.presenter.board

    def _place(self, title: str) -> int:
        return next(n for n, column in enumerate(self._board.sheet.assessments) if column.title == title)

    def _type_column(self, title: str) -> None:
        board, col = self._board, self._place(title)
        self._screen.grid.marks.choose((0, col))
        for row in range(board.size[0]):
            mark = Decimal(60 + (row * 7 + col * 5) % 40) + (Decimal("0.5") if row % 3 == 0 else 0)
            type_text(str(mark).replace(".", ","))
            press(Qt.Key.Key_Return)
            self.wanted[board.key(row, col)] = mark
            self.typed += 1
        self._saved()

    def _paste(self) -> None:
        """One value is not a mark: it stays out and is named, the others go in."""
        _, title, width = PASTED
        board, first = self._board, self._place(title)
        lines = []
        for row in range(board.size[0]):
            marks = [70 + (row * 3 + n * 11) % 30 for n in range(width)]
            cells = [str(mark) for mark in marks]
            if row == 1:
                cells[1] = BAD
            lines.append("\t".join(cells))
            for n, mark in enumerate(marks):
                if (row, n) != (1, 1):
                    self.wanted[board.key(row, first + n)] = Decimal(mark)
                    self.pasted += 1
        self._screen.grid.marks.choose((0, first))
        copy_to_clipboard("\r\n".join(lines) + "\r\n")
        press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self._saved()

    def _saved(self) -> None:
        until(lambda: self._screen.presenter.sheet.unsaved() == 0 and self._program.tasks.idle(), "saved on this computer")
