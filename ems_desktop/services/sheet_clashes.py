"""Cells that were changed here and in the Google Sheet, as decisions of the inbox, beside what the school did not take."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

from ems_desktop.domain.catalogue.merge import REMOVED, YES
from ems_desktop.services import materials_reading as read
from ems_desktop.services import materials_writing as writing
from ems_desktop.services.materials import said
from ems_desktop.services.materials_views import CatalogueColumn, Choice, Clash
from ems_desktop.services.people import Person
from ems_desktop.services.sync_views import Answer, Difference, Kept
from ems_desktop.store.local import LocalStore, Session

_SHOWN = 160  # letters of a long text, from shortly before the first that differs
_BEFORE = 30


class SheetClashes:
    """A decision's number is negative: it is given when its cell is first seen, and stays. A teacher is asked about own edits and about
    those that are nobody's, the office about all."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person
        self._cells: list[tuple[str, str]] = []

    def kept(self, session: Session) -> tuple[Kept, ...]:
        columns = {one.key: one for one in read.columns(session)}
        return tuple(self._kept(read.person(session, one.by), one, columns) for one in self._open(session))

    def count(self, session: Session) -> int:
        return len(self._open(session))

    def settle(self, kept_id: int, choice: Choice, place: str, other: str = "") -> Answer:
        """Errors: 1635 decided already, 1630 to 1632 for another text."""
        material_id, key = self._cells[-kept_id - 1]
        with self._store.reading() as session:
            title = said([title for _, _, title in read.titles(session, [material_id])])
        with self._store.change(f"⇄ {title}", place=place) as made:
            writing.settle(made.session, material_id, key, choice, other)
        return Answer((kept_id,), made.seq)

    def _open(self, session: Session) -> tuple[Clash, ...]:
        if self._person.pupil:
            return ()
        return read.clashes(session, None if self._person.office else self._person.id)

    def _kept(self, who: str, one: Clash, columns: Mapping[str, CatalogueColumn]) -> Kept:
        cell = (one.material_id, one.key)
        if cell not in self._cells:
            self._cells.append(cell)
        number = -self._cells.index(cell) - 1
        column = columns.get(one.key)
        name = one.key if column is None or column.known else column.header
        mine, base, theirs = _sides(one)
        title = said([one.title])
        return Kept(
            number, "conflict", None, "materials", title, "", one.subject, {one.key: one.mine}, {one.key: one.base}, {one.key: one.theirs},
            one.at, "Google Sheet", None, ids=(number,), title=title, differences=(Difference("materials", title, name, mine, base, theirs, told=True),),
            material_id=one.material_id, clash=one.key, my_name=who,
        )  # fmt: skip


def _sides(one: Clash) -> tuple[str | bool, ...]:
    """Whether it was removed, or the texts."""
    texts = (one.mine, one.base, one.theirs)
    return tuple(text == YES for text in texts) if one.key == REMOVED else _windows(*texts)


def _windows(*texts: str) -> tuple[str, ...]:
    """Long texts from where they begin to differ."""
    same = len(tuple(takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))))
    start = max(0, same - _BEFORE) if max(map(len, texts)) > _SHOWN else 0
    return tuple(_cut(text, start) for text in texts)


def _cut(text: str, start: int) -> str:
    part = " ".join(text[start : start + _SHOWN].split())
    return f"{'…' if start and part else ''}{part}{'…' if len(text) > start + _SHOWN else ''}"
