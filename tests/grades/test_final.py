"""The final grade is the same number in Python, in SQL and in a spreadsheet."""

from __future__ import annotations

import math
import sqlite3
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems_desktop.domain.grades import ROUNDINGS, Final, final_grade
from tests.grades.cases import CASES, WEIGHTS, Case, Column, Score

RULES = ("half_up", "half_even", "down")
SQL = """
with means as (select sum(coalesce(value, 0) * 100.0 / maximum * weight) / sum(weight) as mean, share from cells
               where share > 0 and weight > 0 and (value is not null or state = 'missing') group by kind, share),
     raw as (select round(sum(mean * share) / sum(share), 6) as x from means)
select case :rule when 'half_up' then round(x)
                  when 'down' then floor(x)
                  else case when x - floor(x) = 0.5 and cast(floor(x) as integer) % 2 = 0 then floor(x) else round(x) end end
from raw
"""


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_rule_in_python(case: Case, rule):
    assert final_grade(case.pairs(), WEIGHTS, rule) == Final(case.expected[RULES.index(rule)], case.provisional)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_same_number_in_sql(case: Case, rule):
    with sqlite3.connect(":memory:") as db:
        db.execute("create table cells (kind, value real, state, weight real, maximum real, share real)")
        db.executemany(
            "insert into cells values (?, ?, ?, ?, ?, ?)",
            [
                (c.kind, None if s.value is None else float(s.value), s.state, float(c.weight), float(c.maximum), float(WEIGHTS[c.kind]))
                for c, s in case.pairs()
            ],
        )
        got = db.execute(SQL, {"rule": rule}).fetchone()[0]
    db.close()
    assert got == case.expected[RULES.index(rule)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_same_number_in_the_binary_fractions_of_a_spreadsheet(case: Case, rule):
    assert spreadsheet(case, rule) == case.expected[RULES.index(rule)]


def spreadsheet(case: Case, rule: str) -> int | None:
    """SUMPRODUCT over SUMPRODUCTs in IEEE doubles, then ROUND(…;6) and the rule, as Excel and Sheets calculate."""
    sums: dict[str, list[float]] = {}
    for column, cell in case.pairs():
        got = 0.0 if cell.state == "missing" else None if cell.value is None else float(cell.value)
        if got is not None and WEIGHTS[column.kind] and column.weight:
            part = sums.setdefault(column.kind, [0.0, 0.0])
            part[0] += got * 100 / float(column.maximum) * float(column.weight)
            part[1] += float(column.weight)
    if not sums:
        return None
    shares = {kind: float(WEIGHTS[kind]) for kind in sums}
    raw = round(sum(sums[k][0] / sums[k][1] * w for k, w in shares.items()) / sum(shares.values()), 6)
    whole = math.floor(raw)
    if rule == "half_up":
        return math.floor(raw + 0.5)
    return whole if rule == "down" or (raw - whole == 0.5 and whole % 2 == 0) else math.floor(raw + 0.5)


marks = st.decimals(0, 100, places=2)


@given(st.lists(marks, min_size=1, max_size=7), marks, marks, st.sampled_from(RULES))
def test_decimal_arithmetic_agrees_with_exact_fractions(lm, sts, sas, rule):
    pairs = [(Column("lm"), Score(v)) for v in lm] + [(Column("sts"), Score(sts)), (Column("sas"), Score(sas))]
    exact = (sum(map(Fraction, lm)) / len(lm) * 50 + Fraction(sts) * 20 + Fraction(sas) * 30) / 100
    six = Decimal(math.floor(exact * 10**6 + Fraction(1, 2))) / 10**6
    assert final_grade(pairs, WEIGHTS, rule).value == int(six.quantize(Decimal(1), ROUNDINGS[rule]))


@given(st.lists(st.tuples(st.sampled_from(sorted(WEIGHTS)), st.none() | marks), max_size=12))
def test_a_final_grade_never_leaves_the_scale(cells):
    value = final_grade([(Column(k), Score(v)) for k, v in cells], WEIGHTS).value
    assert value is None or 0 <= value <= 100
