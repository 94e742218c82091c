"""Files of the catalogue: what fits, what kind one is, and a name that is safe to save under."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal

from ems_desktop.domain.errors import Mistake

MIB: Final = 1024 * 1024
PIECE: Final = MIB  # bytes that are read, encrypted and checked at a time; also the school's database takes them so
PART: Final = 8 * PIECE  # of a large file in an S3: it takes 5 MiB at least, and 10,000 parts at most
PHOTO: Final = 5 * MIB
PHOTOS: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
LONGEST: Final = 120  # letters of a name to save under: the rest of a path must fit, too

Place = Literal["", "s3", "database"]
# What steers the writing direction or cannot be seen, and what some system takes for a part of a path.
_NO_SIGN = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?"<>|]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
# What the system may be asked to open: documents, pictures, sound and film. Nothing that runs, no page that could load something.
_OPENED: Final = frozenset(
    [
        "pdf",
        "docx",
        "pptx",
        "xlsx",
        "doc",
        "ppt",
        "xls",
        "odt",
        "odp",
        "ods",
        "rtf",
        "txt",
        "csv",
        "png",
        "jpg",
        "jpeg",
        "webp",
        "gif",
        "bmp",
        "mp3",
        "m4a",
        "wav",
        "ogg",
        "mp4",
        "m4v",
        "mov",
        "webm",
        "mkv",
        "avi",
    ]
)
_KINDS = mimetypes.MimeTypes()  # Python's own list: the system's differs from computer to computer


@dataclass(frozen=True, slots=True)
class Limits:
    """What the school said last. `most`: bytes of one file; `free`: bytes that are left, None where nobody counts."""

    place: Place = ""
    most: int = 20 * MIB
    free: int | None = None

    def check(self, name: str, size: int) -> None:
        """Errors: 1610 too large, 1611 no room left, 1613 empty."""
        if size == 0:
            raise Mistake(1613, name=name)
        if size > self.most:
            raise Mistake(1610, name=name, size=megabytes(size), most=self.most // MIB)
        if self.free is not None and size > self.free:
            raise Mistake(1611, name=name, size=megabytes(size), free=self.free // MIB)


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Where a school's S3 is. `endpoint`: https://host[:port]; {bucket} in it stands for the bucket in the host's name."""

    endpoint: str
    bucket: str
    region: str
    access_key: str
    secret: str = field(repr=False)


def megabytes(size: int) -> int:
    """Rounded up: a file that is a little too large must not look as if it fitted."""
    return -(-size // MIB)


def parts(size: int, part: int = PART) -> int:
    return -(-size // part)


def media_type(name: str) -> str:
    """By the ending: `application/pdf`. What nobody knows is a row of bytes."""
    return (_KINDS.guess_type(f"x.{name.rpartition('.')[2]}")[0] or "application/octet-stream").lower()


def may_open(name: str) -> bool:
    """By the ending, as the system will judge it."""
    return name.rpartition(".")[2].lower() in _OPENED


def photo_type(start: bytes) -> str | None:
    """The media type of a picture by its first bytes, whatever its name is; None if it is none that we show."""
    return next((kind for sign, kind in PHOTOS.items() if start.startswith(sign)), None)


def safe_name(name: str, otherwise: str = "file") -> str:
    """A name to suggest for saving: one path component that every system takes, without signs that hide what it is."""
    text = _NO_SIGN.sub("_", unicodedata.normalize("NFC", name)).strip(". ")
    stem, dot, ending = text.rpartition(".")
    if not dot or not stem or len(ending) > 20:
        stem, dot, ending = text, "", ""
    stem = _shortened(stem.rstrip(". "), LONGEST - len(dot + ending)) or otherwise
    if _DEVICES.fullmatch(stem.partition(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + dot + ending


def _shortened(stem: str, letters: int) -> str:
    """Also short enough for file systems that count bytes."""
    return stem[:letters].encode()[:200].decode(errors="ignore").rstrip(". ")
