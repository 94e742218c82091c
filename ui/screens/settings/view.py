"""Settings on screen: cards of choices that take effect at once, and what the school and this version are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from ems_desktop import __version__
from ems_desktop.i18n import tr
from ui.context import Context
from ui.screens.settings.presenter import SettingsPresenter
from ui.shell.screen import Screen
from ui.shell.status import role_words
from ui.theme import T
from ui.widgets import Chip, Chips, Segments, col, group, hline, label, row
from ui.words import semester_title


class SettingsScreen(Screen):
    """Language, theme, font size; school and version to read."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._presenter = SettingsPresenter(ctx.preferences, ctx.prefer)
        self._questions: list[QBoxLayout] = []
        inside = QWidget()
        inside.setObjectName("page")
        self._cards = col(self._looks(), self._school(), self._program(), None, gap=16)
        inside.setLayout(self._cards)
        self.fold(False, False)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        self.setLayout(col(area, gap=0))

    def first_focus(self) -> QWidget:
        return self.language.button(self._presenter.now.language)

    def fold(self, narrow: bool, low: bool) -> None:  # noqa: ARG002
        """Without room a question stands above its answers."""
        edge = T.px(16 if narrow else 24)
        self._cards.setContentsMargins(edge, T.px(4), edge, T.px(24))
        for line in self._questions:
            line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _looks(self) -> QWidget:
        now, presenter = self._presenter.now, self._presenter
        self.language = Segments(presenter.languages(), now.language, tr("Language"))
        self.language.chosen.connect(presenter.speak)
        self.theme = Segments(presenter.themes(), now.theme, tr("Theme"))
        self.theme.chosen.connect(presenter.wear)
        self.scale = Chips([(k, Chip(said)) for k, said in presenter.scales()], str(now.scale))
        self.scale.chosen.connect(presenter.enlarge)
        question = tr("Font size")
        for k, said in presenter.scales():
            self.scale.button(k).setAccessibleName(f"{question}: {said}")
        return self._card(
            tr("Look"),
            self._question(tr("Language"), tr("Of the window; data stays as it was typed."), self.language),
            self._question(tr("Theme"), tr("Light paper or dark."), self.theme),
            self._question(tr("Font size"), tr("Everything grows with it."), self.scale),
        )

    def _school(self) -> QWidget:
        session = self.ctx.session
        state = tr("open") if session.semester_open else tr("closed")
        semester = f"{semester_title(session.semester)} · {state}" if session.semester else ""
        facts = (
            (tr("School"), session.school_name), (tr("City or regency"), session.city), (tr("NPSN"), session.npsn), (tr("Semester"), semester),
            (tr("Name"), session.name), (tr("Roles"), role_words(session.roles)), (tr("This computer"), session.device),
        )  # fmt: skip
        return self._card(tr("School and person"), *self._facts(*facts))

    def _program(self) -> QWidget:
        facts = self._facts((tr("Version"), __version__), (tr("Font"), tr("Inter, under the SIL Open Font License 1.1")))
        return self._card(tr("About EMS Desktop"), *facts)

    def _question(self, title: str, sentence: str, answer: QWidget) -> QWidget:
        line = row(col(label(title, "body_medium"), label(sentence, "small", "2"), gap=2), None, answer, gap=10)
        line.setAlignment(answer, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._questions.append(line)
        return group(line)

    @staticmethod
    def _facts(*facts: tuple[str, str]) -> Sequence[QWidget]:
        return [_fact(name, value) for name, value in facts if value]

    @staticmethod
    def _card(title: str, *lines: QWidget) -> QWidget:
        made = QFrame()
        made.setObjectName("card")
        layout = col(label(title, "body_strong"), 4, gap=10, margins=(24, 18, 24, 20))
        for n, line in enumerate(lines):
            if n:
                layout.addWidget(hline())
            layout.addWidget(line)
        made.setLayout(layout)
        made.setMaximumWidth(T.px(820))
        return made


def _fact(name: str, value: str) -> QWidget:
    said = label(value, "body", wrap=True)
    line = row(label(name, "body", "2"), said, gap=16)
    line.setStretch(0, 2)
    line.setStretch(1, 3)
    return group(line)
