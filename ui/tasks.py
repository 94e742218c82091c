"""Work off the GUI thread, answers on it. Screens call `tasks.run(work, done, failed, owner=self)` and never see a thread.

A few threads take work as it comes; one more takes *ordered* work strictly one after another (what a person typed must be
saved in the order it was typed). Answers come back through one long-lived queued signal; an answer whose owner is gone is
dropped, but a failure of ordered work never is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from ems_desktop.domain.errors import EmsError

R = TypeVar("R")
THREADS = 3


class Cancelled(Exception):  # not an error: the person asked for it
    """Raised inside work by `Progress.step` after the person pressed cancel."""


class Progress:
    """What long work says about itself; safe to call from its thread."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0  # 0: not known
        self._cancelled = threading.Event()
        self._since = monotonic()

    def age_ms(self) -> int:
        """How long ago the work was handed in."""
        return int((monotonic() - self._since) * 1000)

    def step(self, done: int, total: int = 0) -> None:
        """So many of so many are done. Raises Cancelled when the person has had enough: call it where stopping is safe."""
        self.done, self.total = done, total or self.total
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()


@dataclass(eq=False)
class Task(Generic[R]):
    """One piece of work on its way. `title` makes it a job that the strip shows when it takes long."""

    work: Callable[[], R]
    done: Callable[[R], object] | None = None
    failed: Callable[[EmsError], object] | None = None
    owner: QObject | None = None
    ordered: bool = False
    title: str = ""
    progress: Progress = field(default_factory=Progress)
    result: Any = None
    error: BaseException | None = None

    def perform(self) -> None:
        """On a worker thread. Everything is caught here: this is the boundary between work and window."""
        try:
            self.result = self.work()
        except BaseException as error:  # noqa: BLE001  # told on the GUI thread, nothing is swallowed
            self.error = error


class _Door(QObject):
    """The long-lived way back to the GUI thread. Only numbers go through: a worker that held a task for a moment longer than
    this thread would destroy, on its own thread, the widgets the task knows."""

    finished = Signal(int)  # the task's number
    posted = Signal(object)  # Callable[[], None]

    def __init__(self) -> None:
        super().__init__()
        self.tasks: dict[int, Task[Any]] = {}

    def perform(self, number: int) -> None:
        """On a worker thread."""
        self.tasks[number].perform()


class Tasks(QObject):
    """`on_error(error)` hears every EmsError that has no `failed`; `on_bug(error)` every other exception."""

    started = Signal(object)  # Task with a title
    ended = Signal(object)  # Task with a title
    went_idle = Signal()

    def __init__(self, on_error: Callable[[EmsError], None], on_bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._on_error, self._on_bug = on_error, on_bug
        self._queue: SimpleQueue[int | None] = SimpleQueue()
        self._ordered: SimpleQueue[int | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._count = 0
        self._closed = False
        self._door = _Door()
        self._door.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._door.posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], R],
        done: Callable[[R], object] | None = None,
        failed: Callable[[EmsError], object] | None = None,
        *,
        owner: QObject | None = None,
        ordered: bool = False,
    ) -> Task[R]:
        """Do `work()` on a worker thread, then `done(result)` or `failed(error)` on this one, if `owner` still lives."""
        return self._start(Task(work, done, failed, owner, ordered))

    def job(
        self,
        title: str,
        work: Callable[[Progress], R],
        done: Callable[[R], object] | None = None,
        failed: Callable[[EmsError], object] | None = None,
        *,
        owner: QObject | None = None,
        ordered: bool = False,
    ) -> Task[R]:
        """Like `run`, for work that may take long: shown in the strip after 0.6 s, with its progress and a cancel."""
        progress = Progress()
        return self._start(Task(lambda: work(progress), done, failed, owner, ordered, title, progress))

    def post(self, act: Callable[[], None]) -> None:
        """From any thread: do this on the GUI thread, soon."""
        self._door.posted.emit(act)

    def idle(self) -> bool:
        """Nothing is waiting, running or on its way back."""
        return not self._door.tasks

    def jobs(self) -> list[Task[Any]]:
        """The titled tasks that are under way, oldest first."""
        return [task for task in self._door.tasks.values() if task.title]

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Keep the window alive until all is delivered; False when it took longer. For tests, the tour and the way out."""
        loop, timer = QEventLoop(), QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(loop.quit)
        self.went_idle.connect(loop.quit)
        timer.start(milliseconds)
        while not self.idle() and timer.isActive():  # what was delivered last may have begun something new
            loop.exec()
        return self.idle()

    def close(self, milliseconds: int = 10_000) -> bool:
        """Let what runs finish, then end the threads. Call it once, before the application ends."""
        finished = self.wait(milliseconds)
        self._closed = True
        for thread in self._threads:
            (self._ordered if thread.name == "ordered" else self._queue).put(None)
        for thread in self._threads:
            thread.join(timeout=milliseconds / 1000)
        return finished

    def _start(self, task: Task[R]) -> Task[R]:
        if self._closed:
            return task
        self._count += 1
        self._door.tasks[self._count] = task
        self._see_to_hands(task.ordered)
        (self._ordered if task.ordered else self._queue).put(self._count)
        if task.title:
            self.started.emit(task)
        return task

    def _see_to_hands(self, ordered: bool) -> None:
        """A thread more where all are taken: to start one is to wait until it runs."""
        name, queue, most = ("ordered", self._ordered, 1) if ordered else ("work", self._queue, THREADS)
        hands = sum(thread.name == name for thread in self._threads)
        if hands < most and hands < sum(task.ordered == ordered for task in self._door.tasks.values()):
            thread = threading.Thread(target=_work, args=(queue, self._door), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        task = self._door.tasks[number]
        try:
            if task.title:
                self.ended.emit(task)
            self._answer(task)
        finally:
            del self._door.tasks[number]
            if self.idle():
                self.went_idle.emit()

    def _answer(self, task: Task[Any]) -> None:
        gone = task.owner is not None and not isValid(task.owner)
        if task.error is None:
            if task.done and not gone:
                task.done(task.result)
        elif isinstance(task.error, Cancelled):
            return
        elif not isinstance(task.error, EmsError):
            self._on_bug(task.error)
        elif task.failed and not gone:
            task.failed(task.error)
        elif not gone or task.ordered:
            self._on_error(task.error)

    @Slot(object)
    def _call(self, act: Callable[[], None]) -> None:
        act()


def _work(queue: SimpleQueue[int | None], door: _Door) -> None:
    while (number := queue.get()) is not None:
        door.perform(number)
        door.finished.emit(number)
