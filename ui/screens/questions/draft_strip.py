"""Above the list: a job has written questions that are in no bank yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ems_desktop.i18n import tr, trn
from ems_desktop.services.questions_views import DraftJob
from ui.widgets import Banner, button, col


class DraftStrip(QWidget):
    """The newest job of this bank, else one of a subject without a bank of its own. `asked`: its questions shall come in."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.job: DraftJob | None = None
        self.take = button(tr("Take in"), "plus", small=True)
        self.banner = Banner(self.take)
        self.setLayout(col(self.banner, margins=(12, 10, 12, 0), gap=0))
        self.take.clicked.connect(lambda: self.asked.emit(self.job))
        self.hide()

    def show_jobs(self, jobs: Sequence[DraftJob], bank_id: str) -> None:
        self.job = next((job for job in jobs if job.bank_id in {bank_id, ""}), None)
        self.setVisible(self.job is not None)
        if self.job is not None:
            count = trn("{n} drafted question", "{n} drafted questions", self.job.questions)
            self.banner.say(tr("{count} from a job about “{material}”", count=count, material=self.job.material), "ok")
