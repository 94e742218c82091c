"""The window's inside once a person has signed in: rail, one page at a time, jobs strip, status line, palette, shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ems_desktop.i18n import tr
from ui.context import Context
from ui.shell.areas import STAFF, Area, Found, for_roles
from ui.shell.jobs import JobStrip
from ui.shell.leaving import sign_out
from ui.shell.page import Page
from ui.shell.rail import Rail
from ui.shell.screen import Screen, first_within
from ui.shell.sheet import ShortcutSheet
from ui.shell.stage import Stage
from ui.shell.state import ShellState
from ui.shell.status import StatusLine, role_words
from ui.theme import LOW, NARROW, T
from ui.widgets import col, row

if TYPE_CHECKING:
    from ui.shell.palette import Palette


class Shell(Stage):
    """Built anew when language, theme or font size change; `state` outlives it and says where the person was."""

    def __init__(self, ctx: Context, areas: Sequence[Area], state: ShellState) -> None:
        super().__init__()
        self.ctx, self.state = ctx, state
        self.areas = for_roles(areas, ctx.session.roles)
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages: dict[str, Page] = {}
        self.rail = Rail(self.areas, ctx.session.school_name, ctx.session.city)
        self.stack = QStackedWidget()
        self.jobs = JobStrip(ctx.tasks)
        self.status = StatusLine(ctx.session)
        self._lay_out()
        self._listen()
        self._show_state()

    def _lay_out(self) -> None:
        top = row(self.rail, gap=0)
        right = col(gap=0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.jobs)
        top.addLayout(right, 1)
        layout = col(gap=0)
        layout.addLayout(top, 1)
        layout.addWidget(self.status)
        self.setLayout(layout)

    def _listen(self) -> None:
        self.rail.chosen.connect(self.ctx.go)
        self.state.going.connect(self.open)
        self.state.changed.connect(self._show_state)
        self.status.asked.connect(self._asked)
        self.ctx.say.outages.connect(self._outage)
        self._key("Ctrl+K", self._search)
        self._key("F1", self.show_shortcuts)
        self._key("F6", self._next_part)
        self._key("Ctrl+L", self.ctx.seat.lock)
        for n, area in enumerate(self.areas[:9], 1):
            self._key(f"Ctrl+{n}", partial(self.ctx.go, area.key))

    def _key(self, keys: str, act: Callable[[], Any]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)

    # -- where the person is -----------------------------------------------------------------

    def open(self, area: str, where: dict[str, Any] | None = None) -> None:
        """Show an area (the first one, if this person has no such area), building its screen on the first visit."""
        known = next((a for a in self.areas if a.key == area), self.areas[0])
        page = self._pages.get(known.key) or self._build(known)
        self.rail.show_current(known.key)
        page.fold(*self._room())
        self.stack.setCurrentWidget(page)
        page.content.arrive(**(where or {}))
        self._focusable(page.content).setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> Page | None:
        """The page that is open; None before the shell was shown for the first time."""
        page = self.stack.currentWidget()
        return page if isinstance(page, Page) else None

    def keep(self) -> None:
        page = self.current()
        if page is not None:
            self.state.where = page.content.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is the room known, and only now is a screen built: in the right form at once."""
        super().showEvent(event)
        if self.current() is None:
            self.open(self.state.area, self.state.where)

    def _build(self, area: Area) -> Page:
        page = Page(tr(area.title), area.factory(self.ctx))
        page.search_asked.connect(self._search)
        self._pages[area.key] = page
        self.stack.addWidget(page)
        return page

    @cached_property
    def palette_(self) -> Palette:
        """Made when somebody searches: its finders bring services that the first screen does without."""
        from ui.shell.palette import Palette

        finders = [area.finder(self.ctx) for area in self.areas if area.finder]
        made = Palette(self, self.areas, finders, self.ctx.tasks)
        made.chosen.connect(self._found)
        return made

    def _search(self) -> None:
        self.palette_.open()

    def _found(self, found: Found) -> None:
        self.ctx.go(found.area, **found.where)

    # -- the room ----------------------------------------------------------------------------

    def _room(self) -> tuple[bool, bool]:
        return self.width() / T.scale < NARROW, self.height() / T.scale < LOW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, low = self._room()
        self.rail.fold(narrow)
        self.status.fold(narrow)
        page = self.current()
        if page is not None:
            page.fold(narrow, low)

    def _next_part(self) -> None:
        """F6: rail → screen → status line → rail."""
        page = self.current()
        parts = [self.rail.view, *([page.content] if page else []), self.status.person]
        here = QApplication.focusWidget()
        at = next((n for n, part in enumerate(parts) if here is not None and (part is here or part.isAncestorOf(here))), -1)
        to = parts[(at + 1) % len(parts)]
        self._focusable(to).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget | None:
        page = self.current()
        return self._focusable(page.content) if page else None

    @staticmethod
    def _focusable(part: QWidget) -> QWidget:
        """The part itself; of a screen its first focus, or what stands first in it."""
        return (part.first_focus() or first_within(part)) if isinstance(part, Screen) else part

    # -- what waits, and the doors of the status line ------------------------------------------

    def _show_state(self) -> None:
        status = self.state.status
        counts = {key: (n, False) for key, n in self.state.counts.items() if n}
        if status.waiting:
            counts["sync"] = (status.waiting, True)
        self.rail.show_counts(counts)
        self.status.show_status(status)

    def shows_outages(self) -> bool:
        return not self.status.narrow

    def _outage(self, said: str, code: str) -> None:
        self.status.show_trouble(f"{said} ({code})")

    def _asked(self, what: str) -> None:
        if what == "shortcuts":
            self.show_shortcuts()
        elif what == "sync" and any(a.key == "sync" for a in self.areas):
            self.ctx.go("sync")
        elif what == "person":
            self._person_menu()
        elif what == "again":
            self.ctx.seat.again()

    def _person_menu(self) -> None:
        session, seat = self.ctx.session, self.ctx.seat
        settings = (tr("Settings"), "settings", lambda: self.ctx.go("settings"))
        computers = (tr("My computers"), "laptop", lambda: self.ctx.go("settings", card="computers"))
        lock = (tr("Lock the screen") + "\tCtrl+L", "lock", seat.lock)
        leave = (tr("Sign out …"), "logout", lambda: sign_out(self, self.state.status.unsent, self.ctx.sign_out))
        acting: list[tuple[str, str, Callable[[], object]]] = []
        if session.held:
            acting = [(tr("Work as {roles} again", roles=role_words(session.held)), "users", lambda: seat.act_as(session.held))]
        elif session.roles >= STAFF:
            acting = [(tr("Work as teacher only"), "users", lambda: seat.act_as(frozenset({"guru"})))]
        self.status.person_menu(settings, computers, *acting, lock, leave)

    def show_shortcuts(self) -> None:
        page = self.current()
        if page is not None:
            ShortcutSheet(self, page.title, page.content.shortcuts()).open()
