"""The import without its widgets: a file is looked at, rows are mended or left out, all is applied as one step. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ems_desktop.domain.errors import EmsError
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.reconcile import RowVerdict
from ems_desktop.i18n import tr, trn
from ems_desktop.services.import_views import ImportPreview, ImportResult
from ui.screens.rosters.import_lines import Line, lines_of, shown_in
from ui.screens.rosters.service import ImportService, Job
from ui.work import Run


class ImportScreen(Protocol):
    """What the presenter tells the screen. All of it reads `presenter.now`."""

    def show_preview(self) -> None: ...

    def show_row(self) -> None:
        """Another row is chosen, or the chosen one was judged anew."""

    def show_check(self, trouble: Trouble | None) -> None:
        """What would be wrong with the typed text; None: nothing."""

    def show_unreadable(self, error: EmsError) -> None:
        """The file cannot be taken at all."""

    def finished(self, result: ImportResult | None, said: str) -> None:
        """All is on the disk (or, None, the person gave up)."""

    def busy(self, busy: bool) -> None: ...

    def note(self, said: str) -> None: ...

    def failed(self, error: EmsError) -> None: ...


@dataclass(frozen=True, slots=True)
class Looking:
    """What is seen. `row`: the chosen row's number in the file."""

    file: str = ""
    preview: ImportPreview | None = None
    lines: tuple[Line, ...] = ()
    which: str = "changes"
    row: int | None = None

    @property
    def shown(self) -> tuple[Line, ...]:
        return shown_in(self.lines, self.which)

    @property
    def verdict(self) -> RowVerdict | None:
        return self.preview.row(self.row) if self.preview and self.row is not None else None

    @property
    def line(self) -> Line | None:
        return next((line for line in self.lines if line.row == self.row), None)

    @property
    def trouble(self) -> Trouble | None:
        """What the person is asked about first in the chosen row: a refusal, else a doubt."""
        verdict = self.verdict
        if verdict is None:
            return None
        return next(iter(sorted(verdict.troubles, key=lambda trouble: not trouble.refused)), None)


@dataclass(eq=False)
class ImportPresenter:
    service: ImportService
    run: Run
    job: Job
    screen: ImportScreen
    now: Looking = field(default_factory=Looking)
    _turn: int = 0
    _applying: bool = False
    _before: list[ImportPreview] = field(default_factory=list)

    def open(self, path: Path) -> None:
        """Look at this file. Nothing is written."""
        self.now = Looking(path.name)
        self._before.clear()
        self.screen.busy(True)
        turn = self._next()

        def look() -> tuple[ImportPreview, tuple[Line, ...]]:
            preview = self.service.preview(path)
            return preview, lines_of(preview)

        def seen(found: tuple[ImportPreview, tuple[Line, ...]]) -> None:
            if turn == self._turn:
                self._first(*found)

        def unreadable(error: EmsError) -> None:
            if turn == self._turn:
                self._unreadable(error)

        self.run(look, seen, unreadable)

    def _first(self, preview: ImportPreview, lines: tuple[Line, ...]) -> None:
        self.screen.busy(False)
        which = "changes" if shown_in(lines, "changes") else "all"
        self.now = replace(self.now, preview=preview, lines=lines, which=which)
        self._choose_first()
        self.screen.show_preview()
        self.screen.show_row()

    def _unreadable(self, error: EmsError) -> None:
        self.screen.busy(False)
        self.screen.show_unreadable(error)

    def filter(self, which: str) -> None:
        self.now = replace(self.now, which=which)
        if all(line.row != self.now.row for line in self.now.shown):
            self._choose_first()
        self.screen.show_preview()
        self.screen.show_row()

    def choose(self, row: int | None) -> None:
        if row != self.now.row:
            self.now = replace(self.now, row=row)
            self.screen.show_row()

    def check(self, text: str) -> None:
        """What would be wrong with this instead of the cell that is asked about: told while the person types."""
        preview, row, trouble, turn = self.now.preview, self.now.row, self.now.trouble, self._next()
        if preview is None or row is None or trouble is None:
            return

        def done(wrong: Trouble | None) -> None:
            if turn == self._turn:
                self.screen.show_check(wrong)

        self.run(lambda: self.service.trouble_if(preview, row, trouble.column, text), done, self.screen.failed)

    def mend(self, text: str) -> None:
        """Take this instead of the cell that is asked about."""
        row, trouble = self.now.row, self.now.trouble
        if row is not None and trouble is not None:
            self._judge(lambda preview: self.service.with_fix(preview, row, trouble.column, text))

    def leave_out(self, *, out: bool = True) -> None:
        row = self.now.row
        if row is not None:
            self._judge(lambda preview: self.service.leave_out(preview, row, out=out))

    def same_person(self, pupil_id: str) -> None:
        row = self.now.row
        if row is not None:
            self._judge(lambda preview: self.service.same_person(preview, row, pupil_id))

    def another_person(self) -> None:
        row = self.now.row
        if row is not None:
            self._judge(lambda preview: self.service.another_person(preview, row))

    def back(self) -> None:
        """Take back the last answer (Ctrl+Z while looking)."""
        if self._before and not self._applying:
            before = self._before.pop()
            self._judge(lambda _: before, keep=False)

    def resume(self, seen: Looking) -> None:
        """Look on where somebody was before the window was built anew: in the language that is spoken now."""
        self.now = seen
        self._judge(lambda preview: preview, keep=False)

    def apply(self) -> None:
        """Write what is new and changed: one step, one key takes it back."""
        preview = self.now.preview
        if preview is None or not preview.to_write or self._applying:
            return
        title = tr("Import of {file}", file=self.now.file)
        self._applying = True
        self.screen.busy(True)
        self.job(
            tr("Importing {file}", file=self.now.file),
            lambda step: self.service.apply(preview, title, step),
            self._applied,
            self._not_applied,
        )

    def _applied(self, result: ImportResult | None) -> None:
        self._done_applying()
        if result is None:
            self.screen.note(tr("The import was stopped. Nothing was saved."))
        else:
            self._next()
            self.screen.finished(result, summary(result))
            self.now = Looking()

    def _not_applied(self, error: EmsError) -> None:
        self._done_applying()
        self.screen.failed(error)
        if error.code == 1230:
            self._judge(self.service.refreshed)

    def _done_applying(self) -> None:
        self._applying = False
        self.screen.busy(False)

    def cancel(self) -> None:
        self._next()
        self.now = Looking()
        self.screen.finished(None, "")

    def save_refused(self, path: Path) -> None:
        preview = self.now.preview
        if preview is not None:
            self.run(
                lambda: self.service.save_refused(preview, path, tr),
                lambda _: self.screen.note(tr("{file} saved", file=path.name)),
                self.screen.failed,
            )

    def _judge(self, change: Callable[[ImportPreview], ImportPreview], *, keep: bool = True) -> None:
        """The preview after an answer. A newer question makes an older answer pointless, never wrong: both start from what is seen."""
        preview, turn = self.now.preview, self._next()
        if preview is None:
            return

        def work() -> tuple[ImportPreview, tuple[Line, ...]]:
            made = change(preview)
            return made, lines_of(made)

        def done(seen: tuple[ImportPreview, tuple[Line, ...]]) -> None:
            if turn == self._turn:
                if keep:
                    self._before.append(preview)
                self._judged(*seen)

        self.run(work, done, self.screen.failed, ordered=True)

    def _judged(self, preview: ImportPreview, lines: tuple[Line, ...]) -> None:
        at = next((n for n, line in enumerate(self.now.shown) if line.row == self.now.row), 0)
        self.now = replace(self.now, preview=preview, lines=lines)
        shown = self.now.shown
        if all(line.row != self.now.row for line in shown):
            self.now = replace(self.now, row=shown[min(at, len(shown) - 1)].row if shown else None)
        self.screen.show_preview()
        self.screen.show_row()

    def _choose_first(self) -> None:
        shown = self.now.shown
        self.now = replace(self.now, row=shown[0].row if shown else None)

    def _next(self) -> int:
        self._turn += 1
        return self._turn


def to_save(preview: ImportPreview) -> str:
    """31 baris akan disimpan: 24 baru, 7 berubah."""
    n = preview.counts
    if not preview.to_write:
        return tr("Nothing here would change anything")
    parts = [trn("{n} new", "{n} new", n["new"])] if n["new"] else []
    parts += [trn("{n} changed", "{n} changed", n["changed"])] if n["changed"] else []
    rows = trn("{n} row will be saved", "{n} rows will be saved", len(preview.to_write))
    return f"{rows}: {', '.join(parts)}"


def left_alone(preview: ImportPreview) -> str:
    """What is not saved, what is made beside the rows, and the way back."""
    n, missing = preview.counts, len(preview.reconciliation.missing)
    classes = [name for name, _ in preview.new_classes]
    parts = [trn("{n} new class: {names}", "{n} new classes: {names}", len(classes), names=_few(classes))] if classes else []
    parts += [trn("{n} refused is not touched", "{n} refused are not touched", n["refused"])] if n["refused"] else []
    parts += [trn("{n} left out", "{n} left out", n["skipped"])] if n["skipped"] else []
    parts += [trn("{n} same", "{n} same", n["same"])] if n["same"] else []
    parts += [trn("{n} pupil is not in the file and stays", "{n} pupils are not in the file and stay", missing)] if missing else []
    parts += [tr("one key takes the whole import back (Ctrl+Z)")] if preview.to_write else []
    return " · ".join(parts)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} … {names[-1]}"


def summary(result: ImportResult) -> str:
    """What was done, in one line."""
    parts = [trn("{n} new", "{n} new", result.new), trn("{n} changed", "{n} changed", result.changed)]
    parts += [trn("{n} refused", "{n} refused", result.refused)] if result.refused else []
    return tr("Import saved: {counts}", counts=", ".join(parts))
