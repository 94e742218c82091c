"""The question bank: 50,000 questions in one bank of an encrypted file, searched letter by letter as a person types."""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ems_desktop.integrations.stemming import words
from ems_desktop.paths import resources
from ems_desktop.services.people import Person
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Wanted
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from tests.banks import pulled_bank
from tests.bench.figures import Figure, load, seconds

ITEMS = 50_000
FRAMES = 400
PAGE = 60  # lines that a window shows, and some more
TYPED = ("perkalian", "persamaan linear", "mengirim berkas", "nilai siswa", "kelas tujuh", "guru mata pelajaran", "tanggal", "zebra")
KINDS = ("single", "single", "single", "multiple", "true_false", "short", "essay")
LEVELS = ("C1", "C2", "C3", "C4", "L1", "L2", "")


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore(Path(folder) / "local.db", bytes(32))
        try:
            return _figures(store, Path(folder))
        finally:
            store.close()


def _figures(store: LocalStore, folder: Path) -> list[Figure]:
    teacher = Person("t", "Ratna Wulandari", frozenset({"guru"}))
    questions = Questions(store, teacher, FileCache(folder / "files", bytes(32)))
    bank = filled(store)
    indexing = seconds(questions.index)
    shown = [_timed(questions, Wanted(bank, typed)) for typed in _letter_by_letter()]
    times = sorted(shown)
    p95 = times[round(len(times) * 0.95) - 1] * 1000
    scan = sorted(_of(lambda typed: _scanned(store, bank, typed), TYPED))
    all_of_them = sorted(_timed(questions, Wanted(bank)) for _ in range(15))[7] * 1000
    facets = sorted(_of(lambda typed: questions.facets(Wanted(bank, typed)), ("", *TYPED)))
    floor = scan[len(scan) // 2] * 1000
    told = f"p95 of {len(times)} keystrokes, median {times[len(times) // 2] * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms; {ITEMS} indexed in {indexing:.0f} s; load {load()}"
    return [
        *_scrolled(questions, bank),
        Figure("questions: search as you type", p95, "ms", 50, "value", floor, "SQLite's like over the same questions", told),
        Figure("questions: the whole bank's list", all_of_them, "ms", 100, "value", floor, "as above", "every id, and the first lines"),
        Figure("questions: facets", facets[-1] * 1000, "ms", 300, "value", floor, "as above", "the slowest; the list is there before them"),
    ]


def _scrolled(questions: Questions, bank: str) -> list[Figure]:
    """The real list in a window, offscreen, pulled through by its scroll bar; lines are read on worker threads as they come in sight."""
    from PySide6.QtWidgets import QApplication

    from ui.feedback import Feedback
    from ui.screens.questions.list_pane import QuestionsList
    from ui.tasks import Tasks
    from ui.theme import T

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    T.apply(app, "light")
    say = Feedback()
    tasks = Tasks(say.failed, say.bug)
    view = QuestionsList(lambda ids, done: tasks.run(partial(questions.lines, ids), done))
    view.resize(420, 800)
    view.show()
    view.show_ids(questions.find(Wanted(bank)), "", ())
    app.processEvents()
    figures = [_pulled(app, view, *how) for how in (("by the wheel", 120, FRAMES), ("by the bar", 9_000, FRAMES))]
    tasks.close()
    view.deleteLater()
    return figures


def _pulled(app: Any, view: Any, how: str, step: int, frames: int) -> Figure:
    bar = view.verticalScrollBar()

    def frame(n: int) -> None:
        bar.setValue(n * step % bar.maximum())
        view.viewport().repaint()
        app.processEvents()

    times = sorted(seconds(partial(frame, n)) * 1000 for n in range(1, frames + 1))
    p99 = times[round(frames * 0.99) - 1]
    told = f"p99 of {frames} frames of {step} pixels, worst {times[-1]:.0f} ms; load {load()}"
    return Figure(f"questions: list scrolled {how}", p99, "ms", 16, "value", times[frames // 2], "the median frame", told)


def _of(act: Callable[[str], Any], typed: Iterable[str]) -> list[float]:
    """Seconds that it takes for each of these."""
    return [seconds(partial(act, one)) for one in typed]


def _timed(questions: Questions, wanted: Wanted) -> float:
    return seconds(lambda: questions.lines(questions.find(wanted)[:PAGE]))


def _letter_by_letter() -> Iterator[str]:
    return (typed[:n] for typed in TYPED for n in range(1, len(typed) + 1))


def _scanned(store: LocalStore, bank: str, typed: str) -> Any:
    with store.snapshot() as plain:
        like = " and ".join(["question_text like ?"] * len(typed.split()))
        return plain.execute(
            f"select id from bank_soal where scope_id = ? and not deleted and {like} limit 2000",
            (bank, *(f"%{word}%" for word in typed.split())),
        ).fetchall()


def filled(store: LocalStore, items: int = ITEMS) -> str:
    """A bank as a pull leaves it, its words those of this program's Indonesian, some of them often and most of them seldom."""
    chance = random.Random(7)
    said = (resources() / "locale" / "id.po").read_text("utf-8")
    vocabulary = list(dict.fromkeys(words(" ".join(re.findall(r'^msgstr(?:\[0\])? "(.*)"', said, re.MULTILINE)))))
    chance.shuffle(vocabulary)
    weights = [1 / (n + 3) for n in range(len(vocabulary))]
    bank = pulled_bank(store)
    rows = []
    for n in range(items):
        texts = chance.choices(vocabulary, weights, k=45)
        options = {letter: " ".join(texts[at : at + 4]) for at, letter in zip(range(25, 45, 4), "ABCDE", strict=True)}
        rows.append((
            f"{n:08x}-0000-4000-8000-000000000000", bank, bank, f"{' '.join(texts[:25])} {n}?", json.dumps(options), "B", chance.choice(KINDS), chance.choice(LEVELS),
            json.dumps(chance.choices(vocabulary[:40], k=2)), f"2026-11-{1 + n % 28:02} 07:00:00.{n:06}", "2026-11-28 07:00:00+00",
        ))  # fmt: skip
    columns = "id, scope_id, subject_id, question_text, options, correct_answer, kind, level, tags, written_at, updated_at"
    with store.applying() as session:
        driver: Any = session.connection.driver_connection
        driver.executemany(f"insert into bank_soal ({columns}) values ({', '.join('?' * 11)})", rows)
    return bank
