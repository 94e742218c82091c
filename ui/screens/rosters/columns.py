"""The declared columns of the roster's tables: pupils, subjects, and the grades on a card."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ems_desktop.i18n import number, tr
from ems_desktop.services.roster_views import Card, CardSubject, PupilRow, SubjectRow
from ui.screens.rosters.words import gender_word, short_day
from ui.theme import LEFT, RIGHT, T, icons, text, width
from ui.widgets import Column
from ui.words import semester_short

AT_ONCE = 3  # semesters that fit beside the subject's name
LEAST_FIRST = ("religion", "nipd", "kktp", "code", "birth_date", "group", "gender")  # what goes when the room is short, in this order


def pupil_columns(*, whole_school: bool) -> list[Column]:
    """`whole_school`: the pupils of all classes, so their class is named."""
    columns = [
        Column(
            "number",
            tr("No."),
            52,
            lambda p: "" if p.number is None else str(p.number),
            align="right",
            sort=_number,
            role="num",
            ink="text3",
        ),
        Column("name", tr("Name"), 200, lambda p: p.name, sort=lambda p: p.name.casefold(), role="body_medium", ink=_ink, stretch=True),
        Column("nisn", tr("NISN"), 116, lambda p: p.nisn or "–", sort=lambda p: p.nisn or "", role="num", ink=_ink),
        Column("nipd", tr("NIPD"), 100, lambda p: p.nipd or "–", sort=lambda p: p.nipd or "", role="num", ink=_quiet),
        Column(
            "gender", tr("L/P"), 52, lambda p: p.gender or "–", sort=lambda p: p.gender or "", ink=_ink, tip=lambda p: gender_word(p.gender)
        ),
        Column("birth_date", tr("Date of birth"), 120, lambda p: short_day(p.birth_date) or "–", sort=_born, role="num", ink=_quiet),
        Column("religion", tr("Religion"), 100, lambda p: p.religion or "–", sort=lambda p: p.religion or "", ink=_quiet),
        Column("left", tr("Remark"), 140, _remark, sort=lambda p: str(p.left_on or ""), role="small", ink="text3"),
    ]
    if whole_school:
        columns.insert(2, Column("class", tr("Class"), 90, lambda p: p.class_name or "–", sort=_class, ink=_ink))
    return columns


def _number(row: PupilRow) -> tuple[str, int]:
    return row.class_name or "", row.number or 999


def _class(row: PupilRow) -> tuple[bool, str, int]:
    return row.class_name is None, row.class_name or "", row.number or 999


def _born(row: PupilRow) -> str:
    return str(row.birth_date or "")


def _remark(row: PupilRow) -> str:
    return tr("left on {date}", date=short_day(row.left_on)) if row.left_on else ""


def _ink(row: PupilRow) -> str:
    """A pupil who left stays, grey."""
    return "text3" if row.left_on else "text"


def _quiet(row: PupilRow) -> str:
    return "text3" if row.left_on else "text2"


def subject_columns() -> list[Column]:
    return [
        Column("name", tr("Subject"), 190, lambda s: s.name, sort=lambda s: s.name.casefold(), role="body_medium", stretch=True),
        Column("code", tr("Code"), 80, lambda s: s.code, sort=lambda s: s.code, ink="text2"),
        Column("teachers", tr("Teachers"), 230, teachers_word, sort=teachers_word, paint=_paint_teachers),
        Column("group", tr("Group"), 130, group_word, sort=group_word, ink="text2"),
        Column("kktp", tr("KKTP"), 64, lambda s: "" if s.kktp is None else number(s.kktp), align="right", role="num", ink="text2"),
    ]


def teachers_word(row: SubjectRow) -> str:
    return ", ".join(row.teachers) or tr("no teacher yet")


def group_word(row: SubjectRow) -> str:
    """Who takes it, where that is not the whole class."""
    if row.religion:
        return row.religion
    return tr("listed pupils") if row.listed else tr("whole class")


def _paint_teachers(p: QPainter, rect: QRectF, row: SubjectRow, _selected: bool) -> None:
    if row.teachers:
        text(p, rect, teachers_word(row), "body", "text", LEFT)
        return
    icons.draw(p, "alert", rect.left(), rect.center().y(), "warn", 15)
    text(p, rect.adjusted(T.px(21), 0, 0, 0), teachers_word(row), "small_strong", "warn", LEFT)


def grade_columns(card: Card) -> list[Column]:
    """The subject, then one column for each semester the pupil has sheets in."""
    stretch = len(card.semesters) <= AT_ONCE  # with more of them the table scrolls sideways
    subject = Column("subject", tr("Subject"), 180, lambda s: s.subject, role="body_medium", stretch=stretch)
    return [subject, *(_semester_column(code) for code in card.semesters)]


def _semester_column(code: str) -> Column:
    def say(row: CardSubject) -> str:
        return grade_word(row, code)

    def paint(p: QPainter, rect: QRectF, row: CardSubject, _selected: bool) -> None:
        paint_grade(p, rect, row, code)

    def sort(row: CardSubject) -> Decimal:
        grade = row.grades.get(code)
        return grade.value if grade and grade.value is not None else Decimal(-1)

    title = semester_short(code)
    return Column(
        code, title, max(88, round((width(title, "small_strong") + T.px(26)) / T.scale)), say, align="right", sort=sort, paint=paint
    )


def grade_word(row: CardSubject, code: str) -> str:
    """A grade as it is spoken: the number, whether it stands in the report, whether it is below KKTP."""
    grade = row.grades.get(code)
    if grade is None or grade.value is None:
        return tr("none yet") if grade else ""
    words = [number(grade.value), tr("published") if grade.published else tr("as of today")]
    if grade.below:
        words.append(tr("below KKTP {kktp}", kktp=grade.kktp))
    return ", ".join(words)


def paint_grade(p: QPainter, rect: QRectF, row: CardSubject, code: str) -> None:
    """Published: first ink, semibold. Derived today: second ink. Below KKTP: ▾ and red. Nothing yet: a faint dot."""
    grade = row.grades.get(code)
    if grade is None:
        return
    if grade.value is None:
        text(p, rect, "·", "num", "text3", RIGHT)
        return
    said = number(grade.value)
    role = "num_strong" if grade.published else "num_medium" if grade.below else "num"
    ink = "bad" if grade.below else "text" if grade.published else "text2"
    text(p, rect, said, role, ink, RIGHT)
    if grade.below:
        text(p, rect.adjusted(0, 0, -width(said, role) - T.px(6), 0), "▾", "small_strong", "bad", RIGHT)


def hidden(columns: Sequence[Column], room: float, unused: Collection[str] = ()) -> set[int]:
    """Which columns hide in a room of so many pixels of the design: those that say nothing here, then the least needed."""
    shown = [column for column in columns if column.key not in unused]
    for key in LEAST_FIRST:
        if sum(column.width for column in shown) <= room:
            break
        shown = [column for column in shown if column.key != key]
    kept = {column.key for column in shown}
    return {n for n, column in enumerate(columns) if column.key not in kept}
