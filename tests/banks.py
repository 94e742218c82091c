"""A bank of questions as a pull leaves it in the file, and items to fill it with."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from ems_desktop.domain.questions.item import FULL, Item, Option
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore


def pulled_bank(store: LocalStore, name: str = "Matematika", *, can_write: bool = True) -> str:
    """Its id."""
    bank_id = str(uuid.uuid4())
    with store.applying() as session:
        session.execute(sa.insert(t.question_banks), {"id": bank_id, "scope_id": bank_id, "name": name, "rev": 1})
        scope = {"id": bank_id, "can": can_write}
        session.execute(sa.text("insert into scope (id, kind, rev, can_write, own_only) values (:id, 'bank', 1, :can, 0)"), scope)
    return bank_id


def choice(stem: str, *options: str, key: int = 0, **fields: object) -> Item:
    """A single choice, of three numbers where no options are said."""
    texts = options or ("1", "2", "3")
    return Item("single", stem, tuple(Option(text, FULL if at == key else Option("").weight) for at, text in enumerate(texts)), **fields)  # type: ignore[arg-type]
