"""The teacher's question bank: a question written and changed by key events without a network, a job's drafts accepted and refused, a file
looked at before it comes in. What came of it is read back from PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from ems_desktop.demo import question_facts as facts
from ems_desktop.demo.facts import Witness
from ui.app import Program
from ui.screens.questions.paper_page import KEY as KEY_SHOWN
from ui.screens.questions.paper_page import PaperPage
from ui.screens.questions.view import QuestionsScreen
from ui.shell.shell import Shell
from ui.tour.album import Album, Picture
from ui.tour.hands import press, settle, type_text, until

BANK, OTHER = "Bahasa Indonesia", "Matematika"
STEM, CHANGED = "Kalimat utama paragraf deduktif terletak di ", "awal paragraf "
OPTIONS = ("akhir", "tengah", "awal", "seluruh paragraf")
KEY = 2
TITLE, PAPER = "Sumatif Bab 3", 10  # questions
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

    def make_a_paper(self) -> None:
        """Of the first questions of the list: two shuffled sets and the key, as PDF and as Word; kept in the bank."""
        screen = self._screen
        screen.browse.list.setFocus()
        press(Qt.Key.Key_Home)
        press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, times=PAPER - 1)
        self._settled()
        self._album.snap("bank-soal-pilih")
        screen.browse.bulk.paper.click()
        until(lambda: self._page() is not None, "the exam paper")
        page = self._page()
        assert page is not None
        until(lambda: page.opened is not None and self._program.tasks.idle(), "its pages")
        page.form.title.set_text(TITLE)
        for ticked in (page.form.shuffle_items, page.form.shuffle_options):
            ticked.click()
        page.form.variants.button("2").click()
        self._settled()
        settle(0.5)
        self._album.of_dialog("naskah", page)
        page.shown.button(KEY_SHOWN).click()
        settle(0.5)
        self._album.of_dialog("naskah-kunci", page)
        for save in (page.out.save_pdf, page.out.save_word):
            save(self._folder)
        until(lambda: len(self.papers()) == 2 * 3, "two sets and a key, as PDF and as Word", 60)
        page.keep.click()
        until(lambda: not page.kept.is_changed() and self._program.tasks.idle(), "the paper in the bank")
        page.close()
        self._settled()

    def _page(self) -> PaperPage | None:
        return next((page for page in self._screen.findChildren(PaperPage) if page.isVisible()), None)

    def papers(self) -> list[str]:
        """Names of the files that are written whole."""
        return sorted(path.name for path in self._folder.glob(f"{TITLE}*") if path.suffix in {".pdf", ".docx"})

    def judge(self, witness: Witness) -> None:
        facts.paper(witness, BANK, TITLE, PAPER)
        endings = [Path(name).suffix for name in self.papers()]
        witness.saw("two sets and a key are there as PDF and as Word", "the folder", [".docx", ".pdf"] * 3, endings)
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
