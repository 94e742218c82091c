"""The teacher's question bank: a question written and changed by key events without a network, a job's drafts accepted and refused, a file
looked at before it comes in. What came of it is read back from PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from ems_desktop.demo import question_facts as facts
from ems_desktop.demo.facts import Witness
from ui.app import Program
from ui.screens.questions.view import QuestionsScreen
from ui.shell.shell import Shell
from ui.tour.album import Album, Picture
from ui.tour.hands import press, settle, type_text, until

BANK, OTHER = "Bahasa Indonesia", "Matematika"
STEM, CHANGED = "Kalimat utama paragraf deduktif terletak di ", "awal paragraf "
OPTIONS = ("akhir", "tengah", "awal", "seluruh paragraf")
KEY = 2
CTRL = Qt.KeyboardModifier.ControlModifier
FILE = """// Soal dari guru lain
::Ejaan::Penulisan yang tepat adalah ... {=di mana ~dimana ~di-mana}

Sebutkan {#3}

[html]<blink>Perhatikan</blink> kalimat berikut. {=benar ~salah}
"""


class Banking:
    """`begins`: the question that is written, as PostgreSQL must hold it."""

    def __init__(self, program: Program, desk: Any, album: Album, folder: Path) -> None:
        self._program, self._desk, self._album, self._folder = program, desk, album, folder
        self.begins = f"{STEM}{CHANGED}".strip()

    @property
    def _screen(self) -> QuestionsScreen:
        shell = self._program.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, QuestionsScreen)
        return page.content

    def bank_id(self, name: str = BANK) -> str:
        return next(str(bank.id) for bank in self._desk.questions.banks() if bank.name == name)

    def look(self) -> None:
        self._program.state.go("questions", bank=self.bank_id())
        self._settled()
        self._album.snap("bank-soal")

    def write(self) -> None:
        """Ctrl+N, the text, the options, the key, Ctrl+S; then the text again, which leaves a version."""
        press(Qt.Key.Key_N, CTRL)
        editor = self._screen.editor
        until(lambda: self._screen.pages.editing and editor.stem.hasFocus(), "the editor")
        self._settled()
        type_text(STEM)
        while len(editor.answers.options.rows) < len(OPTIONS):
            editor.answers.options.add.click()
        for row, text in zip(editor.answers.options.rows, OPTIONS, strict=True):
            row.text.setFocus()
            type_text(text)
        editor.answers.options.rows[KEY].key.click()
        self._save()
        editor.stem.setFocus()
        press(Qt.Key.Key_End, CTRL)
        type_text(CHANGED)
        settle(0.4)
        self._album.snap("bank-soal-menulis")
        self._save()
        editor.back.click()
        until(lambda: self._screen.pages.listing, "the list")
        self._settled()

    def _save(self) -> None:
        editor = self._screen.editor
        press(Qt.Key.Key_S, CTRL)
        until(lambda: not editor.changed() and self._program.tasks.idle(), "saved on this computer")

    def take_drafts(self) -> None:
        """The first is accepted, the second refused."""
        screen = self._screen
        until(screen.browse.drafts.isVisible, "a job's drafts")
        screen.browse.drafts.take.click()
        self._settled()
        until(screen.browse.preview.draft.isVisible, "a draft that waits")
        self._album.snap("bank-soal-draf")
        screen.browse.preview.accept.click()
        self._settled()
        left = next(one for one in self._jobs_drafts() if one.item.status == "draft")
        screen.presenter.open(left.id)
        self._settled()
        screen.browse.preview.refuse.click()
        self._settled()
        screen.presenter.choose_pill("all")
        self._settled()

    def _jobs_drafts(self) -> list[Any]:
        found = self._desk.questions.many(self._screen.presenter.now.ids)
        return [one for one in found if one.origin.startswith("job:")]

    def search(self) -> None:
        press(Qt.Key.Key_F, CTRL)
        type_text("mengapresiasi cerpen")
        until(lambda: bool(self._screen.presenter.now.wanted and self._screen.presenter.now.wanted.search), "the search")
        self._settled()
        self._album.snap("bank-soal-cari")
        self._screen.tools.search.clear()
        self._settled()

    def look_at_a_file(self) -> None:
        file = self._folder / "soal-guru-lain.gift"
        file.write_text(FILE, "utf-8")
        self._screen.importing.look(file)
        until(lambda: self._screen.importing.dialog is not None, "the file's verdicts")
        dialog = self._screen.importing.dialog
        assert dialog is not None
        self._settled()
        self._album.of_dialog("bank-soal-impor", dialog)
        dialog.cancel.click()
        self._settled()

    def judge(self, witness: Witness) -> None:
        facts.written(witness, BANK, self.begins, OPTIONS[KEY], self._desk.person.name)
        facts.versions(witness, BANK, self.begins)
        facts.drafts(witness, BANK, self._desk.person.id)
        facts.hidden(witness, OTHER, self._desk.dial)

    def pictures(self) -> tuple[Picture, ...]:
        """For the album: the first question of the poem."""
        bank = self.bank_id()
        return (("bank-soal", "questions", {"bank": bank}),)

    def _settled(self) -> None:
        settle(0.2)
        until(self._program.tasks.idle, "the question bank")
        settle()
