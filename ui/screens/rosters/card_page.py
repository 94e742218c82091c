"""A pupil's card: who it is, the way through the classes, the final grades of all subjects and semesters, private data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.roster_views import Card, CardSubject
from ui.screens.rosters.columns import AT_ONCE, grade_columns
from ui.screens.rosters.forms import LeaveForm, MoveForm
from ui.screens.rosters.office import OfficeWork
from ui.screens.rosters.photo import PhotoButton
from ui.screens.rosters.presenter import RostersPresenter
from ui.screens.rosters.words import class_word, field_word, gender_word, short_day, state_word, stay_word
from ui.theme import SIZE, T
from ui.widgets import Elided, RowsModel, TableView, box, button, col, hline, icon_button, label, row

GRADE_ROW = 30
BESIDE = 720  # pixels of the design: from here on both sides stand beside each other


class CardPage(QWidget):
    """`closed`: back to the list. `sheet_wanted` carries the id of a grade sheet."""

    closed = Signal()
    sheet_wanted = Signal(str)

    def __init__(self, presenter: RostersPresenter, photo: PhotoButton, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._presenter, self.photo, self._today = presenter, photo, today
        self.back = icon_button(tr("Back to the list"), "left", small=True)
        self.name = Elided("", "title")
        self.facts = Elided("", "small", "2")
        self.previous = icon_button(tr("Previous pupil"), "left", small=True)
        self.next = icon_button(tr("Next pupil"), "right", small=True)
        self.moves = button(tr("Move"), "arrow", small=True)
        self.leaves = button(tr("Leave"), "logout", "ghost", small=True)
        self.move_form = MoveForm(OfficeWork(presenter).move)
        self.leave_form = LeaveForm(OfficeWork(presenter).leave)
        self.grades: TableView | None = None
        self._sides = row(gap=16)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        words = col(self.name, self.facts, gap=2)
        line = row(self.back, self.photo, words, self.previous, self.next, self.moves, self.leaves, margins=(16, 12, 20, 12), gap=8)
        line.setStretch(2, 1)
        head = box("surface", col(line, self.move_form.slot, self.leave_form.slot, hline(), gap=0))
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(col(self._sides, None, margins=(20, 16, 20, 20), gap=0))
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        layout = col(head, gap=0)
        layout.addWidget(self.area, 1)
        self.setLayout(layout)
        for tool in (self.moves, self.leaves):
            tool.setVisible(self._presenter.office)

    def _listen(self) -> None:
        self.back.clicked.connect(self.closed)
        self.previous.clicked.connect(lambda: self._presenter.step_card(-1))
        self.next.clicked.connect(lambda: self._presenter.step_card(1))
        self.moves.clicked.connect(self.open_move)
        self.leaves.clicked.connect(self.open_leave)
        for form in (self.move_form, self.leave_form):
            form.closed.connect(self.back.setFocus)

    def open_move(self) -> None:
        card, now = self._presenter.now.card, self._presenter.now
        if card:
            self.leave_form.slot.hide()
            here = next((one for one in now.all_classes if one.id == card.pupil.class_id), None)
            current = None if card.pupil.left_on else card.pupil.class_id
            self.move_form.show_targets(now.classes, current, here.grade_level if here else None, self._today())

    def open_leave(self) -> None:
        self.move_form.slot.hide()
        self.leave_form.show_today(self._today())

    def open_form(self) -> MoveForm | LeaveForm | None:
        return next((form for form in (self.move_form, self.leave_form) if form.is_open()), None)

    def close_forms(self) -> None:
        form = self.open_form()
        if form:
            form.close_form()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both sides have no room beside each other, the grades stand above the rest."""
        super().resizeEvent(event)
        beside = self.width() / T.scale >= BESIDE
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop)

    def fold(self, narrow: bool) -> None:
        self.moves.fold(narrow)
        self.leaves.fold(narrow)

    def show_card(self, card: Card) -> None:
        pupil = card.pupil
        self.name.say(pupil.name)
        self.photo.show_pupil(pupil.id, pupil.name)
        number = tr("number {number}", number=pupil.number) if pupil.number else ""
        known = (class_word(pupil, office=self._presenter.office), number, f"NISN {pupil.nisn}" if pupil.nisn else "")
        self.facts.say(" · ".join(part for part in known if part))
        self.leaves.setVisible(self._presenter.office and card.state == "active")
        self.grades = self._grade_table(card) if card.subjects else None
        self._replace(self._left(card), self._right())

    def first_focus(self) -> QWidget:
        return self.grades or self.back

    # -- the parts -----------------------------------------------------------------------

    def _left(self, card: Card) -> QVBoxLayout:
        pupil = card.pupil
        born = ", ".join(part for part in (card.birth_place, short_day(pupil.birth_date)) if part)
        state = state_word(card.state)
        if card.state != "active" and pupil.left_on:
            state = f"{state}, {short_day(pupil.left_on)}" + (f" · {card.left_reason}" if card.left_reason else "")
        who = (
            ("nisn", pupil.nisn), ("nipd", pupil.nipd), ("gender", gender_word(pupil.gender)), ("born", born),
            ("religion", pupil.religion), ("state", state),
        )  # fmt: skip
        facts = [(tr("Born") if name == "born" else field_word(name), value or "–") for name, value in who]
        parts = [_card(tr("Identity"), *(_fact(name, value) for name, value in facts))]
        if card.stays:
            parts.append(
                _card(
                    tr("Classes"), *(label(stay_word(stay), "body", "" if stay.left_on is None else "3", wrap=True) for stay in card.stays)
                )
            )
        if card.private:
            private = [_fact(field_word(name), value) for name, value in card.private]
            parts.append(_card(tr("Private data"), *private, note=tr("seen by the office only")))
        return col(*parts, None, gap=16)

    def _right(self) -> QVBoxLayout:
        if self.grades is None:
            return col(_card(tr("Final grades"), label(tr("No grade sheet has this pupil yet."), "body", "2", wrap=True)), None)
        legend = label(tr("Bold: published in the report. Lighter: as of today. ▾: below KKTP."), "caption", "3", wrap=True)
        frame = QFrame()
        frame.setObjectName("card")
        frame.setLayout(
            col(
                col(label(tr("Final grades"), "body_strong"), margins=(16, 14, 16, 8)),
                self.grades,
                col(legend, margins=(16, 8, 16, 12)),
                gap=0,
                margins=(1, 0, 1, 0),
            )
        )
        return col(frame, None)

    def _grade_table(self, card: Card) -> TableView:
        table = TableView(
            RowsModel(grade_columns(card), card.subjects, identity=lambda s: s.subject), tr("Final grades"), row_height=GRADE_ROW
        )
        bar = 14 if len(card.semesters) > AT_ONCE else 4
        table.setFixedHeight(T.px(SIZE.h_table_head) + T.px(GRADE_ROW) * len(card.subjects) + T.px(bar))
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.opened.connect(self._open_sheet)
        table.selectRow(0)
        return table

    def _open_sheet(self, subject: CardSubject) -> None:
        """The newest sheet of this subject."""
        self.sheet_wanted.emit(subject.grades[max(subject.grades)].sheet_id)

    def _replace(self, left: QLayout, right: QLayout) -> None:
        while (item := self._sides.takeAt(0)) is not None:
            if (side := item.widget()) is not None:
                side.deleteLater()
        for layout, share in ((left, 5), (right, 8)):
            side = QWidget()
            layout.setContentsMargins(0, 0, 0, 0)
            side.setLayout(layout)
            self._sides.addWidget(side, share, Qt.AlignmentFlag.AlignTop)


def _card(title: str, *lines: QWidget, note: str = "") -> QFrame:
    frame = QFrame()
    frame.setObjectName("card")
    small = [label(note, "caption", "3")] if note else []
    frame.setLayout(col(row(label(title, "body_strong"), None, *small), 2, *lines, margins=(16, 14, 16, 14), gap=6))
    return frame


def _fact(name: str, value: str) -> QWidget:
    made = QWidget()
    said = label(value, "body", wrap=True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    line = row(label(name, "small", "2", wrap=True), said, gap=12)
    line.setStretch(0, 2)
    line.setStretch(1, 3)
    made.setLayout(line)
    return made
