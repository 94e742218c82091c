"""A list of staff as the office has it in a sheet: name, email and role with tabs between, one person a line. Every line gets
a verdict before anything is saved. Pure; knows no store and no screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.rosters.cells import fold, tidy

LONGEST = 200  # users.name
NIP = re.compile(r"\d{18}")
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>.]+(\.[^@\s;,<>.]+)+")
_ROLES = {
    "guru": "guru", "teacher": "guru", "pengajar": "guru", "walikelas": "guru",
    "kantor": "kurikulum", "kurikulum": "kurikulum", "office": "kurikulum", "operator": "kurikulum", "tatausaha": "kurikulum", "tu": "kurikulum",
}  # fmt: skip
_HEADS = {"nama", "name", "namalengkap", "namaguru", "namaptk", "fullname"}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is on the staff already."""

    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One line of the list. `mistake`: why it is not saved; `doubt`: what to look at before it is. `number` counts from 1."""

    number: int
    name: str
    email: str | None
    roles: tuple[str, ...]
    mistake: Mistake | None = None
    doubt: Mistake | None = None

    @property
    def fits(self) -> bool:
        return self.mistake is None


def read_staff(text: str, staff: Iterable[Known] = ()) -> tuple[StaffLine, ...]:
    """The lines of a pasted list; a header and empty lines are passed over. Without a role a person is a teacher.

    Verdicts: 1150 no name, 1151 not an address, 1152 and 1153 address taken, 1154 not a role, 1157 name too long;
    doubts: 1155 no address, 1156 the name is there already.
    """
    known = tuple(staff)
    lines: list[StaffLine] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [tidy(cell) for cell in line.split("\t" if "\t" in line or ";" not in line else ";")]
        if any(cells) and not (not lines and fold(cells[0]) in _HEADS):
            lines.append(_judged(_read(number, cells), known, lines))
    return tuple(lines)


def check_person(name: str, email: str, roles: Iterable[str], staff: Iterable[Known] = ()) -> StaffLine:
    """One person, typed: judged like a line of a list. 1158 without a role."""
    line = StaffLine(1, tidy(name), tidy(email).lower() or None, tuple(roles))
    if not line.roles:
        line = replace(line, mistake=Mistake(1158))
    return _judged(line, tuple(staff), [])


def check_facts(name: str, email: str, nip: str, others: Iterable[Known] = ()) -> dict[str, Mistake]:
    """What is wrong with somebody's name (1150, 1157), email (1151, 1152) or NIP (1167), by these words; empty when all may be saved."""
    line, known = StaffLine(1, tidy(name), tidy(email).lower() or None, ("guru",)), tuple(others)
    found = {
        "name": _mistaken_name(line.name),
        "email": _mistaken_address(line.email, known, []) if line.email else None,
        "nip": Mistake(1167) if nip and not NIP.fullmatch(nip) else None,
    }
    return {field: wrong for field, wrong in found.items() if wrong is not None}


def plain_nip(nip: str) -> str:
    """As it is kept: its 18 digits without the spaces that people write between."""
    return re.sub(r"[\s.-]", "", nip)


def _read(number: int, cells: list[str]) -> StaffLine:
    """The address is the cell with an @, wherever it stands; of the others the first is the name, the next the roles."""
    addresses = [cell for cell in cells[1:] if "@" in cell]
    rest = [cell for cell in cells[1:] if cell and "@" not in cell]
    line = StaffLine(number, cells[0], addresses[0].lower() if addresses else None, ("guru",))
    if rest:
        words = [word for word in re.split(r"[,/+&]| dan | and ", rest[0]) if fold(word)]
        unknown = next((word for word in words if fold(word) not in _ROLES), None)
        if unknown is not None:
            return replace(line, mistake=Mistake(1154, value=unknown.strip()))
        line = replace(line, roles=tuple(dict.fromkeys(_ROLES[fold(word)] for word in words)) or line.roles)
    return line


def _judged(line: StaffLine, staff: tuple[Known, ...], before: Iterable[StaffLine]) -> StaffLine:
    mistake = line.mistake or _mistake(line, staff, before)
    return replace(line, mistake=mistake, doubt=None if mistake else _doubt(line, staff, before))


def _mistake(line: StaffLine, staff: tuple[Known, ...], before: Iterable[StaffLine]) -> Mistake | None:
    wrong = _mistaken_name(line.name)
    return wrong if wrong or line.email is None else _mistaken_address(line.email, staff, before)


def _mistaken_name(name: str) -> Mistake | None:
    if not any(ch.isalpha() for ch in name):
        return Mistake(1150)
    return Mistake(1157, limit=LONGEST) if len(name) > LONGEST else None


def _mistaken_address(email: str, staff: tuple[Known, ...], before: Iterable[StaffLine]) -> Mistake | None:
    if not _EMAIL.fullmatch(email):
        return Mistake(1151, value=email)
    if owner := next((one for one in staff if one.email and one.email.lower() == email), None):
        return Mistake(1152, email=email, name=owner.name)
    if twin := next((one for one in before if one.email == email), None):
        return Mistake(1153, email=email, line=twin.number)
    return None


def _doubt(line: StaffLine, staff: tuple[Known, ...], before: Iterable[StaffLine]) -> Mistake | None:
    names = {fold(one.name) for one in staff} | {fold(one.name) for one in before if one.fits}
    if fold(line.name) in names:
        return Mistake(1156, name=line.name)
    return Mistake(1155, name=line.name) if line.email is None else None
