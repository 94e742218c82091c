"""A cell's history: this computer's at once, the school's a moment later. The file here is a real one; the school answers, or not, as the
network lets it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import NeedsOnline
from ems_desktop.services.grade_views import Cell, Step
from ems_desktop.services.grades import Grades
from ems_desktop.store.local import LocalStore
from tests.ui.grades.conftest import OpenDesk
from tests.ui.grades.desk import Desk
from tests.ui.grades.school import LookSchool, build
from tests.ui.hands import Hands
from ui.screens.grades.cell_past import CellPast


def step(old: float | None, new: float, who: str = "Hendra Gunawan", place: str = "LAB-2", *, sent: bool = True) -> Step:
    was, became = (Cell() if value is None else Cell(Decimal(str(value))) for value in (old, new))
    return Step(who, "2026-11-20T02:00:00+00:00", was, became, place, sent)


@dataclass
class School:
    """What it knows of each cell. `away`: nobody answers."""

    steps: tuple[Step, ...] = ()
    away: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def history(self, assessment: str, pupil: str) -> tuple[Step, ...]:
        self.asked.append((assessment, pupil))
        if self.away:
            raise NeedsOnline(1601)
        return self.steps


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@dataclass
class Told:
    past: CellPast
    hands: Hands
    school: School
    look: LookSchool
    now: list[float]
    heard: list[tuple[tuple[Step, ...], str]] = field(default_factory=list)

    def hear(self, steps: tuple[Step, ...], source: str) -> None:
        self.heard.append((steps, source))

    def key(self, column: str = "LM 3", number: int = 6) -> tuple[str, str]:
        return self.look.columns[column], self.look.pupils[number - 1]


@pytest.fixture
def told(store: LocalStore) -> Told:
    look = build(store)
    hands, school, now = Hands(), School(), [100.0]
    past = CellPast(Grades(store, look.teacher), school, hands.run, lambda: now[0])
    return Told(past, hands, school, look, now)


def test_this_computer_s_steps_come_first_and_the_school_s_follow_with_what_is_not_sent_on_top(told: Told) -> None:
    told.past.here(told.look.sheet_id, told.key(), told.hear)
    told.hands.go_all()
    here, source = told.heard[-1]
    assert ([s.new.value for s in here], source) == ([Decimal("82.5"), 79, 74], "here")
    told.school.steps = (step(70, 79), step(None, 70))
    told.past.ask(told.key(), here, told.hear)
    told.hands.go_all()
    steps, source = told.heard[-1]
    unsent = [s for s in here if not s.sent]
    assert unsent
    assert (steps, source) == ((*unsent, *told.school.steps), "school")


def test_of_many_questions_on_the_way_only_the_newest_is_asked(told: Told) -> None:
    for number in (1, 2, 3, 4):
        told.past.ask(told.key(number=number), (), told.hear)
    assert len(told.hands.waiting) == 1
    told.hands.go_all()
    assert told.school.asked == [told.key(number=1), told.key(number=4)]


def test_a_school_that_does_not_answer_is_left_alone_for_half_a_minute(told: Told) -> None:
    here, told.school.away = (step(1, 2, sent=False),), True
    told.past.ask(told.key(number=1), here, told.hear)
    told.past.ask(told.key(number=2), here, told.hear)
    told.hands.go_all()
    assert told.heard == [(here, "away"), (here, "away")]
    told.past.ask(told.key(number=3), here, told.hear)
    assert (told.hands.waiting, told.heard[-1]) == ([], (here, "away"))
    assert told.school.asked == [told.key(number=1)]
    told.now[0] += 31
    told.school.away = False
    told.past.ask(told.key(number=3), here, told.hear)
    told.hands.go_all()
    assert told.heard[-1] == (here, "school")


def test_without_anybody_to_ask_nothing_is_asked(store: LocalStore) -> None:
    hands = Hands()
    heard: list[Any] = []
    CellPast(Grades(store, build(store).teacher), None, hands.run).ask(("a", "s"), (), lambda *told: heard.append(told))
    assert (hands.waiting, heard) == ([], [])


def test_what_stood_before_is_taken_from_whoever_made_the_cell_what_it_is(told: Told) -> None:
    mine = (step(60, 70, "Ratna", "here"), step(50, 60, "Ratna", "here"))
    assert told.past.before(told.key(), mine, Cell(Decimal(70))) == Cell(Decimal(60))
    told.school.steps = (step(70, 85), step(60, 70))
    told.past.ask(told.key(), mine, told.hear)
    told.hands.go_all()
    assert told.past.before(told.key(), mine, Cell(Decimal(85))) == Cell(Decimal(70))
    unsent = (step(85, 90, "Ratna", "here", sent=False), *mine)
    assert told.past.before(told.key(), unsent, Cell(Decimal(90))) == Cell(Decimal(85))
    assert told.past.before(told.key(number=1), (), Cell(Decimal(85))) is None  # of another cell the school told nothing


# in the window


@pytest.fixture
def at_school(qapp: QApplication, open_it: OpenDesk) -> tuple[Desk, School]:
    school = School((step(None, 91),))
    return open_it(audit=school), school


def test_the_inspector_tells_what_others_did_to_the_cell(at_school: tuple[Desk, School]) -> None:
    desk, school = at_school
    desk.choose("LM 2", 1)
    desk.settle()
    now = desk.cell("LM 2", 1).value
    assert now is not None
    school.steps = (step(61, float(now)), step(None, 61, "", "postgres"))
    desk.choose("LM 2", 2)
    desk.settle()
    desk.choose("LM 2", 1)
    desk.settle()
    inspector = desk.screen.side.inspector
    desk.screen.follower.ask_school()
    assert desk.tasks.wait()
    QApplication.processEvents()
    rows = inspector.history.rows
    assert [str(rows.index(n).data()).split(",")[0] for n in range(rows.rowCount())] == ["Hendra Gunawan", "Tangan administrator"]
    assert inspector._restore is not None
    assert inspector._restore.said == "Kembalikan ke 61"
    assert inspector._alone.isHidden()
    desk.screen.presenter.restore(desk.at("LM 2", 1))
    desk.settle()
    assert desk.stored("LM 2", 1).value == 61


def test_without_the_school_the_inspector_says_that_it_is_this_computer_alone(at_school: tuple[Desk, School]) -> None:
    desk, school = at_school
    school.away = True
    desk.choose("LM 3", 6)
    desk.settle()
    desk.screen.follower.ask_school()
    assert desk.tasks.wait()
    QApplication.processEvents()
    inspector = desk.screen.side.inspector
    assert inspector._alone.isVisible()
    assert inspector.history.rows.rowCount() == 3


def test_a_school_that_was_heard_from_is_asked_again_at_once(at_school: tuple[Desk, School]) -> None:
    desk, school = at_school
    school.away = True
    desk.choose("LM 3", 6)
    desk.settle()
    desk.screen.follower.ask_school()
    assert desk.tasks.wait()
    school.away = False
    desk.screen.ctx.bus.tell({"users"}, origin="pull")
    desk.choose("LM 2", 6)
    desk.settle()
    desk.screen.follower.ask_school()
    assert desk.tasks.wait()
    QApplication.processEvents()
    assert len(school.asked) == 2
    assert desk.screen.side.inspector._alone.isHidden()
