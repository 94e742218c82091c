"""The right side of the audit: the chosen entry in full, or what a check of the chain found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import explain, tr, trn
from ems_desktop.services.audit_views import AuditChange, AuditEntry, Broken, ChainReport
from ui.screens.audit.columns import STEP_HEIGHT, paint_step, step_spoken
from ui.screens.audit.words import chain_words, moment_words, status_words, steps_of, what_words, where_words, who_words
from ui.theme import LEFT, T, color, icons, lines, text
from ui.widgets import Banner, Elided, Flow, ListView, button, col, icon_button, label, row
from ui.widgets.lists import Index
from ui.words import semester_title

BROKEN_HEIGHT = 74


class Panel(QWidget):
    """A heading with a cross, which is there where the panel hides the list."""

    closed = Signal()
    WIDE = 340  # pixels of the design

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = Elided(title, "title")
        self.cross = icon_button(tr("Close"), "close", small=True, tip=f"{tr('Close')} (Esc)")
        self.cross.clicked.connect(self.closed)
        head = row(self.heading, self.cross, gap=8)
        head.setStretch(0, 1)
        self.body = col(head, margins=(20, 14, 16, 14), gap=10)
        self.setLayout(self.body)


class Fact(QWidget):
    """A name and its value; without one it is not there."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._value = label(name, "small", "3"), Elided("", "small_strong", least=20)
        self._name.setFixedWidth(T.px(84))
        line = row(self._name, self._value, gap=8)
        line.setStretch(1, 1)
        self.setLayout(line)

    def say(self, value: str) -> None:
        self._value.say(value)
        self.setVisible(bool(value))


class EntryPanel(Panel):
    """`sheet_asked`: open its grade sheet; `then_asked`: the sheet as of its day."""

    sheet_asked = Signal(object)
    then_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("")
        self.entry: AuditEntry | None = None
        names = {
            "who": tr("Who"), "when": tr("When"), "device": tr("Computer"), "where": tr("Where"), "semester": tr("Semester"), "title": tr("Change"), "state": tr("State"),
        }  # fmt: skip
        self._facts = {key: Fact(name) for key, name in names.items()}
        self._none = label(tr("Choose an entry to see what it changed, cell by cell."), "small", "2", wrap=True)
        self._count = label("", "small_strong", "2")
        self.changes = ListView(tr("What was changed"), STEP_HEIGHT, paint_step, step_spoken, inset=-4)
        self.sheet = button(tr("Open the sheet"), "grades", small=True)
        self.then = button(tr("The sheet that day"), "clock", small=True)
        self.sheet.clicked.connect(lambda: self.sheet_asked.emit(self.entry))
        self.then.clicked.connect(lambda: self.then_asked.emit(self.entry))
        self._acts = QWidget()
        self._acts.setLayout(Flow(self.sheet, self.then, gap=8))
        self.body.addWidget(self._none)
        self.body.addLayout(col(*self._facts.values(), gap=6))
        self.body.addSpacing(T.px(6))
        self.body.addWidget(self._count)
        self.body.addWidget(self.changes, 1)
        self.body.addStretch(0)
        self.body.addWidget(self._acts)
        self.show_entry(None)

    def show_entry(self, entry: AuditEntry | None) -> None:
        """All but its changes, which are asked for."""
        self.entry = entry
        self.heading.say(what_words(entry) if entry else tr("Nothing chosen"))
        self._none.setVisible(entry is None)
        facts = _facts(entry) if entry else {}
        for key, fact in self._facts.items():
            fact.say(facts.get(key, ""))
        self.changes.show_rows(())
        self.changes.setVisible(entry is not None and entry.changes > 0 and not entry.erased)
        self._count.setText(_nothing(entry) if entry else "")
        self._acts.setVisible(entry is not None and entry.sheet is not None)

    def show_changes(self, changes: Sequence[AuditChange]) -> None:
        self.changes.show_rows(steps_of(changes))
        if changes:
            self._count.setText(trn("{n} change", "{n} changes", len(changes)))


def _facts(entry: AuditEntry) -> dict[str, str]:
    told = {"who": who_words(entry), "when": moment_words(entry.at), "device": entry.device, "where": where_words(entry)}
    title = entry.title if entry.title != what_words(entry) and entry.kind != "export" else ""
    semester = semester_title(entry.semester) if entry.semester else ""
    return told | {"semester": semester, "title": title, "state": status_words(entry)}


def _nothing(entry: AuditEntry) -> str:
    """Why there are no changes to list."""
    if entry.erased:
        return tr("The values were erased by rule; who did it and when stays.")
    if entry.kind == "export":
        return tr("Written down before the file was made.")
    return tr("Nothing was changed by it.") if not entry.changes else ""


class ChainPanel(Panel):
    """What a check found: all is well in one sentence, or each chain that does not hold and what to do."""

    def __init__(self) -> None:
        super().__init__(tr("The audit's chain"))
        self.verdict = Banner()
        self._told = label("", "small", "2", wrap=True)
        self.broken = ListView(
            tr("Chains that do not hold"), BROKEN_HEIGHT, _paint_broken, lambda one: ": ".join(chain_words(one)), inset=-4
        )
        self._limit = label(_limit(), "small", "3", wrap=True)
        for part in (self.verdict, self._told):
            self.body.addWidget(part)
        self.body.addWidget(self.broken, 1)
        self.body.addWidget(self._limit)
        self.body.addStretch(0)

    def show_checking(self) -> None:
        self._show(tr("Reading every entry anew …"), "", "", ())

    def show_report(self, report: ChainReport) -> None:
        if not report.broken:
            read = trn("All holds: {n} entry was read anew.", "All holds: {n} entries were read anew.", report.entries)
            told = trn("They stand in {n} chain.", "They stand in {n} chains, one for each sheet, class and list.", report.chains)
            self._show(read, "ok", " ".join((told, tr("None was changed, removed or moved."))), ())
            return
        wrong = trn("{n} chain does not hold.", "{n} chains do not hold.", len(report.broken))
        self._show(wrong, "bad", _advice(), report.broken)

    def show_error(self, error: EmsError) -> None:
        self._show(explain(error), "warn", "", ())

    def _show(self, said: str, kind: str, told: str, broken: Sequence[Broken]) -> None:
        self.verdict.say(said, kind)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self.broken.show_rows(broken)
        self.broken.setVisible(bool(broken))
        self._limit.setVisible(kind == "ok")


def _advice() -> str:
    return tr(
        "Somebody went round the program, straight into the database. Change nothing now: keep a copy of the database, export this audit, "
        "and ask whoever runs the server who had access. A backup from before shows what stood there."
    )


def _limit() -> str:
    return tr(
        "What no check in the same database can see: somebody who rules the server and writes a whole chain anew. Copies of the database "
        "in another place, and heads that were printed, can."
    )


def _paint_broken(p: QPainter, rect: QRectF, one: Broken, _on: bool, _index: Index) -> None:
    where, wrong = chain_words(one)
    icons.draw(p, "alert", rect.left(), rect.top() + T.px(17), "bad", 15)
    inner = rect.adjusted(T.px(22), T.px(7), 0, 0)
    text(p, QRectF(inner.left(), inner.top(), inner.width(), T.px(20)), where, "small_strong", "text", LEFT)
    lines(p, inner.adjusted(0, T.px(21), 0, 0), wrong, "small", "text2", most=2)
    p.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), color("line"))
