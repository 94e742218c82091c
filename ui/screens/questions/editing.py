"""The editor at work: opens a question or a new one, keeps what is typed until it is saved, saves, and sees what others do meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.questions.item import MAX_PICTURE, Item, Media, Stimulus
from ems_desktop.i18n import tr
from ems_desktop.services.questions_views import Question
from ui.context import Context
from ui.screens.questions.editor import Editor
from ui.screens.questions.service import QuestionsService
from ui.widgets import Choice, decide

FRESH = Item("single", "")
PICTURES = "PNG, JPEG, GIF, WebP (*.png *.jpg *.jpeg *.gif *.webp)"


class Editing:
    """`done`: back to the list, to this question ("" where nothing was saved). `wrote`: the bank was changed."""

    def __init__(self, ctx: Context, editor: Editor, done: Callable[[str], object], wrote: Callable[[], object]) -> None:
        self._ctx, self.editor, self._done, self._wrote = ctx, editor, done, wrote
        self._service: QuestionsService = ctx.services.questions
        self.bank_id, self._at = "", ""  # `_at`: when the question that is open was changed last
        self._stimuli: tuple[Stimulus, ...] = ()
        self._kept: Item | None = None
        self._saving = False
        editor.typed.connect(self._typed)
        editor.saved.connect(self._save)
        editor.left.connect(self.leave)
        editor.picture_asked.connect(self.ask_picture)
        editor.picture_given.connect(self._put_picture)
        editor.tools.picture_dropped.connect(self.take_picture)
        editor.reload.clicked.connect(self._reload)
        editor.go_on.clicked.connect(self._go_on)
        editor.give_up.clicked.connect(self._give_up)

    @property
    def _key(self) -> str:
        return self.editor.question_id or self.bank_id

    def open(self, bank_id: str, question: Question | None) -> None:
        """None: a new one. What was typed last and not saved is offered."""
        self.bank_id, self._at = bank_id, question.at if question else ""
        key = question.id if question else bank_id

        def read() -> tuple[tuple[Stimulus, ...], Item | None, Mapping[str, int]]:
            return self._service.stimuli(bank_id), self._service.typed(key), self._service.sharing(bank_id)

        def show(found: tuple[tuple[Stimulus, ...], Item | None, Mapping[str, int]]) -> None:
            self._stimuli, self._kept, self.editor.stimulus.sharing = found
            item = question.item if question else FRESH
            self.editor.open(item, question.id if question else "", self._stimuli)
            self.editor.say_kept(self._kept is not None and self._kept != item)

        self._ctx.tasks.run(read, show, self._ctx.say.failed, owner=self.editor)

    def _go_on(self) -> None:
        if self._kept is not None:
            self.editor.show_item(self._kept, self._stimuli)
        self.editor.say_kept(shown=False)

    def _give_up(self) -> None:
        self.editor.say_kept(shown=False)
        self._keep(None)

    def _typed(self, item: Item) -> None:
        if self.editor.isVisible() and self.editor.kept.isHidden() and self.editor.changed():
            self._keep(item)

    def _keep(self, item: Item | None) -> None:
        key = self._key
        self._ctx.tasks.run(lambda: self._service.keep_typed(key, item), failed=self._ctx.say.failed, owner=self.editor, ordered=True)

    # -- saving and leaving

    def _save(self, item: Item, then: Callable[[], object] | None = None) -> None:
        """One at a time: a second Ctrl+S on a new question would add it twice."""
        if self._saving:
            return
        question_id, key, bank_id = self.editor.question_id, self._key, self.bank_id
        self._saving = True

        def work() -> str:
            saved = question_id
            if question_id:
                self._service.save(question_id, item)
            else:
                saved = self._service.add(bank_id, item)
            self._service.keep_typed(key, None)
            return saved

        def done(saved: str) -> None:
            self._saving = False
            self._at = ""
            self._wrote()
            if self.editor.mark_saved(saved, item):
                self._typed_meanwhile(key)
            elif then is not None:
                then()

        self._ctx.tasks.run(work, done, self._not_saved, owner=self.editor, ordered=True)

    def _typed_meanwhile(self, key: str) -> None:
        """What was typed while the question was on its way to the disk is kept under the name that it has now."""
        if key != self._key:
            self._ctx.tasks.run(lambda: self._service.keep_typed(key, None), failed=self._ctx.say.failed, owner=self.editor, ordered=True)
        self._keep(self.editor.item())

    def _not_saved(self, error: EmsError) -> None:
        self._saving = False
        self._ctx.say.failed(error)

    def leave(self) -> None:
        """Back to the list; asks once where something is not saved."""
        if not self.editor.changed():
            self._done(self.editor.question_id)
            return
        stay = Choice(tr("Stay"))
        discard = Choice(tr("Discard"), self._discard, "danger")
        keep = Choice(tr("Save"), lambda: self._save(self.editor.item(), lambda: self._done(self.editor.question_id)), "primary")
        decide(self.editor, tr("Save the question?"), tr("What you changed is not saved yet."), discard, stay, keep)

    def _discard(self) -> None:
        self._keep(None)
        self._done(self.editor.question_id)

    def look_again(self, question: Question | None) -> None:
        """Somebody may have changed what is open here."""
        if question is None or question.id != self.editor.question_id or question.own:
            return
        if self._at and question.at != self._at and self.editor.isVisible():
            self.editor.say_changed_elsewhere(question.by)
        self._at = question.at

    def _reload(self) -> None:
        """Theirs in the place of what is typed here, which is offered again."""
        question_id, bank_id = self.editor.question_id, self.bank_id
        mine = self.editor.item() if self.editor.changed() else None

        def work() -> Question:
            self._service.keep_typed(question_id, mine)
            return self._service.one(question_id)

        self._ctx.tasks.run(work, lambda found: self.open(bank_id, found), self._ctx.say.failed, owner=self.editor, ordered=True)

    # -- pictures

    def ask_picture(self) -> None:
        dialog = QFileDialog(self.editor, tr("Choose a picture"), "", PICTURES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_picture(Path(name)))
        dialog.open()

    def take_picture(self, path: Path) -> None:
        """A file of this computer."""
        self._add_picture(lambda: _read(path), path.name)

    def _put_picture(self, data: bytes, name: str) -> None:
        self._add_picture(lambda: data, name)

    def _add_picture(self, read: Callable[[], bytes], name: str) -> None:
        target, bank_id = self.editor.tools.box, self.bank_id
        if target is None:
            return

        def done(media: Media) -> None:
            target.insert_picture(media.sha256, media.name)

        self._ctx.tasks.run(lambda: self._service.add_picture(bank_id, read(), name), done, self._wrong, owner=self.editor, ordered=True)

    def _wrong(self, error: EmsError) -> None:
        self._ctx.say.failed(error)


def _read(path: Path) -> bytes:
    """Error 1715 where it cannot be read or is far too large."""
    try:
        if path.stat().st_size <= MAX_PICTURE:
            return path.read_bytes()
    except OSError as error:
        raise Mistake(1715, name=path.name, most=MAX_PICTURE // 1024**2) from error
    raise Mistake(1715, name=path.name, most=MAX_PICTURE // 1024**2)


def kept_pictures(ctx: Context) -> Callable[[str], bytes | None]:
    """Bytes by SHA-256 for who shows them, on a worker thread: from this computer, else from the school; None where neither has them now."""

    def bring(sha256: str) -> bytes | None:
        service: QuestionsService = ctx.services.questions
        here = service.picture(sha256)
        if here is None and ctx.services.transfers is not None and (id_ := service.picture_id(sha256)) is not None:
            try:
                ctx.services.transfers.fetch(id_)
            except EmsError:
                return None
            here = service.picture(sha256)
        return here

    return bring
