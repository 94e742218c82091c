"""Kelas & Siswa without its widgets: which class is open, who is in it, and what the office does with them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import tr
from ems_desktop.services.roster_views import Card, ClassRow, NewSubject, PupilRow, StaffRow, SubjectRow
from ui.screens.rosters.service import RostersService, Run
from ui.screens.rosters.words import parse_day

TABLES = {"users", "user_roles", "students", "student_private", "classes", "enrolments", "subjects", "subject_teachers", "grade_sheets"}


class RostersView(Protocol):
    """What the presenter tells the screen. All of it reads `presenter.now`."""

    def show_classes(self) -> None: ...

    def show_class(self) -> None:
        """Another class is open, or its pupils and subjects are new."""

    def show_card(self) -> None:
        """A pupil's card is open (or none any more)."""

    def saved(self) -> None:
        """What was asked for is on the disk: a form may close."""

    def mistaken(self, error: EmsError) -> None:
        """What was asked for is not possible: said beside the form where there is one."""

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self, tables: set[str]) -> None:
        """Rows were written here: other screens fetch them anew."""


@dataclass(frozen=True, slots=True)
class Now:
    """What is open. `class_id` None: all pupils of the school. `years`: academic years with classes, newest first."""

    loaded: bool = False
    years: tuple[int, ...] = ()
    year: int = 0
    all_classes: tuple[ClassRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    total: int = 0
    class_id: str | None = None
    search: str = ""
    pupils: tuple[PupilRow, ...] = ()
    subjects: tuple[SubjectRow, ...] = ()
    card: Card | None = None

    @property
    def classes(self) -> tuple[ClassRow, ...]:
        """Those of the year that is shown."""
        return tuple(one for one in self.all_classes if one.year == self.year)

    @property
    def open_class(self) -> ClassRow | None:
        return next((one for one in self.all_classes if one.id == self.class_id), None)

    @property
    def empty(self) -> bool:
        """A school without anybody: the next step is the import."""
        return self.loaded and not self.all_classes and not self.total


@dataclass(slots=True)
class RostersPresenter:
    """`office`: may change things; the server says the same. `semester`: the open one's code, "" for none."""

    service: RostersService
    run: Run
    view: RostersView
    office: bool
    semester: str = ""
    now: Now = field(default_factory=Now)
    _turn: int = 0

    # -- what is shown

    def load(self, class_id: str | None = None, pupil_id: str | None = None) -> None:
        """Everything anew; the open class and card stay open. `class_id`, `pupil_id`: go there."""
        if class_id is not None:
            self.now = replace(self.now, class_id=class_id, search="")
        read, turn = self._reader(), self._next_turn()

        def done(now: Now) -> None:
            if turn == self._turn:
                self.now = replace(now, card=self.now.card)
                self.view.show_classes()
                self.view.show_class()
                self._again(pupil_id)

        self.run(read, done, self.view.failed)

    def _again(self, pupil_id: str | None) -> None:
        wanted = pupil_id or (self.now.card.pupil.id if self.now.card else None)
        if wanted:
            self.open_card(wanted)

    def choose_class(self, class_id: str | None) -> None:
        if (class_id, None) != (self.now.class_id, self.now.card):
            self.now = replace(self.now, class_id=class_id, card=None)
            self.view.show_card()
            self._fetch_class()

    def choose_year(self, year: int) -> None:
        """Another academic year: its first class is open."""
        self.now = replace(self.now, year=year)
        self.view.show_classes()
        self.choose_class(self.now.classes[0].id if self.now.classes else None)

    def search(self, text: str) -> None:
        if text != self.now.search:
            self.now = replace(self.now, search=text)
            self._fetch_class()

    def open_card(self, pupil_id: str) -> None:
        def done(card: Card) -> None:
            self.now = replace(self.now, card=card)
            self.view.show_card()

        self.run(lambda: self.service.card(pupil_id), done, self._no_card)

    def _no_card(self, error: EmsError) -> None:
        """The pupil is not here any more (or never was)."""
        self.close_card()
        if error.code != 1061:
            self.view.failed(error)

    def close_card(self) -> None:
        self.now = replace(self.now, card=None)
        self.view.show_card()

    def step_card(self, by: int) -> None:
        """The pupil before or after, in the order of the list."""
        ids = [one.id for one in self.now.pupils]
        if self.now.card and self.now.card.pupil.id in ids:
            at = ids.index(self.now.card.pupil.id) + by
            if 0 <= at < len(ids):
                self.open_card(ids[at])

    def _fetch_class(self) -> None:
        class_id, search, turn = self.now.class_id, self.now.search, self._next_turn()

        def work() -> tuple[tuple[PupilRow, ...], tuple[SubjectRow, ...]]:
            return self.service.pupils(class_id, search), self.service.subjects(class_id) if class_id else ()

        def done(found: tuple[tuple[PupilRow, ...], tuple[SubjectRow, ...]]) -> None:
            if turn == self._turn:
                self.now = replace(self.now, pupils=found[0], subjects=found[1])
                self.view.show_class()

        self.run(work, done, self.view.failed)

    def _reader(self) -> Callable[[], Now]:
        """Work that reads all that is shown, for a worker thread."""
        before, service, office, code = self.now, self.service, self.office, self.semester

        def read() -> Now:
            classes = service.classes()
            years = tuple(sorted({one.year for one in classes}, reverse=True))
            year = before.year if before.year in years else _year(code, years)
            kept = next((one for one in classes if one.id == before.class_id), None)
            first = next((one.id for one in classes if one.year == year), None)
            open_id = kept.id if kept else first if before.class_id or not before.loaded else None
            everybody = service.pupils()
            pupils = service.pupils(open_id, before.search) if open_id or before.search else everybody
            return replace(
                before, loaded=True, years=years, year=kept.year if kept else year, all_classes=classes, staff=service.staff() if office else (),
                total=len(everybody), class_id=open_id, pupils=pupils, subjects=service.subjects(open_id) if open_id else (),
            )  # fmt: skip

        return read

    def _next_turn(self) -> int:
        """Answers to an older question than the last one are not shown."""
        self._turn += 1
        return self._turn

    # -- what the office changes

    def add_class(self, name: str, teacher_id: str | None) -> None:
        year = self.now.year or _year(self.semester, ())

        def done(made: str) -> None:
            self.now = replace(self.now, class_id=made, year=year)
            self._saved(tr("Class {name} added", name=name.strip()))

        self.run(lambda: self.service.add_class(name, year, teacher_id), done, self.view.mistaken, ordered=True)

    def change_class(self, name: str, teacher_id: str | None) -> None:
        self._write(lambda one: self.service.change_class(one.id, name, teacher_id), tr("Class {name} saved", name=name.strip()))

    def remove_class(self) -> None:
        if self.now.open_class:
            self._write(lambda one: self.service.remove_class(one.id), tr("Class {name} removed", name=self.now.open_class.name))

    def number(self) -> None:
        if self.now.open_class:
            self._write(lambda one: self.service.number(one.id), tr("Class {name} numbered by name", name=self.now.open_class.name))

    def add_subject(self, name: str, code: str, teachers: Sequence[str], religion: str | None = None) -> None:
        """Error 1237 without a name."""
        if not name.strip():
            self.view.mistaken(Mistake(1237))
            return
        short = code.strip() or short_code(name)
        made = [NewSubject("", name.strip(), short, tuple(teachers), religion)]
        self._write(lambda one: self.service.add_subjects([replace(made[0], class_id=one.id)]), tr("Subject {name} added", name=name.strip()))

    def remove_subject(self, subject: SubjectRow) -> None:
        self._write(lambda _: self.service.remove_subject(subject.id), tr("Subject {name} removed", name=subject.name))

    def set_teachers(self, subject: SubjectRow, teachers: Sequence[str]) -> None:
        if set(teachers) != set(subject.teacher_ids):
            said = tr("Teachers of {name} saved", name=subject.name)
            self._write(lambda one: self.service.set_teachers(subject.id, one.id, teachers), said)

    def move(self, to_class: str, day: str) -> None:
        """The pupil of the open card into another class, from a day as it was typed."""
        target = next(one for one in self.now.all_classes if one.id == to_class)

        def act(pupil: PupilRow, on: date) -> str:
            self.service.move(pupil.id, to_class, on)
            return tr("{name} is in {group} now", name=pupil.name, group=target.name)

        self._with_card(day, act)

    def leave(self, day: str, reason: str) -> None:
        """The pupil of the open card leaves the school."""

        def act(pupil: PupilRow, on: date) -> str:
            self.service.leave(pupil.id, on, reason)
            return tr("{name} left the school; the grades stay", name=pupil.name)

        self._with_card(day, act)

    def undo(self) -> None:
        self._step(self.service.undo, tr("Taken back"), tr("There is nothing to take back"))

    def redo(self) -> None:
        self._step(self.service.redo, tr("Done again"), tr("There is nothing to do again"))

    def _step(self, step: Callable[[], tuple[tuple[str, str], ...]], said: str, nothing: str) -> None:
        def done(touched: tuple[tuple[str, str], ...]) -> None:
            self.view.note(said if touched else nothing)
            if touched:
                self._after({table for table, _ in touched})

        self.run(step, done, self.view.failed, ordered=True)

    def _with_card(self, day: str, act: Callable[[PupilRow, date], str]) -> None:
        card = self.now.card
        if card is None:
            return
        try:
            on = parse_day(day)
        except Mistake as error:
            self.view.mistaken(error)
            return
        self.run(lambda: act(card.pupil, on), self._saved, self.view.mistaken, ordered=True)

    def _write(self, work: Callable[[ClassRow], object], said: str) -> None:
        """Do something with the open class."""
        one = self.now.open_class
        if one is not None:
            self.run(lambda: work(one), lambda _: self._saved(said), self.view.mistaken, ordered=True)

    def _saved(self, said: str) -> None:
        self.view.saved()
        self.view.note(said, self.undo)
        self._after(TABLES)

    def _after(self, tables: set[str]) -> None:
        self.view.changed(tables)
        self.load()


def _year(semester: str, years: Sequence[int]) -> int:
    """The open semester's academic year; without one the newest, else the calendar's."""
    if semester:
        return int(semester[:4])
    today = date.today()  # noqa: DTZ011 - the calendar on this machine's wall
    return years[0] if years else today.year if today.month >= 7 else today.year - 1


def short_code(name: str) -> str:
    """A short code for a subject: Bahasa Indonesia → BI, Matematika → MAT."""
    words = [word for word in name.upper().split() if word[:1].isalpha()]
    return "".join(word[0] for word in words)[:6] if len(words) > 1 else name.strip().upper()[:3]
