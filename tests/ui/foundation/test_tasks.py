"""Work off the window's thread: answers come back on it, in order where order matters, and only to those who still live."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from ems_desktop.domain.errors import Outage
from ui.tasks import Progress, Tasks


class Heard:
    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.bugs: list[BaseException] = []


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def tasks(qapp, heard: Heard) -> Iterator[Tasks]:
    made = Tasks(heard.errors.append, heard.bugs.append)
    yield made
    assert made.close()


def fail(error: Exception):
    raise error


def test_work_is_done_on_another_thread_and_answered_on_this_one(tasks):
    here, there, answered = threading.get_ident(), [], []
    tasks.run(lambda: there.append(threading.get_ident()), lambda _: answered.append(threading.get_ident()))
    assert tasks.wait()
    assert there[0] != here
    assert answered == [here]


def test_three_pieces_of_work_are_done_at_the_same_time_beside_an_ordered_one(tasks):
    together = threading.Barrier(4, timeout=20)
    tasks.run(together.wait, ordered=True)
    for _ in range(3):
        tasks.run(together.wait)
    assert tasks.wait(20_000)
    assert not together.broken


def test_ordered_work_is_done_in_the_order_it_was_handed_in(tasks):
    gate = threading.Event()
    done: list[int] = []
    tasks.run(gate.wait, ordered=True)
    for n in range(50):
        tasks.run(lambda n=n: n, done.append, ordered=True)
    tasks.run(gate.set)
    assert tasks.wait()
    assert done == list(range(50))


def test_an_answer_for_a_screen_that_is_gone_is_dropped(tasks, heard):
    gate, owner = threading.Event(), QObject()
    answers: list[object] = []
    tasks.run(gate.wait, answers.append, answers.append, owner=owner)
    tasks.run(lambda: gate.wait() and fail(Outage(1302)), answers.append, answers.append, owner=owner)
    delete(owner)
    gate.set()
    assert tasks.wait()
    assert answers == []
    assert heard.errors == []


def test_a_failure_to_save_is_told_even_when_the_screen_is_gone(tasks, heard):
    gate, owner = threading.Event(), QObject()
    tasks.run(lambda: gate.wait() and fail(Outage(1302)), owner=owner, ordered=True)
    delete(owner)
    gate.set()
    assert tasks.wait()
    assert [error.code for error in heard.errors] == [1302]


def test_an_error_goes_to_whoever_asked_and_otherwise_to_all(tasks, heard):
    mine: list[Exception] = []
    tasks.run(lambda: fail(Outage(1302)), failed=mine.append)
    tasks.run(lambda: fail(Outage(1302)))
    assert tasks.wait()
    assert len(mine) == len(heard.errors) == 1


def test_anything_else_that_is_raised_is_a_bug(tasks, heard):
    mine: list[Exception] = []
    tasks.run(lambda: fail(ZeroDivisionError()), failed=mine.append)
    assert tasks.wait()
    assert mine == []
    assert isinstance(heard.bugs[0], ZeroDivisionError)


def test_long_work_says_how_far_it_is_and_stops_when_it_is_told_to(tasks, heard, qtbot):
    gate, far = threading.Event(), []

    def work(progress: Progress) -> None:
        progress.step(1, 10)
        far.append(progress.done)
        gate.wait()
        progress.step(2)
        far.append(progress.done)

    answers: list[object] = []
    job = tasks.job("Impor", work, answers.append, answers.append)
    qtbot.waitUntil(lambda: far == [1])
    assert [shown.title for shown in tasks.jobs()] == ["Impor"]
    job.progress.cancel()
    gate.set()
    assert tasks.wait()
    assert (far, answers, heard.bugs, tasks.jobs()) == ([1], [], [], [])


def test_a_worker_thread_can_ask_for_something_on_this_one(tasks, qtbot):
    said: list[int] = []
    tasks.run(lambda: tasks.post(lambda: said.append(threading.get_ident())))
    qtbot.waitUntil(lambda: said == [threading.get_ident()])


def test_waiting_gives_up_after_its_time(tasks):
    gate = threading.Event()
    tasks.run(gate.wait)
    assert not tasks.wait(30)
    assert not tasks.idle()
    gate.set()
    assert tasks.wait()


def test_after_closing_no_work_is_taken(qapp, heard):
    tasks = Tasks(heard.errors.append, heard.bugs.append)
    done: list[int] = []
    tasks.run(lambda: 1, done.append)
    assert tasks.close()
    tasks.run(lambda: 2, done.append)
    assert done == [1]
    assert tasks.idle()
