"""The office's list of staff without its widgets: who is there, what they may do, how they get in. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from ems_desktop.domain.errors import EmsError, Mistake, NeedsOnline, Outage
from ems_desktop.domain.rosters.cells import fold, tidy
from ems_desktop.domain.staff_list import Known, StaffLine, check_facts, check_person, plain_nip, read_staff
from ems_desktop.i18n import tr, trn
from ems_desktop.services.devices import Device
from ems_desktop.services.roster_views import StaffRow
from ems_desktop.services.users import Invitation
from ui.computers import in_order, label_of
from ui.work import Run

Result = TypeVar("Result")
ROLES = ("kurikulum", "guru")  # of staff; the main one first
FILTERS = ("all", "kurikulum", "guru", "inactive")


class UsersService(Protocol):
    """What the screen asks of the accounts' use cases. Raises EmsError."""

    def staff(self) -> tuple[StaffRow, ...]: ...

    def add_staff(self, people: Sequence[tuple[str, str | None, Sequence[str]]]) -> tuple[str, ...]:
        """New people as (name, email, roles), main role first; their ids."""
        ...

    def set_roles(self, user_id: str, roles: Sequence[str]) -> object: ...

    def invite(self, user_ids: Sequence[str]) -> tuple[Invitation, ...]:
        """New codes; older ones of these people end. Needs the school: NeedsOnline 1162, Outage 14xx."""
        ...

    def set_active(self, user_id: str, active: bool) -> object: ...

    def edit(self, user_id: str, name: str, email: str | None, nip: str | None) -> object: ...

    def remove(self, user_id: str) -> bool:
        """For good; True: nothing hung on this person. Needs the school, as do the two below."""
        ...

    def computers(self, user_id: str) -> tuple[Device, ...]: ...

    def end_sign_in(self, device_id: int) -> object: ...


class UsersView(Protocol):
    """What the presenter tells the screen."""

    def show_rows(self) -> None:
        """The list, its counts or its filter changed."""

    def show_added(self, ids: tuple[str, ...]) -> None:
        """These people are on the list now."""

    def show_codes(self, invitations: tuple[Invitation, ...]) -> None: ...

    def note(self, said: str, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, error: EmsError) -> None: ...

    def changed(self) -> None:
        """People were written: other screens fetch them anew."""


class UsersPresenter:
    """`me` cannot lock themselves out."""

    def __init__(self, service: UsersService, run: Run, screen: UsersView, me: str) -> None:
        self._service, self._run, self._screen, self._me = service, run, screen, me
        self._staff: tuple[StaffRow, ...] = ()
        self._gone: set[str] = set()  # removed at school, still in the file until the next pull
        self.filter, self.search = FILTERS[0], ""

    # -- the list

    def load(self) -> None:
        self._run(self._service.staff, self._loaded, self._screen.failed)

    def _loaded(self, staff: tuple[StaffRow, ...]) -> None:
        self._staff = tuple(row for row in staff if row.id not in self._gone)
        self._screen.show_rows()

    def rows(self) -> tuple[StaffRow, ...]:
        """Those under the filter whose name, address or NIP holds what was searched."""
        wanted = fold(self.search)
        return tuple(
            row
            for row in self._staff
            if _under(row, self.filter) and (not wanted or wanted in fold(f"{row.name} {row.email or ''} {row.nip or ''}"))
        )

    def counts(self) -> dict[str, int]:
        return {name: sum(_under(row, name) for row in self._staff) for name in FILTERS}

    @property
    def empty(self) -> bool:
        return not self._staff

    def show_only(self, name: str) -> None:
        self.filter = name
        self._screen.show_rows()

    def find(self, text: str) -> None:
        self.search = text
        self._screen.show_rows()

    def row(self, user_id: str) -> StaffRow | None:
        return next((row for row in self._staff if row.id == user_id), None)

    # -- one person

    def give_role(self, row: StaffRow, role: str, held: bool) -> Mistake | None:
        """Give a role or take it. The mistake to show beside it, or None."""
        roles = tuple(one for one in ROLES if (held if one == role else one in row.roles))
        if not roles:
            return Mistake(1158)
        if row.id == self._me and "kurikulum" in row.roles and "kurikulum" not in roles:
            return Mistake(1159)
        said = tr("{name}: {roles}", name=row.name, roles=role_words(roles))
        before = tuple(one for one in ROLES if one in row.roles) or roles
        self._write(lambda: self._service.set_roles(row.id, roles), said, lambda: self._service.set_roles(row.id, before))
        return None

    def set_active(self, row: StaffRow, active: bool) -> Mistake | None:
        """Let a person in, or shut them out; what they wrote stays."""
        if row.id == self._me and not active:
            return Mistake(1159)
        said = tr("{name} may sign in again", name=row.name) if active else tr("{name} can no longer sign in", name=row.name)
        self._write(lambda: self._service.set_active(row.id, active), said, lambda: self._service.set_active(row.id, not active))
        return None

    def edit(self, row: StaffRow, name: str, email: str, nip: str) -> dict[str, Mistake]:
        """Another name, address or NIP; what is wrong with each, by these words."""
        wrong = check_facts(name, email, plain_nip(nip), [Known(one.name, one.email) for one in self._staff if one.id != row.id])
        new = (tidy(name), tidy(email).lower() or None, plain_nip(nip) or None)
        if not wrong and new != (row.name, row.email, row.nip):
            said = tr("{name} is changed", name=new[0])
            self._write(lambda: self._service.edit(row.id, *new), said, lambda: self._service.edit(row.id, row.name, row.email, row.nip))
        return wrong

    # -- what needs the school

    def computers(self, row: StaffRow, done: Callable[[tuple[Device, ...]], None], failed: Callable[[EmsError], None]) -> None:
        """Where this person is signed in; those that ended lately too."""
        self._run(lambda: self._service.computers(row.id), lambda found: done(in_order(found, datetime.now(UTC))), _online(failed))

    def end_sign_in(
        self, row: StaffRow, device: Device, done: Callable[[tuple[Device, ...]], None], failed: Callable[[EmsError], None]
    ) -> None:
        def work() -> tuple[Device, ...]:
            self._service.end_sign_in(device.id)
            return self._service.computers(row.id)

        def ended(found: tuple[Device, ...]) -> None:
            self._screen.note(tr("{name} is signed out on {computer}", name=row.name, computer=label_of(device)))
            done(in_order(found, datetime.now(UTC)))

        self._run(work, ended, _online(failed))

    def remove(self, row: StaffRow) -> None:
        """For good: there is no way back, so nothing to undo."""
        if row.id == self._me:
            self._screen.failed(Mistake(1159))
            return

        def done(bare: bool) -> None:
            self._gone.add(row.id)
            self._screen.note(
                tr("{name} is removed", name=row.name)
                if bare
                else tr("{name} is removed; what they did stays without a name", name=row.name)
            )
            self.load()

        self._run(lambda: self._service.remove(row.id), done, _online(self._screen.failed))

    def _write(self, act: Callable[[], object], said: str, back: Callable[[], object]) -> None:
        """Do it, say it, and offer to take it back."""

        def written(_: object = None) -> None:
            self._screen.changed()
            self.load()

        def done(_: object) -> None:
            self._screen.note(said, undo)
            written()

        def undo() -> None:
            self._run(back, written, self._screen.failed, ordered=True)

        def failed(error: EmsError) -> None:
            self._screen.failed(error)
            self.load()

        self._run(act, done, failed, ordered=True)

    # -- new people

    def judge(self, text: str) -> tuple[StaffLine, ...]:
        """A pasted list, with a verdict for every line."""
        return read_staff(text, self._known())

    def judge_one(self, name: str, email: str, roles: Sequence[str]) -> StaffLine:
        return check_person(name, email, roles, self._known())

    def add(self, lines: Sequence[StaffLine]) -> Mistake | None:
        """Save the lines that fit. The mistake when there is none."""
        people = [(line.name, line.email, line.roles) for line in lines if line.fits]
        if not people:
            return Mistake(1161)

        def done(ids: tuple[str, ...]) -> None:
            self._screen.note(trn("{n} person added", "{n} people added", len(ids)))
            self._screen.changed()
            self._screen.show_added(ids)
            self.load()

        self._run(lambda: self._service.add_staff(people), done, self._screen.failed, ordered=True)
        return None

    def _known(self) -> list[Known]:
        return [Known(row.name, row.email) for row in self._staff]

    # -- invitations

    def invite(self, rows: Sequence[StaffRow], failed: Callable[[EmsError], object]) -> Mistake | None:
        """New codes for the active ones of these people. Without the school it cannot be done: `failed` gets NeedsOnline 1162."""
        ids = [row.id for row in rows if row.active]
        if not ids:
            return Mistake(1160)

        self._run(lambda: self._service.invite(ids), self._screen.show_codes, _online(failed, 1162))
        return None

    def print_slips(self, path: Path, write: Callable[[Path], None]) -> None:
        self._run(lambda: write(path), lambda _: self._screen.note(tr("Saved as {file}", file=path.name)), self._screen.failed)


def _online(failed: Callable[[EmsError], object], code: int = 1176) -> Callable[[EmsError], object]:
    """Without the school it cannot be done."""
    return lambda error: failed(NeedsOnline(code) if isinstance(error, Outage) else error)


def role_words(roles: Sequence[str]) -> str:
    """The roles as the school calls them."""
    names = {"kurikulum": tr("Office"), "guru": tr("Teacher"), "siswa": tr("Student")}
    return ", ".join(names[role] for role in names if role in roles)


def codes_text(invitations: Sequence[Invitation]) -> str:
    """Names and codes with tabs between: what the clipboard gets."""
    return "\n".join(f"{one.name}\t{one.code}" for one in invitations)


def _under(row: StaffRow, name: str) -> bool:
    if name == "inactive":
        return not row.active
    return name == "all" or (name in row.roles and row.active)
