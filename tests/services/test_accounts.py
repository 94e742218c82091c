"""Signing in, coming back without a network, a lost keychain: against a real PostgreSQL, with real argon2id and SCRAM."""

from __future__ import annotations

import time
from decimal import Decimal

import keyring
import keyring.backends.fail
import pytest

from ems_desktop.domain.errors import Mistake, NotAllowed, Outage
from ems_desktop.integrations.keychain import DemoKeyring, SystemKeychain
from ems_desktop.services.accounts import Accounts, Invitations
from ems_desktop.services.profile import DEMO_NPSN, Profile
from ems_desktop.store.school_file import SchoolFile
from sync.desk import Desk
from tests.services.conftest import PASSWORD


def test_a_person_signs_in_works_and_comes_back_without_a_network(world, school, profile):
    signed_in = Accounts(profile, school).sign_in(world.email("budi"), PASSWORD)
    assert signed_in.person.id == world.id("budi")
    assert signed_in.person.roles == {"guru"}
    desk = Desk(signed_in)
    desk.sync()
    desk.close()

    away = SchoolFile("SMP Uji", DEMO_NPSN, "127.0.0.1", 9, "ems", "ems_gate", "x", loopback=True)
    profile.join(away)
    again = Accounts(profile, away).resume()
    assert again is not None
    desk = Desk(again)
    assert desk.grades.sheet(world.id("math_7a")).cell(world.id("math_7a.quiz"), world.id("ani")).value == Decimal(70)
    with pytest.raises(Outage) as caught:
        desk.sync()
    assert caught.value.code == 1401
    desk.close()


def test_a_pupil_signs_in_with_the_nisn(world, school, profile):
    world.set_password("ani", PASSWORD)
    signed_in = Accounts(profile, school).sign_in(world.identifier("ani"), PASSWORD)
    assert signed_in.person.pupil


@pytest.mark.parametrize("who", ["budi@sekolah.test", "nobody@sekolah.test"])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(world, school, profile, who):
    with pytest.raises(Mistake) as caught:
        Accounts(profile, school).sign_in(who, "salah sekali")
    assert caught.value.code == 1101
    assert profile.remembered(school) is None


def test_too_many_guesses_are_told_when_to_try_again(world, school, profile):
    world.unthrottle()  # another name of this school may share the bucket
    errors = []
    for _ in range(10):
        with pytest.raises(Mistake) as caught:
            Accounts(profile, school).sign_in(world.email("citra"), "tebakan")
        errors.append(caught.value)
    assert [error.code for error in errors] == [1101] * 8 + [1102] * 2
    minutes = errors[-1].params["minutes"]
    assert isinstance(minutes, int)
    assert abs(minutes - (900 - time.time() % 900) / 60) <= 1


def test_an_invitation_lets_somebody_choose_a_password_once(world, school, profile):
    sri = Accounts(profile, school).sign_in(world.email("sri"), PASSWORD)
    code = Invitations(sri.dial).invite([world.id("dewi")])[world.id("dewi")]
    with pytest.raises(Mistake) as caught:
        Accounts(profile, school).sign_up(code, "pendek")
    assert caught.value.code == 1105
    assert Accounts(profile, school).sign_up(code.lower(), "sandi baru yang panjang").person.id == world.id("dewi")
    with pytest.raises(Mistake) as caught:
        Accounts(profile, school).sign_up(code, "sandi baru yang panjang")
    assert caught.value.code == 1103
    assert Accounts(profile, school).sign_in(world.email("dewi"), "sandi baru yang panjang").person.id == world.id("dewi")


def test_only_the_office_invites(world, school, profile):
    budi = Accounts(profile, school).sign_in(world.email("budi"), PASSWORD)
    with pytest.raises(NotAllowed):
        Invitations(budi.dial).invite([world.id("dewi")])


def test_a_lost_keychain_loses_nothing_that_was_not_sent(world, school, profile):
    desk = Desk(Accounts(profile, school).sign_in(world.email("budi"), PASSWORD))
    desk.sync()
    sheet, cell = world.id("math_7a"), (world.id("math_7a.quiz"), world.id("ani"))
    from ems_desktop.services.grade_views import Cell, Entry

    desk.grades.enter(sheet, "unsent", [Entry(*cell, Cell(Decimal(99)))])
    desk.close()
    (profile.folder / "schools" / DEMO_NPSN / "demo-secrets.json").unlink()
    assert Accounts(profile, school).resume() is None

    desk = Desk(Accounts(profile, school).sign_in(world.email("budi"), PASSWORD))
    assert desk.syncing.unsent() == 1
    desk.sync()
    assert world.score("math_7a", "quiz", "ani") == 99
    desk.close()


def test_a_session_that_was_ended_elsewhere_asks_to_sign_in_again_and_keeps_the_work(world, school, profile):
    desk = Desk(Accounts(profile, school).sign_in(world.email("budi"), PASSWORD))
    desk.sync()
    world.superuser("ems_core").execute("update identity.device set revoked_at = now() where user_id = %s", (world.id("budi"),))
    from ems_desktop.services.grade_views import Cell, Entry

    desk.grades.enter(world.id("math_7a"), "late", [Entry(world.id("math_7a.quiz"), world.id("ani"), Cell(Decimal(88)))])
    with pytest.raises(NotAllowed) as caught:
        desk.sync()
    assert caught.value.code == 1406
    assert desk.syncing.unsent() == 1
    desk.close()
    desk = Desk(Accounts(profile, school).sign_in(world.email("budi"), PASSWORD))
    desk.sync()
    assert world.score("math_7a", "quiz", "ani") == 88
    desk.close()


def test_after_signing_out_nobody_comes_back_without_the_password(world, school, profile):
    accounts = Accounts(profile, school)
    accounts.sign_in(world.email("budi"), PASSWORD)
    accounts.sign_out()
    assert accounts.resume() is None


def test_a_profile_opens_once(profile):
    with pytest.raises(Mistake) as caught:
        Profile(profile.folder)
    assert caught.value.code == 1303


def test_a_profile_in_a_synced_folder_is_refused(tmp_path):
    with pytest.raises(Mistake) as caught:
        Profile(tmp_path / "OneDrive - Sekolah" / "ems")
    assert caught.value.code == 1350


def test_without_a_keychain_that_we_trust_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    with pytest.raises(Mistake) as caught:
        SystemKeychain().get("x")
    assert caught.value.code == 1308


def test_a_real_school_never_gets_the_demos_keyring(profile):
    real = SchoolFile("SMP", "20200001", "127.0.0.1", 5432, "ems", "ems_gate", "x", loopback=True)
    assert isinstance(profile.keychain(real), SystemKeychain)
    assert not isinstance(profile.keychain(real), DemoKeyring)
