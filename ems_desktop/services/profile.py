"""The folder of this program on this computer: one subfolder per school, in it one per person. Also which device this is."""

from __future__ import annotations

import json
import platform
import shutil
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ems_desktop.domain.errors import Mistake
from ems_desktop.integrations.keychain import DemoKeyring, Keychain, SystemKeychain
from ems_desktop.services.people import Person
from ems_desktop.services.unlocking import Tries
from ems_desktop.store.platform import FileLock, explained, private_file, private_folder, refuse_synced_folder
from ems_desktop.store.school_file import SchoolFile, read, write

DEMO_NPSN = "99000007"  # SMP Negeri 7 Contoh; an invented number


@dataclass(frozen=True, slots=True)
class Remembered:
    """A person who has signed in on this computer before. `login` is "" once they signed out."""

    person: Person
    identifier: str
    login: str


@dataclass(frozen=True, slots=True)
class Computer:
    """How this computer is used. `shared`: several people sit here in turn, so nobody comes in without a password. `lock_after`:
    minutes without a key or the mouse until it asks for the password again, 0 for never."""

    shared: bool = False
    lock_after: int = 0

    @property
    def asks(self) -> bool:
        """Whether whoever opens the program must say who they are."""
        return self.shared or self.lock_after > 0


class Profile:
    """One `data_dir`. Opening it takes an OS lock: a second program on the same folder is refused with 1303."""

    def __init__(self, data_dir: Path) -> None:
        refuse_synced_folder(data_dir)
        self.folder = private_folder(data_dir)
        self._lock = FileLock(self.folder / "profile.lock")
        if not self._lock.acquire():
            raise Mistake(1303)
        self.tries = Tries()

    def close(self) -> None:
        self._lock.release()

    # -- the school

    def join(self, school: SchoolFile) -> None:
        """From now on this profile belongs to this school; what it holds of another one stays in its own folder."""
        folder = private_folder(self.folder / "schools" / school.npsn)
        write(folder / "school.sekolah", school)
        private_file(self.folder / "school", school.npsn)

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
            private_file(path, str(uuid.uuid4()))
        return path.read_text(encoding="ascii").strip()

    @staticmethod
    def device_label() -> str:
        return platform.node()[:80] or platform.system()

    # -- people

    def person_folder(self, school: SchoolFile, user_id: str) -> Path:
        return private_folder(self._school_folder(school) / "people" / user_id)

    def remember(self, school: SchoolFile, who: Remembered) -> None:
        """This person sits here now, and is on the list of those this computer knows."""
        _write(self._who(school, who.person.id), who)
        _write(self._last(school), who)
        self.lock(locked=False)

    def remembered(self, school: SchoolFile) -> Remembered | None:
        """Who signed in last and did not sign out."""
        return _read(self._last(school))

    def people(self, school: SchoolFile) -> tuple[Remembered, ...]:
        """Everybody this computer knows, by name. (A profile of version 0.1 knows the last one only.)"""
        found = (_read(path) for path in (self._school_folder(school) / "people").glob("*/person.json"))
        known = {one.person.id: one for one in (self.remembered(school), *found) if one is not None}
        return tuple(sorted(known.values(), key=lambda one: one.person.name.casefold()))

    def forget(self, school: SchoolFile, user_id: str) -> None:
        """This person signed out: still known here, but nobody sits here any more."""
        known = next((one for one in self.people(school) if one.person.id == user_id), None)
        if known is not None:
            _write(self._who(school, user_id), replace(known, login=""))
        last = self.remembered(school)
        if last is not None and last.person.id == user_id:
            self._last(school).unlink()

    def erase(self, school: SchoolFile, user_id: str) -> None:
        """This person's folder, the encrypted file in it included, and their place on the list."""
        self.forget(school, user_id)
        with explained(self.folder):
            shutil.rmtree(self.person_folder(school, user_id))

    # -- this computer

    def computer(self) -> Computer:
        try:
            given = json.loads((self.folder / "computer.json").read_text(encoding="utf-8"))
            return Computer(bool(given["shared"]), max(0, int(given["lock_after"])))
        except (OSError, ValueError, KeyError, TypeError):
            return Computer()

    def use_as(self, computer: Computer) -> None:
        private_file(self.folder / "computer.json", json.dumps(asdict(computer)))

    def locked(self) -> bool:
        """Somebody locked the screen and did not come back: ending the program is no way around it."""
        return (self.folder / "locked").exists()

    def lock(self, *, locked: bool) -> None:
        with explained(self.folder):
            if locked:
                (self.folder / "locked").touch()
            else:
                (self.folder / "locked").unlink(missing_ok=True)

    # -- folders

    def _last(self, school: SchoolFile) -> Path:
        return self._school_folder(school) / "last.json"

    def _who(self, school: SchoolFile, user_id: str) -> Path:
        return self.person_folder(school, user_id) / "person.json"

    def _school_folder(self, school: SchoolFile) -> Path:
        return private_folder(self.folder / "schools" / school.npsn)


def _write(path: Path, who: Remembered) -> None:
    person = who.person
    given = {"id": person.id, "name": person.name, "roles": sorted(person.roles), "identifier": who.identifier, "login": who.login}
    private_file(path, json.dumps(given))


def _read(path: Path) -> Remembered | None:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Remembered(Person(given["id"], given["name"], frozenset(given["roles"])), given["identifier"], given["login"])
