"""The small shared parts, used as a person uses them: with keys and a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QWidget

from ui.theme import T
from ui.widgets import (
    Banner,
    Chip,
    Chips,
    Choice,
    Elided,
    Field,
    Flow,
    Segments,
    Switcher,
    button,
    decide,
    empty_state,
    icon_button,
    key,
    label,
    list_view,
)
from ui.widgets.text import keys, literal, plain_tip
from ui.widgets.toast import Toast

EVIL = '<img src="//elsewhere/x.png">'


def test_text_from_data_is_never_read_as_markup(qtbot):
    assert label(EVIL).textFormat() == Qt.TextFormat.PlainText
    assert Elided(EVIL).textFormat() == Qt.TextFormat.PlainText
    assert "<img" not in plain_tip(EVIL)
    assert "<img" not in Elided(EVIL).toolTip()


def test_an_ampersand_in_a_button_is_an_ampersand(qtbot):
    made = button("Kelas & Siswa")
    assert made.text() == "Kelas && Siswa"
    assert made.accessibleName() == "Kelas & Siswa"
    assert literal("a&b") == "a&&b"


def test_a_button_folds_to_its_icon_and_keeps_its_name(qtbot):
    made = button("Penilaian", "plus", "primary")
    qtbot.addWidget(made)
    wide = made.sizeHint().width()
    made.fold(True)
    assert made.sizeHint().width() < wide
    assert (made.text(), made.accessibleName(), made.toolTip()) == ("", "Penilaian", "Penilaian")
    made.fold(False)
    assert made.text().strip() == "Penilaian"


def test_an_icon_button_speaks_its_name(qtbot):
    made = icon_button("Urungkan", "undo")
    assert QAccessible.queryAccessibleInterface(made).text(QAccessible.Text.Name) == "Urungkan"


def test_key_caps_read_as_the_keys_do(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert keys("Ctrl+Shift+Z") == "Ctrl Shift Z"
    assert key("F1").text() == "F1"


def test_arrows_move_between_segments_and_say_so(qtbot):
    made = Segments([("a", "Lembar"), ("b", "Grafik")])
    qtbot.addWidget(made)
    made.show()
    heard: list[str] = []
    made.chosen.connect(heard.append)
    made.button("a").setFocus()
    qtbot.waitUntil(made.button("a").hasFocus)
    qtbot.keyClick(made.button("a"), Qt.Key.Key_Right)
    assert made.current() == "b"
    made.button("a").click()
    assert heard[-1] == "a"


def test_chips_show_their_counts_and_speak_them(qtbot):
    made = Chips([("all", Chip("Semua", "32")), ("bad", Chip("Konflik", "1", icon="alert"))])
    qtbot.addWidget(made)
    made.set_counts({"bad": "4"})
    assert made.button("bad").text().strip() == "Konflik  4"
    assert made.button("bad").accessibleName() == "Konflik, 4"
    assert made.current() == "all"


def test_a_field_shows_what_is_wrong_until_the_person_types(qtbot):
    made = Field("Kata sandi", secret=True, hint="Paling sedikit 8 karakter")
    qtbot.addWidget(made)
    made.show()
    made.set_error("Terlalu pendek")
    assert made.error() == "Terlalu pendek"
    qtbot.keyClicks(made.edit, "a")
    assert made.error() == ""
    assert made.edit.accessibleDescription() == "Paling sedikit 8 karakter"


def test_a_secret_is_dots_until_the_eye_is_pressed(qtbot):
    made = Field("Kata sandi", secret=True)
    qtbot.addWidget(made)
    assert made.edit.echoMode() == QLineEdit.EchoMode.Password
    made.edit.actions()[-1].trigger()
    assert made.edit.echoMode() == QLineEdit.EchoMode.Normal


def test_a_switcher_opens_its_list_with_the_keyboard_and_tells_what_was_chosen(qtbot):
    made = Switcher("Kelas", [("a", "VIII A"), ("b", "VIII B")], "b")
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Down)
    menu = made.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["VIII B"]
    with qtbot.waitSignal(made.chosen) as heard:
        menu.actions()[0].trigger()
    assert heard.args == ["a"]
    assert made.accessibleName() == "Kelas: VIII A"
    menu.close()


def test_a_switcher_gives_way_and_keeps_the_whole_value_in_its_tip(qtbot):
    made = Switcher("Mapel", [(1, "Pendidikan Agama Islam dan Budi Pekerti")], 1)
    assert made.minimumSizeHint().width() < made.sizeHint().width()
    assert "Budi Pekerti" in made.toolTip()


def test_tools_break_into_two_lines_when_the_room_is_short(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    parts = [button(f"Tombol {n}") for n in range(6)]
    flow = Flow(*parts[:3], None, *parts[3:])
    host.setLayout(flow)
    host.resize(flow.sizeHint().width() + 100, 60)
    host.show()
    assert len({part.y() for part in parts}) == 1
    assert parts[5].geometry().right() == host.width() - 1
    host.resize(flow.sizeHint().width() - 20, 100)
    assert [part.y() == parts[0].y() for part in parts] == [True, True, True, False, False, False]  # the tools at the right stay together
    host.resize(flow.sizeHint().width() // 2, 100)
    assert len({part.y() for part in parts}) == 2
    assert flow.heightForWidth(host.width()) > flow.heightForWidth(2000)


def test_a_note_offers_to_undo_once_and_goes(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    host.show()
    toast, undone = Toast(host), []
    toast.note("8 nilai ditempel", lambda: undone.append(True))
    assert toast.said() == "8 nilai ditempel"
    assert toast.geometry().bottom() < host.height()
    undo = next(b for b in toast.findChildren(type(button("x"))) if b.said == "Urungkan")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert toast.said() == ""


def test_a_note_never_takes_the_focus(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    edit = QLineEdit(host)
    host.show()
    edit.setFocus()
    Toast(host).note("Tersimpan")
    assert host.focusWidget() is edit


def test_a_decision_says_its_own_words_and_escape_is_harmless(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    done: list[str] = []
    dialog = decide(
        host, "Keluar?", EVIL, Choice("Tetap", lambda: done.append("stay")), Choice("Keluar", lambda: done.append("go"), "danger")
    )
    assert [made.said for made in dialog.buttons] == ["Tetap", "Keluar"]
    assert all(words.textFormat() == Qt.TextFormat.PlainText for words in dialog.findChildren(QLabel))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == []
    decide(host, "Keluar?", "", Choice("Keluar", lambda: done.append("go"))).buttons[0].click()
    assert done == ["go"]


def test_a_banner_is_there_only_while_it_says_something(qtbot):
    made = Banner()
    qtbot.addWidget(made)
    made.say("Sekolah tidak terjangkau", "warn")
    assert made.said() == "Sekolah tidak terjangkau"
    made.say("")
    assert made.isHidden()


def test_an_empty_state_has_its_next_step(qtbot):
    step = button("Impor dari Dapodik", kind="primary")
    made = empty_state("people", "Belum ada rombel", "Impor daftar peserta didik.", step)
    qtbot.addWidget(made)
    made.show()
    assert step.isVisible()


def test_a_list_is_read_and_opened_with_the_keyboard(qtbot):
    opened: list[str] = []
    made = list_view(["Adelia", "Bagas", "Citra"], 40, lambda *_: None, name="Siswa")
    qtbot.addWidget(made)
    made.opened.connect(opened.append)
    made.show()
    made.setFocus()
    for pressed in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(made, pressed)
    assert opened == ["Bagas"]
    assert made.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Citra"


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.5, 2.0])
def test_a_row_of_a_list_is_as_high_as_the_design_says(qtbot, qapp, scale):
    T.apply(qapp, "light", scale)
    made = list_view(["a"], 40, lambda *_: None, name="x")
    qtbot.addWidget(made)
    assert made.sizeHintForRow(0) == round(40 * scale)


def test_a_press_on_a_row_chooses_it(qtbot):
    chosen: list[str] = []
    made = list_view(["Adelia", "Bagas"], 40, lambda *_: None, name="Siswa")
    qtbot.addWidget(made)
    made.chosen.connect(chosen.append)
    made.resize(200, 120)
    made.show()
    qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 60))
    assert chosen == ["Bagas"]
