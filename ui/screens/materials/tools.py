"""The tool bar of the catalogue: list or table, pills, search; at the right the Google Sheet and the rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from ems_desktop.i18n import explain, number, tr
from ems_desktop.services.materials_views import FACETS
from ems_desktop.services.sheet_views import SheetStatus
from ui.screens.materials.presenter import JOB_PILLS, Now
from ui.screens.materials.words import all_words, facet_options, sheet_words
from ui.theme import T
from ui.widgets import Chip, Chips, Segments, Switcher, ToolBar, button, icon_button, line_edit
from ui.widgets.text import plain_tip

SEARCH_AFTER = 120  # ms after the last key
NARROWER = ("material_type", "material_theme")  # facets that stand in the tool bar; the others stand in the header
SHEETS = "https://docs.google.com/spreadsheets/d/"  # no other address is opened


class Tools(QObject):
    searched = Signal(str)
    pill_chosen = Signal(str)
    view_chosen = Signal(str)  # list or table
    facet_chosen = Signal(str, object)  # column, value or None
    more_asked = Signal(QPoint)
    sheet_asked = Signal()  # compare with the Sheet now
    connect_asked = Signal()  # connect it; while that goes on, stop

    def __init__(self, *, may_write: bool, jobs: bool) -> None:
        super().__init__()
        self._jobs, self._url, self._connected, self._connecting = jobs, "", False, False
        self.views = Segments([("list", tr("List")), ("table", tr("Table"))], name=tr("View"))
        self.pills = Chips([
            ("all", Chip(tr("All"))), ("proposals", Chip(tr("Has proposals"))), ("running", Chip(tr("Under way"))),
            ("failed", Chip(tr("Failed"), icon="alert", ink="bad")), ("clash", Chip(tr("Clash"), icon="alert", ink="bad")),
            ("twins", Chip(tr("Maybe twice"), icon="copy")), ("trash", Chip(tr("Trash"), icon="trash")),
        ])  # fmt: skip
        self.search = line_edit(tr("Search materials"), tr("Search materials"), icon="search")
        self.search.setFixedWidth(T.px(210))
        self.search.setClearButtonEnabled(True)
        self.sheet = button("", "sync", small=True, ink="ok")
        self.open_sheet = button(tr("Open Sheet"), "arrow", "ghost", small=True)
        self.more = icon_button(tr("More"), "more", small=True)
        self.facets = {key: Switcher(all_words(key), [(None, all_words(key))]) for key in FACETS}
        narrower = [self.facets[key] for key in NARROWER]
        self.bar = ToolBar(
            *([self.views] if may_write else []), self.pills, *narrower, self.search, None, self.sheet, self.open_sheet, self.more
        )
        self._listen()
        self.show_status(None)

    def _listen(self) -> None:
        pause = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self.search.textChanged.connect(lambda _: pause.start())
        pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.pills.chosen.connect(self.pill_chosen)
        self.views.chosen.connect(self.view_chosen)
        self.sheet.clicked.connect(self._pressed)
        self.open_sheet.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._url)))
        self.more.clicked.connect(lambda: self.more_asked.emit(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        for key, switcher in self.facets.items():
            switcher.chosen.connect(lambda value, k=key: self.facet_chosen.emit(k, value))

    def _pressed(self) -> None:
        (self.sheet_asked if self._connected else self.connect_asked).emit()

    def show_now(self, now: Now) -> None:
        """Counts and choices. Exceptions are shown while there are any, or while one filters by them."""
        counts = now.counts()
        self.pills.set_counts({pill: number(count) for pill, count in counts.items()})
        for pill in (*JOB_PILLS, "clash", "twins", "trash"):
            self.pills.button(pill).setVisible((pill not in JOB_PILLS or self._jobs) and bool(counts[pill] or now.pill == pill))
        self.pills.choose(now.pill)
        self._show_facets(now.catalogue.facets if now.catalogue else {}, now.wanted.only)
        if not self.search.hasFocus():
            self.search.setText(now.wanted.search)

    def _show_facets(self, values: Mapping[str, tuple[tuple[str, int], ...]], only: Mapping[str, str]) -> None:
        for key, switcher in self.facets.items():
            switcher.set_options(facet_options(key, values.get(key, ()), only.get(key)), only.get(key))

    def show_status(self, status: SheetStatus | None) -> None:
        """How this computer stands with the Sheet; nothing where the school has none."""
        there = status is not None and status.access != "no_sheet"
        self.sheet.setVisible(there)
        url = status.url or "" if status else ""
        self._url = url if url.startswith(SHEETS) else ""
        self.open_sheet.setVisible(bool(self._url))
        if status is not None and there:
            self._connected = status.access == "connected"
            self.sheet.say(tr("Catalogue: Google is asked in the browser") if self._connecting else sheet_words(status))
            act = (
                tr("Compare with the Sheet now") if self._connected else tr("Stop") if self._connecting else tr("Connect the Google Sheet")
            )
            self.sheet.setToolTip(plain_tip(f"{explain(status.trouble)} {act}" if status.trouble else act))

    def show_connecting(self, *, connecting: bool) -> None:
        """The browser is asked; how it stands is shown again with the next status."""
        self._connecting = connecting
        if connecting:
            self.sheet.say(tr("Catalogue: Google is asked in the browser"))
            self.sheet.setToolTip(plain_tip(tr("Stop")))
