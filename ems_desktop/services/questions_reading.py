"""Reading the question bank from the file on this computer into frozen views. Never writes.

The list and its facets are read from the narrow table of `ems_desktop/store/question_index.py`, so that fifty thousand questions take
milliseconds; whole questions are read only where somebody looks at them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from ems_desktop.domain.errors import NotAllowed
from ems_desktop.domain.questions import markup
from ems_desktop.domain.questions.checks import check
from ems_desktop.domain.questions.item import Media, Stimulus
from ems_desktop.domain.questions.rows import from_row
from ems_desktop.integrations.stemming import stem, words
from ems_desktop.services.questions_views import Bank, Line, Question, Version, Wanted
from ems_desktop.services.sync_views import Place
from ems_desktop.store import tables as t
from ems_desktop.store.file import LocalFile
from ems_desktop.store.local import Session
from ems_desktop.store.question_index import matching

MOST_FOUND: Final = 2_000  # by a search: more than that nobody looks through
_EXCERPT = 240  # letters of a question in the list
_SAID = 80  # in a sentence
_MOST_TAGS = 60  # in the facet
_COLUMNS = ("kind", "status", "level", "difficulty")
_ORDERS = {"newest": "i.written_at desc, i.id", "oldest": "i.written_at, i.id", "text": "lower(substr(q.question_text, 1, 80)), i.id"}

_BANKS = """
select b.id, b.name, coalesce(sum(not i.deleted), 0), coalesce(sum(not i.deleted and i.status = 'draft'), 0)
  from question_banks b left join question_index i on i.bank = b.id group by b.id order by folded(b.name), b.id"""
_UNSENT = """
select c.key, max(o.at) as edited from change c join outbox o on o.seq = c.seq where c.live = 1 and c.tbl = 'bank_soal' and c.key in wanted group by c.key"""
_ONES = f"""
with wanted as materialized (select value from json_each(?)), unsent as materialized ({_UNSENT})
select q.*, coalesce(u.edited, q.updated_at) as at, u.edited is not null as own, coalesce(p.name, '') as by,
       (select count(*) from question_versions v where v.item_id = q.id and not v.deleted) as versions
  from bank_soal q left join unsent u on u.key = q.id left join users p on p.id = q.updated_by where q.id in wanted"""  # noqa: S608
_LINES = f"""
with wanted as materialized (select value from json_each(?)), unsent as materialized ({_UNSENT})
select q.id, q.kind, substr(q.question_text, 1, 1000) as text, q.title, q.tags, q.objective, q.level, q.difficulty, q.status, q.author,
       coalesce(u.edited, q.updated_at) as at, coalesce(p.name, '') as by, u.edited is not null as own, q.stimulus_id is not null as stimulus, q.deleted
  from bank_soal q left join unsent u on u.key = q.id left join users p on p.id = q.updated_by where q.id in wanted"""  # noqa: S608


def banks(file: LocalFile) -> tuple[Bank, ...]:
    with file.snapshot() as plain:
        return tuple(Bank(*row) for row in plain.execute(_BANKS).fetchall())


def find(file: LocalFile, wanted: Wanted) -> tuple[str, ...]:
    """The ids in order; of a search the first `MOST_FOUND` that it comes upon."""
    where, given = _where(wanted, wanted.only)
    text = " join bank_soal q on q.id = i.id" if wanted.order == "text" else ""
    order = _ORDERS[wanted.order]
    if not (search := _search(wanted)):
        query = f"select i.id from question_index i{text} where {where} order by {order}"  # noqa: S608
        with file.snapshot() as plain:
            return tuple(row[0] for row in plain.execute(query, given).fetchall())
    found = f"""select i.* from question_words w join question_index i on i.n = w.rowid
                 where question_words match ? and {where} order by w.rowid desc limit {MOST_FOUND}"""  # noqa: S608
    with file.snapshot() as plain:
        rows = plain.execute(f"select i.id from ({found}) i{text} order by {order}", (search, *given)).fetchall()  # noqa: S608
    return tuple(row[0] for row in rows)


def facets(file: LocalFile, wanted: Wanted) -> dict[str, tuple[tuple[str, int], ...]]:
    """Facet → (value, count), the most frequent first; each is counted under the choices of the others."""
    tag = {name: value for name, value in wanted.only.items() if name == "tag"}
    rest = {name: value for name, value in wanted.only.items() if name != "tag"}
    listed = ", ".join(f"i.{name}" for name in _COLUMNS)
    groups = _counted(file, wanted, tag, f"{listed}, count(*)", f"group by {listed}")
    found = {}
    for place, name in enumerate(_COLUMNS):
        counts: Counter[str] = Counter()
        for row in groups:
            if all(row[at] == rest[other] for at, other in enumerate(_COLUMNS) if other in rest and other != name):
                counts[row[place]] += row[-1]
        found[name] = _sorted(counts)
    tags: Counter[str] = Counter()
    for listed, count in _counted(file, wanted, rest, "i.tags, count(*)", "group by i.tags"):  # few lists of tags, of many questions
        tags.update(dict.fromkeys(json.loads(listed), count))
    return found | {"tag": _sorted(tags)[:_MOST_TAGS]}


def _counted(file: LocalFile, wanted: Wanted, only: Mapping[str, str], what: str, group: str) -> Sequence[Any]:
    where, given = _where(wanted, only)
    search = _search(wanted)
    if search:
        source, where, given = (
            "question_words w join question_index i on i.n = w.rowid",
            f"question_words match ? and {where}",
            (search, *given),
        )
    else:
        source = "question_index i"
    with file.snapshot() as plain:
        rows: list[Any] = plain.execute(f"select {what} from {source} where {where} {group}", given).fetchall()  # noqa: S608
    return rows


def _sorted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _where(wanted: Wanted, only: Mapping[str, str]) -> tuple[str, tuple[Any, ...]]:
    where, given = ["i.bank = ?", "i.deleted = ?"], [wanted.bank_id, int(wanted.trash)]
    for name, value in only.items():
        where.append(
            "exists (select 1 from json_each(i.tags) where value = ?)" if name == "tag" else f"i.{_COLUMNS[_COLUMNS.index(name)]} = ?"
        )
        given.append(value)
    return " and ".join(where), tuple(given)


def _search(wanted: Wanted) -> str:
    """FTS5's query; "" where nothing is searched for."""
    return matching([(word, stem(word)) for word in words(wanted.search)])


def lines(file: LocalFile, ids: Sequence[str]) -> tuple[Line, ...]:
    """In the order of `ids`; those that are gone are left out."""
    with file.snapshot() as plain:
        rows = {row["id"]: row for row in plain.execute(_LINES, (json.dumps(list(ids)),)).fetchall()}
    return tuple(_line(rows[one]) for one in ids if one in rows)


def _line(row: Any) -> Line:
    excerpt = markup.excerpt(row["text"])[:_EXCERPT]
    tags = tuple(tag for tag in json.loads(row["tags"]) if isinstance(tag, str))
    return Line(
        row["id"], row["kind"], excerpt, row["title"], tags, row["objective"], row["level"], row["difficulty"], row["status"], row["author"],
        row["at"] or "", row["by"], bool(row["own"]), bool(row["stimulus"]), bool(row["deleted"]),
    )  # fmt: skip


def many(file: LocalFile, ids: Sequence[str]) -> tuple[Question, ...]:
    """Whole questions in the order of `ids`. Error 1713 when one is not (or no longer) on this computer."""
    with file.snapshot() as plain:
        rows = {row["id"]: dict(row) for row in plain.execute(_ONES, (json.dumps(list(ids)),)).fetchall()}
        media, stimuli = _media(plain, rows.values()), _stimuli(plain, rows.values())
    if any(one not in rows for one in ids):
        raise NotAllowed(1713)
    return tuple(_question(rows[one], media, stimuli) for one in ids)


def _question(row: Mapping[str, Any], media: Mapping[str, Mapping[str, Media]], stimuli: Mapping[str, Any]) -> Question:
    known = media.get(row["scope_id"], {})
    about = stimuli.get(row["stimulus_id"] or "")
    stimulus = about and _stimulus(about["id"], about["title"], about["body"], known)
    item = from_row(dict(row) | {name: json.loads(row[name]) for name in ("options", "tags")}, stimulus, known)
    return Question(
        row["id"],
        row["scope_id"],
        item,
        check(item),
        row["at"] or "",
        row["by"],
        bool(row["own"]),
        row["origin"],
        row["versions"],
        bool(row["deleted"]),
    )


def _stimulus(id_: str, title: str, body: str, known: Mapping[str, Media]) -> Stimulus:
    return Stimulus(id_, body, title, tuple(known[sha256] for sha256 in dict.fromkeys(markup.pictures(body)) if sha256 in known))


def _media(plain: Any, rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Media]]:
    """Bank → SHA-256 → its picture."""
    found: dict[str, dict[str, Media]] = {}
    for bank in {row["scope_id"] for row in rows}:
        listed = plain.execute("select sha256, name, media_type from question_media where scope_id = ? order by id", (bank,)).fetchall()
        found[bank] = {row[0]: Media(*row) for row in listed}
    return found


def _stimuli(plain: Any, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    ids = json.dumps([row["stimulus_id"] for row in rows if row["stimulus_id"]])
    found = plain.execute("select id, title, body from question_stimuli where id in (select value from json_each(?))", (ids,)).fetchall()
    return {row["id"]: row for row in found}


def stimuli(file: LocalFile, bank_id: str) -> tuple[Stimulus, ...]:
    """Those of this bank that a question uses, by title and text."""
    query = """select s.id, s.title, s.body from question_stimuli s where s.scope_id = ? and not s.deleted
                  and exists (select 1 from bank_soal q where q.scope_id = s.scope_id and q.stimulus_id = s.id and not q.deleted)
                order by s.title, s.body"""
    with file.snapshot() as plain:
        known = _media(plain, [{"scope_id": bank_id}])[bank_id]
        return tuple(_stimulus(row[0], row[1], row[2], known) for row in plain.execute(query, (bank_id,)).fetchall())


def sharing(file: LocalFile, bank_id: str) -> dict[str, int]:
    """Shared text → questions that have it, without those in the trash."""
    query = """select stimulus_id, count(*) from bank_soal where scope_id = ? and stimulus_id is not null and not deleted group by stimulus_id"""
    with file.snapshot() as plain:
        return dict(plain.execute(query, (bank_id,)).fetchall())


def versions(file: LocalFile, item_id: str) -> tuple[Version, ...]:
    """Newest first."""
    query = "select id, scope_id, content from question_versions where item_id = ? and not deleted"
    with file.snapshot() as plain:
        rows = plain.execute(query, (item_id,)).fetchall()
        known = _media(plain, rows)
    made = [_version(row["id"], json.loads(row["content"]), known[row["scope_id"]]) for row in rows]
    return tuple(sorted(made, key=lambda one: (one.at, one.id), reverse=True))


def _version(id_: str, content: Any, known: Mapping[str, Media]) -> Version:
    content = content if isinstance(content, dict) else {}
    row, about = content.get("row"), content.get("stimulus")
    texts = [one if isinstance(one, str) else "" for one in map((about if isinstance(about, dict) else {}).get, ("id", "title", "body"))]
    stimulus = _stimulus(texts[0], texts[1], texts[2], known) if texts[0] else None
    said = [one if isinstance(one, str) else "" for one in (content.get("by"), content.get("at"))]
    return Version(id_, from_row({"options": {}} | (row if isinstance(row, dict) else {}), stimulus, known), said[0], said[1])


def place(session: Session, bank_id: str, row_id: str) -> Place:
    """For the inbox: the beginning of the question that this row is or belongs to, and its bank. A row of something else has its bank alone."""
    b, q, v = t.question_banks.c, t.bank_soal.c, t.question_versions.c
    bank = session.execute(sa.select(b.name).where(b.id == bank_id)).scalar() or ""
    item = session.execute(sa.select(v.item_id).where(v.id == row_id)).scalar() or row_id
    text = session.execute(sa.select(q.question_text).where(q.id == item)).scalar()
    ids = {"bank_id": bank_id} | ({} if text is None else {"question_id": item})
    return Place(markup.excerpt(text or "")[:_SAID], "", bank, "", ids)


def known(file: LocalFile, ids: Sequence[str]) -> set[str]:
    """Which of these questions are on this computer, also in the trash."""
    with file.snapshot() as plain:
        query = "select id from question_index where id in (select value from json_each(?))"
        return {row[0] for row in plain.execute(query, (json.dumps(list(ids)),)).fetchall()}


def in_session(session: Session, ids: Iterable[str]) -> list[Any]:
    """The rows of these questions as they are inside an open change set."""
    q = t.bank_soal
    wanted = sa.select(sa.func.json_each(json.dumps(list(ids))).table_valued("value").c.value)
    return list(
        session.execute(
            sa.select(q, t.users.c.name.label("by"))
            .select_from(q.outerjoin(t.users, t.users.c.id == q.c.updated_by))
            .where(q.c.id.in_(wanted))
        )
    )
