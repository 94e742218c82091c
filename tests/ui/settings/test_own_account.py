"""One's own account in the settings: real widgets over a real account at a real PostgreSQL."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ems_desktop.domain.errors import EmsError, Mistake, NeedsOnline
from ems_desktop.i18n import coded
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.grade_views import Cell, Entry
from ems_desktop.services.profile import Computer
from tests.ui.settings.conftest import PASSWORD, Settings
from tests.ui.sync.looking import faults
from ui.widgets import Decision

NEW = "payung hijau di kulkas"


def labels(settings: Settings) -> list[str]:
    return [row.label for row in settings.screen.computers.table.rows.rows]


def dialog(settings: Settings) -> Decision:
    (found,) = [one for one in settings.world.window.findChildren(Decision) if one.isVisible()]
    return found


# -- the password


def test_the_password_is_changed_in_place_with_the_keyboard(open_settings, qtbot):
    settings = open_settings()
    card = settings.screen.password
    card.change.click()
    assert card.old.edit.hasFocus()
    for field, text in ((card.old, "bukan yang lama"), (card.new, NEW)):
        qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(card.new.edit, Qt.Key.Key_Return)
    settings.settle()
    assert card.old.error() == "Ini bukan kata sandi Anda sekarang."
    card.old.set_text(PASSWORD)
    card.submit()
    settings.settle()
    assert settings.notes == ["Kata sandi Anda sudah diganti. Komputer Anda yang lain tetap masuk."]
    assert not card.old.isVisible()
    accounts = Accounts(settings.profile, settings.file)
    with pytest.raises(EmsError):
        accounts.sign_in(settings.school.email("budi"), PASSWORD)
    assert accounts.sign_in(settings.school.email("budi"), NEW).person.id == settings.school.id("budi")


@pytest.mark.parametrize(("new", "code"), [("pendek", 1105), ("rahasia123", 1169), ("budi@sekolah.test", 1170)])
def test_a_poor_password_is_said_beside_it_and_the_focus_stays_there(open_settings, new, code):
    settings = open_settings()
    card = settings.screen.password
    card.change.click()
    card.old.set_text(PASSWORD)
    card.new.set_text(new)
    card.submit()
    settings.settle()
    assert card.new.error() == coded(Mistake(code, least=8))
    assert card.new.edit.hasFocus()


def test_without_the_school_the_password_stays_and_the_card_says_why(open_settings):
    settings = open_settings()
    settings.unplug()
    card = settings.screen.password
    card.change.click()
    card.old.set_text(PASSWORD)
    card.new.set_text(NEW)
    card.submit()
    settings.settle()
    assert "server sekolah" in card.banner.said().lower()
    card.change.parent()
    assert card.old.isVisible()


# -- the computers


def test_this_computer_stands_first_and_one_that_was_lost_is_signed_out_from_here(open_settings):
    settings = open_settings()
    card = settings.screen.computers
    assert labels(settings) == ["LAB-GURU-03", "PC ruang guru", "Laptop di rumah"]
    card.table.selectRow(0)
    assert not card.end.isEnabled()
    card.table.selectRow(2)
    card.end.click()
    dialog(settings).buttons[1].click()
    settings.settle()
    assert "dikeluarkan dari Laptop di rumah" in settings.notes[-1]
    ended = settings.screen.computers.table.rows.rows[2]
    assert (ended.label, ended.ended is not None) == ("Laptop di rumah", True)
    assert not card.end.isEnabled()


def test_a_computer_is_given_a_name(open_settings, qtbot):
    settings = open_settings()
    card = settings.screen.computers
    card.table.selectRow(1)
    card.rename.click()
    assert card.label.text() == "PC ruang guru"
    card.label.set_text("PC depan")
    qtbot.keyClick(card.label.edit, Qt.Key.Key_Return)
    settings.settle()
    assert labels(settings) == ["LAB-GURU-03", "PC depan", "Laptop di rumah"]


def test_without_the_school_the_card_says_so_and_nothing_breaks(open_settings):
    settings = open_settings()
    settings.unplug()
    settings.screen.arrive()
    settings.settle()
    assert settings.screen.computers.banner.said() == coded(NeedsOnline(1175))


# -- how this computer lets people in


def test_a_shared_computer_locks_itself_after_fifteen_minutes(open_settings):
    settings = open_settings()
    card = settings.screen.lock
    card.use.button("shared").click()
    settings.settle()
    assert settings.computer() == Computer(shared=True, lock_after=15)
    assert card.after.current() == "15"
    card.after.button("30").click()
    settings.settle()
    assert settings.computer() == Computer(shared=True, lock_after=30)
    card.use.button("own").click()
    settings.settle()
    assert settings.computer() == Computer()
    assert settings.watched == [15, 30, 0]


def test_where_the_password_is_not_known_one_is_chosen_first(open_settings):
    settings = open_settings()
    Accounts(settings.profile, settings.file).forget_secrets(settings.school.id("budi"), "unlock")
    settings.screen.arrive()
    settings.settle()
    card = settings.screen.lock
    assert card.password.isVisible()
    assert not card.use.isEnabled()
    card.password.set_text("pendek")
    card._choose()
    settings.settle()
    assert card.password.error()
    card.password.set_text("kucing naik sepeda")
    card._choose()
    settings.settle()
    assert not card.password.isVisible()
    card.after.button("5").click()
    settings.settle()
    assert settings.computer() == Computer(lock_after=5)


def test_leaving_counts_what_would_be_lost(open_settings):
    settings = open_settings()
    settings.screen.lock.forget.click()
    settings.settle()
    dialog(settings).buttons[0].click()
    assert settings.left == []
    settings.desk.sync()
    entry = Entry(settings.school.id("math_7a.quiz"), settings.school.id("ani"), Cell(Decimal(71)))
    settings.desk.grades.enter(settings.school.id("math_7a"), "typed", [entry])
    settings.screen.lock.forget.click()
    settings.settle()
    asked = dialog(settings)
    assert [one.said for one in asked.buttons] == ["Tinggalkan, biarkan hilang", "Batal", "Ke pusat sinkronisasi"]
    asked.buttons[2].click()
    settings.settle()
    assert settings.left == []
    assert settings.world.state.area == "sync"


# -- how it looks


@pytest.mark.parametrize(
    ("language", "theme", "scale", "size"),
    [
        ("id", "light", 100, (1366, 768)),
        ("en", "dark", 125, (1366, 768)),
        ("id", "light", 200, (1366, 768)),
        ("en", "light", 200, (1440, 900)),
    ],
)
def test_nothing_is_clipped_nameless_or_in_the_other_language(open_settings, language, theme, scale, size):
    settings = open_settings(language, theme, scale, size)
    Accounts(settings.profile, settings.file).forget_secrets(settings.school.id("budi"), "unlock")
    settings.screen.arrive()
    settings.settle()
    settings.screen.password.change.click()
    settings.screen.computers.table.selectRow(1)
    settings.screen.computers.rename.click()
    settings.settle()
    QApplication.processEvents()
    assert faults(settings.world.window, language) == []
