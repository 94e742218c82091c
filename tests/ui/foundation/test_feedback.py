"""The one door to the person, what a report may hold, and the small file of preferences."""

from __future__ import annotations

import pytest

from ems_desktop.domain.codes import CODES
from ems_desktop.domain.errors import Bug, Mistake, Outage
from ems_desktop.i18n import explain, tr, use
from ui.bus import Bus, Changed
from ui.feedback import Feedback
from ui.preferences import Preferences, load, save
from ui.redact import Report, report
from ui.widgets import Field


def test_a_mistake_is_said_beside_its_field_in_todays_language(qtbot):
    field = Field("Kata sandi")
    qtbot.addWidget(field)
    Feedback().mistake(field, Mistake(1104))
    assert field.error() == explain(Mistake(1104))
    assert field.edit.accessibleDescription() == field.error()


def test_every_kind_of_error_has_its_own_place(qapp):
    say = Feedback()
    heard: list[tuple[str, str]] = []
    say.warned.connect(lambda words, code: heard.append(("note", code)))
    say.outages.connect(lambda words, code: heard.append(("status", code)))
    say.bugs.connect(lambda made: heard.append(("report", made.kind)))
    for error in (Mistake(1104), Outage(1302), Bug(1104)):
        say.failed(error)
    assert heard == [("note", "EMS-1104"), ("status", "EMS-1302"), ("report", "Bug")]


def test_an_exception_that_left_a_slot_becomes_a_report(qapp):
    say = Feedback()
    heard: list[Report] = []
    say.bugs.connect(heard.append)
    error = ValueError("Citra 82,5")
    say.crashed(ValueError, error, None)
    assert [made.kind for made in heard] == ["ValueError"]


def test_a_report_shows_where_and_never_what():
    def inner(name: str) -> None:
        raise ValueError(f"no such pupil {name}")

    def outer() -> None:
        try:
            inner("Citra Ayu Lestari")
        except ValueError as error:
            raise RuntimeError("Citra 82,5 postgres://ratna:secret@host") from error

    with pytest.raises(RuntimeError) as caught:
        outer()
    made = report(caught.value)
    assert "test_feedback.py" in made.trace
    assert "inner" in made.trace
    assert "ValueError" in made.trace
    for secret in ("Citra", "82,5", "secret", "/home/", "ratna"):
        assert secret not in made.trace


def test_a_change_concerns_those_who_show_its_kind_and_its_scope(qapp):
    bus = Bus()
    heard: list[Changed] = []
    bus.changed.connect(heard.append)
    bus.tell({"scores"}, {"sheet-1"}, "pull")
    change = heard[0]
    assert change.touches("scores", ids=frozenset({"sheet-1"}))
    assert not change.touches("scores", ids=frozenset({"sheet-2"}))
    assert not change.touches("classes")
    assert Changed(frozenset({"scores"})).touches("scores", ids=frozenset({"any"}))


def test_preferences_come_back_as_they_were_kept(tmp_path):
    kept = Preferences("en", "dark", 150)
    save(tmp_path / "deep" / "preferences.json", kept)
    assert load(tmp_path / "deep" / "preferences.json") == kept


@pytest.mark.parametrize("text", ["", "{", "[]", '{"language": "id"}', '{"language":"id","theme":"dark","scale":"big"}'])
def test_an_unreadable_file_of_preferences_means_the_defaults(tmp_path, text):
    (tmp_path / "p.json").write_text(text, "utf-8")
    assert load(tmp_path / "p.json") == Preferences()


def test_preferences_somebody_made_up_are_brought_back_to_what_there_is(tmp_path):
    (tmp_path / "p.json").write_text('{"language":"xx","theme":"pink","scale":900}', "utf-8")
    assert load(tmp_path / "p.json") == Preferences("id", "system", 200)


def test_preferences_that_cannot_be_kept_say_why(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Outage) as caught:
        save(tmp_path / "file" / "profile" / "preferences.json", Preferences("en"))
    assert caught.value.code == 1354


def test_an_errors_words_follow_the_language():
    code = next(code for code, sentence in CODES.items() if tr(sentence) != sentence)
    use("en")
    english = Feedback.words(Mistake(code))
    use("id")
    assert Feedback.words(Mistake(code)) != english
