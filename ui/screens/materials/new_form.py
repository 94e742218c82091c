"""A new entry, in place: title, subject, type, level, theme. Enter saves; what the school already writes is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QListView

from ems_desktop.domain.materials import TITLE
from ems_desktop.i18n import tr
from ui.theme import T, font
from ui.widgets import Field
from ui.widgets.form import Form

MOST = 200  # values offered


class NewForm(Form):
    def __init__(self, save: Callable[[Mapping[str, str]], None]) -> None:
        super().__init__(tr("New material"), tr("Add"))
        self._save = save
        self.fields = {
            TITLE: Field(tr("Title"), tr("for example Structure of a report text")),
            "subject_name": Field(tr("Subject"), tr("for example Mathematics")),
            "material_type": Field(tr("Type"), "PDF"),
            "material_level": Field(tr("Level"), tr("for example Grade 8")),
            "material_theme": Field(tr("Theme")),
        }
        for key, wide in ((TITLE, 320), ("subject_name", 200), ("material_type", 110), ("material_level", 150), ("material_theme", 200)):
            self.fields[key].setMinimumWidth(T.px(wide))
        self._known = {key: self._offered(field) for key, field in self.fields.items() if key != TITLE}
        self.lay_out(*self.fields.values(), first=self.fields[TITLE], margins=(20, 12, 20, 12))
        self.save.clicked.connect(self._add)
        for field in self.fields.values():
            field.entered.connect(self.save.click)

    @staticmethod
    def _offered(field: Field) -> QStringListModel:
        """What is in the catalogue already, while one types: the same word for the same thing."""
        model = QStringListModel(field)
        completer = QCompleter(model, field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        offered = QListView()
        offered.setObjectName("choices")
        offered.setFont(font("body"))
        offered.setAccessibleName(field.edit.accessibleName())
        completer.setPopup(offered)
        field.edit.setCompleter(completer)
        return model

    def show_empty(self, facets: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        for key, model in self._known.items():
            model.setStringList([value for value, _ in facets.get(key, ()) if value and "\n" not in value][:MOST])
        for field in self.fields.values():
            field.set_text("")
        self.open_form()

    def _add(self) -> None:
        self._save({key: field.text() for key, field in self.fields.items() if field.text()})
