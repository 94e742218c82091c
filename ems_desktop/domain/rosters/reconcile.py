"""The file's pupils against the school's: new, changed (field by field), same, refused, missing. Nobody is merged silently.

It decides nothing about the store: `services` turn a `Reconciliation` into a change set.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from ems_desktop.domain.rosters.cells import fold
from ems_desktop.domain.rosters.classes import class_key
from ems_desktop.domain.rosters.pupils import FIELDS, HEADERS, ExistingPupil, Pupil, PupilRow, Value
from ems_desktop.domain.rosters.reading import Reading, ReadRow, Trouble

Verdict = Literal["new", "changed", "same", "refused"]

ANOTHER_PERSON: Final = ""  # an answer: this row is none of the candidates


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. `field`: an attribute of `Pupil`, `state`, or `extra.<header>`; `column`: what a person calls it."""

    field: str
    column: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What becomes of one row. `existing`: the pupil it was matched with; `candidates`: who it may be, where a person must say."""

    read: ReadRow
    verdict: Verdict
    troubles: tuple[Trouble, ...] = ()
    changes: tuple[Change, ...] = ()
    existing: ExistingPupil | None = None
    candidates: tuple[ExistingPupil, ...] = ()

    @property
    def row(self) -> int:
        return self.read.row

    @property
    def pupil(self) -> PupilRow | None:
        """The pupil to be written; None in a refused row."""
        return None if self.verdict == "refused" else self.read.pupil


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every row of the file with its verdict, in the file's order, and the school's active pupils whom the file does not name."""

    rows: tuple[RowVerdict, ...]
    missing: tuple[ExistingPupil, ...]
    notes: tuple[Trouble, ...] = ()
    ignored: tuple[int, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """All of them: those of the whole file first, then row by row."""
        return (*self.notes, *(trouble for row in self.rows for trouble in row.troubles))


def reconcile(reading: Reading, existing: Sequence[ExistingPupil], answers: Mapping[int, str] | None = None) -> Reconciliation:
    """Compare what was read with the school's pupils of all states.

    Matched by NISN, else by NIK. Without either, the same name, date of birth and mother (where both know her) is asked about,
    never assumed. A number whose owner at the school has another name *and* another date of birth is asked about too.
    A blank cell or an absent column never erases what the school knows. `answers`: row number → the id of the existing
    pupil it is, or `ANOTHER_PERSON`; they settle only what was asked (1280: either; 1281: the same person) and are else ignored.
    """
    matcher = _Matcher(existing, reading, answers or {})
    verdicts = _ask_where_rows_meet([matcher.judge(row) for row in reading.rows], reading.headers)
    return Reconciliation(tuple(verdicts), tuple(_missing(existing, verdicts)), reading.notes, reading.ignored)


class _Matcher:
    """Finds for each row the existing pupil it is, or whom it may be."""

    def __init__(self, existing: Sequence[ExistingPupil], reading: Reading, answers: Mapping[int, str]) -> None:
        self._headers = reading.headers
        self._answers = answers
        self._by_id = {pupil.id: pupil for pupil in existing}
        self._by_nisn = {pupil.nisn: pupil for pupil in existing if pupil.nisn}
        self._by_nik = {pupil.nik: pupil for pupil in existing if pupil.nik}
        self._by_name: dict[str, list[ExistingPupil]] = defaultdict(list)
        for pupil in existing:
            self._by_name[fold(pupil.name)].append(pupil)
        found = (self._by_nisn.get(row.nisn or "") or self._by_nik.get(row.nik or "") for row in reading.rows)
        self._claimed = {pupil.id for pupil in found if pupil}

    def judge(self, read: ReadRow) -> RowVerdict:
        pupil = read.pupil
        if pupil is None:
            return RowVerdict(read, "refused", read.troubles)
        by_nisn, by_nik = self._by_nisn.get(pupil.nisn or ""), self._by_nik.get(pupil.nik or "")
        if by_nisn and by_nik and by_nisn.id != by_nik.id:
            return self._asked(read, "nisn", 1282, (by_nisn, by_nik))
        if match := by_nisn or by_nik:
            if _strangers(pupil, match) and self._answers.get(read.row) != match.id:
                return self._asked(read, "nisn" if by_nisn else "nik", 1281, (match,))
            return self._compared(read, pupil, match)
        return self._unnumbered(read, pupil)

    def _unnumbered(self, read: ReadRow, pupil: PupilRow) -> RowVerdict:
        """No number leads to anybody at the school: new, unless it is somebody whom the school knows without one."""
        alike = [one for one in self._by_name[fold(pupil.name)] if one.id not in self._claimed and _alike(pupil, one)]
        answer = self._answers.get(read.row)
        chosen = next((one for one in alike if one.id == answer), None)
        if chosen:
            return self._compared(read, pupil, chosen)
        if alike and answer != ANOTHER_PERSON:
            return self._asked(read, "name", 1280, tuple(alike))
        return RowVerdict(read, "new", read.troubles)

    def _compared(self, read: ReadRow, pupil: PupilRow, match: ExistingPupil) -> RowVerdict:
        changes = tuple(differences(pupil, match))
        return RowVerdict(read, "changed" if changes else "same", read.troubles, changes, match)

    def _asked(self, read: ReadRow, attribute: str, code: int, candidates: tuple[ExistingPupil, ...]) -> RowVerdict:
        params = {"name": candidates[0].name, "other": candidates[-1].name, "date": candidates[0].birth_date or "–"}
        trouble = _trouble(read, self._headers, attribute, code, params)
        return RowVerdict(read, "refused", (*read.troubles, trouble), candidates=candidates)


def differences(pupil: PupilRow, existing: ExistingPupil) -> Iterator[Change]:
    """Field by field what the file knows otherwise. A class under another spelling is the same class."""
    for name, column, _table in FIELDS:
        old, new = getattr(existing, name), getattr(pupil, name)
        if new is None or new == old or (name == "class_name" and old is not None and class_key(old) == class_key(new)):
            continue
        yield Change(name, column, old, new)
    for header, text in pupil.extra.items():
        if existing.extra.get(header) != text:
            yield Change(f"extra.{header}", header, existing.extra.get(header), text)
    if existing.state != "active":
        yield Change("state", "state", existing.state, "active")


def _strangers(pupil: Pupil, other: Pupil) -> bool:
    """Nothing but the number speaks for this being one person: a typing error would overwrite somebody else."""
    known = pupil.birth_date is not None and other.birth_date is not None
    return known and pupil.birth_date != other.birth_date and fold(pupil.name) != fold(other.name)


def _alike(pupil: Pupil, other: Pupil) -> bool:
    """The same date of birth and mother, names being equal already. An unknown mother does not speak against it."""
    if pupil.birth_date is None or pupil.birth_date != other.birth_date:
        return False
    return not (pupil.mother_name and other.mother_name) or fold(pupil.mother_name) == fold(other.mother_name)


def _ask_where_rows_meet(verdicts: list[RowVerdict], headers: Mapping[str, str]) -> list[RowVerdict]:
    """Two rows may not become one pupil: refuse them all and name the others."""
    met = Counter(one.existing.id for one in verdicts if one.existing)
    if all(times == 1 for times in met.values()):
        return verdicts
    rows: dict[str, list[int]] = defaultdict(list)
    for one in verdicts:
        if one.existing:
            rows[one.existing.id].append(one.row)
    return [_met(one, one.existing, rows[one.existing.id], headers) if one.existing else one for one in verdicts]


def _met(verdict: RowVerdict, existing: ExistingPupil, rows: list[int], headers: Mapping[str, str]) -> RowVerdict:
    if len(rows) == 1:
        return verdict
    others = ", ".join(str(row) for row in rows if row != verdict.row)
    trouble = _trouble(verdict.read, headers, "name", 1283, {"rows": others, "name": existing.name})
    return replace(verdict, verdict="refused", troubles=(*verdict.troubles, trouble), changes=(), existing=None, candidates=(existing,))


def _trouble(read: ReadRow, headers: Mapping[str, str], attribute: str, code: int, params: Mapping[str, object]) -> Trouble:
    header = HEADERS[attribute]
    return Trouble(read.row, headers.get(header, header), read.shown(attribute), code, params)


def _missing(existing: Iterable[ExistingPupil], verdicts: Sequence[RowVerdict]) -> Iterator[ExistingPupil]:
    """Active pupils whom no row names, not even a refused one by its number or name."""
    matched = {one.existing.id for one in verdicts if one.existing} | {c.id for one in verdicts for c in one.candidates}
    refused = [one.read for one in verdicts if one.verdict == "refused"]
    numbers = {number for read in refused for number in (read.nisn, read.nik) if number}
    names = {fold(read.name) for read in refused}

    def named(pupil: ExistingPupil) -> bool:
        return pupil.id in matched or bool({pupil.nisn, pupil.nik} & numbers) or fold(pupil.name) in names

    return (pupil for pupil in existing if pupil.state == "active" and not named(pupil))
