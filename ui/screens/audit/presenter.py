"""The audit without its widgets: entries page by page, one in detail, a sheet as of a day, the chain, a file. Knows no Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from ems_desktop.domain.errors import EmsError, NotAllowed
from ems_desktop.i18n import day, tr
from ems_desktop.services.audit_views import AuditChange, AuditEntry, AuditPage, ChainReport, Choices, Filter, PastSheet
from ems_desktop.services.grade_views import Cell, Sheet
from ui.screens.audit.exporting import page_of
from ui.screens.audit.service import AuditService, Sheets
from ui.words import semester_title
from ui.work import Run

PERIODS = ("any", "today", "week", "month", "days")  # days: from and until as the person says
NOTHING = Choices((), (), (), ())


class AuditView(Protocol):
    """What the presenter tells the screen."""

    def show_choices(self) -> None:
        """What there is to filter by."""

    def show_entries(self, *, added: bool) -> None:
        """The list, or that it cannot be had. `added`: only older ones came below those that are shown."""

    def show_changes(self, entry: AuditEntry, changes: tuple[AuditChange, ...]) -> None: ...

    def show_report(self, report: ChainReport) -> None: ...

    def show_past(self) -> None:
        """The sheet as of the day, or that it cannot be had."""

    def note(self, said: str) -> None: ...

    def failed(self, error: EmsError) -> None: ...


class AuditPresenter:
    """`trouble`: why there is no list; `past_trouble`: why there is no sheet."""

    def __init__(self, service: AuditService, sheets: Sheets, run: Run, screen: AuditView, job: Any = None) -> None:
        """`job(title, work, done, failed)` shows long work; without it everything is `run`."""
        self._service, self._sheets, self._run, self._screen = service, sheets, run, screen
        self._job = job or (lambda _title, work, done, failed: run(work, done, failed))
        self.choices, self.filter, self.period = NOTHING, Filter(), PERIODS[0]
        self.entries: tuple[AuditEntry, ...] = ()
        self.more = self.reading = False
        self.trouble: EmsError | None = None
        self._asked = 0  # only the newest answer is taken
        self._changes: dict[str, tuple[AuditChange, ...]] = {}
        self.sheet_id, self.day = "", date.min
        self.past: PastSheet | None = None
        self.today: Sheet | None = None  # the same sheet now, as it is on this computer
        self.past_trouble: EmsError | None = None

    # -- the list

    def load(self) -> None:
        """Read the newest entries anew."""
        self._run(self._service.choices, self._chosen_from, self._screen.failed)
        self._read(None)

    def load_more(self) -> None:
        """Older ones, below those that are shown."""
        if self.more and not self.reading:
            self._read(self.entries[-1])

    def narrow(self, **changes: Any) -> None:
        """Another filter: columns of `Filter`."""
        wanted = replace(self.filter, **changes)
        if wanted != self.filter:
            self.filter = wanted
            self._read(None)

    def choose_period(self, period: str, today: date) -> None:
        """One of PERIODS; `days` keeps the days of the one before, to be changed."""
        self.period = period
        since = {"today": today, "week": today - timedelta(days=6), "month": today - timedelta(days=29)}.get(period)
        if period != "days":
            self.narrow(since=since, until=None)

    def clear(self) -> None:
        """Everything again."""
        self.period = PERIODS[0]
        self.filter = Filter()
        self._read(None)

    def _read(self, after: AuditEntry | None) -> None:
        self._asked += 1
        number, wanted = self._asked, self.filter
        self.reading = True

        def arrived(page: AuditPage) -> None:
            if number == self._asked:
                self.reading, self.trouble, self.more = False, None, page.more
                self.entries = (*self.entries, *page.entries) if after else page.entries
                self._screen.show_entries(added=after is not None)

        def failed(error: EmsError) -> None:
            if number == self._asked:
                self.reading, self.trouble = False, error
                self.entries = self.entries if after else ()
                self._screen.show_entries(added=after is not None)

        self._run(lambda: self._service.page(wanted, after), arrived, failed)

    def _chosen_from(self, choices: Choices) -> None:
        self.choices = choices
        self._screen.show_choices()

    # -- one entry

    def look(self, entry: AuditEntry) -> None:
        """What it changed; the screen is told, at once where it was read before."""
        if entry.id in self._changes:
            self._screen.show_changes(entry, self._changes[entry.id])
            return

        def told(changes: tuple[AuditChange, ...]) -> None:
            self._changes[entry.id] = changes
            self._screen.show_changes(entry, changes)

        self._run(lambda: self._service.changes(entry.id), told, self._screen.failed)

    # -- a sheet as of a day

    def show_sheet(self, sheet_id: str, day: date) -> None:
        """As it was when this day ended."""
        self.sheet_id, self.day = sheet_id, day

        def read() -> tuple[PastSheet, Sheet | None]:
            return self._service.as_of(sheet_id, day), self._now(sheet_id)

        def arrived(found: tuple[PastSheet, Sheet | None]) -> None:
            if (self.sheet_id, self.day) == (sheet_id, day):
                self.past, self.today = found
                self.past_trouble = None
                self._screen.show_past()

        def failed(error: EmsError) -> None:
            if (self.sheet_id, self.day) == (sheet_id, day):
                self.past, self.past_trouble = None, error
                self._screen.show_past()

        self._run(read, arrived, failed)

    def _now(self, sheet_id: str) -> Sheet | None:
        try:
            return self._sheets.sheet(sheet_id)
        except NotAllowed:
            return None  # an older year is not on this computer: nothing to compare with

    def since_then(self, assessment: str, pupil: str) -> Cell | None:
        """The cell as it is now, where that is another mark or state than then."""
        if self.today is None or self.past is None:
            return None
        then, now = self.past.cells.get((assessment, pupil), Cell()), self.today.cell(assessment, pupil)
        return now if (then.value, then.state) != (now.value, now.state) else None

    # -- the chain, a file

    def check(self, failed: Any) -> None:
        """Read every chain anew; `failed` gets what stands in the way."""
        self._job(tr("Checking the audit's chain"), self._service.verify, self._screen.show_report, failed)

    def export(self, path: Path) -> None:
        """All that matches the filter. The trail tells of it, under the same words that head the file."""
        wanted, heading = self.filter, self.filter_words()

        def write() -> int:
            lines = self._service.collect(wanted, heading)
            self._service.write(path, page_of(lines, heading))
            return len({line.entry.id for line in lines})

        self._job(
            tr("Exporting the audit"), write, lambda _count: self._screen.note(tr("Saved as {name}", name=path.name)), self._screen.failed
        )

    def filter_words(self) -> str:
        """What the list is narrowed to, in one line."""
        wanted, choices = self.filter, self.choices
        named = {one.id: one.name for one in (*choices.people, *choices.classes)}
        semester = next((semester_title(one.name) for one in choices.semesters if one.id == wanted.semester_id), "")
        since, until = (
            tr("from {day}", day=day(wanted.since)) if wanted.since else "",
            tr("until {day}", day=day(wanted.until)) if wanted.until else "",
        )
        text = tr("with “{text}”", text=wanted.text) if wanted.text else ""
        parts = (named.get(wanted.person or "", ""), named.get(wanted.class_id or "", ""), semester, since, until, text)
        return tr("Audit: {what}", what=", ".join(part for part in parts if part) or tr("everything"))


def today() -> date:
    return datetime.now().astimezone().date()
