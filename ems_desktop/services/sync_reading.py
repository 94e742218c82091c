"""Reading the outbox and the kept rows from the file on this computer into frozen views. Never writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ems_desktop.services import questions_reading as questions
from ems_desktop.services import timetable_refused as lessons
from ems_desktop.services.sync_views import Difference, ExportRow, Kept, Past, Place, Waiting
from ems_desktop.store import tables as t
from ems_desktop.store.changes import changes_of
from ems_desktop.store.journal import split_key
from ems_desktop.store.local import Session
from ems_desktop.store.tables import metadata

SHOWN_ROWS = 50  # of a whole set, on the screen; an export has them all
PAST_SETS = 200

# Answered together: a cell in conflict alone, refused cells of a set by reason, everything else by set.
TOGETHER = (
    "case when f.tbl = 'scores' and coalesce(o.kind, 'cells') = 'cells'"
    " then iif(f.status = 'conflict', 'cell ' || f.id, f.seq || f.status || coalesce(f.why, '')) else 'set ' || f.seq end"
)
_TOGETHER_WITH = f"(select {TOGETHER} from conflict f left join outbox o on o.seq = f.seq where f.id = :id)"  # noqa: S608
_KEPT = f"""
select f.*, {TOGETHER} as together, coalesce(o.at, f.at) as my_at, coalesce(o.title, '') as title, o.result,
       coalesce(o.kind, iif(f.tbl = 'scores', 'cells', 'whole')) as kind,
       case when f.tbl = 'scores' and f.status = 'conflict' then (
         select e.at from change c join outbox e on e.seq = c.seq
          where c.tbl = f.tbl and c.key = f.key and c.seq < f.seq and e.state in ('acked', 'done')
            and json_extract(c.new, '$.value') is json_extract(f.base, '$.value')
          order by c.id desc limit 1) end as base_at
  from conflict f left join outbox o on o.seq = f.seq
"""  # noqa: S608
_ONE = sa.text(f"select * from ({_KEPT}) where together = {_TOGETHER_WITH} order by id")  # noqa: S608
_OPEN, _ANSWERED = (sa.text(f"{_KEPT} where f.choice is {which} order by f.seq desc, together, f.id") for which in ("null", "not null"))


def queue(session: Session) -> tuple[Waiting, ...]:
    rows = session.execute(
        sa.text(
            "select o.seq, o.title, o.at, o.state, count(distinct c.tbl || c.key) from outbox o left join change c on c.seq = o.seq"
            " where o.state in ('pending', 'acked') group by o.seq order by o.seq"
        )
    )
    return tuple(Waiting(*row) for row in rows)


def open_count(session: Session) -> int:
    counted = f"select count(distinct {TOGETHER}) from conflict f left join outbox o on o.seq = f.seq where f.choice is null"  # noqa: S608
    return int(session.execute(sa.text(counted)).scalar_one())


def kept(session: Session, *, answered: bool = False, most: int | None = SHOWN_ROWS) -> tuple[Kept, ...]:
    """Newest first. `answered`: those that were decided, instead of those that wait. `most`: rows of a set that show their columns."""
    rows = session.execute(_ANSWERED if answered else _OPEN).mappings()
    names = Names(session)
    found = [_kept(names, list(group), most) for _, group in groupby(rows.all(), key=lambda row: row["together"])]
    return tuple(sorted(found, key=lambda one: -one.id))


def one(session: Session, kept_id: int) -> tuple[sa.RowMapping, ...]:
    """The rows that are answered together with this one. Empty when there is no such row."""
    return tuple(session.execute(_ONE, {"id": kept_id}).mappings().all())


def past(session: Session) -> tuple[Past, ...]:
    """What went to the school and what was decided, newest first."""
    sets = session.execute(
        sa.text(
            "select o.at, o.title, (select count(distinct c.tbl || c.key) from change c where c.seq = o.seq),"
            " coalesce(json_extract(o.result, '$.status'), 'applied') from outbox o"
            " where o.state <> 'pending' order by o.seq desc limit :most"
        ),
        {"most": PAST_SETS},
    )
    lines = [Past(*row) for row in sets]
    lines += [Past(k.my_at, _title(k), k.rows, k.choice or "", k.id) for k in kept(session, answered=True, most=0)[:PAST_SETS]]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _title(k: Kept) -> str:
    return " · ".join(part for part in (k.who, k.what) if part) if k.rows == 1 else k.title


def kept_rows(session: Session, wanted: Iterable[int] | None = None) -> Iterator[ExportRow]:
    """Everything that was not taken, column by column. `wanted`: ids of `Kept`; None for all that wait."""
    chosen = None if wanted is None else set(wanted)
    for k in kept(session, most=None):
        if chosen is None or k.id in chosen:
            for d in k.differences:
                yield ExportRow(k.status, k.why, k.rule, k.my_at, k.title, k.where, d.row, d.tbl, d.column, d.mine, d.base, d.theirs)


def waiting_rows(session: Session) -> Iterator[ExportRow]:
    """Everything that is not sent yet, column by column."""
    names = Names(session)
    for seq, title, at in session.execute(sa.text("select seq, title, at from outbox where state = 'pending' order by seq")).all():
        for change in changes_of(session, seq):
            place = names.row(change.tbl, change.scope, change.key)
            for column in _shown(change.new):
                mine, base = (names.value(change.tbl, column, values.get(column)) for values in (change.new, change.base))
                yield ExportRow("waiting", None, None, at, title, place.where, place.said, change.tbl, column, mine, base)


def _shown(values: dict[str, Any]) -> list[str]:
    """The columns a person cares about: that a new row is not deleted goes without saying."""
    return [name for name in values if name != "deleted" or values[name]]


_SILENT = ("question_versions",)  # rows that only go with others


def _kept(names: Names, rows: Sequence[sa.RowMapping], most: int | None) -> Kept:
    told = [r for r in rows if r["tbl"] not in _SILENT] or list(rows)
    row = told[0]
    theirs = json.loads(row["theirs"]) if row["theirs"] else None
    place = names.row(row["tbl"], row["scope"], row["key"])
    by = row["their_by"] or (theirs or {}).get("updated_by")
    return Kept(
        row["id"], row["status"], row["why"], row["tbl"], place.who, place.what, place.where, json.loads(row["mine"]),
        json.loads(row["base"]), theirs, row["my_at"], by and names.person(by), row["their_at"] or (theirs or {}).get("updated_at"),
        **place.ids, ids=tuple(r["id"] for r in rows), seq=row["seq"], kind=row["kind"], title=row["title"], rule=_rule(row["result"]),
        rows=len(told), semester=place.semester, base_at=row["base_at"],
        differences=tuple(d for r in told[:most] for d in _differences(names, r)), choice=row["choice"],
        in_the_way=lessons.in_the_way(names.session, rows) if row["choice"] is None else None,
    )  # fmt: skip


def _rule(result: str | None) -> str | None:
    """The constraint's name, where one refused the set."""
    return json.loads(result).get("rule") if result else None


def _differences(names: Names, row: sa.RowMapping) -> Iterator[Difference]:
    tbl, mine, base = row["tbl"], json.loads(row["mine"]), json.loads(row["base"])
    theirs = json.loads(row["theirs"]) if row["theirs"] else {}
    said = names.row(tbl, row["scope"], row["key"]).said
    for column in _shown(mine):
        values = [names.value(tbl, column, side.get(column)) for side in (mine, base, theirs)]
        yield Difference(tbl, said, column, values[0], values[1], values[2], column in theirs)


_PLACES = {"timetable": lessons.place, "bank": questions.place}  # of kinds whose rows are not known by a name of their own


class Names:
    """Rows and references in words, each asked for once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._known: dict[tuple[str, str, str], Any] = {}

    def person(self, user_id: str) -> str:
        return str(self._ask(t.users.c.name, user_id) or "")

    def value(self, tbl: str, column: str, value: Any) -> Any:
        """A reference as the name it points to; any other value as it is."""
        if not isinstance(value, str):
            return value
        for key in metadata.tables[f"ems.{tbl}"].c[column].foreign_keys:
            named = _naming(key.column.table)
            if named is not None and key.column.name == "id":
                return self._ask(named, value) or value
        return value

    def row(self, tbl: str, scope: str, key: str) -> Place:
        """Who, what and where a row is about."""
        keys = split_key(metadata.tables[f"ems.{tbl}"], key)
        if tbl == "scores":
            sheet, semester = self._sheet(scope)
            title = self._ask(t.assessments.c.title, keys["assessment_id"]) or ""
            ids = {"sheet_id": scope, "assessment_id": keys["assessment_id"], "pupil_id": keys["student_id"]}
            return Place(self.person(keys["student_id"]), title, sheet, semester, ids)
        kind = metadata.tables[f"ems.{tbl}"].info["synced"].kind
        if kind in _PLACES:
            return _PLACES[kind](self.session, scope, keys.get("schedule_id") or keys["id"])
        sheet, semester = self._sheet(scope) if kind == "sheet" else (str(self._ask(t.classes.c.name, scope) or ""), "")
        ids = {"sheet_id": scope} if kind == "sheet" else {}
        return Place(self._own(tbl, keys), "", "" if tbl == "classes" else sheet, semester, ids)

    def _own(self, tbl: str, keys: dict[str, str]) -> str:
        """The row's own name; else the names its key points to, best last: a pupil's or a teacher's."""
        table = metadata.tables[f"ems.{tbl}"]
        named = _naming(table) if "id" in keys else None
        if named is not None:
            return str(self._ask(named, keys["id"]) or "")
        if "id" in keys:  # a published grade is its pupil's; what else has no name of its own hangs on a person by its id
            return self.person(self._ask(table.c.student_id, keys["id"]) or "" if "student_id" in table.c else keys["id"])
        people = [self.person(value) for name, value in keys.items() if name in ("student_id", "teacher_id", "user_id")]
        return ", ".join(name for name in people if name)

    def _sheet(self, sheet_id: str) -> tuple[str, str]:
        if ("sheet", "", sheet_id) not in self._known:
            g = t.grade_sheets
            joined = (
                g.join(t.subjects, t.subjects.c.id == g.c.subject_id)
                .join(t.classes, t.classes.c.id == g.c.class_id)
                .join(t.semesters, t.semesters.c.id == g.c.semester_id)
            )
            query = sa.select(t.subjects.c.name, t.classes.c.name, t.semesters.c.code).select_from(joined).where(g.c.id == sheet_id)
            row = self.session.execute(query).one_or_none()
            self._known["sheet", "", sheet_id] = (f"{row[0]} · {row[1]}", row[2]) if row else ("", "")
        found: tuple[str, str] = self._known["sheet", "", sheet_id]
        return found

    def _ask(self, column: sa.Column[Any], row_id: str) -> Any:
        at = (column.table.name, column.name, row_id)
        if at not in self._known:
            self._known[at] = self.session.execute(sa.select(column).where(column.table.c.id == row_id)).scalar()
        return self._known[at]


def _naming(table: sa.Table) -> sa.Column[Any] | None:
    """The column that a person knows a row by. A pupil's is the name of the user with the same id."""
    return (
        t.users.c.name
        if table is t.students
        else next((table.c[name] for name in ("name", "title", "code", "material_title") if name in table.c), None)
    )
