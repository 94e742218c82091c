"""Coming back, in a process of its own: what the first screen does without, and what comes in once it stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ems_desktop.integrations.keychain import DemoKeyring
from ems_desktop.paths import root
from ems_desktop.services.profile import DEMO_NPSN, Profile, Remembered
from ems_desktop.store.local import LocalStore
from ems_desktop.store.school_file import SchoolFile
from tests.schools import SmallSchool, uid

COME_BACK = """
import sys
from ems_desktop.__main__ import open_desk
from ems_desktop.cli.main import main
from ui.tour.hands import until

def window(options):
    import gc
    from PySide6.QtWidgets import QApplication
    from ui import desk
    from ui.app import Program, import_plainly
    desk.QUIET = 2_000  # so that a busy machine sees Beranda first, too
    app = QApplication([])
    import_plainly()
    program = Program(app, options)
    program.start()
    until(lambda: program.desk is not None and rows(program), "Beranda")
    print("imported", [name for name in ("sqlalchemy", "psycopg", "sync") if name in sys.modules])
    print("collecting", gc.isenabled(), program.state.status.connection)
    until(lambda: program.state.status.connection == "offline", "the sync thread")
    print("title", program.desk.opened.desk.rosters.classes()[0].name)
    until(gc.isenabled, "the collector")
    program.stop()
    return 0

def rows(program):
    page = program.window.centralWidget().current()
    return page is not None and [line.title for line in page.content.presenter.now.mine]

sys.exit(main(sys.argv[1:], window=window, tour=window, open_desk=open_desk))
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A teacher signed in here before; the school's server answers nobody."""
    folder, teacher, key = tmp_path / "profile", uid(), os.urandom(32)
    school = SchoolFile("SMP Uji", DEMO_NPSN, "127.0.0.1", 9, "ems", "ems_gate", "x", loopback=True)
    opened = Profile(folder)
    opened.join(school)
    store = LocalStore(opened.person_folder(school, teacher) / "local.db", key)
    small = SmallSchool.as_pulled(store, teacher)
    store.close()
    opened.remember(school, Remembered(small.teacher, "ratna@smpuji.sch.id", "p_x"))
    keychain = opened.keychain(school)
    assert isinstance(keychain, DemoKeyring)
    keychain.put(f"{DEMO_NPSN}/{teacher}/file", key.hex())
    keychain.put(f"{DEMO_NPSN}/{teacher}/login", "x")
    opened.close()
    return folder


def test_beranda_stands_before_sqlalchemy_and_the_driver_come_in_and_then_the_desk_works(profile):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root())}
    command = [sys.executable, "-P", "-c", COME_BACK, "--data-dir", str(profile)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["imported []", "collecting False connecting", "title VIII B"]
