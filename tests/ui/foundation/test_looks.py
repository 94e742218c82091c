"""Every stage as a person sees it: nothing clipped, nothing faint, nothing in the other language, nothing without a name, and
everything within reach of the Tab key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ems_desktop.domain.errors import Mistake, Outage
from ems_desktop.integrations.google_sign_in import Address
from tests.ui.foundation.school import FACES, Desk, World, sign_in, start
from ui.screens.sign_in.presenter import School, SignInPresenter
from ui.screens.sign_in.view import SignInView
from ui.screens.start.view import StartView
from ui.shell.state import Status
from ui.shell.window import Window
from ui.tour import snap
from ui.widgets import box, button, col, label, row

Result = TypeVar("Result")


def doors(world: World) -> None:
    presenter, _ = start(Desk(), world.tasks)
    world.window.stage(lambda: StartView(presenter, lambda _: None))


def form(world: World) -> None:
    presenter, _ = start(Desk(), world.tasks)
    presenter.open_form()
    world.window.stage(lambda: StartView(presenter, lambda _: None))


def card(world: World) -> None:
    presenter, _ = sign_in(Desk(), world.tasks, "ratna@sekolah.id")
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))


def invitation(world: World) -> None:
    presenter, _ = sign_in(Desk(), world.tasks)
    presenter.show("sign_up")
    presenter.sign_up("", "x")
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))


def google(world: World) -> None:
    presenter, _ = sign_in(Desk(), world.tasks, "ratna@sekolah.id", google=True)
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))


def never(
    work: Callable[[], Result], done: Callable[[Result], object] | None = None, failed: Any = None, *, ordered: bool = False
) -> object:
    """Nobody answers."""
    return ordered


def waiting(world: World) -> None:
    """No browser opened, and the list of what Google may say is open."""
    desk, address = Desk(), "https://accounts.example/o/oauth2"
    school = School("SMP Nusantara 2", "Kota Malang", "99000002", google=True)
    presenter = SignInPresenter(school, desk, never, lambda _: None, world.tasks.post, open_browser=desk.open_browser)
    presenter.google()
    presenter.address = Address(address, Outage(1136, address=address))
    view = SignInView(presenter, lambda _: None, lambda: None)
    assert view.waiting is not None
    view.waiting.more.click()
    world.window.stage(lambda: view)


def people(world: World) -> None:
    presenter, _ = sign_in(Desk(), world.tasks, faces=FACES * 2)
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))


def locked(world: World) -> None:
    presenter, _ = sign_in(Desk(Mistake(1165)), world.tasks, faces=FACES, face=FACES[2])
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))
    presenter.unlock("salah")


def gone(world: World) -> None:
    presenter, _ = sign_in(Desk(Mistake(1172, name=FACES[1].name, count=12)), world.tasks, faces=FACES, face=FACES[1])
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))
    presenter.forget()


def ended(world: World) -> None:
    presenter, _ = sign_in(Desk(), world.tasks, face=FACES[3], later=lambda: None)
    world.window.stage(lambda: SignInView(presenter, lambda _: None, lambda: None))


def calm(world: World) -> None:
    world.show_shell("grades")
    world.state.set_status(Status(16, 0, "ended", datetime(2026, 11, 22, 9, 41).astimezone()))


def sheet(world: World) -> None:
    world.show_shell("grades")


def settings(world: World) -> None:
    world.show_shell("settings")


def palette(world: World) -> None:
    world.show_shell("grades").palette_.open()


def shortcuts(world: World) -> None:
    world.show_shell("grades").show_shortcuts()


def note(world: World) -> None:
    world.show_shell("grades")
    world.say.note("8 × 2", lambda: None)


STAGES = [
    doors, form, card, google, waiting, invitation, people, locked, gone, ended, calm, sheet, settings, palette, shortcuts, note,
]  # fmt: skip


def shown(world: World, stage) -> QWidget:
    stage(world)
    world.window.show()
    world.settle()
    return world.window


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scale", [100, 200])
def test_all_words_fit_are_translated_and_have_names(open_world, stage, language, scale):
    window = shown(open_world(language=language, scale=scale), stage)
    assert window.size().toTuple() == (1366, 768)
    assert snap.clipped(window) == []
    assert snap.untranslated(window, language) == []
    assert snap.unnamed(window) == []


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_can_be_read(open_world, stage, theme):
    assert snap.low_contrast(shown(open_world(theme=theme), stage)) == []


@pytest.mark.parametrize("scale", [90, 110, 125, 150, 175])
@pytest.mark.parametrize("stage", [doors, sheet, settings])
def test_all_words_fit_at_the_sizes_between(open_world, stage, scale):
    window = shown(open_world(language="en", scale=scale), stage)
    assert window.size().toTuple() == (1366, 768)
    assert snap.clipped(window) == []


@pytest.mark.parametrize("stage", [doors, form, card, google, waiting, people, locked, ended, sheet, settings])
@pytest.mark.parametrize("scale", [100, 200])
def test_tab_reaches_everything_that_can_be_used(open_world, qtbot, stage, scale):
    window = shown(open_world(scale=scale), stage)
    wanted = {part for part in window.findChildren(QWidget) if part.isVisible() and snap.focusable(part)}
    reached: set[QWidget] = set()
    for _ in range(len(wanted) + 10):
        here = focused()
        reached |= {here, *group_of(here)}
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert {snap.spoken(part) for part in wanted - reached} == set()


def focused() -> QWidget:
    here = QApplication.focusWidget()
    assert here is not None
    return here


def group_of(part: QWidget) -> list[QWidget]:
    """Tab stops once at buttons of which one is on; the arrow keys move among them."""
    group = part.group() if isinstance(part, QAbstractButton) else None
    return list(group.buttons()) if group else []


def test_the_focus_is_seen_where_it_is(open_world, qtbot):
    window = shown(open_world(scale=200), doors)
    for _ in range(12):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        here = focused()
        assert not here.visibleRegion().isEmpty(), snap.spoken(here)
    assert isinstance(window, Window)
    assert window.ring.isVisible()


# -- the judge itself


@pytest.fixture
def page(qtbot, qapp):
    def make(*parts: QWidget) -> QWidget:
        made = box("page", col(*parts, None, margins=(20, 20, 20, 20)))
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        qtbot.addWidget(made)
        made.resize(400, 300)
        made.show()
        QApplication.processEvents()
        return made

    return make


def test_a_label_without_room_is_found(page):
    short = label("Rata-rata nilai akhir")
    short.setFixedWidth(40)
    wrapped = label("Dua baris yang tidak muat dalam satu", wrap=True)
    wrapped.setFixedSize(90, 14)
    assert len(snap.clipped(page(short, wrapped, label("Muat")))) == 2


def test_a_button_outside_its_parent_is_found(page):
    frame = box("card", row())
    frame.setFixedSize(100, 30)
    made = page(frame)
    lost = button("Simpan")
    lost.setParent(frame)
    lost.move(60, 0)
    lost.adjustSize()
    lost.show()
    assert len(snap.clipped(made)) == 1


def test_faint_words_are_found(page):
    faint = QLabel("Pucat sekali")
    faint.setStyleSheet("color: rgb(190, 190, 190)")
    found = snap.low_contrast(page(faint, label("Tinta")))
    assert [line.split("”")[0] for line in found] == ["“Pucat sekali"]


def test_words_of_the_other_language_are_found(page):
    made = page(label("Settings"), label("Pengaturan"), label("16 changes not sent"), label("Citra Ayu Lestari"))
    assert snap.untranslated(made, "id") == ["16 changes not sent", "Settings"]
    assert snap.untranslated(made, "en") == ["Pengaturan"]


def test_a_paragraph_of_somebodys_is_not_taken_for_a_text_with_places(page):
    data = "Bahan ajar tentang teks ulasan film anak dari Indramayu untuk Fase D, dengan penjelasan singkat, contoh dan latihan"
    assert snap.untranslated(page(label(data), label("Judul untuk 3 materi")), "en") == ["Judul untuk 3 materi"]


def test_a_widget_that_takes_keys_without_a_name_is_found(page):
    silent = button("", "plus")
    silent.setAccessibleName("")
    assert len(snap.unnamed(page(silent, button("Simpan")))) == 1


def test_a_picture_is_saved_with_its_size(page, tmp_path):
    assert snap.grab(page(label("x")), tmp_path / "deep" / "a.png") == (400, 300)
    assert (tmp_path / "deep" / "a.png").stat().st_size > 100
