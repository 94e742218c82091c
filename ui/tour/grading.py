"""The teacher's evening: columns typed by key events into the real grid, a block pasted from "Excel" with one bad value in it, and
a file that was changed in Excel."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from ems_desktop.services.grade_views import SheetRef
from ui.app import Program
from ui.screens.grades.view import GradesScreen
from ui.shell.shell import Shell
from ui.tour.album import Album
from ui.tour.hands import copy_to_clipboard, press, settle, type_text, until

TYPED = (("8B", ("LM 2", "LM 3", "LM 4", "STS", "SAS")), ("8A", ("LM 4", "SAS")))
PASTED = ("9A", "LM 4", 3)  # class, first column, how many columns
BAD = "9o"
FROM_EXCEL = ("8A", "LM 1", 8)  # class, column, how many marks


class Grading:
    """`wanted`: what the server must hold in the end, (assessment, pupil) → mark."""

    def __init__(self, program: Program, desk: Any) -> None:
        self._program, self._desk = program, desk
        self.wanted: dict[tuple[str, str], Decimal] = {}
        self.typed = self.pasted = self.from_excel = 0
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

    def take_a_file(self, folder: Path, album: Album) -> None:
        """Saved as a file, marks changed in it and one spoilt, old and new looked at, taken in."""
        class_name, title, count = FROM_EXCEL
        self._open(class_name)
        books, file = self._screen.books, folder / "nilai.xlsx"
        books.save(file)
        until(lambda: file.exists() and self._program.tasks.idle(), "the sheet as a file of Excel")
        self._change(file, title, count)
        books.look(file)
        until(lambda: books.dialog is not None, "old and new")
        assert books.dialog is not None
        album.of_dialog("nilai-dari-excel", books.dialog)
        books.dialog.apply.click()
        self._program.window.activateWindow()  # as a window manager does
        self._saved()
        self._open(TYPED[0][0])

    def _change(self, file: Path, title: str, count: int) -> None:
        """By the keys that the file hides, as Excel keeps them."""
        from openpyxl import load_workbook

        book = load_workbook(file)
        cells: Any = book.active
        assessment = self._board.sheet.assessments[self._place(title)].id
        x = next(x for x in range(1, cells.max_column + 1) if cells.cell(1, x).value == assessment)
        rows = [y for y in range(2, cells.max_row + 1) if cells.cell(y, 1).value][: count + 1]
        for n, y in enumerate(rows[:-1]):
            cells.cell(y, x).value = 90.5 + n
            self.wanted[assessment, cells.cell(y, 1).value] = Decimal(str(90.5 + n))
        cells.cell(rows[-1], x).value = BAD
        self.from_excel = count
        book.save(file)

    def _saved(self) -> None:
        until(lambda: self._screen.presenter.sheet.unsaved() == 0 and self._program.tasks.idle(), "saved on this computer")
