"""Which sheet is open: class, subject, semester; in a narrow window one list of all sheets of the semester."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ems_desktop.i18n import tr
from ems_desktop.services.grade_views import SheetRef
from ui.widgets import Switcher
from ui.words import semester_title


class SheetChooser(QObject):
    chosen = Signal(str)  # a sheet's id

    def __init__(self) -> None:
        super().__init__()
        self._refs: tuple[SheetRef, ...] = ()
        self._now: SheetRef | None = None
        self.klass, self.subject, self.semester = Switcher(tr("Class"), ()), Switcher(tr("Subject"), ()), Switcher(tr("Semester"), ())
        self.sheet = Switcher(tr("Grade sheet"), ())
        self.klass.chosen.connect(lambda class_id: self._pick(class_id=class_id))
        self.subject.chosen.connect(self.chosen.emit)
        self.semester.chosen.connect(lambda code: self._pick(semester=code))
        self.sheet.chosen.connect(self.chosen.emit)

    @property
    def parts(self) -> list[Switcher]:
        return [self.klass, self.subject, self.semester, self.sheet]

    def set_refs(self, refs: Sequence[SheetRef]) -> None:
        self._refs = tuple(refs)
        if self._now:
            self.show_sheet(self._now.id)

    def start(self, semester: str) -> str | None:
        """The sheet to begin with: one's own of this semester, else any; None without any."""
        ranked = sorted(self._refs, key=lambda r: (r.semester != semester, not r.mine))
        return ranked[0].id if ranked else None

    def knows(self, sheet_id: str | None) -> bool:
        return any(ref.id == sheet_id for ref in self._refs)

    def show_sheet(self, sheet_id: str) -> None:
        """This one is open."""
        now = next((ref for ref in self._refs if ref.id == sheet_id), None)
        if now is None:
            return
        self._now = now
        term = [ref for ref in self._refs if ref.semester == now.semester]
        self.klass.set_options(list({ref.class_id: (ref.class_id, ref.class_name) for ref in term}.values()), now.class_id)
        self.subject.set_options([(ref.id, ref.subject) for ref in term if ref.class_id == now.class_id], now.id)
        codes = sorted({ref.semester for ref in self._refs}, reverse=True)
        self.semester.set_options([(code, semester_title(code)) for code in codes], now.semester)
        self.sheet.set_options([(ref.id, f"{ref.class_name} · {ref.subject}") for ref in term], now.id)

    def fold(self, *, narrow: bool) -> None:
        for part in self.parts:
            shown = narrow == (part is self.sheet)
            if part.parentWidget() or not shown:  # without a parent it would open as a window of its own
                part.setVisible(shown)

    def _pick(self, class_id: str | None = None, semester: str | None = None) -> None:
        """The same subject in another class or semester, else the first sheet there."""
        assert self._now is not None
        now = self._now
        code = semester or now.semester
        there = [r for r in self._refs if r.semester == code and (class_id is None or r.class_id == class_id)]
        if class_id is None:
            there.sort(key=lambda r: r.class_id != now.class_id)
        same = next((r for r in there if r.subject == now.subject), there[0])
        self.chosen.emit(same.id)
