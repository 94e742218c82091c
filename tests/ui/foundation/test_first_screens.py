"""First run, sign-in and settings: what a person can do there, and what goes wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.i18n import coded, explain
from tests.ui.foundation.school import Desk, sign_in, start
from ui.screens.sign_in.presenter import School, SignInPresenter
from ui.screens.sign_in.view import SignInView
from ui.screens.start.presenter import SchoolDraft
from ui.screens.start.view import StartView

DRAFT = SchoolDraft("SMP Negeri 7", "99000007", "Malang", "Agus", "agus@sekolah.id", "tiga kata sandi")


def words(part: QWidget) -> list[str]:
    return [one.text() for one in part.findChildren(QLabel)]


@pytest.fixture
def first_run(open_world):
    def make(answer: object = "opened", file: Path | None = None):
        world, desk = open_world(), Desk(answer)
        presenter, opened = start(desk, world.tasks)
        world.window.stage(lambda: StartView(presenter, lambda _: None, lambda: file))
        world.window.show()
        world.settle()
        view = world.window.centralWidget()
        assert isinstance(view, StartView)
        return world, desk, view, opened

    return make


@pytest.mark.parametrize("key", ["1", None])
def test_the_first_door_opens_the_demo_school(first_run, qtbot, key):
    world, desk, view, opened = first_run()
    if key:
        qtbot.keyClick(view, key)
    else:
        qtbot.keyClick(view.cards[0].act, Qt.Key.Key_Space)
    world.settle()
    assert desk.asked == [("demo",)]
    assert opened == [("demo", "opened")]


def test_while_a_door_opens_no_other_can_be_taken(first_run):
    gate = threading.Event()
    world, desk, view, _opened = first_run()
    desk.open_demo = gate.wait
    view.cards[0].act.click()
    assert view.cards[0].act.said == "Membuka sekolah contoh …"
    assert not any(card.act.isEnabled() for card in view.cards)
    gate.set()
    world.settle()
    assert all(card.act.isEnabled() for card in view.cards)


def test_the_second_door_takes_the_file_the_person_chose(first_run, tmp_path):
    world, desk, view, _ = first_run(file=tmp_path / "a.sekolah")
    view.cards[1].act.click()
    world.settle()
    assert desk.asked == [("join", tmp_path / "a.sekolah")]


def test_choosing_no_file_changes_nothing(first_run):
    world, desk, view, _ = first_run(file=None)
    view.cards[1].act.click()
    world.settle()
    assert desk.asked == []


def test_a_school_file_can_be_dropped_on_the_window(first_run, tmp_path):
    world, desk, view, _ = first_run()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.sekolah"))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    view.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, left, none))
    world.settle()
    assert desk.asked == [("join", tmp_path / "b.sekolah")]


def test_what_goes_wrong_behind_a_door_is_said_and_the_doors_stay(first_run):
    world, _, view, opened = first_run(Outage(1302))
    view.cards[0].act.click()
    world.settle()
    assert view._banner.said() == coded(Outage(1302))
    assert opened == []
    assert view.cards[0].act.isEnabled()


def test_an_outage_is_said_with_its_code_where_no_status_line_is(first_run):
    world, *_ = first_run()
    world.say.failed(Outage(1306, detail="x", path="y"))
    assert world.window.toast.said() == explain(Outage(1306, detail="x", path="y"))
    assert "EMS-1306" in words(world.window.toast)


@pytest.mark.parametrize(("width", "said_over_it"), [(1366, False), (700, True)])
def test_an_outage_is_said_in_the_status_line_or_where_that_is_folded_over_it(open_world, width, said_over_it):
    world = open_world(language="en", size=(width, 768))
    shell = world.show_shell()
    world.say.failed(Outage(1304))
    assert world.window.toast.said() == (explain(Outage(1304)) if said_over_it else "")
    assert coded(Outage(1304)) in words(shell.status)


def test_the_third_door_asks_what_an_office_knows_and_says_what_is_missing(first_run):
    _world, desk, view, _ = first_run()
    view.cards[2].act.click()
    form = view._form
    form.fields["npsn"].set_text("123")
    form.fields["office_email"].set_text("agus")
    form.submit()
    wrong = {name: field.error() for name, field in form.fields.items() if field.error()}
    assert set(wrong) == {"name", "npsn", "office_name", "office_email", "password"}
    assert wrong["npsn"] == "NPSN terdiri atas 8 digit."
    assert desk.asked == []


def test_a_filled_form_sets_the_school_up(first_run):
    world, desk, view, opened = first_run("school")
    view.cards[2].act.click()
    for name, field in view._form.fields.items():
        field.set_text(getattr(DRAFT, name))
    view._form.submit()
    world.settle()
    assert desk.asked == [("set_up", DRAFT)]
    assert opened == [("set_up", "school")]


@pytest.mark.parametrize("mistake", [Mistake(1105, least=8), Mistake(1169), Mistake(1170)])
def test_a_poor_password_is_said_beside_it(first_run, mistake):
    world, _, view, _ = first_run(mistake)
    view.cards[2].act.click()
    for name, field in view._form.fields.items():
        field.set_text(getattr(DRAFT, name))
    view._form.submit()
    world.settle()
    assert view._form.fields["password"].error() == coded(mistake)


def test_escape_leads_back_to_the_doors(first_run, qtbot):
    world, _, view, _ = first_run()
    view.cards[2].act.click()
    qtbot.keyClick(view._form.fields["name"].edit, Qt.Key.Key_Escape)
    world.settle()
    assert view._form is None
    assert view.cards[0].isVisible()


def test_figures_typed_into_the_form_open_no_door(first_run, qtbot):
    world, desk, view, _ = first_run()
    view.cards[2].act.click()
    qtbot.keyClicks(view._form.fields["npsn"].edit, "1231")
    world.settle()
    assert view._form.fields["npsn"].text() == "1231"
    assert desk.asked == []


# -- sign-in


@pytest.fixture
def door(open_world):
    def make(answer: object = "in", identifier: str = ""):
        world, desk = open_world(), Desk(answer)
        presenter, entered = sign_in(desk, world.tasks, identifier)
        world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))
        world.window.show()
        world.settle()
        view = world.window.centralWidget()
        assert isinstance(view, SignInView)
        return world, desk, view, entered

    return make


def test_a_person_signs_in_with_the_keyboard_alone(door, qtbot):
    world, desk, view, entered = door(identifier="ratna@sekolah.id")
    assert view.card.password.edit.hasFocus()
    qtbot.keyClicks(view.card.password.edit, "tiga kata sandi")
    qtbot.keyClick(view.card.password.edit, Qt.Key.Key_Return)
    world.settle()
    assert desk.asked == [("sign_in", "ratna@sekolah.id", "tiga kata sandi")]
    assert entered == ["in"]


def test_empty_fields_are_said_before_anybody_is_asked(door):
    _world, desk, view, _ = door()
    view.card.submit()
    assert view.card.who.error() == "Isi dulu bagian ini."
    assert view.card.password.error() == "Isi dulu bagian ini."
    assert desk.asked == []


@pytest.mark.parametrize(
    ("error", "where"),
    [(Mistake(1101), "password"), (Outage(1302), "card"), (Mistake(1102, minutes=7), "card"), (Mistake(1105, least=8), "password")],
)
def test_what_is_wrong_is_said_where_it_belongs(door, error, where):
    world, _, view, entered = door(error, "ratna@sekolah.id")
    view.card.password.set_text("salah")
    view.card.submit()
    world.settle()
    said = view.card.banner.said() if where == "card" else view.card.password.error()
    assert said == coded(error)
    assert entered == []
    assert view.card.act.isEnabled()


def test_an_invitation_code_and_a_new_password_make_an_account(door):
    world, desk, view, entered = door("in")
    view.card.other.click()
    world.settle()
    view.card.who.set_text(" KODE-7 ")
    view.card.password.set_text("tiga kata sandi")
    view.card.submit()
    world.settle()
    assert desk.asked == [("sign_up", "KODE-7", "tiga kata sandi")]
    assert entered == ["in"]


def test_a_wrong_code_is_said_beside_the_code(door):
    world, _, view, _ = door(Mistake(1103))
    view.card.other.click()
    world.settle()
    view.card.who.set_text("KODE")
    view.card.password.set_text("tiga kata sandi")
    view.card.submit()
    world.settle()
    assert view.card.who.error() == coded(Mistake(1103))


def test_what_was_typed_survives_a_change_of_language_but_no_password(door):
    world, _, view, _ = door(Mistake(1101))
    view.card.who.set_text("0098765412")
    view.card.password.set_text("salah")
    view.card.submit()
    world.settle()
    world.window._again()
    world.settle()
    card = world.window.centralWidget().card
    assert card.who.text() == "0098765412"
    assert card.password.text() == ""


def test_the_demo_school_offers_its_people(open_world):
    world, desk = open_world(), Desk()
    school = School("SMP Negeri 7 Contoh", people=(("agus@x", "Agus"), ("ratna@x", "Ratna")), told_password="sekolah contoh")
    presenter = SignInPresenter(school, desk, world.tasks.run, lambda _: None, world.tasks.post)
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))
    world.window.show()
    card = world.window.centralWidget().card
    card.person.choose("ratna@x")
    card.submit()
    world.settle()
    assert desk.asked == [("sign_in", "ratna@x", "sekolah contoh")]


# -- settings


def test_settings_take_effect_at_once_and_the_person_stays_there(open_world):
    world = open_world(language="id")
    shell = world.show_shell("settings")
    shell.current().content.language.button("en").click()
    world.settle()
    world.shell.current().content.theme.button("dark").click()
    world.settle()
    world.shell.current().content.scale.button("125").click()
    world.settle()
    now = world.window.preferences()
    assert (now.language, now.theme, now.scale) == ("en", "dark", 125)
    assert world.shell.current().title == "Settings"
    assert world.saved[-1] == now
