"""The file of the open entry: shown with its way to school, attached, opened, saved, taken away; and its preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.files import Limits
from ems_desktop.i18n import tr
from ems_desktop.services.file_views import FileView
from ems_desktop.services.materials_views import Material
from ui.context import Context
from ui.screens.materials.entry_page import EntryPage
from ui.screens.materials.file_words import FileState, state_of
from ui.screens.materials.preview_work import PreviewWork
from ui.tasks import Progress
from ui.widgets import Choice, decide

if TYPE_CHECKING:
    from sync.upload_queue import Progress as Sent

LIST_EVERY = 1_000  # ms between two looks at the list while something is sent


class FileWork(QObject):
    """`changed`: the entry has another file, or none. `moved`: what the list says of it may be new."""

    def __init__(
        self, ctx: Context, entry: EntryPage, changed: Callable[[], object], moved: Callable[[], object], *, may_write: bool
    ) -> None:
        super().__init__(entry)
        self._ctx, self._entry, self._may_write, self._changed = ctx, entry, may_write, changed
        self._files: Any = ctx.services.files
        self._material: Material | None = None
        self.state: FileState | None = None
        self._limits = Limits()
        self._told: dict[str, Sent] = {}
        self.preview = PreviewWork(ctx, entry.preview, self._fetch)
        self._soon = QTimer(self, singleShot=True, interval=LIST_EVERY)
        self._soon.timeout.connect(moved)
        acts: dict[str, Callable[[], object]] = {
            "attach": self.ask_file, "open": self.open, "save": self.ask_place, "pause": partial(self._queue, "pause"),
            "resume": partial(self._queue, "resume"), "cancel": self._cancel, "remove": self.ask_removal,
        }  # fmt: skip
        entry.file.asked.connect(lambda what: acts[what]())
        entry.dropped.connect(self.drop)
        if ctx.services.transfers is not None:
            ctx.services.transfers.on_progress = self._hear

    # -- what is shown

    def show(self, material: Material) -> None:
        """Read what is known of this entry's file."""
        self._material = material

        def work() -> tuple[FileView | None, Any, Limits]:
            view = self._files.of(material.id)
            waiting = {one.id: one for one in self._files.uploads()} if view else {}
            return view, waiting.get(view.id) if view else None, self._files.limits()

        def done(found: tuple[FileView | None, Any, Limits]) -> None:
            if self._material is not None and self._material.id == material.id:
                view, upload, self._limits = found
                self._show_found(view, upload)

        self._run(work, done)

    def _show_found(self, view: FileView | None, upload: Any) -> None:
        told = self._told.get(view.id) if view else None
        self.state = state_of(view, upload, told.state if told else "", told.error if told else None) if view else None
        self._show_state()
        self.preview.show(view)

    def _show_state(self) -> None:
        may = self._may_write and self._material is not None and not self._material.deleted
        if self.state is None:
            self._entry.file.show_none(self._limits, may_write=may)
        else:
            self._entry.file.show_file(self.state, self._limits, may_write=may)

    def _hear(self, sent: Sent) -> None:
        """On the thread that sends."""
        first = sent.id not in self._told or self._told[sent.id].state != sent.state
        self._told[sent.id] = sent
        self._ctx.tasks.post(lambda: self._moved(sent, first=first) if isValid(self) else None)

    def _moved(self, sent: Sent, *, first: bool) -> None:
        if not self._soon.isActive():
            self._soon.start()
        if self.state is None or self.state.view.id != sent.id or self._material is None:
            return
        if first or sent.state != "sending":
            self.show(self._material)
        else:
            self.state = FileState(self.state.view, "sending", sent.sent * 100 // max(sent.size, 1))
            self._show_state()

    # -- what a person does

    def ask_file(self) -> QFileDialog:
        """Which file; nothing blocks the window."""
        dialog = QFileDialog(self._entry.window(), tr("Attach a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return self._opened(dialog, self.attach)

    def drop(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the entry."""
        if not self._may_write or self._material is None or self._material.deleted:
            return
        if len(paths) == 1:
            self.attach(paths[0])
        else:
            self._ctx.say.failed(Mistake(1666, count=len(paths)) if paths else Mistake(1667))

    def attach(self, path: Path) -> None:
        """In the place of what it had."""
        material = self._material
        if material is not None:
            self._write(lambda: self._files.attach(material.id, path), tr("“{name}” attached", name=path.name))

    def open(self) -> None:
        """With the system's own program, as a copy."""
        view = self.state.view if self.state else None
        if view is not None:
            self._with_content(view, lambda: self._run(lambda: self._ctx.services.lending.lend(view), partial(self._open_copy, view)))

    def _open_copy(self, view: FileView, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._ctx.say.failed(Mistake(1664, name=view.name))

    def ask_place(self) -> QFileDialog | None:
        view = self.state.view if self.state else None
        if view is None:
            return None
        dialog = QFileDialog(self._entry.window(), tr("Save as"), view.suggested)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        return self._opened(dialog, partial(self.save, view))

    def save(self, view: FileView, target: Path) -> None:
        said = tr("Saved as {file}", file=target.name)
        write = partial(self._run, lambda: self._files.save_as(view, target), lambda _: self._ctx.say.note(said))
        self._with_content(view, write)

    def ask_removal(self) -> None:
        if self.state is not None and self._material is not None:
            name, material = self.state.view.name, self._material
            remove = Choice(
                tr("Remove the file"),
                lambda: self._write(lambda: self._files.detach(material.id), tr("“{name}” removed", name=name)),
                "danger",
            )
            text = tr("“{name}” leaves this material. The school deletes it after 30 days.", name=name)
            self.question = decide(self._entry.window(), tr("Remove the file?"), text, Choice(tr("Cancel"), kind="primary"), remove)

    def _cancel(self) -> None:
        state, material = self.state, self._material
        if state is not None and material is not None:
            self._write(lambda: self._files.cancel(material.id, state.view.id), tr("“{name}” is not sent any more", name=state.view.name))

    def _queue(self, act: str) -> None:
        state, material = self.state, self._material
        if state is not None and material is not None:
            self._told.pop(state.view.id, None)
            self._run(lambda: getattr(self._files, act)(state.view.id), lambda _: self.show(material), ordered=True)

    # -- parts

    def _fetch(self, view: FileView) -> None:
        self._with_content(view, lambda: None)

    def _with_content(self, view: FileView, then: Callable[[], object]) -> None:
        """Once its bytes are on this computer; the strip of long work shows how far, and stops it."""
        if view.here:
            then()
            return
        transfers, post = self._ctx.services.transfers, self._ctx.tasks.post

        def work(progress: Progress) -> None:
            def told(here: int) -> None:
                progress.step(here, view.size)
                post(lambda: self._fetched(view, here) if isValid(self) else None)

            transfers.fetch(view.id, told)

        def done(_: object) -> None:
            self._again()
            then()

        def failed(error: Any) -> None:
            self._again()
            self._ctx.say.failed(error)

        self._ctx.tasks.job(tr("Fetching “{name}”", name=view.name), work, done, failed, owner=self)

    def _fetched(self, view: FileView, here: int) -> None:
        if self.state is not None and self.state.view.id == view.id and here < view.size:
            self.state = FileState(self.state.view, self.state.way, fetching=here * 100 // max(view.size, 1))
            self._show_state()

    def _opened(self, dialog: QFileDialog, chosen: Callable[[Path], object]) -> QFileDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.open()
        return dialog

    def _write(self, work: Callable[[], object], said: str) -> None:
        def done(_: object) -> None:
            self._ctx.say.note(said)
            self._changed()

        self._run(work, done, ordered=True)

    def _again(self) -> None:
        if self._material is not None:
            self.show(self._material)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], object], *, ordered: bool = False) -> None:
        self._ctx.tasks.run(work, done, self._ctx.say.failed, owner=self, ordered=ordered)
