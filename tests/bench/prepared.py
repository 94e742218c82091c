"""A profile in which a teacher of the demo school has signed in, made through the real services. The school's server ran elsewhere
and has stopped: the program finds it unreachable, as on a train."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ems_desktop.demo import build
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.own_server import OwnServer
from ems_desktop.services.profile import Profile
from sync.desk import Desk


def signed_in_profile(folder: Path) -> None:
    with TemporaryDirectory(prefix="ems-bench-server-") as elsewhere:
        server, profile = OwnServer(Path(elsewhere)), Profile(folder)
        try:
            school = build.build(server, profile, Desk).school
            desk = Desk(Accounts(profile, school).sign_in(build.email(build.TEACHER), build.PASSWORD))
            desk.sync()
            desk.close()
        finally:
            profile.close()
            server.leave()
