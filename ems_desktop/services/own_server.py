"""A school on this computer: the embedded PostgreSQL of a profile, for trying out and for an office with one PC.

Launcher and installer are imported where they are used: most profiles have no server of their own.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ems_desktop.store.platform import private_file
from ems_desktop.store.school_file import SchoolFile

if TYPE_CHECKING:
    from ems_desktop.store.embedded import EmbeddedPostgres, Running

DATABASE = "ems"
_OUTSIDE = ("google_client_id", "google_client_secret", "google_domains", "sheet_id", "n8n_url")


@dataclass(frozen=True, slots=True)
class NewSchool:
    """`profile`: further columns of the school's row. `person` and `email`: of the first member of the office."""

    npsn: str
    name: str
    person: str
    email: str
    profile: dict[str, Any]


class OwnServer:
    """The server of one profile; starts with the program and stops with the last program that uses it."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "server"
        self._notes = self._folder / "school.json"

    @cached_property
    def _postgres(self) -> EmbeddedPostgres:
        from ems_desktop.store.embedded import EmbeddedPostgres

        return EmbeddedPostgres(self._folder)

    def exists(self) -> bool:
        return self._notes.exists()

    def start(self) -> Running:
        """Errors: 1440 to 1446, with what to do."""
        return self._postgres.start()

    def leave(self) -> None:
        self._postgres.leave()

    def open(self) -> SchoolFile:
        """Start the server and bring its database up to date. The school file with today's port."""
        running = self.start()
        notes = json.loads(self._notes.read_text(encoding="utf-8"))
        if notes["upgraded"] != _program_version():
            from ems_desktop.store.install import upgrade

            upgrade(running.dsn(), DATABASE)
            self._keep(notes | {"upgraded": _program_version()})
        return replace(self._school(notes), port=running.port)

    def create(self, new: NewSchool) -> tuple[SchoolFile, str]:
        """An empty school with its first office member: the school file, and the code to sign up with."""
        from ems_desktop.store.install import create_school, install

        running = self.start()
        gate = secrets.token_urlsafe(18)
        install(running.dsn(), DATABASE, gate_password=gate)
        founder = create_school(
            running.dsn(), DATABASE, npsn=new.npsn, name=new.name, person=new.person, email=new.email, profile=new.profile
        )
        self._keep({"name": new.name, "npsn": new.npsn, "gate": gate, "upgraded": _program_version()})
        return self.open(), founder.code

    def keep_outside(self, school: SchoolFile) -> None:
        """What this school file says of Google and n8n belongs to the school from now on."""
        notes = json.loads(self._notes.read_text(encoding="utf-8"))
        self._keep(notes | {"google": {name: getattr(school, name) for name in _OUTSIDE}})

    @staticmethod
    def _school(notes: dict[str, Any]) -> SchoolFile:
        school = SchoolFile(notes["name"], notes["npsn"], "127.0.0.1", 1, DATABASE, "ems_gate", notes["gate"], loopback=True)
        google: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in notes.get("google", {}).items()}
        return replace(school, **google)

    def _keep(self, notes: dict[str, Any]) -> None:
        private_file(self._notes, json.dumps(notes))


def _program_version() -> str:
    """What the database was last brought up to date by: this program's SQL, by its content."""
    import hashlib

    from ems_desktop import paths

    digest = hashlib.sha256()
    for path in sorted(paths.resources("sql").rglob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
