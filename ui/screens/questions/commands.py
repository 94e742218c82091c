"""The keys of the question bank: what each does, and the lines of the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from ems_desktop.i18n import tr
from ui.shell.screen import Shortcut

if TYPE_CHECKING:
    from ui.screens.questions.view import QuestionsScreen


def shortcut_lines() -> list[Shortcut]:
    said = (
        ("Ctrl+N", tr("New question")), ("Return", tr("Edit the question")), ("Ctrl+S", tr("Save")), ("Ctrl+F", tr("Search questions")),
        ("Ctrl+Return", tr("Accept a draft")), ("Del", tr("To the trash")), ("Alt+Up", tr("Option or pair one up")), ("Alt+Down", tr("Option or pair one down")), ("Escape", tr("Back to the list")),
        ("Ctrl+Z", tr("Undo")), ("Ctrl+Y", tr("Redo")),
    )  # fmt: skip
    return [Shortcut(keys, words) for keys, words in said]


class Keys:
    """What undoes and throws away works in the list alone: in a text the same keys are the text's."""

    def __init__(self, screen: QuestionsScreen) -> None:
        self._screen = screen
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+F", self.find), ("Ctrl+N", screen.new), ("Ctrl+S", self.save), ("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo),
            ("Del", self.throw), ("Ctrl+Return", self.accept), ("Escape", self.back),
        )  # fmt: skip
        for key, act in acts:
            shortcut = QShortcut(QKeySequence(key), screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _listed(self) -> bool:
        """The cursor is in the list or in the question beside it; neither has a text to type in."""
        browse = self._screen.browse
        inside = browse.list.hasFocus() or browse.preview.isAncestorOf(QApplication.focusWidget() or browse)
        return self._screen.pages.listing and inside

    def save(self) -> None:
        if self._screen.pages.editing:
            self._screen.editor.save()

    def undo(self) -> None:
        if not self._screen.pages.editing:
            self._screen.acts.undo()

    def redo(self) -> None:
        if not self._screen.pages.editing:
            self._screen.acts.redo()

    def throw(self) -> None:
        if self._listed():
            self._screen.throw()

    def accept(self) -> None:
        if self._listed():
            self._screen.acts.accept()

    def back(self) -> None:
        """From the editor, and from the question where it stands alone, to the list."""
        if self._screen.pages.editing:
            self._screen.editor.left.emit()
        elif self._screen.pages.listing:
            self._screen.browse.show_side(question=False)

    def find(self) -> None:
        self._screen.tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._screen.tools.search.selectAll()
