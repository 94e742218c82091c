"""The start page's lines in words, each with the place it leads to. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ems_desktop.i18n import N_, number, tr, trn
from ems_desktop.services.grade_views import STATES
from ems_desktop.services.home_views import Alarm, Cards, ClassLine, Counts, Latest, Named, SheetLine, SubjectLine
from ui.words import when

_FEW = 4
_GREETINGS = ((4, N_("Good evening")), (11, N_("Good morning")), (15, N_("Good day")), (18, N_("Good afternoon")), (24, N_("Good evening")))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line leads: `go(area, **where)`."""

    area: str
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """`mark`: an icon; `ink` its token, "" for the quiet one. `figure`: what stands at the right. `share`: 0 to 1, a bar; None: none."""

    key: str
    mark: str
    title: str
    detail: str
    place: Place
    ink: str = ""
    figure: str = ""
    share: float | None = None
    marks: tuple[tuple[str, str], ...] = ()  # (title, value), the newest last

    @property
    def said(self) -> str:
        marks = (f"{title} {value}" for title, value in self.marks)
        return ", ".join(part for part in (self.title, self.detail, self.figure, *marks) if part)


def greeting(name: str, hour: int) -> str:
    said = next(said for until, said in _GREETINGS if hour < until)
    return f"{tr(said)}, {name.split(',', maxsplit=1)[0]}"


def waiting_lines(cards: Cards, sync: bool = True) -> tuple[Line, ...]:
    """What asks for this person, most pressing first."""
    lines: list[Line] = []
    waits, counts = cards.waiting, cards.counts
    if counts and not counts.pupils:
        lines.append(_first_import())
    if waits.conflicts:
        said = trn("{n} mark differs from the school's", "{n} marks differ from the school's", waits.conflicts)
        lines.append(Line("conflicts", "alert", said, tr("Both are kept. Choose which one is right."), Place("sync"), "bad"))
    if waits.refused:
        said = trn("{n} change was refused by the school", "{n} changes were refused by the school", waits.refused)
        lines.append(Line("refused", "block", said, tr("See why, and send it again or put it away."), Place("sync"), "bad"))
    lines += [line for alarm in cards.alarms if (line := _alarm(alarm))]
    lines += _gaps(counts) if counts else []
    lines += _incomplete(cards.mine)
    if waits.unsent and sync:
        said = trn("{n} change not sent yet", "{n} changes not sent yet", waits.unsent)
        lines.append(
            Line("unsent", "upload", said, tr("Saved on this computer; sent by itself when there is a connection."), Place("sync"), "warn")
        )
    return tuple(lines)


def _alarm(alarm: Alarm) -> Line | None:
    """What is wrong with signing in by Google. A school that has not set it up is not told so each day."""
    said = {
        "google_keys_missing": tr("Nobody can sign in with Google: its keys are not at school"),
        "google_keys_old": tr("Google's keys at school are older than a week"),
        "google_kid_unknown": trn(
            "{n} sign-in with Google had a key that the school does not know",
            "{n} sign-ins with Google had a key that the school does not know",
            alarm.times or 0,
        ),
    }.get(alarm.which)
    remedy = tr("Whoever looks after the server runs: ./ems admin google-keys --fetch")
    return Line(alarm.which, "key", said, remedy, Place("users"), "warn") if said else None


def _first_import() -> Line:
    said = tr("Choose the pupil list of Dapodik as it is; you see every row before anything is saved.")
    return Line("import", "upload", tr("Import the pupils from Dapodik"), said, Place("rosters", {"do": "import"}), "accent")


def _gaps(counts: Counts) -> list[Line]:
    """What the office has named nobody for."""
    found: list[Line] = []
    if counts.no_subjects:
        said = trn("{n} class has no subjects", "{n} classes have no subjects", len(counts.no_subjects))
        found.append(Line("no_subjects", "book", said, _classes(counts.no_subjects), _subjects_of(counts.no_subjects[0]), "warn"))
    if counts.no_homeroom:
        said = trn("{n} class without a homeroom teacher", "{n} classes without a homeroom teacher", len(counts.no_homeroom))
        place = Place("rosters", {"class_id": counts.no_homeroom[0].class_id})
        found.append(Line("no_homeroom", "people", said, _classes(counts.no_homeroom), place, "warn"))
    if counts.no_teacher:
        said = trn("{n} subject without a teacher", "{n} subjects without a teacher", len(counts.no_teacher))
        named = _few([f"{one.subject} {one.class_name}" for one in counts.no_teacher])
        found.append(Line("no_teacher", "users", said, named, _subjects_of(counts.no_teacher[0]), "warn"))
    return found


def _subjects_of(one: Named) -> Place:
    return Place("rosters", {"class_id": one.class_id, "show": "subjects"})


def _classes(named: Sequence[Named]) -> str:
    return _few([one.class_name for one in named])


def _few(names: Sequence[str]) -> str:
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" +{number(more)}" if more > 0 else "")


def _incomplete(mine: Sequence[SheetLine]) -> list[Line]:
    open_ones = [one for one in mine if not one.complete]
    if not open_ones:
        return []
    said = trn("{n} of your grade sheets is not complete", "{n} of your grade sheets are not complete", len(open_ones))
    named = _few([f"{one.subject} {one.class_name}" for one in open_ones])
    return [Line("incomplete", "grades", said, named, Place("grades", {"sheet": open_ones[0].id}))]


def sheet_line(one: SheetLine, today: date) -> Line:
    """A teacher's own sheet: how full, how much is blank, when it was touched last."""
    edited = tr("last edit {when}", when=when(one.last_edit, today)) if one.last_edit else tr("nothing entered yet")
    detail = " · ".join(part for part in (lack_words(one), edited) if part)
    return Line(
        one.id,
        "grades",
        f"{one.subject} · {one.class_name}",
        detail,
        _sheet(one),
        figure=_percent(one.filled, one.total),
        share=_share(one),
    )


def lacking_line(one: SheetLine) -> Line:
    """A sheet on the office's board: which of its columns have blanks."""
    teachers = ", ".join(one.teachers) or tr("no teacher yet")
    lacks = _few([f"{lack.title} ({number(lack.blank)})" for lack in sorted(one.lacks, key=lambda lack: -lack.blank)])
    missing = tr("blank: {columns}", columns=lacks) if lacks else tr("no columns yet")
    detail = f"{teachers} · {missing}"
    return Line(one.id, "grades", one.subject, detail, _sheet(one), figure=number(one.blank) if one.columns else "–")


def class_line(one: ClassLine) -> Line:
    """A class on the board."""
    if not one.sheets:
        detail = tr("no subjects yet")
    else:
        detail = trn("{complete} of {n} sheet complete", "{complete} of {n} sheets complete", one.sheets, complete=number(one.complete))
        detail += " · " + trn("{n} blank", "{n} blank", one.blank) if one.blank else ""
    share = (one.total - one.blank) / one.total if one.total else 0.0
    place = Place("rosters", {"class_id": one.id})
    return Line(one.id, "people", one.name, detail, place, figure=_percent(one.total - one.blank, one.total), share=share)


def lack_words(one: SheetLine) -> str:
    if not one.columns:
        return tr("no columns yet")
    return trn("{n} blank of {total}", "{n} blank of {total}", one.blank, total=number(one.total)) if one.blank else tr("complete")


def subject_line(one: SubjectLine) -> Line:
    """A pupil's own subject with the newest marks, the published final grade before them."""
    marks = [(mark.title, latest_word(mark)) for mark in reversed(one.latest)]
    if one.published is not None:
        marks.append((tr("Report"), number(one.published)))
    detail = ", ".join(one.teachers) or tr("no teacher yet")
    nothing = tr("no marks yet")
    return Line(one.sheet_id, "book", one.subject, detail if marks else f"{detail} · {nothing}", Place("home"), marks=tuple(marks))


def latest_word(mark: Latest) -> str:
    if mark.value is not None:
        return number(mark.value)
    return tr(STATES[mark.state]) if mark.state in STATES else "–"


def count_words(counts: Counts) -> tuple[tuple[str, str], ...]:
    """The school in numbers: (number, what)."""
    return (
        (number(counts.pupils), trn("pupil", "pupils", counts.pupils)),
        (number(counts.classes), trn("class", "classes", counts.classes)),
        (number(counts.staff), trn("teacher and staff member", "teachers and staff", counts.staff)),
    )


def blank_total(board: Iterable[ClassLine]) -> int:
    return sum(one.blank for one in board)


def _sheet(one: SheetLine) -> Place:
    return Place("grades", {"sheet": one.id})


def _share(one: SheetLine) -> float:
    return one.filled / one.total if one.total else 0.0


def _percent(part: int, whole: int) -> str:
    """Never 100 % while something is blank."""
    return f"{number(part * 100 // whole)} %" if whole else "–"
