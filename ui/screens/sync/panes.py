"""The right side of the sync centre: one conflict or one refusal, with what can be done about it. Built anew for each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr, trn
from ems_desktop.services.syncing import Difference, Kept
from ui.labels import column_word, mark_words, table_word, value_words
from ui.screens.sync.cards import Cards
from ui.screens.sync.effects import Effect
from ui.screens.sync.facts import sides_of
from ui.screens.sync.fork import Around, Fork
from ui.screens.sync.presenter import hint_of
from ui.screens.sync.reasons import reason
from ui.screens.sync.words import place_words, rows_words, title_words, when_words
from ui.theme import SIZE, T
from ui.widgets import (
    Banner,
    Button,
    Column,
    Elided,
    Flow,
    RowsModel,
    TableView,
    box,
    button,
    col,
    icon_label,
    key,
    label,
    line_edit,
    restyle,
    row,
)


class Pane(QWidget):
    """What both kinds share: who, what, where; a way back to the list where there is no room for both."""

    back = Signal()
    opened = Signal()  # go to the grade sheet, the material or the lesson
    chosen = Signal(str)  # mine, base, theirs, retry, away, later, export
    typed = Signal(str)  # another value

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept
        self.setObjectName("page")
        self.back_button = button(tr("Back to the list"), "left", "ghost", small=True)
        self.back_button.clicked.connect(self.back)
        self.back_button.hide()
        self.open_button: Button | None = None

    def head(self) -> QWidget:
        names = col(Elided(title_words(self.kept), "heading"), Elided(place_words(self.kept, semester=True), "small", "2"), gap=3)
        line = row(names, gap=8)
        line.setStretch(0, 1)
        if said := _where_words(self.kept):
            self.open_button = button(said, "arrow", small=True)
            self.open_button.clicked.connect(self.opened)
            line.addWidget(self.open_button)
        made = QWidget()
        made.setLayout(col(row(self.back_button, None), line, gap=8))
        return made

    def fold(self, narrow: bool) -> None:
        self.back_button.setVisible(narrow)
        if self.open_button:
            self.open_button.fold(narrow)

    def act(self, said: str, choice: str, icon: str = "", kind: str = "", cap: str = "") -> QWidget:
        made = button(said, icon, kind, tip=cap)
        made.clicked.connect(lambda: self.chosen.emit(choice))
        if not cap:
            return made
        both = QWidget()
        both.setLayout(row(made, key(cap), gap=8))
        return both

    def later(self) -> QWidget:
        return self.act(tr("Later"), "later", "clock", "ghost")


def _where_words(kept: Kept) -> str:
    """What a person can go to from here; nothing for what has no place of its own."""
    if kept.clash:
        return tr("Open the material")
    if kept.timetable_id:
        return tr("Open the timetable")
    if kept.bank_id:
        return tr("Open the question bank")
    return tr("Open the grade sheet") if kept.sheet_id else ""


class ConflictPane(Pane):
    """Two values of one thing. Nothing is overwritten before the person chooses."""

    def __init__(self, kept: Kept, me: str, *, offline: bool) -> None:
        super().__init__(kept)
        self.cards: Cards | None = None
        self.other: QLineEdit | None = None
        self._known: Effect | None = None
        self.banner = Banner()
        self._mistake = label("", "caption", "bad", wrap=True)
        self._mistake.hide()
        self._effect, self._around, self._fork = QWidget(), QWidget(), Fork(kept)
        self._effect.hide()
        self._around.hide()
        answer = self._answer(me, offline)
        self.setLayout(col(self.head(), 8, self.banner, 4, self._fork, 4, answer, self._effect, self._around, self._foot(), self._mistake, None,
                           margins=(32, 20, 32, 20), gap=12))  # fmt: skip
        self.banner.say(_kept_words(kept))  # only now: what has no parent shows as a window of its own

    def _answer(self, me: str, offline: bool) -> QWidget:
        """Three cards for one value, a table for several."""
        if len(self.kept.differences) <= 1:
            self.cards = Cards(sides_of(self.kept, me, offline=offline))
            self.cards.chosen.connect(self.chosen)
            return self.cards
        made = QWidget()
        acts = [self.act(tr("Use mine"), "mine", "", "primary", "1")]
        if self.kept.base:
            acts.append(self.act(tr("Back to the base"), "base", cap="0"))
        line = QWidget()
        line.setLayout(Flow(*acts, self.act(tr("Use the school's"), "theirs", cap="2"), None, self.later(), gap=16))
        made.setLayout(col(fields_table(self.kept), 4, line, gap=8))
        return made

    def _foot(self) -> QWidget:
        made, mark = QWidget(), self.kept.tbl == "scores" and bool({"value", "state"} & set(self.kept.mine))
        if not mark and not self.kept.clash:
            made.setLayout(Flow(None, *([self.later()] if self.cards else [])))
            return made
        self.other = line_edit(tr("Another mark"), hint_of(None)) if mark else line_edit(tr("Another text"), tr("Another text"))
        self.other.setFixedWidth(T.px(200))
        save = button(tr("Save this mark") if mark else tr("Save this text"))
        save.clicked.connect(self._type)
        self.other.returnPressed.connect(self._type)
        self.other.textEdited.connect(lambda _: self.show_mistake(None))
        made.setLayout(Flow(label(tr("Or"), "small", "3"), self.other, save, key("3"), None, self.later(), gap=8))
        return made

    def _type(self) -> None:
        if self.other is not None:
            self.typed.emit(self.other.text())

    def show_mistake(self, error: EmsError | None) -> None:
        """Beside the field; the focus stays where it is."""
        said = explain(error) if error else ""
        self._mistake.setText(said)
        self._mistake.setVisible(bool(said))
        if self.other is not None:
            self.other.setProperty("invalid", bool(said) or None)
            self.other.setAccessibleDescription(said)
            restyle(self.other)

    def show_effect(self, effect: Effect | None) -> None:
        """What each value means for the final grade, and the marks around it."""
        if effect is None or effect == self._known:
            return
        self._known = effect
        if self.other is not None:
            self.other.setPlaceholderText(hint_of(effect))
        self._effect = self._replaced(self._effect, _effect_card(effect))
        self._around = self._replaced(self._around, _around_card(self.kept, effect))

    def _replaced(self, old: QWidget, new: QWidget) -> QWidget:
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(old, new)
        old.deleteLater()
        return new

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._fork.setVisible(not narrow)  # the cards say the same
        if self.cards:
            self.cards.stack(narrow)


def _kept_words(kept: Kept) -> str:
    if kept.clash:
        return tr("This cell was changed here and in the Google Sheet. Both values are kept; the Sheet's stands until you choose.")
    if kept.tbl == "scores":
        return tr(
            "This mark was changed in two places since it was last the same. Both are kept; nothing is overwritten before you choose."
        )
    return tr("This was changed in two places since it was last the same. Both are kept; nothing is overwritten before you choose.")


class RefusedPane(Pane):
    """What the school did not take, why, and what to do."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(kept)
        why = reason(kept.status, kept.why, kept.rule)
        self.banner = Banner()
        self.retry = button(tr("Send again"), "sync", "primary", tip="1")
        self.retry.clicked.connect(lambda: self.chosen.emit("retry"))
        acts = QWidget()
        away = self.act(tr("Put away"), "away", "check", cap="2")
        export = self.act(tr("Export …"), "export", "download")
        acts.setLayout(Flow(self.retry, key("1"), away, export, None, self.later()))
        kept_here = label(tr("It is kept here until you decide; the rest of the queue goes on."), "small", "3", wrap=True)
        when = label(tr("Typed {time} · {rows}", time=when_words(kept.my_at), rows=rows_words(kept.rows, kept.tbl)), "small", "2")
        self.setLayout(col(self.head(), 8, self.banner, when, fields_table(kept), acts, kept_here, None, margins=(32, 20, 32, 20), gap=12))
        said = explain(kept.in_the_way) if kept.in_the_way else why.said
        self.banner.say(f"{said} {why.remedy}", "bad")


def _effect_card(effect: Effect) -> QWidget:
    parts: list[QWidget] = [label(tr("Effect on the final grade"), "small_strong")]
    for said, value in effect.finals:
        pair = QWidget()
        pair.setLayout(
            row(
                label(tr("with {value}", value=said), "small", "3"), label("–" if value is None else mark_words(value), "num_strong"), gap=6
            )
        )
        parts.append(pair)
    verdict = QWidget()
    ink, icon = ("ok", "check") if effect.reached else ("bad", "alert")
    verdict.setLayout(row(icon_label(icon, ink, 16), label(effect.verdict, "small", ink), gap=6))
    if not effect.verdict:
        verdict.hide()
    made = box("card", Flow(*parts, None, verdict, margins=(16, 10, 16, 10), gap=18))
    _as_high_as_needed(made)
    return made


def _around_card(kept: Kept, effect: Effect) -> QWidget:
    mean = label(tr("mean of the others {mean}", mean=effect.mean), "caption", "3")
    if not effect.mean:
        mean.hide()  # never show(): it has no parent yet
    head = row(Elided(tr("Marks of {name} in this sheet", name=kept.who), "small_strong"), None, mean)
    return box("card", col(head, 8, Around(effect.around), margins=(16, 12, 16, 14), gap=0))


def _as_high_as_needed(made: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)


def fields_table(kept: Kept) -> QWidget:
    """Field by field: before, mine and, in a conflict, the school's."""
    several = kept.rows > 1
    columns = [Column("row", tr("Row"), 190, _row_words, role="body_medium", stretch=True)] if several else []
    columns += [Column("field", tr("Field"), 150, lambda d: column_word(d.column), stretch=not several, ink="text2")]
    columns += [Column("base", tr("Before"), 130, lambda d: value_words(d.column, d.base), ink="text2")]
    columns += [Column("mine", tr("Your value"), 150, lambda d: value_words(d.column, d.mine), role="body_medium")]
    if kept.status == "conflict":
        columns.append(Column("theirs", tr("At school"), 150, _told, role="body_medium", ink=lambda d: "warn" if _differs(d) else "text"))
    table = TableView(RowsModel(columns, kept.differences), tr("Changed fields"))
    shown = min(len(kept.differences), 8)
    table.setFixedHeight(T.px(SIZE.h_table_head) + shown * T.px(SIZE.h_row_list) - 1)  # without the last hairline
    if shown == len(kept.differences):
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rest = kept.rows - len({d.row for d in kept.differences})
    more = label(trn("and {n} more row; the export has them all", "and {n} more rows; the export has them all", rest), "small", "3")
    if rest <= 0 or len(kept.differences) < SHOWN:
        more.hide()
    return box("card", col(table, more, margins=(1, 1, 1, 1), gap=4))


SHOWN = 50  # with fewer, every row is there


def _row_words(d: Difference) -> str:
    return " · ".join(part for part in (d.row, "" if d.tbl == "scores" else table_word(d.tbl)) if part)


def _told(d: Difference) -> str:
    return value_words(d.column, d.theirs) if d.told else "–"


def _differs(d: Difference) -> bool:
    return d.told and d.theirs != d.mine
