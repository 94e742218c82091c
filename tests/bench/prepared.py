"""A profile in which a teacher of the demo school has signed in, made through the real services. The school's server ran elsewhere
and has stopped: the program finds it unreachable, as on a train."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ems_desktop.demo import build
from ems_desktop.demo.sheet import DemoSheet
from ems_desktop.services.accounts import Accounts
from ems_desktop.services.own_server import OwnServer
from ems_desktop.services.profile import Profile
from sync.desk import Desk


def signed_in_profile(folder: Path) -> None:
    with TemporaryDirectory(prefix="ems-bench-server-") as elsewhere:
        server, profile, sheet = OwnServer(Path(elsewhere)), Profile(folder), DemoSheet(Path(elsewhere))
        try:
            school = build.build(server, profile, sheet, Desk).school
            desk = Desk(Accounts(profile, school).sign_in(build.email(build.TEACHER), build.PASSWORD))
            desk.sync()
            desk.close()
        finally:
            profile.close()
            sheet.stop()
            server.leave()
