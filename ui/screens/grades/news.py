"""What this screen and the rest of the program tell each other about changes of grades."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.bus import Bus, Changed
from ui.screens.grades.presenter import GradesPresenter

TELL = 300  # ms after the last edit until the other screens are told
READ = 120  # ms after the last news until the sheet is read anew
MINE = "grades"  # this screen, as the origin of a change
SHEET = ("scores", "assessments", "grade_sheets")  # what carries the sheet's id
AROUND = ("assessment_kinds", "school", "semesters", "enrolments", "subjects", "subject_students", "students", "users")


class News(QObject):
    def __init__(self, parent: QObject, bus: Bus, presenter: GradesPresenter) -> None:
        super().__init__(parent)
        self._bus, self._sheet, self._past = bus, presenter.sheet, presenter.past
        self._written: set[str] = set()
        self._telling = QTimer(self, singleShot=True, interval=TELL)
        self._reading = QTimer(self, singleShot=True, interval=READ)
        self._telling.timeout.connect(self._tell)
        self._reading.timeout.connect(self._sheet.refresh)
        bus.changed.connect(self._heard)

    def wrote(self, *kinds: str) -> None:
        """This screen committed something: tell the others when the keys rest."""
        self._written.update(kinds)
        self._telling.start()

    def _tell(self) -> None:
        board = self._sheet.board
        self._bus.tell(self._written, {board.sheet.ref.id} if board else None, origin=MINE)
        self._written = set()

    def _heard(self, changed: Changed) -> None:
        """Somebody else changed something: read anew if it can be about this sheet."""
        if changed.origin == "pull":
            self._past.heard()
        board = self._sheet.board
        if board is None or changed.origin == MINE:
            return
        if changed.touches(*AROUND) or changed.touches(*SHEET, ids=frozenset({board.sheet.ref.id})):
            self._reading.start()
