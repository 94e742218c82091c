"""The screen of the jobs as a person meets it: real widgets and keys over a real school, n8n played by the test."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.n8n_stand_in import KEY, n8n_stand_in
from tests.ui.jobs.desk import TITLES
from tests.ui.sync.looking import Strays, faults

Key = Qt.Key


def states(desk) -> list[str]:
    return [job.state for job in desk.screen.list.rows.rows]


def test_it_opens_on_the_list_with_what_runs_first(open_jobs, made):
    desk = open_jobs()
    assert states(desk) == ["overdue", "running", "running", "cancelled", "failed", "done", "done"]
    assert desk.rows()[0] == "Recount text: my holiday, Analisis, lewat waktu"
    assert QApplication.focusWidget() is desk.screen.list
    assert desk.screen.detail.title.text() == "Recount text: my holiday"
    chips = {state: desk.screen._states.button(state).accessibleName() for state in ("all", "running", "failed")}
    assert chips == {"all": "Semua, 7", "running": "Berjalan, 2", "failed": "Gagal, 1"}


def test_filters_narrow_the_list_and_say_how_to_come_back(open_jobs, made):
    desk = open_jobs()
    desk.screen._states.button("failed").click()
    desk.settle()
    assert states(desk) == ["failed"]
    desk.screen._kinds.button("questions").click()
    desk.settle()
    assert states(desk) == []
    assert QApplication.focusWidget() is not desk.screen.list
    desk.press(Key.Key_Space, on=desk.screen._everything)
    assert len(states(desk)) == 7


def test_a_running_job_shows_how_far_it_is_and_moves_by_itself(open_jobs, made, door):
    desk = open_jobs()
    desk.choose(made.working)
    detail = desk.screen.detail
    assert (detail.bar.value(), detail.bar.isVisible()) == (62, True)
    assert [(step.look, step.title) for step in detail.timeline.steps()][2] == ("now", "Analisis")
    claim = door.value(made.working, "claim")
    door.n8n.execute("select jobs.progress(%s, %s, 90, 'Gemini menulis')", (made.working, claim))
    desk.look()
    assert (detail.bar.value(), detail._note.text()) == (90, "Gemini menulis")
    door.complete(made.working, str(claim))
    desk.look()
    assert [step.look for step in detail.timeline.steps()] == ["done", "done", "done", "now", "later"]
    assert not detail.bar.isVisible()


def test_a_result_is_shown_in_the_order_people_read_it(open_jobs, made):
    desk = open_jobs()
    desk.choose(made.done)
    found = desk.screen.detail.findings.rows
    assert [found.index(n).data().split(", ")[0] for n in range(found.rowCount())] == [
        "Judul",
        "Jenjang",
        "Tema",
        "Subtema",
        "Jenis",
        "Keterangan",
    ]
    desk.choose(made.asked)
    assert found.index(0).data().startswith("Soal 1, Bagian mana")
    assert len(desk.screen.detail.timeline.steps()) == 4


@pytest.mark.parametrize(
    ("which", "words", "kind"),
    [
        ("failed", "Gemini menolak materi ini", "bad"),
        ("overdue", "lewat batas waktu", "warn"),
        ("cancelled", "Pekerjaan ini dibatalkan", None),
    ],
)
def test_what_went_wrong_is_said_with_what_to_do(open_jobs, made, which, words, kind):
    desk = open_jobs()
    desk.choose(getattr(made, which))
    banner = desk.screen.detail.trouble
    assert words in banner.said()
    assert banner.property("kind") == kind


def test_n8ns_own_words_stand_beside_ours(open_jobs, made):
    desk = open_jobs()
    desk.choose(made.failed)
    assert "finishReason SAFETY" in desk.screen.detail.trouble.said()
    log = desk.screen.detail.log.rows
    assert log.index(log.rowCount() - 1).data().endswith("Gagal: finishReason SAFETY")


def test_a_key_retries_a_failed_job_and_another_cancels_it(open_jobs, made, door):
    desk = open_jobs()
    desk.choose(made.failed)
    desk.press(Key.Key_Delete, on=desk.screen.list)
    assert door.ended(made.failed) == ("FAILED", "rejected"), "there is nothing to cancel"
    desk.press(Key.Key_F5, on=desk.screen.list)
    assert door.ended(made.failed) == ("PROCESSING", None)
    assert desk.notes == [f"{TITLES[4]}: dimulai lagi"]
    assert desk.poller.woken
    assert desk.screen.detail._took.text() == "percobaan ke-2"
    desk.press(Key.Key_Delete, on=desk.screen.list)
    assert door.ended(made.failed) == ("FAILED", "cancelled")
    assert desk.troubles == []


def test_a_job_that_ended_meanwhile_is_not_cancelled_and_one_is_told(open_jobs, made, door):
    desk = open_jobs()
    desk.choose(made.working)
    door.complete(made.working, str(door.value(made.working, "claim")))
    desk.screen.detail.cancel.click()
    desk.settle()
    assert desk.troubles == ["EMS-1582 Pekerjaan ini sudah berakhir sebelum sempat dibatalkan."]
    assert desk.screen.presenter.detail.job.state == "done"


def test_without_the_school_all_is_read_and_a_retry_says_why_not(open_jobs, made):
    desk = open_jobs()
    desk.way.away = True
    desk.jobs.hang_up()
    desk.choose(made.failed)
    desk.screen.detail.retry.click()
    desk.settle()
    assert [said[:8] for said in desk.troubles] == ["EMS-1580"]
    assert len(desk.rows()) == 7


def test_the_material_is_one_press_away(open_jobs, made, world):
    desk = open_jobs()
    desk.choose(made.done)
    desk.screen.detail.open.click()
    assert desk.went == [("materials", {"material": desk.screen.presenter.detail.job.material_id})]


def test_the_poller_is_told_whether_somebody_watches(open_jobs, made):
    desk = open_jobs()
    assert desk.poller.watched
    desk.window.hide()
    assert not desk.poller.watched


def test_an_empty_list_says_what_will_be_here(open_jobs, door):
    desk = open_jobs(language="en")
    assert any(label.text() == "No jobs yet" for label in desk.screen.findChildren(QLabel) if label.isVisible())
    assert not desk.screen.list.isVisible()


def test_it_comes_back_to_where_one_was(open_jobs, made):
    desk = open_jobs()
    desk.choose(made.asked)
    assert desk.screen.place() == {"state": "all", "job": made.asked}
    desk.screen.arrive(state="done")
    desk.settle()
    assert states(desk) == ["done", "done"]


def test_the_office_sees_whose_job_it_is_and_asks_n8n_with_a_key(open_jobs, made):
    with n8n_stand_in() as n8n:
        n8n.execution = (
            '{"id": 20, "status": "error", "data": {"resultData": {"lastNodeExecuted": "Gemini", "error": {"message": "blocked"}}}}'
        )
        desk = open_jobs("sri", n8n=n8n.url)
        desk.choose(made.failed)
        run = desk.screen.detail.run
        assert "Budi" in desk.screen.detail._below.text()
        run.ask.click()
        desk.settle()
        assert run.key.isVisible(), "there is no key yet"
        run.key.setText(KEY)
        desk.press(Key.Key_Return, on=run.key)
        desk.settle()
        assert run.said.text() == "Eksekusi 20 di n8n terhenti pada “Gemini”: blocked"
        assert not run.key.isVisible()
        assert run.key.text() == ""


def test_a_teacher_is_not_asked_about_n8n(open_jobs, made):
    desk = open_jobs("budi")
    desk.choose(made.failed)
    assert not desk.screen.detail.run.isVisible()


def test_narrow_it_shows_one_thing_at_a_time(open_jobs, made):
    desk = open_jobs(scale=200)
    screen = desk.screen
    assert screen.list.isVisible()
    assert not screen.detail.isVisible()
    desk.press(Key.Key_Return)
    assert not screen.list.isVisible()
    assert QApplication.focusWidget() is screen.detail.back_button
    assert screen.detail.timeline.stacked()
    desk.look()
    assert screen.detail.isVisible(), "news does not throw anybody out"
    desk.press(Key.Key_Escape)
    assert QApplication.focusWidget() is screen.list


def test_hostile_words_of_a_model_are_shown_as_they_are(open_jobs, door):
    told = "<img src='//x/y'> =1+1 & \u202e\u0000".replace("\u0000", "")
    job, claim = door.claimed("budi")
    door.complete(job, claim, {"model": "<b>m</b>", "proposals": {"MATERIAL_TITLE": {"value": told, "confidence": 1, "where": "<i>"}}})
    desk = open_jobs()
    desk.choose(job)
    assert told in desk.screen.detail.findings.rows.index(0).data()
    assert "<b>m</b>" in desk.screen.detail._model.text()
    assert desk.screen.detail._model.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("language", "theme", "scale", "size"),
    [
        ("id", "light", 100, (1366, 768)),
        ("en", "dark", 125, (1366, 768)),
        ("id", "dark", 200, (1366, 768)),
        ("en", "light", 200, (1366, 768)),
    ],
)
def test_nothing_is_clipped_nameless_or_astray(qapp, open_jobs, made, language, theme, scale, size):
    strays = Strays()
    qapp.installEventFilter(strays)
    desk = open_jobs("sri", language, theme, scale, size)
    assert faults(desk.window, language) == []
    for job in (made.waiting, made.working, made.done, made.asked, made.failed, made.overdue, made.cancelled):
        desk.choose(job)
        desk.screen._show_side(detail=True)
        desk.settle()
        assert faults(desk.window, language) == []
    qapp.removeEventFilter(strays)
    assert strays.seen == ["Window"]
