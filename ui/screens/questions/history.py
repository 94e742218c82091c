"""What a question was before: its versions, each as a page, and the way back to one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QWidget

from ems_desktop.domain.questions import markup
from ems_desktop.i18n import tr
from ems_desktop.services.questions_views import Version
from ui.context import Context
from ui.screens.questions.document import question_page
from ui.screens.questions.presenter import QuestionsPresenter
from ui.screens.questions.rich import Pictures, Rich
from ui.tasks import Tasks
from ui.theme import LEFT, SIZE, T, round_rect, text
from ui.widgets import ListView, box, button, col, row
from ui.widgets.dialog import fit
from ui.widgets.lists import Index
from ui.words import when

LABELS = ("tags", "level", "difficulty", "status", "objective", "title", "author")


class History(QDialog):
    """`restored`: this version shall be the question again."""

    def __init__(
        self, parent: QWidget, versions: tuple[Version, ...], tasks: Tasks, pictures: Pictures, restored: Callable[[Version], object]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Earlier versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.list = ListView(tr("Earlier versions"), 52, _paint, _said)
        self.list.setFixedWidth(T.px(300))
        self.page = Rich(tr("Question"), tasks, pictures)
        self.restore, self.close_ = button(tr("Bring this version back"), "undo", "primary"), button(tr("Close"))
        self.list.chosen.connect(self._show)
        self.restore.clicked.connect(lambda: (restored(self.list.current_row()), self.close()))
        self.close_.clicked.connect(self.close)
        card = box("card", col(self.page, margins=(14, 12, 14, 12)))
        sides = row(self.list, col(card, margins=(12, 12, 12, 12)), gap=0)
        sides.setStretch(1, 1)
        foot = box("surface", row(None, self.close_, self.restore, margins=(16, 10, 16, 10), gap=8))
        body = col(sides, foot, gap=0)
        body.setStretch(0, 1)
        self.setLayout(body)
        fit(self, parent, 860, 560)
        self.list.show_rows(versions, 0)

    def _show(self, version: Version | None) -> None:
        if version is not None:
            self.page.show_page(question_page(version.item, key=True))


class Past:
    """The history of the open question. Labels are not of a version: they stay as they are today."""

    def __init__(self, ctx: Context, parent: QWidget, presenter: QuestionsPresenter, pictures: Pictures) -> None:
        self._ctx, self._parent, self._presenter, self._pictures = ctx, parent, presenter, pictures
        self.dialog: History | None = None

    def show(self) -> None:
        question = self._presenter.now.open
        if question is None:
            return

        def shown(versions: tuple[Version, ...]) -> None:
            back = partial(self.bring_back, question.id)
            self.dialog = History(self._parent, versions, self._ctx.tasks, self._pictures, back)
            self.dialog.open()

        self._ctx.tasks.run(lambda: self._presenter.service.versions(question.id), shown, self._ctx.say.failed, owner=self._parent)

    def bring_back(self, question_id: str, version: Version) -> None:
        service = self._presenter.service

        def work() -> int:
            today = service.one(question_id).item
            return service.save(question_id, replace(version.item, **{name: getattr(today, name) for name in LABELS}))

        def done(_seq: int) -> None:
            self._ctx.say.note(tr("The earlier version is back."))
            self._presenter.view.wrote()
            self._presenter.load()

        self._ctx.tasks.run(work, done, self._ctx.say.failed, owner=self._parent, ordered=True)


def _when(version: Version) -> str:
    return when(version.at, datetime.now().astimezone().date()) if version.at else ""


def _said(version: Version) -> str:
    return f"{markup.excerpt(version.item.stem)[:120]}, {_below(version)}"


def _below(version: Version) -> str:
    return tr("by {name}, replaced {time}", name=version.by, time=_when(version))


def _paint(p: QPainter, rect: QRectF, version: Version, on: bool, _index: Index) -> None:
    if on:
        round_rect(p, rect.adjusted(T.px(8), T.px(2), -T.px(8), -T.px(2)), T.px(SIZE.r_control), "accent_soft", "accent_line")
    body = QRectF(rect.left() + T.px(20), rect.top() + T.px(7), rect.width() - T.px(40), T.px(20))
    text(p, body, markup.excerpt(version.item.stem) or tr("Without a text"), "body_medium", "text", LEFT)
    text(p, body.translated(0, T.px(19)), _below(version), "caption", "text2", LEFT)
