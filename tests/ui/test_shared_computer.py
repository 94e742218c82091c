"""The whole program on a computer that several people use: locking, switching, coming back, a session that ends meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.profile import Computer, Profile
from tests.ui.programs import DRAFT, NewProgram, stage
from ui.app import Program
from ui.desk import Opened
from ui.doors import FirstRunDoors
from ui.screens.sign_in.people import FaceCard, PeopleCard
from ui.screens.sign_in.view import SignInView
from ui.seats import MOST
from ui.shell.shell import Shell
from ui.tour.hands import find, press, settle, type_text, until

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
HANDS = ("Budi Santoso", "budi@smpbaru.sch.id", "tujuh gajah di kebun")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile in which Sri has set up her school, to be copied."""
    folder = tmp_path_factory.mktemp("founded")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Profile, "keychain", lambda _self, _school: DemoKeyring(folder / "test-keychain.json"))
        doors = FirstRunDoors(folder / "profile")
        opened = doors.set_up(DRAFT)
        assert isinstance(opened, Opened)
        opened.close()
        doors.close(keep_server=False)
    return folder


@pytest.fixture
def program(run: NewProgram, founded: Path, tmp_path: Path) -> Program:
    """Sri of the office sits in front."""
    shutil.copytree(founded, tmp_path, dirs_exist_ok=True)
    program = run()
    stage(program, Shell)
    until(lambda: program.state.status.connection == "online", "the connection")
    return program


def invite(program: Program, name: str, email: str) -> str:
    assert program.desk is not None
    desk = program.desk.opened.desk
    (one,) = desk.users.add_staff([(name, email, ["guru"])])
    until(lambda: desk.syncing.unsent() == 0, "the new person at school")
    return desk.users.invite([one])[0].code


def face(program: Program) -> FaceCard:
    stage(program, SignInView)
    until(lambda: any(card.isVisible() for card in program.window.findChildren(FaceCard)), "the card of a person")
    return find(FaceCard, program.window)


def lock(program: Program) -> FaceCard:
    until(lambda: program.window.focusWidget() is not None, "the desk takes keys")
    press(Key.Key_L, Control)
    return face(program)


def enter(card: FaceCard, password: str) -> None:
    card.password.setFocus()
    press(Key.Key_A, Control)
    type_text(password)
    press(Key.Key_Return)


def server(program: Program) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(program.doors.server.start().dsn("ems"), autocommit=True)


def test_the_screen_is_locked_and_unlocked_over_what_was_half_typed(program):
    program.state.go("users")
    settle(0.2)
    shell = program.window.centralWidget()
    screen = shell.current().content
    press(Key.Key_N, Control)
    type_text("Dewi Les")
    card = lock(program)
    enter(card, "bukan sandinya")
    until(lambda: bool(card.password.error()), "the reason beside the field")
    enter(card, DRAFT.password)
    stage(program, Shell)
    assert program.window.centralWidget() is shell
    assert screen.adding.name.text() == "Dewi Les"
    type_text("tari")
    assert screen.adding.name.text() == "Dewi Lestari"


def test_ending_the_program_is_no_way_around_the_lock(program, run):
    lock(program)
    program.stop()
    again = run()
    card = face(again)
    assert card._name == DRAFT.office_name
    enter(card, DRAFT.password)
    stage(again, Shell)
    again.stop()
    free = run()
    stage(free, Shell)


def test_two_people_take_turns_and_each_finds_their_own_desk_as_they_left_it(program):
    code = invite(program, *HANDS[:2])
    sris = program.window.centralWidget()
    lock(program).other.click()
    view = program.window.centralWidget()
    view.card.other.click()  # an invitation code
    settle()
    view.card.who.set_text(code)
    view.card.password.set_text(HANDS[2])
    view.card.submit()
    stage(program, Shell)
    budis = program.window.centralWidget()
    assert budis is not sris
    assert program.desk.opened.session.name == HANDS[0]
    assert [stop.title for stop in budis.rail.view.rows.rows].count("Pengguna") == 0

    card = lock(program)
    card.other.click()
    settle()
    people = find(PeopleCard, program.window).people
    assert [row.name for row in people.rows.rows] == [HANDS[0], DRAFT.office_name]
    press(Key.Key_Down)
    press(Key.Key_Return)
    enter(face(program), HANDS[2])
    until(lambda: bool(face(program).password.error()), "Budi's password does not open Sri's desk")
    enter(face(program), DRAFT.password)
    stage(program, Shell)
    assert program.window.centralWidget() is sris
    assert program.seats.find(program.desk.opened.desk.person.id) is program.seats.front


def test_what_somebody_behind_the_cover_did_is_sent_meanwhile(program):
    school = program.desk.opened.desk
    lock(program)
    school.school.change_profile(city="Kuningan")
    until(lambda: school.syncing.unsent() == 0, "the change at school")
    with server(program) as connection:
        assert connection.execute("select city from ems.school").fetchone() == ("Kuningan",)


def test_whoever_signs_in_by_name_instead_of_unlocking_gets_the_open_desk_back(program):
    sris = program.window.centralWidget()
    lock(program).other.click()
    view = program.window.centralWidget()
    view.card.who.set_text(DRAFT.office_email)
    view.card.password.set_text(DRAFT.password)
    view.card.submit()
    stage(program, Shell)
    assert program.window.centralWidget() is sris
    program.desk.opened.desk.school.change_profile(city="Majalengka")
    until(lambda: program.state.status.unsent == 0 and program.state.status.connection == "online", "sent with the new secret")


def test_nobody_for_a_while_locks_the_screen_and_a_key_keeps_it_open(program, monkeypatch):
    monkeypatch.setattr("ui.idle.MINUTE", 1_000)
    account = program.doors.own_account(program.seats.front.signed_in)
    account.use_as(Computer(lock_after=1))
    program.idle.after(1)
    assert not program.seats.front.parked
    face(program)


def test_a_session_that_ended_is_taken_up_again_from_the_status_line(program):
    shell = program.window.centralWidget()
    with server(program) as connection:
        row = connection.execute("select login from identity.device").fetchone()
        assert row is not None
        connection.execute("update identity.device set valid_until = now()")
        connection.execute(f"alter role {row[0]} valid until '2020-01-01'")
    desk = program.desk.opened.desk
    desk.school.change_profile(kktp=70)
    until(lambda: program.state.status.connection == "ended", "the word in the status line")
    assert desk.syncing.unsent() == 1
    shell.status.again.click()
    face(program).other.click()  # later
    stage(program, Shell)
    shell.status.again.click()
    enter(face(program), DRAFT.password)
    stage(program, Shell)
    assert program.window.centralWidget() is shell
    until(lambda: program.state.status.connection == "online", "the connection")
    until(lambda: desk.syncing.unsent() == 0, "what was typed meanwhile at school")


def test_whoever_has_two_roles_can_work_under_one_and_go_back(program):
    desk = program.desk.opened.desk
    desk.users.set_roles(desk.person.id, ["kurikulum", "guru"])
    until(lambda: desk.syncing.unsent() == 0, "the role at school")
    program.sign_out()
    stage(program, SignInView)
    view = program.window.centralWidget()
    view.card.password.set_text(DRAFT.password)
    view.card.submit()
    stage(program, Shell)

    def choose(which: int) -> None:
        program.window.centralWidget().status.person.click()
        menu = program.window.centralWidget().status._menu
        menu.actions()[which].trigger()
        menu.close()

    before = program.window.centralWidget()
    choose(2)
    until(lambda: program.window.centralWidget() is not before, "the desk of a teacher")
    stage(program, Shell)
    shell = program.window.centralWidget()
    assert "Pengguna" not in [stop.title for stop in shell.rail.view.rows.rows]
    assert not program.desk.opened.desk.person.office
    choose(2)
    until(lambda: program.window.centralWidget() is not shell, "the desk of the office")
    stage(program, Shell)
    assert program.desk.opened.desk.person.office


def test_the_fourth_desk_closes_the_one_left_longest_ago(program):
    names = [(f"Guru {n}", f"guru{n}@smpbaru.sch.id", f"gajah nomor {n} berenang") for n in range(MOST)]
    codes = [invite(program, *one[:2]) for one in names]
    sri = program.seats.front
    for code, (_, _, password) in zip(codes, names, strict=True):
        lock(program).other.click()
        settle()
        program.show_desk(program.doors.sign_up(code, password))
        stage(program, Shell)
    assert program.seats.find(sri.signed_in.person.id) is None
    assert len(program.seats._open) == MOST
    back = program.doors.unlock(sri.signed_in.person.id, DRAFT.password)
    program.show_desk(back)
    stage(program, Shell)
    assert QApplication.topLevelWidgets()
