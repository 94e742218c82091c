"""Reads what the preview shows, on worker threads; only the newest answer is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr
from ems_desktop.services.file_views import FileView
from ems_desktop.services.previews import Preview as Seen
from ems_desktop.services.previews import kind_of
from ui import pictures
from ui.context import Context
from ui.screens.materials.preview import Preview
from ui.theme import T

WIDE = 560  # pixels of the design that a page has at most


class PreviewWork(QObject):
    """`fetch`: a person wants to see a file that is not on this computer."""

    def __init__(self, ctx: Context, widget: Preview, fetch: Callable[[FileView], object]) -> None:
        super().__init__(widget)
        self._ctx, self._widget = ctx, widget
        self._view: FileView | None = None
        self._turn = 0
        widget.page_asked.connect(self._ask)
        widget.wanted.connect(lambda: fetch(self._view) if self._view else None)

    def show(self, view: FileView | None) -> None:
        """Of this file; the same one stays at its page."""
        before, self._view = self._view, view
        if view is None or self._ctx.services.previews is None:
            self._turn += 1
            self._widget.hide()
        elif before is None or (before.sha256, before.here) != (view.sha256, view.here):
            self._begin(view)

    def _begin(self, view: FileView) -> None:
        self._turn += 1
        if kind_of(view) == "none":
            self._widget.say(tr("There is no preview of this kind of file."))
        elif not view.here:
            far = tr("The file is at school. It is fetched when you want to see it.")
            self._widget.say(far if view.at_school else tr("The file is still on another computer."), fetch=view.at_school)
        else:
            self._widget.say(tr("Reading …"))
            self._ask(1)

    def _ask(self, number: int) -> None:
        view, wide = self._view, int(T.px(WIDE) * self._widget.devicePixelRatioF())
        if view is None:
            return
        self._turn += 1
        turn, previews = self._turn, self._ctx.services.previews

        def work() -> tuple[Seen, QImage | None]:
            seen = previews.look(view, number, wide)
            if seen.page is not None:
                return seen, pictures.of_page(seen.page)
            return seen, pictures.of_file(seen.picture, seen.format, view.name) if seen.kind == "picture" else None

        def done(found: tuple[Any, Any]) -> None:
            if turn == self._turn:
                self._show(number, *found)

        def failed(error: EmsError) -> None:
            if turn == self._turn:
                self._widget.say(explain(error))

        self._ctx.tasks.run(work, done, failed, owner=self)

    def _show(self, number: int, seen: Seen, image: QImage | None) -> None:
        if seen.page is not None and image is not None:
            self._widget.show_page(image, number, seen.page.pages)
        elif image is not None:
            self._widget.show_picture(image)
        elif seen.kind == "text":
            self._widget.show_text(seen.text)
        else:
            self._widget.say(tr("There is no preview of this file. Open it in its own program."))
