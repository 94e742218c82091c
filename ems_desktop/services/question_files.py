"""Questions from files of other programs into a bank, and out of it again, each with what the format does not carry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from ems_desktop.domain.questions.item import Item, Media
from ems_desktop.domain.questions.reading import Format, Reading
from ems_desktop.integrations.tables_out import save_whole
from ems_desktop.services.questions import Questions
from ems_desktop.services.questions_views import Exported
from ems_desktop.store.tables import MOST_LETTERS


class QuestionFiles:
    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    @staticmethod
    def read(path: Path, kind: Format | None = None) -> Reading:
        """What a file holds, with its troubles; nothing is written. `kind` None: told by the content. Errors: 1700 to 1707."""
        from ems_desktop.integrations.questions.files import read_file

        return read_file(path, kind)

    def take(self, bank_id: str, reading: Reading, numbers: Collection[int], file: str) -> tuple[str, ...]:
        """Questions of these numbers into the bank: their ids, in the file's order. Pictures come first: a question never names one that is
        not there. Errors: 1714 a text too long, 1716 not one's own bank, the cache's."""
        items = [one.item for one in reading.items if one.number in set(numbers)]
        pictures = [(reading.media[media.sha256], media.name) for media in _media(items) if media.sha256 in reading.media]
        if pictures:
            self._questions.add_pictures(bank_id, pictures)
        return self._questions.add_many(bank_id, items, f"file:{file}"[:MOST_LETTERS]) if items else ()

    def export(self, ids: Sequence[str], kind: Format) -> Exported:
        """The file's bytes, and what it does not carry. A picture that is not on this computer is among the losses. Error 1713 gone."""
        from ems_desktop.integrations.questions.files import write

        items = [one.item for one in self._questions.many(ids)]
        found = {media.sha256: self._questions.picture(media.sha256) for media in _media(items)}
        written = write(kind, items, {sha256: data for sha256, data in found.items() if data is not None})
        return Exported(written.data, written.losses)

    @staticmethod
    def write(exported: Exported, path: Path) -> None:
        """Error 1240 when it cannot be written."""
        save_whole(path, lambda part: part.write_bytes(exported.data))


def _media(items: Sequence[Item]) -> tuple[Media, ...]:
    """Each picture once."""
    every = (media for item in items for media in (*item.media, *(item.stimulus.media if item.stimulus else ())))
    return tuple({media.sha256: media for media in every}.values())
