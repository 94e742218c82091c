"""Pupils, classes and fields in words. Knows no Qt."""

from __future__ import annotations

import re
from datetime import date

from ems_desktop.domain.errors import Mistake
from ems_desktop.i18n import N_, day, tr, trn
from ems_desktop.services.roster_views import ClassRow, PupilRow, Stay
from ui.words import year_title

_FIELDS = {
    "name": N_("Name"), "nisn": N_("NISN"), "nipd": N_("NIPD"), "gender": N_("Sex"), "birth_place": N_("Place of birth"),
    "birth_date": N_("Date of birth"), "religion": N_("Religion"), "nik": N_("NIK"), "family_card": N_("Family card number"),
    "address": N_("Address"), "phone": N_("Phone"), "father_name": N_("Father's name"), "mother_name": N_("Mother's name"),
    "guardian_name": N_("Guardian's name"), "class_name": N_("Class"), "state": N_("State"),
}  # fmt: skip
_GENDERS = {"L": N_("Boy"), "P": N_("Girl")}
_STATES = {"active": N_("active"), "left": N_("left the school"), "graduated": N_("graduated")}
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")


def field_word(name: str) -> str:
    """A field's name; a column of the export that has no place of its own keeps its own name: Data Ayah: Pekerjaan."""
    if name in _FIELDS:
        return tr(_FIELDS[name])
    group, _, own = name.removeprefix("extra.").partition(".")
    return f"{group}: {own}" if own and group.startswith("Data ") else name.removeprefix("extra.")


def gender_word(gender: str | None) -> str:
    return tr(_GENDERS[gender]) if gender in _GENDERS else ""


def state_word(state: str) -> str:
    return tr(_STATES[state]) if state in _STATES else state


def short_day(value: date | None) -> str:
    """14 Mei 2012: the month shortened, the year kept."""
    return f"{day(value, short=True)} {value.year}" if value else ""


def class_word(pupil: PupilRow, *, office: bool) -> str:
    """A pupil's class. A teacher's computer knows none of the classes of others: there nobody is said to be in no class."""
    return pupil.class_name or (tr("in no class") if office else tr("not in a class of mine"))


def pupils_word(count: int) -> str:
    return trn("{n} pupil", "{n} pupils", count)


def class_line(row: ClassRow) -> str:
    """What stands under a class's name in the list."""
    return row.teacher or tr("no homeroom teacher")


def class_facts(row: ClassRow) -> str:
    girls = trn("{n} girl", "{n} girls", row.girls)
    subjects = trn("{n} subject", "{n} subjects", row.subjects)
    return f"{pupils_word(row.pupils)} · {girls} · {subjects}"


def class_said(row: ClassRow) -> str:
    return f"{row.name}, {class_line(row)}, {pupils_word(row.pupils)}"


def pupil_said(row: PupilRow) -> str:
    """The whole row, spoken."""
    left = tr("left on {date}", date=row.left_on) if row.left_on else ""
    number = tr("number {number}", number=row.number) if row.number else ""
    return ", ".join(part for part in (number, row.name, row.nisn or "", gender_word(row.gender), left) if part)


def stay_word(stay: Stay) -> str:
    """One class of a pupil's way: 7A · 2026/2027 · nomor 12 · sampai 3 Sep 2026."""
    parts = [stay.class_name, year_title(stay.year)]
    if stay.number:
        parts.append(tr("number {number}", number=stay.number))
    if stay.joined_on:
        parts.append(tr("from {date}", date=short_day(stay.joined_on)))
    if stay.left_on:
        parts.append(tr("until {date}", date=short_day(stay.left_on)))
    return " · ".join(parts)


def parse_day(text: str) -> date:
    """A day that somebody typed, 17/08/2026 or 2026-08-17. Error 1234."""
    said = text.strip()
    try:
        if found := _DAY.fullmatch(said):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(said)
    except ValueError:
        raise Mistake(1234) from None


def typed_day(value: date) -> str:
    """A day as `parse_day` reads it."""
    return f"{value.day:02}/{value.month:02}/{value.year}"
