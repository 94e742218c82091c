"""Standard output, where commands answer: it may be a pipe that nobody reads on, a file on a full disk, or closed."""

from __future__ import annotations

import os
import sys

from ems_desktop.domain.errors import Outage


def say(text: str) -> None:
    """One answer, written at once. BrokenPipeError: whoever read it went away. Error 1911: it cannot be written."""
    try:
        print(text, flush=True)  # noqa: T201 - unlike write, at peace with a bundle that has no stdout
    except BrokenPipeError:
        raise
    except OSError as error:
        drop()
        raise Outage(1911, reason=error.strerror) from error


def drop() -> None:
    """What was not written yet goes nowhere: the interpreter would try it once more at its end, and fail aloud."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
