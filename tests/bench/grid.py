"""How fast the grade grid is: scrolling a very long sheet, opening one of ordinary size, typing. Figures in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.grade_views import Assessment, Cell, Kind, Mark, Pupil, Sheet, SheetRef
from ui.screens.grades.gradegrid import GradeGrid
from ui.screens.grades.opened import OpenSheet
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.view import GradesScreen
from ui.theme import T
from ui.widgets.grid.moves import Block

ROWS, FRAMES, SIZE = 100_000, 500, (1366, 768)
_KINDS = (
    ("formatif", "Formatif", "F", 0),
    ("lm", "Sumatif lingkup materi", "LM", 50),
    ("sts", "STS", "STS", 20),
    ("sas", "SAS", "SAS", 30),
)
_MARKS: tuple[Mark, ...] = ("", "unsent", "", "", "conflict", "", "")


def sheet_of(rows: int, columns: int = 10) -> Sheet:
    """A full sheet with every state of a cell in it, at fixed places."""
    kinds = tuple(Kind(k, n, s, Decimal(w)) for k, n, s, w in _KINDS)
    titles = (
        [("formatif", f"F{n}") for n in range(1, 4)] + [("lm", f"LM {n}") for n in range(1, columns - 4)] + [("sts", "STS"), ("sas", "SAS")]
    )
    assessments = tuple(Assessment(f"a{n}", kind, title, topic="Laporan", locked=n == 3) for n, (kind, title) in enumerate(titles))
    pupils = tuple(Pupil(f"p{n}", n + 1, f"Nama Siswa Nomor {n + 1}") for n in range(rows))
    values = [Decimal(v) / 2 for v in range(120, 200)]
    cells = {
        (a.id, p.id): _cell(values, n, m) for n, p in enumerate(pupils) for m, a in enumerate(assessments) if (n + m) % 9
    }  # fmt: skip
    ref = SheetRef("sheet", "subject", "Bahasa Indonesia", "class", "VIII B", "semester", "20261", mine=True)
    return Sheet(ref, kinds, assessments, pupils, cells, 75, "half_up", writable=True)


def _cell(values: list[Decimal], n: int, m: int) -> Cell:
    at = n * 31 + m * 17
    if at % 23 == 0:
        return Cell(state="excused" if at % 2 else "missing")
    return Cell(
        values[at % len(values)],
        Decimal(60) if at % 29 == 0 else None,
        note="catatan" if at % 13 == 0 else None,
        mark=_MARKS[at % 7] if at % 11 == 0 or at % 7 == 1 else "",
    )


class Bench:
    """A grid without the screen around it."""

    def __init__(self, service: Any) -> None:
        self.presenter = GradesPresenter(service, _now, self)
        self.grid = GradeGrid(self.presenter)

    @property
    def sheet(self) -> OpenSheet:
        return self.presenter.sheet

    def board_changed(self, *, opened: bool) -> None:
        self.grid.show_board(self.sheet.now(), opened=opened)

    def cells_changed(self, cells: Any) -> None:
        self.grid.cells_changed(cells)

    def go_to(self, block: Block) -> None:
        self.grid.go_to(block)

    def reported(self, report: object) -> None: ...

    def failed(self, error: EmsError) -> None:
        raise error

    def wrote(self, *kinds: str) -> None: ...


def _now(work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> None:
    result = work()
    if done:
        done(result)


class _Memory:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def sheet(self, _sheet_id: str) -> Sheet:
        return self._sheet


def bench_scroll(rows: int = ROWS, frames: int = FRAMES) -> dict[str, float]:
    """Wheel steps through a sheet of `rows` pupils at 1366 × 768: from the wheel event to the painted frame."""
    app = _app()
    bench = Bench(_Memory(sheet_of(rows)))
    bench.sheet.open("sheet")
    grid = bench.grid
    grid.resize(*SIZE)
    grid.show()
    app.processEvents()
    grid.marks.choose((3, 5), (3, 5), (400, 6), show=(3, 5))
    app.processEvents()
    stepped = [_timed(lambda: _wheel(app, grid.marks.viewport())) for _ in range(frames)]
    whole = [_timed(lambda: _repaint(app, grid)) for _ in range(60)]
    grid.close()
    grid.deleteLater()
    return {
        "rows": rows, "frames": frames, "p50": statistics.median(stepped), "p99": _p99(stepped), "worst": max(stepped),
        "whole_p50": statistics.median(whole), "whole_p99": _p99(whole),
    }  # fmt: skip


def bench_sheet(service: Any, sheet_id: str, times: int = 20) -> dict[str, float]:
    """A sheet opened: read from the service, figures derived, every cell painted for the first time."""
    app = _app()
    opened = []
    for _ in range(times):
        bench = Bench(service)
        bench.grid.resize(1100, 700)
        bench.grid.show()
        app.processEvents()

        def open_it(bench: Bench = bench) -> None:
            bench.sheet.open(sheet_id)
            app.processEvents()

        opened.append(_timed(open_it))
        bench.grid.close()
        bench.grid.deleteLater()
    return {"p50": statistics.median(opened), "worst": max(opened), "first": opened[0]}


def bench_type(screen: GradesScreen, title: str, count: int = 300) -> dict[str, float]:
    """Marks typed down a column of the real screen: from the key that finishes a cell to *saved* shown for it."""
    app, board, marks = _app(), screen.presenter.sheet.now(), screen.grid.marks
    column = next(n for n, c in enumerate(board.columns) if c.title == title)
    times = []
    for n in range(count):
        if n % board.size[0] == 0:
            marks.choose((0, column))
            marks.setFocus()
        for digit in str(50 + (n * 7 + n // board.size[0]) % 49):
            QTest.keyClicks(app.focusWidget() or marks, digit)
        app.processEvents()
        times.append(_timed(lambda: _enter(app, screen)))
    return {"count": count, "p50": statistics.median(times), "p99": _p99(times), "worst": max(times)}


def _enter(app: QApplication, screen: GradesScreen) -> None:
    QTest.keyClick(app.focusWidget() or screen.grid.marks, Qt.Key.Key_Return)
    screen.ctx.tasks.wait()


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
        T.apply(app, "light")
    return app


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _p99(times: list[float]) -> float:
    return sorted(times)[max(0, round(len(times) * 0.99) - 1)]


def _wheel(app: QApplication, viewport: QWidget) -> None:
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle, viewport.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    app.sendEvent(viewport, event)
    app.processEvents()


def _repaint(app: QApplication, grid: GradeGrid) -> None:
    grid.marks.viewport().update()
    grid.names.viewport().update()
    app.processEvents()
