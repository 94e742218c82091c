"""What the school's PostgreSQL holds of the question bank that the tour writes in. Beside `facts.py`."""

from __future__ import annotations

from ems_desktop.demo.facts import Dial, Witness

_BANK = "(select id from ems.question_banks where name = %s)"
_WRITTEN = f"""select jsonb_build_object('text', question_text, 'key', options->>correct_answer, 'status', status, 'author', author)
    from ems.bank_soal where subject_id = {_BANK} and question_text like %s and not deleted"""  # noqa: S608
_STATES = f"""select coalesce(jsonb_object_agg(state, n), '{{}}') from (select case when deleted then 'refused' else status end as state, count(*) as n
    from ems.bank_soal where subject_id = {_BANK} and origin like 'job:%%' group by 1) s"""  # noqa: S608
_UNASKED = "select count(*) from ems.bank_soal where origin like 'job:%%' and status <> 'draft' and updated_by is distinct from %s"


def written(witness: Witness, bank: str, begins: str, key: str, author: str) -> None:
    """The question that was typed without a network is at school."""
    wanted = {"text": begins, "key": key, "status": "draft", "author": author}
    witness.check("a question written without a network is in its bank", _WRITTEN, wanted, (bank, begins))


def drafts(witness: Witness, bank: str, person: str) -> None:
    """A job's drafts: what was accepted and what was refused, and nobody but that person published one."""
    witness.check("of a job's two drafts one was accepted, one refused", _STATES, {"ready": 1, "refused": 1}, (bank,))
    witness.check("no draft was published by anybody else", _UNASKED, 0, (person,))


def versions(witness: Witness, bank: str, begins: str) -> None:
    query = f"""select count(*) from ems.question_versions v join ems.bank_soal q on q.id = v.item_id
                 where q.subject_id = {_BANK} and q.question_text like %s"""  # noqa: S608
    witness.check("what the question was before stays as a version", query, 1, (bank, begins))


def paper(witness: Witness, bank: str, title: str, questions: int) -> None:
    query = f"select jsonb_array_length(items) from ems.question_papers where scope_id = {_BANK} and title = %s and not deleted"  # noqa: S608
    witness.check("an exam paper is in its bank with all of its questions", query, questions, (bank, title))


def hidden(witness: Witness, bank: str, dial: Dial) -> None:
    """This login teaches another subject."""
    query = f"select count(*) from ems.bank_soal where subject_id = {_BANK}"  # noqa: S608
    witness.check(f"the owner sees the bank {bank}", query, _some, (bank,))
    witness.check("a teacher of another subject reads none of it", query, 0, (bank,), role="teacher", dial=dial)


def _some(value: object) -> bool:
    """more than 0"""
    return isinstance(value, int) and value > 0
