"""Exam papers of a bank: kept as ids of questions and how they are printed. Each change is one change set."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa

from ems_desktop.domain.errors import Conflict, Mistake, NotAllowed
from ems_desktop.domain.questions.item import one_line
from ems_desktop.domain.questions.paper import Paper, from_json, to_json
from ems_desktop.services import questions_writing as writing
from ems_desktop.services.people import Person
from ems_desktop.services.questions_views import PaperLine
from ems_desktop.store import tables as t
from ems_desktop.store.local import ChangeSet, LocalStore, Session

LONGEST: Final = 5_000  # letters of one text: the school takes 64 KB of settings
_LINES: Final = """
select p.id, p.title, json_array_length(p.items) as questions,
       (select count(*) from json_each(p.items) j left join bank_soal q on q.id = j.value where coalesce(q.deleted, 1)) as missing,
       coalesce((select max(o.at) from change c join outbox o on o.seq = c.seq
                  where c.live = 1 and c.tbl = 'question_papers' and c.key = p.id), p.updated_at, '') as at, coalesce(u.name, '') as by
  from question_papers p left join users u on u.id = p.updated_by
 where p.scope_id = ? and not p.deleted order by at desc, p.title, p.id"""


class Papers:
    """Reads and writes the file on this computer. Error 1060 for pupils who would write, 1716 where the bank is not one's own."""

    def __init__(self, store: LocalStore, person: Person) -> None:
        self._store, self._person = store, person

    def all(self, bank_id: str) -> tuple[PaperLine, ...]:
        """This bank's papers, the last changed first."""
        with self._store.snapshot() as plain:
            return tuple(PaperLine(*row) for row in plain.execute(_LINES, (bank_id,)).fetchall())

    def one(self, paper_id: str) -> Paper:
        """With the ids as they were kept, also of questions that are in the trash by now. Error 1718 when the paper is gone."""
        with self._store.reading() as session:
            row = _row(session, paper_id)
        return from_json(row["title"], row["settings"], row["items"])

    def save(self, bank_id: str, paper: Paper, paper_id: str | None = None, seen: Paper | None = None) -> str:
        """A new paper, or this one as it shall be; its id. `seen`: as it was when it was looked at. Errors: 1709 somebody has changed it since,
        1718 this one is gone, 1719 a text too long, 1716, 1060."""
        if max(map(len, (paper.purpose, paper.class_words, paper.date_words, paper.instructions))) > LONGEST:
            raise Mistake(1719, limit=LONGEST)
        title = one_line(paper.title)[: t.MOST_LETTERS]
        values = {"title": title, "settings": to_json(paper), "items": list(paper.items)}
        with self._change(bank_id, title) as made:
            if paper_id is None:
                row = {"id": str(uuid.uuid4()), "scope_id": bank_id} | values
                made.session.execute(sa.insert(t.question_papers), row)
                return str(row["id"])
            before = _row(made.session, paper_id)
            if seen is not None and from_json(before["title"], before["settings"], before["items"]) != seen:
                raise Conflict(1709)
            changed = {name: value for name, value in values.items() if before[name] != value}
            if changed:
                made.session.execute(sa.update(t.question_papers).where(t.question_papers.c.id == paper_id).values(**changed))
        return paper_id

    def remove(self, paper_id: str) -> None:
        """Its questions stay. Errors: 1718, 1716, 1060."""
        with self._store.reading() as session:
            row = _row(session, paper_id)
        with self._change(row["scope_id"], row["title"]) as made:
            made.session.execute(sa.update(t.question_papers).where(t.question_papers.c.id == paper_id).values(deleted=True))

    @contextlib.contextmanager
    def _change(self, bank_id: str, title: str) -> Iterator[ChangeSet]:
        if self._person.pupil:
            raise NotAllowed(1060)
        with self._store.change(title, place=bank_id) as made:
            if not writing.may_write(made.session, bank_id):
                raise NotAllowed(1716)
            yield made


def _row(session: Session, paper_id: str) -> Mapping[str, Any]:
    p = t.question_papers.c
    row = (
        session.execute(sa.select(p.scope_id, p.title, p.settings, p["items"]).where(p.id == paper_id, ~p.deleted)).mappings().one_or_none()
    )
    if row is None:
        raise NotAllowed(1718)
    return dict(row)
