"""The folder of this program on this computer: one subfolder per school, in it one per person. Also which device this is."""

from __future__ import annotations

import json
import platform
import uuid
from dataclasses import dataclass
from pathlib import Path

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.keychain import DemoKeyring, Keychain, SystemKeychain
from ems_desktop.services.people import Person
from ems_desktop.store.platform import FileLock, private_folder, refuse_synced_folder
from ems_desktop.store.school_file import SchoolFile, read, write

DEMO_NPSN = "99000007"  # SMP Negeri 7 Contoh; an invented number


@dataclass(frozen=True, slots=True)
class Remembered:
    """A person who has signed in on this computer before."""

    person: Person
    identifier: str
    login: str


class Profile:
    """One `data_dir`. Opening it takes an OS lock: a second program on the same folder is refused with 1303."""

    def __init__(self, data_dir: Path) -> None:
        refuse_synced_folder(data_dir)
        self.folder = private_folder(data_dir)
        self._lock = FileLock(self.folder / "profile.lock")
        if not self._lock.acquire():
            raise Mistake(1303)

    def close(self) -> None:
        self._lock.release()

    # -- the school

    def join(self, school: SchoolFile) -> None:
        """From now on this profile belongs to this school; what it holds of another one stays in its own folder."""
        folder = private_folder(self.folder / "schools" / school.npsn)
        write(folder / "school.sekolah", school)
        (self.folder / "school").write_text(school.npsn, encoding="ascii")

    def school(self) -> SchoolFile | None:
        """The school this profile belongs to. Errors: 143x its file cannot be read."""
        current = self.folder / "school"
        if not current.exists():
            return None
        return read(self.folder / "schools" / current.read_text(encoding="ascii").strip() / "school.sekolah")

    def keychain(self, school: SchoolFile) -> Keychain:
        """The system's; a file for the demo school alone."""
        if school.npsn == DEMO_NPSN and school.loopback:
            return DemoKeyring(self._school_folder(school) / "demo-secrets.json")
        return SystemKeychain()

    def device(self, school: SchoolFile) -> str:
        """This machine's id at this school, made once."""
        path = self._school_folder(school) / "device"
        if not path.exists():
            path.write_text(str(uuid.uuid4()), encoding="ascii")
        return path.read_text(encoding="ascii").strip()

    @staticmethod
    def device_label() -> str:
        return platform.node()[:80] or platform.system()

    # -- people

    def person_folder(self, school: SchoolFile, user_id: str) -> Path:
        return private_folder(self._school_folder(school) / "people" / user_id)

    def remember(self, school: SchoolFile, who: Remembered) -> None:
        given = {
            "id": who.person.id,
            "name": who.person.name,
            "roles": sorted(who.person.roles),
            "identifier": who.identifier,
            "login": who.login,
        }
        (self._school_folder(school) / "last.json").write_text(json.dumps(given), encoding="utf-8")

    def remembered(self, school: SchoolFile) -> Remembered | None:
        """Who signed in last and did not sign out."""
        try:
            given = json.loads((self._school_folder(school) / "last.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        person = Person(given["id"], given["name"], frozenset(given["roles"]))
        return Remembered(person, given["identifier"], given["login"])

    def forget(self, school: SchoolFile) -> None:
        (self._school_folder(school) / "last.json").unlink(missing_ok=True)

    def _school_folder(self, school: SchoolFile) -> Path:
        return private_folder(self.folder / "schools" / school.npsn)
