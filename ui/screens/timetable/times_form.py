"""While times are being closed, above the week: whose, why, and how it is done. Low, for the week is what it is about."""

from __future__ import annotations

from ems_desktop.i18n import tr
from ui.theme import T
from ui.widgets import col, label, line_edit, row
from ui.widgets.form import Form

LONGEST = 200  # letters of a reason


class TimesForm(Form):
    """Open for as long as the week takes times instead of lessons. `reason`: for what is closed next."""

    def __init__(self) -> None:
        super().__init__(tr("Close times"), "")
        self.reason = line_edit(tr("Reason"), tr("reason, for example MGMP"))
        self.reason.setMaxLength(LONGEST)
        self.reason.setMinimumWidth(T.px(220))
        self.keys_to = self.reason
        self.cancel.say(tr("Done"))
        self.save.hide()
        hint = label(tr("Drag closes, a click on closed hours opens. By keys: arrows, Shift for more, Space."), "caption", "3", wrap=True)
        self.setLayout(col(row(self._title, self.reason, self.cancel, None, gap=12), hint, margins=(14, 8, 14, 8), gap=4))
        self._outside.setLayout(col(self, margins=(16, 6, 16, 6)))

    def show_name(self, name: str) -> None:
        """Whose times they are."""
        self._title.setText(tr("Close times · {name}", name=name))
