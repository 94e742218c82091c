"""One signed-in person's desk: the file, the services on it and the engine that keeps it in step. What window and command line share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ems_desktop.services.accounts import Invitations, SignedIn
from ems_desktop.services.audit import Audit
from ems_desktop.services.devices import Devices
from ems_desktop.services.files import Files
from ems_desktop.services.finals import final_value
from ems_desktop.services.grades import Grades
from ems_desktop.services.home import Home
from ems_desktop.services.jobs import Jobs
from ems_desktop.services.lending import Lending
from ems_desktop.services.materials import Materials
from ems_desktop.services.n8n_executions import Executions
from ems_desktop.services.previews import Previews
from ems_desktop.services.proposals import Proposals
from ems_desktop.services.question_drafts import QuestionDrafts
from ems_desktop.services.question_files import QuestionFiles
from ems_desktop.services.question_papers import Papers
from ems_desktop.services.questions import Questions
from ems_desktop.services.roster_import import RosterImport
from ems_desktop.services.rosters import Rosters
from ems_desktop.services.school import School
from ems_desktop.services.sheet_access import SheetAccess
from ems_desktop.services.syncing import Syncing
from ems_desktop.services.timetable import Timetable
from ems_desktop.services.timetable_books import TimetableBooks
from ems_desktop.services.timetable_import import TimetableImport
from ems_desktop.services.users import Users
from ems_desktop.store.cache import FileCache
from ems_desktop.store.turns import patiently
from sync.engine import Engine, Report
from sync.transfers import Transfers
from sync.upkeep import Upkeep

if TYPE_CHECKING:
    from sync.remote import Remote


class Desk:
    """Close it when the person leaves."""

    def __init__(self, signed_in: SignedIn) -> None:
        self.signed_in, self.person = signed_in, signed_in.person
        self.dial = signed_in.dial
        self.store = signed_in.open_store()
        self._upkeep = Upkeep(signed_in.ticket, self.store.remember, office=signed_in.person.office)
        self.grades = Grades(self.store, self.person)
        self.rosters = Rosters(self.store, self.person, final_value)
        self.materials = Materials(self.store, self.person)
        self.syncing = Syncing(self.store, self.person)
        self.invitations = Invitations(signed_in.dial)
        self.home = Home(self.store, self.person)
        self.imports = RosterImport(self.store, self.rosters)
        self.school = School(self.store, self.person)
        self.timetable = Timetable(self.store, self.person)
        self.timetable_books = TimetableBooks(self.store)
        self.timetable_import = TimetableImport(self.store, self.person)
        self.users = Users(self.rosters, self.invitations)
        self.devices = Devices(signed_in.dial)
        self.audit = Audit(self.store, signed_in.dial)
        self.jobs = Jobs(self.store, self.person, signed_in.dial, self._n8n)
        self.proposals = Proposals(self.store, self.materials, self.jobs)
        self.executions = Executions(signed_in.ticket.keychain, f"{signed_in.ticket.school().npsn}/{self.person.id}/n8n", self._n8n)
        self.sheet_access = SheetAccess(signed_in.ticket.school, signed_in.ticket.keychain, self.person.id)
        cache = FileCache(signed_in.path.with_name("files"), signed_in.file_key)
        self.files = Files(self.store, self.person, cache)
        self.lending, self.previews = Lending(self.files), Previews(self.files)
        self.questions = Questions(self.store, self.person, cache)
        self.question_files = QuestionFiles(self.questions)
        self.papers = Papers(self.store, self.person)
        self.question_drafts = QuestionDrafts(self.store, self.person, self.questions, self.jobs)
        self.transfers = Transfers(self.store, cache, signed_in.dial, self.person.id, office=self.person.office)
        self.files.queued = self.questions.queued = self.transfers.wake
        self.engine = Engine(self.store, self._dial)

    def _n8n(self) -> str | None:
        return self.signed_in.ticket.school().n8n_url

    def _dial(self) -> Remote:
        from sync.remote import Remote

        remote = Remote(self.dial())
        self._upkeep.visit(remote)
        return remote

    def sync(self) -> Report:
        """Push and pull until both sides agree; a crowded school is asked again for a while. Errors: 14xx without a connection."""
        return patiently(self.engine.cycle)

    def merge_sheet(self) -> None:
        """Bring catalogue and Google Sheet to agree, and all of it to the school. Nothing where this person is not connected to a Sheet.
        Errors: those of the Sheet and of `sync`."""
        from sync.sheet import SheetMerge

        sheet = self.sheet_access.open()
        if sheet is not None:
            merge = SheetMerge(self.store, sheet)
            while merge.round().again:
                self.sync()
            self.sync()

    def close(self) -> None:
        self.transfers.stop()
        self.lending.clear()
        self.engine.hang_up()
        self.audit.hang_up()
        self.jobs.hang_up()
        self.store.close()
