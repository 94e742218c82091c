"""The timetable's presenter over the real service, without a window: what is read late, what is refused, what each person may."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ems_desktop import i18n
from ems_desktop.domain.errors import EmsError, Outage
from ems_desktop.domain.timetable.week import Lesson, Slot, Week
from tests.ui.hands import Hands
from tests.ui.timetable.school import OFFICE, uid
from tests.ui.timetable.weeks import eight_b, large, slot
from ui.screens.timetable import words
from ui.screens.timetable.board import board
from ui.screens.timetable.hand import pick
from ui.screens.timetable.presenter import TimetablePresenter

MONDAY_LAST = slot(1, "12.35", "13.55")


@dataclass
class Heard:
    """What the presenter told its screen."""

    shown: int = 0
    refusals: list[tuple[Slot, EmsError]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[EmsError] = field(default_factory=list)
    told: int = 0

    def show_board(self):
        self.shown += 1

    def show_hand(self):
        self.shown += 1

    def refused(self, where, error):
        self.refusals.append((where, error))

    def note(self, said, undo):
        self.notes.append(said)

    def failed(self, error):
        self.errors.append(error)

    def changed(self):
        self.told += 1


@dataclass
class Seat:
    presenter: TimetablePresenter
    heard: Heard
    hands: Hands

    def of(self, subject: str, when: Slot | None) -> Lesson:
        sheet = self.presenter.sheet
        assert sheet is not None
        return next(
            one for one in sheet.week.lessons if words.title_words(sheet, one) == subject and one.slot == when and one.class_id == uid("8b")
        )


def sit(service: Any, roles: frozenset[str] = OFFICE.roles, me: str = OFFICE.id) -> Seat:
    i18n.use("id")
    heard, hands = Heard(), Hands()
    presenter = TimetablePresenter(service, hands.run, heard, me, roles)
    presenter.load()
    hands.go_all()
    presenter.show("class", uid("8b"))
    return Seat(presenter, heard, hands)


@pytest.fixture
def office(service, draft) -> Seat:
    return sit(service)


def test_a_move_is_shown_before_it_is_written_and_told_after(office):
    presenter = office.presenter
    presenter.pick(office.of("Matematika", None).id)
    place = next(one for one in presenter.hand.places if one.slot == MONDAY_LAST)
    assert presenter.drop(place)
    assert office.of("Matematika", MONDAY_LAST)
    assert presenter.figures().placed == 36
    assert office.heard.notes == []
    office.hands.go_all()
    assert (office.heard.notes, office.heard.told) == (["Matematika dipindahkan ke Senin 12.35–13.55"], 1)


def test_an_older_reading_does_not_undo_what_was_just_moved(office):
    presenter = office.presenter
    presenter.load()
    presenter.pick(office.of("Matematika", None).id)
    presenter.drop(next(one for one in presenter.hand.places if one.slot == MONDAY_LAST))
    office.hands.go()  # the reading that was asked for before
    assert office.of("Matematika", MONDAY_LAST)
    office.hands.go_all()
    assert office.of("Matematika", MONDAY_LAST)


def test_a_refused_move_comes_back_and_is_said_at_its_place(office, service):
    presenter = office.presenter
    presenter.pick(office.of("Matematika", None).id)
    service.place(office.of("Bahasa Jawa", None).id, MONDAY_LAST)
    presenter.drop(next(one for one in presenter.hand.places if one.slot == MONDAY_LAST))
    office.hands.go_all()
    assert office.of("Matematika", None)
    ((where, error),) = office.heard.refusals
    assert (where, error.code) == (MONDAY_LAST, 1640)


def test_a_closed_place_keeps_the_lesson_in_the_hand(office):
    presenter = office.presenter
    presenter.pick(office.of("Matematika", None).id)
    closed = next(one for one in presenter.hand.places if one.verdict == "blocked")
    assert not presenter.drop(closed)
    assert presenter.hand is not None
    assert office.hands.waiting == []


def test_what_cannot_be_read_is_told(service, draft):
    class Away:
        def versions(self):
            raise Outage(1401)

    seat = sit(Away())
    assert [error.code for error in seat.heard.errors] == [1401]
    assert seat.presenter.board is None


def test_news_waits_until_the_hand_is_empty(office, service):
    presenter = office.presenter
    lesson = office.of("IPA", slot(1, "09.55", "11.15"))
    presenter.pick(office.of("Matematika", None).id)
    service.unplace(lesson.id)
    presenter.news()
    office.hands.go_all()
    assert presenter.hand is not None
    assert presenter.lesson(lesson.id).slot is not None
    presenter.let_go()
    office.hands.go_all()
    assert presenter.lesson(lesson.id).slot is None
    assert not presenter.late


def test_what_is_published_can_only_be_read_and_changed_as_a_new_draft(office, service):
    presenter = office.presenter
    presenter.publish()
    office.hands.go_all()
    lesson = office.of("IPA", slot(1, "09.55", "11.15"))
    assert not presenter.pick(lesson.id)
    presenter.to_tray(lesson.id)
    assert office.hands.waiting == []
    presenter.copy_as_draft()
    office.hands.go_all()
    assert presenter.sheet.version.state == "draft"
    assert presenter.writable
    assert len(service.versions()) == 2


def test_a_pupil_and_a_teacher_may_not_write(service, draft):
    for roles in (frozenset({"siswa"}), frozenset({"guru"})):
        seat = sit(service, roles)
        seat.presenter.look = "class"
        assert not seat.presenter.office
    assert sit(service, frozenset({"siswa"})).presenter.pupil


def test_hours_and_load_follow_the_lesson_in_the_hand(office):
    presenter = office.presenter
    assert presenter.figures().total == 41
    presenter.pick(office.of("Matematika", slot(2, "07.00", "08.20")).id)
    first = presenter.loads()[0]
    assert (first.name, first.have, first.adds) == ("Hendra Gunawan", 6, 2)


def test_groups_of_one_class_stand_side_by_side_and_longer_ones_keep_their_lane():
    sheet = eight_b()
    free = slot(1, "12.35", "13.55")
    groups = (
        Lesson("a", "8b", "pai", ("fathoni",), 2, free, parallel="religion"),
        Lesson("b", "8b", "bk", ("nining",), 1, slot(1, "12.35", "13.15"), parallel="religion"),
        Lesson("c", "8b", "bjw", ("sulastri",), 1, slot(1, "13.15", "13.55"), parallel="religion"),
    )
    shown = board(replace(sheet, week=Week(groups, sheet.week.periods)), "class", "8b")
    lanes = {card.lesson.id: (card.lane, card.lanes) for card in shown.cards}
    assert (lanes["a"][1], lanes["b"][1], lanes["c"][1]) == (2, 2, 2)
    assert lanes["b"][0] == lanes["c"][0] != lanes["a"][0]


def test_the_places_that_are_drawn_lie_over_no_lesson_and_over_no_other_place():
    sheet = large(8)
    shown = board(sheet, "class", "c0")
    for lesson in (one for one in sheet.week.lessons if one.class_id == "c0"):
        hand = pick(sheet, lesson)
        spots = hand.shown(shown)
        assert not any(a.slot.overlaps(b.slot) for n, a in enumerate(spots) for b in spots[n + 1 :])
        taken = [card.slot for card in shown.cards if card.lesson.id != lesson.id]
        assert not any(spot.slot.overlaps(one) for spot in spots if spot.verdict != "swap" for one in taken)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Hendra Gunawan, S.Pd.", "Hendra G."),
        ("H. Fathoni", "H. Fathoni"),
        ("I Made Surya Adnyana, S.Ag.", "I Made S."),
        ("Sulastri", "Sulastri"),
        ("", ""),
    ],
)
def test_names_are_shortened_for_a_lesson(name, short):
    assert words.short_name(name) == short


@pytest.mark.parametrize(("name", "short"), [("Matematika", "Mat"), ("Bahasa Indonesia", "B.Ind"), ("PJOK", "PJOK")])
def test_subjects_are_shortened_for_the_whole_school(name, short):
    assert words.short_subject(name) == short


def test_a_teacher_sees_when_a_room_is_taken_by_a_class_whose_names_the_own_file_has_not():
    whole = eight_b()
    sheet = replace(whole, classes={"8b": "VIII B"}, subjects={key: name for key, name in whole.subjects.items() if key != "mtk"})
    theirs = next(card for card in board(sheet, "teacher", "hendra").cards if card.lesson.class_id == "8a")
    assert (theirs.title, theirs.line) == ("Pelajaran", "kelas lain · R. 8A")
    assert {card.lesson.class_id for card in board(sheet, "school", None).cards} == {"8b"}
