"""The sync centre on screen: decisions, the queue and the history, under one row of segments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import number, tr
from ems_desktop.services.syncing import Kept, Past
from ui.bus import Changed
from ui.context import Context
from ui.screens.sync.decisions import Decisions
from ui.screens.sync.effects import Effect
from ui.screens.sync.lists import empty_words, history_columns, queue_columns, segment_words
from ui.screens.sync.presenter import SEGMENTS, SyncPresenter
from ui.shell.screen import Screen, Shortcut
from ui.widgets import Chip, RowsModel, Segments, TableView, ToolBar, button, col, empty_state, label, row
from ui.widgets.saving import ask_table
from ui.widgets.text import literal

ORIGIN = "sync"
PAGES = {"conflicts": 0, "refused": 0, "queue": 1, "history": 2}
EMPTY = 3


class SyncScreen(Screen):
    """`arrive(segment=…, kept=…)` opens a segment, and a certain decision in it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.presenter = SyncPresenter(ctx.services.syncing, ctx.services.grades, ctx.services.sync, self._run, self)
        self.segment = SEGMENTS[0]
        self._loaded = False
        self._wanted: int | None = None
        self._make_tools()
        self.decisions = Decisions(ctx.session.name, lambda: self.presenter.offline)
        self.decisions.chosen.connect(self._choose)
        self.decisions.typed.connect(self._type)
        self.decisions.opened.connect(self._open_sheet)
        self.decisions.weighed.connect(self.presenter.weigh)
        self.queue = TableView(RowsModel(queue_columns(), identity=lambda w: w.seq), tr("Change sets not sent yet"))
        self.history = TableView(RowsModel(history_columns(), identity=lambda h: (h.at, h.kept_id)), tr("What was sent and decided"))
        self._stack = QStackedWidget()
        self._empty = QWidget()
        for part in (self.decisions, self._queue_page(), self._history_page(), self._empty):
            self._stack.addWidget(part)
        self.setLayout(col(self._stack, gap=0))
        sync_now = QShortcut(QKeySequence("Ctrl+R"), self)
        sync_now.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        sync_now.activated.connect(self._sync_now)
        ctx.bus.changed.connect(self._changed_elsewhere)
        self._show_segment()

    # -- asked by the shell

    def toolbar(self) -> QWidget:
        return self._tools

    def shortcuts(self) -> list[Shortcut]:
        return [
            Shortcut("1", tr("Use my value, or send again")), Shortcut("0", tr("Back to the base")),
            Shortcut("2", tr("Use the school's value, or put away")), Shortcut("3", tr("Type another value")),
            Shortcut("Ctrl+R", tr("Sync now")),
        ]  # fmt: skip

    def arrive(self, **where: Any) -> None:
        self.segment = where.get("segment", self.segment)
        self._wanted = where.get("kept", self._wanted)
        self._segments.choose(self.segment)
        self._show_segment()
        self.presenter.load()

    def place(self) -> dict[str, Any]:
        pane = self.decisions.pane
        return {"segment": self.segment} | ({"kept": pane.kept.id} if pane else {})

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        self.decisions.fold(narrow)

    def first_focus(self) -> QWidget:
        """The list that is shown; the segments, where there is none."""
        lists: dict[int, QWidget] = {0: self.decisions.first_focus(), 1: self.queue, 2: self.history}
        return lists.get(self._stack.currentIndex()) or self._segments.button(self.segment)

    # -- told by the presenter

    def show_all(self) -> None:
        self._loaded = True
        for segment, count in self.presenter.counts().items():
            self._name_segment(segment, count)
        self.queue.rows.replace(self.presenter.queue)
        self.history.rows.replace(self.presenter.history)
        self._offline.setChecked(self.presenter.offline)
        self._show_segment()

    def show_effect(self, kept_id: int, effect: Effect | None) -> None:
        self.decisions.show_effect(kept_id, effect)

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None:
        self.ctx.say.note(said, undo)

    def failed(self, error: EmsError) -> None:
        self.ctx.say.failed(error)

    def changed(self, kept: Kept) -> None:
        place = kept.sheet_id or kept.timetable_id or kept.bank_id
        self.ctx.bus.tell({kept.tbl, "conflict", "outbox"}, {place} if place else set(), ORIGIN)

    # -- parts

    def _make_tools(self) -> None:
        self._segments = Segments(list(segment_words().items()), self.segment)
        self._segments.chosen.connect(self._choose_segment)
        self._offline = Chip(tr("Work offline"), icon="cloud_off")
        self._offline.setToolTip(tr("Send and fetch nothing until this is switched off. Everything is kept on this computer."))
        self._offline.toggled.connect(self._toggle_offline)
        sync_now = button(tr("Sync now"), "sync", small=True, tip="Ctrl+R")
        sync_now.clicked.connect(self._sync_now)
        self._tools = ToolBar(self._segments, None, self._offline, sync_now)

    def _name_segment(self, segment: str, count: int) -> None:
        said = segment_words()[segment]
        made = self._segments.button(segment)
        made.setText(literal(f"{said}  {number(count)}" if count else said))
        made.setAccessibleName(f"{said}, {number(count)}" if count else said)

    def _queue_page(self) -> QWidget:
        export = button(tr("Export …"), "download", small=True)
        export.clicked.connect(lambda: self._ask_path(lambda path: self.presenter.export(path, queue=True)))
        return _page(tr("Saved on this computer. It goes to the school by itself as soon as there is a connection."), export, self.queue)

    def _history_page(self) -> QWidget:
        again = button(tr("Decide again"), "undo", small=True)
        again.setEnabled(False)
        again.clicked.connect(lambda: self._open_past(self.history.current_row()))
        self.history.opened.connect(self._open_past)
        self.history.chosen.connect(lambda past: again.setEnabled(past is not None and past.kept_id is not None))
        said = tr("The last changes that the school answered, and what you decided. What was put away can be taken out again.")
        return _page(said, again, self.history)

    # -- what is shown

    def _show_segment(self) -> None:
        shown = {"conflicts": self.presenter.conflicts, "refused": self.presenter.refused, "queue": self.presenter.queue}
        rows = shown.get(self.segment, self.presenter.history)
        if PAGES[self.segment] == 0:
            self.decisions.show_kept(self.presenter.refused if self.segment == "refused" else self.presenter.conflicts, self._wanted)
            self._wanted = None if self._loaded else self._wanted
        here = QApplication.focusWidget()
        held = here is not None and self._stack.isAncestorOf(here)
        if rows or not self._loaded:
            self._stack.setCurrentIndex(PAGES[self.segment])
        else:
            self._show_empty()
        if held and here is not None and not here.isVisible():
            self.first_focus().setFocus()

    def _show_empty(self) -> None:
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = empty_state(*empty_words(self.segment))
        self._stack.addWidget(self._empty)
        self._stack.setCurrentIndex(EMPTY)

    # -- what the person does

    def _choose_segment(self, segment: str) -> None:
        self.segment = segment
        self._show_segment()

    def _choose(self, kept: Kept, choice: str) -> None:
        if choice == "export":
            self._ask_path(lambda path: self.presenter.export(path, only=kept))
        elif choice in ("mine", "base", "theirs"):
            self.presenter.choose(kept, choice)
        else:
            {"retry": self.presenter.retry, "away": self.presenter.put_away, "later": self.presenter.later}[choice](kept)

    def _type(self, kept: Kept, text: str) -> None:
        error = self.presenter.other(kept, text, self.decisions.effect(kept))
        self.decisions.show_mistake(error)
        if error is None:
            self.decisions.done()

    def _open_sheet(self, kept: Kept) -> None:
        if kept.clash:
            self.ctx.go("materials", material=kept.material_id, key=kept.clash)
            return
        if kept.timetable_id:
            self.ctx.go("timetable", timetable=kept.timetable_id, lesson=kept.lesson_id)
            return
        if kept.bank_id:
            self.ctx.go("questions", bank=kept.bank_id, question=kept.question_id)
            return
        self.ctx.go("grades", sheet=kept.sheet_id, assessment=kept.assessment_id, pupil=kept.pupil_id)

    def _open_past(self, past: Past | None) -> None:
        if past is not None and past.kept_id is not None:
            self.presenter.reopen(past)

    def _sync_now(self) -> None:
        self._offline.setChecked(False)
        self.presenter.wake()

    def _toggle_offline(self, offline: bool) -> None:
        if offline != self.presenter.offline:
            self.presenter.work_offline(offline)

    def _ask_path(self, then: Callable[[Path], None]) -> None:
        ask_table(self, tr("not-at-school.xlsx"), then)

    def _changed_elsewhere(self, change: Changed) -> None:
        if change.origin != ORIGIN:
            self.presenter.load()

    def _run(self, work: Callable[[], Any], done: Any = None, failed: Any = None, *, ordered: bool = False) -> object:
        return self.ctx.tasks.run(work, done, failed, owner=self, ordered=ordered)


def _page(said: str, act: QWidget, table: TableView) -> QWidget:
    line = row(label(said, "small", "2", wrap=True), act, margins=(24, 10, 20, 10), gap=12)
    line.setStretch(0, 1)
    layout = col(line, gap=0)
    layout.addWidget(table, 1)
    made = QWidget()
    made.setLayout(layout)
    return made
