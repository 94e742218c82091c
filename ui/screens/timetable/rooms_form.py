"""The school's rooms, above the week: a list in the school's own order, and one name to type."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.services.timetable_views import Sheet
from ui.screens.timetable.acts import Acts
from ui.theme import LEFT, SIZE, T, round_rect, text
from ui.widgets import Choice, Field, button, decide, icon_button, list_view
from ui.widgets.form import Form, captioned
from ui.widgets.layout import group, row
from ui.widgets.lists import Index

Room = tuple[str, str]  # id, name
_LINE, _SHOWN = 28, 4  # pixels of the design, lines in sight
USED = 1693


class RoomsForm(Form):
    """Each press is written at once. A room that lessons use is removed only after a question."""

    def __init__(self, acts: Acts) -> None:
        super().__init__(tr("Rooms"), tr("Add the room"))
        self._acts = acts
        self.name = Field(tr("Name of the room"), "Lab IPA")
        self.list = list_view((), _LINE, _paint, _name, tr("Rooms"), inset=2)
        self.list.setFixedSize(T.px(260), T.px(_LINE * _SHOWN))
        self.rename = button(tr("Rename"), "edit", small=True)
        self.up, self.down = icon_button(tr("Further up"), "sort_up", small=True), icon_button(tr("Further down"), "down", small=True)
        self.remove = button(tr("Remove …"), "trash", "danger", small=True)
        self.tools = (self.rename, self.up, self.down, self.remove)
        beside = group(row(*self.tools, gap=6))
        self.lay_out(
            self.list,
            self.name,
            captioned(tr("The chosen room"), beside),
            first=self.name,
            margins=(16, 10, 16, 10),
        )
        self.cancel.say(tr("Done"))
        self._listen()

    def _listen(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.save.clicked.connect(self._add)
        self.name.entered.connect(self._add)
        self.rename.clicked.connect(self._with_room(lambda room: self._acts.rename_room(room, self.name.text(), self.mistaken)))
        self.up.clicked.connect(self._with_room(lambda room: self._acts.move_room(room, -1, self.mistaken)))
        self.down.clicked.connect(self._with_room(lambda room: self._acts.move_room(room, 1, self.mistaken)))
        self.remove.clicked.connect(self._with_room(lambda room: self._acts.remove_room(room, self._ask)))

    def show_sheet(self, sheet: Sheet) -> None:
        """The rooms as they are; the chosen one stays so, and a name that is new is chosen."""
        before, rooms = self.list.rows.rows, tuple(sheet.rooms.items())
        if rooms == before:
            return
        wanted = self.current()
        if before and len(rooms) == len(before) + 1:
            wanted = next(one for one, _ in rooms if one not in dict(before))
        at = next((n for n, (one, _) in enumerate(rooms) if one == wanted), None)
        self.list.show_rows(rooms, at)
        self._chosen(self.list.current_row())

    def current(self) -> str | None:
        """The id of the chosen room."""
        room: Room | None = self.list.current_row()
        return room[0] if room else None

    def _chosen(self, room: Room | None) -> None:
        for tool in self.tools:
            tool.setEnabled(room is not None)
        self.name.set_text(room[1] if room else "")
        self.mistaken(None)

    def _add(self) -> None:
        self._acts.add_room(self.name.text(), self.mistaken)

    def _with_room(self, act: Callable[[str], None]) -> Callable[[], None]:
        def done() -> None:
            if room := self.current():
                act(room)

        return done

    def _ask(self, error: EmsError) -> None:
        """Lessons take place there: how many, and whether they shall have no room."""
        room = self.current()
        if error.code != USED or room is None:
            self.mistaken(error)
            return
        said = tr(
            "{count} lessons of drafts take place there and would have no room. Timetables that were published keep its name.",
            count=error.params["count"],
        )
        remove = Choice(tr("Remove the room"), lambda: self._acts.remove_room(room, self.mistaken, clear=True), "danger")
        decide(self, tr("Remove {name}?", name=error.params["room"]), said, Choice(tr("Cancel")), remove)


def _name(room: Room) -> str:
    return room[1]


def _paint(p: QPainter, rect: QRectF, room: Room, selected: bool, _index: Index) -> None:
    inner = rect.adjusted(T.px(2), T.px(1), -T.px(2), -T.px(1))
    if selected:
        round_rect(p, inner, T.px(SIZE.r_control), "accent_soft")
    text(
        p, inner.adjusted(T.px(8), 0, -T.px(8), 0), room[1], "body", "accent" if selected else "text", LEFT | Qt.AlignmentFlag.AlignVCenter
    )
