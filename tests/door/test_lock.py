"""The lock file: everything pinned, everything hashed, no index named, for every system the program runs on."""

import re
import tomllib

from ems_desktop.paths import root

LOCK = (root() / "requirements.lock").read_text("utf-8")
ENTRIES = re.split(r"\n(?=\S)", LOCK.strip())


def test_every_entry_is_pinned_and_hashed_and_names_no_address():
    assert [
        entry for entry in ENTRIES if not re.match(r"[a-z0-9-]+==[0-9][^ ;]*( ;[^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry)
    ] == []
    assert "://" not in LOCK


def test_it_holds_every_declared_dependency():
    project = tomllib.loads((root() / "pyproject.toml").read_text("utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~; ]", name.lower())[0] for name in declared}
    assert names - {entry.split("==")[0] for entry in ENTRIES} == set()


def test_it_serves_windows_macos_and_linux():
    conditions = {entry.split("==")[0]: entry.split("\\")[0] for entry in ENTRIES}
    assert "sys_platform == 'win32'" in conditions["pywin32-ctypes"]
    assert "sys_platform == 'darwin'" in conditions["macholib"]
    assert "sys_platform == 'linux'" in conditions["secretstorage"]
