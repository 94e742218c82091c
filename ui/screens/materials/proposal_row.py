"""One proposal: column and place, value and today's value, yes and no."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ems_desktop.i18n import tr
from ems_desktop.services.proposals_views import Answer, Proposed
from ui.screens.materials.words import one_line
from ui.theme import SIZE, T, round_rect
from ui.widgets import Choice, Wrapped, button, col, decide, group, icon_button, row, tag

CAPTION = 112  # pixels of the design
MOST = 240  # letters of a value that are shown; the whole is in the tip
_INKS = {"accepted": "ok", "refused": "2", "same": "2"}


class ProposalRow(QFrame):
    """With the focus on it: Y accepts, N refuses. `answered`: the proposal as it was seen; accepted, refused, or open to ask again."""

    answered = Signal(object, str)

    def __init__(self, caption: str, where: str, *, last: bool) -> None:
        super().__init__()
        self.caption, self._last = caption, last
        self._one: Proposed | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        heads = [Wrapped(caption, "small_strong"), *([Wrapped(one_line(where, 60), "caption", "2")] if where else [])]
        left = group(col(*heads, None, gap=2))
        left.setFixedWidth(T.px(CAPTION))
        self.value = Wrapped("", "body_medium")
        self.now = Wrapped("", "caption", "2")
        self.yes = icon_button(tr("Accept"), "check", small=True, ink="ok", kind="", tip=f"{tr('Accept')} (Y)")
        self.no = icon_button(tr("Refuse"), "close", small=True, ink="bad", kind="", tip=f"{tr('Refuse')} (N)")
        for made, answer in ((self.yes, "accepted"), (self.no, "refused")):
            made.setAccessibleName(f"{caption}: {made.said}")
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the row has the keys; Tab goes on to the next row
            made.clicked.connect(lambda _=False, a=answer: self.answer(a))
        self.again = button(tr("Ask again"), kind="link", small=True)
        self.again.setAccessibleName(f"{caption}: {self.again.said}")
        self.again.clicked.connect(lambda: self.answer("open"))
        self._state = row(gap=0)
        acts: QVBoxLayout = col(row(None, self.yes, self.no, gap=4), row(None, self._state), row(None, self.again), None, gap=2)
        line = row(left, col(self.value, self.now, None, gap=2), acts, margins=(16, 8, 14, 8), gap=8)
        line.setStretch(1, 1)
        self.setLayout(line)

    @property
    def open(self) -> bool:
        return self._one is not None and self._one.answer == "open"

    def show_proposed(self, one: Proposed, *, may_write: bool) -> None:
        self._one = one
        self.value.say(shortened(one.value), "2" if one.answer == "refused" else "")
        self.now.say(now_words(one), "warn" if one.changed else "2")
        for part in (self.yes, self.no):
            part.setVisible(may_write and one.answer == "open")
        self.again.setVisible(may_write and one.answer == "refused")
        self._show_state(one.answer)
        self.setAccessibleName(
            ", ".join(part for part in (self.caption, one.value[:MOST], self.now.text(), state_words(one.answer)) if part)
        )

    def _show_state(self, answer: Answer) -> None:
        while (item := self._state.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        if answer != "open":
            ink = _INKS[answer]
            icon = "close" if answer == "refused" else "check"
            self._state.addWidget(tag(state_words(answer), ink, icon, {"ok": "ok"}.get(ink, "text2"), ground="bare"))

    def answer(self, answer: str) -> None:
        """A value that somebody has changed since is overwritten only after a second question."""
        one = self._one
        if one is None or (answer == "open") == (one.answer == "open"):
            return
        if answer == "accepted" and one.changed:
            self._ask(one)
        else:
            self.answered.emit(one, answer)

    def _ask(self, one: Proposed) -> None:
        text = tr("When the analysis began, {column} was “{given}”. Now it is “{now}”. Put the proposal in its place?",
                  column=self.caption, given=shown(one.given or ""), now=shown(one.now))  # fmt: skip
        keep = Choice(tr("Keep today's value"), lambda: self.answered.emit(one, "refused"))
        take = Choice(tr("Use the proposal"), lambda: self.answered.emit(one, "accepted"))
        self.question = decide(self.window(), tr("Changed since the analysis"), text, Choice(tr("Cancel"), kind="primary"), keep, take)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = {Qt.Key.Key_Y: "accepted", Qt.Key.Key_N: "refused"}.get(Qt.Key(event.key()))
        if answer and event.modifiers() == Qt.KeyboardModifier.NoModifier and not self.yes.isHidden():
            self.answer(answer)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline below, and the focus round the whole row."""
        super().paintEvent(event)
        p, rect = QPainter(self), QRectF(self.rect())
        if self.hasFocus():
            inside = rect.adjusted(T.px(4), T.px(2), -T.px(4), -T.px(2))
            round_rect(p, inside, T.px(SIZE.r_control), "sunken", "focus", 2)
        elif not self._last:
            round_rect(p, QRectF(T.px(16), rect.bottom() - 1, rect.width() - T.px(32), 1), 0, "line")


def now_words(one: Proposed) -> str:
    if one.answer in ("accepted", "same"):
        return ""
    if one.changed:
        return tr("now: {text} (changed since the analysis)", text=shown(one.now))
    return tr("now: {text}", text=shown(one.now))


def state_words(answer: Answer) -> str:
    return {"accepted": tr("accepted"), "refused": tr("refused"), "same": tr("stands there already")}.get(answer, "")


def shown(text: str) -> str:
    return one_line(text, 120) if text.strip() else tr("empty")


def shortened(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST].rstrip()}…"
