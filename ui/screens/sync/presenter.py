"""The sync centre without its widgets: what waits for a decision, and what a person does about it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.grades import Typed, parse_mark
from ems_desktop.domain.materials import check_cells
from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Sheet
from ems_desktop.services.syncing import Answer, Kept, Past, Waiting
from ui.labels import mark_words
from ui.screens.sync.effects import Effect, effect_of
from ui.screens.sync.exporting import page_of
from ui.screens.sync.service import Sheets, SyncCentre, SyncWorker
from ui.screens.sync.words import side_words, title_words
from ui.work import Run

SEGMENTS = ("conflicts", "queue", "refused", "history")


class SyncScreenView(Protocol):
    """What the presenter tells the screen."""

    def show_all(self) -> None:
        """The lists are new."""

    def show_effect(self, kept_id: int, effect: Effect | None) -> None: ...

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self, kept: Kept) -> None:
        """A decision wrote something (or took it back): other screens fetch it anew."""


@dataclass(frozen=True, slots=True)
class Lists:
    kept: tuple[Kept, ...] = ()
    queue: tuple[Waiting, ...] = ()
    history: tuple[Past, ...] = ()


class SyncPresenter:
    """`conflicts` and `refused` in the order they are shown: put off ones last."""

    def __init__(self, service: SyncCentre, sheets: Sheets, worker: SyncWorker | None, run: Run, screen: SyncScreenView) -> None:
        self._service, self._sheets, self._worker, self._run, self._screen = service, sheets, worker, run, screen
        self._lists = Lists()
        self._later: list[int] = []
        self._answering: set[int] = set()

    # -- what is there

    @property
    def queue(self) -> tuple[Waiting, ...]:
        return self._lists.queue

    @property
    def history(self) -> tuple[Past, ...]:
        return self._lists.history

    @property
    def conflicts(self) -> tuple[Kept, ...]:
        return self._ordered([k for k in self._lists.kept if k.status == "conflict"])

    @property
    def refused(self) -> tuple[Kept, ...]:
        return self._ordered([k for k in self._lists.kept if k.status != "conflict"])

    def counts(self) -> dict[str, int]:
        return {"conflicts": len(self.conflicts), "queue": len(self.queue), "refused": len(self.refused), "history": 0}

    def _ordered(self, found: list[Kept]) -> tuple[Kept, ...]:
        return tuple(sorted(found, key=lambda k: self._later.index(k.id) + 1 if k.id in self._later else 0))

    def load(self) -> None:
        """Read everything anew."""
        self._run(lambda: Lists(self._service.kept(), self._service.queue(), self._service.history()), self._loaded, self._screen.failed)

    def _loaded(self, lists: Lists) -> None:
        self._lists = lists
        self._answering &= {k.id for k in lists.kept}
        self._screen.show_all()

    def weigh(self, kept: Kept) -> None:
        """Reckon what each value would mean for the final grade; the screen is told."""
        if kept.sheet_id is None or kept.assessment_id is None or kept.status != "conflict":
            self._screen.show_effect(kept.id, None)
            return
        sheet_id = kept.sheet_id

        def read() -> Sheet:
            return self._sheets.sheet(sheet_id)

        # a sheet that is not here any more takes its effect with it, not the decision
        self._run(
            read, lambda sheet: self._screen.show_effect(kept.id, effect_of(kept, sheet)), lambda _: self._screen.show_effect(kept.id, None)
        )

    # -- decisions

    def choose(self, kept: Kept, choice: str) -> None:
        """mine, base or theirs."""
        act = {"mine": self._service.take_mine, "base": self._service.take_base, "theirs": self._service.keep_theirs}[choice]
        side = {"mine": kept.mine, "base": kept.base, "theirs": kept.theirs}[choice]
        said = tr("{title}: {value} stands", title=title_words(kept), value=side_words(kept, side))
        if len(kept.differences) > 1:
            said = tr("{title}: decided", title=title_words(kept))
        self._answer(kept, lambda: act(kept.id), said)

    def other(self, kept: Kept, text: str, effect: Effect | None) -> Mistake | None:
        """A third value, typed. The mistake to show beside it, or None: then it is on its way to the disk."""
        if kept.clash:
            return self._other_text(kept, text)
        try:
            typed = parse_mark(text, effect.maximum) if effect else parse_mark(text)
        except Mistake as error:
            return error
        if typed == Typed():
            return Mistake(1511)
        values: dict[str, Any] = {"value": None if typed.value is None else float(typed.value), "state": typed.state}
        said = tr("{title}: {value} stands", title=title_words(kept), value=side_words(kept, values))
        self._answer(kept, lambda: self._service.take_other(kept.id, values), said)
        return None

    def _other_text(self, kept: Kept, text: str) -> Mistake | None:
        """A text of the catalogue, exactly as typed."""
        try:
            check_cells({kept.clash: text})
        except Mistake as error:
            return error
        if not text:
            return Mistake(1637)
        said = tr("{title}: decided", title=title_words(kept))
        self._answer(kept, lambda: self._service.take_other(kept.id, {kept.clash: text}), said)
        return None

    def retry(self, kept: Kept) -> None:
        self._answer(kept, lambda: self._service.retry(kept.id), tr("{title}: will be sent again", title=title_words(kept)), self.wake)

    def put_away(self, kept: Kept) -> None:
        self._answer(
            kept, lambda: self._service.put_away(kept.id), tr("{title}: put away, it stays in the history", title=title_words(kept))
        )

    def later(self, kept: Kept) -> None:
        """To the end of the list, for today."""
        self._later = [one for one in self._later if one != kept.id] + [kept.id]
        self._screen.show_all()

    def reopen(self, past: Past) -> None:
        """A decision of the history, asked again."""
        kept_id = past.kept_id
        if kept_id is not None:
            self._run(lambda: self._service.reopen_past(kept_id), lambda _: self.load(), self._screen.failed, ordered=True)

    def _answer(self, kept: Kept, act: Callable[[], Answer], said: str, then: Callable[[], None] | None = None) -> None:
        if kept.id in self._answering:
            return  # the key was pressed twice
        self._answering.add(kept.id)

        def done(answer: Answer) -> None:
            self._screen.note(said, lambda: self._take_back(kept, answer))
            self._screen.changed(kept)
            self.load()
            if then:
                then()

        def failed(error: EmsError) -> None:
            self._answering.discard(kept.id)
            self._screen.failed(error)
            self.load()

        self._run(act, done, failed, ordered=True)

    def _take_back(self, kept: Kept, answer: Answer) -> None:
        def done(_: object) -> None:
            self._answering.discard(kept.id)
            self._screen.changed(kept)
            self.load()

        self._run(lambda: self._service.reopen(answer), done, self._screen.failed, ordered=True)

    # -- the queue

    @property
    def offline(self) -> bool:
        """Whether this person works without the school on purpose."""
        return self._worker is not None and self._worker.paused

    def wake(self) -> None:
        """Do not wait for the next poll."""
        if self._worker is not None:
            self._worker.wake()

    def work_offline(self, offline: bool) -> None:
        if self._worker is not None:
            self._worker.pause(offline)

    # -- out of the program

    def export(self, path: Path, *, queue: bool = False, only: Kept | None = None) -> None:
        """Everything refused and in conflict (or one of them), or the queue, as a table in words."""

        def write() -> None:
            rows = self._service.export_queue() if queue else self._service.export_rows(None if only is None else [only.id])
            self._service.export(path, page_of(rows))

        self._run(write, lambda _: self._screen.note(tr("Exported to {file}", file=path.name)), self._screen.failed)


def hint_of(effect: Effect | None) -> str:
    """The placeholder of the other value."""
    maximum = mark_words(effect.maximum) if effect else "100"
    return tr("Another mark, 0 to {maximum}", maximum=maximum)
