"""The staff list as the office meets it: real widgets, real keys, a real file."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from ems_desktop.store import tables as t
from tests.ui.sync.looking import Strays, faults
from ui.screens.users.slips import write_slips

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
LIST = "Nama\tSurel\tPeran\nDewi Lestari, S.Pd.\tdewi@sekolah.sch.id\tGuru\nRatna\tratna@sekolah.sch.id\nTuti\ttuti@sekolah.sch.id\tKurikulum, guru\n"


def press(office, key, modifier=Qt.KeyboardModifier.NoModifier, *, on: QWidget | None = None):
    target = on or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)
    office.settle()


def type_in(words):
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, words)


def names(office):
    return [row.name for row in office.screen.table.rows.rows]


def choose(office, name):
    office.screen.table.choose(next(r.id for r in office.users.staff() if r.name == name))
    office.settle()


def roles_of(store, user):
    query = sa.select(t.user_roles.c.role).where(t.user_roles.c.user_id == user, ~t.user_roles.c.deleted)
    with store.reading() as session:
        return set(session.execute(query).scalars())


def test_everybody_on_the_staff_is_listed_with_counts(open_office):
    office = open_office()
    assert names(office) == ["Agus Prasetyo", "Hendra Gunawan", "Ratna Wulandari", "Siti Marfuah"]
    assert office.screen.tools.chips.button("kurikulum").accessibleName() == "Kurikulum, 2"
    assert office.screen.tools.chips.button("guru").accessibleName() == "Guru, 3"
    assert QApplication.focusWidget() is office.screen.table


def test_an_empty_list_offers_the_next_step(open_office, store):
    office = open_office()
    with store.applying() as session:
        session.execute(sa.update(t.users).values(deleted=True))
    office.screen.arrive()
    office.settle()
    next_step = next(b for b in office.screen.findChildren(QPushButton) if b.isVisible() and b.text().strip() == "Tambah orang")
    next_step.click()
    assert QApplication.focusWidget() is office.screen.adding.paste


def test_filters_and_search_narrow_the_list(open_office):
    office = open_office()
    office.screen.tools.chips.button("kurikulum").click()
    assert names(office) == ["Hendra Gunawan", "Siti Marfuah"]
    press(office, Key.Key_F, Control)
    assert QApplication.focusWidget() is office.screen.tools.search
    type_in("HENDRA@")
    assert names(office) == ["Hendra Gunawan"]


def test_a_role_is_given_and_taken_back_by_keys(open_office, store, ids):
    office = open_office()
    choose(office, "Ratna Wulandari")
    chip = office.screen.person.roles["kurikulum"]
    chip.setFocus()
    press(office, Key.Key_Space)
    assert roles_of(store, ids["Ratna Wulandari"]) == {"guru", "kurikulum"}
    said, undo = office.notes[-1]
    assert said == "Ratna Wulandari: Kurikulum, Guru"
    undo()
    office.settle()
    assert roles_of(store, ids["Ratna Wulandari"]) == {"guru"}
    assert not chip.isChecked()


def test_nobody_is_left_without_a_role_or_locks_themselves_out(open_office, store, ids):
    office = open_office()
    choose(office, "Ratna Wulandari")
    office.screen.person.roles["guru"].click()
    assert "paling sedikit satu peran" in office.screen.person.error.said()
    assert office.screen.person.roles["guru"].isChecked()
    choose(office, "Siti Marfuah")
    assert office.screen.person.error.said() == ""
    office.screen.person.roles["guru"].click()
    office.settle()
    office.screen.person.roles["kurikulum"].click()
    assert "diri sendiri" in office.screen.person.error.said()
    office.screen.person.activate.click()
    assert roles_of(store, ids["Siti Marfuah"]) == {"guru", "kurikulum"}
    assert all(row.active for row in office.users.staff())


def test_deactivating_is_undone_from_its_note(open_office):
    office = open_office()
    choose(office, "Agus Prasetyo")
    office.screen.person.activate.click()
    office.settle()
    assert [r.name for r in office.users.staff() if not r.active] == ["Agus Prasetyo"]
    assert office.screen.tools.chips.button("inactive").accessibleName() == "Nonaktif, 1"
    office.notes[-1][1]()
    office.settle()
    assert all(row.active for row in office.users.staff())


def test_one_person_is_added_without_a_mouse(open_office):
    office = open_office()
    press(office, Key.Key_N, Control)
    type_in("Dewi Lestari")
    press(office, Key.Key_Tab)
    type_in("salah")
    press(office, Key.Key_Return)
    assert "bukan alamat surel" in office.screen.adding.email.error()
    type_in("@sekolah.sch.id")
    press(office, Key.Key_Return)
    assert "Dewi Lestari" in names(office)
    assert office.screen.person.heading.text() == "Dewi Lestari"
    assert QApplication.focusWidget() is office.screen.table


def test_a_copied_list_is_judged_line_by_line_then_saved(open_office, qapp):
    office = open_office()
    qapp.clipboard().setText(LIST)
    press(office, Key.Key_V, Control)
    adding = office.screen.adding
    said = [(line.number, line.fits) for line in adding.lines.rows.rows]
    assert said == [(2, True), (3, False), (4, True)]
    assert adding.save_list.said == "Simpan 2 orang"
    assert len(office.users.staff()) == 4, "nothing is saved yet"
    adding.save_list.click()
    office.settle()
    assert len(names(office)) == 6
    assert office.screen.person.heading.text() == "2 orang dipilih"


def test_invitations_are_shown_copied_and_printed(open_office, qapp, tmp_path):
    office = open_office()
    press(office, Key.Key_A, Control)
    press(office, Key.Key_I, Control)
    codes = office.screen.codes
    assert [i.name for i in codes.invitations] == names(office)
    press(office, Key.Key_C, Control)
    assert qapp.clipboard().text().splitlines()[0] == f"Agus Prasetyo\t{codes.invitations[0].code}"
    codes.save_slips(tmp_path / "slip.pdf")
    office.settle()
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF-")
    press(office, Key.Key_Escape)
    assert QApplication.focusWidget() is office.screen.table


def test_codes_that_were_not_kept_are_asked_about_before_they_go(open_office, qapp):
    office = open_office()
    press(office, Key.Key_A, Control)
    press(office, Key.Key_I, Control)
    press(office, Key.Key_Escape)
    (dialog,) = office.screen.codes.findChildren(QDialog)
    dialog.reject()
    office.window.activateWindow()  # no window manager here does it
    assert QTest.qWaitForWindowActive(office.window)
    assert office.screen._panel() is office.screen.codes
    press(office, Key.Key_Escape, on=office.screen.codes.copy)
    asked = [d for d in office.screen.codes.findChildren(QDialog) if d.isVisible()]
    asked[0].buttons[2].click()
    assert "\t" in qapp.clipboard().text()
    assert office.screen._panel() is office.screen.person


def test_inviting_without_the_school_says_so_in_place(open_office):
    office = open_office()
    office.school.away = True
    choose(office, "Ratna Wulandari")
    office.screen.person.invite.click()
    office.settle()
    assert "server sekolah" in office.screen.person.error.said()
    assert office.troubles == []


def test_only_active_people_are_invited(open_office):
    office = open_office()
    choose(office, "Agus Prasetyo")
    office.screen.person.activate.click()
    office.settle()
    assert not office.screen.person.invite.isEnabled()
    press(office, Key.Key_I, Control, on=office.screen.table)
    assert "pengguna aktif" in office.screen.person.error.said()
    assert office.school.asked == []


def test_slips_go_eight_to_a_page(qapp, tmp_path, open_office):
    office = open_office()
    rows = office.users.staff()
    invitations = office.users.invite([r.id for r in rows]) * 5
    write_slips(tmp_path / "a.pdf", "SMP Nusantara 2", invitations[:8])
    write_slips(tmp_path / "b.pdf", "SMP Nusantara 2", invitations[:9])
    assert [(tmp_path / name).read_bytes().count(b"/Type /Page\n") for name in ("a.pdf", "b.pdf")] == [1, 2]


def test_a_slip_that_cannot_be_written_says_so(open_office, tmp_path):
    office = open_office()
    choose(office, "Ratna Wulandari")
    office.screen.person.invite.click()
    office.settle()
    office.screen.codes.save_slips(tmp_path / "nowhere" / "slip.pdf")
    office.settle()
    assert [said.split()[0] for said in office.outages] == ["EMS-1240"]
    assert office.notes == []


def test_people_that_a_pull_brings_appear(open_office, store, ids):
    office = open_office()
    with store.applying() as session:
        session.execute(sa.update(t.users).where(t.users.c.id == ids["Agus Prasetyo"]).values(name="Agus P."))
    office.ctx.bus.tell({"users"}, origin="pull")
    office.settle()
    assert "Agus P." in names(office)


def test_narrow_it_shows_one_thing_at_a_time(open_office):
    office = open_office(scale=200, size=(1366, 768))
    assert not office.screen._right.isVisible()
    press(office, Key.Key_Down)
    press(office, Key.Key_Return)
    assert not office.screen._left.isVisible()
    press(office, Key.Key_Escape)
    assert QApplication.focusWidget() is office.screen.table


@pytest.mark.parametrize(
    ("language", "scale", "size"),
    [("id", 100, (1440, 900)), ("en", 125, (1366, 768)), ("id", 200, (1366, 768)), ("en", 200, (1366, 768))],
)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_office, language, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    office = open_office(language, "dark" if scale == 125 else "light", scale, size)
    screen = office.screen
    press(office, Key.Key_Down)
    for step in (lambda: screen._show_side(panel=True), lambda: screen._add("one"), lambda: screen._add("list", LIST), lambda: screen._invite(screen.table.selected_rows())):  # fmt: skip
        step()
        office.settle()
        QApplication.processEvents()
        assert faults(office.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]
