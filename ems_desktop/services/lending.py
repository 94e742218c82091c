"""Copies of files for the system's own programs to open: in a folder of their own, under a safe name, and taken away at the end."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.files import may_open
from ems_desktop.services.file_views import FileView
from ems_desktop.services.files import Files


class Lending:
    def __init__(self, files: Files) -> None:
        self._files = files
        self._folders: list[Path] = []

    def lend(self, view: FileView) -> Path:
        """Where the copy lies. What is done to it stays there.

        Errors: 1665 a kind of file that could do harm, 1615, 1624, 1305, 1352, 1354.
        """
        if not may_open(view.suggested):
            raise Mistake(1665, name=view.name)
        folder = Path(tempfile.mkdtemp(prefix="ems-"))  # readable by this person alone
        self._folders.append(folder)
        target = folder / view.suggested
        self._files.save_as(view, target)
        return target

    def clear(self) -> None:
        """What a program still holds open on Windows is left to the system's own cleaning."""
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
        self._folders.clear()
