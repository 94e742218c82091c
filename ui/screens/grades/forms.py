"""What is typed into the panels of an assessment and of a sheet's rules, and what it means. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.grades import plain
from ems_desktop.i18n import number
from ems_desktop.services.grade_views import Assessment, Sheet

_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?", re.ASCII)
_DATE = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})", re.ASCII)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class AssessmentForm:
    """An assessment as its fields' texts."""

    kind: str
    title: str = ""
    topic: str = ""
    objective: str = ""
    held_on: str = ""
    weight: str = "1"
    maximum: str = "100"
    locked: bool = False


class Wrong(Exception):  # not an error of the program: several fields may be wrong at once
    """What is wrong with a form: field → mistake."""

    def __init__(self, mistakes: Mapping[str, Mistake]) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes


def form_of(assessment: Assessment) -> AssessmentForm:
    day = assessment.held_on
    return AssessmentForm(
        assessment.kind,
        assessment.title,
        assessment.topic or "",
        assessment.objective or "",
        f"{day.day}/{day.month}/{day.year}" if day else "",
        number(plain(assessment.weight)),
        number(plain(assessment.maximum)),
        assessment.locked,
    )


def read_assessment(form: AssessmentForm, sheet: Sheet, old: Assessment | None) -> Assessment:
    """The assessment that is meant. Raises Wrong: title 1040, weight 1041, maximum 1042 and 1044, date 1043."""
    mistakes: dict[str, Mistake] = {}

    def field(name: str, read: Callable[[], Result], other: Result) -> Result:
        try:
            return read()
        except Mistake as error:
            mistakes[name] = error
            return other

    made = replace(
        old or Assessment("", form.kind, ""),
        kind=form.kind,
        title=field("title", lambda: _title(form.title), ""),
        topic=form.topic.strip() or None,
        objective=form.objective.strip() or None,
        held_on=field("held_on", lambda: _date(form.held_on), None),
        weight=field("weight", lambda: read_weight(form.weight), Decimal(1)),
        maximum=field("maximum", lambda: _maximum(form.maximum, sheet, old), Decimal(100)),
        locked=form.locked,
    )
    if mistakes:
        raise Wrong(mistakes)
    return made


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not 1 <= len(title) <= 80:
        raise Mistake(1040)
    return title


def _number(text: str) -> Decimal | None:
    said = text.strip()
    return plain(Decimal(said.replace(",", "."))) if _NUMBER.fullmatch(said) else None


def read_weight(text: str) -> Decimal:
    """A weight from 0 to 100. Raises Mistake 1041."""
    value = _number(text)
    if value is None or value > 100:
        raise Mistake(1041, value=text.strip()[:24])
    return value


def _maximum(text: str, sheet: Sheet, old: Assessment | None) -> Decimal:
    value = _number(text)
    if value is None or not 1 <= value <= 100:
        raise Mistake(1042)
    if old is not None:
        over = sum(cell.value is not None and cell.value > value for (a, _), cell in sheet.cells.items() if a == old.id)
        if over:
            raise Mistake(1044, count=over, column=old.title, maximum=value)
    return value


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    match = _DATE.fullmatch(text.strip())
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else _no_date(text)
    except ValueError:
        return _no_date(text)


def _no_date(text: str) -> date:
    raise Mistake(1043, value=text.strip()[:24])


@dataclass(frozen=True, slots=True)
class Rules:
    """A sheet's own rules; None is the office's default."""

    kktp: int | None = None
    rounding: str | None = None
    weights: dict[str, Decimal] | None = None


def read_rules(sheet: Sheet, kktp: str, rounding: str, weights: Mapping[str, str]) -> Rules:
    """The rules as typed; what is as it was and follows the office keeps following it. Raises Wrong: 1045, 1041, 1046."""
    mistakes: dict[str, Mistake] = {}
    if not re.fullmatch(r"[0-9]{1,3}", kktp.strip(), re.ASCII) or int(kktp) > 100:
        mistakes["kktp"] = Mistake(1045)
    read: dict[str, Decimal] = {}
    for kind, text in weights.items():
        try:
            read[kind] = read_weight(text)
        except Mistake as error:
            mistakes[kind] = error
    if not mistakes and read and not any(read.values()):
        mistakes[next(iter(read))] = Mistake(1046)
    if mistakes:
        raise Wrong(mistakes)
    now = {k.kind: k.weight for k in sheet.kinds}
    return Rules(
        int(kktp) if "kktp" in sheet.own or int(kktp) != sheet.kktp else None,
        rounding if "rounding" in sheet.own or rounding != sheet.rounding else None,
        read if "weights" in sheet.own or read != now else None,
    )


def moved(sheet: Sheet, assessment_id: str, by: int) -> list[str] | None:
    """The order of all columns after one step left (−1) or right (1) within its kind; None at the end of it."""
    ids = [a.id for a in sheet.assessments]
    at = ids.index(assessment_id)
    other = at + by
    if not 0 <= other < len(ids) or sheet.assessments[other].kind != sheet.assessments[at].kind:
        return None
    ids[at], ids[other] = ids[other], ids[at]
    return ids
