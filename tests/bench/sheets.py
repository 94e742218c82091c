"""The grade sheet: opened, scrolled, typed into. The real grid and the real encrypted file, offscreen; floors in the same run."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from ems_desktop.services.grades import Grades
from ems_desktop.store.local import LocalStore
from tests.bench import grid
from tests.bench.figures import Figure, in_turn, load
from tests.faults.typist import open_screen
from tests.schools import SmallSchool


@contextmanager
def _school(pupils: int, assessments: int) -> Iterator[tuple[LocalStore, SmallSchool]]:
    with TemporaryDirectory(prefix="ems-bench-") as folder:
        store = LocalStore(Path(folder) / "local.db", os.urandom(32))
        yield store, SmallSchool.as_pulled(store, str(uuid.uuid4()), pupils, assessments)
        store.close()


def sheet() -> list[Figure]:
    """From the click to the painted sheet, 40 pupils × 30 assessments; the floor is reading it without a window."""
    with _school(40, 30) as (store, small):
        service = Grades(store, small.teacher)
        opened = grid.bench_sheet(service, small.sheet_id)
        (read,) = in_turn([lambda: service.sheet(small.sheet_id)], 20)
    where = f"median of 20, worst {opened['worst']:.0f} ms; load {load()}"
    return [Figure("sheet: 40 × 30 opened", opened["p50"], "ms", 150, "value", read * 1000, "reading it alone", where)]


def scroll() -> list[Figure]:
    """Wheel steps through 100,000 rows at 1366 × 768; the floor is the median step."""
    found = grid.bench_scroll()
    where = f"{found['frames']:.0f} wheel steps, p99 of event to painted frame, worst {found['worst']:.0f} ms; load {load()}"
    return [Figure("scroll: 100,000 rows, p99", found["p99"], "ms", 16, "value", found["p50"], "the median step", where)]


def typing() -> list[Figure]:
    """Enter to *saved* shown, in the real screen over the real file; the floor is the service's commit alone."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with TemporaryDirectory(prefix="ems-bench-") as folder:
        path, key = Path(folder) / "local.db", os.urandom(32)
        store = LocalStore(path, key)
        small = SmallSchool.as_pulled(store, str(uuid.uuid4()), 40, 30)
        tasks, screen = open_screen(app, store, small.sheet_id, small.teacher.id)
        title = screen.presenter.sheet.now().columns[0].title
        found = grid.bench_type(screen, title)
        commit = _commit(store, small)
        tasks.close()
        store.close()
    where = f"{found['count']:.0f} marks, median {found['p50']:.1f} ms; load {load()}"
    return [Figure("type: Enter to saved, p99", found["p99"], "ms", 10, "value", commit, "one commit of the service", where)]


def _commit(store: LocalStore, small: SmallSchool) -> float:
    """Median milliseconds of `Grades.enter` for one cell."""
    from decimal import Decimal

    from ems_desktop.services.grade_views import Cell, Entry

    service, values = Grades(store, small.teacher), iter(range(10_000))

    def enter() -> None:
        service.enter(small.sheet_id, "bench", [Entry(small.assessments[1], small.pupils[0], Cell(Decimal(next(values) % 100)))])

    (median,) = in_turn([enter], 100, 5)
    return median * 1000
