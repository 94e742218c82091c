"""The question bank's use cases: find, write, change, label, throw away, and what a question was before. Reads and writes the file on this
computer only; each change is a step of undo of its bank."""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.checks import LONGEST
from ems_desktop.domain.questions.item import DIFFICULTIES, LEVELS, MAX_PICTURE, STATUSES, Item, Media, Stimulus, canonical, one_line
from ems_desktop.domain.questions.rows import from_row, to_row
from ems_desktop.i18n import trn
from ems_desktop.integrations.questions.notes import picture_type
from ems_desktop.integrations.stemming import with_stems
from ems_desktop.services import questions_reading as read
from ems_desktop.services import questions_writing as writing
from ems_desktop.services.people import Person
from ems_desktop.services.questions_views import Bank, Line, Question, Version, Wanted
from ems_desktop.services.undo import Touched, Undo
from ems_desktop.store import question_index
from ems_desktop.store import tables as t
from ems_desktop.store.cache import FileCache
from ems_desktop.store.local import ChangeSet, LocalStore

AT_ONCE: Final = 200  # questions of an import a change set, 1,000 of a label
_LONGEST_TITLE = 80  # of a change set
_VALUES: Mapping[str, tuple[str, ...]] = {"status": STATUSES, "level": ("", *LEVELS), "difficulty": DIFFICULTIES}


class Questions:
    """What changes something is one whole change set, or a numbered chain of them where it is too much for one, and returns after its commit.
    Error 1060 for pupils, who see no bank."""

    def __init__(self, store: LocalStore, person: Person, cache: FileCache) -> None:
        self._store, self._person, self._cache = store, person, cache
        self._steps = Undo(store)
        self.queued: Callable[[], None] = lambda: None  # told when a picture waits to be sent, on the caller's thread

    # -- reading

    def banks(self) -> tuple[Bank, ...]:
        """Those that one may read, by name."""
        return read.banks(self._store)

    def find(self, wanted: Wanted) -> tuple[str, ...]:
        """All ids in order; of a search the first 2,000."""
        return read.find(self._store, wanted)

    def lines(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """A page of the list, in the order given; what is gone is left out."""
        return read.lines(self._store, ids)

    def facets(self, wanted: Wanted) -> dict[str, tuple[tuple[str, int], ...]]:
        return read.facets(self._store, wanted)

    def index(self) -> int:
        """Bring the words to search for up to date: how many questions were due. After a first pull that takes a while."""
        return question_index.refresh(self._store, with_stems, markup.plain)

    def one(self, question_id: str) -> Question:
        """Error 1713 when it is not (or no longer) on this computer."""
        return read.many(self._store, [question_id])[0]

    def many(self, ids: Sequence[str]) -> tuple[Question, ...]:
        """In the order given. Error 1713."""
        return read.many(self._store, ids)

    def versions(self, question_id: str) -> tuple[Version, ...]:
        """What it was before, newest first."""
        return read.versions(self._store, question_id)

    def stimuli(self, bank_id: str) -> tuple[Stimulus, ...]:
        """The shared texts of this bank."""
        return read.stimuli(self._store, bank_id)

    def sharing(self, bank_id: str) -> dict[str, int]:
        """How many questions have a shared text, by its id."""
        return read.sharing(self._store, bank_id)

    # -- writing

    def add(self, bank_id: str, item: Item, origin: str = "") -> str:
        """A new question; its id. Errors: 1714 a text too long, 1716 not one's own bank."""
        return self.add_many(bank_id, [item], origin)[0]

    def add_many(self, bank_id: str, items: Sequence[Item], origin: str = "", ids: Sequence[str] | None = None) -> tuple[str, ...]:
        """New questions; their ids, in the order given, which is also the list's. Items of one stimulus share it. Errors as of `add`."""
        given = [canonical(item) for item in items]
        for item in given:
            _fits(item)
        made = tuple(ids or (str(uuid.uuid4()) for _ in given))
        stimuli: dict[str, str] = {}
        now = datetime.now(UTC)
        for start, title in _chain(len(given), AT_ONCE, _said(given)):
            with self.change(bank_id, title) as change:
                for place in range(start, min(start + AT_ONCE, len(given))):
                    at = (now - timedelta(microseconds=place)).isoformat(" ", "microseconds").removesuffix("+00:00")
                    birth = {"id": made[place], "author": given[place].author or self._person.name, "origin": origin, "written_at": at}
                    writing.add(change.session, bank_id, given[place], birth, stimuli)
        return made

    def save(self, question_id: str, item: Item) -> int:
        """The question as it shall be; what it was stays as a version, if its content changes. The stimulus is shared: its text changes for all
        of its questions. The set's number, 0 if nothing changed. Errors: 1713, 1714, 1716."""
        wanted = canonical(item)
        _fits(wanted)
        with self.change(self.one(question_id).bank_id, _said([wanted])) as made:
            writing.save(made.session, question_id, wanted, self._person.name)
        return made.seq or 0

    def set_fields(self, ids: Iterable[str], **fields: str) -> int:
        """status, level, difficulty or objective of these questions. The last set's number. Error 1716."""
        values = {name: one_line(value) for name, value in fields.items()}
        for name, value in values.items():
            if name != "objective" and value not in _VALUES[name]:
                raise ValueError(name)
        return self._mark(ids, values)

    def tag(self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
        """The last set's number, 0 if nothing changed. Error 1716."""
        more = [tag for tag in map(one_line, add) if tag]
        return self._each(ids, lambda session, some: writing.tag(session, some, more, set(map(one_line, remove))))

    def trash(self, ids: Iterable[str]) -> int:
        return self._mark(ids, {"deleted": True})

    def restore(self, ids: Iterable[str]) -> int:
        return self._mark(ids, {"deleted": False})

    def undo(self, bank_id: str) -> Touched:
        """Take back the last step in this bank on this computer. Empty when there is nothing to take back."""
        return self._steps.undo(bank_id)

    def redo(self, bank_id: str) -> Touched:
        return self._steps.redo(bank_id)

    def take_back(self, bank_id: str, seq: int) -> Touched:
        """Take back one certain step, where nobody wrote over it since."""
        return self._steps.take_back(bank_id, seq)[1]

    # -- what is being typed

    def keep_typed(self, key: str, item: Item | None) -> None:
        """What stands in an editor and is not saved yet, so that no power cut takes it; None: it is saved, or given up. `key`: the question's
        id, or the bank's for a new one."""
        about = item.stimulus if item else None
        kept = item and {"row": to_row(item) | {"author": item.author}, "about": about and [about.id, about.title, about.text]}
        self._store.remember(f"typed.question.{key}", json.dumps(kept) if kept else None)

    def typed(self, key: str) -> Item | None:
        """What was being typed when the program ended, or was left otherwise."""
        kept = json.loads(self._store.meta(f"typed.question.{key}") or "null")
        if not kept:
            return None
        about = kept["about"] and Stimulus(kept["about"][0], kept["about"][2], kept["about"][1])
        return from_row(kept["row"], about)

    # -- pictures

    def add_picture(self, bank_id: str, data: bytes, name: str) -> Media:
        """Keep a picture of this bank; a text shows it by its SHA-256. One that is there already stays one. Errors: 1715 no picture of up to
        2 MB, 1716, the cache's."""
        return self.add_pictures(bank_id, [(data, name)])[0]

    def add_pictures(self, bank_id: str, given: Sequence[tuple[bytes, str]]) -> tuple[Media, ...]:
        """Several (bytes, name) at once; errors as of `add_picture`."""
        kinds = [picture_type(data) for data, _ in given]
        for kind, (data, name) in zip(kinds, given, strict=True):
            if kind is None or len(data) > MAX_PICTURE:
                raise Mistake(1715, name=name, most=MAX_PICTURE // 1024**2)
        kept = []
        with self.change(bank_id, trn("{n} picture added", "{n} pictures added", len(given)), step=False) as made:
            for kind, (data, name) in zip(kinds, given, strict=True):
                what = {"media_type": kind, "size": len(data), "sha256": self._cache.add_bytes(data).sha256}
                kept.append(writing.keep_picture(made.session, bank_id, what | {"name": one_line(name)[: t.MOST_LETTERS] or kind}))
        self.queued()
        return tuple(kept)

    def picture(self, sha256: str) -> bytes | None:
        """Its bytes; None where they are not on this computer: fetch them by `picture_id`; and where they are no picture: who brought them by
        other means may have announced an SVG as one."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            data = b"".join(self._cache.pieces(sha256))
            return data if picture_type(data) else None
        return None

    def picture_id(self, sha256: str) -> str | None:
        """The id to fetch it by; None where no bank of one's own has it."""
        with self._store.reading() as session:
            m = t.question_media.c
            found: str | None = session.execute(sa.select(m.id).where(m.sha256 == sha256, ~m.deleted).order_by(m.stored.is_(None))).scalar()
        return found

    # -- parts

    @contextlib.contextmanager
    def change(self, bank_id: str, title: str, *, step: bool = True) -> Iterator[ChangeSet]:
        """A change set of this bank, and one step of its undo. Errors: 1060 for pupils, 1716 not one's own bank."""
        if self._person.pupil:
            raise NotAllowed(1060)
        with self._store.change(title, place=bank_id) as made:
            if not writing.may_write(made.session, bank_id):
                raise NotAllowed(1716)
            yield made
        if step and made.seq is not None:
            self._steps.did(bank_id, made.seq)

    def _mark(self, ids: Iterable[str], values: Mapping[str, Any]) -> int:
        return self._each(ids, lambda session, some: writing.mark(session, some, values))

    def _each(self, ids: Iterable[str], write: Any) -> int:
        """Write to these questions, which may be of several banks, a set for at most 1,000 of one bank."""
        seq = 0
        by_bank = writing.by_bank(self._store, list(ids))
        for bank_id, some in by_bank.items():
            title = trn("{n} question changed", "{n} questions changed", len(some))
            for start, part in _chain(len(some), 5 * AT_ONCE, title):
                with self.change(bank_id, part) as made:
                    write(made.session, some[start : start + 5 * AT_ONCE])
                seq = made.seq or seq
        return seq


def _chain(count: int, at_once: int, title: str) -> list[tuple[int, str]]:
    """Where each change set begins, and what it is called: "title (2/3)" where one is not enough."""
    starts = range(0, count, at_once)
    return [(start, title if len(starts) == 1 else f"{title} ({n}/{len(starts)})") for n, start in enumerate(starts, 1)]


def _fits(item: Item) -> None:
    """Error 1714: the school would not take a text of this length."""
    long = [*item.texts(), item.stimulus.text if item.stimulus else "", *(answer.text for answer in item.answers)]
    if max(map(len, long)) > LONGEST or max(map(len, (item.title, item.objective, item.author, *item.tags))) > t.MOST_LETTERS:
        raise Mistake(1714, limit=LONGEST)


def _said(items: Sequence[Item]) -> str:
    """What a change set is called: the question's beginning, or the first one's and how many there are."""
    first = markup.excerpt(items[0].stem) if items else ""
    short = first if len(first) <= _LONGEST_TITLE else f"{first[:_LONGEST_TITLE]}…"
    return f"{short} (+{len(items) - 1})" if len(items) > 1 else short
