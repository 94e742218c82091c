"""The session at school: renewed in silence, surviving an accident at any moment of it; ended, and taken up again over an open file."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from ems_desktop.domain.errors import EmsError, Mistake, NotAllowed, Outage
from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.services.sessions import Ticket
from ems_desktop.store import identity
from ems_desktop.store.connect import connect
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.servers import Server
from tests.services.conftest import PASSWORD
from tests.world import SchoolWorld


def left(world: SchoolWorld, login: str) -> timedelta:
    row = world.superuser().execute("select valid_until - now() from identity.device where login = %s", (login,)).fetchone()
    assert row is not None
    found: timedelta = row[0]
    return found


def set_left(world: SchoolWorld, login: str, span: str) -> None:
    """As if the session had been given long ago: the device's row and the role say so."""
    admin = world.superuser()
    admin.execute("update identity.device set valid_until = now() + %s::interval where login = %s", (span, login))
    admin.execute(f"do $$ begin execute format('alter role {login} valid until %L', now() + interval '{span}'); end $$")


def fits(school: SchoolFile, login: str, secret: str | None) -> bool:
    assert secret is not None
    try:
        connect(school, login, secret).close()
    except NotAllowed:
        return False
    return True


def keyring(profile: Profile) -> DemoKeyring:
    return DemoKeyring(profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json")


def entry(world: SchoolWorld) -> str:
    return f"{DEMO_NPSN}/{world.id('budi')}/login"


def type_mark(desk: Desk, world: SchoolWorld, value: int) -> None:
    desk.grades.enter(world.id("math_7a"), "typed", [Entry(world.id("math_7a.quiz"), world.id("ani"), Cell(Decimal(value)))])


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    """One for all: each test comes with a profile, so with a login, of its own."""
    with SchoolWorld.open(postgres18, derive=identity.derive) as opened:
        opened.set_password("budi", PASSWORD)
        opened.set_password("sri", PASSWORD)
        yield opened


@pytest.fixture
def budi(world: SchoolWorld, school: SchoolFile, profile: Profile):
    world.unthrottle()
    signed_in = Accounts(profile, school).sign_in(world.email("budi"), PASSWORD)
    desk = Desk(signed_in)
    desk.sync()
    yield desk, signed_in
    desk.close()


# -- renewal


def test_a_session_past_its_half_is_renewed_without_a_word(world, school, profile, budi):
    _, signed_in = budi
    login, before = signed_in.ticket.login, keyring(profile).get(entry(world))
    set_left(world, login, "6 days")
    tomorrow = Desk(signed_in)
    type_mark(tomorrow, world, 91)
    tomorrow.sync()
    tomorrow.close()
    assert world.score("math_7a", "quiz", "ani") == 91
    assert left(world, login) > timedelta(days=13)
    after = keyring(profile).get(entry(world))
    assert [fits(school, login, secret) for secret in (before, after)] == [False, True]


def test_a_young_session_is_left_alone(world, profile, budi):
    _, signed_in = budi
    before = keyring(profile).get(entry(world))
    set_left(world, signed_in.ticket.login, "8 days")
    with signed_in.dial() as connection:
        assert not signed_in.ticket.renew_if_due(connection)
    assert keyring(profile).get(entry(world)) == before


def test_an_accident_before_the_school_heard_of_the_new_secret_loses_nothing(world, school, profile, budi):
    _, signed_in = budi
    old = keyring(profile).get(entry(world))
    new = secrets.token_urlsafe(32)
    keyring(profile).put(entry(world), f"{old} {new}")
    ticket = Ticket(keyring(profile), entry(world), signed_in.ticket.login, lambda: school)
    with ticket.dial() as connection:
        assert keyring(profile).get(entry(world)) == f"{old} {new}", "perhaps the school is about to take it"
        ticket.renew(connection)
    assert keyring(profile).get(entry(world)) == new
    ticket.dial().close()


def test_an_accident_after_the_school_took_the_new_secret_loses_nothing(world, school, profile, budi):
    _, signed_in = budi
    old, new = keyring(profile).get(entry(world)), secrets.token_urlsafe(32)
    keyring(profile).put(entry(world), f"{old} {new}")
    with signed_in.dial() as connection:
        identity.renew(connection, new)
    again = Accounts(profile, school).resume()
    assert again is not None
    again.dial().close()
    assert keyring(profile).get(entry(world)) == new


class LockedKeyring(DemoKeyring):
    """The system's keychain, locked meanwhile."""

    def put(self, name: str, secret: str) -> None:
        raise Outage(1309, detail="locked")


def test_a_locked_keychain_puts_the_renewal_off(world, school, profile, budi):
    _, signed_in = budi
    locked = LockedKeyring(profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json")
    ticket = Ticket(locked, entry(world), signed_in.ticket.login, lambda: school)
    with ticket.dial() as connection, pytest.raises(Outage):
        ticket.renew(connection)
    ticket.dial().close()
    assert fits(school, ticket.login, keyring(profile).get(entry(world)))


# -- its end


def ended(desk: Desk) -> int:
    with pytest.raises(EmsError) as caught:
        desk.sync()
    return caught.value.code


@pytest.mark.parametrize("how", ["passed", "revoked", "dropped"])
def test_over_a_session_that_ended_one_types_on_and_signs_in_again_on_the_same_file(world, school, profile, budi, how):
    desk, signed_in = budi
    login = signed_in.ticket.login
    desk.engine.hang_up()
    if how == "passed":
        set_left(world, login, "-1 hour")
    elif how == "revoked":
        world.superuser("ems_core").execute("select keeper.end_login(%s)", (login,))
        world.superuser().execute("update identity.device set revoked_at = now() where login = %s", (login,))
    else:
        set_left(world, login, "-40 days")
        world.superuser("ems_admin").execute("select identity.sweep_logins()")
    type_mark(desk, world, 92)
    assert ended(desk) == 1406
    assert desk.syncing.unsent() == 1
    Accounts(profile, school).again(signed_in, world.email("budi"), PASSWORD)
    type_mark(desk, world, 93)
    desk.sync()
    assert world.score("math_7a", "quiz", "ani") == 93
    assert desk.syncing.unsent() == 0
    assert Accounts(profile, school).resume() is not None


def test_a_session_that_ends_under_an_open_connection_does_not_empty_the_file(world, school, budi):
    desk, signed_in = budi
    before = desk.grades.sheet(world.id("math_7a"))
    world.superuser().execute("update identity.device set valid_until = now() where login = %s", (signed_in.ticket.login,))
    assert ended(desk) == 1406
    assert desk.grades.sheet(world.id("math_7a")) == before
    assert len(desk.rosters.classes()) == 1


def test_somebody_else_cannot_sign_in_over_an_open_file(world, school, profile, budi):
    desk, signed_in = budi
    type_mark(desk, world, 94)
    with pytest.raises(Mistake) as caught:
        Accounts(profile, school).again(signed_in, world.email("sri"), PASSWORD)
    assert caught.value.code == 1163
    desk.sync()
    assert world.score("math_7a", "quiz", "ani") == 94
    known = profile.remembered(school)
    assert known is not None
    assert known.person.id == world.id("budi")


def test_a_keychain_that_lost_the_logins_secret_alone_asks_for_the_password_before_it_sends(world, school, profile, budi):
    desk, _ = budi
    desk.close()
    keyring(profile).forget(entry(world))
    accounts = Accounts(profile, school)
    signed_in = accounts.resume()
    assert signed_in is not None
    desk = Desk(signed_in)
    type_mark(desk, world, 95)
    assert ended(desk) == 1406
    accounts.again(signed_in, world.email("budi"), PASSWORD)
    desk.sync()
    desk.close()
    assert world.score("math_7a", "quiz", "ani") == 95


def test_two_hundred_unsent_edits_survive_a_lost_keychain(world, school, profile, budi):
    desk, _ = budi
    cells = [(world.id(f"math_7a.{a}"), world.id(p)) for a in ("quiz", "task") for p in ("ani", "beni", "cici")]
    for n in range(200):
        desk.grades.enter(world.id("math_7a"), "unsent", [Entry(*cells[n % len(cells)], Cell(Decimal(n % 50)))])
    wanted = {cell: desk.grades.sheet(world.id("math_7a")).cell(*cell) for cell in cells}
    desk.close()
    (profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json").unlink()
    assert Accounts(profile, school).resume() is None

    desk = Desk(Accounts(profile, school).sign_in(world.email("budi"), PASSWORD))
    assert desk.syncing.unsent() == 200
    assert {cell: desk.grades.sheet(world.id("math_7a")).cell(*cell) for cell in cells} == wanted
    desk.sync()
    assert desk.syncing.unsent() == 0
    assert {cell: world.score("math_7a", a, p) for cell, (a, p) in _names(cells, world).items()} == {c: v.value for c, v in wanted.items()}
    desk.close()


def _names(cells: list[tuple[str, str]], world: SchoolWorld) -> dict[tuple[str, str], tuple[str, str]]:
    names = [(a, p) for a in ("quiz", "task") for p in ("ani", "beni", "cici")]
    return dict(zip(cells, names, strict=True))


def test_one_is_known_by_the_address_of_the_school_however_one_came_in(world, school, profile):
    sri = Accounts(profile, school).sign_in(world.email("sri").upper(), PASSWORD)
    with sri.dial() as connection:
        code = identity.invite(connection, world.id("dewi"))
    Accounts(profile, school).sign_up(code, PASSWORD)
    known = profile.remembered(school)
    assert known is not None
    assert known.identifier == world.email("dewi")


# -- in passing


def test_a_client_puts_a_broken_gate_right_when_it_comes_by(world, school, budi):
    _, signed_in = budi
    world.superuser().execute("alter role ems_gate password 'x'")
    fresh = Desk(signed_in)
    fresh.sync()
    fresh.close()
    assert fits(school, "ems_gate", school.gate_password)


def test_the_office_drops_logins_long_out_of_use_when_it_comes_by(world, school, profile, budi):
    _, signed_in = budi
    set_left(world, signed_in.ticket.login, "-31 days")
    office = Desk(Accounts(profile, school).sign_in(world.email("sri"), PASSWORD))
    office.sync()
    office.close()
    row = world.superuser().execute("select to_regrole(%s) is null", (signed_in.ticket.login,)).fetchone()
    assert row == (True,)


def test_the_office_hears_the_alarms_of_the_server_and_nobody_else(world, school, profile, budi):
    owner = world.superuser("ems_core")
    owner.execute("update identity.google set client_ids = '{12-ab.apps.googleusercontent.com}'")
    _, signed_in = budi
    teacher, office = Desk(signed_in), Desk(Accounts(profile, school).sign_in(world.email("sri"), PASSWORD))
    try:
        teacher.sync()
        office.sync()
        assert [one.which for one in office.home.cards().alarms] == ["google_keys_missing"]
        assert teacher.home.cards().alarms == ()
    finally:
        world.superuser("ems_core").execute("update identity.google set client_ids = '{}'")
        teacher.close()
        office.close()
