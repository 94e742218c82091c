"""A field that finds one person among all: a part of the name, then the arrow keys and Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from ems_desktop.i18n import tr
from ems_desktop.services.audit_views import Choice
from ui.theme import T, font, icons
from ui.widgets.text import plain_tip


class PersonField(QLineEdit):
    """`chosen` carries an id, None when the field was emptied. What was typed and is nobody's name goes back to the one before."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Choice, ...] = ()
        self._now: str | None = None
        self.setFont(font("body"))
        self.setAccessibleName(tr("Person"))
        self.setPlaceholderText(tr("Anybody"))
        self.setToolTip(plain_tip(tr("Who did it; of a pupil: whom it concerns")))
        self.addAction(icons.icon("users", "text3", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self._names = QStringListModel(self)
        self._finder = QCompleter(self._names, self)
        self._finder.setFilterMode(Qt.MatchFlag.MatchContains)
        self._finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list = QListView()
        self._list.setObjectName("choices")
        self._list.setFont(font("body"))
        self._list.setAccessibleName(tr("Person"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumWidth(T.px(280))
        self._finder.setPopup(self._list)
        self.setCompleter(self._finder)
        self._finder.activated.connect(lambda _: self._picked(self._list.currentIndex()))
        self.textChanged.connect(self._emptied)
        self.editingFinished.connect(self._left)

    def set_people(self, people: Sequence[Choice], now: str | None) -> None:
        self._people = tuple(people)
        self._names.setStringList([one.name for one in people])
        self.show_person(now)

    def show_person(self, now: str | None) -> None:
        """Show this one, without telling."""
        self._now = now
        self.blockSignals(True)
        self.setText(self._name())
        self.blockSignals(False)

    def pick(self, person: str) -> None:
        """As if found in the list."""
        if person != self._now:
            self.show_person(person)
            self.chosen.emit(person)

    def _name(self) -> str:
        return next((one.name for one in self._people if one.id == self._now), "")

    def _picked(self, index: QModelIndex) -> None:
        model = self._finder.completionModel()
        assert isinstance(model, QAbstractProxyModel)
        if index.isValid():
            self.pick(self._people[model.mapToSource(index).row()].id)

    def _emptied(self, text: str) -> None:
        if not text and self._now is not None:
            self._now = None
            self.chosen.emit(None)

    def _left(self) -> None:
        if self._list.isVisible() or self.text() == self._name():
            return
        typed = self.text().casefold().strip()
        found = [one for one in self._people if typed and typed in one.name.casefold()]
        if len(found) == 1:
            self.pick(found[0].id)
        else:
            self.show_person(self._now)
