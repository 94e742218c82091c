"""What needs a decision at the left, the decision at the right; where there is no room for both, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import number, tr
from ems_desktop.services.syncing import Kept
from ui.screens.sync.effects import Effect
from ui.screens.sync.lists import HEIGHT, paint_kept, said
from ui.screens.sync.panes import ConflictPane, Pane, RefusedPane
from ui.theme import T
from ui.widgets import ListView, box, col, label, row

WIDE = 360  # of the list, in pixels of the design
UNBOUNDED = 16_777_215  # QWIDGETSIZE_MAX


class Decisions(QWidget):
    """`chosen(kept, choice)`: mine, base, theirs, retry, away, later or export. `typed(kept, text)`: another mark."""

    chosen = Signal(object, str)
    typed = Signal(object, str)
    opened = Signal(object)  # kept: go to its grade sheet
    weighed = Signal(object)  # kept: its effect is wanted

    def __init__(self, me: str, offline: Callable[[], bool]) -> None:
        super().__init__()
        self._me, self._offline, self._narrow = me, offline, False
        self._effects: dict[int, Effect] = {}
        self.pane: Pane | None = None
        self.list = ListView(tr("What needs a decision"), HEIGHT, paint_kept, said)
        self.list.chosen.connect(self._select)
        self.list.opened.connect(lambda _: self.show_side(detail=True))
        self._count = label("", "small", "3")
        head = row(label(tr("Needs a decision"), "body_strong"), self._count, None, margins=(22, 12, 12, 6))
        self._left = box("listpane", col(head, self.list, gap=0))
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = row(self._left, self.area, gap=0)
        line.setStretch(1, 1)
        self.setLayout(line)
        self._bind_keys()
        self.fold(False)

    def _bind_keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("1", lambda: self._press("mine", "retry")), ("0", lambda: self._press("base", "")), ("2", lambda: self._press("theirs", "away")),
            ("3", self._type_other), ("Escape", lambda: self.show_side(detail=False)),
        )  # fmt: skip
        for keys, act in acts:
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    # -- what is shown

    def show_kept(self, kept: Sequence[Kept], wanted: int | None = None) -> None:
        """These, with the wanted one open; else the one that was, else the one that took its place."""
        if wanted is None and self.pane is not None:
            wanted = self.pane.kept.id
        before = max(self.list.currentIndex().row(), 0)
        places = {one.id: n for n, one in enumerate(kept)}
        self._count.setText(number(len(kept)))
        self.list.show_rows(kept, places.get(wanted or 0, min(before, len(kept) - 1)) if kept else None)
        if not kept:
            self._select(None)

    def show_effect(self, kept_id: int, effect: Effect | None) -> None:
        if effect is not None:
            self._effects[kept_id] = effect
        if isinstance(self.pane, ConflictPane) and self.pane.kept.id == kept_id:
            self.pane.show_effect(effect)

    def effect(self, kept: Kept) -> Effect | None:
        return self._effects.get(kept.id)

    def show_mistake(self, error: EmsError | None) -> None:
        """Of the other mark that was typed."""
        if isinstance(self.pane, ConflictPane):
            self.pane.show_mistake(error)

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self._left.setMinimumWidth(0 if narrow else T.px(WIDE))
        self._left.setMaximumWidth(UNBOUNDED if narrow else T.px(WIDE))
        self.show_side(detail=False)

    def first_focus(self) -> QWidget:
        """The list; the detail, where that stands alone."""
        if self._left.isVisibleTo(self) or self.pane is None:
            return self.list
        return self.pane.back_button

    def show_side(self, *, detail: bool) -> None:
        """Only where there is no room for both: this one."""
        alone = self._narrow and detail and self.pane is not None
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.area.setVisible(alone or not self._narrow)
        if alone and self.pane is not None:
            self.pane.fold(True)
            self.pane.back_button.setFocus()
        self._left.setVisible(not alone)
        if not alone and self.pane is not None:
            self.pane.fold(self._narrow)
        if not alone and inside:
            self.list.setFocus()

    def _select(self, kept: Kept | None) -> None:
        if kept is not None and self.pane is not None and self.pane.kept == kept:
            return
        self.pane = None if kept is None else self._made(kept)
        inside = self.area.isAncestorOf(QApplication.focusWidget() or self)
        old = self.area.takeWidget()
        if old is not None:
            old.deleteLater()  # not at once: one of its buttons may have been what was pressed
        if inside:
            self.list.setFocus()
        self.area.setWidget(self.pane or QWidget())
        if kept is not None:
            if kept.id in self._effects:
                self.show_effect(kept.id, self._effects[kept.id])
            self.weighed.emit(kept)

    def _made(self, kept: Kept) -> Pane:
        made = ConflictPane(kept, self._me, offline=self._offline()) if kept.status == "conflict" else RefusedPane(kept)
        made.back.connect(lambda: self.show_side(detail=False))
        made.opened.connect(lambda: self.opened.emit(kept))
        made.chosen.connect(lambda choice: self._choose(kept, choice))
        made.typed.connect(lambda text: self.typed.emit(kept, text))
        made.fold(self._narrow)
        return made

    # -- what the person does

    def _press(self, of_conflict: str, of_refusal: str) -> None:
        choice = of_conflict if isinstance(self.pane, ConflictPane) else of_refusal
        if choice and self.pane is not None:
            self._choose(self.pane.kept, choice)

    def _choose(self, kept: Kept, choice: str) -> None:
        if choice == "base" and not kept.base and kept.tbl != "scores":
            return  # both made it new: there is nothing to go back to
        self.chosen.emit(kept, choice)
        if choice != "export":
            self.done()

    def done(self) -> None:
        """Decided: back to the list, for the next one."""
        self.show_side(detail=False)
        self.list.setFocus()

    def _type_other(self) -> None:
        if isinstance(self.pane, ConflictPane) and self.pane.other is not None:
            self.show_side(detail=True)
            self.pane.other.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(self.pane.other)
