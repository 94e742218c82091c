"""The attendance list of a class as .xlsx, .csv or a printed page. The rows are made here without Qt; only the page needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ems_desktop.i18n import tr
from ems_desktop.integrations.tables_out import Page, save_whole, write_csv, write_xlsx
from ems_desktop.services.roster_views import ClassRow, PupilRow
from ui.screens.rosters.words import short_day
from ui.words import year_title

DAYS = 31


def list_page(school: str, one: ClassRow | None, pupils: Sequence[PupilRow]) -> Page:
    """The pupils who are there, with what a list for Excel needs."""
    rows = [
        (p.number, p.name, p.nisn, p.nipd, p.gender, p.birth_date and short_day(p.birth_date), p.religion, p.class_name)
        for p in pupils
        if p.left_on is None
    ]
    titles = (tr("No."), tr("Name"), tr("NISN"), tr("NIPD"), tr("L/P"), tr("Date of birth"), tr("Religion"), tr("Class"))
    return Page(title_of(one), titles, rows, heading(school, one))


def heading(school: str, one: ClassRow | None) -> tuple[str, ...]:
    if one is None:
        return (school, tr("All pupils"))
    return (school, f"{tr('Attendance list')} {one.name} · {year_title(one.year)}", tr("Homeroom teacher: {name}", name=one.teacher or "–"))


def title_of(one: ClassRow | None) -> str:
    return one.name if one else tr("All pupils")


def suggested(one: ClassRow | None) -> str:
    """A file name without anything that a disk refuses."""
    named = "".join(ch if ch.isalnum() or ch in " -_" else "-" for ch in title_of(one)).strip() or "kelas"
    return f"{tr('Attendance list')} {named}"


def save(path: Path, page: Page) -> Path:
    """By the name's ending: .csv, .pdf (an attendance list with a box for each day), else .xlsx. Error 1240."""
    if path.suffix.lower() == ".csv":
        write_csv(path, page)
    elif path.suffix.lower() == ".pdf":
        from ui.screens.rosters.printing import pdf_of

        content = pdf_of(page, date.today())  # noqa: DTZ011 - printed for people, in their own day
        save_whole(path, lambda part: part.write_bytes(content))
    else:
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        write_xlsx(path, page)
    return path
