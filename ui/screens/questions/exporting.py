"""Questions out of the bank into a file of another program: first what it will not carry, then where to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ems_desktop.domain.questions.reading import FORMATS, Format
from ems_desktop.i18n import tr, trn
from ems_desktop.services.questions_views import Exported
from ui.context import Context
from ui.screens.questions.file_lines import ENDINGS, FORMAT_WORDS, loss_lines
from ui.screens.questions.service import FilesService
from ui.screens.questions.words import count_words
from ui.widgets import Choice, decide
from ui.widgets.menu import Entry, pick_menu


class Exporting:
    def __init__(self, parent: QWidget, ctx: Context) -> None:
        self._parent, self._ctx = parent, ctx
        self._service: FilesService = ctx.services.question_files

    def pick(self, where: QPoint, ids: Sequence[str], name: str) -> QMenu:
        """Which format."""
        entries: list[Entry] = [
            (tr("Export as {format}", format=_word(kind)), "download", partial(self.prepare, ids, kind, name)) for kind in FORMATS
        ]
        return pick_menu(self._parent, where, entries)

    def prepare(self, ids: Sequence[str], kind: Format, name: str) -> None:
        self._ctx.tasks.run(
            lambda: self._service.export(ids, kind),
            lambda made: self._report(made, kind, name, len(ids)),
            self._ctx.say.failed,
            owner=self._parent,
        )

    def _report(self, made: Exported, kind: Format, name: str, count: int) -> None:
        """The losses, if there are any, before a file is written."""
        if not made.losses:
            self._ask(made, kind, name, count)
            return
        lines = loss_lines(made.losses)
        said = trn("{n} thing will not be in the file.", "{n} things will not be in the file.", len(lines))
        go = Choice(tr("Export nevertheless"), lambda: self._ask(made, kind, name, count), "primary")
        decide(self._parent, tr("Export as {format}", format=_word(kind)), said, Choice(tr("Cancel")), go, details="\n".join(lines))

    def _ask(self, made: Exported, kind: Format, name: str, count: int) -> None:
        dialog = QFileDialog(self._parent, tr("Save the questions"), f"{name}{ENDINGS[kind]}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda chosen: self.save(made, Path(chosen), count))
        dialog.open()

    def save(self, made: Exported, path: Path, count: int) -> None:
        said = tr("{what} exported to {file}", what=count_words(count), file=path.name)
        self._ctx.tasks.run(
            lambda: self._service.write(made, path), lambda _: self._ctx.say.note(said), self._ctx.say.failed, owner=self._parent
        )


def _word(kind: Format) -> str:
    return tr(FORMAT_WORDS[kind]) if kind == "word" else FORMAT_WORDS[kind]
