"""What waits for a person, as the start page shows it: frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around every screen: the school, and its semester (a code, "" for none): the open one, else the last."""

    school: str
    city: str | None
    npsn: str
    semester: str = ""
    semester_open: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """What sync wants from this person. `conflicts`: two values, one must be chosen. `refused`: the school did not take it.
    `unsent`: change sets that the school does not have yet."""

    conflicts: int = 0
    refused: int = 0
    unsent: int = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something of the school's server that the office must see to, as it was told last. `since`: ISO; `times`: how often."""

    which: str
    since: str | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """A column of a sheet with blank cells."""

    title: str
    blank: int


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One grade sheet of the open semester. `total` cells are pupils in class × columns; `filled` have a mark or a state.

    `last_edit`: ISO, UTC; None for a sheet that nobody has touched. `teachers` is empty where the subject has none.
    """

    id: str
    class_id: str
    class_name: str
    subject: str
    teachers: tuple[str, ...]
    pupils: int
    columns: int
    total: int
    filled: int
    lacks: tuple[Lack, ...]
    last_edit: str | None = None

    @property
    def blank(self) -> int:
        return self.total - self.filled

    @property
    def complete(self) -> bool:
        return self.columns > 0 and self.blank == 0


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class on the completion board, with its sheets that lack something, the emptiest first."""

    id: str
    name: str
    homeroom: str | None
    pupils: int
    sheets: int
    complete: int
    blank: int
    total: int
    lacking: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Something in a class that waits for somebody: the class itself, or a subject of it."""

    class_id: str
    class_name: str
    subject_id: str | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The school in numbers, and what nobody has been named for."""

    pupils: int
    classes: int
    staff: int
    no_homeroom: tuple[Named, ...]
    no_teacher: tuple[Named, ...]
    no_subjects: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """One of a pupil's marks: `value`, or the word for `state`."""

    title: str
    value: Decimal | None
    state: str | None


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A pupil's own subject, with the newest marks first. `published`: the final grade on the report, once there is one."""

    sheet_id: str
    subject: str
    teachers: tuple[str, ...]
    latest: tuple[Latest, ...]
    marks: int
    published: Decimal | None


@dataclass(frozen=True, slots=True)
class Cards:
    """Everything on the start page. A part that is none of this person's business is empty (`counts` None)."""

    semester: str | None
    waiting: Waiting
    mine: tuple[SheetLine, ...] = ()
    board: tuple[ClassLine, ...] = ()
    counts: Counts | None = None
    alarms: tuple[Alarm, ...] = ()
    subjects: tuple[SubjectLine, ...] = ()
