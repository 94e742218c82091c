"""A person's computer as files see it: the encrypted file, the cache, the service, sync and what sends; on a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from ems_desktop.domain.errors import Outage
from ems_desktop.services.files import Files
from ems_desktop.services.people import Person
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import LocalStore
from sync.engine import Engine
from sync.remote import Remote
from sync.transfers import Transfers
from sync.upload_queue import Progress
from tests.world import STAFF, Login, SchoolWorld

LENSA = SchoolWorld.id("material.lensa")


@dataclass
class Computer:
    """`online` false: the school cannot be reached. `told`: all progress."""

    world: SchoolWorld
    person: Person
    folder: Path
    login: Login
    key: bytes = field(default_factory=lambda: os.urandom(32))
    online: bool = True

    @classmethod
    def of(cls, world: SchoolWorld, name: str, folder: Path) -> Computer:
        folder.mkdir()
        made = cls(world, Person(world.id(name), name, frozenset({STAFF.get(name, "siswa")})), folder, world.sign_in(name))
        made.sync()
        made.transfers.round()
        return made

    def __post_init__(self) -> None:
        self.told: list[Progress] = []
        self.open()

    def open(self) -> None:
        """Also after `close`: the program is started again."""
        self.store = LocalStore(self.folder / "local.db", self.key)
        self.cache = FileCache(self.folder / "files", self.key)
        self.files = Files(self.store, self.person, self.cache)
        self.engine = Engine(self.store, lambda: Remote(self.dial()))
        self.transfers = Transfers(self.store, self.cache, self.dial, self.person.id, office=self.person.office)
        self.transfers.on_progress = self.told.append
        self.uploads = self.transfers.uploads

    def close(self) -> None:
        self.engine.hang_up()
        self.transfers.stop()
        self.store.close()

    def dial(self) -> psycopg.Connection[Any]:
        if not self.online:
            raise Outage(1401)
        return self.world.connect_as(self.login, autocommit=False)

    def sync(self) -> None:
        self.engine.cycle()

    def send(self) -> None:
        """Push the rows, then the bytes, then hear what the school says now."""
        self.sync()
        self.uploads.at_once()
        self.uploads.send()
        self.sync()

    def when(self, sent: int, act: Callable[[], None]) -> None:
        """Do this as soon as so many bytes were sent, once."""

        def hear(one: Progress) -> None:
            self.told.append(one)
            if one.sent == sent:
                self.transfers.on_progress = self.told.append
                act()

        self.transfers.on_progress = hear

    def queue(self) -> list[tuple[Any, ...]]:
        with self.store.reading() as session:
            return [tuple(row) for row in session.execute(sa.text("select state, code, sent from upload order by id"))]

    def local(self, query: str) -> Any:
        with self.store.reading() as session:
            return session.execute(sa.text(query)).scalar()


def write(folder: Path, size: int, name: str = "lensa.pdf") -> Path:
    path = folder / name
    path.write_bytes(os.urandom(size))
    return path
