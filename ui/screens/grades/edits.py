"""From an action of a person to the cells it changes and the cells it must refuse. Changes nothing itself; no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.grades import NOTE_MOST, State, Typed, parse_mark, plain
from ems_desktop.services.grade_books import Said
from ems_desktop.services.grade_views import Cell, Entry
from ui.screens.grades.board import Board
from ui.screens.grades.words import cell_text
from ui.widgets.grid.moves import Block, Pos
from ui.widgets.grid.tsv import Rows

TITLES = frozenset({"nilai", "skor", "mark", "grade", "score"})  # what people write over a column of marks


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell that was not changed, what was meant for it, and why not."""

    row: int
    col: int
    text: str
    error: Mistake


@dataclass(frozen=True, slots=True)
class Plan:
    """`same`: cells that already held the value; `over_rows`, `over_cols`: how much of a pasted block had no place; `headed`: its first
    row was a row of titles and stayed out."""

    entries: tuple[Entry, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    same: int = 0
    block: Block | None = None
    over_rows: int = 0
    over_cols: int = 0
    headed: bool = False


def typed(board: Board, at: Pos, text: str) -> Plan:
    """A mark, a state or nothing, typed into one cell. Raises Mistake."""
    assessment = board.columns[at[1]].assessment
    if error := board.refusal(at[1]):
        raise error
    assert assessment is not None
    return _plan(board, [(at, parse_mark(text, assessment.maximum))])


def remedial(board: Board, at: Pos, text: str) -> Plan:
    """A second mark that counts; the first stays beside it. Raises Mistake, 1026 without a first mark."""
    row, col = at
    if error := board.refusal(col):
        raise error
    assessment = board.columns[col].assessment
    assert assessment is not None
    old = board.cell(row, col)
    first = old.value if old.first_value is None else old.first_value
    if first is None:
        raise Mistake(1026, name=board.pupil(row).name, column=assessment.title)
    value = parse_mark(text, assessment.maximum).value
    cell = replace(old, value=first, first_value=None) if value is None else replace(old, value=value, first_value=first)
    return _entries(board, [(at, cell)])


def noted(board: Board, at: Pos, text: str) -> Plan:
    """A note on a cell; empty takes it away. A note may stand in a locked column. Raises Mistake."""
    error = board.refusal(at[1])
    if error and error.code != 1020:
        raise error
    text = text.strip()
    if len(text) > NOTE_MOST:
        raise Mistake(1028, most=NOTE_MOST, count=len(text))
    return _entries(board, [(at, replace(board.cell(*at), note=text or None))])


def cleared(board: Board, block: Block) -> Plan:
    """Delete: marks and states go, notes stay."""
    return _plan(board, ((at, Typed()) for at in block.cells()), skip_derived=True)


def toggled(board: Board, block: Block, state: State) -> Plan:
    """Every cell of the block gets the state; if all had it, all lose it."""
    cells = [at for at in block.cells() if board.refusal(at[1]) is None]
    target = Typed() if cells and all(board.cell(*at).state == state for at in cells) else Typed(state=state)
    return _plan(board, ((at, target) for at in block.cells()))


def filled(board: Board, source: Block, target: Block) -> Plan:
    """Repeat the source over the target: Ctrl+D, Ctrl+R and the fill handle. Values and states, not notes."""
    meant = []
    for row, col in target.cells():
        if source.top <= row <= source.bottom and source.left <= col <= source.right:
            continue
        cell = board.cell(source.top + (row - source.top) % source.height, source.left + (col - source.left) % source.width)
        meant.append(((row, col), Typed(cell.value, cell.state)))
    return _plan(board, meant)


def fill_down(board: Board, block: Block) -> Plan:
    """Ctrl+D: the first row over the rest; a single row takes what is above it."""
    top = block.top if block.height > 1 else max(0, block.top - 1)
    return filled(board, Block(top, block.left, top, block.right), block)


def fill_right(board: Board, block: Block) -> Plan:
    left = block.left if block.width > 1 else max(0, block.left - 1)
    return filled(board, Block(block.top, left, block.bottom, left), block)


def pasted(board: Board, block: Block, rows: Rows) -> Plan:
    """A block from the clipboard at the selection; a smaller one that divides the selection is repeated over it. A row of titles on
    top stays out: it would push each mark to the next pupil."""
    if headed := _headed(board, rows):
        rows = rows[1:]
    height, width = len(rows), max(len(row) for row in rows)
    if block.height % height or block.width % width:
        block = block._replace(bottom=block.top + height - 1, right=block.left + width - 1)
    bottom, right = min(block.bottom, board.size[0] - 1), min(block.right, board.size[1] - 1)
    fits = block._replace(bottom=bottom, right=right)
    meant, refusals = [], []
    for row, col in fits.cells():
        cells = rows[(row - block.top) % height]
        at = (col - block.left) % width
        if at >= len(cells):
            continue  # a ragged row says nothing about this cell
        try:
            meant.append(((row, col), _read(board, col, cells[at])))
        except Mistake as error:
            refusals.append(Refusal(row, col, cells[at].strip(), error))
    plan = _plan(board, meant)
    return replace(
        plan,
        refusals=tuple(sorted([*refusals, *plan.refusals], key=lambda r: (r.row, r.col))),
        block=fits,
        over_rows=sum(any(c.strip() for c in row) for row in rows[bottom - block.top + 1 :]),
        over_cols=max(0, max(_filled_width(row) for row in rows) - (right - block.left + 1)),
        headed=headed,
    )


def taken_in(board: Board, said: Iterable[Said]) -> Plan:
    """What a file of Excel says, whole rows of it; the board must show every pupil."""
    meant, refusals = [], []
    for one in said:
        at = board.at((one.assessment, one.pupil))
        if at is None:
            continue  # the pupil or the column went away while the file was looked at
        try:
            if one.error:
                raise one.error
            meant.append((at, _read(board, at[1], one.text)))
        except Mistake as error:
            refusals.append(Refusal(*at, one.text, error))
    plan = _plan(board, meant)
    return replace(plan, refusals=tuple(sorted([*refusals, *plan.refusals], key=lambda r: (r.row, r.col))))


def _headed(board: Board, rows: Rows) -> bool:
    """Whether the first of several rows holds a title and not one mark. Any other text is a bad mark, to be refused at its place."""
    said = {cell.strip().casefold() for cell in rows[0]} - {""}
    titles = {column.title.casefold() for column in board.columns} | TITLES
    return len(rows) > 1 and bool(said & titles) and not any(_is_mark(text) for text in said)


def _is_mark(text: str) -> bool:
    try:
        parse_mark(text, Decimal(100))
    except Mistake as error:
        return error.code == 1002  # a mark, though too high
    return True


def _filled_width(row: tuple[str, ...]) -> int:
    return max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)


def _read(board: Board, col: int, text: str) -> Typed:
    assessment = board.columns[col].assessment
    return parse_mark(text, assessment.maximum) if assessment else Typed()


def copied(board: Board, block: Block) -> list[list[str]]:
    """The block as texts, for the clipboard."""
    return [[cell_text(board.cell(row, col)) for col in range(block.left, block.right + 1)] for row in range(block.top, block.bottom + 1)]


def _plan(board: Board, meant: Iterable[tuple[Pos, Typed]], *, skip_derived: bool = False) -> Plan:
    """Sort what is meant into cells to change, cells that are so already, and cells that may not change."""
    cells, refusals, same = [], [], 0
    for (row, col), want in meant:
        old = board.cell(row, col)
        if (old.value, old.state) == (want.value, want.state) or (skip_derived and board.columns[col].derived):
            same += 1
        elif error := board.refusal(col) or _too_much(board, col, want.value):
            refusals.append(Refusal(row, col, cell_text(Cell(want.value, state=want.state)), error))
        else:
            cells.append(((row, col), _put(old, want)))
    plan = _entries(board, cells)
    return replace(plan, refusals=tuple(refusals), same=same)


def _too_much(board: Board, col: int, value: Decimal | None) -> Mistake | None:
    """A mark that came from another column may be more than this one gives."""
    assessment = board.columns[col].assessment
    if value is None or assessment is None or value <= assessment.maximum:
        return None
    return Mistake(1002, value=value, maximum=plain(assessment.maximum))


def _put(old: Cell, want: Typed) -> Cell:
    """The cell with a new mark or state: a note stays, a first mark stays while a second one counts."""
    first = old.first_value if want.value is not None else None
    return Cell(want.value, first, want.state, old.note, old.mark)


def _entries(board: Board, cells: Iterable[tuple[Pos, Cell]]) -> Plan:
    """Entries for cells that differ; a conflict stays marked until it is decided."""
    made = []
    for (row, col), cell in cells:
        if cell != board.cell(row, col):
            made.append(Entry(*board.key(row, col), replace(cell, mark="conflict" if cell.mark == "conflict" else "unsent")))
    return Plan(tuple(made), same=0 if made else 1)
