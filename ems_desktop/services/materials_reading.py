"""Reading the material catalogue from the file on this computer into frozen views. Never writes.

Filter, search and order are SQL; case and accents are folded by two functions that every connection of the file knows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ems_desktop.domain.catalogue.merge import REMOVED
from ems_desktop.domain.errors import Mistake, NotAllowed
from ems_desktop.domain.folding import folded
from ems_desktop.services.materials_views import FACETS, NEWEST, Catalogue, CatalogueColumn, Clash, Material, Wanted
from ems_desktop.store import tables as t
from ems_desktop.store.local import Session

_M = t.materials.c
_EMPTY = "{}"
_UNSENT = (
    sa.text(
        "select c.key, max(o.at) as edited from change c join outbox o on o.seq = c.seq"
        " where c.live = 1 and c.tbl = 'materials' and c.scope = :scope group by c.key"
    )
    .bindparams(scope=t.CATALOGUE)
    .columns(sa.column("key", sa.String), sa.column("edited", sa.String))
    .subquery("unsent")
)
_AT = sa.func.coalesce(_UNSENT.c.edited, sa.type_coerce(_M.updated_at, sa.String))
_ROWS = sa.select(
    _M.id, *(_M[name] for name in t.MATERIAL_FIELDS), sa.type_coerce(_M.extra, sa.String), sa.type_coerce(_M.clash, sa.String), _M.file_id, _M.deleted,
    _AT.label("at"),
    _UNSENT.c.edited.is_not(None).label("own"), t.users.c.name.label("by"),
).select_from(t.materials.outerjoin(_UNSENT, _UNSENT.c.key == _M.id).outerjoin(t.users, t.users.c.id == _M.updated_by))  # fmt: skip


def columns(session: Session) -> tuple[CatalogueColumn, ...]:
    """In the Sheet's order; what the house knows and the Sheet does not (yet) have comes last."""
    listed = session.execute(sa.select(t.catalogue.c.columns)).scalar() or []
    found = {one["key"]: CatalogueColumn(one["key"], one["header"], one["key"] in t.MATERIAL_FIELDS) for one in listed}
    return (*found.values(), *(CatalogueColumn(name, "", known=True) for name in t.MATERIAL_FIELDS if name not in found))


def catalogue(session: Session, wanted: Wanted) -> Catalogue:
    """The search runs once, for the rows and for the facets."""
    counts = session.execute(
        sa.select(sa.func.count().filter(~_M.deleted), sa.func.count().filter(_M.deleted)).select_from(t.materials)
    ).one()
    hits = session.execute(sa.select(_M.id, *(_M[key] for key in FACETS)).where(*_matches(wanted))).all()
    found = among(one for one, *_ in hits) if wanted.search.strip() else _there(wanted)
    return Catalogue(columns(session), _rows(session, wanted, found), _facets([hit[1:] for hit in hits], wanted.only), *counts)


def _rows(session: Session, wanted: Wanted, found: sa.ColumnElement[bool]) -> tuple[Material, ...]:
    query = _ROWS.where(found, *(_M[key] == value for key, value in wanted.only.items()))
    by = _AT if wanted.sort == NEWEST else sa.func.folded(cell(wanted.sort))
    query = query.order_by(by.desc() if wanted.descending else by, _M.id)
    if wanted.most:
        query = query.limit(wanted.most).offset(wanted.start)
    return tuple(map(_material, session.execute(query).all()))


def _facets(hits: Sequence[Sequence[str]], only: Mapping[str, str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Each facet is counted under the choices of the others."""
    found = {}
    for place, key in enumerate(FACETS):
        others = [(FACETS.index(other), value) for other, value in only.items() if other != key]
        chosen = [hit for hit in hits if all(hit[n] == value for n, value in others)] if others else hits
        counted = Counter(hit[place] for hit in chosen)
        found[key] = tuple(sorted(counted.items(), key=lambda one: (-one[1], folded(one[0]))))
    return found


def entry(session: Session, material_id: str) -> Material:
    """Error 1061 when it is not (or no longer) on this computer."""
    row = session.execute(_ROWS.where(_M.id == material_id)).one_or_none()
    if row is None:
        raise NotAllowed(1061)
    return _material(row)


def titles(session: Session, ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """(id, subject, title) of these entries."""
    return [tuple(row) for row in session.execute(sa.select(_M.id, _M.subject_name, _M.material_title).where(among(ids)))]


def alive(session: Session) -> list[tuple[str, str, str]]:
    """(id, subject, title) of everything that is not in the trash."""
    return [tuple(row) for row in session.execute(sa.select(_M.id, _M.subject_name, _M.material_title).where(~_M.deleted))]


def among(ids: Iterable[str]) -> sa.ColumnElement[bool]:
    """The rows with these ids, however many."""
    return _M.id.in_(sa.select(sa.func.json_each(json.dumps(list(ids))).table_valued("value").c.value))


def clashes(session: Session, person_id: str | None = None) -> tuple[Clash, ...]:
    """Open ones, newest first; of what lies in the trash only whether it shall lie there. `person_id`: only
    this person's, and those that are nobody's."""
    found = session.execute(sa.select(_M.id, _M.material_title, _M.subject_name, _M.clash, _M.deleted).where(_M.clash.is_not(None)))
    made = [
        Clash(one, key, title, subject, **{name: str(sides.get(name) or "") for name in ("base", "mine", "theirs", "by", "at")})
        for one, title, subject, clash, deleted in found
        for key, sides in clash.items()
        if (not deleted or key == REMOVED) and (person_id is None or sides.get("by") in (person_id, None, ""))
    ]
    return tuple(sorted(made, key=lambda one: one.at, reverse=True))


def person(session: Session, user_id: str) -> str:
    """Whose mine it is, by name; "" when that is not known."""
    return str(session.execute(sa.select(t.users.c.name).where(t.users.c.id == user_id)).scalar() or "") if user_id else ""


def clash(session: Session, material_id: str) -> dict[str, dict[str, str]]:
    """Of one entry: column → its sides. Empty when there is none."""
    found = session.execute(sa.select(_M.clash).where(_M.id == material_id)).scalar()
    return dict(found or {})


def cell(key: str) -> sa.ColumnElement[Any]:
    """A column's text: of the seven, or of the Sheet's further ones."""
    if key in t.MATERIAL_FIELDS:
        return _M[key]
    return sa.func.json_extract(_M.extra, "$." + json.dumps(key), type_=sa.String)


def check_columns(session: Session, keys: Iterable[str]) -> None:
    """Error 1633 for a column that the catalogue does not have."""
    there = {one.key for one in columns(session)}
    for key in keys:
        if key not in there:
            raise Mistake(1633, column=key)


def _matches(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    which = [_there(wanted)]
    if words := folded(wanted.search).split():
        which.append(sa.func.holds_words(_all_text(), " ".join(words)) == 1)
    return which


def _there(wanted: Wanted) -> sa.ColumnElement[bool]:
    return _M.deleted.is_(sa.true()) if wanted.trash else _M.deleted.is_(sa.false())


def _all_text() -> sa.ColumnElement[str]:
    further = "(select group_concat(value, char(10)) from json_each(materials.extra))"
    extra = sa.case((sa.type_coerce(_M.extra, sa.String) == _EMPTY, ""), else_=sa.func.coalesce(sa.literal_column(further), ""))
    text: sa.ColumnElement[str] = _M.subject_name
    for name in t.MATERIAL_FIELDS[1:]:
        text = text.concat("\n").concat(_M[name])
    return text.concat("\n").concat(extra)


def _material(row: Any) -> Material:
    """JSON is read only where there is any: most entries have neither further columns nor a clash."""
    one, *texts = row[: 1 + len(t.MATERIAL_FIELDS)]
    extra, clash, file_id, deleted, at, own, by = row[1 + len(t.MATERIAL_FIELDS) :]
    cells: dict[str, str] = dict(zip(t.MATERIAL_FIELDS, texts, strict=True))
    if extra != _EMPTY:
        cells |= json.loads(extra)
    clashes = frozenset(json.loads(clash)) if clash else frozenset()
    return Material(one, cells, clashes, at, None if own else by or "", file_id, deleted)
