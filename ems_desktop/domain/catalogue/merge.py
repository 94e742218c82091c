"""Three-way merge of the catalogue with the Google Sheet: base, Sheet and mine, cell by cell.

What the Sheet held is a short story for each cell: what stood there just before a write of ours, what we wrote, what stands there
now. Each of these is held against the base in turn. A cell that was changed on both sides takes the Sheet's text, and mine is kept
beside it until a person chooses. Nothing here has side effects; ids come from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_OID, uuid5

from ems_desktop.domain.catalogue.sheet import ID, Image, SheetRow, SheetState, SheetWrite, Texts

REMOVED = "deleted"  # the key of a clash about the whole entry: one side removed what the other changed
YES, NO = "true", "false"


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that was changed on both sides since `base`."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One material. `base`: what the Sheet was last known to hold of it; None: nothing. `clashes`: new ones alone."""

    values: Texts = field(default_factory=dict)
    base: Texts | None = None
    removed: bool = False
    clashes: Mapping[str, Clash] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return self.values.get(key, "")

    def known(self, key: str) -> str:
        return (self.base or {}).get(key, "")

    def sees(self, cells: Texts) -> Entry:
        """The Sheet turns out to hold these texts."""
        news = {key: text for key, text in cells.items() if text != self.known(key)}
        theirs = {key: text for key, text in news.items() if text != self.text(key)}
        lost = {key: text for key, text in theirs.items() if self.text(key) != self.known(key)}
        clashes = {key: Clash(self.known(key), self.text(key), text) for key, text in lost.items()}
        if self.removed and news and self.base is not None:
            clashes[REMOVED] = Clash(NO, YES, NO)  # somebody works on what was thrown away here: it comes back, and is asked about
        return Entry(
            filled(self.values, theirs), filled(self.base, news), removed=self.removed and not news, clashes={**self.clashes, **clashes}
        )

    def was_given(self, cells: Texts) -> Entry:
        """One of our programs wrote these texts there on purpose; this one may not have heard of the edit yet."""
        heard = {key: text for key, text in cells.items() if self.text(key) == self.known(key)}
        return replace(self, values=filled(self.values, heard), base=filled(self.base, cells))

    def was_hit(self, cells: Texts) -> Entry:
        """A write of ours that was meant for another cell left these texts there. They go again."""
        return replace(self, base=filled(self.base, cells))

    @property
    def unsent(self) -> bool:
        """Whether a text differs from what the Sheet holds."""
        return any(self.text(key) != self.known(key) for key in {*self.values, *(self.base or {})})


def filled(texts: Texts | None, news: Texts) -> dict[str, str]:
    """Both in one; empty texts are not kept."""
    return {key: text for key, text in {**(texts or {}), **news}.items() if text}


@dataclass(slots=True)
class Merged:
    """`entries`: those that have become others. `at_once`: among them those that the images of writes spoke of; they and `mark` must be
    kept together or not at all. `write`: what the Sheet lacks."""

    entries: dict[str, Entry]
    at_once: frozenset[str]
    mark: int
    write: SheetWrite


def merge(entries: Mapping[str, Entry], sheet: SheetState, mark: int, new_id: Callable[[], str]) -> Merged:
    """`entries`: id → all materials here, thrown away ones included; `mark`: the last write whose images were taken in."""
    story = _Story(dict(entries))
    for written in sheet.writes:
        if written.mark > mark:
            for number, image in enumerate(written.images):
                story.tell(image, f"{written.mark}.{number}")
    write = SheetWrite()
    rows = _rows(sheet.rows, story, write, new_id)
    for id_, row in rows.items():
        story.entries[id_] = _meets(story.entries.get(id_), row)
    for id_, entry in story.entries.items():
        if id_ not in rows:
            story.entries[id_] = _misses(entry)
    _plan(story.entries, rows, sheet.keys, write)
    changed = {id_: entry for id_, entry in story.entries.items() if entries.get(id_) != entry}
    return Merged(changed, frozenset(story.touched & changed.keys()), sheet.mark, write)


class _Story:
    """The entries while the images of our writes are told, and the ids that a write took from a row by mistake."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries, self.touched, self.taken = entries, set[str](), dict[str, str]()

    def tell(self, image: Image, name: str) -> None:
        id_ = (image.before or image.after or {}).get(ID, "")
        if id_ and image.after is not None and image.after[ID] != id_:
            if not image.hit:
                self.taken[image.after[ID]] = id_
        elif id_:
            self._put(id_, _told(self.entries.get(id_, Entry()), image))
        elif lost := _lost(image):
            self._put(recovered_id(name), Entry(lost))

    def _put(self, id_: str, entry: Entry) -> None:
        self.entries[id_] = entry
        self.touched.add(id_)


def _told(entry: Entry, image: Image) -> Entry:
    """The row of this entry, before and after a write."""
    before, after = _texts(image.before), _texts(image.after)
    if image.after is None:
        entry = entry.sees(before)
        kept = entry.removed or not image.hit or REMOVED in entry.clashes
        return replace(entry, base=None, removed=entry.removed if kept else True)
    changed = {key: text for key, text in after.items() if image.before is None or text != before.get(key, "")}
    unseen = {key for key in changed if key in before and before[key] != entry.known(key)}
    entry = entry.sees({key: before[key] for key in changed if key in before})
    meant = {key: text for key, text in changed.items() if image.hit and key in image.keys - unseen}
    return entry.was_given(meant).was_hit({key: text for key, text in changed.items() if key not in meant})


def _texts(cells: Texts | None) -> dict[str, str]:
    return {key: text for key, text in (cells or {}).items() if key != ID}


def _lost(image: Image) -> dict[str, str]:
    """What stood in a row without an id before a write of ours came over it; nothing, if it overwrote nothing."""
    before, after = filled(None, _texts(image.before)), _texts(image.after)
    return before if any(text != after.get(key, "") for key, text in before.items()) else {}


def recovered_id(name: str) -> str:
    """The id of what a write of ours took from a row without one: the same on every computer that finds it."""
    return str(uuid5(NAMESPACE_OID, f"ems-recovered-{name}"))


def _rows(rows: Sequence[SheetRow], story: _Story, write: SheetWrite, new_id: Callable[[], str]) -> dict[str, SheetRow]:
    """The Sheet's rows by id. A row without one is given its id now, and is taken in when it bears it; a copy of a row gets its own."""
    found: dict[str, SheetRow] = {}
    nameless: list[SheetRow] = []
    for row in sorted(rows, key=lambda row: not _is_original(row, story.entries)):
        id_ = story.taken.get(row.id, row.id)
        if id_ and id_ not in found:
            found[id_] = row
            if id_ != row.id:
                write.ids[row.place] = id_
        elif row.id or any(row.cells.values()):
            nameless.append(row)
    known = _by_texts(story.entries, found)
    for row in nameless:
        id_ = known.pop(frozenset(filled(None, row.cells).items()), "")
        write.ids[row.place] = id_ or new_id()
        if id_:
            found[id_] = row
    return found


def _by_texts(entries: Mapping[str, Entry], found: Mapping[str, SheetRow]) -> dict[frozenset[tuple[str, str]], str]:
    """Entries whose rows bear their ids no more, by what the Sheet held of them: somebody removed the column of ids, or pasted rows without it."""
    lost = ((id_, entry) for id_, entry in entries.items() if entry.base and not entry.removed and id_ not in found)
    return {frozenset((entry.base or {}).items()): id_ for id_, entry in lost}


def _is_original(row: SheetRow, entries: Mapping[str, Entry]) -> bool:
    entry = entries.get(row.id)
    return entry is not None and entry.base == filled(None, row.cells)


def _meets(entry: Entry | None, row: SheetRow) -> Entry:
    if entry is None:
        return Entry(filled(None, row.cells), filled(None, row.cells))
    if entry.base is None and entry.removed:
        return replace(entry.sees(row.cells), removed=False)
    return entry.sees(row.cells)


def _misses(entry: Entry) -> Entry:
    """The Sheet has no such row (any more)."""
    if entry.base is None:
        return entry
    if entry.removed:
        return replace(entry, base=None)
    lost = {REMOVED: Clash(NO, NO, YES)} if entry.unsent else {}
    return replace(entry, base=None, removed=True, clashes={**entry.clashes, **lost})


def _plan(entries: dict[str, Entry], rows: Mapping[str, SheetRow], keys: tuple[str, ...], write: SheetWrite) -> None:
    for id_, entry in entries.items():
        row = rows.get(id_)
        if row is None:
            if not entry.removed:
                write.appends.append({ID: id_, **{key: entry.text(key) for key in keys}})
        elif entry.removed:
            write.removals.append(row.place)
        elif edits := {key: entry.text(key) for key in keys if entry.text(key) != row.cells.get(key, "")}:
            held = {key for key in edits if key in row.calculated}
            if held:
                entries[id_] = _gives_way(entry, row, held)
            if rest := {key: text for key, text in edits.items() if key not in held}:
                write.edits[row.place] = rest


def _gives_way(entry: Entry, row: SheetRow, held: set[str]) -> Entry:
    """A formula is not overwritten: what was typed here is kept beside it."""
    clashes = {key: Clash(entry.known(key), entry.text(key), row.cells.get(key, "")) for key in held}
    return replace(entry, values=filled(entry.values, {key: row.cells.get(key, "") for key in held}), clashes={**entry.clashes, **clashes})
