"""What the window is told of files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileView:
    """`name` is shown as it was typed and is never a path; `suggested` is a safe name to save under. `size` in bytes. `here`: can be opened
    without a network; `at_school`: others can fetch it."""

    id: str
    name: str
    suggested: str
    media_type: str
    size: int
    sha256: str
    here: bool
    at_school: bool
    deleted: bool


@dataclass(frozen=True, slots=True)
class UploadView:
    """`state`: waiting, paused or failed; `sent` and `size` in bytes; `code`: the error of the last try."""

    id: str
    name: str
    size: int
    sent: int
    state: str
    code: int | None
