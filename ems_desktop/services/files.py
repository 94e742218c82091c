"""Files of materials and photos of pupils: put one to an entry, take it away, see how far its upload is. Works without a network; what is
sent and fetched is the business of `sync`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.files import PHOTO, Limits, media_type, photo_type, safe_name
from ems_desktop.i18n import tr
from ems_desktop.services.file_views import FileView, UploadView
from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.cache import Copied, FileCache
from ems_desktop.store.local import LocalStore, Session

LIMITS = "files.limits"  # the note that the sending thread leaves
_QUEUE = "insert or replace into upload (id, sha256, size) values (:id, :sha256, :size)"
_UPLOADS = """
select u.id, coalesce(f.name, s.name, q.name, '') as name, u.size, u.sent, u.state, u.code from upload u
  left join files f on f.id = u.id left join users s on s.id = u.id left join question_media q on q.id = u.id where u.state <> 'cancelled' order by name"""


class Files:
    """Each method that writes is one change set. `queued` is told when the queue has changed, on the caller's thread."""

    def __init__(self, store: LocalStore, person: Person, cache: FileCache) -> None:
        self._store, self._person, self._cache = store, person, cache
        self.queued: Callable[[], None] = lambda: None

    def limits(self) -> Limits:
        """What the school said last, or, before it said anything, what every school takes."""
        return Limits(**json.loads(self._store.meta(LIMITS) or "{}"))

    def check(self, path: Path) -> None:
        """Whether this file would be taken, before anything is done. Errors: 1610 too large, 1611 no room, 1612 unreadable, 1613 empty."""
        try:
            size = path.stat().st_size
        except OSError as error:
            raise Mistake(1612, name=path.name) from error
        self.limits().check(path.name, size)

    def attach(self, material_id: str, path: Path) -> str:
        """Copy the file into the cache and put it to this entry, in the place of what it had: the new file's id.

        Errors: as of `check`; 1305, 1352, 1354 the cache's folder.
        """
        self.check(path)
        copied = self._cache.add(path)
        self.limits().check(path.name, copied.size)
        id_ = str(uuid.uuid4())
        name = path.name[: t.MOST_LETTERS]
        row = {"id": id_, "scope_id": t.CATALOGUE, "name": name, "media_type": media_type(name)} | _content(copied)
        with self._store.change(tr("File “{name}” added", name=name), place=t.CATALOGUE) as made:
            old = self._file_of(made.session, material_id)
            made.session.execute(sa.insert(t.files), row)
            made.session.execute(sa.update(t.materials).where(t.materials.c.id == material_id).values(file_id=id_))
            self._drop(made.session, old)
            made.session.execute(sa.text(_QUEUE), {"id": id_, "sha256": copied.sha256, "size": copied.size})
        self.queued()
        return id_

    def detach(self, material_id: str) -> None:
        """Take the file away from this entry; nothing happens where it has none."""
        with self._store.change(tr("File removed"), place=t.CATALOGUE) as made:
            old = self._file_of(made.session, material_id)
            made.session.execute(
                sa.update(t.materials).where(t.materials.c.id == material_id, t.materials.c.file_id.is_not(None)).values(file_id=None)
            )
            self._drop(made.session, old)
        self.queued()

    def rename(self, file_id: str, name: str) -> None:
        """Error 1613: no name."""
        if not name.strip():
            raise Mistake(1613, name=name)
        with self._store.change(tr("File renamed"), place=t.CATALOGUE) as made:
            made.session.execute(sa.update(t.files).where(t.files.c.id == file_id).values(name=name.strip()[: t.MOST_LETTERS]))

    def set_photo(self, student_id: str, path: Path) -> None:
        """Office only: NotAllowed 1060. Errors: 1620 not a picture of up to 5 MB, 1611 no room, 1612 unreadable; the cache's."""
        if not self._person.office:
            raise NotAllowed(1060)
        self.check(path)
        copied = self._cache.add(path)
        kind = photo_type(copied.start)
        if kind is None or copied.size > PHOTO:
            self._cache.remove(copied.sha256)
            raise Mistake(1620, most=PHOTO // (1024 * 1024))
        values = {"media_type": kind, "deleted": False} | _content(copied)
        with self._store.change(tr("Photo changed"), place=student_id) as made:
            here = made.session.execute(sa.select(t.photos.c.id).where(t.photos.c.id == student_id)).scalar()
            if here is None:
                made.session.execute(sa.insert(t.photos), {"id": student_id, "scope_id": t.DIRECTORY} | values)
            else:
                made.session.execute(sa.update(t.photos).where(t.photos.c.id == student_id).values(**values))
            made.session.execute(sa.text(_QUEUE), {"id": student_id, "sha256": copied.sha256, "size": copied.size})
        self.queued()

    def remove_photo(self, student_id: str) -> None:
        """Office only: NotAllowed 1060."""
        if not self._person.office:
            raise NotAllowed(1060)
        with self._store.change(tr("Photo removed"), place=student_id) as made:
            made.session.execute(sa.update(t.photos).where(t.photos.c.id == student_id).values(deleted=True))
        self.queued()

    # -- reading

    def of(self, material_id: str) -> FileView | None:
        """The entry's file; None where it has none."""
        with self._store.reading() as session:
            file_id = self._file_of(session, material_id)
            row = session.execute(sa.select(t.files).where(t.files.c.id == file_id)).mappings().one_or_none()
        return self._view(row) if row else None

    def file(self, file_id: str) -> FileView | None:
        with self._store.reading() as session:
            row = session.execute(sa.select(t.files).where(t.files.c.id == file_id)).mappings().one_or_none()
        return self._view(row) if row else None

    def photo(self, student_id: str) -> FileView | None:
        """None where the pupil has none. Its name is the pupil's."""
        name = sa.select(t.users.c.name).where(t.users.c.id == student_id).scalar_subquery()
        with self._store.reading() as session:
            row = (
                session.execute(sa.select(t.photos, name.label("name")).where(t.photos.c.id == student_id, ~t.photos.c.deleted))
                .mappings()
                .one_or_none()
            )
        return self._view(row) if row else None

    def uploads(self) -> tuple[UploadView, ...]:
        """What is still to be sent, by name; a photo under its pupil's."""
        with self._store.reading() as session:
            return tuple(UploadView(*row) for row in session.execute(sa.text(_UPLOADS)))

    def of_materials(self) -> dict[str, UploadView]:
        """Entry's id → its file that is still to be sent."""
        waiting = {one.id: one for one in self.uploads()}
        with self._store.reading() as session:
            rows = session.execute(sa.select(t.materials.c.id, t.materials.c.file_id).where(t.materials.c.file_id.is_not(None)))
            return {one: waiting[file_id] for one, file_id in rows if file_id in waiting}

    def content(self, view: FileView) -> bytes:
        """To show it. Errors: 1615 not on this computer (fetch it first), 1624 the copy is damaged."""
        with self._cache.told(view.sha256, view.name):
            return b"".join(self._cache.pieces(view.sha256))

    def save_as(self, view: FileView, target: Path) -> None:
        """A file of the person's own, at `target`, to whom `view.suggested` was a proposal. Errors: 1615, 1624, 1305, 1352, 1354."""
        self._cache.export(view.sha256, target, view.name)

    # -- the queue

    def pause(self, file_id: str) -> None:
        self._set(file_id, "paused", "waiting")

    def resume(self, file_id: str) -> None:
        """Also what had failed: it is tried again at once."""
        self._set(file_id, "waiting", "paused", "failed")

    def cancel(self, material_id: str, file_id: str) -> None:
        """Give the upload up: the entry loses the file. What arrived in an S3 is cleared away when it can be reached."""
        self._set(file_id, "cancelled", "waiting", "paused", "failed")
        if (view := self.of(material_id)) and view.id == file_id:
            self.detach(material_id)

    def _set(self, file_id: str, state: str, *before: str) -> None:
        query = sa.text("update upload set state = :state where id = :id and state in :before").bindparams(
            sa.bindparam("before", expanding=True)
        )
        with self._store.applying() as session:
            session.execute(query, {"state": state, "id": file_id, "before": before})
        self.queued()

    def _view(self, row: Any) -> FileView:
        return FileView(
            row["id"], row["name"], safe_name(row["name"]), row["media_type"], row["size"], row["sha256"],
            here=row["sha256"] in self._cache, at_school=row["stored"] is not None, deleted=row["deleted"],
        )  # fmt: skip

    @staticmethod
    def _file_of(session: Session, material_id: str) -> str | None:
        found: str | None = session.execute(sa.select(t.materials.c.file_id).where(t.materials.c.id == material_id)).scalar()
        return found

    @staticmethod
    def _drop(session: Session, file_id: str | None) -> None:
        """A file that no entry has any more is thrown away."""
        used = sa.select(t.materials.c.id).where(t.materials.c.file_id == file_id)
        if file_id is not None and session.execute(used.limit(1)).scalar() is None:
            session.execute(sa.update(t.files).where(t.files.c.id == file_id).values(deleted=True))


def _content(copied: Copied) -> dict[str, Any]:
    return {"size": copied.size, "sha256": copied.sha256}
