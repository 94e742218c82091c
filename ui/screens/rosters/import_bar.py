"""Over and under the preview: which file, which step, filters with counts; what will be saved and the buttons that do it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ems_desktop.i18n import number, tr, trn
from ems_desktop.services.import_views import ImportPreview
from ui.screens.rosters.import_lines import FILTERS, Line, shown_in
from ui.screens.rosters.import_presenter import left_alone, to_save
from ui.widgets import Chip, Chips, Elided, ToolBar, button, col, icon_label, label, row, tag
from ui.widgets.labels import key

STEPS = ("file", "columns", "look", "done")
_ICONS = {"refused": ("alert", "bad"), "doubt": ("alert", "warn")}


class ImportBar(ToolBar):
    """The file in hand and the way: file, columns, look, done."""

    def __init__(self) -> None:
        self._file = tag("", "", "file")
        self._facts = label("", "small", "3")
        self._steps = QWidget()
        self._line: QHBoxLayout = row(gap=8)
        self._steps.setLayout(self._line)
        super().__init__(self._file, self._facts, None, self._steps)
        self.show_step("file")

    def show_step(self, now: str) -> None:
        """A tick for what is done, a number for what comes."""
        while (item := self._line.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        words = {"file": tr("File"), "columns": tr("Columns"), "look": tr("Review"), "done": tr("Done")}
        at = STEPS.index(now)
        for n, step in enumerate(STEPS):
            if n:
                self._line.addWidget(label("›", "small", "3"))
            self._line.addWidget(icon_label("check", "ok", 16) if n < at else key(str(n + 1)))
            self._line.addWidget(
                label(words[step], "small_strong" if n == at else "small", "accent" if n == at else "2" if n < at else "3")
            )

    def show_file(self, name: str, preview: ImportPreview | None = None) -> None:
        self._file.findChildren(QLabel)[-1].setText(name)
        self._facts.setText(facts(preview) if preview else "")
        self.updateGeometry()


def facts(preview: ImportPreview) -> str:
    """283 baris · 66 kolom dikenali · 7A – 9C."""
    known = sum(column.known for column in preview.source.mapping.columns)
    names = sorted({one.pupil.class_name for one in preview.rows if one.pupil and one.pupil.class_name})
    parts = [trn("{n} row", "{n} rows", len(preview.rows)), trn("{n} column known", "{n} columns known", known)]
    parts += [names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"] if names else []
    return " · ".join(parts)


class Filters(Chips):
    """What changes, new, changed … each with its count; one without rows is not shown."""

    def __init__(self) -> None:
        words = {
            "changes": tr("What changes"), "new": tr("New"), "changed": tr("Changed"), "same": tr("Same"), "refused": tr("Refused"),
            "doubt": tr("Doubtful"), "skipped": tr("Left out"), "all": tr("All"),
        }  # fmt: skip
        super().__init__([(which, _chip(which, words[which])) for which in FILTERS], "changes")

    def show_lines(self, lines: Sequence[Line], current: str) -> None:
        counts = {which: len(shown_in(lines, which)) for which in FILTERS}
        for which, count in counts.items():
            self.button(which).setVisible(bool(count) or which in {"changes", "all", current})
        self.set_counts({which: number(count) for which, count in counts.items()})
        self.choose(current)


def _chip(which: str, said: str) -> Chip:
    icon, ink = _ICONS.get(which, ("", "text2"))
    return Chip(said, icon=icon, ink=ink)


class ImportFoot(QFrame):
    """What will be saved, what will not, and how it is taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foot")
        self._saves = Elided("", "small_strong")
        self._rest = Elided("", "caption", "2")
        self.refused = button(tr("Save the refused rows"), "download")
        self.cancel = button(tr("Cancel"), kind="ghost")
        self.apply = button(tr("Apply"), "check", "primary")
        line = row(col(self._saves, self._rest, gap=2), self.refused, self.cancel, self.apply, margins=(20, 10, 20, 10), gap=8)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_preview(self, preview: ImportPreview) -> None:
        self._saves.say(to_save(preview))
        self._rest.say(left_alone(preview))
        count = len(preview.to_write)
        self.apply.say(trn("Apply {n} row", "Apply {n} rows", count))
        self.apply.setEnabled(bool(count))
        self.refused.setVisible(bool(preview.refused))

    def words(self) -> tuple[str, str]:
        return self._saves.text(), self._rest.text()

    def fold(self, narrow: bool, low: bool) -> None:
        self._rest.setVisible(not low)
        for tool in (self.refused, self.apply):
            tool.fold(narrow)

    def wait(self, waiting: bool) -> None:
        for part in (self.apply, self.cancel, self.refused):
            part.setEnabled(not waiting)
