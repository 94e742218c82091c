"""One area on the stack: its header, its tool bar, its screen. In a low window the tool bar opens from the header."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ems_desktop.i18n import tr
from ui.shell.screen import Screen, first_within
from ui.theme import SIZE, T, font, icons, width
from ui.widgets import Button, box, col, icon_button, label, row, vline
from ui.widgets.labels import key
from ui.widgets.layout import restyle, square


class SearchBox(QPushButton):
    """Looks like a field, opens the palette. Folded it is its icon."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setFont(font("body"))
        self.setIcon(icons.icon("search", "text3", 16))
        self.setIconSize(square(16))
        self.setAccessibleName(tr("Search anything"))
        self._cap = key("Ctrl+K")
        self.setLayout(row(None, self._cap, margins=(0, 0, 7, 0)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._folded = False
        self.fold(False)

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self.setText("" if folded else "  " + tr("Search anything"))
        self.setToolTip(tr("Search anything") + " (Ctrl+K)" if folded else "")
        self._cap.setVisible(not folded)
        self.setProperty("square", folded or None)
        self.setProperty("kind", "ghost" if folded else None)
        restyle(self)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if self._folded:
            return QSize(T.px(SIZE.h_control), T.px(SIZE.h_control))
        need = width(self.text(), "body") + T.px(16 + 12 + 24) + self._cap.sizeHint().width()
        return QSize(max(need, T.px(SIZE.w_search)), T.px(SIZE.h_control))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Page(QWidget):
    """`search_asked`: the search box was pressed."""

    search_asked = Signal()

    def __init__(self, title: str, content: Screen) -> None:
        super().__init__()
        self.title, self.content = title, content
        self.search = SearchBox()
        self.search.clicked.connect(self.search_asked)
        self._narrow = self._low = False
        self._parts: list[QWidget] = []
        self._header_tools: list[Button] = []
        self._tools: QWidget | None = None
        self._primary: Button | None = None
        self._make_frame()
        content.parts_changed.connect(self.ask)
        self.ask()

    def _make_frame(self) -> None:
        self._line = row(margins=(24, 0, 20, 0))
        self._header = box("header", self._line)
        self._title = label(self.title, "heading")
        self._rule = vline(20)
        self._more = icon_button(tr("Tools and filters"), "more")
        self._more.clicked.connect(self.toggle_drawer)
        self._bar_line = col(margins=(24, 0, 20, 6), gap=0)
        self._bar = box("toolbar", self._bar_line)
        self._bar.setMinimumHeight(T.px(SIZE.h_toolbar))
        self._bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        layout = col(self._header, self._bar, gap=0)
        layout.addWidget(self.content, 1)
        self.setLayout(layout)
        self._drawer_line = col(margins=(12, 10, 12, 10))
        self._drawer = box("sheet", self._drawer_line)
        self._drawer.setParent(self)
        self._drawer.hide()

    def ask(self) -> None:
        """Take the parts from the screen anew. Those it does not return again are gone."""
        old = [*self._parts, *self._header_tools, self._tools, self._primary]
        self._parts, self._header_tools = list(self.content.header_parts()), list(self.content.header_tools())
        self._tools, self._primary = self.content.toolbar(), self.content.primary()
        now = [*self._parts, *self._header_tools, self._tools, self._primary]
        for part in old:
            if part is not None and part not in now:
                part.setParent(None)
                part.deleteLater()
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        while self._line.takeAt(0) is not None:
            pass
        line: list[QWidget | None] = [self._title, self._rule, *self._parts, None, *self._header_tools, self._more, self.search]
        for part in line:
            if part is None:
                self._line.addStretch(1)
            else:
                self._line.addWidget(part)
        if self._primary:
            self._line.addWidget(self._primary)

    def fold(self, narrow: bool, low: bool) -> None:
        if (narrow, low) != (self._narrow, self._low):
            self._narrow, self._low = narrow, low
            self._show()
            self.content.fold(narrow, low)

    def _show(self) -> None:
        self._rule.setVisible(bool(self._parts))
        for tool in self._header_tools:
            tool.setVisible(self._low)
        self._more.setVisible(self._low and self._tools is not None)
        self.search.fold(self._narrow)
        if self._primary:
            self._primary.fold(self._narrow)
        self._line.setContentsMargins(T.px(16 if self._narrow else 24), 0, T.px(20), 0)
        self._header.setFixedHeight(T.px(SIZE.h_header_low if self._low else SIZE.h_header))
        self._drawer.hide()
        self._bar.setVisible(self._tools is not None and not self._low)
        if self._tools is not None:
            (self._drawer_line if self._low else self._bar_line).addWidget(self._tools)
            self._tools.show()

    def toggle_drawer(self) -> None:
        """The tool bar of a low window, under the header."""
        if self._drawer.isVisible():
            self._drawer.hide()
            self._more.setFocus()
            return
        wide = self.width() - T.px(24)
        high = self._drawer_line.totalHeightForWidth(wide)
        self._drawer.setGeometry(T.px(12), self._header.height(), wide, max(high, self._drawer.sizeHint().height()))
        self._drawer.show()
        self._drawer.raise_()
        first_within(self._drawer).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drawer.isVisible():
            self.toggle_drawer()
        else:
            super().keyPressEvent(event)
