"""What the list of questions is found by, in the file on this computer: a narrow table with their facets, which triggers keep, and the words
of each question in an FTS5 table, which `refresh` keeps, because stems are made in Python. Disposable: all of it follows from the questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ems_desktop.store.local import LocalStore

AT_ONCE: Final = 200  # questions a transaction: somebody may be typing

# What one statement of a trigger does must not be an upsert: inside an upsert the outer statement's conflict clause would win.
_COPIED: Final = ("deleted", "kind", "status", "level", "difficulty", "tags", "written_at")
_SAID: Final = ("question_text", "options", "title", "objective", "tags", "stimulus_id")
TABLES: Final = (
    """create table if not exists question_index (
  n integer primary key, id text not null unique, bank text not null, deleted integer not null, kind text not null, status text not null,
  level text not null, difficulty text not null, tags text not null, written_at text not null, due integer not null default 1)""",
    "create index if not exists question_index_list on question_index (bank, deleted, written_at desc, id)",
    "create index if not exists question_index_due on question_index (n) where due",
    # the longest prefix that has an index of its own is one more than what finds too much to be worth typing
    "create virtual table if not exists question_words using fts5(words, content='', contentless_delete=1, prefix='1 2 3')",
    # a pull replaces rows, and what a replacement removes tells no trigger
    f"""create trigger if not exists question_index_insert after insert on bank_soal begin
  delete from question_words where rowid = (select n from question_index where id = new.id);
  delete from question_index where id = new.id;
  insert into question_index (id, bank, {", ".join(_COPIED)}) select new.id, new.scope_id, {", ".join(f"new.{c}" for c in _COPIED)};
end""",
    f"""create trigger if not exists question_index_update after update on bank_soal begin
  update question_index set {", ".join(f"{c} = new.{c}" for c in _COPIED)},
    due = due or {" or ".join(f"new.{c} is not old.{c}" for c in _SAID)} where id = new.id;
end""",
    """create trigger if not exists question_index_delete after delete on bank_soal begin
  delete from question_words where rowid = (select n from question_index where id = old.id);
  delete from question_index where id = old.id;
end""",
    """create trigger if not exists question_index_stimulus after update on question_stimuli when new.body is not old.body or new.title is not old.title begin
  update question_index set due = 1 where id in (select id from bank_soal where scope_id = new.scope_id and stimulus_id = new.id);
end""",
    """create trigger if not exists question_index_stimulus_again after insert on question_stimuli begin
  update question_index set due = 1 where id in (select id from bank_soal where scope_id = new.scope_id and stimulus_id = new.id);
end""",
)
_DUE = """
select i.n, q.question_text, q.options, q.title, q.objective, q.tags, s.title as about, s.body from question_index i
  join bank_soal q on q.id = i.id left join question_stimuli s on s.id = q.stimulus_id where i.due limit ?"""


def refresh(store: LocalStore, words: Callable[[str], str], markup_free: Callable[[str], str]) -> int:
    """Index what is due: how many questions. `words`: what the index keeps of a plain text; `markup_free`: a text without its tags."""
    count = 0
    while found := _due(store):
        said = [(row["n"], words(_text(row, markup_free))) for row in found]
        with store.applying() as session:
            driver: Any = session.connection.driver_connection
            driver.executemany("delete from question_words where rowid = ?", [(n,) for n, _ in said])
            driver.executemany("insert into question_words (rowid, words) values (?, ?)", said)
            driver.executemany("update question_index set due = 0 where n = ?", [(n,) for n, _ in said])
        count += len(said)
    return count


def _due(store: LocalStore) -> Sequence[Any]:
    with store.snapshot() as plain:
        found: list[Any] = plain.execute(_DUE, (AT_ONCE,)).fetchall()
    return found


def _text(row: Any, markup_free: Callable[[str], str]) -> str:
    texts = [row["title"], row["objective"], row["about"] or "", " ".join(_strings(json.loads(row["tags"])))]
    texts += [markup_free(text) for text in (row["question_text"], row["body"] or "", *_strings(json.loads(row["options"])))]
    return "\n".join(texts)


def _strings(value: Any) -> list[str]:
    """Every text in it: a weight found by its digits does no harm."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inside for text in _strings(one)]


def matching(words: Sequence[tuple[str, str]]) -> str:
    """FTS5's query for (word, stem) of what was typed: each word as a beginning, or its stem. Words hold letters and digits alone."""
    return " AND ".join(f'("{word}" * OR "{stem}")' if stem != word else f'"{word}" *' for word, stem in words)
