"""What stands beside the grid: the inspector of the cell, or a panel for an assessment or for the sheet's rules."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import Assessment
from ui.screens.grades.assessment_panel import AssessmentPanel
from ui.screens.grades.inspector import Inspector
from ui.screens.grades.presenter import GradesPresenter
from ui.screens.grades.rules_panel import RulesPanel
from ui.screens.grades.shaping import Shaping
from ui.screens.grades.side import SidePanel
from ui.theme import SIZE, T


class SidePane(QWidget):
    """`said`: what to tell the person (words, whether it can be undone). `column_saved`: an assessment's id."""

    said = Signal(str, bool)
    column_saved = Signal(str)
    closed = Signal()
    shown_changed = Signal(bool)

    def __init__(self, presenter: GradesPresenter) -> None:
        super().__init__()
        self._presenter, self.shaping = presenter, Shaping(presenter.sheet)
        self.inspector = Inspector()
        self.panel: SidePanel | None = None
        self._wanted, self._narrow = True, False  # what the person chose for a wide window, and whether it is narrow
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(self.inspector)
        self.setFixedWidth(T.px(SIZE.w_inspector))

    def show_assessment(self, assessment: Assessment | None, kind: str = "") -> None:
        """Change an assessment, or (None) add one, first of this kind."""
        panel = AssessmentPanel(self.shaping, self._presenter.sheet.now().sheet.kinds, assessment, kind)
        panel.saved.connect(self._column_saved)
        panel.removed.connect(self._removed)
        panel.copied.connect(lambda words: self.said.emit(words, False))
        self._put(panel)

    def show_rules(self) -> None:
        panel = RulesPanel(self.shaping, self._presenter.sheet.now().sheet)
        panel.saved.connect(self._rules_saved)
        self._put(panel)

    def fold(self, *, narrow: bool) -> None:
        """A narrow window has no room for the inspector beside the grid, unless somebody asks for it."""
        self._narrow = narrow
        self._show(shown=not narrow and self._wanted)

    def toggle(self) -> None:
        """The person wants it shown, or not."""
        shown = self.isHidden()
        if not self._narrow:
            self._wanted = shown
        self._show(shown=shown)

    def _show(self, *, shown: bool) -> None:
        self.setVisible(shown or self.panel is not None)
        self.shown_changed.emit(not self.isHidden())

    def _put(self, panel: SidePanel) -> None:
        self._drop()
        self.panel = panel
        panel.closed.connect(self.close_panel)
        self.inspector.hide()
        self._room.addWidget(panel)
        self._show(shown=True)
        panel.setFocus()

    def _drop(self) -> None:
        if self.panel is not None:
            self._room.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def close_panel(self) -> None:
        """Back to the inspector."""
        if self.panel is not None:
            self._drop()
            self.inspector.show()
            self.fold(narrow=self._narrow)
            self.closed.emit()

    def _column_saved(self, assessment_id: str) -> None:
        self.close_panel()
        self.column_saved.emit(assessment_id)

    def _removed(self, words: str) -> None:
        self.close_panel()
        self.said.emit(words, True)

    def _rules_saved(self) -> None:
        self.close_panel()
        self.said.emit(tr("The rules were saved"), True)
