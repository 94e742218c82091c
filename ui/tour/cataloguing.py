"""The teacher's catalogue: an entry added and two changed by key events without a network, while somebody works on the Google Sheet in
the browser. Afterwards Sheet and school must agree, and the one cell that both changed must be asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from ems_desktop.demo import sheet_facts
from ems_desktop.demo.facts import Witness
from ems_desktop.demo.google.browser import Browser
from ems_desktop.demo.google.server import Simulator
from ems_desktop.domain.materials import TITLE
from ems_desktop.services.materials_views import Material
from ui.app import Program
from ui.screens.materials.view import MaterialsScreen
from ui.shell.shell import Shell
from ui.tour.album import Picture
from ui.tour.hands import focused, press, type_text, until

ADDED = ("Teks ulasan: film anak dari Indramayu", "Bahasa Indonesia", "PDF", "Kelas VIII", "Teks ulasan")  # in the form's order
BOTH = "Menulis puisi dari foto"  # one cell changed here, another one in the browser
MINE, OF_BROWSER = "Puisi rakyat pesisir", "Langkah menulis puisi dari foto sendiri, dengan daftar periksa."
CLASHES = "Menyimak berita cuaca"  # the same cell on both sides
MY_THEME, THEIR_THEME = "Teks berita: cuaca pantura", "Berita cuaca dari BMKG"
THEME = "material_theme"


class Cataloguing:
    def __init__(self, program: Program, desk: Any, simulator: Simulator) -> None:
        self._program, self._desk = program, desk
        self._browser = Browser(simulator)
        self.sheet = sheet_facts.SheetWitness(simulator)

    @property
    def _screen(self) -> MaterialsScreen:
        shell = self._program.window.centralWidget()
        assert isinstance(shell, Shell)
        page = shell.current()
        assert page is not None
        assert isinstance(page.content, MaterialsScreen)
        return page.content

    # -- at the program

    def fill(self) -> None:
        """One entry more, and one cell of two others."""
        self._add()
        self._change(BOTH, MINE)
        self._change(CLASHES, MY_THEME)

    def _add(self) -> None:
        press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        form = self._screen.form
        until(form.is_open, "the form of a new entry")
        for field, text in zip(form.fields.values(), ADDED, strict=True):
            field.edit.setFocus()
            type_text(text)
        form.fields[TITLE].edit.setFocus()
        press(Qt.Key.Key_Return)
        until(lambda: not form.is_open() and self._program.tasks.idle(), "the new entry, saved on this computer")

    def _change(self, title: str, theme: str) -> None:
        """Type over the theme of this entry; Enter saves."""
        entry, wanted = self._screen.browse.entry, self.material(title)
        self._program.state.go("materials", material=wanted.id, key=THEME)
        until(lambda: entry.material is not None and entry.material.id == wanted.id, f"the entry {title}")
        until(lambda: focused() is entry.fields[THEME].edit, "its theme")
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(theme)
        press(Qt.Key.Key_Return)
        until(lambda: self._program.tasks.idle() and self.material(title).cell(THEME) == theme, "saved on this computer")

    def attach(self, title: str, file: Path) -> str:
        """Drop a file on this entry: the file's id."""
        wanted = self.material(title)
        self._program.state.go("materials", material=wanted.id)
        entry = self._screen.browse.entry
        until(lambda: entry.material is not None and entry.material.id == wanted.id, f"the entry {title}")
        until(self._program.tasks.idle, "what is known of its file")
        entry.dropped.emit([file])
        until(lambda: self._desk.files.of(wanted.id) is not None, "the file, copied on this computer")
        return str(self._desk.files.of(wanted.id).id)

    def sending(self) -> bool:
        """Some of the open entry's file is at school, not all of it."""
        bar = self._screen.browse.entry.file.bar
        return bar.isVisible() and 0 < bar.value() < bar.maximum()

    def material(self, title: str) -> Material:
        found: Material = next(one for one in self._desk.materials.find().rows if one.title == title)
        return found

    # -- meanwhile in the browser

    def in_the_browser(self) -> None:
        """A cell of an entry that was changed here elsewhere, the very cell that was changed here, and all rows in another order."""
        self._put(BOTH, "MATERIAL_DESC", OF_BROWSER)
        self._put(CLASHES, "MATERIAL_THEME", THEIR_THEME)
        self._browser.sort(self._browser.column("MATERIAL_TITLE"), descending=True)

    def _put(self, title: str, header: str, text: str) -> None:
        table = self._browser.texts()
        place = table[0].index("MATERIAL_TITLE")
        row = next(n for n, line in enumerate(table, 1) if len(line) > place and line[place] == title)
        self._browser.set(f"{self._browser.column(header)}{row}", text)

    # -- afterwards

    def settled(self) -> bool:
        """Nothing is left to be told to the Sheet, and the teacher was asked about the clash."""
        status = self._program.desk.crew.sheet.status()  # type: ignore[union-attr]
        return status.waiting == 0 and not status.running and self._asked() is not None

    def _asked(self) -> Any:
        return next((one for one in self._desk.syncing.kept() if one.clash == THEME), None)

    def judge(self, witness: Witness) -> dict[str, Any]:
        """tour.json's `sheet_…`."""
        calls = {"rounds": len(self.sheet.rounds), "most_reads": self.sheet.most("read"), "most_writes": self.sheet.most("write")}
        witness.saw("reads of the Sheet in a round, at most", "calls that the simulator got", 1, calls["most_reads"])
        witness.saw("writes to the Sheet in a round, at most", "calls that the simulator got", 1, calls["most_writes"])
        with witness.owner() as connection:
            school = sheet_facts.materials(connection)
            rows = self.sheet.rows(sheet_facts.columns(connection))
        apart = sheet_facts.differing(rows, school)
        witness.saw("rows in which Sheet and PostgreSQL differ", "GET …/values/Materi; select … from ems.materials", [], apart)
        witness.saw("rows of the Sheet", "GET …/values/Materi", 45, len(rows))
        held = self._held(witness, rows)
        return {"sheet_matches": held and not apart and len(rows) == 45, "sheet_calls": calls}

    def _held(self, witness: Witness, rows: dict[str, sheet_facts.Row]) -> bool:
        added, both, clash = (self.material(title).id for title in (ADDED[0], BOTH, CLASHES))
        wanted = dict(zip(("material_title", "subject_name", "material_type", "material_level", THEME), ADDED, strict=True))
        here = "GET …/values/Materi"
        cell = "select {} from ems.materials where id = %s"
        held = [
            witness.saw("the entry added without a network is in the Sheet", here, wanted, rows.get(added)),
            witness.saw("a cell changed here is in the Sheet", here, MINE, rows[both].get(THEME)),
            witness.check("a cell changed in the browser is at school", cell.format("material_desc"), OF_BROWSER, (both,)),
            witness.check("a clash: the Sheet's value stands", cell.format(THEME), THEIR_THEME, (clash,)),
            witness.check("a clash: the teacher's value waits", cell.format(f"clash->'{THEME}'->>'mine'"), MY_THEME, (clash,)),
        ]
        journal = "select count(*) from sync.journal where person = %s and title = any (%s) and status = 'applied'"
        titles = [ADDED[0], BOTH, CLASHES]
        held.append(witness.check("audit entries of the three actions", journal, 3, (self._desk.person.id, titles)))
        return all(held)

    def clash(self) -> int:
        """The number of the decision."""
        asked = self._asked()
        assert asked is not None
        return int(asked.id)

    def pictures(self, title: str) -> tuple[Picture, ...]:
        """For the album: an entry with proposals, its job, the clash in the inbox."""
        material = self.material(title).id
        done = next(job for job in self._desk.jobs.of_material(material) if job.kind == "analysis" and job.state == "done")
        return (
            ("materi-entri", "materials", {"material": material}),
            ("pekerjaan", "jobs", {"job": done.id}),
            ("konflik-sheet", "sync", {"segment": "conflicts", "kept": self.clash()}),
        )
