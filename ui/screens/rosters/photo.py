"""A pupil's photo on the card: shown from this computer's copy, fetched where there is none; the office sets and removes it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QToolButton

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.i18n import tr
from ems_desktop.services.file_views import FileView
from ui import pictures
from ui.context import Context
from ui.theme import T, icons
from ui.widgets.menu import Entry, pick_menu

WIDE, HIGH = 48, 64  # pixels of the design
MOST = QSize(600, 800)  # pixels of what is kept: 3 to 4
QUALITY = 85


class PhotoButton(QToolButton):
    """The picture; for the office, what it opens is what may be done about it."""

    def __init__(self, ctx: Context, *, office: bool) -> None:
        super().__init__()
        self._ctx, self._office = ctx, office
        self._pupil, self._name, self.there = "", "", False
        self.setObjectName("photo")
        self.setFixedSize(T.px(WIDE), T.px(HIGH))
        self.setIconSize(QSize(T.px(WIDE - 6), T.px(HIGH - 6)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if office else Qt.FocusPolicy.NoFocus)
        self.setEnabled(office)
        self.clicked.connect(self.offer)
        if ctx.services.files is None:
            self.hide()

    def show_pupil(self, pupil_id: str, name: str) -> None:
        self._pupil, self._name = pupil_id, name
        self._show(None)
        if self._ctx.services.files is not None:
            self._run(partial(self._picture, pupil_id), partial(self._arrived, pupil_id), lambda _: None)

    def offer(self) -> None:
        """The office's menu."""
        entries: list[Entry] = [(tr("Choose a photo …"), "upload", self.ask_file)]
        if self.there:
            entries.append((tr("Remove the photo"), "trash", self.remove))
        pick_menu(self, self.mapToGlobal(QPoint(0, self.height())), entries)

    def ask_file(self) -> QFileDialog:
        """Which picture; nothing blocks the window."""
        dialog = QFileDialog(self.window(), tr("Photo of {name}", name=self._name), "", tr("Pictures (*.jpg *.jpeg *.png *.webp)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.put(Path(chosen)))
        dialog.open()
        return dialog

    def put(self, path: Path) -> None:
        """Cut to 3 to 4 in the middle, made small, kept here and sent to school when it can be reached."""
        pupil, files = self._pupil, self._ctx.services.files
        self._write(lambda: _kept_small(path, lambda small: files.set_photo(pupil, small)), tr("Photo of {name} changed", name=self._name))

    def remove(self) -> None:
        pupil, files = self._pupil, self._ctx.services.files
        self._write(lambda: files.remove_photo(pupil), tr("Photo of {name} removed", name=self._name))

    # -- parts

    def _write(self, work: Callable[[], None], said: str) -> None:
        def done(_: None) -> None:
            self._ctx.say.note(said)
            self.show_pupil(self._pupil, self._name)

        self._ctx.tasks.run(work, done, self._ctx.say.failed, owner=self, ordered=True)

    def _run(self, work: Callable[[], QImage | None], done: Callable[[QImage | None], None], failed: Callable[[EmsError], None]) -> None:
        self._ctx.tasks.run(work, done, failed, owner=self)

    def _picture(self, pupil_id: str) -> QImage | None:
        """On a worker thread. None: there is none. Errors: as of `Transfers.fetch`, 1662 broken, 1663 too many points."""
        services = self._ctx.services
        view: FileView | None = services.files.photo(pupil_id)
        if view is None:
            return None
        if not view.here:
            services.transfers.fetch(pupil_id)
        return pictures.of_file(services.files.content(view), view.media_type.removeprefix("image/"), view.name)

    def _arrived(self, pupil_id: str, image: QImage | None) -> None:
        if pupil_id == self._pupil:
            self._show(image)

    def _show(self, image: QImage | None) -> None:
        self.there = image is not None
        self.setIcon(QIcon(QPixmap.fromImage(image)) if image is not None else icons.icon("users", "text3", 24))
        said = tr("Photo of {name}", name=self._name) if self.there else tr("No photo of {name}", name=self._name)
        self.setAccessibleName(said)
        self.setToolTip(tr("Change the photo") if self._office else "")


def _kept_small(path: Path, keep: Callable[[Path], None]) -> None:
    """On a worker thread. Errors: 1612 unreadable, 1620 no picture; those of `keep`."""
    try:
        image = pictures.of_path(path)
    except OSError as error:
        raise Mistake(1612, name=path.name) from error
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "photo.jpg"
        if not _portrait(image).save(str(small), "JPEG", QUALITY):  # type: ignore[call-overload]
            raise Mistake(1612, name=path.name)
        keep(small)


def _portrait(image: QImage) -> QImage:
    wide = min(image.width(), image.height() * 3 // 4)
    high = min(image.height(), image.width() * 4 // 3)
    cut = image.copy(QRect((image.width() - wide) // 2, (image.height() - high) // 2, wide, high))
    if cut.width() <= MOST.width():
        return cut.convertToFormat(QImage.Format.Format_RGB32)
    return cut.scaled(MOST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation).convertToFormat(
        QImage.Format.Format_RGB32
    )
