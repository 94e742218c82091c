"""Texts: what is translated can be found by the catalogue, so it stands in the code as it is."""

import ast

from tests.architecture.sources import FLOORS, assert_none, called, calls, modules

MARKS = {"tr": 1, "trn": 2, "N_": 1}


def test_no_text_to_translate_is_put_together_first():
    assert_none(
        [
            f"{m.name}:{call.lineno}"
            for m in modules(*FLOORS)
            for call in m.calls()
            if called(call) in MARKS and any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in call.args[: MARKS[called(call)]])
        ]
    )


def test_no_text_is_translated_while_a_module_is_loaded():
    """The language can change while the program runs."""
    assert_none(
        [
            f"{m.name}:{call.lineno}"
            for m in modules(*FLOORS)
            for statement in m.tree.body
            if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr)
            for call in calls(statement)
            if called(call) in {"tr", "trn"} and not _in_lambda(statement, call)
        ]
    )


def _in_lambda(statement: ast.stmt, call: ast.Call) -> bool:
    return any(isinstance(node, ast.Lambda) and call in ast.walk(node) for node in ast.walk(statement))
