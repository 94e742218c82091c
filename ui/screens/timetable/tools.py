"""The header's switchers and the tool bar: whose week, how far it is, undo and lock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from ems_desktop.i18n import day, number, tr, trn
from ems_desktop.services.timetable_views import Version
from ui.screens.timetable.commands import COMMANDS
from ui.screens.timetable.figures import Figures
from ui.screens.timetable.presenter import TimetablePresenter
from ui.theme import SIZE
from ui.widgets import Button, Elided, Segments, Switcher, ToolBar, box, button, icon_button, icon_label, label, row, vline
from ui.widgets.text import keys
from ui.words import semester_title


class Tools(QObject):
    asked = Signal(str)  # a command, or "panel"
    look_chosen = Signal(str)
    who_chosen = Signal(object)
    version_chosen = Signal(object)

    def __init__(self, presenter: TimetablePresenter, output: Sequence[Button]) -> None:
        """`output`: buttons that print and export."""
        super().__init__()
        self._presenter = presenter
        looks = [("class", tr("By class")), ("teacher", tr("By teacher")), ("room", tr("By room")), ("school", tr("Whole school"))]
        self.looks = Segments(looks, presenter.look, tr("View"))
        self.who, self.version = Switcher(tr("Whose week"), ()), Switcher(tr("Timetable"), ())
        self.state = Elided("", "small", "3", least=0)
        self.placed, self.clean = Fact("grades", "2"), Fact("check", "ok")
        self.clashing = button("", "alert", "danger", small=True, ink="bad", tip=tr("Go to the next lesson that clashes"))
        self.clashing.clicked.connect(lambda: self.asked.emit("clash"))
        self.writing = [self._tool(command.name) for command in COMMANDS]
        self.times = self._opener("times", tr("Close times"), "block")
        self.rooms = self._opener("rooms", tr("Rooms"), "pin")
        self.bells = self._opener("bells", tr("Bell schedule"), "clock")
        self.writing += [self.times, self.rooms, self.bells]
        self.panel = icon_button(tr("Details panel"), "panel", small=True)
        self.panel.setCheckable(True)
        self.panel.clicked.connect(lambda: self.asked.emit("panel"))
        self._line = vline()
        self.bar = ToolBar(self.looks, self.placed, self.clean, self.clashing, None, *self.writing, self._line, *output, self.panel)
        self.looks.chosen.connect(self.look_chosen)
        self.who.chosen.connect(self.who_chosen)
        self.version.chosen.connect(self.version_chosen)

    def _tool(self, name: str) -> Button:
        command = next(one for one in COMMANDS if one.name == name)
        title = tr(command.title)
        made = icon_button(title, command.icon, small=True, tip=f"{title} ({keys(command.keys[0])})")
        made.clicked.connect(lambda: self.asked.emit(name))
        return made

    def _opener(self, name: str, title: str, icon: str) -> Button:
        """Opens a form above the week, and stays pressed as long."""
        made = icon_button(title, icon, small=True)
        made.setCheckable(True)
        made.clicked.connect(lambda: self.asked.emit(name))
        return made

    def turned(self, name: str, opened: bool) -> None:
        """A form was opened or closed."""
        tool = {"times": self.times, "rooms": self.rooms, "bells": self.bells}.get(name)
        if tool:
            tool.setChecked(opened)

    def show(self, *, narrow: bool) -> None:
        """What the presenter has now."""
        presenter, sheet = self._presenter, self._presenter.sheet
        options = [(key, _whose(presenter.look, name)) for key, name in presenter.options(presenter.look)]
        self.who.set_options(options, presenter.who[presenter.look])
        self.version.set_options([(one.id, version_words(one)) for one in presenter.versions], sheet.version.id if sheet else None)
        self.state.say(state_words(sheet.version) if sheet else "")
        self.looks.choose(presenter.look)
        self._show_shown(narrow=narrow)
        for tool in (*self.writing, self._line):
            tool.setVisible(presenter.writable and (tool is not self.times or presenter.look != "school"))
        self.looks.setVisible(not presenter.pupil)
        self._show_figures(presenter.figures())

    def _show_shown(self, *, narrow: bool) -> None:
        there = self._presenter.sheet is not None
        for part, shown in (
            (self.who, there and self._presenter.look != "school"),
            (self.version, there),
            (self.state, there and not narrow),
        ):
            if part.parentWidget() or not shown:  # without a parent it would open as a window of its own
                part.setVisible(shown)

    def _show_figures(self, figures: Figures) -> None:
        staff, there = not self._presenter.pupil, self._presenter.sheet is not None
        self.placed.say(tr("{placed} of {total} JP placed", placed=number(figures.placed), total=number(figures.total)))
        self.clean.say(tr("No clashes"))
        self.clashing.say(trn("{n} clash", "{n} clashes", figures.clashes))
        self.placed.setVisible(staff and there)
        self.clean.setVisible(staff and there and not figures.clashes)
        self.clashing.setVisible(staff and there and bool(figures.clashes))


class Fact(QFrame):
    """A small statement with an icon that changes with the week."""

    def __init__(self, icon: str, ink: str) -> None:
        super().__init__()
        self._words = label("", "small_strong", ink)
        inner = box("well", row(icon_label(icon, {"2": "text2"}.get(ink, ink), 15), self._words, margins=(8, 0, 10, 0), gap=6), SIZE.h_tag)
        self.setLayout(row(inner, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, said: str) -> None:
        self._words.setText(said)
        self.updateGeometry()

    def said(self) -> str:
        return "" if self.isHidden() else self._words.text()


def _whose(look: str, name: str) -> str:
    return tr("Class {name}", name=name) if look == "class" else name


def version_words(version: Version) -> str:
    """Ganjil 2026/2027 · Draf 3."""
    return f"{semester_title(version.semester)} · {version.name}"


def state_words(version: Version) -> str:
    said = {"draft": tr("draft"), "published": tr("in force"), "archived": tr("archived")}[version.state]
    return f"{said}, {tr('valid from {date}', date=_short(version))}" if version.starts_on else said


def _short(version: Version) -> str:
    assert version.starts_on is not None
    return f"{day(version.starts_on, short=True)} {version.starts_on.year}"
