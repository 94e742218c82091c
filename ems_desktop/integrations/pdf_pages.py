"""Pages of a PDF as pictures, drawn by PDFium in a process of its own: a file that somebody made to break it breaks nothing else.

The child is this program, started as `pdf-page`. It reads the file from standard input, and writes one line of JSON and the pixels.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ems_desktop.domain.errors import Mistake
from ems_desktop.paths import root

COMMAND: Final = "pdf-page"
SECONDS: Final = 20.0  # for one page
MEMORY: Final = 1 << 30  # bytes that the child may take, where the system can hold it to that
WIDEST, HIGHEST = 2_000, 4_000  # pixels of a picture


@dataclass(frozen=True, slots=True)
class PagePicture:
    """`pages`: of the whole file. `pixels`: rows from above, four bytes each pixel: blue, green, red, nothing."""

    pages: int
    width: int
    height: int
    pixels: bytes


def page(data: bytes, number: int, width: int, name: str) -> PagePicture:
    """Page `number`, from 1, about `width` pixels wide. Error 1662: broken, protected, or it takes too long."""
    command = [*_program(), COMMAND, str(number), str(width)]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would show a black window
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=False, env=_environment(), creationflags=hidden
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Mistake(1662, name=name) from error
    head, _, pixels = done.stdout.partition(b"\n")
    with contextlib.suppress(ValueError, KeyError, TypeError):
        told = json.loads(head)
        found = PagePicture(int(told["pages"]), int(told["width"]), int(told["height"]), pixels)
        if done.returncode == 0 and len(pixels) == found.width * found.height * 4:
            return found
    raise Mistake(1662, name=name)


def _program() -> list[str]:
    """The window's program has no standard output on Windows; the bundle's `ems` beside it has."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_name("ems" + Path(sys.executable).suffix))]
    return [sys.executable, "-P", "-m", "ems_desktop"]


def _environment() -> dict[str, str]:
    """Where the child finds the program, when it is started from its sources."""
    return dict(os.environ) if getattr(sys, "frozen", False) else os.environ | {"PYTHONPATH": str(root())}


# -- in the child


def serve(arguments: Sequence[str]) -> int:
    """0 and a picture, or 1 and nothing."""
    _limit()
    try:
        number, width = map(int, arguments)
        head, pixels = _draw(sys.stdin.buffer.read(), number, min(max(width, 1), WIDEST))
    except Exception:  # noqa: BLE001 - whatever was wrong with the file, its reader is told one thing
        return 1
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + pixels)
    return 0


def _draw(data: bytes, number: int, width: int) -> tuple[dict[str, int], bytes]:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    document = pdfium.PdfDocument(data)
    drawn = document[min(max(number, 1), len(document)) - 1]
    wide, high = drawn.get_size()
    bitmap = drawn.render(scale=min(width / wide, HIGHEST / high), prefer_bgrx=True)
    rows = (bitmap.buffer[start : start + bitmap.width * 4] for start in range(0, bitmap.height * bitmap.stride, bitmap.stride))
    return {"pages": len(document), "width": bitmap.width, "height": bitmap.height}, b"".join(map(bytes, rows))


def _limit() -> None:
    """Memory and time of this process, where the system knows how; on Windows whoever started it ends it in time."""
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(SECONDS))):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
