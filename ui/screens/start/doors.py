"""The three doors as declared data, and the card that shows one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy

from ems_desktop.i18n import N_, tr
from ui.screens.start.presenter import Door
from ui.theme import T
from ui.widgets import box, button, col, group, hline, icon_label, key, label, row
from ui.widgets.layout import Item

NARROWEST, WIDEST, ALONE = 300, 348, 520


@dataclass(frozen=True, slots=True)
class Declared:
    """All texts are msgids."""

    door: Door
    icon: str
    title: str
    why: str
    points: tuple[str, str, str]
    act: str
    busy: str
    whom: str


DOORS = (
    Declared(
        "demo", "play", N_("Try the demo school"),
        N_("A whole school with 283 pupils, classes and grades. Change whatever you like; nothing leaves this computer."),
        (N_("No account, no network"), N_("Opens in about 20 seconds"), N_("Can be deleted at any time")),
        N_("Open the demo school"), N_("Opening the demo school …"), N_("for everyone"),
    ),
    Declared(
        "join", "key", N_("Join my school"),
        N_("Use the school file that the office gave you, then sign in with your account or invitation code."),
        (N_("A file that ends in .sekolah"), N_("Email or NISN, and a password"), N_("Your classes are downloaded with it")),
        N_("Choose the school file …"), N_("Reading the school file …"), N_("for teachers and pupils"),
    ),
    Declared(
        "set_up", "school", N_("Set up a school"),
        N_("For the office: make the school's data on this computer, then invite the teachers."),
        (N_("Import from Dapodik as it is"), N_("Classes, subjects and teachers"), N_("About 15 minutes")),
        N_("Start setting up"), N_("Setting up the school …"), N_("for the office"),
    ),
)  # fmt: skip


class DoorCard(QFrame):
    """For whom, what, three facts, one verb."""

    def __init__(self, declared: Declared, number: int) -> None:
        super().__init__()
        self.door = declared.door
        self._declared = declared
        self.setObjectName("card")
        self.act = button(tr(declared.act), kind="primary" if number == 1 else "", tall=True)
        self.act.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.act.setToolTip(tr(declared.title))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr(declared.busy))
        picture = box("well", row(icon_label(declared.icon, "accent", 24), margins=(10, 10, 10, 10)))
        self._top = group(row(picture, None, label(tr(declared.whom), "caption", "3"), margins=(0, 0, 0, 20)))
        self._why = label(tr(declared.why), "body", "2", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        points = (row(icon_label("check", "ok", 16), label(tr(p), "small", "2"), None, gap=8) for p in declared.points)
        self._points = group(col(hline(), 8, *points, margins=(0, 14, 0, 0)))
        verb = row(self.act, key(str(number)), gap=10)
        verb.setStretch(0, 1)
        title = label(tr(declared.title), "heading")
        parts: tuple[Item, ...] = (self._top, title, 8, self._why, self._points, None, 12, self.bar, 8, verb)
        self.setLayout(col(*parts, margins=(28, 26, 28, 24), gap=0))
        self.show_busy(None)

    def show_busy(self, busy: Door | None) -> None:
        """What is under way, here or behind another door."""
        mine = busy == self.door
        self.act.setEnabled(busy is None)
        self.act.say(tr(self._declared.busy) if mine else tr(self._declared.act))
        self.bar.setVisible(mine)

    def stand(self, width: float) -> None:
        """Beside the others, so wide in pixels of the design; or with 0 above and below them, and then briefer."""
        beside = width > 0
        self.setFixedWidth(T.px(width or ALONE))
        self.setMinimumHeight(T.px(388 if beside else 0))
        self._why.setMinimumHeight(T.px(52 if beside else 0))
        self._top.setVisible(beside)
        self._points.setVisible(beside)
