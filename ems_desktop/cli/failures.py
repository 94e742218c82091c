"""Says what went wrong: one sentence with its code on standard error, and the exit code that goes with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ems_desktop import i18n
from ems_desktop.domain.errors import Bug, EmsError


def tell(error: Exception, data_dir: Path) -> int:
    """1 after an error with a code, 3 after a mistake of the program."""
    return say(error) if isinstance(error, EmsError) and not isinstance(error, Bug) else confess(error, data_dir)


def say(error: EmsError) -> int:
    print(f"{error.name}: {i18n.explain(error)}", file=sys.stderr)  # noqa: T201 - unlike write, at peace with a bundle that has no stderr
    return 1


def confess(error: Exception, data_dir: Path) -> int:
    """A mistake of the program: one sentence for the person, the traceback to a file for whoever mends it."""
    import traceback

    report = "".join(traceback.format_exception(error))
    path = _write(report, data_dir)
    if path is None:
        print(report, file=sys.stderr)  # noqa: T201 - as above
    else:
        say(Bug(1905, reason=f"{type(error).__name__}: {error}".strip(": "), path=path))
    return 3


def _write(report: str, data_dir: Path) -> Path | None:
    """The report's file: in the profile, or where the system keeps what is temporary. None if neither can be written."""
    import tempfile
    from datetime import datetime

    name = f"ems-report-{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    for folder in (data_dir, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(report, "utf-8")
        except OSError:
            continue
        return folder / name
    return None
