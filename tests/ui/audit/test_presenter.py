"""The audit without a window, over a real school: what is asked, which answer is taken, what a filter is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.audit import Audit
from ems_desktop.services.audit_views import AuditChange, AuditEntry, ChainReport, Filter
from ems_desktop.services.grades import Grades
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from tests.ui.audit.desk import SHEET, School
from tests.ui.hands import Hands
from tests.world import Login, SchoolWorld, uid
from ui.screens.audit.presenter import AuditPresenter, today


class Screen:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.changes: list[tuple[str, int]] = []
        self.errors: list[int] = []

    def show_choices(self) -> None:
        self.told.append("choices")

    def show_entries(self, *, added: bool) -> None:
        self.told.append("more" if added else "entries")

    def show_changes(self, entry: AuditEntry, changes: tuple[AuditChange, ...]) -> None:
        self.changes.append((entry.title, len(changes)))

    def show_report(self, report: ChainReport) -> None:
        self.told.append(f"{len(report.broken)} broken")

    def show_past(self) -> None:
        self.told.append("past")

    def note(self, said: str) -> None:
        self.told.append(said)

    def failed(self, error: EmsError) -> None:
        self.errors.append(error.code)


class Desk:
    def __init__(self, store: LocalStore, school: School) -> None:
        self.school, self.screen, self.hands = school, Screen(), Hands()
        self.audit = Audit(store, school.dial)
        person = Person(uid("sri"), "Sri", frozenset({"kurikulum"}))
        self.presenter = AuditPresenter(self.audit, Grades(store, person), self.hands.run, self.screen)

    def titles(self) -> list[str]:
        return [one.title for one in self.presenter.entries if one.kind != "hand"]


@pytest.fixture
def desk(world: SchoolWorld, login: Login, tmp_path: Path) -> Iterator[Desk]:
    store, school = LocalStore(tmp_path / "local.db", b"k" * 32), School(world, login)
    engine = Engine(store, lambda: Remote(school.dial()))
    engine.cycle()
    engine.hang_up()
    made = Desk(store, school)
    made.presenter.load()
    made.hands.go_all()
    yield made
    made.audit.hang_up()
    store.close()


def test_the_answer_to_the_newest_question_is_taken_however_late_an_older_one_comes(desk: Desk) -> None:
    desk.presenter.narrow(text="tempel")
    desk.presenter.narrow(text="VII")
    desk.hands.go(1)
    desk.hands.go(0)
    assert desk.titles() == ["VII B"]
    desk.presenter.narrow(text="VII")
    assert desk.hands.waiting == []  # nothing else was asked for


def test_while_older_entries_are_on_the_way_they_are_not_asked_for_again(desk: Desk) -> None:
    desk.presenter.more = True
    desk.presenter.load_more()
    desk.presenter.load_more()
    assert len(desk.hands.waiting) == 1
    desk.hands.go()
    assert not desk.presenter.more
    desk.presenter.load_more()
    assert desk.hands.waiting == []


def test_what_an_entry_changed_is_read_once(desk: Desk) -> None:
    entry = next(one for one in desk.presenter.entries if one.title == "2 nilai ditempel")
    for _ in range(2):
        desk.presenter.look(entry)
        desk.hands.go_all()
    assert desk.screen.changes == [("2 nilai ditempel", 2)] * 2
    desk.school.away = True
    desk.audit.hang_up()
    desk.presenter.look(entry)
    desk.hands.go_all()
    assert desk.screen.errors == []


def test_a_sheet_of_an_older_day_that_comes_late_is_dropped(desk: Desk) -> None:
    desk.presenter.show_sheet(SHEET, date(2020, 1, 1))
    desk.presenter.show_sheet(SHEET, today())
    desk.hands.go(1)
    desk.hands.go(0)
    assert desk.presenter.past is not None
    assert len(desk.presenter.past.columns) == 2
    assert desk.screen.told[-1:] == ["past"]
    assert desk.screen.told.count("past") == 1


def test_a_filter_in_words(desk: Desk) -> None:
    presenter = desk.presenter
    assert presenter.filter_words() == "Jejak: semuanya"
    presenter.filter = Filter(uid("budi"), uid("7a"), uid("now"), date(2026, 12, 1), date(2026, 12, 12), "LM")
    assert presenter.filter_words() == "Jejak: Budi, 7A, Ganjil 2026/2027, dari 1 Desember 2026, sampai 12 Desember 2026, dengan “LM”"


@pytest.mark.parametrize(("period", "days"), [("today", 0), ("week", 6), ("month", 29)])
def test_periods_end_today(desk: Desk, period: str, days: int) -> None:
    desk.presenter.choose_period(period, today())
    assert (desk.presenter.filter.since, desk.presenter.filter.until) == (today() - timedelta(days=days), None)
    desk.presenter.choose_period("any", today())
    assert desk.presenter.filter == Filter()
