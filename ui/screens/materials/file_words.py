"""The file of an entry in words: size, kind, how far it is on its way. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ems_desktop.domain.errors import EmsError, Mistake
from ems_desktop.domain.files import MIB, Limits, megabytes
from ems_desktop.i18n import explain, number, tr
from ems_desktop.services.file_views import FileView, UploadView

KIB = 1024
_BADGE = 4  # letters
Way = Literal["", "waiting", "offline", "sending", "paused", "failed", "elsewhere"]


@dataclass(frozen=True, slots=True)
class FileState:
    """The file of the open entry. `way`: "" once it is at school; `percent` of what is sent; `trouble`: why the last try failed.
    `fetching`: percent of what is fetched, None while nothing is."""

    view: FileView
    way: Way = ""
    percent: int = 0
    trouble: EmsError | None = None
    fetching: int | None = None


def state_of(view: FileView, upload: UploadView | None, live: str = "", error: EmsError | None = None) -> FileState:
    """`live`: what the sending thread told last of this file."""
    if upload is None:
        return FileState(view, "" if view.at_school or live == "done" else "elsewhere")
    percent = upload.sent * 100 // max(upload.size, 1)
    code = upload.code
    trouble = error or (Mistake(code, name=view.name, size=megabytes(view.size), most=0, free=0, status="", reason="") if code else None)
    if upload.state in ("paused", "failed"):
        return FileState(view, "failed" if upload.state == "failed" else "paused", percent, trouble)
    if live == "sending":
        return FileState(view, "sending", percent)
    return FileState(view, "offline" if trouble else "waiting", percent, trouble)


def way_words(state: FileState) -> str:
    """How far it is, in few words."""
    if state.fetching is not None:
        return tr("fetching {percent} %", percent=number(state.fetching))
    said = {
        "": tr("at school"), "waiting": tr("waiting to be sent"), "offline": tr("waiting for the network"), "failed": tr("failed"),
        "elsewhere": tr("not at school yet"), "sending": tr("sending {percent} %", percent=number(state.percent)),
        "paused": tr("paused at {percent} %", percent=number(state.percent)),
    }  # fmt: skip
    return said[state.way]


def facts_words(state: FileState) -> str:
    """PDF · 1,8 MB · at school."""
    return " · ".join(part for part in (badge(state.view.name), size_words(state.view.size), way_words(state)) if part)


def trouble_words(state: FileState) -> str:
    """What went wrong, in whole sentences: only where the person can do something."""
    return explain(state.trouble) if state.trouble is not None and state.way == "failed" else ""


def size_words(size: int) -> str:
    if size < KIB:
        return tr("{n} bytes", n=number(size))
    if size < MIB:
        return tr("{n} KB", n=number(size // KIB))
    return tr("{n} MB", n=number(round(size / MIB, 1)))


def badge(name: str) -> str:
    """The ending, as PDF; "" where there is none that is short."""
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.upper() if ending.isalnum() and len(ending) <= _BADGE else ""


def limit_words(limits: Limits) -> str:
    """What fits, said before anybody chooses a file."""
    most = tr("Up to {n} MB.", n=number(limits.most // MIB))
    if limits.free is not None:
        return " ".join((most, tr("The school has {n} MB of room left.", n=number(limits.free // MIB))))
    return most
