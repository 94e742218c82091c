"""Qt's libraries of the system, which no wheel brings. On Debian and its kin they are installed, or the one command is said
that installs them; a mark in the environment says that they were seen. Most starts only look for the mark, and import no more."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ems_desktop.domain.errors import Outage

OFFSCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
DISPLAY = OFFSCREEN | {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def has_display() -> bool:
    """Whether a window would be seen: always on Windows and macOS, elsewhere where a display server is named."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ensure_qt(*, display: bool | None = None) -> None:
    """See that Qt can start here, on a display if there is one. Looks once per environment. Raises Outage 1903."""
    if not sys.platform.startswith("linux"):
        return
    if display is None:
        display = has_display()
    seen = Path(sys.prefix, f"ems.qt-{'display' if display else 'offscreen'}")
    if seen.exists():
        return
    wanted = DISPLAY if display else OFFSCREEN
    if packages := missing(wanted):
        _install(packages)
        if packages := missing(wanted):
            raise Outage(1903, command=_command(packages))
    if not getattr(sys, "frozen", False):
        seen.touch()


def missing(libraries: dict[str, str]) -> list[str]:
    """The packages of those libraries that cannot be loaded."""
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    """As root or with a sudo that asks nothing; otherwise only say how."""
    import shutil
    import subprocess

    apt = shutil.which("apt-get")
    become = _become_root()
    if apt is None or become is None:
        raise Outage(1903, command=_command(packages))
    sys.stderr.write(f"Installing what the window needs from the system: {' '.join(packages)} ...\n")
    options = ["-qq", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        command = [*become, "env", "DEBIAN_FRONTEND=noninteractive", apt, *options, *step]
        if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode:
            raise Outage(1903, command=_command(packages))


def _become_root() -> list[str] | None:
    import shutil
    import subprocess

    if os.geteuid() == 0:
        return []
    asks_nothing = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


def _command(packages: list[str]) -> str:
    import shlex
    import shutil

    become = [] if os.geteuid() == 0 else ["sudo"]
    tool = ["apt-get", "install"] if shutil.which("apt-get") else ["your-package-manager", "install"]
    return shlex.join([*become, *tool, *packages])
