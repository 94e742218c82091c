"""What the office does with classes, subjects and pupils: each method is one thing a person asks for. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import tr
from ems_desktop.services.roster_views import ClassRow, NewSubject, PupilRow, SubjectRow
from ui.screens.rosters.now import year_of
from ui.screens.rosters.presenter import RostersPresenter
from ui.screens.rosters.words import parse_day


class OfficeWork:
    """Works on what the presenter has open, and has it read anew afterwards."""

    def __init__(self, presenter: RostersPresenter) -> None:
        self._at = presenter

    def add_class(self, name: str, teacher_id: str | None) -> None:
        year = self._at.now.year or year_of(self._at.semester, ())

        def done(made: str) -> None:
            self._at.now = replace(self._at.now, class_id=made, year=year)
            self._at.saved(tr("Class {name} added", name=name.strip()))

        self._at.run(lambda: self._at.service.add_class(name, year, teacher_id), done, self._at.view.mistaken, ordered=True)

    def change_class(self, name: str, teacher_id: str | None) -> None:
        self._write(lambda one: self._at.service.change_class(one.id, name, teacher_id), tr("Class {name} saved", name=name.strip()))

    def remove_class(self) -> None:
        if self._at.now.open_class:
            self._write(lambda one: self._at.service.remove_class(one.id), tr("Class {name} removed", name=self._at.now.open_class.name))

    def number(self) -> None:
        if self._at.now.open_class:
            self._write(lambda one: self._at.service.number(one.id), tr("Class {name} numbered by name", name=self._at.now.open_class.name))

    def add_subject(self, name: str, code: str, teachers: Sequence[str], religion: str | None = None) -> None:
        """Error 1237 without a name."""
        if not name.strip():
            self._at.view.mistaken(Mistake(1237))
            return
        short = code.strip() or short_code(name)
        made = [NewSubject("", name.strip(), short, tuple(teachers), religion)]
        self._write(
            lambda one: self._at.service.add_subjects([replace(made[0], class_id=one.id)]), tr("Subject {name} added", name=name.strip())
        )

    def remove_subject(self, subject: SubjectRow) -> None:
        self._write(lambda _: self._at.service.remove_subject(subject.id), tr("Subject {name} removed", name=subject.name))

    def set_teachers(self, subject: SubjectRow, teachers: Sequence[str]) -> None:
        if set(teachers) != set(subject.teacher_ids):
            said = tr("Teachers of {name} saved", name=subject.name)
            self._write(lambda one: self._at.service.set_teachers(subject.id, one.id, teachers), said)

    def move(self, to_class: str, day: str) -> None:
        """The pupil of the open card into another class, from a day as it was typed."""
        target = next(one for one in self._at.now.all_classes if one.id == to_class)

        def act(pupil: PupilRow, on: date) -> str:
            self._at.service.move(pupil.id, to_class, on)
            return tr("{name} is in {group} now", name=pupil.name, group=target.name)

        self._with_card(day, act)

    def leave(self, day: str, reason: str) -> None:
        """The pupil of the open card leaves the school."""

        def act(pupil: PupilRow, on: date) -> str:
            self._at.service.leave(pupil.id, on, reason)
            return tr("{name} left the school; the grades stay", name=pupil.name)

        self._with_card(day, act)

    def _with_card(self, day: str, act: Callable[[PupilRow, date], str]) -> None:
        card = self._at.now.card
        if card is None:
            return
        try:
            on = parse_day(day)
        except Mistake as error:
            self._at.view.mistaken(error)
            return
        self._at.run(lambda: act(card.pupil, on), self._at.saved, self._at.view.mistaken, ordered=True)

    def _write(self, work: Callable[[ClassRow], object], said: str) -> None:
        """Do something with the open class."""
        one = self._at.now.open_class
        if one is not None:
            self._at.run(lambda: work(one), lambda _: self._at.saved(said), self._at.view.mistaken, ordered=True)


def short_code(name: str) -> str:
    """A short code for a subject: Bahasa Indonesia → BI, Matematika → MAT."""
    words = [word for word in name.upper().split() if word[:1].isalpha()]
    return "".join(word[0] for word in words)[:6] if len(words) > 1 else name.strip().upper()[:3]
