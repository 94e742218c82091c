"""What is wrong with an item, by code; and its row in the structure document's table."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ems_desktop.domain.questions import item as items
from ems_desktop.domain.questions.checks import LONGEST, check
from ems_desktop.domain.questions.item import FULL, NONE, Answer, Item, Option, Pair
from ems_desktop.domain.questions.rows import from_row, to_row
from tests.questions import bank

GOOD = Item("single", "2 + 2 = …", (Option("3"), Option("4", FULL), Option("5")))
MATCHING = Item("matching", "Jodohkan", pairs=(Pair("a", "1"), Pair("b", "2"), Pair("", "3")))
SHORT = Item("short", "Ibu kota?", answers=(Answer("Jakarta"),))


def _options(*texts: str, key=0, kind="single"):
    return Item(kind, "Soal", tuple(Option(text, FULL if at == key else NONE) for at, text in enumerate(texts)))


@pytest.mark.parametrize("good", [GOOD, MATCHING, SHORT, Item("essay", "Jelaskan"), items.true_false("Bumi bulat", True)])
def test_a_good_item_has_no_problem(good):
    assert check(good) == ()


@pytest.mark.parametrize(
    ("faulty", "codes"),
    [
        (replace(GOOD, stem=""), [1720]),
        (_options("a", "b", key=9), [1721]),
        (_options("Kota  A", "b", "kota a"), [1722]),
        (_options("a"), [1724]),
        (_options(*map(str, range(27))), [1725]),
        (replace(GOOD, options=(Option("3", FULL), Option("4", FULL))), [1726]),
        (_options("a", ""), [1727]),
        (replace(SHORT, answers=(Answer("x", Decimal(50)),)), [1728]),
        (replace(MATCHING, pairs=(Pair("a", "1"), Pair("b", ""))), [1729]),
        (replace(MATCHING, pairs=(Pair("a", "1"), Pair("a", "2"))), [1730]),
        (replace(GOOD, stem="x" * (LONGEST + 1)), [1731]),
        (replace(GOOD, stem=f"[img {'a' * 64}]"), [1732]),
        (replace(GOOD, stem=r"\(\def\a{\a}\)"), [1733]),
        (replace(items.true_false("s", True), options=_options("ya", "tidak").options), [1734]),
        (_options("a", "b", kind="multiple", key=0), []),
        (Item("multiple", "s", (Option("a", Decimal(50)), Option("b", Decimal(30)))), [1735]),
        (replace(GOOD, stem=r"\(" + "{" * 12 + "}" * 12 + r"\)"), [1736]),
    ],
)
def test_each_fault_has_its_code(faulty, codes):
    assert [problem.code for problem in check(faulty)] == codes


ROW = {"question_text": "2 + 2 = …", "options": {"A": "3", "B": "4", "C": "5"}, "correct_answer": "B"}


def test_a_single_choice_is_the_structure_documents_row():
    assert {name: to_row(GOOD)[name] for name in ROW} == ROW
    assert from_row(ROW) == GOOD


def test_rows_that_others_wrote_are_read():
    assert from_row(ROW | {"options": ["3", "4", "5"]}) == GOOD
    assert from_row(ROW | {"correct_answer": "4"}) == GOOD
    assert [option.is_key for option in from_row({"options": {"A": "B", "B": "x"}, "correct_answer": "B"}).options] == [False, True]
    assert [option.is_key for option in from_row({"options": {"A": "", "B": "x"}, "correct_answer": ""}).options] == [False, False]


@pytest.mark.parametrize(
    "options",
    [
        [], {}, None, 5, "A", [1, None], {"A": 5, "B": {"x": []}, "ems": 5},
        {"A": "3", "ems": {"weights": [1, "x", "NaN"], "option_feedback": 5, "pairs": [1, ["a"], ["a", 5]], "answers": [["x"]], "feedback": []}},
        {"A": "3", "ems": {"weights": ["1e999"], "answers": [["x", "Infinity", 3]], "case_sensitive": "yes"}},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_of_no_shape_is_an_item_without_what_has_none(options):
    read = from_row({"options": options, "correct_answer": None, "tags": [5, "a"], "kind": "riddle", "level": 3, "status": "sold"})
    assert (read.kind, read.status, read.level, read.tags, read.pairs) in [
        ("single", "draft", "", ("a",), p) for p in ((), (Pair("a", ""),))
    ]
    assert all(isinstance(text, str) for text in read.texts())
    assert check(read)


def test_the_letters_of_options():
    assert [items.letter(at) for at in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


def test_what_a_person_typed_is_made_canonical():
    typed = replace(GOOD, stem=" $x$ ", tags=(" a ", "a", ""), title="x\ny", answers=(Answer(" b  c "),))
    kept = items.canonical(typed)
    assert (kept.stem, kept.tags, kept.title, kept.answers[0].text) == (r"\(x\)", ("a",), "x y", "b c")
    assert bank.with_media(kept) == kept
