"""The grade screen without its widgets: each method is one thing a person does in the grid. Knows no Qt."""

from __future__ import annotations

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.grades import State
from ems_desktop.i18n import tr, trn
from ems_desktop.services.grade_books import Book
from ems_desktop.services.grade_views import Entry, Step
from ui.screens.grades import edits
from ui.screens.grades.board import Board
from ui.screens.grades.cell_past import CellPast, SchoolPast
from ui.screens.grades.edits import Plan
from ui.screens.grades.opened import GridScreen, OpenSheet
from ui.screens.grades.report import report_of
from ui.screens.grades.search import Quick, read_quick
from ui.screens.grades.service import GradesService
from ui.screens.grades.words import cell_name, cell_text
from ui.widgets.grid import tsv
from ui.widgets.grid.moves import Block, Pos
from ui.work import Run

__all__ = ["GradesPresenter", "GradesService", "GridScreen", "Run"]


class GradesPresenter:
    def __init__(self, service: GradesService, run: Run, screen: GridScreen, school: SchoolPast | None = None) -> None:
        """`school`: who knows what others did to a cell; without it a history is that of this computer."""
        self.service, self._run, self._screen = service, run, screen
        self.sheet = OpenSheet(service, run, screen)
        self.past = CellPast(service, school, run)

    @property
    def board(self) -> Board | None:
        return self.sheet.board

    # -- one cell -----------------------------------------------------------------------

    def type(self, at: Pos, text: str, *, remedial: bool = False) -> Mistake | None:
        """A text typed into a cell. The mistake to show beside it, or None: then it is on its way to the disk."""
        board = self.sheet.now()
        try:
            plan = edits.remedial(board, at, text) if remedial else edits.typed(board, at, text)
        except Mistake as error:
            return error
        if plan.entries:
            said = cell_text(plan.entries[0].cell) or tr("empty")
            self.sheet.enter(f"{cell_name(board, *at)}: {said}", plan.entries)
        return None

    def note(self, at: Pos, text: str) -> Mistake | None:
        """A note on a cell; empty takes it away."""
        board = self.sheet.now()
        try:
            plan = edits.noted(board, at, text)
        except Mistake as error:
            return error
        self.sheet.enter(tr("Note on {cell}", cell=cell_name(board, *at)), plan.entries)
        return None

    def quick(self, text: str, col: int) -> Quick:
        """Quick entry, `12 85`, into a column. Raises Mistake and changes nothing."""
        read = read_quick(self.sheet.now(), text)
        if read.mark is None:
            raise Mistake(1025)
        if error := self.type((read.row, col), read.mark):
            raise error
        return read

    def quick_preview(self, text: str, col: int) -> str:
        """Whom a quick entry means, and what stands there now. Raises Mistake."""
        board = self.sheet.now()
        row = read_quick(board, text).row
        now = cell_text(board.cell(row, col))
        return f"{board.pupil(row).name} · {now}" if now else board.pupil(row).name

    def restore(self, at: Pos) -> None:
        """Put back what stood here before the last change (Ctrl+Alt+Z)."""
        board = self.sheet.now()
        key, sheet_id = board.key(*at), board.sheet.ref.id
        title = tr("Restored {cell}", cell=cell_name(board, *at))

        def restored(steps: tuple[Step, ...]) -> None:
            if self.sheet.now().sheet.ref.id != sheet_id:
                return
            before = self.past.before(key, steps, self.sheet.now().cell(*at))
            if before is not None:
                self.sheet.enter(title, (Entry(*key, before),))
            else:
                self._screen.failed(Mistake(1029))

        if error := board.refusal(at[1]):
            self._screen.failed(error)
        else:
            self._run(lambda: self.service.history(sheet_id, *key), restored, self._screen.failed)

    # -- a block ------------------------------------------------------------------------

    def clear(self, block: Block) -> Plan:
        plan = edits.cleared(self.sheet.now(), block)
        return self._apply(plan, trn("{n} mark cleared", "{n} marks cleared", len(plan.entries)))

    def mark_state(self, block: Block, state: State) -> Plan:
        plan = edits.toggled(self.sheet.now(), block, state)
        return self._apply(plan, trn("{n} cell marked", "{n} cells marked", len(plan.entries)))

    def fill_down(self, block: Block) -> Plan:
        return self._filled(edits.fill_down(self.sheet.now(), block))

    def fill_right(self, block: Block) -> Plan:
        return self._filled(edits.fill_right(self.sheet.now(), block))

    def fill(self, source: Block, target: Block) -> Plan:
        return self._filled(edits.filled(self.sheet.now(), source, target))

    def paste(self, block: Block, text: str) -> Plan:
        """Valid cells go in as one change set; the report names the others. Raises Mistake 1027 without any text."""
        rows = tsv.parse(text)
        if not any(any(row) for row in rows):
            raise Mistake(1027)
        plan = edits.pasted(self.sheet.now(), block, rows)
        self.sheet.enter(trn("{n} mark pasted", "{n} marks pasted", len(plan.entries)), plan.entries)
        self._screen.reported(report_of(self.sheet.now(), plan))
        return plan

    def compared(self, book: Book) -> tuple[Board, Plan]:
        """What the file of Excel would change now, on a board of all pupils. Changes nothing."""
        board = self.sheet.now()
        whole = Board(board.sheet, board.overlay)
        return whole, edits.taken_in(whole, book.cells)

    def take_in(self, book: Book) -> Plan:
        """The marks of the file as one change set; the report names what was refused."""
        whole, plan = self.compared(book)
        self.sheet.enter(trn("{n} mark from {file}", "{n} marks from {file}", len(plan.entries), file=book.file), plan.entries)
        self._screen.reported(report_of(whole, plan))
        return plan

    def copy(self, block: Block) -> str:
        return tsv.dump(edits.copied(self.sheet.now(), block))

    def _filled(self, plan: Plan) -> Plan:
        return self._apply(plan, trn("{n} mark filled", "{n} marks filled", len(plan.entries)))

    def _apply(self, plan: Plan, title: str) -> Plan:
        self.sheet.enter(title, plan.entries)
        if plan.refusals:
            self._screen.reported(report_of(self.sheet.now(), plan))
        return plan

    # -- steps --------------------------------------------------------------------------

    def undo(self) -> None:
        self.sheet.step(self.service.undo)

    def redo(self) -> None:
        self.sheet.step(self.service.redo)

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        self.sheet.enter(tr("Saved again"), self.sheet.take_failed())

    def give_up(self) -> None:
        """Let go of what could not be saved."""
        self.sheet.take_failed()
