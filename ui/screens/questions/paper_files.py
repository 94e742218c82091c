"""A paper's Word files, with equations drawn by Qt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ems_desktop.domain.errors import EmsError
from ems_desktop.i18n import tr
from ems_desktop.integrations.questions import paper_word
from ems_desktop.integrations.questions import paper_words as words
from ems_desktop.integrations.questions.notes import picture_type
from ems_desktop.integrations.tables_out import save_whole, unused
from ui.pictures import of_file
from ui.screens.questions.paper_equations import png, png_of
from ui.screens.questions.paper_print import Print


def save_words(wanted: Print, media: Mapping[str, bytes], folder: Path) -> list[Path]:
    """A file for each variant and one of the key, each whole or not at all, none in the place of another. Raises Outage 1240 when one cannot be written."""
    paper, head = wanted.paper, wanted.head
    media = {sha256: for_word(data) for sha256, data in media.items()}
    files = [(words.variant_name(paper, one), paper_word.write(paper, one, head, media, png, wanted.size)) for one in wanted.variants]
    if wanted.keys:
        files.append((tr("Answer key"), paper_word.write_key(paper, wanted.keys, head, media, png, wanted.size)))
    made = []
    for name, content in files:
        path = unused(folder / words.file_name(paper, name, "docx"))
        save_whole(path, lambda part, content=content: part.write_bytes(content))  # type: ignore[misc]
        made.append(path)
    return made


def for_word(data: bytes) -> bytes:
    """A WebP picture as a PNG, for Word shows none; any other as it is."""
    if picture_type(data) != "image/webp":
        return data
    try:
        return png_of(of_file(data, "webp", ""))
    except EmsError:
        return data
