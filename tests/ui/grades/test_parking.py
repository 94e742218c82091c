"""The grade sheet behind a cover: whoever comes back finds what they were typing, in the very same place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.grades.desk import Desk
from ui.shell.stage import Stage
from ui.widgets import Choice, Decision, button, decide, row


class Cover(Stage):
    """Something to be in front meanwhile, which takes the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.key = button("x")
        self.setLayout(row(self.key))

    def first_focus(self):
        return self.key


def covered(desk: Desk):
    parked = desk.window.park()
    desk.window.stage(Cover)
    answered(desk)
    return parked


def answered(desk: Desk) -> None:
    assert desk.tasks.wait()
    QApplication.processEvents()


def test_a_mark_half_typed_is_neither_saved_nor_lost(desk):
    desk.choose("LM 4", 10)
    before, sets = desk.stored("LM 4", 10), len(desk.outbox())
    desk.type("8")
    parked = covered(desk)
    assert isinstance(QApplication.focusWidget(), type(Cover().key))
    assert (desk.stored("LM 4", 10), len(desk.outbox())) == (before, sets)
    desk.window.bring_back(parked)
    desk.type("8,5")
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert str(desk.stored("LM 4", 10).value) == "88.5"


def test_no_key_reaches_what_is_behind_the_cover(desk):
    desk.choose("LM 4", 10)
    sets = len(desk.outbox())
    parked = covered(desk)
    for key in (Qt.Key.Key_Z, Qt.Key.Key_D, Qt.Key.Key_K, Qt.Key.Key_1):
        desk.ctrl(key)
    desk.press(Qt.Key.Key_Delete)
    assert len(desk.outbox()) == sets
    desk.window.bring_back(parked)
    assert desk.shell.palette_.isHidden()


def test_a_dialog_is_hidden_with_its_window_and_comes_back_with_it(desk):
    told = []
    decide(desk.screen, "Tutup?", "Yakin?", Choice("Tidak"), Choice("Ya", lambda: told.append(1), "primary"))
    parked = covered(desk)
    (dialog,) = [one for one in parked.dialogs if isinstance(one, Decision)]
    assert not dialog.isVisible()
    desk.window.bring_back(parked)
    assert dialog.isVisible()
    dialog.buttons[1].click()
    assert told == [1]


@pytest.mark.parametrize("scale", [100, 150])
def test_what_looks_otherwise_meanwhile_is_built_anew_in_its_place(desk, scale):
    desk.choose("LM 4", 10)
    shell = desk.shell
    parked = covered(desk)
    now = desk.window.preferences()
    desk.window.prefer(type(now)(now.language, now.theme, scale))
    answered(desk)
    desk.window.bring_back(parked)
    answered(desk)
    desk.settle()
    assert (desk.shell is shell) == (scale == 100)
    assert desk.screen.grid.chosen.at == desk.at("LM 4", 10)
