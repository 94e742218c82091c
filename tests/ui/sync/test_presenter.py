"""The sync centre's presenter over the real services, without a window: work is done at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from openpyxl import load_workbook

from ems_desktop import i18n
from ems_desktop.domain.errors import EmsError
from ems_desktop.services.grades import Grades
from ems_desktop.services.syncing import Syncing
from tests.clashes import answer, clash_of_marks, clash_of_names, score, waiting
from ui.screens.sync.presenter import SyncPresenter


@dataclass
class Heard:
    """What the presenter told its screen."""

    shown: int = 0
    notes: list[Any] = field(default_factory=list)
    errors: list[Any] = field(default_factory=list)
    effects: dict[int, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def show_all(self):
        self.shown += 1

    def show_effect(self, kept_id, effect):
        self.effects[kept_id] = effect

    def note(self, said, undo=None):
        self.notes.append((said, undo))

    def failed(self, error):
        self.errors.append(error)

    def changed(self, kept):
        self.told.append(kept.tbl)


class Worker:
    paused = False
    woken = 0

    def wake(self):
        self.woken += 1

    def pause(self, paused):
        self.paused = paused


def at_once(work, done=None, failed=None, *, ordered=False):
    try:
        result = work()
    except EmsError as error:
        failed(error)
    else:
        if done:
            done(result)


@pytest.fixture
def heard():
    i18n.use("id")
    return Heard()


@pytest.fixture
def worker():
    return Worker()


@pytest.fixture
def presenter(store, small, heard, worker):
    return SyncPresenter(Syncing(store, small.teacher), Grades(store, small.teacher), worker, at_once, heard)


def test_what_waits_is_sorted_into_its_segments(store, small, hendra, presenter, heard):
    clash_of_marks(store, small, hendra)
    score(store, small, 70, first=1)
    answer(store, status="refused", why="semester_closed")
    score(store, small, 71, 72, first=2)
    presenter.load()
    assert presenter.counts() == {"conflicts": 1, "queue": 1, "refused": 1, "history": 0}
    assert heard.shown == 1


@pytest.mark.parametrize(("choice", "value"), [("mine", 84), ("base", 78), ("theirs", None)])
def test_a_choice_is_written_said_and_can_be_taken_back(store, small, hendra, presenter, heard, choice, value):
    kept = clash_of_marks(store, small, hendra)
    presenter.choose(kept, choice)
    assert presenter.conflicts == ()
    assert [row["n"] for one in waiting(store) for row in one["rows"]] == ([{"value": value}] if value else [])
    said, undo = heard.notes[-1]
    assert said == f"Murid 001 · STS 2: dipakai {value or 81}"
    undo()
    assert [k.id for k in presenter.conflicts] == [kept.id]
    assert heard.told == ["scores", "scores"]
    assert heard.errors == []


def test_the_key_pressed_twice_decides_once(store, small, hendra, heard, worker):
    kept, later = clash_of_marks(store, small, hendra), []
    slow = SyncPresenter(Syncing(store, small.teacher), Grades(store, small.teacher), worker, lambda *a, **_: later.append(a), heard)
    slow.choose(kept, "mine")
    slow.choose(kept, "mine")
    assert len(later) == 1


@pytest.mark.parametrize(("typed", "code"), [("101", 1002), ("abc", 1001), ("1.000", 1006), ("", 1511), ("-1", 1003)])
def test_another_mark_is_judged_like_any_mark(store, small, hendra, presenter, heard, typed, code):
    kept = clash_of_marks(store, small, hendra)
    presenter.weigh(kept)
    assert presenter.other(kept, typed, heard.effects[kept.id]).code == code
    assert waiting(store) == []


@pytest.mark.parametrize(
    ("typed", "sent"), [("82,5", {"value": 82.5}), ("82.5", {"value": 82.5}), ("izin", {"value": None, "state": "excused"})]
)
def test_another_mark_is_saved(store, small, hendra, presenter, typed, sent):
    kept = clash_of_marks(store, small, hendra)
    assert presenter.other(kept, typed, None) is None
    (row,) = waiting(store)[0]["rows"]
    assert row["n"] == sent
    assert row["b"]["value"] == 81


def test_what_is_put_off_goes_to_the_end(store, small, hendra, presenter):
    first = clash_of_marks(store, small, hendra)
    second = clash_of_marks(store, small, hendra, pupil=1)
    presenter.load()
    assert [k.id for k in presenter.conflicts] == [second.id, first.id]
    presenter.later(second)
    assert [k.id for k in presenter.conflicts] == [first.id, second.id]


def test_sending_again_wakes_the_worker(store, small, presenter, worker, heard):
    score(store, small, 70)
    answer(store, status="refused", why="semester_closed")
    presenter.load()
    presenter.retry(presenter.refused[0])
    assert (worker.woken, presenter.refused, len(presenter.queue)) == (1, (), 1)
    heard.notes[-1][1]()
    assert len(presenter.refused) == 1


def test_what_was_put_away_is_found_in_the_history(store, small, presenter):
    score(store, small, 70)
    answer(store, status="refused", why="semester_closed")
    presenter.load()
    presenter.put_away(presenter.refused[0])
    (line,) = [h for h in presenter.history if h.kept_id]
    presenter.reopen(line)
    assert len(presenter.refused) == 1


def test_a_failure_is_said_and_the_question_stays(store, small, hendra, presenter, heard):
    kept = clash_of_marks(store, small, hendra)
    Syncing(store, small.teacher).keep_theirs(kept.id)
    presenter.choose(kept, "mine")
    assert [e.code for e in heard.errors] == [1501]
    assert heard.shown == 1


def test_the_export_says_everything_in_words(store, small, hendra, presenter, heard, tmp_path):
    clash_of_names(store, small, hendra)
    clash_of_marks(store, small, hendra)
    score(store, small, 70, first=2, title="=1+1")
    answer(store, status="refused", why="semester_closed")
    presenter.export(tmp_path / "a.xlsx")
    rows = [[c.value for c in row] for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=3)]
    said = {(row[0], row[5], row[6], row[7], row[8], row[9], row[10]) for row in rows}
    assert ("konflik", "Bahasa Indonesia · VIII B", "Murid 001 · STS 2", "Nilai", 84, 78, 81) in said
    assert ("konflik", None, "VIII B", "Wali kelas", "Hendra Gunawan", "Ratna Wulandari", None) in {
        tuple(v or None for v in row) for row in said
    }
    assert {row[3] for row in rows} >= {"=1+1"}
    assert heard.notes[-1][0] == "Diekspor ke a.xlsx"


def test_the_queue_is_exported_on_its_own(store, small, presenter, tmp_path):
    score(store, small, 70, 71)
    presenter.export(tmp_path / "queue.xlsx", queue=True)
    rows = list(load_workbook(tmp_path / "queue.xlsx").worksheets[0].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[6], row[8]) for row in rows] == [
        ("belum terkirim", "Murid 001 · STS 2", 70),
        ("belum terkirim", "Murid 002 · STS 2", 71),
    ]


def test_without_a_worker_the_centre_still_decides(store, small, hendra, heard):
    alone = SyncPresenter(Syncing(store, small.teacher), Grades(store, small.teacher), None, at_once, heard)
    alone.wake()
    alone.work_offline(True)
    assert not alone.offline
