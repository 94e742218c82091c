"""One class (or all pupils): its name and facts, its pupils or its subjects, and what the office does with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QWidget

from ems_desktop.i18n import tr, trn
from ems_desktop.services.roster_views import SubjectRow
from ui.screens.rosters.columns import hidden, pupil_columns, subject_columns
from ui.screens.rosters.forms import ClassForm, SubjectForm
from ui.screens.rosters.now import Now
from ui.screens.rosters.office import OfficeWork
from ui.screens.rosters.presenter import RostersPresenter
from ui.screens.rosters.words import class_facts, pupils_word
from ui.theme import SIZE, T, font
from ui.widgets import (
    Button,
    Elided,
    RowsModel,
    Segments,
    TableView,
    box,
    button,
    col,
    empty_state,
    icon_button,
    row,
)
from ui.widgets.picker import Picker

PUPILS, SUBJECTS = "pupils", "subjects"
BAR = 12  # pixels of the design for the scroll bar


class ClassPage(QWidget):
    """`opened` carries the pupil whose card is wanted. `everywhere`: search the whole school."""

    opened = Signal(object)  # PupilRow
    everywhere = Signal()

    def __init__(self, presenter: RostersPresenter) -> None:
        super().__init__()
        self._presenter, self._office, self._work = presenter, presenter.office, OfficeWork(presenter)
        self._whole = False
        self._narrow = False
        self.title = Elided("", "title")
        self.facts = Elided("", "small", "2")
        self.views = Segments([(PUPILS, tr("Pupils")), (SUBJECTS, tr("Subjects and teachers"))], PUPILS, tr("Show"))
        self.change = button(tr("Edit class"), "edit", "ghost", small=True)
        self.more = icon_button(tr("More"), "more", small=True)
        self.form = ClassForm(self._work.change_class, new=False)
        self.pupils = self._pupil_table(whole=False)
        self.everybody = self._pupil_table(whole=True)
        self.subjects = SubjectsPart(presenter)
        self.widen = button(tr("Search the whole school"), "search")
        self.nobody = empty_state("search", tr("Nobody found"), tr("No pupil here has this name or number."), self.widen)
        self.no_pupils = empty_state(
            "people", tr("No pupils in this class yet"), tr("Import the pupil list, or move pupils here from their cards.")
        )
        self._stack = QStackedWidget()
        for part in (self.pupils, self.everybody, self.subjects, self.nobody, self.no_pupils):
            self._stack.addWidget(part)
        self._lay_out()
        self._listen()

    def _pupil_table(self, *, whole: bool) -> TableView:
        model = RowsModel(pupil_columns(whole_school=whole), identity=lambda p: p.id)
        table = TableView(model, tr("Pupils"))
        table.opened.connect(self.opened)
        return table

    def _lay_out(self) -> None:
        words = col(self.title, self.facts, gap=2)
        line = row(words, self.views, self.change, self.more, margins=(24, 12, 20, 12), gap=8)
        line.setStretch(0, 1)
        head = box("surface", col(line, self.form.slot, gap=0))
        layout = col(head, gap=0)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def _listen(self) -> None:
        self.views.chosen.connect(lambda _: self._show_part())
        self.change.clicked.connect(lambda: self.form.show_class(self._presenter.now.open_class, self._presenter.now.staff))
        self.more.clicked.connect(self._menu)
        self.form.closed.connect(lambda: self.table().setFocus())
        self.widen.clicked.connect(self.everywhere)

    def table(self) -> TableView:
        """The one whose rows are shown."""
        shown = self._stack.currentWidget()
        if shown is self.subjects:
            return self.subjects.table
        return self.everybody if self._whole else self.pupils

    def show_now(self) -> None:
        now = self._presenter.now
        one = now.open_class
        self._whole = one is None
        self.title.say(one.name if one else tr("All pupils"))
        self.facts.say(_facts(now))
        self.views.setVisible(one is not None)
        for tool in (self.change, self.more):
            tool.setVisible(self._office and one is not None)
        (self.everybody if self._whole else self.pupils).rows.replace(now.pupils)
        self.subjects.show_rows(now)
        self._fit_columns()
        self._show_part()

    def show_pupils(self) -> None:
        self.show_view(PUPILS)

    def show_view(self, view: str) -> None:
        self.views.choose(view)
        self._show_part()

    def _show_part(self) -> None:
        now = self._presenter.now
        if not self._whole and self.views.current() == SUBJECTS:
            self._stack.setCurrentWidget(self.subjects)
        elif not now.pupils:
            self.widen.setVisible(not self._whole)
            self._stack.setCurrentWidget(self.nobody if now.search else self.no_pupils)
        else:
            self._stack.setCurrentWidget(self.everybody if self._whole else self.pupils)

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self.change.fold(narrow)
        self.subjects.fold(narrow)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Names keep their room: what is needed least goes, and the remarks where there are none."""
        unused = () if any(pupil.left_on for pupil in self._presenter.now.pupils) else ("left",)
        room = (self.width() - T.px(BAR)) / T.scale
        for table in (self.pupils, self.everybody, self.subjects.table):
            gone = hidden(table.rows.columns, room, unused)
            for n in range(len(table.rows.columns)):
                table.setColumnHidden(n, n in gone)

    def close_forms(self) -> None:
        for form in (self.form, self.subjects.form):
            if form.is_open():
                form.close_form()

    def open_form(self) -> ClassForm | SubjectForm | None:
        return next((form for form in (self.form, self.subjects.form) if form.is_open()), None)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setFont(font("body"))
        self.fill_menu(menu)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def fill_menu(self, menu: QMenu) -> None:
        menu.addAction(tr("Number anew by name"), self._work.number)
        menu.addAction(tr("Remove this class"), self._work.remove_class)


def _facts(now: Now) -> str:
    one = now.open_class
    if one is None:
        classes = trn("{n} class", "{n} classes", len(now.classes))
        return f"{pupils_word(now.total)} · {classes}"
    homeroom = tr("Homeroom teacher: {name}", name=one.teacher) if one.teacher else tr("no homeroom teacher")
    return f"{homeroom} · {class_facts(one)}"


class SubjectsPart(QFrame):
    """The subjects of the open class; below them what the office may do with the chosen one."""

    def __init__(self, presenter: RostersPresenter) -> None:
        super().__init__()
        self._presenter, self._work = presenter, OfficeWork(presenter)
        self._narrow = False
        self.table = TableView(RowsModel(subject_columns(), identity=lambda s: s.id), tr("Subjects and teachers"))
        self.add = button(tr("Subject"), "plus", small=True)
        self.remove = button(tr("Remove"), "trash", "ghost", small=True)
        self.teachers = Picker(tr("Teachers"), tr("no teacher yet"))
        self.chosen = Elided("", "small_strong", least=60)
        self.form = SubjectForm(self._work.add_subject)
        self.none = empty_state("book", tr("No subjects yet"), self._next_step(), self.first_subject() if presenter.office else None)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.none)
        self._lay_out()
        self._listen()

    def first_subject(self) -> Button:
        made = button(tr("Add subject"), "plus")
        made.clicked.connect(self.open_new)
        return made

    def _next_step(self) -> str:
        if self._presenter.office:
            return tr("Add the subjects of this class; each gets a grade sheet for every semester of the year.")
        return tr("The office has not given this class its subjects yet.")

    def _lay_out(self) -> None:
        line = row(self.chosen, self.teachers, self.remove, None, self.add, margins=(20, 0, 20, 0), gap=8)
        self.foot = box("foot", line, SIZE.h_toolbar + 4)
        layout = col(self.form.slot, gap=0)
        layout.addWidget(self._stack, 1)
        layout.addStretch(0)
        layout.addWidget(self.foot)
        self.setLayout(layout)
        self.foot.setVisible(self._presenter.office)

    def _listen(self) -> None:
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self._assign)
        self.teachers.picked.connect(self._picked)
        self.remove.clicked.connect(lambda: self._with_chosen(self._work.remove_subject))
        self.add.clicked.connect(self.open_new)
        self.form.closed.connect(self._form_closed)

    def _form_closed(self) -> None:
        self._stack.show()
        self.table.setFocus()

    def _assign(self, _subject: SubjectRow) -> None:
        if self._presenter.office:
            self.teachers.open()

    def open_new(self) -> None:
        """In a narrow room the form comes in place of the rows."""
        self._stack.setVisible(not self._narrow)
        self.form.show_empty(self._presenter.now.staff)

    def show_rows(self, now: Now) -> None:
        self.table.rows.replace(now.subjects)
        self._stack.setCurrentWidget(self.table if now.subjects else self.none)
        if now.subjects and self.table.current_row() is None:
            self.table.selectRow(0)
        self._show_chosen(self.table.current_row())

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self._stack.setVisible(not narrow or not self.form.is_open())
        self.remove.fold(narrow)
        self.add.fold(narrow)

    def _show_chosen(self, subject: SubjectRow | None) -> None:
        for part in (self.chosen, self.teachers, self.remove):
            part.setVisible(subject is not None)
        if subject is not None:
            self.chosen.say(subject.name)
            people = [(person.id, person.name) for person in self._presenter.now.staff]
            self.teachers.show_choice(people, subject.teacher_ids)

    def _picked(self, teachers: tuple[str, ...]) -> None:
        self._with_chosen(lambda subject: self._work.set_teachers(subject, teachers))

    def _with_chosen(self, act: Callable[[SubjectRow], None]) -> None:
        subject = self.table.current_row()
        if subject is not None:
            act(subject)
