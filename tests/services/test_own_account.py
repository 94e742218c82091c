"""One's own password and one's computers, against a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from ems_desktop.domain.errors import EmsError
from ems_desktop.services.accounts import Accounts, Invitations
from ems_desktop.services.devices import Devices
from ems_desktop.services.finals import final_value
from ems_desktop.services.own_account import OwnAccount
from ems_desktop.services.profile import Profile
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.users import Users
from ems_desktop.store import identity
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.servers import Server
from tests.services.conftest import PASSWORD
from tests.world import SchoolWorld

NEW = "payung hijau di kulkas"


@pytest.fixture(scope="module")
def world(postgres18: Server) -> Iterator[SchoolWorld]:
    with SchoolWorld.open(postgres18, derive=identity.derive) as opened:
        for person in ("sri", "citra", "dewi"):
            opened.set_password(person, PASSWORD)
        yield opened


@pytest.fixture
def budi(world: SchoolWorld, school: SchoolFile, profile: Profile):
    world.unthrottle()
    world.set_password("budi", PASSWORD)
    return Accounts(profile, school).sign_in(world.email("budi"), PASSWORD)


def code_of(caught: pytest.ExceptionInfo[EmsError]) -> int:
    return caught.value.code


# -- the password


def test_a_password_is_changed_by_whoever_knows_the_old_one(world, school, profile, budi):
    account = OwnAccount(profile, school, budi)
    with pytest.raises(EmsError) as caught:
        account.change_password("bukan yang lama", NEW)
    assert code_of(caught) == 1101
    account.change_password(PASSWORD, NEW)
    accounts = Accounts(profile, school)
    with pytest.raises(EmsError) as caught:
        accounts.sign_in(world.email("budi"), PASSWORD)
    assert code_of(caught) == 1101
    assert accounts.sign_in(world.email("budi"), NEW).person.id == world.id("budi")
    assert accounts.unlocking(world.id("budi")).fits(NEW)


@pytest.mark.parametrize(
    ("new", "code"),
    [("", 1104), ("pendek", 1105), ("rahasia123", 1169), ("budi@sekolah.test", 1170), ("SMP Uji 2026!", 1170), ("a" * 300, 1168)],
)
def test_a_poor_new_password_is_refused_before_the_school_is_asked(world, school, profile, budi, new, code):
    with pytest.raises(EmsError) as caught:
        OwnAccount(profile, school, budi).change_password("whatever it was", new)
    assert code_of(caught) == code


def test_an_account_without_a_password_is_told_so(world, school, profile, budi):
    world.superuser("ems_core").execute("delete from identity.credential where user_id = %s", (world.id("budi"),))
    with pytest.raises(EmsError) as caught:
        OwnAccount(profile, school, budi).change_password(PASSWORD, NEW)
    assert code_of(caught) == 1171


def test_an_invitation_is_not_used_up_by_a_poor_password(world, school, profile, budi):
    sri = Accounts(profile, school).sign_in(world.email("sri"), PASSWORD)
    code = Invitations(sri.dial).invite([world.id("budi")])[world.id("budi")]
    with pytest.raises(EmsError) as caught:
        Accounts(profile, school).sign_up(code, "password123")
    assert code_of(caught) == 1169
    assert Accounts(profile, school).sign_up(code, NEW).person.id == world.id("budi")


# -- the computers


def elsewhere(world: SchoolWorld, school: SchoolFile, folder, person: str):
    """The same person on another computer."""
    profile = Profile(folder)
    profile.join(school)
    signed_in = Accounts(profile, school).sign_in(world.email(person), PASSWORD)
    profile.close()
    return signed_in


def test_a_computer_far_away_is_signed_out_at_once_and_its_open_work_with_it(world, school, profile, budi, tmp_path):
    lost = elsewhere(world, school, tmp_path / "laptop", "budi")
    devices = Devices(budi.dial)
    there = max((one for one in devices.mine() if not one.this), key=lambda one: one.since)
    with lost.dial() as open_there:
        devices.end(there.id)
        with pytest.raises(psycopg.OperationalError):
            open_there.execute("select 1")
    with pytest.raises(EmsError) as caught:
        lost.dial()
    assert code_of(caught) == 1406
    assert [one.ended is not None for one in devices.mine() if one.id == there.id] == [True]
    assert [one.ended for one in devices.mine() if one.this] == [None]


def test_nobody_ends_or_names_another_persons_computer_but_the_office_ends_it(world, school, profile, budi, tmp_path):
    dewi = elsewhere(world, school, tmp_path / "dewi", "dewi")
    (hers,) = [one for one in Devices(dewi.dial).mine() if one.this]
    for act in (Devices(budi.dial).end, lambda one: Devices(budi.dial).rename(one, "punyaku")):
        with pytest.raises(EmsError) as caught:
            act(hers.id)
        assert code_of(caught) == 1166
    assert Devices(budi.dial).of(world.id("dewi")) == ()
    sri = elsewhere(world, school, tmp_path / "sri", "sri")
    assert hers.id in [one.id for one in Devices(sri.dial).of(world.id("dewi"))]
    Devices(sri.dial).end(hers.id)
    with pytest.raises(EmsError) as caught:
        dewi.dial()
    assert code_of(caught) == 1406


def test_a_computer_keeps_the_name_its_person_gave_it(world, school, profile, budi):
    devices = Devices(budi.dial)
    (this,) = [one for one in devices.mine() if one.this]
    devices.rename(this.id, "Laptop di rumah")
    again = Accounts(profile, school).sign_in(world.email("budi"), PASSWORD)
    assert [one.label for one in Devices(again.dial).mine() if one.this] == ["Laptop di rumah"]
    with pytest.raises(EmsError):
        devices.rename(this.id, "  ")


# -- the office and an account


def office(world: SchoolWorld, school: SchoolFile, profile: Profile) -> Desk:
    desk = Desk(Accounts(profile, school).sign_in(world.email("sri"), PASSWORD))
    desk.sync()
    return desk


def test_name_address_and_nip_are_changed_like_everything_else(world, school, profile, budi):
    desk = office(world, school, profile)
    desk.users.edit(world.id("dewi"), "Dewi Anggraini, S.Pd.", "dewi.a@sekolah.test", "198503152010012001")
    desk.sync()
    row = world.owner().execute("select name, email, nip from ems.users where id = %s", (world.id("dewi"),)).fetchone()
    assert row == ("Dewi Anggraini, S.Pd.", "dewi.a@sekolah.test", "198503152010012001")
    desk.users.edit(world.id("dewi"), "Dewi", world.email("dewi"), None)
    desk.sync()
    desk.close()


def test_somebody_who_never_did_anything_is_removed_for_good(world, school, profile, budi):
    desk = office(world, school, profile)
    (one,) = desk.users.add_staff([("Salah Ketik", "salah@sekolah.test", ["guru"])])
    desk.sync()
    (invitation,) = desk.users.invite([one])
    assert desk.users.remove(one) is True
    desk.sync()
    assert one not in [row.id for row in desk.users.staff()]
    with pytest.raises(EmsError) as caught:
        Accounts(profile, school).sign_up(invitation.code, NEW)
    assert code_of(caught) == 1103
    desk.users.add_staff([("Yang Benar", "salah@sekolah.test", ["guru"])])  # the address is free again
    desk.sync()
    assert desk.syncing.open_count() == 0
    desk.close()


def test_what_a_removed_person_did_stays_without_their_name_and_they_are_out_at_once(world, school, profile, budi, tmp_path):
    signed_in = elsewhere(world, school, tmp_path / "citra", "citra")
    desk = office(world, school, profile)
    with signed_in.dial() as open_there:
        assert desk.users.remove(world.id("citra")) is False
        with pytest.raises(psycopg.OperationalError):
            open_there.execute("select 1")
    with pytest.raises(EmsError):
        signed_in.dial()
    world.unthrottle()
    with pytest.raises(EmsError) as caught:
        Accounts(profile, school).sign_in(world.email("citra"), PASSWORD)
    assert code_of(caught) == 1101
    row = world.owner().execute("select name, email, nip, google_id, active from ems.users where id = %s", (world.id("citra"),)).fetchone()
    assert row == ("Pengguna dihapus", None, None, None, False)
    desk.sync()
    assert "Pengguna dihapus" in [name for subject in desk.rosters.subjects(world.id("7b")) for name in subject.teachers]
    audit = world.superuser().execute("select count(*) from sync.audit_other where tbl = 'users' and login like 'ems_d_%'").fetchone()
    assert audit is not None
    assert audit[0] >= 1
    desk.close()


def test_nobody_removes_themselves_and_only_the_office_removes_anybody(world, school, profile, budi):
    desk = office(world, school, profile)
    with pytest.raises(EmsError) as caught:
        desk.users.remove(world.id("sri"))
    assert code_of(caught) == 1159
    desk.close()
    dewi = Accounts(profile, school).sign_in(world.email("dewi"), PASSWORD)
    users = Users(Rosters(dewi.open_store(), dewi.person, final_value), Invitations(dewi.dial))
    with pytest.raises(EmsError) as caught:
        users.remove(world.id("sri"))
    assert code_of(caught) == 1414
