"""`./ems demo --full`: real programs in the place of the demo's stand-ins: n8n with its workflows, an S3 that checks signatures. Only Google
stays a simulator, Gemini and the Sheet. Set up by what `./ems admin n8n install` and `./ems admin files` call."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ems_desktop.demo import build, gemini, n8n, s3
from ems_desktop.integrations import n8n_api
from ems_desktop.services import n8n_setup
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.own_server import DATABASE, OwnServer
from ems_desktop.services.profile import Profile

if TYPE_CHECKING:
    from ems_desktop.store.school_file import SchoolFile


@dataclass(slots=True)
class Parts:
    """They run. `folder`: the technician's own profile, who sets them up."""

    n8n: n8n.N8n
    gemini: gemini.Gemini
    s3: s3.S3Server
    folder: Path
    ready: bool = False

    def known_to(self, school: SchoolFile) -> SchoolFile:
        """The school file with n8n's address of today."""
        return replace(school, n8n_url=self.n8n.base)

    def set_up(self, server: OwnServer, school: SchoolFile, open_desk: build.OpenDesk) -> None:
        """Once, when the demo school is there. Errors: 155x from n8n, 1617 and 1618 from the S3, 14xx no connection."""
        if not self.ready:
            self._install_workflows(server)
            self._keep_files(school, open_desk)
            self.ready = True

    def _install_workflows(self, server: OwnServer) -> None:
        running = server.start()
        database = n8n_setup.Database(running.host, running.port, DATABASE, tls=False)
        settings: dict[str, dict[str, Any]] = {"work": {"gemini_url": self.gemini.base}}
        with n8n_api.N8n(self.n8n.base, self.n8n.key) as there:
            n8n_setup.install(there, running.dsn(DATABASE), n8n_setup.Wanted(database, self.gemini.key, None, settings))

    def _keep_files(self, school: SchoolFile, open_desk: build.OpenDesk) -> None:
        profile = Profile(self.folder)
        try:
            profile.join(school)
            with contextlib.closing(open_desk(Accounts(profile, school).sign_in(build.email(build.OFFICE), build.PASSWORD))) as desk:
                desk.transfers.set_up(self.s3.settings())
        finally:
            profile.close()


@contextlib.contextmanager
def running(data_dir: Path) -> Iterator[Parts]:
    """For the block. What the S3 holds stays in this profile; n8n begins anew each time. Errors: 1930 to 1932 what cannot be had here."""
    stored = data_dir / "s3"
    stored.mkdir(parents=True, exist_ok=True)
    with s3.running(stored) as storage, gemini.running() as model, n8n.running() as automation:
        yield Parts(automation, model, storage, data_dir / "technician")
