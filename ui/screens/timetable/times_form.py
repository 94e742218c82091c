"""While times are being closed, above the week: whose, why, and how it is done."""

from __future__ import annotations

from ems_desktop.i18n import tr
from ui.theme import T
from ui.widgets import Field
from ui.widgets.form import Form

LONGEST = 200  # letters of a reason


class TimesForm(Form):
    """Open for as long as the week takes times instead of lessons."""

    def __init__(self) -> None:
        super().__init__(tr("Close times"), "")
        self.reason = Field(
            tr("Reason"),
            "MGMP",
            hint=tr("Drag over hours of the week to close them; click closed ones to open them. By keys: arrows, Shift for more, Space."),
        )
        self.reason.edit.setMaxLength(LONGEST)
        self.reason.setMinimumWidth(T.px(560))
        self.save.hide()
        self.cancel.say(tr("Done"))
        self.lay_out(self.reason, first=self.reason, margins=(16, 10, 16, 10))

    def show_name(self, name: str) -> None:
        """Whose times they are."""
        self._title.setText(tr("Close times · {name}", name=name))
