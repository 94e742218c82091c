"""Two people at their desks and one in the browser, doing anything in any order; and a ledger of what each of them saw when replacing it.

A text that was typed may be gone in the end only if somebody who saw it replaced or removed it. All else must be found: in the Sheet,
at a desk, beside its cell as a clash, or in the inbox.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.limits import Trouble
from ems_desktop.demo.google.places import letters
from ems_desktop.demo.google.server import Simulator
from ems_desktop.domain.errors import Outage
from ems_desktop.services.people import Person
from ems_desktop.store.local import LocalStore
from ems_desktop.store.tables import materials
from sync.engine import Engine
from sync.remote import Remote
from sync.sheet import Round
from tests.google_sheets.simulator import spreadsheet
from tests.sheet.desk import HEADERS, Desk
from tests.world import STAFF, SchoolWorld

FIELDS = ("material_title", "material_desc", "subject_name")
FAULTS: tuple[Trouble, ...] = ("429", "500", "cut-before", "cut-after")
QUIET = 12  # rounds within which all must be equal again


class Member(Desk):
    """A desk of a person who signed in at the school."""

    def __init__(self, folder: Path, simulator: Simulator, world: SchoolWorld, name: str) -> None:
        login = world.sign_in(name)
        store = LocalStore(folder / f"{world.database}-{name}.db", os.urandom(32))
        super().__init__(folder, spreadsheet(simulator, name), store)
        self.person = Person(world.id(name), name, frozenset({STAFF[name]}))
        self.engine = Engine(store, lambda: Remote(world.connect_as(login, autocommit=False)))
        self.engine.cycle()

    def meet(self) -> Round | None:
        """As the program does it: the school, the Sheet, the school. None: Google did not answer."""
        self.engine.cycle()
        last = None
        with suppress(Outage):
            last = self.round()
        self.engine.cycle()
        return last

    def entries(self, *, removed: bool) -> list[dict[str, Any]]:
        with self.store.reading() as session:
            query = sa.select(materials).where(materials.c.deleted.is_(removed)).order_by(materials.c.id)
            return [dict(row) for row in session.execute(query).mappings()]

    def kept(self) -> str:
        """Everything that is here to be seen, the inbox included, as one text."""
        with self.store.reading() as session:
            inbox = session.execute(sa.text("select mine || coalesce(theirs, '') from conflict")).scalars()
            return repr([self.entries(removed=False), self.entries(removed=True), *inbox])

    def close(self) -> None:
        self.engine.hang_up()
        super().close()


class Walk:
    """`go` does one step, told by three numbers that choose."""

    def __init__(self, folder: Path, world: SchoolWorld, simulator: Simulator) -> None:
        self.simulator, self.browser = simulator, Browser(simulator)
        simulator.quota.on = False
        self.typed, self.replaced = set[str](), set[str]()
        self._tokens = (f"t{n:04}" for n in itertools.count())
        lines = [[self._token(), self._token(), self._token()] for _ in range(3)]
        self.browser.paste("A1", [list(HEADERS), *lines])
        self.members = [Member(folder, simulator, world, name) for name in ("budi", "sri")]
        self.settle()
        self.steps: dict[str, Callable[[int, int, int], None]] = {
            "type": self._type, "insert": self._insert, "delete": self._delete, "sort": self._sort, "move": self._move, "copy": self._copy,
            "rename": self._rename, "column": self._add_column, "edit": self._edit, "add": self._add, "remove": self._remove,
            "restore": self._restore, "meet": self._meet, "school": self._school,
        }  # fmt: skip

    def go(self, kind: str, a: int, b: int, c: int) -> None:
        self.steps[kind](a, b, c)

    def _token(self) -> str:
        token = next(self._tokens)
        self.typed.add(token)
        return token

    def _saw(self, text: object) -> None:
        """Whoever replaces or removes this sees it."""
        self.replaced.update(token for token in self.typed if token in str(text))

    # in the browser

    def _lines(self) -> int:
        return max(len(self.browser.texts()) - 1, 1)

    def _type(self, a: int, b: int, _c: int) -> None:
        texts = self.browser.texts()
        row, column = 1 + a % self._lines(), b % 3
        if row < len(texts) and column < len(texts[row]):
            self._saw(texts[row][column])
        self.browser.set(f"{letters(column)}{row + 1}", self._token())

    def _insert(self, a: int, b: int, _c: int) -> None:
        self.browser.insert_rows(2 + a % self._lines(), 1 + b % 2)

    def _delete(self, a: int, _b: int, _c: int) -> None:
        texts, row = self.browser.texts(), 1 + a % self._lines()
        if row < len(texts):
            self._saw(texts[row])
            self.browser.delete_rows(row + 1)

    def _sort(self, a: int, b: int, _c: int) -> None:
        self.browser.sort(letters(a % 3), descending=bool(b % 2))

    def _move(self, a: int, b: int, _c: int) -> None:
        self.browser.move_rows(2 + a % self._lines(), 2 + b % self._lines())

    def _copy(self, a: int, _b: int, _c: int) -> None:
        self.browser.copy_row(2 + a % self._lines(), len(self.browser.texts()) + 1)

    def _rename(self, a: int, _b: int, _c: int) -> None:
        header = self.browser.texts()[0][a % 7]
        self.browser.rename(header, f"{header} baru")

    def _add_column(self, _a: int, _b: int, _c: int) -> None:
        if len(self.browser.texts()[0]) < 11:
            self.browser.add_column(f"KOLOM {len(self.browser.texts()[0])}")

    # at a desk

    def _edit(self, a: int, b: int, c: int) -> None:
        member = self.members[a % 2]
        if there := member.entries(removed=False):
            entry, name = there[b % len(there)], FIELDS[c % 3]
            self._saw(entry[name])
            member.edit(entry["id"], **{name: self._token()})

    def _add(self, a: int, _b: int, _c: int) -> None:
        self.members[a % 2].add(self._token(), subject_name=self._token())

    def _remove(self, a: int, b: int, _c: int) -> None:
        member = self.members[a % 2]
        if there := member.entries(removed=False):
            member.remove(there[b % len(there)]["id"])

    def _restore(self, a: int, b: int, _c: int) -> None:
        member = self.members[a % 2]
        if there := member.entries(removed=True):
            member.edit(there[b % len(there)]["id"], deleted=False)

    def _school(self, a: int, _b: int, _c: int) -> None:
        self.members[a % 2].engine.cycle()

    def _meet(self, a: int, b: int, c: int) -> None:
        """A round, perhaps with somebody's hands between its reading and its write, perhaps with Google in trouble."""
        between = [None, self._type, self._sort, self._insert, self._delete, self._move, lambda *_: self.members[(a + 1) % 2].meet()][b % 7]
        self.simulator.between = (lambda: between(c, a, b)) if between else None
        if c % 3 == 1:
            self.simulator.faults.next(FAULTS[b % 4], "write" if b % 2 else "read")
        self.members[a % 2].meet()
        self.simulator.faults.waiting.clear()
        self.simulator.between = None

    # in the end

    def settle(self) -> None:
        quiet = 0
        for _ in range(QUIET):
            rounds = [member.meet() for member in self.members]
            quiet = quiet + 1 if all(one is not None and not one.read for one in rounds) else 0
            if quiet:
                return
        raise AssertionError("the desks and the Sheet do not come to rest")

    def lost(self) -> set[str]:
        """Texts that nobody replaced knowingly, and that are nowhere."""
        everywhere = repr(self.browser.texts()) + "".join(member.kept() for member in self.members)
        return {token for token in self.typed - self.replaced if token not in everywhere}

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The Sheet's rows as id and the three fields."""
        texts = self.browser.texts()
        at = texts[0].index("EMS_ID")
        for row in texts[1:]:
            if any(row):
                subject, title, about, *rest = [*row, *[""] * (at + 1 - len(row))]
                yield (rest[at - 3], title, about, subject)

    def close(self) -> None:
        for member in self.members:
            member.close()
