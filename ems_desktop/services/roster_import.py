"""Importing the pupil list of Dapodik: preview without writing, mend and answer, apply as one step, take it back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.rosters.cells import typed
from ems_desktop.domain.rosters.pupils import ExistingPupil
from ems_desktop.domain.rosters.reading import Trouble
from ems_desktop.domain.rosters.reconcile import ANOTHER_PERSON
from ems_desktop.domain.rosters.report import Tell, in_english, reason, remedy
from ems_desktop.i18n import N_
from ems_desktop.integrations.dapodik import SHEET, open_dapodik
from ems_desktop.integrations.tables_out import Page, write_xlsx
from ems_desktop.services import roster_reading as read
from ems_desktop.services.import_views import ImportPreview, ImportResult
from ems_desktop.services.import_writing import Writer, classes_of, existing_pupils, parts
from ems_desktop.services.roster_views import Semester
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.undo import Touched
from ems_desktop.store.local import LocalStore, Session

_REFUSED = N_("Refused")
_TITLES = (N_("Row"), N_("Name"), N_("Column"), N_("Value"), N_("Reason"), N_("Remedy"))
Progress = Callable[[int, int], object]  # so many rows of so many are written; may raise to stop


def compare_with_nothing(path: Path, today: date) -> ImportPreview:
    """The preview of a file for a school that has nobody yet: what a dry run shows in a profile without a school. Errors as `open_dapodik`."""
    return ImportPreview(open_dapodik(path), (), {}, _year((), today), today)


class RosterImport:
    """One person's imports. Everything but `apply` and `undo` only looks."""

    def __init__(self, store: LocalStore, rosters: Rosters, today: Callable[[], date] = date.today) -> None:
        self._store, self._rosters, self._today = store, rosters, today

    def preview(self, path: Path) -> ImportPreview:
        """The file against the school in the file on this computer. Errors 12xx say what is wrong with the file as a whole."""
        source = open_dapodik(path)
        with self._store.reading() as session:
            year = _year(read.semesters(session), self._today())
            existing, names = _school(session, year)
        return ImportPreview(source, existing, names, year, self._today())

    def refreshed(self, preview: ImportPreview) -> ImportPreview:
        """The same file and the same answers against the school as it is now."""
        with self._store.reading() as session:
            existing, names = _school(session, preview.year)
        return replace(preview, existing=existing, class_names=names)

    @staticmethod
    def with_fix(preview: ImportPreview, row: int, column: str, value: str) -> ImportPreview:
        """Mend a cell here instead of in the file. `column`: as the file or the official header calls it."""
        return preview.mended(row, column, value)

    @staticmethod
    def trouble_if(preview: ImportPreview, row: int, column: str, value: str) -> Trouble | None:
        """What would still be wrong with the cell if this were typed into it; None when it is right."""
        return preview.mended(row, column, value).trouble_of(row, column)

    @staticmethod
    def same_person(preview: ImportPreview, row: int, pupil_id: str) -> ImportPreview:
        """The row is this pupil of the school."""
        return preview.answered(row, pupil_id)

    @staticmethod
    def another_person(preview: ImportPreview, row: int) -> ImportPreview:
        """The row is nobody whom the school knows."""
        return preview.answered(row, ANOTHER_PERSON)

    @staticmethod
    def leave_out(preview: ImportPreview, row: int, *, out: bool = True) -> ImportPreview:
        """The row is not written; with `out` False it is taken in again."""
        return preview.left_out(row, out=out)

    def apply(self, preview: ImportPreview, title: str, on_progress: Progress | None = None) -> ImportResult:
        """Write all new and changed rows as one change set, or as a numbered chain where one cannot hold them.

        `title` is what outbox and audit show. All or nothing: a failure or a stop on the way takes back what the chain had
        written. Errors: 1060 not the office, 1230 the school has changed since the preview.
        """
        portions = parts(preview.to_write)
        sets: list[int] = []
        total = len(preview.to_write)
        try:
            for number, portion in enumerate(portions, 1):
                with self._rosters.change(title if len(portions) == 1 else f"{title} ({number}/{len(portions)})") as made:
                    if number == 1:
                        self._refuse_stale(made.session, preview)
                        writer = Writer(
                            made.session, preview, self._today(), lambda done: on_progress(done, total) if on_progress else None
                        )
                    writer.write(made.session, portion)
                if made.seq is not None:
                    sets.append(made.seq)
        except BaseException:
            if sets:
                with contextlib.suppress(EmsError):
                    self._rosters.undo()
            raise
        return _result(preview, tuple(sets))

    def undo(self) -> Touched:
        """Take back the last step of the rosters, a whole import included."""
        return self._rosters.undo()

    @staticmethod
    def save_refused(preview: ImportPreview, path: Path, tell: Tell = in_english) -> None:
        """The refused rows as a workbook: a list of what is wrong, and the rows as they stand in the file, to be mended and imported
        again. Error 1240 when it cannot be written."""
        headers = preview.source.raw.headers
        wrong = [
            (trouble.row, one.read.name, trouble.column, trouble.value, reason(trouble, tell), remedy(trouble, tell))
            for one in preview.refused
            for trouble in one.troubles
            if trouble.refused
        ]
        rows = [[typed(one.read.cells.get(official)) for official in headers] for one in preview.refused]
        write_xlsx(path, Page(tell(_REFUSED), [tell(title) for title in _TITLES], wrong), Page(SHEET, list(headers), rows))

    @staticmethod
    def _refuse_stale(session: Session, preview: ImportPreview) -> None:
        if _school(session, preview.year) != (preview.existing, preview.class_names):
            raise Mistake(1230)


def _school(session: Session, year: int) -> tuple[tuple[ExistingPupil, ...], dict[str, str]]:
    return existing_pupils(session, year), {key: name for key, (_, name) in classes_of(session, year).items()}


def _year(semesters: Sequence[Semester], today: date) -> int:
    """The academic year pupils are imported into: the open semester's, else the next planned one's, else the calendar's (from July on)."""
    for state in ("open", "planned"):
        codes = [one.code for one in semesters if one.state == state]
        if codes:
            return int(codes[0][:4])
    return today.year if today.month >= 7 else today.year - 1


def _result(preview: ImportPreview, sets: tuple[int, ...]) -> ImportResult:
    n = preview.counts
    return ImportResult(n["new"], n["changed"], n["same"], n["refused"], n["skipped"], tuple(name for name, _ in preview.new_classes), sets)
