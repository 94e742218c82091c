"""What the presenter does with edits on their way to the disk, over a real encrypted file and without a window."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import use
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.grades import Grades
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.ui.grades.school import LookSchool, build
from ui.screens.grades.presenter import GradesPresenter
from ui.widgets.grid.moves import Block


class Screen:
    """Notes what the presenter says."""

    def __init__(self) -> None:
        self.boards: list[bool] = []
        self.changed: list[tuple[int, int]] = []
        self.went: list[Block] = []
        self.reports: list[str] = []
        self.errors: list[EmsError] = []
        self.written: list[str] = []

    def board_changed(self, *, opened: bool) -> None:
        self.boards.append(opened)

    def cells_changed(self, cells) -> None:
        self.changed += cells

    def go_to(self, block: Block) -> None:
        self.went.append(block)

    def reported(self, report) -> None:
        self.reports.append(report.summary)

    def failed(self, error: EmsError) -> None:
        self.errors.append(error)

    def wrote(self, *kinds: str) -> None:
        self.written += kinds


class Later:
    """Work that waits until it is told to go on: the time between typed and saved can be looked at."""

    def __init__(self) -> None:
        self.waiting: deque[Any] = deque()

    def __call__(self, work, done=None, failed=None, *, ordered=False) -> None:
        self.waiting.append((work, done, failed))

    def step(self) -> None:
        work, done, failed = self.waiting.popleft()
        try:
            result = work()
        except EmsError as error:
            failed(error)
        else:
            done(result)

    def go(self) -> None:
        while self.waiting:
            self.step()


@pytest.fixture
def store(tmp_path) -> Iterator[LocalStore]:
    use("en")
    opened = LocalStore(tmp_path / "local.db", os.urandom(32))
    yield opened
    opened.close()


@pytest.fixture
def school(store) -> LookSchool:
    return build(store, 12)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def presenter(store, school, screen, later) -> GradesPresenter:
    made = GradesPresenter(Grades(store, school.teacher), later, screen)
    made.sheet.open(school.sheet_id)
    later.go()
    return made


LM4 = (7, 6)


def test_an_edit_shows_before_it_is_saved_and_is_called_saved_only_after_the_commit(presenter, later, screen):
    board = presenter.sheet.now()
    assert presenter.type(LM4, "88") is None
    assert board.cell(*LM4).value == 88
    assert board.stage(*LM4) == "typed"
    assert screen.written == []
    later.step()
    assert board.stage(*LM4) == "saved"
    assert screen.written == ["scores"]


def test_a_reading_begun_before_the_commit_does_not_take_the_edit_away(presenter, later, school, store):
    presenter.sheet.refresh()  # will read before the edit is saved …
    read, done, _failed = later.waiting.popleft()
    old = read()
    presenter.type(LM4, "88")
    later.step()
    done(old)  # … and arrives after
    assert presenter.sheet.now().cell(*LM4).value == 88
    assert presenter.sheet.now().stage(*LM4) == "saved"
    presenter.sheet.refresh()
    later.go()
    assert presenter.sheet.now().stage(*LM4) is None  # now the reading itself has it
    assert presenter.sheet.now().cell(*LM4) == Cell(Decimal(88), mark="unsent")


def test_of_two_edits_of_a_cell_the_newer_stays_while_the_older_is_saved(presenter, later):
    presenter.type(LM4, "70")
    presenter.type(LM4, "71")
    later.step()
    assert presenter.sheet.now().cell(*LM4).value == 71
    assert presenter.sheet.now().stage(*LM4) == "typed"
    later.step()
    assert presenter.sheet.now().stage(*LM4) == "saved"


def fill_the_disk(store: LocalStore) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("create trigger full before insert on scores begin select raise(abort, 'database or disk is full'); end")


def empty_the_disk(store: LocalStore) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("drop trigger full")


def test_what_cannot_be_saved_stays_says_so_and_can_be_tried_again(presenter, later, screen, store, school):
    fill_the_disk(store)
    presenter.type(LM4, "88")
    later.go()
    board = presenter.sheet.now()
    assert (board.cell(*LM4).value, board.stage(*LM4)) == (88, "failed")
    assert [error.code for error in screen.errors] == [1304]
    assert presenter.sheet.unsaved() == 1
    presenter.sheet.open(school.parallel)  # also while another sheet is open
    later.go()
    presenter.sheet.open(school.sheet_id)
    later.go()
    assert presenter.sheet.now().stage(*LM4) == "failed"
    empty_the_disk(store)
    presenter.retry()
    later.go()
    assert presenter.sheet.unsaved() == 0
    assert Grades(store, school.teacher).sheet(school.sheet_id).cell(school.columns["LM 4"], school.pupils[7]).value == 88


def test_what_cannot_be_saved_can_be_given_up(presenter, later, store):
    fill_the_disk(store)
    presenter.type(LM4, "88")
    later.go()
    presenter.give_up()
    assert presenter.sheet.now().cell(*LM4) == Cell()
    assert presenter.sheet.unsaved() == 0


def test_a_refused_text_is_given_back_and_nothing_is_asked_of_the_disk(presenter, later):
    error = presenter.type(LM4, "8,5,1")
    assert isinstance(error, Mistake)
    assert error.code == 1007
    assert not later.waiting


def test_somebody_elses_mark_comes_in_and_an_unsaved_one_stays(presenter, later, store, school):
    presenter.type(LM4, "88")
    with store.applying() as session:
        session.execute(
            sa.update(t.scores)
            .where(t.scores.c.assessment_id == school.columns["F1"], t.scores.c.student_id == school.pupils[0])
            .values(value=51)
        )
    presenter.sheet._read(opened=False)
    later.waiting.rotate(1)  # the reading goes first
    later.step()
    board = presenter.sheet.now()
    assert board.cell(0, 0).value == 51
    assert (board.cell(*LM4).value, board.stage(*LM4)) == (88, "typed")
    later.go()


def test_a_row_does_not_leave_the_filter_while_it_is_being_filled(presenter, later):
    presenter.sheet.arrange(flag="blank")
    rows = presenter.sheet.now().size[0]
    presenter.type((0, 8), "80")
    later.go()
    presenter.sheet.refresh()
    later.go()
    assert presenter.sheet.now().size[0] == rows


def test_only_the_sheet_that_is_wanted_last_is_shown(presenter, later, school, screen):
    presenter.sheet.open(school.parallel)
    presenter.sheet.open(school.sheet_id)
    later.waiting.rotate(1)  # the answers come in the other order
    later.go()
    assert presenter.sheet.now().sheet.ref.id == school.sheet_id


def test_while_a_reading_is_under_way_further_news_wait_for_one_more(presenter, later):
    for _ in range(5):
        presenter.sheet.refresh()
    assert len(later.waiting) == 1
    later.step()
    assert len(later.waiting) == 1
    later.go()


def test_undo_goes_where_it_changed_something(presenter, later, screen):
    presenter.type(LM4, "88")
    later.go()
    presenter.undo()
    later.go()
    assert screen.went[-1] == Block(7, 6, 7, 6)
    assert presenter.sheet.now().cell(*LM4).value is None
    presenter.redo()
    later.go()
    assert presenter.sheet.now().cell(*LM4).value == 88


def test_undo_of_nothing_is_quiet(presenter, later, screen, school, store):
    presenter.sheet.open(school.parallel)
    later.go()
    presenter.undo()
    later.go()
    assert screen.errors == []


def test_quick_entry_takes_a_number_and_a_mark(presenter, later, store, school):
    assert presenter.quick("5 85", 6).row == 4
    later.go()
    assert presenter.sheet.now().cell(4, 6).value == 85
    assert presenter.quick_preview("6", 6) == "Citra Ayu Lestari · 91.5"


@pytest.mark.parametrize(("text", "code"), [("99 85", 1024), ("5", 1025), ("lima 85", 1025), ("", 1025), ("5 850", 1002), ("85", 1024)])
def test_quick_entry_says_what_is_wrong(presenter, text, code, later):
    with pytest.raises(Mistake) as wrong:
        presenter.quick(text, 6)
    assert wrong.value.code == code
    assert not later.waiting


def test_restoring_puts_back_what_stood_before_the_last_change(presenter, later, school):
    lm3 = (5, 5)
    presenter.restore(lm3)
    later.go()
    assert presenter.sheet.now().cell(*lm3).value == 79


def test_a_cell_without_history_says_so(presenter, later, screen):
    presenter.restore((0, 0))
    later.go()
    assert [error.code for error in screen.errors] == [1029]


def test_a_paste_is_one_change_set_and_its_report_names_what_was_refused(presenter, later, screen, store):
    with store.reading() as session:
        before = session.execute(sa.text("select count(*) from outbox")).scalar_one()
    plan = presenter.paste(Block(0, 6, 0, 6), "70\nx\n=1+1\n85%\n71\n")
    later.go()
    assert [r.error.code for r in plan.refusals] == [1001, 1004, 1005]
    assert screen.reports == ["2 marks went in. 3 cells were refused."]
    with store.reading() as session:
        assert session.execute(sa.text("select count(*) from outbox")).scalar_one() == before + 1


def test_a_note_that_is_too_long_is_refused_before_the_disk_is_asked(presenter, later):
    error = presenter.note(LM4, "x" * 2001)
    assert error is not None
    assert error.code == 1028
    assert not later.waiting


def test_an_assessment_removed_elsewhere_takes_its_late_edit_out_of_sight_quietly(presenter, later, store, school):
    presenter.type(LM4, "88")
    later.go()
    with store.applying() as session:
        session.execute(sa.update(t.assessments).where(t.assessments.c.id == school.columns["LM 4"]).values(deleted=True))
    presenter.sheet.refresh()
    later.go()
    assert [c.title for c in presenter.sheet.now().columns][6] == "STS"
    assert presenter.sheet.now().at((school.columns["LM 4"], school.pupils[7])) is None


def test_an_entry_may_be_laid_over_a_sheet_before_it_is_read_again(presenter, later, school):
    entry = Entry(school.columns["SAS"], school.pupils[0], Cell(Decimal(90), mark="unsent"))
    presenter.sheet.enter("from outside the grid", (entry,))
    assert presenter.sheet.now().cell(0, 8).value == 90
    later.go()
