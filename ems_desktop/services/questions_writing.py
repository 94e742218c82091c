"""Writing questions inside an open change set: what the service of the bank, imports and drafts share."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.domain.questions.item import Item, Media, Stimulus
from ems_desktop.domain.questions.rows import to_row
from ems_desktop.services import questions_reading as read
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore, Session, now

CONTENT = ("question_text", "options", "correct_answer", "kind", "stimulus_id")  # a change of these leaves a version


def may_write(session: Session, bank_id: str) -> bool:
    """As the school said at the last pull."""
    return bool(session.execute(sa.text("select can_write from scope where id = :id"), {"id": bank_id}).scalar())


def by_bank(store: LocalStore, ids: Sequence[str]) -> dict[str, list[str]]:
    """Bank → the questions of these that are in it, in their order. Those that are gone are left out."""
    query = "select id, bank from question_index where id in (select value from json_each(?))"
    with store.snapshot() as plain:
        banks = {row["id"]: row["bank"] for row in plain.execute(query, (json.dumps(list(ids)),)).fetchall()}
    found: dict[str, list[str]] = {}
    for one in ids:
        if one in banks:
            found.setdefault(banks[one], []).append(one)
    return found


def add(session: Session, bank_id: str, item: Item, birth: Mapping[str, Any], stimuli: dict[str, str]) -> None:
    """`stimuli`: the id in the bank of each stimulus that came with a foreign one; it grows."""
    about = item.stimulus and _stimulus(session, bank_id, item.stimulus, stimuli)
    session.execute(sa.insert(t.bank_soal), {"scope_id": bank_id, "subject_id": bank_id, "stimulus_id": about} | to_row(item) | dict(birth))


def save(session: Session, question_id: str, item: Item, person: str) -> None:
    """The columns that change; before that, what the question was, as a version. Error 1713 the question is gone."""
    found = read.in_session(session, [question_id])
    if not found:
        raise NotAllowed(1713)
    row = found[0]
    before = _about(session, row.stimulus_id)
    about = item.stimulus and _stimulus(session, row.scope_id, item.stimulus, {})
    wanted = to_row(item) | {"stimulus_id": about}
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if any(name in CONTENT for name in changed) or (before and item.stimulus and before["body"] != item.stimulus.text):
        _keep_version(session, row, before, person)
    if changed:
        session.execute(sa.update(t.bank_soal).where(t.bank_soal.c.id == question_id).values(**changed))


def _keep_version(session: Session, row: Any, about: Mapping[str, str] | None, person: str) -> None:
    """Who had written it is whoever the school knows; until it knows somebody, it is who sits here."""
    content = {
        "row": {name: getattr(row, name) for name in t.QUESTION_FIELDS if name != "stimulus_id"},
        "stimulus": about,
        "by": row.by or person,
        "at": now(),
    }
    made = {"id": str(uuid.uuid4()), "scope_id": row.scope_id, "item_id": row.id, "content": content}
    session.execute(sa.insert(t.question_versions), made)


def _about(session: Session, stimulus_id: str | None) -> dict[str, str] | None:
    s = t.question_stimuli.c
    row = session.execute(sa.select(s.id, s.title, s.body).where(s.id == stimulus_id)).mappings().one_or_none()
    return dict(row) if row else None


def _stimulus(session: Session, bank_id: str, stimulus: Stimulus, known: dict[str, str]) -> str:
    """Its id in this bank: with this text from now on, or new where the bank does not have it."""
    s = t.question_stimuli
    one = known.get(stimulus.id, stimulus.id)
    here = session.execute(sa.select(s.c.id, s.c.title, s.c.body).where(s.c.id == one, s.c.scope_id == bank_id)).one_or_none()
    if here is None:
        one = known[stimulus.id] = str(uuid.uuid4())
        session.execute(sa.insert(s), {"id": one, "scope_id": bank_id, "title": stimulus.title, "body": stimulus.text})
    elif (here.title, here.body) != (stimulus.title, stimulus.text):
        session.execute(sa.update(s).where(s.c.id == one).values(title=stimulus.title, body=stimulus.text))
    return one


def mark(session: Session, ids: Iterable[str], values: Mapping[str, Any]) -> None:
    session.execute(sa.update(t.bank_soal).where(t.bank_soal.c.id.in_(_listed(ids))).values(**values))


def tag(session: Session, ids: Iterable[str], add: Sequence[str], remove: AbstractSet[str]) -> None:
    q = t.bank_soal.c
    for row in session.execute(sa.select(q.id, q.tags).where(q.id.in_(_listed(ids)))).all():
        tags = list(dict.fromkeys([*(one for one in row.tags if one not in remove), *add]))
        if tags != row.tags:
            session.execute(sa.update(t.bank_soal).where(q.id == row.id).values(tags=tags))


def keep_picture(session: Session, bank_id: str, what: Mapping[str, Any]) -> Media:
    """`what`: name, media_type, size and sha256. The bank's own where its bytes are at school or wait here; else a new one, whose bytes are
    queued to be sent: what somebody else announced may never arrive."""
    m = t.question_media.c
    sure = m.stored.is_not(None) | m.id.in_(sa.text("select id from upload where state <> 'cancelled'"))
    same = m.scope_id == bank_id, m.sha256 == what["sha256"], ~m.deleted, sure
    query = sa.select(m.sha256, m.name, m.media_type).where(*same).order_by(m.id)
    if row := session.execute(query).first():
        return Media(*row)
    made = {"id": str(uuid.uuid4()), "scope_id": bank_id} | dict(what)
    session.execute(sa.insert(t.question_media), made)
    session.execute(sa.text("insert or replace into upload (id, sha256, size) values (:id, :sha256, :size)"), made)
    return Media(what["sha256"], what["name"], what["media_type"])


def _listed(ids: Iterable[str]) -> Any:
    return sa.select(sa.func.json_each(json.dumps(list(ids))).table_valued("value").c.value)
