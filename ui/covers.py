"""What stands in front while nobody's desk does: sign-in, the locked screen, and the ways that lead there. Part of the composition
root: it knows the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr

if TYPE_CHECKING:
    from ui.app import Program
    from ui.screens.sign_in.presenter import Face
    from ui.seats import Seat


class Covers:
    """Each method shows the next stage, once what has to be done first is done."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def sign_in(self, *, back: bool = False) -> None:
        """`back`: whoever did not sign out is asked for their password first."""
        program = self._program
        program.tasks.run(program.doors.faces, lambda found: self._show(found[0], found[1] if back else None))

    def lock(self) -> None:
        """The desk stays behind the cover as it is, what is half typed in it too."""
        program, seat = self._program, self._program.seats.front
        if seat is None:
            return
        account = program.doors.own_account(seat.signed_in)

        def work() -> tuple[tuple[Face, ...], Face | None]:
            account.lock()
            return program.doors.faces()

        program.tasks.run(work, lambda found: self._cover(seat, *found), self._cannot_lock)

    def _cover(self, seat: Seat, faces: tuple[Face, ...], face: Face | None) -> None:
        program = self._program
        if program.seats.front is seat:
            program.idle.after(0)
            program.seats.park()
            self._show(faces, face)

    def _cannot_lock(self, error: EmsError) -> None:
        self._program.state.go("settings")
        self._program.say.failed(error)

    def again(self) -> None:
        """The session at school is over: the same person proves anew who they are, or goes on without sending."""
        from ui.screens.sign_in.presenter import Face

        seat = self._program.seats.park()
        if seat is not None:
            person = seat.signed_in.person
            self._show((), Face(person.id, person.name, person.roles), lambda: self._program.show_desk(seat))

    def act_as(self, roles: frozenset[str]) -> None:
        """The same person's desk, opened anew under these roles of theirs."""
        program, seat = self._program, self._program.seats.front
        if seat is None:
            return
        signed_in = seat.signed_in.acting(roles)
        program.tasks.wait()
        program.seats.leave(seat)
        program.tasks.run(lambda: program.doors.open(signed_in), program.show_desk)

    def sign_out(self) -> None:
        doors = self._program.doors
        self._leave(lambda seat: doors.sign_out(seat.signed_in))

    def leave_for_good(self) -> None:
        """Sign out, and nothing of this person stays on this computer. Whoever calls it has asked about what is unsent."""
        doors = self._program.doors
        self._leave(lambda seat: doors.people_here().forget(seat.signed_in.person.id, anyway=True))

    def _leave(self, work: Callable[[Seat], None]) -> None:
        """Close the desk in front, do this off the window's thread, and ask who comes next."""
        program, seat = self._program, self._program.seats.front
        if seat is None:
            return
        program.idle.after(0)
        program.tasks.wait()
        program.seats.leave(seat)
        self._wait()

        def failed(error: EmsError) -> None:
            self.sign_in()
            program.say.failed(error)

        program.tasks.run(lambda: work(seat), lambda _: self.sign_in(), failed)

    def _wait(self) -> None:
        from ui.opening import OpeningView

        self._program.window.stage(lambda: OpeningView(self._program.speak, tr("Signing out …")))

    def _show(self, faces: tuple[Face, ...], face: Face | None, later: Callable[[], None] | None = None) -> None:
        from ui.doors import SignInDoor, sign_in_school
        from ui.screens.sign_in.presenter import SignInPresenter
        from ui.screens.sign_in.view import SignInView

        program, doors = self._program, self._program.doors
        assert doors.school is not None
        known, school = doors.last_identifier(), sign_in_school(doors.school)
        presenter = SignInPresenter(
            school, SignInDoor(doors), program.tasks.run, program.show_desk, program.tasks.post, known, faces, face, later
        )
        program.window.stage(lambda: SignInView(presenter, program.speak, program.show_start))
